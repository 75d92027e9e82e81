"""A laid-out page -> what is where. Knows WeasyPrint's boxes, but does not import it."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_PIXEL = 0.75  # points
_SLACK = 0.75  # CSS pixels that rounding may cost
_BLOCKS = {"BlockBox", "TableCellBox", "InlineBlockBox"}
_IN_MARGINS = {"BlockBox", "TableCellBox"}


@dataclass(frozen=True, slots=True)
class Side:
    """One page. *side* is the side of the sheet it shows, 0 if it shows none.

    *room* are the points left between the last block and the foot, less than none if
    they overlap. *over* names the blocks that do not fit, each with how many of its
    lines are too many; *outside* are texts that leave their box at a side,
    *tall* heads and feet that leave the margins.
    """

    side: int
    room: float
    over: tuple[tuple[str, int], ...]
    outside: tuple[str, ...]
    tall: tuple[str, ...] = ()


def measure(pages: Iterable[Any]) -> tuple[Side, ...]:
    """Measure page boxes, in order."""
    sides: list[Side] = []
    for page in pages:
        room = sides[-1].room if sides else 0.0
        sides.append(_measure(page, room))
    return tuple(sides)


def read(pages: Iterable[Any]) -> str:
    """Return the text of page boxes, line by line, in the order of its letters."""
    return "\n".join(text for page in pages for text in _texts(page))


def smallest(pages: Iterable[Any]) -> float:
    """Return the size of the smallest type on page boxes, in points; 0 where there is none."""
    boxes = (box for page in pages for box in walk(page) if type(box).__name__ == "TextBox")
    sizes = (box.style["font_size"] * _PIXEL for box in boxes if box.text.strip())
    return round(min(sizes, default=0.0), 2)


def _measure(page: Any, room_before: float) -> Side:
    outside = _strays(page)
    tall = tuple(_tall(page))
    section = next((box for box in walk(page) if box.element_tag == "section"), None)
    if section is None:
        return Side(0, 0.0, (), outside, tall)
    side = int(section.element.get("data-side"))
    blocks = [box for box in section.children if _solid(box)]
    foot = next((box for box in walk(section) if box.element_tag == "footer"), None)
    # Where a side has no foot, it began on the page before, and all this is too much of it.
    limit = foot.position_y if foot else page.content_box_y() + room_before / _PIXEL
    end = max(map(_end, blocks), default=limit)
    over = [
        (_head(box), _lines(box, _end(box) - max(limit, box.position_y)))
        for box in blocks
        if _end(box) > limit + _SLACK
    ]
    return Side(side, (limit - end) * _PIXEL, tuple(over), outside, tall)


def walk(box: Any) -> Iterator[Any]:
    """Yield *box* and all that is in it, in reading order."""
    box = getattr(box, "_box", box)  # what an absolutely placed box stands behind
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def _solid(box: Any) -> bool:
    return type(box).__name__ != "AbsolutePlaceholder" and box.is_in_normal_flow()


def _end(box: Any) -> float:
    """Return the lower edge of a block, its margin not counted."""
    return float(box.position_y + box.margin_height() - (box.margin_bottom or 0))


def _head(box: Any) -> str:
    """Return what a reader would call a block: its heading, else how it begins."""
    texts = [inner for inner in walk(box) if type(inner).__name__ == "TextBox"]
    heads = [text for text in texts if text.element_tag in {"h1", "h2", "h3"}]
    words = " ".join(text.text.strip() for text in heads or texts)
    return words[:60] or "?"


def _lines(box: Any, height: float) -> int:
    """Return how many lines of its text are as tall as *height*, 1 or more."""
    leading = float(box.style["line_height"] * box.style["font_size"])
    return max(1, math.ceil(height / leading))


def _tall(page: Any) -> Iterator[str]:
    """Find heads and feet that leave the page's margins, by what stands in them."""
    top = page.content_box_y() + _SLACK
    bottom = page.content_box_y() + page.height - _SLACK
    for box in page.children:
        place = getattr(box, "at_keyword", "")
        lines = [it for it in walk(box) if type(it).__name__ == "LineBox"] if place else []
        ends = max((it.position_y + it.height for it in lines), default=0)
        begins = min((it.position_y for it in lines), default=bottom)
        if (place.startswith("@top") and ends > top) or (
            place.startswith("@bottom") and begins < bottom
        ):
            yield " ".join(_texts(box))[:60]


def _texts(box: Any) -> list[str]:
    return [it.text.strip() for it in walk(box) if type(it).__name__ == "TextBox"]


def _strays(page: Any) -> tuple[str, ...]:
    """Find texts that leave their block or cell, and blocks that leave the page's margins.

    A text is told by itself, a block by what stands in it.
    """
    texts: list[str] = []
    blocks: list[str] = []
    edge = page.content_box_x()
    left, right = edge - _SLACK, edge + page.width + _SLACK

    def look(box: Any, start: float, end: float) -> None:
        # One walk for both: there are thousands of boxes.
        box = getattr(box, "_box", box)
        name = type(box).__name__
        if name == "TextBox":
            stray = box.position_x < start or box.position_x + box.width > end
            if stray and box.text.strip():
                texts.append(box.text.strip()[:60])
            return
        if name in _IN_MARGINS and not box.is_table_wrapper:
            begin = box.position_x + (box.margin_left or 0)
            stray = begin < left or begin + box.border_width() > right
            if stray and (said := _texts(box)):
                blocks.append(" ".join(said)[:60])
        if str(box.element_tag).endswith("::marker"):
            return
        if name in _BLOCKS:
            begin = box.content_box_x()
            start, end = begin - _SLACK, begin + box.width + _SLACK
        for child in getattr(box, "children", ()):
            look(child, start, end)

    look(page, -math.inf, math.inf)
    return *texts, *blocks
