"""Hands pieces of work to processes, and survives the death of each of them."""

import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from medleaf.workers import MakeExecutor, kill

SECONDS = 120  # the slowest bundled sheet takes 6 with its fitting, on a busy machine

Piece = TypeVar("Piece")
Done = TypeVar("Done")


# What was handed out, and since when: seconds of the clock that never goes back.
_Running = dict[Future[Done], tuple[Piece, float]]


@dataclass(frozen=True, slots=True)
class Trade(Generic[Piece, Done]):
    """What a crew does: all of it functions of modules, since they go to other processes.

    *warm* gets a process ready, *do* makes something of a piece and never raises, *lost* says
    what became of a piece whose worker died or hung.
    """

    warm: Callable[[], None]
    do: Callable[[Piece], Done]
    lost: Callable[[Piece], Done]


def work(
    pieces: Iterator[Piece], trade: Trade[Piece, Done], workers: int, executor: MakeExecutor
) -> Iterator[Done]:
    """Do *pieces* on *workers* processes that *executor* makes; yield as they finish.

    The workers start at once and get ready while the first piece is still being made, which
    they have when this returns; others are asked for one by one, as workers come free. A worker
    that dies or hangs breaks its pool. The pieces that were in it are then tried one at a time,
    so that the one to blame fails alone. Raises what *pieces* raises.
    """
    crew = executor(workers)
    running: _Running[Done, Piece] = {}
    try:
        with suppress(BrokenProcessPool):  # told when the next piece is handed out
            for _ in range(workers):
                crew.submit(trade.warm)
        for piece in pieces:
            try:
                running[crew.submit(trade.do, piece)] = (piece, time.monotonic())
            except BrokenProcessPool:
                pieces = chain([piece], pieces)
            break
    except BaseException:
        kill(crew)
        crew.shutdown()
        raise
    return _work(pieces, trade, crew, running, workers, executor)


def _work(
    pieces: Iterator[Piece],
    trade: Trade[Piece, Done],
    crew: Executor,
    running: _Running[Done, Piece],
    workers: int,
    executor: MakeExecutor,
) -> Iterator[Done]:
    suspects = yield from _batch(pieces, trade, crew, running, workers)
    while suspects is not None:
        for suspect in suspects:
            if (yield from _batch(iter([suspect]), trade, executor(1), {}, 1)):
                yield trade.lost(suspect)
        suspects = yield from _batch(pieces, trade, executor(workers), {}, workers)


def _batch(
    pieces: Iterator[Piece],
    trade: Trade[Piece, Done],
    crew: Executor,
    running: _Running[Done, Piece],
    workers: int,
) -> Generator[Done, None, list[Piece] | None]:
    """Do *pieces* until they end or *crew* breaks; return the pieces that were in it then.

    *running* are those it already has. None is returned where the pieces ended.
    """
    piece = None
    try:
        piece = next(pieces, None)
        while piece is not None or running:
            # A short queue keeps workers busy, and few pieces in a pool that breaks.
            while piece is not None and len(running) < workers + 1:
                running[crew.submit(trade.do, piece)] = (piece, time.monotonic())
                piece = next(pieces, None)
            done, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                outcome = _outcome(future, running[future][0], trade)
                del running[future]
                yield outcome
            if not done and _late(running):
                kill(crew)
                for future in [it for it, (_, began) in running.items() if _over(began)]:
                    # Only here where workers are elsewhere: a local pool is broken by now.
                    if future.cancel():
                        yield trade.lost(running.pop(future)[0])
    except BrokenProcessPool:
        return [*(held for held, _ in running.values()), *([piece] if piece is not None else [])]
    finally:
        if running:
            kill(crew)
        for future in running:
            future.cancel()
        crew.shutdown()
    return None


def _outcome(future: Future[Done], piece: Piece, trade: Trade[Piece, Done]) -> Done:
    """Return what became of *piece*; what no worker of a cluster survived is lost."""
    try:
        return future.result()
    except BrokenProcessPool:
        raise
    except Exception:  # noqa: BLE001  what is done never raises, so it is the executor's
        return trade.lost(piece)


def _late(running: _Running[Any, Any]) -> bool:
    return any(_over(began) for _, began in running.values())


def _over(began: float) -> bool:
    return time.monotonic() - began > SECONDS
