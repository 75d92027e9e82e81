"""Atom as RFC 4287 wants it, and requests to a desk without a server."""

import asyncio
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import httpx
from defusedxml.ElementTree import fromstring

from medleaf.build.desk import Desk
from medleaf.build.renders import Renders
from medleaf.build.uselog import UseLog
from medleaf.faces.desk.app import create
from medleaf.faces.desk.guard import Access
from medleaf.workspace import Workspace

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RXNORM = "2.16.840.1.113883.6.88"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ADDRESS = re.compile(r"(https?://|urn:uuid:)\S+")


def valid(data: bytes) -> Element:
    """Return the feed in *data* after holding it against RFC 4287."""
    feed = fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    assert len(feed.findall(f"{ATOM}author/{ATOM}name")) == 1
    entries = feed.findall(f"{ATOM}entry")
    for it in (feed, *entries):
        assert it.get(LANG)
        for name in ("id", "title", "updated"):
            assert len(it.findall(f"{ATOM}{name}")) == 1, name
            assert it.findtext(f"{ATOM}{name}"), name
        assert _MOMENT.fullmatch(it.findtext(f"{ATOM}updated"))
        assert _ADDRESS.fullmatch(it.findtext(f"{ATOM}id"))
        assert len(it.findall(f"{ATOM}subtitle")) <= 1
        for category in it.findall(f"{ATOM}category"):
            assert category.get("term") is not None and category.get("scheme")
    for it in entries:
        links = it.findall(f"{ATOM}link")
        kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in links]
        assert len(set(kinds)) == len(kinds), "two alternates of one type and language"
        assert all(_ADDRESS.fullmatch(link.get("href")) for link in links)
        assert all(kind[2] == it.get(LANG) for kind in kinds)
        fromstring(f"<div>{it.findtext(f'{ATOM}summary')}</div>")
    ids = [it.findtext(f"{ATOM}id") for it in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    return feed


def categories(it: Element) -> list[tuple[str, str]]:
    """Return what a feed or an entry echoes."""
    return [(c.get("scheme"), c.get("term")) for c in it.findall(f"{ATOM}category")]


class Door:
    """A desk that is asked in this process; it prints nothing."""

    def __init__(self, place: Workspace, out: Path) -> None:
        self.desk = Desk(place, out)
        self.log = cache(lambda: UseLog("sqlite://"))
        access = Access(frozenset({"desk.example"}))
        self.app = create(self.desk, Renders(1), self.log, access)

    def ask(self, method: str, path: str, **what: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            base = "http://desk.example"
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                return await client.request(method, path, **what)

        return asyncio.run(send())

    def get(self, path: str, **what: Any) -> httpx.Response:
        return self.ask("GET", path, **what)

    def post(self, path: str, **what: Any) -> httpx.Response:
        return self.ask("POST", path, **what)
