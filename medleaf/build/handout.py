"""Prescriptions that are handed in at the desk -> the copies to make, and what is to be said.

Nothing of it is kept: a copy is made, handed over and forgotten, and so is what was read.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from medleaf.build import personal, schedules
from medleaf.build.counter import Served, Turned, Wishes, unread
from medleaf.build.desk import Shelf
from medleaf.build.personal import Group, Made
from medleaf.build.schedules import Schedule
from medleaf.dosing.files import read
from medleaf.model.page import PAPERLESS
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError, Problem, Severity

MOST_ROWS = 60  # prescriptions of a request; more is a run for `dispense`


class UnreadableError(PressError):
    """What was handed in cannot be read; the problems say why, and quote nothing."""


@dataclass(frozen=True, slots=True)
class Handout:
    """What prescriptions get: *served* those that get something, *turned* those that get nothing.

    *notes* are words about those that get something, or about the file. *groups* and *schedules*
    are to be made, *look* is the hash of what all sheets share.
    """

    served: tuple[Served, ...]
    turned: tuple[Turned, ...]
    notes: tuple[Turned, ...]
    groups: tuple[Group, ...]
    schedules: tuple[Schedule, ...]
    look: str


def hand_in(shelf: Shelf, data: bytes, wishes: Wishes) -> Handout:
    """Return what the prescriptions in *data* get: FHIR JSON or XML, NDJSON or a table.

    Raises UnreadableError where it cannot be read at all, and what :func:`hand_out` raises.
    """
    try:
        rows = read([io.BytesIO(data)], shelf.clinic.columns)
    except PressError as error:
        raise UnreadableError(error.problems) from error
    found = hand_out(shelf, rows, wishes)
    if not (found.served or found.turned or found.notes):
        message = "there is no prescription in it: no MedicationRequest, Dispense or Statement"
        raise UnreadableError([Problem(Path("-"), 0, "no-prescription", message)])
    return found


def hand_out(shelf: Shelf, rows: Iterable[Prescription | Unread], wishes: Wishes) -> Handout:
    """Return what *rows* get, one by one.

    Raises PressError where the codes of the pharmacy are wrong, and where leaflets were changed
    just now or cannot be published: then nobody gets anything.
    """
    served: list[Served] = []
    turned: list[Turned] = []
    notes: list[Turned] = []
    every = tuple(rows)  # read before others have to wait for the counter
    with shelf.counter(wishes) as counter:
        for row in every[:MOST_ROWS]:
            name = str(row.row)
            if isinstance(row, Unread):
                warning = row.problem.severity is Severity.WARNING
                (notes if warning else turned).append(unread(row, name))
                continue
            answer = counter.serve(row, name)
            if isinstance(answer, Turned):
                turned.append(answer)
            else:
                served.append(answer)
                notes += answer.notes
        if len(every) > MOST_ROWS:
            turned.append(_too_many(str(every[MOST_ROWS].row)))
        copies = [copy for it in served for copy in it.copies]
        shelf.settled(counter.prepared[pair] for it in copies for pair in it.pairs)
        groups = tuple(personal.groups(copies, counter.editions, shelf.press, shelf.look))
    return Handout(
        tuple(served), tuple(turned), tuple(notes), groups, _schedules(shelf, served, wishes),
        shelf.look,
    )  # fmt: skip


def _schedules(shelf: Shelf, served: Iterable[Served], wishes: Wishes) -> tuple[Schedule, ...]:
    """Return the schedules of patients with several medicines; there is none without paper."""
    patients: dict[str, list[Served]] = {}
    for it in served:
        patients.setdefault(it.patient, []).append(it)
    if wishes.paper == "A5" or {*wishes.formats} <= PAPERLESS:
        return ()
    return tuple(it for _, it in schedules.gather(patients, shelf.press, wishes.paper))


def _too_many(row: str) -> Turned:
    message = (
        f"this row and those behind it: {MOST_ROWS} prescriptions are the most at a time here; "
        "`dispense` takes any number"
    )
    return Turned(row, "too-many", message)


def bind(copies: tuple[Made, ...]) -> bytes:
    """Return one PDF for paper with all *copies* in the order of their rows."""
    from medleaf.printing.printrun import PrintRun

    file = io.BytesIO()
    run = PrintRun(file)
    for it in copies:
        run.add(it.row, it.data, it.shared, it.label)
    run.close()
    return file.getvalue()
