"""One row of the table that `make bench` prints."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.library import Place


class Bars(NamedTuple):
    """One comparison for the chart: how much each way took, by its name."""

    title: str
    unit: str
    lengths: tuple[tuple[str, float], ...]


class Figure(NamedTuple):
    """What was measured, what is to be reached, what it was.

    *reached* is None where nothing is promised.
    """

    what: str
    reach: str
    found: str
    reached: bool | None = None
    bars: Bars | None = None


Measure = Callable[[Place], Iterator[Figure]]
