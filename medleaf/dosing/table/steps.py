"""Rows that are the steps of one taper -> one prescription.

A step says how many there are ("1 of 3"), so that a taper of which a row is missing, refused or
elsewhere in the file is never taken for a whole one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from medleaf.dosing.table.cells import Odd
from medleaf.model.prescription import Prescription, Unread

_STEP = re.compile(r"([1-9][0-9]?) *(?:/|of) *([1-9][0-9]?)")

Step = tuple[int, int]  # the number of a step, and how many there are


def step(cell: str) -> Step:
    """Return which step of how many *cell* says."""
    found = _STEP.fullmatch(" ".join(cell.casefold().split()))
    if found is None or int(found[1]) > int(found[2]):
        raise Odd("is no step such as 1 of 3")
    return int(found[1]), int(found[2])


def joined(
    rows: Iterable[tuple[Prescription | Unread, Step | None]],
) -> Iterator[Prescription | Unread]:
    """Yield *rows*, those that are steps of one taper as one prescription, in their order."""
    open_: list[tuple[Prescription, Step]] = []
    for it, at in rows:
        if isinstance(it, Prescription) and at and _follows(open_, it, at):
            open_.append((it, at))
            if at[0] == at[1]:
                yield _whole(open_)
                open_ = []
            continue
        yield from _parts(open_)
        open_ = []
        if isinstance(it, Prescription) and at and at[0] == 1 < at[1]:
            open_ = [(it, at)]
        elif isinstance(it, Prescription) and at and at != (1, 1):
            yield from _parts([(it, at)])
        else:
            yield it
    yield from _parts(open_)


def _follows(before: list[tuple[Prescription, Step]], it: Prescription, at: Step) -> bool:
    if not before:
        return False
    last, (number, most) = before[-1]
    same = (last.key, last.number, last.medicine, last.refusal)
    return at == (number + 1, most) and same == (it.key, it.number, it.medicine, it.refusal)


def _whole(parts: list[tuple[Prescription, Step]]) -> Prescription:
    dosages = (it.dosages for it, _ in parts)
    written = [it.written for it, _ in parts]
    return replace(
        parts[0][0],
        dosages=tuple(dosage for several in dosages for dosage in several),
        written="\n".join(written) if all(written) else "",
    )


def _parts(parts: list[tuple[Prescription, Step]]) -> Iterator[Prescription]:
    """Yield steps whose taper is not whole, each with that as a doubt, and without its words."""
    for it, (number, most) in parts:
        doubt = f"step {number} of {most}: the rows of the other steps do not stand beside it"
        dosages = (replace(dosage, doubts=(*dosage.doubts, doubt)) for dosage in it.dosages)
        yield replace(it, dosages=tuple(dosages), written="")
