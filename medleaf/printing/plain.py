"""Edition -> plain text, for screen readers, for voices that read aloud, and for messages.

Nothing in it is there for the eye: no rules, bullets or columns, and no marks of direction,
which some voices read out. A line is a thought: a heading, a sentence group or an item.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.leaflet import Topic
from medleaf.printing.outline import Grid, Section, outline
from medleaf.printing.page import Page, bands_of, latin_name, page_of, refuse, review_of

_COLONS = {"fr": " : ", "zh": "："}
_FULL_STOPS = {"Hans": "。", "Deva": "। ", "Beng": "। ", "Aran": "۔ "}


class Line(NamedTuple):
    """A line of text and what it is; *part* and *step* are said before it, where nobody sees."""

    text: str
    kind: Literal["text", "title", "heading", "item"] = "text"
    part: str = ""
    step: str = ""


def plain(edition: Edition, clinic: Clinic, templates: Path, draft: bool = False) -> str:
    """Return *edition* as text, in reading order: first what state it is in, last the clinic.

    Raises PressError for an incomplete edition that is no *draft*, and a placeholder nobody knows.
    """
    told = lines(edition, clinic, templates, draft)
    said = (f"{line.part}{line.step}{line.text}" for line in told)
    return "\n".join(said).strip() + "\n"


def lines(edition: Edition, clinic: Clinic, templates: Path, draft: bool = False) -> list[Line]:
    """Return what *edition* says line by line; an empty line parts what does not go together."""
    refuse(edition, clinic, draft)
    page = page_of(edition, clinic, templates)
    leaflet, words, language = edition.leaflet, edition.words, edition.language
    sections = outline(edition, clinic)
    text, values = review_of(edition)
    told = [
        *(Line(page.plain(text)) for text, _ in bands_of(edition, draft)),
        Line(""),
        Line(page.plain(leaflet.title), "title"),
        *(Line(name) for name in [latin_name(leaflet, language)] if name),
        Line(page.plain(leaflet.subtitle)),
        Line(page.plain(words.advice if isinstance(leaflet, Topic) else words.pack)),
        *_label(page),
        *(
            line
            for number, section in enumerate(sections, start=1)
            for line in _section(page, section, _part(page, number, len(sections)))
        ),
        Line(""),
        Line(page.values["url"]),
        Line(""),
        *map(Line, (clinic.name, *clinic.address)),
        Line(""),
        Line(language.own if language.source else f"{language.own} / {language.english}"),
        Line(page.plain(words.revision)),
        Line(page.plain(text, **values)),
    ]
    return [line._replace(text=_bare(line.text)) for line in told]


def _label(page: Page) -> Iterator[Line]:
    """Say whose copy it is, where it is one patient's."""
    if label := page.edition.label:
        yield Line("")
        for name, value in label.known():
            before = page.plain(getattr(page.edition.words, f"label_{name}"))
            yield Line(f"{before} {value}")


def _part(page: Page, number: int, count: int) -> str:
    said = page.plain(page.edition.words.part, number=str(number), count=str(count))
    return f"{said}{_colon(page)}"


def _colon(page: Page) -> str:
    """Return a colon as the language sets it between what is said and what it is said of."""
    return _COLONS.get(page.edition.language.tag.partition("_")[0], ": ")


def _section(page: Page, section: Section, part: str = "") -> Iterator[Line]:
    space = "" if page.edition.language.script == "Hans" else " "
    first = section.kind in {"now", "today"}

    def told(*texts: str) -> Iterator[Line]:
        if texts:
            yield Line(space.join(map(page.plain, texts)))

    yield Line("")
    yield Line(page.plain(section.heading), "heading", part=part)
    yield from told(*section.strong)
    yield from told(*section.text)
    if section.call and first:
        yield Line(section.call)
    if section.grid:
        yield from _grid(page, section.grid)
    for number, point in enumerate(section.points, start=1):
        yield _item(page, section, str(number), page.plain(point.text))
    if section.call and not first:
        yield Line(section.call)
    yield from told(*section.note)
    for below in section.sections:
        yield from _section(page, below)


def _item(page: Page, section: Section, number: str, text: str) -> Line:
    if section.kind == "steps":
        step = f"{page.plain(page.edition.words.step, number=number)}{_colon(page)}"
        return Line(text, "item", step=step)
    return Line(f"{number}. {text}" if section.numbered else text, "item")


def _grid(page: Page, grid: Grid) -> Iterator[Line]:
    """Say a table row by row, each cell with the head of its column; a blank one, that it is."""
    if not grid.rows:
        empty = page.plain(page.edition.words.empty)
        yield from (Line(f"{page.plain(head)}{_colon(page)}{empty}", "item") for head in grid.head)
    for row in grid.rows:
        cells = zip(grid.head, row, strict=True)
        said = (f"{page.plain(head)}{_colon(page)}{page.plain(cell)}" for head, cell in cells)
        yield Line(_FULL_STOPS.get(page.edition.language.script, ". ").join(said), "item")


def _bare(line: str) -> str:
    return "".join(char for char in line if unicodedata.category(char) != "Cf")
