"""MedicationRequest, MedicationDispense and MedicationStatement -> Prescription.

Which ones must not give an ordinary leaflet follows from FHIR's value sets of status and intent.
What stands in ``note`` is not read as directions: it is as often meant for the pharmacist.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from medleaf.dosing.fhir.dosage import dosage
from medleaf.dosing.fhir.medicine import named
from medleaf.dosing.fhir.node import clean
from medleaf.dosing.fhir.people import MOST_NAME, Person
from medleaf.dosing.fhir.plain import kind, line, many, objects
from medleaf.dosing.fhir.shelf import Role, Shelf, refers
from medleaf.dosing.fhir.values import as_moment
from medleaf.dosing.fhir.wire import UnreadableError, check
from medleaf.model.dosage import Concept, Dosage, Moment
from medleaf.model.prescription import Patient, Prescription, Unread
from medleaf.model.problem import Problem

# Kinds, and in which states something is to be taken. What is completed was handed over: right for
# a dispense, too late for a request or a statement. STU3 and rows may leave the status out.
_GOING_ON: dict[str, frozenset[str]] = {
    "MedicationRequest": frozenset({"active"}),
    "MedicationDispense": frozenset({"preparation", "in-progress", "completed"}),
    "MedicationStatement": frozenset({"active", "intended", "recorded"}),
    "MedicationUsage": frozenset({"active", "intended", "recorded"}),
}
KINDS = frozenset(_GOING_ON)
_ORDERS = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})
_CODES = frozenset().union(*_GOING_ON.values()) | {
    "on-hold", "ended", "stopped", "completed", "cancelled", "entered-in-error", "draft",
    "unknown", "declined", "not-taken", "proposal", "plan", "directive", "option",
}  # fmt: skip
_NOT_TAKEN = frozenset({"n", "na"})  # STU3, MedicationStatement.taken
_NOT_ADHERENT = frozenset({"not-taking", "on-hold", "stopped", "never-taken"})  # R5, adherence

_DATES = (
    "authoredOn", "whenHandedOver", "whenPrepared", "recorded", "dateWritten", "dateAsserted",
    "effectiveDateTime",
)  # fmt: skip
_MOST = {"number": 100, "prescriber": MOST_NAME, "medicine": 600, "directions": 4_000}
_RENDERED = tuple(
    f"http://hl7.org/fhir/5.0/StructureDefinition/extension-{kind}.renderedDosageInstruction"
    for kind in sorted(KINDS)
)


def is_order(resource: Any) -> bool:
    """Return whether *resource* says what somebody takes, even under another type's name."""
    if not isinstance(resource, dict):
        return False
    mistyped = "dosageInstruction" in resource and _has_medicine(resource)
    return kind(resource) in KINDS or mistyped


def order(
    resource: dict[str, Any], row: int, file: Path, above: Shelf, address: str = ""
) -> Prescription | Unread:
    """Return what *resource*, known as *address*, prescribes with what stands on *above*.

    A request of which a dispense is there, with directions, is not printed a second time.
    """
    try:
        check(resource)
        _refuse_filled(resource, above, address)
        return _order(resource, row, file, above)
    except UnreadableError as error:
        return Unread(row, Problem(file, row, error.code, error.message))
    except Exception as error:  # noqa: BLE001  a fault of ours must not stop the other patients
        message = f"could not be read because of a fault in medleaf ({type(error).__name__})"
        return Unread(row, Problem(file, row, "fault", message))


def _refuse_filled(resource: dict[str, Any], above: Shelf, address: str) -> None:
    if kind(resource) == "MedicationRequest" and above.is_filled(resource, address):
        message = "is handed over by a dispense in the files, which is printed in its place"
        raise UnreadableError("dispensed", message)


def _order(resource: dict[str, Any], row: int, file: Path, above: Shelf) -> Prescription:
    shelf = Shelf(above)
    shelf.hold(resource.get("contained"))
    who = _patient(resource, row, file, shelf)
    medicine = _medicine(resource, shelf)
    dosages = dosages_of(resource)
    written = _rendered(resource) or _own_words(dosages)
    found = Prescription(
        row=row,
        patient=who.patient,
        medicine=medicine,
        dosages=dosages,
        key=who.key,
        number=_number(resource),
        prescriber=_prescriber(resource, shelf),
        date=_date(resource),
        written=written,
        written_in=_text(resource.get("language")) if written else "",
        refusal=refusal(resource) or ("the record says that the patient died" if who.died else ""),
        file=file,
    )
    lengths = {
        "number": found.number, "prescriber": found.prescriber,
        "medicine": medicine.words, "directions": written,
    }  # fmt: skip
    for field, text in lengths.items():
        if len(text) > _MOST[field]:
            message = f"the {field} has {len(text)} characters; {_MOST[field]} is the most"
            raise UnreadableError("too-long", message)
    return found


def refusal(resource: dict[str, Any]) -> str:
    """Return why *resource* must not give an ordinary leaflet; empty if it may."""
    return next(filter(None, _refusals(resource)), "")


def state(which: str, status: str) -> str:
    """Return why a resource *which* in *status* is not to be taken; empty if nothing was said."""
    going_on = _GOING_ON.get(which, _GOING_ON["MedicationRequest"])
    if not status or status in going_on:
        return ""
    return f"its status is {_code(status)}, not {' or '.join(sorted(going_on))}"


