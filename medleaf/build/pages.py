"""Editions -> pages in HTML, in each format that is laid out on sheets."""

from collections.abc import Callable
from dataclasses import replace

from medleaf.build.job import Composed, Job
from medleaf.model.page import Fit, Format, Html, Paper
from medleaf.printing.compose import compose


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
    return conforming(job, html)


def composed(job: Job) -> Composed | None:
    """Return what is left to do for *job*; None where pages are tried out, or are none of HTML."""
    if job.target.paper == "A5":
        return None
    if job.target.format == "standard":
        kept = job.kept
        return None if kept is None else Composed(job.target, page_of(job, kept), kept)
    if compose_in := _COMPOSE.get(job.target.format):
        return Composed(job.target, conforming(job, compose_in(job)), Fit())
    return None


def conforming(job: Job, html: Html) -> Html:
    """Return *html* for a PDF that conforms to what the target of *job* asks for."""
    return replace(html, conformance=job.target.conformance)


def _large(job: Job) -> Html:
    from medleaf.printing.large import compose_large

    press, paper, draft = job.press, _paper(job), job.target.draft
    return compose_large(job.edition, press.clinic, paper, press.templates, press.logo, draft)


def _bilingual(job: Job) -> Html:
    from medleaf.printing.bilingual import compose_bilingual

    assert job.beside is not None
    press, paper, draft = job.press, _paper(job), job.target.draft
    both = job.edition, job.beside
    return compose_bilingual(*both, press.clinic, paper, press.templates, press.logo, draft)


def _easy(job: Job) -> Html:
    from medleaf.printing.easy import compose_easy

    press, paper, draft = job.press, _paper(job), job.target.draft
    return compose_easy(job.edition, press.clinic, paper, press.templates, press.logo, draft)


_COMPOSE: dict[Format, Callable[[Job], Html]] = {
    "large": _large,
    "bilingual": _bilingual,
    "easy": _easy,
}


def _paper(job: Job) -> Paper:
    paper = job.target.paper
    assert paper != "A5"  # the plan refuses it
    return paper
