"""The head and foot of pages that go on: CSS for the margins, made to measure."""

import html
import re
from collections.abc import Iterable, Sequence

from medleaf.model.page import Size
from medleaf.printing.page import Page
from medleaf.printing.typography import typeset_text
from medleaf.printing.widths import lines

_POINT = 25.4 / 72  # millimetres
_EDGE = 7.0  # millimetres from the edge of the paper to the first ink
_TEXT = {"A4": 186.0, "Letter": 186.0, "A5": 128.0}  # millimetres of text on a line
_LETTER = 0.6  # of the type size: how wide a bold letter is, about
_GAP = 5.0  # millimetres from the head to the text
_TALLER = 0.3  # lines: the name of the language is in larger type
_TAB = 0.72  # of the line are left beside the name of the language
_PAGE, _PAGES = "\ue000", "\ue001"  # stand for numbers that only the layout knows
_COUNTERS = {_PAGE: "counter(page)", _PAGES: "counter(pages)"}
_TAG = re.compile(r"<[^>]*>")


def frame(
    page: Page, paper: Size, fine: float, leading: float, heads: Iterable[str], bands: Sequence[str]
) -> str:
    """Return the CSS of the margins: room for the tallest head, and what the foot says.

    *fine* is the size of its type in points, *leading* that of its tallest script; *heads*
    are all heads there are on a page, *bands* what the band says, a line or more for each.
    """
    language = page.edition.language
    letters = _TEXT[paper] / (fine * _LETTER * _POINT)
    count = max(lines(head, letters * _TAB) for head in heads) + _TALLER
    count += sum(lines(band, letters) for band in bands)
    line = fine * leading * _POINT
    top = _EDGE + count * line + (2.5 if bands else 0.0) + _GAP
    start, end = ("right", "left") if language.direction == "rtl" else ("left", "right")
    words = page.edition.words
    number = re.split("([\ue000\ue001])", _said(page, words.page, page=_PAGE, pages=_PAGES))
    counted = (_COUNTERS.get(part) or _quoted(part) for part in number if part)
    foot = f"font-size: {fine}pt; padding-bottom: {_EDGE}mm; vertical-align: bottom"
    return (
        f"@page {{ margin-top: {top:.1f}mm; margin-bottom: {_EDGE + line * 2:.1f}mm;"
        f" @bottom-{start} {{ content: {_quoted(_said(page, words.revision))}; {foot} }}"
        f" @bottom-{end} {{ content: {' '.join(counted)}; {foot} }} }}\n"
        "@page :first { margin-top: 7mm }"
    )


def _said(of: Page, text: str, **values: str) -> str:
    """Return a sentence as it is printed, with its isolates, but without markup."""
    marked = typeset_text(of.plain(text, **values), of.edition.language)
    return html.unescape(_TAG.sub("", marked))


def _quoted(text: str) -> str:
    """Return *text* as a string of CSS."""
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\\n' else c for c in text) + '"'
