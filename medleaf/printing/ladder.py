"""The fitting ladder: how a rung of it, and the room given back, look in CSS.

A rung is a type size and a leading, chosen by script. Each is tried with the
tightest spacing; what is left of a side is then given back to its gaps, so
spacing always shrinks before type does.
"""

from typing import NamedTuple

from medleaf.model.page import Fit


class Script(NamedTuple):
    """How a script is set; sizes in points.

    *rungs* are (size, leading) of the text, the most generous first. *heading* and
    *title* and *small* are leadings; *h1*, *h2* and *key* sizes. *air* is the part of
    the tightest gaps that is needed: tall lines bring white of their own. *letters*
    are what about fits on a line of half the page.
    """

    rungs: tuple[tuple[float, float], ...]
    heading: float
    title: float
    h1: float = 28
    h2: float = 15
    key: float = 13
    small: float = 1.3
    air: float = 1.0
    letters: int = 41


_LATIN = Script(((12, 1.4), (12, 1.35), (11.75, 1.35), (11.5, 1.35)), 1.22, 1.15)
_ARABIC = Script(
    ((12, 1.5), (12, 1.42), (12, 1.36), (11.75, 1.35), (11.5, 1.35)), 1.4, 1.3, letters=44
)
# Nastaliq words slope: a line is twice as tall as its letters, so headings are smaller and
# type may go to 10.5 pt, where the letters are still as large as 12 pt Naskh.
_NASTALIQ = Script(
    ((12, 2.1), (11.5, 2.05), (11, 2.0), (10.75, 2.0), (10.5, 2.0)),
    1.9,
    1.85,
    23,
    13.5,
    12,
    1.7,
    0.7,
    55,
)
_INDIC = Script(((12, 1.5), (12, 1.42), (12, 1.36), (11.75, 1.36), (11.5, 1.35)), 1.35, 1.3)
_HAN = Script(((12, 1.6), (12, 1.5), (12, 1.4), (11.75, 1.38), (11.5, 1.36)), 1.3, 1.2)
_SCRIPTS = {
    "Cyrl": _LATIN._replace(letters=36),
    "Arab": _ARABIC,
    "Aran": _NASTALIQ,
    "Deva": _INDIC,
    "Beng": _INDIC,
    "Hans": _HAN,
}

# name: (tightest, how much more it may get, unit)
_SPACES = {
    "gap": (4.0, 19.0, "pt"),  # between the blocks of a side
    "pad": (2.5, 6.5, "pt"),  # within boxes, above and below
    "li": (0.4, 3.6, "pt"),  # between the items of a list
    "row": (7.5, 5.0, "mm"),  # the height of a line to write on
}


def script(code: str) -> Script:
    """Return how the script with ISO 15924 *code* is set."""
    return _SCRIPTS.get(code, _LATIN)


def rungs(code: str) -> int:
    """Return how many rungs the ladder of a script has."""
    return len(script(code).rungs)


def sheet(fit: Fit, code: str) -> str:
    """Return the CSS variables of the whole sheet."""
    kind = script(code)
    size, leading = kind.rungs[fit.rung]
    values = {
        "size": f"{size}pt",
        "leading": f"{leading}",
        "heading": f"{kind.heading}",
        "title": f"{kind.title}",
        "small": f"{kind.small}",
        "h1": f"{kind.h1}pt",
        "h2": f"{kind.h2}pt",
        "key": f"{kind.key}pt",
    }
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def column(code: str, size: float, h1: float, h2: float, key: float) -> str:
    """Return the CSS variables of a layout of one column.

    The sizes are those of the text, the title, headings and key messages, in points.
    """
    kind = script(code)
    em = size / kind.rungs[0][0]
    values = {
        "size": f"{size}pt",
        "leading": f"{kind.rungs[0][1]}",
        "heading": f"{kind.heading}",
        "title": f"{kind.title}",
        "small": f"{kind.small}",
        "h1": f"{h1 * kind.h1 / _LATIN.h1:.1f}pt",
        "h2": f"{h2}pt",
        "key": f"{key}pt",
        "gap": f"{13 * kind.air * em:.1f}pt",
        "pad": f"{5 * kind.air * em:.1f}pt",
        "li": f"{2.5 * kind.air * em:.1f}pt",
        "row": f"{9 * em:.1f}mm",
    }
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def side(share: float, code: str) -> str:
    """Return the CSS variables of a side that gets *share* of the most generous spacing."""
    air = script(code).air
    return ";".join(
        f"--{name}:{tightest * (1 if unit == 'mm' else air) + more * share:.3f}{unit}"
        for name, (tightest, more, unit) in _SPACES.items()
    )
