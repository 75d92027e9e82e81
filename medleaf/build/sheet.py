"""A sheet to look at: an edition laid out as it is, finished or not, as pictures."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from medleaf.build.job import Press
from medleaf.model.edition import Edition
from medleaf.model.page import Fit, Html, Paper
from medleaf.model.problem import PressError, Problem
from medleaf.printing import fonts, ladder, quick
from medleaf.printing.compose import compose
from medleaf.printing.fit import fit
from medleaf.printing.places import Place, places
from medleaf.printing.typeset import Laid, lay, load

SCALE = 2.0  # pixels for a point: sharp on a screen of 150 dpi
_COLOURS = 32  # a page has few inks


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a PNG, and its size in points."""

    png: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A laid-out edition. *places* says by sentence where it stands; *fit* spares a search.

    *problems* are what does not fit: the sheet is shown all the same.
    """

    pages: tuple[Picture, ...]
    places: dict[str, tuple[Place, ...]]
    problems: tuple[Problem, ...]
    fit: Fit


def warm(press: Press) -> None:
    """Get ready to print in this process: fonts first, then the printing itself."""
    fonts.use(press.fonts)
    quick.choose(mends=press.clinic.quick)
    load()


def sheet(edition: Edition, press: Press, paper: Paper, kept: Fit | None = None) -> Sheet:
    """Lay *edition* out; *kept* is how it was fitted before, None if it never was.

    What is not complete is laid out as a draft. Raises PressError where no page can be made.
    """

    def page(tightness: Fit) -> Html:
        return compose(
            edition,
            press.clinic,
            paper,
            tightness,
            press.templates,
            logo=press.logo,
            draft=bool(edition.missing),
        )

    laid, found = _fitted(page, edition.language.script, kept)
    data = laid.write().data
    return Sheet(pictures(data), places(laid), laid.problems(), found)


def _fitted(page: Callable[[Fit], Html], script: str, kept: Fit | None) -> tuple[Laid, Fit]:
    if kept is not None and not (laid := lay(page(kept))).problems():
        return laid, kept
    try:
        found, _ = fit(page, script)
    except PressError:  # of what does not fit the tightest is shown
        found = Fit(ladder.rungs(script) - 1)
    return lay(page(found)), found


def pictures(data: bytes) -> tuple[Picture, ...]:
    """Return the pages of a PDF as pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    made = []
    for page in document:
        image = page.render(scale=SCALE).to_pil().quantize(_COLOURS)
        png = io.BytesIO()
        image.save(png, "PNG", compress_level=6)
        made.append(Picture(png.getvalue(), page.get_width(), page.get_height()))
    document.close()
    return tuple(made)
