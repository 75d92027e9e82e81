"""Pictograms: a drawing of ours, in a colour and a reading direction."""

import re
from functools import lru_cache
from pathlib import Path

from medleaf.model.problem import PressError, Problem

MEDIA = "image/svg+xml"
FOLDER = "pictograms"

# Drawings with a reading direction; in right-to-left languages they are turned round.
MIRRORED = frozenset(
    {"get-up", "inhaler", "spacer", "step-down", "swallow", "syringe", "to-pharmacy", "week"}
)

_SVG = re.compile(r"(<svg[^>]*>)(.*)(</svg>)\s*", re.DOTALL)


@lru_cache(maxsize=512)
def pictogram(templates: Path, name: str, colour: str, *, mirrored: bool) -> bytes:
    """Return the drawing *name* as SVG in *colour*; raise PressError if there is none."""
    file = templates / FOLDER / f"{name}.svg"
    try:
        drawing = file.read_text("utf-8")
    except OSError as error:
        message = f"there is no pictogram {name!r}; {FOLDER}/ has: {', '.join(names(templates))}"
        raise PressError([Problem(file, 0, "pictogram", message)]) from error
    if mirrored and name in MIRRORED:
        turn = r'\1<g transform="translate(24 0) scale(-1 1)">\2</g>\3'
        drawing = _SVG.sub(turn, drawing)
    return drawing.replace("currentColor", colour).encode()


def names(templates: Path) -> tuple[str, ...]:
    """Return the names of all pictograms."""
    return tuple(sorted(file.stem for file in (templates / FOLDER).glob("*.svg")))
