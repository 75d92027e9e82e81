"""Edition -> plain text, for screen readers, for voices that read aloud, and for messages.

Nothing in it is there for the eye: no rules, bullets or columns, and no marks of direction,
which some voices read out. A line is a thought: a heading, a sentence group or an item.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.leaflet import Topic
from medleaf.printing.outline import Grid, Section, outline
from medleaf.printing.page import Page, bands_of, latin_name, page_of, refuse, review_of

_COLONS = {"fr": " : ", "zh": "："}
_FULL_STOPS = {"Hans": "。", "Deva": "। ", "Beng": "। ", "Aran": "۔ "}


def plain(edition: Edition, clinic: Clinic, templates: Path, draft: bool = False) -> str:
    """Return *edition* as text, in reading order: first what state it is in, last the clinic.

    Raises PressError for an incomplete edition that is no *draft*, and a placeholder nobody knows.
    """
    refuse(edition, clinic, draft)
    page = page_of(edition, clinic, templates)
    leaflet, words, language = edition.leaflet, edition.words, edition.language
    head = [
        *(page.plain(text) for text, _ in bands_of(edition, draft)),
        "",
        *(it for it in (page.plain(leaflet.title), latin_name(leaflet, language)) if it),
        page.plain(leaflet.subtitle),
        page.plain(words.advice if isinstance(leaflet, Topic) else words.pack),
        *_label(page),
    ]
    sections = outline(edition, clinic)
    body = [
        line
        for number, section in enumerate(sections, start=1)
        for line in _section(page, section, _part(page, number, len(sections)))
    ]
    text, values = review_of(edition)
    foot = [
        "",
        page.values["url"],
        "",
        *(clinic.name, *clinic.address),
        "",
        language.own if language.source else f"{language.own} / {language.english}",
        page.plain(words.revision),
        page.plain(text, **values),
    ]
    return "\n".join(map(_bare, (*head, *body, *foot))).strip() + "\n"


def _label(page: Page) -> Iterator[str]:
    """Say whose copy it is, where it is one patient's."""
    if label := page.edition.label:
        yield ""
        for name, value in label.known():
            yield f"{page.plain(getattr(page.edition.words, f'label_{name}'))} {value}"


def _part(page: Page, number: int, count: int) -> str:
    said = page.plain(page.edition.words.part, number=str(number), count=str(count))
    return f"{said}{_colon(page)}"


def _colon(page: Page) -> str:
    """Return a colon as the language sets it between what is said and what it is said of."""
    return _COLONS.get(page.edition.language.tag.partition("_")[0], ": ")


def _section(page: Page, section: Section, part: str = "") -> Iterator[str]:
    space = "" if page.edition.language.script == "Hans" else " "
    first = section.kind in {"now", "today"}

    def told(*texts: str) -> Iterator[str]:
        if texts:
            yield space.join(map(page.plain, texts))

    yield ""
    yield f"{part}{page.plain(section.heading)}"
    yield from told(*section.strong)
    yield from told(*section.text)
    if section.call and first:
        yield section.call
    if section.grid:
        yield from _grid(page, section.grid)
    for number, point in enumerate(section.points, start=1):
        yield _item(page, section, str(number), page.plain(point.text))
    if section.call and not first:
        yield section.call
    yield from told(*section.note)
    for below in section.sections:
        yield from _section(page, below)


def _item(page: Page, section: Section, number: str, text: str) -> str:
    if section.kind == "steps":
        return f"{page.plain(page.edition.words.step, number=number)}{_colon(page)}{text}"
    return f"{number}. {text}" if section.numbered else text


def _grid(page: Page, grid: Grid) -> Iterator[str]:
    """Say a table row by row, each cell with the head of its column; a blank one, that it is."""
    if not grid.rows:
        empty = page.plain(page.edition.words.empty)
        yield from (f"{page.plain(head)}{_colon(page)}{empty}" for head in grid.head)
    for row in grid.rows:
        cells = zip(grid.head, row, strict=True)
        said = (f"{page.plain(head)}{_colon(page)}{page.plain(cell)}" for head, cell in cells)
        yield _FULL_STOPS.get(page.edition.language.script, ". ").join(said)


def _bare(line: str) -> str:
    return "".join(char for char in line if unicodedata.category(char) != "Cf")
