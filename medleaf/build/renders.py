"""The pool behind the desk: work goes to processes, one piece at a time each, and is never lost.

Pango is not safe in threads, so each worker is a process. They are forked from a *fork server*, a
process of one thread that has imported what printing needs: forking the desk itself, which has
threads, could copy a lock that nobody will ever open, and a fresh start would take a second each
time a worker is replaced.
"""

import asyncio
import multiprocessing
import signal
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from medleaf.build.job import Press
from medleaf.workers import follow, kill

Piece = TypeVar("Piece")
Done = TypeVar("Done")

SECONDS = (
    30.0  # for a piece; the slowest bundled edition takes 6 with its fitting, on a busy machine
)
_RETRY = 2  # seconds after which one who was sent away may come again
_REMEMBERED = 1000  # keys of which is known which worker had them
# What workers import before they are forked: by name, since a fork server knows nothing else.
_PRELOADED = ["medleaf.build.readied", "medleaf.build.personal", "pypdfium2"]


class BusyError(Exception):
    """So much is waiting that there is no sense in waiting, too; *seconds* says when there is."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"come again in {seconds} seconds")


class LostError(Exception):
    """A piece that took too long, or whose worker died twice; *late* says which."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__("took too long" if late else "the worker died")


@dataclass(slots=True, eq=False)
class _Hand:
    """A worker: a pool of one process, so that one can be stopped without the others.

    It is *busy* until it was started, and has no *crew* while that cannot be done.
    """

    look: str
    crew: ProcessPoolExecutor | None = None
    busy: bool = True


class Renders:
    """Workers for one event loop; from another thread nothing of it may be called.

    At most *waiting* pieces wait for *workers* processes; a piece that takes more than *seconds*
    is stopped with its worker, which is replaced.
    """

    def __init__(self, workers: int, waiting: int = 64, seconds: float = SECONDS) -> None:
        """Say how many workers there will be; they are started by :meth:`open`."""
        self._count, self._most, self._seconds = workers, waiting, seconds
        self._hands: list[_Hand] = []
        self._waiting: deque[asyncio.Future[_Hand]] = deque()
        self._known: OrderedDict[str, _Hand] = OrderedDict()
        self._working: set[asyncio.Task[Any]] = set()
        self._open = False

    async def open(self, press: Press, look: str) -> None:
        """Start the workers; they get ready for *press* while the first pages are served.

        *look* is the hash of what all sheets share, as in :meth:`make`.
        """
        from medleaf.printing import fonts, quick

        fonts.settle(press.fonts)
        quick.choose(mends=press.clinic.quick)
        self._press = press
        self._hands = [_Hand(look) for _ in range(self._count)]
        self._open = True
        for hand in self._hands:
            self._begin(self._start(hand))

    async def _start(self, hand: _Hand) -> None:
        # In a thread: it waits until the fork server has imported what printing needs.
        try:
            hand.crew = await asyncio.to_thread(self._crew)
        finally:
            self._release(hand)

    async def close(self) -> None:
        """Finish what was begun and stop the workers; what waits is sent away."""
        self._open = False
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(BusyError(_RETRY))
        if self._working:
            await asyncio.wait(self._working)
        for hand in self._hands:
            if hand.crew:
                await asyncio.to_thread(hand.crew.shutdown)

    @property
    def load(self) -> tuple[int, int, int]:
        """How many workers there are, how many of them are busy, and how many pieces wait."""
        waiting = sum(not waiter.done() for waiter in self._waiting)
        return len(self._hands), sum(hand.busy for hand in self._hands), waiting

    async def make(
        self, do: Callable[[Piece], Done], piece: Piece, look: str, key: str = ""
    ) -> Done:
        """Return what *do*, a function of a module, makes of *piece* in a worker.

        *look* is the hash of what all sheets share (templates, fonts, clinic): no worker keeps
        anything of another look. Pieces with the same *key* go to the worker that had it, if that
        is free: it may remember something. Raises BusyError where too much is waiting, and
        LostError. Whoever stops waiting for the result does not stop the work.
        """
        hand = await self._free(key)
        return await asyncio.shield(self._begin(self._work(hand, do, piece, look)))

    def _begin(self, work: Coroutine[Any, Any, Done]) -> "asyncio.Task[Done]":
        task = asyncio.get_running_loop().create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        # Nobody may be left to hear of it.
        task.add_done_callback(lambda it: it.cancelled() or it.exception())
        return task

    async def _free(self, key: str) -> _Hand:
        """Return a worker that is free, and now is not."""
        if not self._open:
            raise BusyError(_RETRY)
        free = [hand for hand in self._hands if not hand.busy]
        if free:
            known = self._known.get(key)
            hand = known if known in free else free[0]
            hand.busy = True
        else:
            hand = await self._next()
        if key:
            self._known[key] = hand
            self._known.move_to_end(key)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        # The one that was free longest comes next.
        self._hands.remove(hand)
        self._hands.append(hand)
        return hand

    async def _next(self) -> _Hand:
        """Wait for a worker; who came first is served first."""
        if self.load[2] >= self._most:
            raise BusyError(_RETRY)
        waiter: asyncio.Future[_Hand] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled():  # it was given a worker that nobody waits for any more
                self._release(waiter.result())
            raise
        finally:
            with suppress(ValueError):  # whoever served it has taken it out
                self._waiting.remove(waiter)

    def _release(self, hand: _Hand) -> None:
        """Give *hand* to whoever waits longest, or let it be free."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():  # one that is gave up
                waiter.set_result(hand)
                return
        hand.busy = False

    async def _work(
        self, hand: _Hand, do: Callable[[Piece], Done], piece: Piece, look: str
    ) -> Done:
        try:
            if hand.look != look:
                self._dismiss(hand)
                hand.look = look
            for _ in range(2):  # a worker may die of something else than its piece
                if hand.crew is None:
                    hand.crew = await asyncio.to_thread(self._crew)
                try:
                    async with asyncio.timeout(self._seconds):
                        return await asyncio.wrap_future(hand.crew.submit(do, piece))
                except TimeoutError:
                    self._dismiss(hand)
                    raise LostError(late=True) from None
                except BrokenProcessPool:
                    self._dismiss(hand)
            raise LostError(late=False)
        finally:
            self._release(hand)

    def _dismiss(self, hand: _Hand) -> None:
        """Stop the process of *hand* at once; the next piece starts another."""
        crew, hand.crew = hand.crew, None
        if crew:
            kill(crew)
            crew.shutdown(wait=False, cancel_futures=True)

    def _crew(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        crew = ProcessPoolExecutor(1, context, initializer=_begin)
        crew.submit(_warm, self._press)
        return crew


def _begin() -> None:
    """Leave it to the desk when to stop: what is begun is finished. If the desk dies, die."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    follow()


def _warm(press: Press) -> None:
    from medleaf.build.personal import warm
    from medleaf.printing import fonts

    fonts.settle(press.fonts)
    warm(press.templates)
