"""The guard alone, around an application of three lines."""

import asyncio
import logging

import httpx

from medleaf.faces.desk import guard
from medleaf.faces.desk.guard import Access, Guard

NAME = "Qvistgaard-Ødegård"


async def plainly(*_: object) -> None:
    """Leave what the guard says to programs."""


def asked(app, *requests: tuple[str, str], together=False):
    async def go():
        door = httpx.ASGITransport(Guard(app, Access(), plainly))
        async with httpx.AsyncClient(transport=door, base_url="http://localhost") as client:
            if together:
                return await asyncio.gather(*(client.request(*it) for it in requests))
            return [await client.request(*it) for it in requests]

    return asyncio.run(go())


def test_a_fault_is_told_without_its_words_and_is_nobody_elses(caplog):
    async def broken(scope, receive, send):
        raise ValueError(NAME)

    with caplog.at_level(logging.INFO, "medleaf.desk"):
        answers = asked(broken, ("GET", f"/{NAME}?q={NAME}"), ("QVISTGAARD", "/"))
    for answer in answers:
        assert answer.status_code == 500
        assert answer.json()["status"] == 500
        assert NAME not in answer.text
    assert "ValueError at test_desk_guard.py:" in caplog.text
    for word in (NAME, "Qvist", "QVIST", "%C3%98"):
        assert word not in caplog.text


def test_who_comes_when_very_many_are_inside_is_asked_to_come_again(monkeypatch):
    monkeypatch.setattr(guard, "MOST_INSIDE", 3)

    async def slow(scope, receive, send):
        await asyncio.sleep(0.2)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    answers = asked(slow, *[("GET", "/")] * 8, together=True)
    assert sorted(it.status_code for it in answers) == [204] * 3 + [503] * 5
    assert all(it.headers["Retry-After"] for it in answers if it.status_code == 503)
    assert [it.status_code for it in asked(slow, ("GET", "/"))] == [204]


def test_a_limit_that_breaks_while_a_body_is_read_is_what_is_told(monkeypatch):
    monkeypatch.setattr(guard, "MOST_BYTES", 10)

    async def reader(scope, receive, send):
        try:
            while (await receive()).get("more_body"):
                pass
        except Exception:  # noqa: BLE001  as frameworks do
            await send({"type": "http.response.start", "status": 400, "headers": []})
            await send({"type": "http.response.body", "body": b"could not be parsed"})
            return
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def pieces():
        for _ in range(4):
            yield b"12345"

    async def go():
        door = httpx.ASGITransport(Guard(reader, Access(), plainly))
        async with httpx.AsyncClient(transport=door, base_url="http://localhost") as client:
            return await client.post("/", content=pieces()), await client.post("/", content=b"1")

    large, small = asyncio.run(go())
    assert (large.status_code, small.status_code) == (413, 204)
    assert large.headers["Connection"] == "close"
