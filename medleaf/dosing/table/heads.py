"""The heads of a table -> our fields: by the pharmacy's map, else by their usual names."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from medleaf.dosing.fhir.wire import UnreadableError
from medleaf.model.columns import FIELDS, Columns
from medleaf.model.problem import PressError, Problem

# What tables call our fields, beside the fields' own names; in small letters without signs. Names
# that may mean two things are not here: an amount may be what is taken or what is handed over.
_USUAL: dict[str, str] = {
    "patient": "name|patient name|name of patient|full name|patient full name",
    "given_name": "first name|given|forename|patient first name",
    "family_name": "last name|family|surname|patient last name",
    "patient_id": "patient no|patient number|mrn|medical record number|nhs number|patient ref",
    "birth_date": "birthdate|date of birth|dob|born|patient dob|patient birth date",
    "language": "lang|preferred language|patient language|language code",
    "number": "prescription number|prescription no|prescription id|prescription|rx|rx number"
    "|rx no|script number|order number",
    "prescriber": "doctor|physician|prescribed by|prescriber name|requester|ordered by",
    "date": "prescription date|date written|date prescribed|prescribed on|authored on"
    "|dispensed on|date dispensed|fill date|issue date",
    "status": "prescription status",
    "medicine": "medication|drug|drug name|medicine name|medication name|product|product name"
    "|name of medicine",
    "form": "dose form|dosage form|pharmaceutical form",
    "code": "medicine code|medication code|drug code|product code",
    "code_system": "system|coding system|code type",
    "atc": "atc code",
    "rxnorm": "rxcui|rxnorm code|rxnorm cui",
    "snomed": "snomed ct|snomed code|sctid",
    "ndc": "ndc code|ndc number|national drug code",
    "pzn": "pharmazentralnummer",
    "dmd": "dm d|dm d code|vmp|amp",
    "gtin": "ean|barcode|gtin code",
    "dose": "single dose|dose quantity|dose amount|dose value|quantity per dose|take",
    "unit": "dose unit|units|unit of dose|dose units",
    "frequency": "freq|how often",
    "times_a_day": "times per day|times daily|doses per day|daily frequency|frequency per day",
    "period": "interval|every",
    "period_unit": "interval unit|unit of period|every unit",
    "times": "time|times of day|time of day|at|clock times|clock",
    "days": "weekdays|weekday|days of week|day of week|days of the week|on days",
    "morning": "in the morning|breakfast|morn",
    "noon": "midday|lunch|at noon",
    "evening": "dinner|supper|in the evening|eve",
    "bedtime": "night|at bedtime|bed|hs|at night",
    "scheme": "schedule|dose scheme|dosing scheme|morning noon evening bedtime",
    "as_needed": "prn|when needed|if needed|as required",
    "reason": "as needed for|prn reason|needed for",
    "max_per_day": "max a day|maximum per day|max daily dose|maximum daily dose|daily maximum"
    "|max in 24 hours|max per 24 hours|max dose per day",
    "gap_hours": "min gap hours|hours between doses|minimum hours between doses|gap",
    "start": "start date|starts|first day|begin",
    "end": "end date|until|ends|last day|stop date",
    "duration": "how long|length|course",
    "duration_days": "duration in days|number of days|course days",
    "route": "route of administration",
    "text": "directions|sig|instructions|dosage text|dosage instructions|label text"
    "|dose instructions|directions for use",
    "patient_instruction": "patient instructions|advice|note to patient|patient note",
    "dosage": "dosage json|fhir dosage",
    "step": "taper step|step of taper",
}
_BY_NAME = {
    " ".join(re.findall(r"[^\W_]+", name)): field
    for field in FIELDS
    for name in (field, *_USUAL.get(field, "").split("|"))
    if name
}
_MEDICINE = ("medicine", "code", "atc", "rxnorm", "snomed", "ndc", "pzn", "dmd", "gtin")
_SHORT = 40
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Heads:
    """Which column holds which field. *fields* has a field or None for each column in order."""

    fields: tuple[str | None, ...]
    names: Mapping[str, str]
    unknown: tuple[str, ...] = ()

    def of(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the cells of a row by field, without those that are blank."""
        pairs = zip(self.fields, cells, strict=False)
        return {field: cell for field, cell in pairs if field and cell.strip()}

    def column(self, field: str) -> str:
        """Return what the table calls *field*."""
        return self.names.get(field, field)


