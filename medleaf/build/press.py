"""Prints jobs on any number of workers, and survives the death of each of them."""

import gc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from medleaf.build.crew import Trade, work
from medleaf.build.job import Failed, Job, Outcome, Press
from medleaf.model.problem import PressError, Problem
from medleaf.workers import MakeExecutor, pool


def warm(templates: Path) -> None:
    """Get this process ready to print before the first job comes."""
    gc.disable()  # nothing that is imported is garbage
    from medleaf.build import formats

    formats.warm(templates)
    gc.freeze()
    gc.enable()


def run(job: Job) -> Outcome:
    """Print one PDF. Never raises: one bad leaflet must not stop the press."""
    try:
        from medleaf.build.formats import PRINT

        return PRINT[job.target.format](job)
    except PressError as error:
        return Failed(job.target, error.problems)
    except Exception as error:  # noqa: BLE001  the boundary between the press and the world
        return _failed(job, "press", f"{type(error).__name__}: {error}")


def press(
    jobs: Iterator[Job], press: Press, workers: int, executor: MakeExecutor = pool
) -> Iterator[Outcome]:
    """Print *jobs* on *workers* processes that *executor* makes; yield as they finish."""
    return work(jobs, Trade(partial(_begin, press), run, _lost), workers, executor)


def _begin(press: Press) -> None:
    from medleaf.printing import quick

    quick.choose(mends=press.clinic.quick)
    warm(press.templates)


def _lost(job: Job) -> Outcome:
    why = "the worker died or took too long; look for what is odd in this leaflet"
    return _failed(job, "worker", why)


def _failed(job: Job, code: str, message: str) -> Failed:
    return Failed(job.target, (Problem(job.target.path, 0, code, message),))
