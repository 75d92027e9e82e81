"""Lays editions out for the checks, and reads back what stands on the pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from medleaf.build.job import Job, Target
from medleaf.build.pages import page_of
from medleaf.language.checks import Sheet
from medleaf.language.said import Said
from medleaf.model.problem import PressError, Problem
from medleaf.printing import fonts, quick
from medleaf.printing.fit import fit
from medleaf.printing.typeset import Laid, lay, load
from medleaf.workers import pool

# Scripts whose words a PDF gives back letter by letter; others are read before they are shaped.
_READABLE = {"Latn", "Cyrl", "Grek"}


@dataclass(frozen=True, slots=True)
class Look:
    """What became of a layout: the text on its pages, or why there is none."""

    target: Target
    text: str = ""
    refused: tuple[Problem, ...] = ()


def looks(jobs: list[Job], workers: int) -> Iterator[Look]:
    """Lay *jobs* out on *workers* processes."""
    if not jobs:
        return
    fonts.use(jobs[0].press.fonts)
    quick.choose(mends=jobs[0].press.clinic.quick)
    load()  # once, for all processes
    with pool(min(workers, len(jobs))) as crew:
        yield from crew.map(look, jobs)


def look(job: Job) -> Look:
    """Lay one edition out; never raises for what is wrong with it."""
    try:
        laid = _lay(job)
        pdf = laid.write()
    except PressError as error:
        return Look(job.target, refused=error.problems)
    readable = job.edition.language.script in _READABLE
    return Look(job.target, _read(pdf.data) if readable else laid.text)


def _lay(job: Job) -> Laid:
    if job.kept is not None:
        laid = lay(page_of(job, job.kept))
        if not laid.problems():
            return laid
    found, _ = fit(partial(page_of, job), job.edition.language.script)
    return lay(page_of(job, found))


def _read(data: bytes) -> str:
    import pypdfium2  # only for those who ask for layouts

    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def sheet(seen: Look, job: Job, sentences: tuple[Said, ...], file: Path) -> Sheet:
    """Return what the checks look at: the layout, and what must be in it.

    The page's own words depend on the kind of leaflet; those of the leaflet are all printed.
    """
    own = {str(sentence.text) for sentence in job.edition.leaflet.sentences() if sentence.printed}
    printed = tuple(said for said in sentences if said.sentence.printed and said.text in own)
    script, folder = job.edition.language.script, job.press.fonts
    bare: dict[str, Said] = {}
    for char in sorted(fonts.missing_glyphs("".join(s.text for s in sentences), script, folder)):
        bare[char] = next(said for said in sentences if char in said.text)
    return Sheet(
        file=file,
        paper=job.target.paper,
        refused=seen.refused,
        text=seen.text,
        printed=printed,
        bare=bare,
    )
