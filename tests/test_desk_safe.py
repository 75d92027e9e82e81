"""Who may come to the desk, and what a stranger, a slow client or a full disk can do: nothing."""

import os
import signal
import socket
import sqlite3
import time
from pathlib import Path

import httpx
import pytest
from desks import running

from medleaf.faces.desk.guard import Access
from medleaf.faces.desk.serve import access, read_token
from medleaf.model.problem import PressError

TOKEN = "c0rrect-horse-battery-staple"
SHEET = "/api/v1/leaflets/testamin/en.pdf"


@pytest.fixture(scope="module")
def desk(small_place):
    with running(small_place.root, small_place.root / "out") as desk:
        yield desk


@pytest.fixture(scope="module")
def closed(small_place):
    env = {"MEDLEAF_TOKEN": TOKEN}
    out = small_place.root / "closed"
    with running(small_place.root, out, "--name", "desk.example", env=env) as desk:
        yield desk


def raw(desk, data: bytes, wait: float = 30) -> bytes:
    """Send *data* as it is, and return all that comes back until the server hangs up."""
    url = httpx.URL(desk.address)
    with socket.create_connection((url.host, url.port), timeout=wait) as line:
        line.sendall(data)
        found = b""
        while more := line.recv(65536):
            found += more
        return found


def alive(desk) -> bool:
    return desk.client.get(SHEET).content.startswith(b"%PDF-")


# ------------------------------------------------------------------ who may come in


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 200), ("localhost", 200), ("[::1]:8080", 200),
        ("evil.example", 421), ("evil.example:8080", 421), ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421), ("10.0.0.1", 421), ("", 421), ("[", 421), ("é", 421),
        ("127.0.0.1, evil.example", 421),
    ],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_somebody_elses(desk, host, status):
    """DNS rebinding: a foreign page makes a browser take this machine for its own server."""
    answer = desk.client.get("/healthz", headers={"Host": host.encode()})
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 415),
        ({"Sec-Fetch-Site": "same-origin"}, 415),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "OWN"}, 403),
        ({"Origin": "OWN"}, 415),
    ],
)
def test_only_our_own_pages_and_programs_send_anything(desk, headers, status):
    own = desk.address.rstrip("/")
    sent = {name: value.replace("OWN", own) for name, value in headers.items()}
    answer = desk.client.post("/api/v1/prescriptions", content=b"x", headers=sent)
    assert answer.status_code == status


def test_the_token_opens_the_desk_and_nothing_else_does(closed):
    def get(path="/api/v1/languages", **given):
        return closed.client.get(path, **given).status_code

    assert get() == 401
    assert get(headers={"Authorization": f"Bearer {TOKEN}"}) == 200
    assert get(auth=("anybody", TOKEN)) == 200
    for wrong in ("", "Bearer", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Digest {TOKEN}",
                  "Basic ???", f"Basic {TOKEN}", f"bearer {TOKEN.upper()}", "Bearer é"):  # fmt: skip
        assert get(headers={"Authorization": wrong.encode()}) == 401, wrong
    assert get(auth=(TOKEN, "")) == 401
    assert get("/healthz") == get("/readyz") == 200
    asked = closed.client.get("/api/v1/languages").headers.get_list("WWW-Authenticate")
    assert [it.split()[0] for it in asked] == ["Basic", "Bearer"]
    assert get("/healthz", headers={"Host": "desk.example"}) == 200
    assert TOKEN not in closed.log


def test_a_desk_that_others_can_reach_needs_a_token_that_nobody_guesses(tmp_path, monkeypatch):
    monkeypatch.delenv("MEDLEAF_TOKEN", raising=False)
    for host in ("0.0.0.0", "192.0.2.7", "::", "desk.example"):  # noqa: S104
        with pytest.raises(PressError, match="TLS"):
            access(host, (), "")
    assert access("0.0.0.0", (), TOKEN).knows("192.0.2.7:80")  # noqa: S104
    assert not access("127.0.0.1", (), "").knows("192.0.2.7:80")
    file = tmp_path / "token"
    with pytest.raises(PressError, match="cannot be read"):
        read_token(file)
    file.write_text("short\n")
    with pytest.raises(PressError, match="at least 20"):
        read_token(file)
    file.write_text(f"{TOKEN}\n")
    assert read_token(file) == TOKEN
    assert TOKEN not in repr(Access(token=TOKEN))


# ------------------------------------------------------------------ what is asked for


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/leaflets/../clinic/en.pdf", "/api/v1/leaflets/%2e%2e/en.pdf",
        "/api/v1/leaflets/%2e%2e%2fclinic/en.pdf", "/api/v1/leaflets/testamin%00/en.pdf",
        "/api/v1/leaflets/testamin/..%2fen.pdf", "/api/v1/leaflets/testamin/en%2f..%2fde.pdf",
        f"/api/v1/leaflets/{'a' * 3000}/en.pdf", f"/api/v1/leaflets/testamin/{'a' * 3000}.pdf",
        "/api/v1/leaflets/phrases/en.pdf", "/api/v1/leaflets/testamin/de.pdf",
        "/api/v1/leaflets/testamin/en.pdf?edition=%00", "/api/v1/leaflets/testamin/en.pdf?paper=A0",
        "/api/v1/leaflets/testamin/en.pdf?edition=bilingual&beside=..%2f..",
        "/api/v1/leaflets/testamin/en/0.png", "/api/v1/leaflets/testamin/en/-1.png",
        "/api/v1/leaflets/testamin/en/1e9.png", "//etc/passwd", "/static/%2e%2e/clinic.toml",
        "/clinic.toml", "/%ff%fe", "/\u202e",
    ],
)  # fmt: skip
def test_a_path_leads_to_a_leaflet_or_nowhere(desk, path):
    answer = desk.client.get(path)
    assert answer.status_code in {404, 422}
    for secret in ("root:", "phone =", str(Path.cwd()), "Traceback"):
        assert secret not in answer.text


