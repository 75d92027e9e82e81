"""What the desk prints, from memory where it can: sheets for everybody, their pages as pictures.

Nothing of a patient is kept here: a personal copy is made, handed over and forgotten.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from medleaf.build.desk import Order
from medleaf.build.files import digest
from medleaf.build.handout import Handout, bind
from medleaf.build.job import Printed
from medleaf.build.personal import Made, Unmade, make_group
from medleaf.build.press import run
from medleaf.build.renders import Renders
from medleaf.build.schedules import make_one
from medleaf.build.sheet import Picture, pictures
from medleaf.model.problem import PressError

MOST_BYTES = 48_000_000  # of PDFs that are kept, and as many of pictures

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Printout:
    """A finished sheet; *digest* is the sha256 of *data*, in hex."""

    data: bytes
    digest: str


class _Kept(Generic[Value]):
    """The last values by key, at most so many bytes; what is being made is made once."""

    def __init__(self, size: Callable[[Value], int]) -> None:
        self._size, self._bytes = size, 0
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._coming: dict[str, asyncio.Future[Value]] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[Value]]) -> Value:
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        if key not in self._coming:
            task = asyncio.ensure_future(self._make(key, make))
            task.add_done_callback(lambda it: it.cancelled() or it.exception())
            self._coming[key] = task
        return await asyncio.shield(self._coming[key])

    async def _make(self, key: str, make: Callable[[], Awaitable[Value]]) -> Value:
        try:
            value = await make()
        finally:
            del self._coming[key]
        self._values[key] = value
        self._bytes += self._size(value)
        while self._bytes > MOST_BYTES:
            _, gone = self._values.popitem(last=False)
            self._bytes -= self._size(gone)
        return value


class Printouts:
    """Makes sheets with *renders*, each once."""

    def __init__(self, renders: Renders) -> None:
        """Begin with nothing in memory."""
        self._renders = renders
        self._sheets = _Kept[Printout](lambda it: len(it.data))
        self._pictures = _Kept[tuple[Picture, ...]](lambda it: sum(len(p.png) for p in it))

    async def sheet(self, order: Order) -> Printout:
        """Return the sheet that *order* asks for.

        Raises PressError where it cannot be printed, and what :meth:`Renders.make` raises.
        """
        return await self._sheets.get(order.key, lambda: self._printed(order))

    async def pages(self, order: Order) -> tuple[Picture, ...]:
        """Return the pages of a sheet as pictures; raise what :meth:`sheet` raises."""
        return await self._pictures.get(order.key, lambda: self._pictured(order))

    async def copies(self, handout: Handout) -> tuple[tuple[Made, ...], tuple[Unmade, ...]]:
        """Return the copies and schedules of *handout* in the order of their rows, and failures.

        Raises what :meth:`Renders.make` raises; then nothing was made.
        """
        make, look = self._renders.make, handout.look
        groups = [make(make_group, it, look, it.key) for it in handout.groups]
        pages = [make(make_one, it, look) for it in handout.schedules]
        made = await asyncio.gather(*groups, *pages)
        every = [it for one in made for it in (one if isinstance(one, tuple) else (one,))]
        whole = sorted((it for it in every if isinstance(it, Made)), key=lambda it: it.row)
        return tuple(whole), tuple(it for it in every if isinstance(it, Unmade))

    async def bound(self, copies: tuple[Made, ...], look: str) -> bytes:
        """Return *copies* as one PDF for paper."""
        return await self._renders.make(bind, copies, look)

    async def _printed(self, order: Order) -> Printout:
        if order.there and (data := await asyncio.to_thread(_read, order.there, order.digest)):
            return Printout(data, order.digest)
        outcome = await self._renders.make(run, order.job, order.look)
        if isinstance(outcome, Printed):
            return Printout(outcome.data, outcome.digest)
        raise PressError(outcome.problems)

    async def _pictured(self, order: Order) -> tuple[Picture, ...]:
        sheet = await self.sheet(order)
        return await self._renders.make(pictures, sheet.data, order.look)


def _read(file: Path, wanted: str) -> bytes | None:
    """Return what lies at *file*, if it is what a build has left there."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return data if digest(data) == wanted else None
