"""A patient's medicine and directions, as data: a row of a file or a FHIR resource."""

from dataclasses import dataclass
from pathlib import Path

from medleaf.model.dosage import Concept, Dosage, Moment
from medleaf.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Patient:
    """Who takes it. *language* is what the record says, in BCP 47, empty where it says nothing.

    Never logged, never part of a file name, a QR code or the metadata of a PDF.
    """

    name: str = ""
    birth_date: Moment | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Prescription:
    """What one patient is to take, and how.

    *row* is where it stands in *file*, and no other prescription of the file has it: the row of a
    table as a spreadsheet counts it (the heads are row 1), the line of NDJSON, the place among
    the prescriptions of a bundle or a list, from 1. *key* is the same for all prescriptions of one
    patient in a run, and means nothing outside of it. *number* is the prescription's own, as it
    stands on paper. *medicine* names the medicine by codes and words. *written* are the
    prescriber's own words for the directions, in the language *written_in* (BCP 47; empty: not
    known); empty where they would be a part of the directions only.
    *refusal* says why there must be no ordinary leaflet (cancelled, on hold, do not perform …);
    empty if there may.
    """

    row: int
    patient: Patient
    medicine: Concept
    dosages: tuple[Dosage, ...] = ()
    key: str = ""
    number: str = ""
    prescriber: str = ""
    date: Moment | None = None
    written: str = ""
    written_in: str = ""
    refusal: str = ""
    file: Path = Path("-")


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read at all, and why; the others go on.

    Where the problem is a warning, nothing is lost by it: a column that was not read, a bundle
    without prescriptions (row 0: the file as a whole).
    """

    row: int
    problem: Problem
