"""Hands pieces of work to processes, and survives the death of each of them."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from medleaf.workers import MakeExecutor, kill

SECONDS = 120  # the slowest bundled sheet takes 6 with its fitting, on a busy machine
_DEPTH = 2  # pieces that a worker has: one in work, one that it need not wait for

Piece = TypeVar("Piece")
Done = TypeVar("Done")


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
    lanes: Sequence[Iterator[Piece]],
    trade: Trade[Piece, Done],
    workers: int,
    executor: MakeExecutor,
) -> Iterator[Done]:
    """Do the pieces in *lanes* on *workers* that *executor* makes; yield as they finish.

    A worker keeps to a lane, so that it can use again what it learned from a piece, and helps in
    others when its own has ended. The workers start at once and get ready while the first piece
    is still being made, which the first has when this returns; others are asked for one by one,
    as workers come free. When a worker dies or hangs, the pieces it had are tried one at a time by
    another, so that the one to blame fails alone. Raises what *lanes* raise.
    """
    hands: list[_Hand[Piece, Done]] = []
    queue = _Lanes(lanes)
    try:
        hands += [_Hand(trade, executor) for _ in range(workers)]
        for hand in hands:
            hand.warm()
        if (first := queue.next(0)) is not None:
            hands[0].give(first)
    except BaseException:
        _dismiss(hands)
        raise
    return _work(queue, hands)


def _work(queue: "_Lanes[Piece]", hands: "list[_Hand[Piece, Done]]") -> Iterator[Done]:
    try:
        while True:
            for number, hand in enumerate(hands):
                if hand.free(1) and (piece := queue.next(number)) is not None:
                    hand.give(piece)
            for number, hand in enumerate(hands):
                # Towards the end nobody gets a piece that another could begin with sooner.
                ahead = hand.free(_DEPTH) and queue.left(len(hands))
                if ahead and (piece := queue.next(number)) is not None:
                    hand.give(piece)
            whose = {future: hand for hand in hands for future in hand.running}
            if not whose:
                return
            done, _ = wait(whose, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                yield from whose[future].take(future)
            for hand in hands:
                yield from hand.stop_if_late()
    finally:
        _dismiss(hands)


class _Lanes(Generic[Piece]):
    """Gives out pieces, to each worker those of its own lane first."""

    def __init__(self, lanes: Sequence[Iterator[Piece]]) -> None:
        self._lanes = [*lanes]
        self._ahead: list[deque[Piece]] = [deque() for _ in lanes]

    def next(self, number: int) -> Piece | None:
        """Return what the worker of this *number* is to do next, None if there is nothing left."""
        count = len(self._lanes)
        for at in ((number + n) % count for n in range(count)):
            if self._ahead[at]:
                return self._ahead[at].popleft()
            if (piece := next(self._lanes[at], None)) is not None:
                return piece
        return None

    def left(self, count: int) -> bool:
        """Return whether there are as many as *count* pieces left, which are made for that."""
        for lane, ahead in zip(self._lanes, self._ahead, strict=True):
            missing = count - sum(map(len, self._ahead))
            ahead.extend(islice(lane, max(0, missing)))
        return sum(map(len, self._ahead)) >= count


class _Hand(Generic[Piece, Done]):
    """A worker, and the pieces it has, the one in work first.

    Those that it had when it died, or another in its place, are *suspects*.
    """

    def __init__(self, trade: Trade[Piece, Done], executor: MakeExecutor) -> None:
        self._trade, self._executor = trade, executor
        self._crew = executor(1)
        self._suspects: deque[Piece] = deque()
        self._alone = False  # whether what it has is a suspect
        self._since = 0.0  # when it began with the one in work, by the clock that never goes back
        self.running: dict[Future[Done], Piece] = {}

    def warm(self) -> None:
        """Let the worker get ready."""
        with suppress(BrokenProcessPool):  # found out when it is given a piece
            self._crew.submit(self._trade.warm)

    def free(self, depth: int) -> bool:
        """Return whether it has fewer pieces than *depth*, and no suspects."""
        return len(self.running) < depth and not self._alone

    def give(self, piece: Piece) -> None:
        """Give it a piece to do."""
        try:
            future = self._crew.submit(self._trade.do, piece)
        except BrokenProcessPool:
            self._replace([*self.running.values(), piece])
            return
        if not self.running:
            self._since = time.monotonic()
        self.running[future] = piece

    def take(self, future: Future[Done]) -> list[Done]:
        """Return what became of the piece that is done, if anything is known of it yet."""
        if (piece := self.running.get(future)) is None:
            return []  # it has been given to another
        try:
            done = future.result()
        except BrokenProcessPool:
            blamed = [self._trade.lost(piece)] if self._alone else []
            self._replace([] if self._alone else [*self.running.values()])
            return blamed
        except Exception:  # noqa: BLE001  what is done never raises, so it is the executor's
            done = self._trade.lost(piece)
        del self.running[future]
        self._since = time.monotonic()
        self._try_suspects()
        return [done]

    def stop_if_late(self) -> list[Done]:
        """Kill the worker if it hangs; return what is lost where no other can take its place."""
        if not self.running or time.monotonic() - self._since <= SECONDS:
            return []
        kill(self._crew)
        future, piece = next(iter(self.running.items()))
        if not future.cancel():
            return []  # the pool breaks, which tells the rest
        del self.running[future]
        self._since = time.monotonic()
        return [self._trade.lost(piece)]

    def dismiss(self) -> None:
        """Stop the worker, at once where it is still at work."""
        if self.running:
            kill(self._crew)
        for future in self.running:
            future.cancel()
        self._crew.shutdown()

    def _replace(self, pieces: list[Piece]) -> None:
        """Put another worker in its place, who tries *pieces* one at a time."""
        self._crew.shutdown()
        self._crew = self._executor(1)
        self.running.clear()
        self._suspects.extend(pieces)
        self._try_suspects()

    def _try_suspects(self) -> None:
        self._alone = bool(self._suspects) or (self._alone and bool(self.running))
        if self._suspects and not self.running:
            self.give(self._suspects.popleft())


def _dismiss(hands: "list[_Hand[Piece, Done]]") -> None:
    for hand in hands:
        hand.dismiss()