def _refusals(resource: dict[str, Any]) -> Iterator[str]:
    yield state(kind(resource), _text(resource.get("status")))
    intent = _text(resource.get("intent"))
    if intent and intent not in _ORDERS:
        yield f"its intent is {_code(intent)}: it is not an order"
    for name in ("doNotPerform", "notPerformed", "notDone", "wasNotTaken", "wasNotGiven"):
        if _text(resource.get(name)) not in {"", "false"}:
            yield f"{name}: it says what must not be taken"
    adherence = resource.get("adherence")
    said = named(adherence.get("code")) if isinstance(adherence, dict) else None
    not_adherent = said and {it.code for it in said.codings} & _NOT_ADHERENT
    if not_adherent or line(resource.get("taken")) in _NOT_TAKEN:
        yield "the record says that it is not taken"
    if resource.get("modifierExtension") not in (None, []):
        yield "modifierExtension: something that nobody here knows may change its meaning"


def _code(value: str) -> str:
    """Return *value* where it is a code of FHIR; what else somebody wrote is not repeated."""
    return value if value in _CODES else "none of FHIR's codes"


def _text(value: Any) -> str:
    """Return *value* as :func:`line` does; raise UnreadableError where it is no text at all."""
    if value is None or isinstance(value, bool | str):
        return line(value)
    raise UnreadableError("wrong-type", "a field holds an object or a list where text belongs")


def _patient(resource: dict[str, Any], row: int, file: Path, shelf: Shelf) -> Person:
    reference, display = refers(resource.get("subject") or resource.get("patient"))
    found = shelf.find(reference) if reference else None
    if isinstance(found, Person):
        return found
    known = reference or row  # a name alone may belong to two people
    return Person(Patient(name=display), key=shelf.run.key((file, known)))


def _has_medicine(resource: dict[str, Any]) -> bool:
    names = ("medication", "medicationCodeableConcept", "medicationReference")
    return any(resource.get(name) for name in names)


def _medicine(resource: dict[str, Any], shelf: Shelf) -> Concept:
    """Return what is to be taken: a concept, or what a reference leads to, or its display."""
    both = resource.get("medication")
    both = both if isinstance(both, dict) else {}
    own = named(resource.get("medicationCodeableConcept") or both.get("concept"))
    if own:
        return own
    reference, display = refers(
        resource.get("medicationReference") or both.get("reference") or both
    )
    found = shelf.find(reference) if reference else None
    if isinstance(found, Concept) and (found.codings or found.words):
        return Concept(found.text or display, found.codings)
    if display:
        return Concept(display)
    if reference:
        message = "the medicine it refers to is in none of the files; give its Medication, too"
        raise UnreadableError("no-medicine", message)
    raise UnreadableError("no-medicine", "it names no medicine")


def dosages_of(resource: dict[str, Any]) -> tuple[Dosage, ...]:
    """Return the dosages of a prescription, in the order in which they were written."""
    return tuple(_dosages(resource))


def _dosages(resource: dict[str, Any]) -> Iterator[Dosage]:
    for name in ("dosageInstruction", "dosage"):
        for number, value in enumerate(many(resource.get(name))):
            found = dosage(value, f"{name}[{number}]")
            if found != Dosage():  # a carrier of extensions that say nothing of the dosage
                yield found


def _rendered(resource: dict[str, Any]) -> str:
    """Return the whole directions in words, as R5 has them, and as R4 carries them along."""
    said = resource.get("renderedDosageInstruction")
    if isinstance(said, str):
        return clean(said)
    for it in objects(resource.get("extension")):
        if line(it.get("url")) in _RENDERED:
            value = it.get("valueMarkdown", it.get("valueString"))
            return clean(value) if isinstance(value, str) else ""
    return ""


def _own_words(dosages: tuple[Dosage, ...]) -> str:
    """Return the prescriber's words; none where a dosage has none, for a part is not the whole."""
    lines: list[str] = []
    for it in sorted(dosages, key=lambda it: it.sequence or 0):
        more = "" if it.patient_instruction in it.text else it.patient_instruction
        parts = [text for text in (it.text, more) if text]
        if not it.text and (it.timing or it.dose_and_rate or it.additional_instruction):
            return ""
        if not parts:
            return ""
        lines += parts
    return "\n".join(lines)


def _number(resource: dict[str, Any]) -> str:
    """Return the number on the prescription: that of the group, else its own."""
    known = [*objects(resource.get("groupIdentifier")), *objects(resource.get("identifier"))]
    return next((it for it in map(_identifier, known) if it), "")


def _identifier(value: dict[str, Any]) -> str:
    return "" if value.get("use") == "old" else line(value.get("value"))


def _prescriber(resource: dict[str, Any], shelf: Shelf) -> str:
    asker = resource.get("requester") or resource.get("prescriber")
    if isinstance(asker, dict) and "agent" in asker:  # STU3
        asker = asker["agent"]
    reference, display = refers(asker)
    for _ in range(3):  # a role leads to a person
        found = shelf.find(reference) if reference else None
        if not isinstance(found, Role):
            break
        reference, display = found.reference, display or found.display
    return found if isinstance(found, str) and found else clean(display)


def _date(resource: dict[str, Any]) -> Moment | None:
    for name in _DATES:
        if written := _text(resource.get(name)):
            if found := as_moment(written):
                return found
            raise UnreadableError("date", f"{name} is in no calendar")
    return None