def test_a_method_that_is_not_served_names_those_that_are(desk):
    answer = desk.client.put(SHEET)
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_a_sheet_that_is_known_is_not_sent_again(desk):
    first = desk.client.get(SHEET)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    for seen in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = desk.client.get(SHEET, headers={"If-None-Match": seen})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    for other in ('"x"', tag.strip('"'), "é"):
        again = desk.client.get(SHEET, headers={"If-None-Match": other.encode()})
        assert again.content == first.content


# ------------------------------------------------------------------ what is sent


def test_a_body_too_large_is_refused_before_it_is_read_and_while_it_comes(desk):
    head = b"POST /api/v1/prescriptions HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
    told = raw(desk, head + b"Content-Length: 99999999\r\nConnection: close\r\n\r\n")
    assert b"413 " in told.splitlines()[0]

    def endless():
        while True:
            yield b"x" * 100_000

    data = {"Content-Type": "text/csv"}
    try:
        answer = desk.client.post("/api/v1/prescriptions", content=endless(), headers=data)
        assert answer.status_code == 413
    except httpx.WriteError:
        pass  # it hung up while we were still talking
    packed = {**data, "Content-Encoding": "gzip"}
    assert (
        desk.client.post("/api/v1/prescriptions", content=b"x", headers=packed).status_code == 415
    )
    assert alive(desk)


def test_a_client_that_dawdles_is_hung_up_on_and_stops_nobody(desk):
    url = httpx.URL(desk.address)
    head = b"GET /healthz HTTP/1.1\r\nHost: local"
    body = b"POST /api/v1/prescriptions HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
    lines = [socket.create_connection((url.host, url.port), timeout=30) for _ in range(12)]
    for line in lines[::2]:
        line.sendall(head)
    for line in lines[1::2]:
        line.sendall(body + b"Content-Length: 1000\r\n\r\nx")
    assert alive(desk)
    for line in lines[::2]:
        assert line.recv(100) == b""
    for line in lines[1::2]:
        assert b"408 " in line.recv(1000).splitlines()[0]
        line.close()
    for line in lines[::2]:
        line.close()
    assert alive(desk)


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\n\r\n",
     b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
     b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
     b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_http_is_hung_up_on(desk, data):
    assert raw(desk, data)[:10] in {b"", b"HTTP/1.1 4"}
    assert alive(desk)


# ------------------------------------------------------------------ when things break


def test_a_worker_that_is_killed_costs_no_request(desk):
    assert alive(desk)
    children = [*map(int, _children(desk.process.pid))]
    workers = [pid for it in children for pid in map(int, _children(it))]
    assert workers
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    answer = desk.client.get("/api/v1/leaflets/testamin/en.pdf?edition=large")
    assert answer.content.startswith(b"%PDF-")


def test_a_desk_that_is_killed_leaves_no_process(small_place):
    with running(small_place.root, small_place.root / "killed") as desk:
        assert alive(desk)
        below = [*map(int, _children(desk.process.pid))]
        below += [pid for it in below for pid in map(int, _children(it))]
        desk.stop(signal.SIGKILL)
        deadline = time.monotonic() + 60
        while left := [pid for pid in below if _runs(pid)]:
            assert time.monotonic() < deadline, left
            time.sleep(0.1)


def test_a_locked_or_lost_use_log_delays_no_print_and_is_told(small_place):
    out = small_place.root / "locked"
    out.mkdir()
    with sqlite3.connect(out / "use.sqlite", isolation_level=None) as lock:
        lock.execute("CREATE TABLE other (x)")
        lock.execute("BEGIN EXCLUSIVE")
        with running(small_place.root, out) as desk:
            assert alive(desk)
            deadline = time.monotonic() + 60
            while (told := desk.client.get("/readyz").json())["use_log"] == "ok":
                assert time.monotonic() < deadline
                time.sleep(0.2)
            assert told["ready"]
            assert alive(desk)
            lock.execute("COMMIT")
            desk.stop()
    with sqlite3.connect(out / "use.sqlite") as log:
        assert log.execute("SELECT sum(prints) FROM uses").fetchone() == (2,)
    with running(small_place.root, Path("/dev/full/out"), log=out) as desk:
        assert alive(desk)


def test_a_new_text_that_cannot_be_remembered_is_not_printed(place):
    place.revisions.unlink(missing_ok=True)
    place.revisions.with_name(".revisions.tsv.part").mkdir()  # as where a disk is full
    with running(place.root, place.root / "out") as desk:
        answer = desk.client.get(SHEET)
        assert answer.status_code == 507
        assert "must be remembered" in answer.json()["detail"]
        place.revisions.with_name(".revisions.tsv.part").rmdir()
        assert alive(desk)


def test_a_stop_finishes_what_was_begun(place):
    with running(place.root, place.root / "out") as desk:
        assert desk.client.get("/healthz").status_code == 200
        url = httpx.URL(desk.address)
        with socket.create_connection((url.host, url.port), timeout=60) as line:
            line.sendall(f"GET {SHEET}?edition=large HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.3)
            desk.process.send_signal(signal.SIGTERM)
            found = b""
            while more := line.recv(65536):
                found += more
        assert found.startswith(b"HTTP/1.1 200 ")
        assert found.rstrip().endswith(b"%%EOF")
        assert desk.process.wait(30) == -signal.SIGTERM


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split() + [
        child
        for task in Path(f"/proc/{pid}/task").iterdir()
        if task.name != str(pid)
        for child in (task / "children").read_text().split()
    ]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