def plain(name: str) -> str:
    """Return *name* as it is compared: small letters, words, nothing else."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def recognised(cells: Iterable[str], columns: Columns) -> int:
    """Return how many of *cells* name a field."""
    return sum(1 for cell in cells if plain(cell) in _wanted(columns))


def _wanted(columns: Columns) -> dict[str, str]:
    """Return our fields by plain heads; a field that is mapped has no usual names any more."""
    mapped = {field: name for field in FIELDS if (name := getattr(columns, field))}
    usual = {name: field for name, field in _BY_NAME.items() if field not in mapped}
    ignored = dict.fromkeys(map(plain, columns.ignore), "")
    return usual | {plain(name): field for field, name in mapped.items()} | ignored


def heads(cells: Sequence[str], columns: Columns) -> Heads:
    """Return the heads that *cells* are; raise UnreadableError with all that is wrong."""
    wanted = _wanted(columns)
    found = [wanted.get(plain(cell)) for cell in cells]
    if sum(1 for field in found if field) < _SEVERAL and len(cells) >= _SEVERAL:
        message = "its first row does not name the columns; write heads such as medicine, dose"
        raise UnreadableError("heads", message)
    faults = [
        f"the column {shown(name)!r} of the map is not in the table"
        for field in FIELDS
        if (name := getattr(columns, field)) and field not in found
    ]
    names: dict[str, str] = {}
    for field, cell in zip(found, cells, strict=True):
        if field and field in names:
            faults.append(f"the columns {names[field]!r} and {shown(cell)!r} are both {field}")
        elif field:
            names[field] = shown(cell)
    unknown = [cell for field, cell in zip(found, cells, strict=True) if field is None]
    twice = sorted({shown(it) for it in unknown if it.strip() and unknown.count(it) > 1})
    faults += [f"the column {name!r} is there twice" for name in twice]
    if not any(field in found for field in (*_MEDICINE, "dosage")):
        faults.append("no column says which medicine")
    if faults:
        help_ = "name your columns in [columns] of clinic.toml, or take one away"
        raise UnreadableError("columns", f"{'; '.join(faults)}: {help_}")
    return Heads(
        tuple(field or None for field in found),
        names,
        tuple(shown(it) for it in unknown if it.strip()),
    )


def shown(name: str) -> str:
    """Return a head as it stands in a message."""
    one = " ".join(name.split())
    return one if len(one) <= _SHORT else f"{one[:_SHORT]}…"


def columns_of(argument: str) -> Columns:
    """Return the map that *argument* is: a TOML file, or ``dose=Amount,unit=Unit``.

    Raises PressError with every part that is not understood.
    """
    file = Path(argument)
    try:
        if "=" in argument and not file.is_file():
            return Columns(**_pairs(argument))
        found = tomllib.loads(file.read_text("utf-8"))
        return Columns(**found.get("columns", found))
    except ValidationError as error:
        known = f"known are {', '.join(Columns.model_fields)}"
        raise PressError(
            Problem(file, 0, "columns", f"{'.'.join(map(str, it['loc']))}: {it['msg']}; {known}")
            for it in error.errors()
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f'is no map of columns: {error}; write field = "Column", a line each'
        raise PressError([Problem(file, 0, "columns", message)]) from error


def _pairs(argument: str) -> dict[str, Any]:
    parts = (part.partition("=") for part in argument.split(",") if part.strip())
    return {field.strip(): name.strip() for field, _, name in parts}
