"""Layout: what the press made of it. The sheets come from the press itself."""

import re
import unicodedata
from collections.abc import Iterator

from medleaf.language.checks.check import Check, Context, Fault, Sheet, short
from medleaf.model.problem import Severity
from medleaf.model.text import PLACEHOLDER

# pdfium writes U+0002 for a hyphen at the end of a line.
_DASHES = re.compile(r"[\s\u0002\u00ad\u2010\u2011\u200b-\u200f\u2060\u2066-\u2069\ufffe\ufeff-]")
_LEAST = 2  # letters beside a placeholder that are looked for


def fit(sheet: Sheet, _context: Context) -> Iterator[Fault]:
    """It fits on the two sides of its paper."""
    for problem in sheet.refused:
        if problem.code != "glyph":
            yield Fault(problem.message)


def rendered(sheet: Sheet, _context: Context) -> Iterator[Fault]:
    """Every printed sentence is on the page."""
    if sheet.refused:
        return
    page = squeezed(sheet.text)
    for said in sheet.printed:
        parts = [squeezed(part) for part in PLACEHOLDER.split(said.text)[::2]]
        if lost := [part for part in parts if len(part) >= _LEAST and part not in page]:
            message = f"{sheet.paper}: is not on the page: {short(said.text)} ({short(lost[0])})"
            yield Fault(message, said=said)


def glyph(sheet: Sheet, _context: Context) -> Iterator[Fault]:
    """Every letter is in the fonts."""
    for char, said in sheet.bare.items():
        yield Fault(f"no font has {char!r} (U+{ord(char):04X}).", said=said)
    if not sheet.bare:
        for problem in sheet.refused:
            if problem.code == "glyph":
                yield Fault(problem.message)


def squeezed(text: str) -> str:
    """Return *text* without spaces, hyphens and signs that steer: lines end where they will."""
    return _DASHES.sub("", unicodedata.normalize("NFKC", text)).lower()


SHEET = (
    Check(
        "fit",
        Severity.ERROR,
        "fits on two sides",
        "Laid out by the press, on the tightest rung of its ladder: no line wider than its box, "
        "no box over its page, two sides.",
        fit,
        waivable=False,
    ),
    Check(
        "rendered",
        Severity.ERROR,
        "every printed sentence is on the page",
        "WeasyPrint has lost text without a word before (its issue 2798); so what was laid out "
        "is read back and compared.",
        rendered,
        waivable=False,
    ),
    Check(
        "glyph",
        Severity.ERROR,
        "every letter is in the fonts",
        "A letter that no font has is printed as an empty box.",
        glyph,
        waivable=False,
    ),
)
