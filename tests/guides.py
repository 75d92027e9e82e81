"""One site for all tests of the guide: every bundled leaflet, and one with a past."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

from conftest import ROOT, SMALL

from medleaf.build import revisions
from medleaf.build.guide import Barred, SiteOrder, addressed, publish
from medleaf.build.revisions import Revision
from medleaf.build.site import Changes
from medleaf.build.start import ROOMS
from medleaf.model.clinic import Clinic
from medleaf.source.leaflets import read_leaflet
from medleaf.workspace import SETTINGS, Workspace, read_clinic

BASE = "https://example.org/leaflets"
PAST = """
names:
  inn: testamin
  brands: {us: ["<i>Tést</i> & co"]}
changes:
  - {date: 2026-01-01, text: First edition.}
  - {date: 2026-03-01, text: Easier words.}
  - {date: 2026-06-01, text: A new warning about <b>alcohol</b>.}
"""
FIRST, SECOND, GRAVE = "aaaaaaa", "bbbbbbb", "ccccccc"


@dataclass(frozen=True)
class Made:
    """A site in a folder, and what it was made from."""

    place: Workspace
    clinic: Clinic
    out: Path
    refused: tuple[Barred, ...]
    changes: Changes

    @cached_property
    def pages(self) -> dict[str, "Seen"]:
        """Every page by its path below the site: ``en/baclofen/``."""
        return {
            file.parent.relative_to(self.out).as_posix().removeprefix(".").rstrip("/")
            + ("/" if file.parent != self.out else ""): Seen(file.read_text("utf-8"))
            for file in sorted(self.out.rglob("index.html"))
        }


class Seen(HTMLParser):
    """A page as a program sees it: its elements, and its text without markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup = markup
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.inline: list[tuple[dict[str, str], str]] = []
        self._inside: str | None = None
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.elements.append((tag, named))
        self._inside = tag if tag in {"script", "style"} else None
        if self._inside:
            self.inline.append((named, ""))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            attributes, text = self.inline.pop()
            self.inline.append((attributes, text + data))
        else:
            self.words.append(data)

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [
            named for name, named in self.elements
            if name == tag and attributes.items() <= named.items()
        ]  # fmt: skip

    @cached_property
    def text(self) -> str:
        return bare("".join(self.words))


def bare(text: str) -> str:
    """Return *text* without spaces and isolates, which the page sets as its language wants."""
    return "".join(
        sign for sign in text if not sign.isspace() and sign not in "\u2066\u2067\u2068\u2069"
    )


def workspace(folder: Path) -> Workspace:
    """Return the bundled content in *folder*, with a leaflet in English that has a past."""
    folder.mkdir()
    for room in ROOMS:
        link = shutil.copytree if room == "leaflets" else _link
        link(ROOT / room, folder / room)
    shutil.copy(ROOT / SETTINGS, folder)
    place = Workspace(folder)
    place.leaflet("testamin").write_text(SMALL + PAST, "utf-8")
    leaflet = read_leaflet(place.leaflet("testamin"))
    sound = revisions.safety_of(leaflet)
    rows = [
        Revision("testamin", "en", FIRST, date(2026, 1, 2), sound, "First edition."),
        Revision("testamin", "en", SECOND, date(2026, 3, 2), sound, "Easier words."),
        Revision("testamin", "en", GRAVE, date(2026, 4, 2), "0" * 16, "rewritten since"),
        Revision("testamin", "ur", "ddddddd", date(2026, 1, 2), sound, "First edition."),
        Revision("vanished", "en", "eeeeeee", date(2026, 1, 2), sound, "First edition."),
    ]
    revisions.save(place.revisions, (*revisions.read(place.revisions), *rows))
    return place


def _link(source: Path, target: Path) -> None:
    target.symlink_to(source, target_is_directory=True)


def made(folder: Path) -> Iterator[Made]:
    """Make the site of all bundled leaflets below *folder*. No PDF is printed for it."""
    place = workspace(folder / "clinic")
    out, clinic = folder / "site", addressed(read_clinic(place), BASE)
    refused, changes = publish(place, clinic, SiteOrder(out, folder / "out", BASE, workers=2))
    yield Made(place, clinic, out, refused, changes)
