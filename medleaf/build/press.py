"""Prints pieces of work on any number of workers, and survives the death of each of them."""

import gc
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from medleaf.build.crew import Trade, work
from medleaf.build.job import Composed, Failed, Outcome, Piece, Press
from medleaf.model.problem import PressError, Problem
from medleaf.workers import MakeExecutor, pool


def warm(templates: Path, *, composing: bool = True) -> None:
    """Get this process ready to print before the first piece comes.

    Without *composing* it is not ready for jobs, which take long to import what they need.
    """
    gc.disable()  # nothing that is imported is garbage
    from medleaf.build import finish

    finish.warm(templates)
    if composing:
        from medleaf.build import formats

        formats.warm(templates)
    gc.freeze()
    gc.enable()


def run(piece: Piece) -> Outcome:
    """Print one PDF. Never raises: one bad leaflet must not stop the press."""
    try:
        if isinstance(piece, Composed):
            from medleaf.build.finish import finish

            return finish(piece)
        from medleaf.build.formats import PRINT

        return PRINT[piece.target.format](piece)
    except PressError as error:
        return Failed(piece.target, error.problems)
    except Exception as error:  # noqa: BLE001  the boundary between the press and the world
        return _failed(piece, "press", f"{type(error).__name__}: {error}")


def press(
    lanes: Sequence[Iterator[Piece]],
    press: Press,
    workers: int,
    executor: MakeExecutor = pool,
    *,
    composing: bool = True,
) -> Iterator[Outcome]:
    """Print what is in *lanes* on *workers* that *executor* makes; yield as they finish.

    A worker keeps to a lane as long as it goes on. Without *composing* pieces are jobs in the
    fewest cases, and workers start sooner.
    """
    ready = partial(_begin, press.templates, mends=press.clinic.quick, composing=composing)
    return work(lanes, Trade(ready, run, _lost), workers, executor)


def _begin(templates: Path, *, mends: bool, composing: bool) -> None:
    from medleaf.printing import quick

    quick.choose(mends=mends)
    warm(templates, composing=composing)


def _lost(piece: Piece) -> Outcome:
    why = "the worker died or took too long; look for what is odd in this leaflet"
    return _failed(piece, "worker", why)


def _failed(piece: Piece, code: str, message: str) -> Failed:
    return Failed(piece.target, (Problem(piece.target.path, 0, code, message),))
