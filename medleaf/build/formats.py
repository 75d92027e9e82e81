"""How an edition is printed in each format, in a worker: with all that takes long to import.

What the others need beside the standard sheet is imported when the first of them is printed.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from medleaf.build.files import digest
from medleaf.build.finish import finish
from medleaf.build.job import Job, Printed
from medleaf.build.pages import composed, conforming, page_of
from medleaf.language.table import BRAILLE
from medleaf.model.language import SOURCE
from medleaf.model.page import Fit, Format
from medleaf.model.problem import PressError
from medleaf.printing.compose import TEMPLATE
from medleaf.printing.fit import fit
from medleaf.printing.template import compiled
from medleaf.printing.typeset import Laid, lay


def _booklet(job: Job) -> Printed:
    from medleaf.printing.booklet import compose_booklet, fit_booklet, fold

    def laid(found: Fit) -> Laid:
        press, draft = job.press, job.target.draft
        html = compose_booklet(job.edition, press.clinic, found, press.templates, press.logo, draft)
        return lay(conforming(job, html))

    found, made = fit_booklet(laid) if job.kept is None else (job.kept, laid(job.kept))
    if problems := made.problems():
        raise PressError(problems)
    pdf = fold(made.write(), right_to_left=job.edition.language.direction == "rtl")
    return Printed(job.target, pdf.data, pdf.digest, pdf.pages, found)


def _sheet(job: Job) -> Printed:
    if page := composed(job):
        return finish(page)
    if job.target.paper == "A5":
        return _booklet(job)
    personal = job.edition.directions is not None
    script = job.edition.language.script
    found, pdf = fit(partial(page_of, job), script, personal=personal)
    return Printed(job.target, pdf.data, pdf.digest, pdf.pages, found)


def _text(job: Job) -> Printed:
    from medleaf.printing.plain import plain

    press = job.press
    data = plain(job.edition, press.clinic, press.templates, job.target.draft).encode()
    return Printed(job.target, data, digest(data), 1, Fit())


def _braille(job: Job) -> Printed:
    from medleaf.printing.braille import emboss
    from medleaf.printing.plain import lines

    press = job.press
    told = lines(job.edition, press.clinic, press.templates, job.target.draft)
    tables = BRAILLE[job.target.pair.tag], BRAILLE[SOURCE]
    pages = emboss(told, tables, job.target.path)
    data = "\f".join(pages).encode("ascii")
    return Printed(job.target, data, digest(data), len(pages), Fit())


PRINT: dict[Format, Callable[[Job], Printed]] = {
    "standard": _sheet,
    "large": _sheet,
    "bilingual": _sheet,
    "easy": _sheet,
    "text": _text,
    "braille": _braille,
}


def warm(templates: Path) -> None:
    """Get this process ready to compose the first standard sheet."""
    compiled(templates / TEMPLATE)
