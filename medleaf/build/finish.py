"""Composed pages -> PDFs, in a worker: with nothing that only composing needs."""

from pathlib import Path

from medleaf.build.job import Composed, Printed
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
    prepare(style(templates / STANDARD))
