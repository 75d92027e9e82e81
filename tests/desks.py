"""A desk of its own for tests: the real server in a process, at a port of this machine."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
START = "from medleaf.faces.door import main; main()"


@dataclass
class Running:
    """A desk that runs; *out* is its folder of builds, beside which its log is written."""

    address: str
    process: subprocess.Popen[str]
    client: httpx.Client
    out: Path

    @property
    def log(self) -> str:
        return log_of(self.out).read_text("utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=60)


def log_of(out: Path) -> Path:
    return out.with_name(f"{out.name}.log")


@contextmanager
def running(
    place: Path,
    out: Path,
    *words: str,
    env: dict[str, str] | None = None,
    log: Path | None = None,
) -> Iterator[Running]:
    """Run a desk for the workspace at *place* with the folder *out*, *words* more in its command."""
    command: Sequence[str] = (
        sys.executable, "-c", START, "serve", "--port", "0", "--workers", "2", "--out", str(out),
        *words,
    )  # fmt: skip
    environment = {**os.environ, **(env or {})}
    told = log_of(log or out)
    with told.open("w") as stream:
        process = subprocess.Popen(
            command, cwd=place, env=environment, text=True, stdout=subprocess.PIPE, stderr=stream
        )
    try:
        first = process.stdout.readline()
        found = re.search(r"http://\S+/", first)
        assert found, first + told.read_text("utf-8")
        with httpx.Client(base_url=found[0], timeout=60) as client:
            yield Running(found[0], process, client, log or out)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
