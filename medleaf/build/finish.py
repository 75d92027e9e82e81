"""Composed pages -> PDFs, in a worker: with nothing that only composing needs."""

from contextlib import suppress
from pathlib import Path

from medleaf.build.job import Composed, Printed
from medleaf.model.page import Fit, Html
from medleaf.printing import ladder
from medleaf.printing.fonts import LATIN
from medleaf.printing.sides import even
from medleaf.printing.style import STANDARD, style
from medleaf.printing.typeset import load, prepare, typeset


def finish(page: Composed) -> Printed:
    """Lay *page* out and return its PDF; raises PressError where it does not fit."""
    pdf = typeset(page.html)
    if page.target.format == "bilingual":
        pdf = even(pdf)
    return Printed(page.target, pdf.data, pdf.digest, pdf.pages, page.fit)


def warm(templates: Path) -> None:
    """Get this process ready to lay out the first standard sheet."""
    load()
    css = style(templates / STANDARD)
    prepare(css)
    with suppress(Exception):  # whoever lays out the sheet tells what is wrong
        typeset(_rehearsal(css))


def _rehearsal(css: str) -> Html:
    """Return a page like a sheet and with nothing on it: fonts are opened for it, and code run."""
    sizes = ladder.sheet(Fit(), "Latn")
    family = f'html {{ font-family: "{LATIN}" }} :root {{ --clinic: #000; --ink: #000 }}'
    text = "<h1>A</h1><p>B <b>C</b></p><ul><li>D</ul><table><tr><td>E<td>F</table>"
    markup = f'<!DOCTYPE html><html lang="en" style="{sizes}"><title>A</title><body>{text}'
    return Html(markup, "", "en", "A4", Path("rehearsal"), styles=(css, family))
