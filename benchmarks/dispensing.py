"""A pharmacy's morning, day and more: prescriptions, from the table to the last file."""

from itertools import product
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import cost

_TAGS = ("en", "es", "fr", "de", "pl", "ru", "vi", "hi", "bn", "ar")
DAYS = ((50, 5), (500, 30), (10_000, 300))  # prescriptions, and the layouts that they need
_NAMES = ("Ana Pérez", "John Smith", "Łucja Nowak", "Nguyễn An", "Zoë Müller", "Omar Said")


def table(folder: Path, rows: int, kinds: int) -> Path:
    """Write a table of *rows* prescriptions that need *kinds* layouts, and return the file."""
    doses = [f"{n},{unit}" for n, unit in product(range(1, 11), ("tablet", "mg", "mL"))]
    some = [*product(doses, _TAGS)][:kinds]
    file = folder / f"{rows}.csv"
    with file.open("w", encoding="utf-8") as table_:
        table_.write("patient,birth_date,number,medicine,language,dose,unit,times_a_day\n")
        for row in range(rows):
            dose, tag = some[row % len(some)]
            name = _NAMES[row % len(_NAMES)]
            table_.write(f"{name} {row},1951-03-04,RX-{row},Baclofen,{tag},{dose},3\n")
    return file


class Day(NamedTuple):
    """Seconds of the first and of a second run; megabytes of the largest process."""

    first: float
    again: float
    memory: float


def measure(place: Path, command: tuple[str, ...], folder: Path, rows: int, kinds: int) -> Day:
    """Return what a table takes with two workers in the workspace *place*; *command* is ours."""
    file = table(folder, rows, kinds)
    words = (*command, "dispense", str(file), "--workers", "2", "--json", "--out", str(folder))
    first = cost(words, place)
    return Day(first.wall, cost(words, place).wall, first.memory)
