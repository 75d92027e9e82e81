"""A patient's medicine and directions, as data: a row of a file or a FHIR resource."""

from dataclasses import dataclass

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

    *row* counts the prescriptions of a file from 1: the line's number in a table, the place among
    the prescriptions of a bundle. *key* is the same for all prescriptions of one patient in a
    file, and means nothing outside of it. *number* is the prescription's own, as it stands on
    paper. *medicine* names the medicine by codes and words. *written* are the prescriber's own
    words for the directions, in the language *written_in* (BCP 47; empty: not known).
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


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read at all, and why; the others go on."""

    row: int
    problem: Problem
