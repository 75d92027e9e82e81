"""How an edition is printed in each format, in a worker: with all that takes long to import.

What the others need beside the standard sheet is imported when the first of them is printed.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from medleaf.build.files import digest
from medleaf.build.job import Job, Printed
from medleaf.language.table import BRAILLE
from medleaf.model.language import SOURCE
from medleaf.model.page import Fit, Format, Html, Paper, Pdf
from medleaf.model.problem import PressError
from medleaf.printing.compose import STYLE, TEMPLATE, compose
from medleaf.printing.fit import fit
from medleaf.printing.template import compiled, style
from medleaf.printing.typeset import Laid, lay, load, prepare, typeset


def _booklet(job: Job) -> Printed:
    from medleaf.printing.booklet import compose_booklet, fit_booklet, fold

    def laid(found: Fit) -> Laid:
        press, draft = job.press, job.target.draft
        html = compose_booklet(job.edition, press.clinic, found, press.templates, press.logo, draft)
        return lay(_conforming(job, html))

    found, made = fit_booklet(laid) if job.kept is None else (job.kept, laid(job.kept))
    if problems := made.problems():
        raise PressError(problems)
    pdf = fold(made.write(), right_to_left=job.edition.language.direction == "rtl")
    return Printed(job.target, pdf.data, pdf.digest, pdf.pages, found)


def _standard(job: Job) -> Printed:
    if job.target.paper == "A5":
        return _booklet(job)
    if job.kept is None:
        personal = job.edition.directions is not None
        script = job.edition.language.script
        kept, pdf = fit(partial(page_of, job), script, personal=personal)
    else:
        kept, pdf = job.kept, typeset(page_of(job, job.kept))
    return Printed(job.target, pdf.data, pdf.digest, pdf.pages, kept)


def _large(job: Job) -> Printed:
    from medleaf.printing.large import compose_large

    press, paper, draft = job.press, _paper(job), job.target.draft
    html = compose_large(job.edition, press.clinic, paper, press.templates, press.logo, draft)
    return _pdf(job, typeset(_conforming(job, html)))


def _bilingual(job: Job) -> Printed:
    from medleaf.printing.bilingual import compose_bilingual
    from medleaf.printing.sides import even

    assert job.beside is not None
    press, paper, draft = job.press, _paper(job), job.target.draft
    both = job.edition, job.beside
    html = compose_bilingual(*both, press.clinic, paper, press.templates, press.logo, draft)
    return _pdf(job, even(typeset(_conforming(job, html))))


def _easy(job: Job) -> Printed:
    from medleaf.printing.easy import compose_easy

    press, paper, draft = job.press, _paper(job), job.target.draft
    html = compose_easy(job.edition, press.clinic, paper, press.templates, press.logo, draft)
    return _pdf(job, typeset(_conforming(job, html)))


def _pdf(job: Job, pdf: Pdf) -> Printed:
    return Printed(job.target, pdf.data, pdf.digest, pdf.pages, Fit())


def _conforming(job: Job, html: Html) -> Html:
    return replace(html, conformance=job.target.conformance)


def _paper(job: Job) -> Paper:
    paper = job.target.paper
    assert paper != "A5"  # the plan refuses it
    return paper


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


def page_of(job: Job, tightness: Fit) -> Html:
    """Return the page of a standard sheet, set as tightly as *tightness* says."""
    html = compose(
        job.edition,
        job.press.clinic,
        _paper(job),
        tightness,
        job.press.templates,
        logo=job.press.logo,
        draft=job.target.draft,
    )
    return _conforming(job, html)


PRINT: dict[Format, Callable[[Job], Printed]] = {
    "standard": _standard,
    "large": _large,
    "bilingual": _bilingual,
    "easy": _easy,
    "text": _text,
    "braille": _braille,
}


def warm(templates: Path) -> None:
    """Get this process ready for the first standard sheet."""
    load()
    compiled(templates / TEMPLATE)
    prepare(style(templates / STYLE))
