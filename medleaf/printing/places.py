"""A laid-out page -> where each sentence stands on it."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from medleaf.printing.measure import walk
from medleaf.printing.typeset import Laid

_PIXEL = 0.75  # points
_SAME_LINE = 0.5  # share of the lower height that two boxes of one line have in common


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page, in points from its upper left corner. *page* counts from 1."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Letter:
    """A printed character: the *index*-th of the *count* of its box."""

    box: int
    index: int
    count: int


def places(laid: Laid) -> dict[str, tuple[Place, ...]]:
    """Return where each sentence stands, a rectangle for every line of it.

    The page says its sentences in reading order, and its boxes of text come in the same
    order, so each sentence is looked for behind the one before. One that is not there,
    because a template asked for it but did not print it, is left out.
    """
    boxes = [*_boxes(laid.document.pages)]
    letters = [
        (char, _Letter(n, index, len(text)))
        for n, (_, _, text) in enumerate(boxes)
        for index, char in enumerate(text)
    ]
    stream = "".join(char for char, _ in letters)
    found: dict[str, list[Place]] = {}
    at = 0
    for asked, said in laid.html.said:
        text = _bare(said)
        start = stream.find(text, at)
        if not text or start < 0:
            continue
        at = start + len(text)
        parts = _parts(letter for _, letter in letters[start:at])
        found.setdefault(asked, []).extend(_lines(_place(*boxes[p[0]][:2], p) for p in parts))
    return {asked: tuple(rectangles) for asked, rectangles in found.items()}


def _boxes(pages: Iterable[Any]) -> Iterator[tuple[int, Any, str]]:
    """Yield the boxes of text of all pages in reading order: page, box, bare text."""
    for number, page in enumerate(pages, start=1):
        for box in walk(page._page_box):
            marker = str(box.element_tag).endswith("::marker")
            if type(box).__name__ == "TextBox" and not marker and (text := _bare(box.text)):
                yield number, box, text


def _bare(text: str) -> str:
    """Return *text* without what a line break or an isolate adds to it."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def _parts(letters: Iterable[_Letter]) -> Iterator[tuple[int, float, float]]:
    """Yield box, and from which share to which share of it, for a row of letters."""
    first = last = None
    for letter in letters:
        if last is not None and first is not None and letter.box != last.box:
            yield last.box, first.index / first.count, (last.index + 1) / last.count
            first = None
        first = first or letter
        last = letter
    if first is not None and last is not None:
        yield last.box, first.index / first.count, (last.index + 1) / last.count


def _place(page: int, box: Any, part: tuple[int, float, float]) -> Place:
    """Return the rectangle of a part of a box; letters are taken to be of one width."""
    _, start, end = part
    if box.style["direction"] == "rtl":
        start, end = 1 - end, 1 - start
    return Place(
        page,
        (box.position_x + box.width * start) * _PIXEL,
        box.position_y * _PIXEL,
        box.width * (end - start) * _PIXEL,
        box.height * _PIXEL,
    )


def _lines(rectangles: Iterable[Place]) -> list[Place]:
    """Join neighbours that stand on one line."""
    joined: list[Place] = []
    for place in rectangles:
        if joined and _beside(joined[-1], place):
            joined[-1] = _around(joined[-1], place)
        else:
            joined.append(place)
    return joined


def _beside(one: Place, other: Place) -> bool:
    common = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return one.page == other.page and common > _SAME_LINE * min(one.height, other.height)


def _around(one: Place, other: Place) -> Place:
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return replace(one, x=x, y=y, width=right - x, height=bottom - y)
