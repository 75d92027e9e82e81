"""A row of a table -> Prescription."""

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from medleaf.dosing.fhir.node import clean
from medleaf.dosing.fhir.orders import state
from medleaf.dosing.fhir.shelf import Shelf
from medleaf.dosing.fhir.wire import UnreadableError
from medleaf.dosing.match import SYSTEMS
from medleaf.dosing.table import cells
from medleaf.dosing.table.heads import Heads
from medleaf.dosing.table.instruction import DIRECTIONS, dosages
from medleaf.dosing.table.steps import Step, step
from medleaf.model.columns import Columns
from medleaf.model.dosage import Coding, Concept, Moment
from medleaf.model.prescription import Patient, Prescription, Unread
from medleaf.model.problem import Problem

_MOST = {
    "patient": 400, "given_name": 200, "family_name": 200, "prescriber": 400, "medicine": 600,
    "number": 100, "text": 4_000, "patient_instruction": 4_000, "dosage": 50_000,
}  # fmt: skip
_MOST_ELSE = 200
# A spreadsheet would run such a cell (OWASP, CSV injection); no name or number looks like it.
_ACTIVE = re.compile(r"[=@]|[+-](?=.*[|!(=])", re.DOTALL)
_PHONE = re.compile(r"\+[0-9 ()./-]+")
_SAME = ("patient", "given_name", "family_name", "patient_id", "birth_date", "number",
         "medicine", "form", "code", "atc", "rxnorm", "snomed", "ndc", "pzn", "dmd", "gtin",
         "dosage", "step", *DIRECTIONS)  # fmt: skip
_BY_SYSTEM = {name: address for address, name in reversed(SYSTEMS.items())}


class Rows:
    """Makes prescriptions of the rows of one table, and knows which rows it has had."""

    def __init__(self, file: Path, columns: Columns, shelf: Shelf) -> None:
        self._file, self._columns, self._shelf = file, columns, shelf
        self._had: dict[bytes, int] = {}
        self._secret = secrets.token_bytes(16)  # hashes of patient data could be guessed

    def row(
        self, number: int, heads: Heads, raw: Mapping[str, str]
    ) -> tuple[Prescription | Unread, Step | None]:
        """Return what the row *number* with the cells *raw* prescribes, and which step it is."""
        try:
            found = _sound(raw, heads)
            self._once(number, found)
            return self._prescription(number, heads, found), _step(found, heads)
        except UnreadableError as error:
            return Unread(number, Problem(self._file, number, error.code, error.message)), None
        except Exception as error:  # noqa: BLE001  a fault of ours must not stop the other rows
            message = f"could not be read because of a fault in medleaf ({type(error).__name__})"
            return Unread(number, Problem(self._file, number, "fault", message)), None

    def _once(self, number: int, found: Mapping[str, str]) -> None:
        same = "\0".join(" ".join(found.get(name, "").split()) for name in _SAME)
        mark = hashlib.blake2b(same.encode(), key=self._secret, digest_size=12).digest()
        first = self._had.setdefault(mark, number)
        if first != number:
            raise UnreadableError("duplicate", f"says the same as row {first}; it is left out")

    def _prescription(self, number: int, heads: Heads, found: Mapping[str, str]) -> Prescription:
        names = (found.get("given_name", ""), found.get("family_name", ""))
        name = found.get("patient") or " ".join(filter(None, names))
        born = self._date(heads, found, "birth_date")
        said = dosages(found, heads.column, self._columns.dates)
        if at := _step(found, heads):
            said = tuple(replace(it, sequence=at[0]) for it in said)
        written = (
            ""
            if "dosage" in found
            else "\n".join(found[it] for it in ("text", "patient_instruction") if it in found)
        )
        return Prescription(
            row=number,
            patient=Patient(name, born, found.get("language", "")),
            medicine=_medicine(found, heads),
            dosages=said,
            key=self._shelf.run.key((self._file, *_who(found, name, born, number))),
            number=found.get("number", ""),
            prescriber=found.get("prescriber", ""),
            date=self._date(heads, found, "date"),
            written=written if "text" in found or not _coded(found) else "",
            refusal=state("MedicationDispense", found.get("status", "").casefold()),
            file=self._file,
        )

    def _date(self, heads: Heads, found: Mapping[str, str], name: str) -> Moment | None:
        if name not in found:
            return None
        try:
            return cells.moment(found[name], self._columns.dates)
        except cells.Odd as odd:
            raise UnreadableError("date", f"column {heads.column(name)!r} {odd}") from None


def _who(
    found: Mapping[str, str], name: str, born: Moment | None, number: int
) -> tuple[object, ...]:
    """Return what tells a patient from others: an id, or a name with a day of birth."""
    if "patient_id" in found:
        return ("id", found["patient_id"])
    return (name, born) if name and born else (number,)


def _step(found: Mapping[str, str], heads: Heads) -> Step | None:
    if "step" not in found:
        return None
    try:
        return step(found["step"])
    except cells.Odd as odd:
        raise UnreadableError("step", f"column {heads.column('step')!r} {odd}") from None


def _coded(found: Mapping[str, str]) -> bool:
    beside = {"text", "patient_instruction", "as_needed"}
    return any(name in found for name in DIRECTIONS if name not in beside)


def _sound(raw: Mapping[str, str], heads: Heads) -> dict[str, str]:
    """Return the cells without what cannot be printed; refuse formulas and endless cells."""
    found = {}
    for name, cell in raw.items():
        if _is_formula(cell):
            message = f"column {heads.column(name)!r} begins like a formula; write the text itself"
            raise UnreadableError("formula", message)
        text = clean(cell)
        most = _MOST.get(name, _MOST_ELSE)
        if len(text) > most:
            message = (
                f"column {heads.column(name)!r} has {len(text)} characters; {most} is the most"
            )
            raise UnreadableError("too-long", message)
        if text:
            found[name] = text
    return found


def _is_formula(cell: str) -> bool:
    text = cell.lstrip()
    return bool(_ACTIVE.match(text)) and not _PHONE.fullmatch(text)


def _medicine(found: Mapping[str, str], heads: Heads) -> Concept:
    """Return the medicine; its form stands behind its name, where that does not say it."""
    name, form = found.get("medicine", ""), found.get("form", "")
    if form and form.casefold() not in name.casefold() and name:
        name = f"{name} {form}"
    codings = tuple(_codings(found, heads))
    if not name and not codings:
        raise UnreadableError("no-medicine", "names no medicine")
    return Concept(name, codings)


def _codings(found: Mapping[str, str], heads: Heads) -> Iterator[Coding]:
    for system, address in _BY_SYSTEM.items():
        if system in found:
            yield Coding(address, found[system])
    if "code" in found:
        named = found.get("code_system", "")
        plain = re.sub(r"[^a-z]", "", named.casefold()).removesuffix("ct")
        address = _BY_SYSTEM.get({"rxcui": "rxnorm", "ean": "gtin"}.get(plain, plain), named)
        if not re.match(r"https?://|urn:", address):
            column = heads.column("code_system" if named else "code")
            known = ", ".join(sorted(_BY_SYSTEM))
            message = f"column {column!r}: of which system is the code? known are {known}"
            raise UnreadableError("code-system", message)
        yield Coding(address, found["code"])
