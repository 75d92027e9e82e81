"""The desk as its users meet it: the real server on loopback, asked for what they ask for."""

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from pathlib import Path
from statistics import median, quantiles

import httpx

CLIENTS, SECONDS = 50, 60.0
_STARTS, _KNOWN, _STAMPED, _NEW = 3, 300, 150, 40
_SHEET = "/api/v1/leaflets/baclofen/es.pdf"
_PRESCRIPTIONS = "/api/v1/prescriptions"
_FHIR = {"Content-Type": "application/fhir+json"}
_PATHS = (
    "/", "/?q=bacl&language=es", "/leaflets/baclofen?language=ar", "/api/v1/leaflets", _SHEET,
    "/api/v1/leaflets/warfarin/fr.pdf", "/api/v1/leaflets/baclofen/zh_Hans.pdf?paper=Letter",
    "/api/v1/leaflets/salbutamol/en/1.png", "/api/v1/leaflets/baclofen/ur.txt",
    "/infobutton?mainSearchCriteria.v.c=1292&mainSearchCriteria.v.cs=2.16.840.1.113883.6.88",
)  # fmt: skip
_BUSY = HTTPStatus.SERVICE_UNAVAILABLE
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds to the first page; milliseconds (95 of 100 are below) of each kind of sheet.

    *asked*, *busy* and *wrong* count answers of all clients, *growth* is megabytes of memory that
    the desk and its workers took in the second half of their time.
    """

    first: float
    known: float
    stamped: float
    new: float
    asked: int
    busy: int
    wrong: int
    growth: float


def measure(command: Sequence[str], root: Path) -> Found:
    """Measure the desk of the workspace at *root*, whose CLI is *command*."""
    first = median(_first_page(command, root) for _ in range(_STARTS))
    with _running(command, root) as (process, address):
        with httpx.Client(base_url=address, timeout=60) as client:
            _until_ready(client)
            known = _late(client, _KNOWN, lambda: client.build_request("GET", _SHEET))
            stamped = _late(client, _STAMPED, lambda: _order(client, 1))
            doses = count(2)
            new = _late(client, _NEW, lambda: _order(client, next(doses)))
        answers, growth = asyncio.run(_crowd(address, process.pid))
    busy = answers.pop(_BUSY, 0)
    asked = busy + sum(answers.values())
    return Found(
        first, known, stamped, new, asked, busy, asked - busy - answers[HTTPStatus.OK], growth
    )


def order(dose: int, number: int) -> bytes:
    """Return a FHIR bundle with a patient and a prescription that nobody else has."""
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN", "NIGHT"]}
    quantity = {"value": dose, "unit": "tablet"}
    system = "http://www.nlm.nih.gov/research/umls/rxnorm"
    spoken = {"language": {"coding": [{"code": "es"}]}, "preferred": True}
    patient = {
        "resourceType": "Patient",
        "name": [{"family": f"Ångström {number}", "given": ["Zoë"]}],
        "communication": [spoken],
    }
    request = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "urn:uuid:1"},
        "medicationCodeableConcept": {"coding": [{"system": system, "code": "1292"}]},
        "dosageInstruction": [
            {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": quantity}]}
        ],
    }
    entries = [{"fullUrl": "urn:uuid:1", "resource": patient}, {"resource": request}]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return json.dumps(bundle).encode()


def _order(client: httpx.Client, dose: int) -> httpx.Request:
    body = order(dose, next(_NUMBERS))
    return client.build_request("POST", _PRESCRIPTIONS, content=body, headers=_FHIR)


@contextmanager
def _running(command: Sequence[str], root: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [*command, "--port", "0", "--workers", "2"],
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        address = re.search(r"http://\S+/", process.stdout.readline())
        assert address, "the desk did not start"
        yield process, address[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        process.stdout.close()


def _first_page(command: Sequence[str], root: Path) -> float:
    """Return the seconds from the command to the first page."""
    began = time.perf_counter()
    with _running(command, root) as (_, address):
        httpx.get(address, timeout=60).raise_for_status()
        return time.perf_counter() - began


def _until_ready(client: httpx.Client) -> None:
    """Warm up: both workers have printed, what is asked for first is known."""
    client.get(_SHEET).raise_for_status()
    for _ in range(3):
        client.send(_order(client, 1)).raise_for_status()


def _late(client: httpx.Client, times: int, ask: Callable[[], httpx.Request]) -> float:
    """Return the milliseconds in which 95 of 100 requests of a kind are answered."""
    taken = []
    for _ in range(times):
        request = ask()
        began = time.perf_counter()
        client.send(request).raise_for_status()
        taken.append(1000 * (time.perf_counter() - began))
    return quantiles(taken, n=20)[-1]


async def _crowd(address: str, pid: int) -> tuple[Counter[int], float]:
    """Let all clients ask at once; return the answers by status, and how memory grew."""
    answers: Counter[int] = Counter()
    until = time.monotonic() + SECONDS
    limits = httpx.Limits(max_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        dice = [random.Random(n) for n in range(CLIENTS)]  # noqa: S311  no secret
        clients = [_client(client, it, answers, until) for it in dice]
        watching = asyncio.create_task(_growth(pid))
        await asyncio.gather(*clients)
        return answers, await watching


async def _client(
    client: httpx.AsyncClient, dice: random.Random, answers: Counter[int], until: float
) -> None:
    while time.monotonic() < until:
        if dice.random() < 0.1:
            body = order(dice.randrange(1, 12), next(_NUMBERS))
            answer = await client.post(_PRESCRIPTIONS, content=body, headers=_FHIR)
        else:
            answer = await client.get(dice.choice(_PATHS))
        told = answer.headers.get("Retry-After") or answer.status_code != _BUSY
        answers[answer.status_code if told else HTTPStatus.INTERNAL_SERVER_ERROR] += 1
        await asyncio.sleep(dice.uniform(0.2, 0.6))  # to look at what came


async def _growth(pid: int) -> float:
    await asyncio.sleep(SECONDS / 2)
    early = _resident(pid)
    await asyncio.sleep(SECONDS / 2 - 1)
    return _resident(pid) - early


def _resident(pid: int) -> float:
    """Return the megabytes of memory of a process and all below it."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        tasks = [*Path(f"/proc/{pid}/task").iterdir()]
        below = [int(it) for task in tasks for it in (task / "children").read_text().split()]
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6 + sum(map(_resident, below))
