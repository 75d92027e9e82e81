"""Prints jobs on any number of workers, and survives the death of each of them."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial

from medleaf.build.files import digest
from medleaf.build.job import Failed, Job, Outcome, Printed
from medleaf.model.page import Fit, Format, Html
from medleaf.model.problem import PressError, Problem
from medleaf.printing.compose import compose
from medleaf.printing.fit import fit
from medleaf.printing.large import compose_large
from medleaf.printing.plain import plain
from medleaf.printing.typeset import typeset
from medleaf.workers import pool

SECONDS = 120  # the slowest bundled sheet takes 6 with its fitting, on a busy machine

MakeExecutor = Callable[[int], Executor]


def run(job: Job) -> Outcome:
    """Print one PDF. Never raises: one bad leaflet must not stop the press."""
    try:
        return _PRINT[job.target.format](job)
    except PressError as error:
        return Failed(job.target, error.problems)
    except Exception as error:  # noqa: BLE001  the boundary between the press and the world
        return _failed(job, "press", f"{type(error).__name__}: {error}")


def _standard(job: Job) -> Printed:
    if job.kept is None:
        kept, pdf = fit(partial(page_of, job), job.edition.language.script)
    else:
        kept, pdf = job.kept, typeset(page_of(job, job.kept))
    return Printed(job.target, pdf.data, pdf.digest, pdf.pages, kept)


def _large(job: Job) -> Printed:
    paper = job.target.paper
    assert paper != "A5"
    press, draft = job.press, job.target.draft
    return _pdf(
        job, compose_large(job.edition, press.clinic, paper, press.templates, press.logo, draft)
    )


def _pdf(job: Job, html: Html) -> Printed:
    pdf = typeset(html)
    return Printed(job.target, pdf.data, pdf.digest, pdf.pages, Fit())


def _text(job: Job) -> Printed:
    press = job.press
    data = plain(job.edition, press.clinic, press.templates, job.target.draft).encode()
    return Printed(job.target, data, digest(data), 1, Fit())


_PRINT: dict[Format, Callable[[Job], Printed]] = {
    "standard": _standard,
    "large": _large,
    "text": _text,
}


def page_of(job: Job, tightness: Fit) -> Html:
    """Return the page of a standard sheet, set as tightly as *tightness* says."""
    paper = job.target.paper
    assert paper != "A5"
    return compose(
        job.edition,
        job.press.clinic,
        paper,
        tightness,
        job.press.templates,
        logo=job.press.logo,
        draft=job.target.draft,
    )


def press(jobs: Iterable[Job], workers: int, executor: MakeExecutor = pool) -> Iterator[Outcome]:
    """Print *jobs* on *workers* processes that *executor* makes; yield as they finish.

    A worker that dies or hangs breaks its pool. The jobs that were in it are then
    tried one at a time, so that the one to blame fails alone.
    """
    waiting = list(jobs)[::-1]
    suspects: list[Job] = []
    while waiting or suspects:
        if suspects:
            batch, count = [suspects.pop()], 1
        else:
            batch, count = waiting, workers
        alone = batch is not waiting
        running: dict[Future[Outcome], tuple[Job, float]] = {}
        crew = executor(min(count, len(batch)))
        try:
            while batch or running:
                # A short queue keeps workers busy, and few jobs in a pool that breaks.
                while batch and len(running) < count + 1:
                    job = batch.pop()
                    running[crew.submit(run, job)] = (job, time.monotonic())
                done, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
                for future in done:
                    outcome = future.result()
                    del running[future]
                    yield outcome
                if not done and _late(running):
                    _kill(crew)
        except BrokenProcessPool:
            left = [job for job, _ in running.values()]
            if alone:
                why = "the worker died or took too long; look for what is odd in this leaflet"
                yield from (_failed(job, "worker", why) for job in left)
            else:
                suspects += left
        finally:
            if running:
                _kill(crew)
            crew.shutdown(cancel_futures=True)


def _late(running: dict[Future[Outcome], tuple[Job, float]]) -> bool:
    return any(time.monotonic() - began > SECONDS for _, began in running.values())


def _kill(crew: Executor) -> None:
    """Stop the processes of a local *crew* at once; one elsewhere looks after itself."""
    if isinstance(crew, ProcessPoolExecutor):
        for process in list((crew._processes or {}).values()):  # noqa: SLF001  no public way in 3.11
            with suppress(OSError, ValueError):
                process.kill()


def _failed(job: Job, code: str, message: str) -> Failed:
    return Failed(job.target, (Problem(job.target.path, 0, code, message),))
