"""Prints jobs on any number of workers, and survives the death of each of them."""

import gc
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

from medleaf.build.job import Failed, Job, Outcome
from medleaf.model.problem import PressError, Problem
from medleaf.workers import pool

SECONDS = 120  # the slowest bundled sheet takes 6 with its fitting, on a busy machine

MakeExecutor = Callable[[int], Executor]


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
    jobs: Iterator[Job], templates: Path, workers: int, executor: MakeExecutor = pool
) -> Iterator[Outcome]:
    """Print *jobs* on *workers* processes that *executor* makes; yield as they finish.

    The workers start at once and get ready while the first job is still being made; jobs
    are asked for one by one, as workers come free. A worker that dies or hangs breaks its
    pool. The jobs that were in it are then tried one at a time, so that the one to blame
    fails alone.
    """
    crew = executor(workers)
    with suppress(BrokenProcessPool):  # told when a job is handed out
        for _ in range(workers):
            crew.submit(warm, templates)
    return _press(jobs, crew, workers, executor)


def _press(
    jobs: Iterator[Job], crew: Executor, workers: int, executor: MakeExecutor
) -> Iterator[Outcome]:
    suspects = yield from _batch(jobs, crew, workers)
    while suspects is not None:
        for suspect in suspects:
            alone = yield from _batch(iter([suspect]), executor(1), 1)
            if alone:
                why = "the worker died or took too long; look for what is odd in this leaflet"
                yield _failed(suspect, "worker", why)
        suspects = yield from _batch(jobs, executor(workers), workers)


def _batch(
    jobs: Iterator[Job], crew: Executor, workers: int
) -> Generator[Outcome, None, list[Job] | None]:
    """Print *jobs* until they end or *crew* breaks; return the jobs that were in it then.

    None is returned where the jobs ended.
    """
    running: dict[Future[Outcome], tuple[Job, float]] = {}
    job = None
    try:
        job = next(jobs, None)
        while job or running:
            # A short queue keeps workers busy, and few jobs in a pool that breaks.
            while job and len(running) < workers + 1:
                running[crew.submit(run, job)] = (job, time.monotonic())
                job = next(jobs, None)
            done, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                outcome = future.result()
                del running[future]
                yield outcome
            if not done and _late(running):
                _kill(crew)
    except BrokenProcessPool:
        return [*(held for held, _ in running.values()), *([job] if job else [])]
    finally:
        if running:
            _kill(crew)
        crew.shutdown(cancel_futures=True)
    return None


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
