"""The call of a CDS Hooks service -> the medicines it is about, and the reader's language.

CDS Hooks 2.0 (https://cds-hooks.hl7.org/2.0/): ``patient-view`` has what the patient takes in its
prefetch, ``order-select`` what is about to be ordered in its context. Nothing else of the call is
read, and nothing of the patient but the language is passed on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from medleaf.dosing.fhir import wire
from medleaf.dosing.fhir.document import Entry, entries, prescriptions
from medleaf.dosing.fhir.people import patient
from medleaf.dosing.fhir.plain import kind, line
from medleaf.dosing.fhir.shelf import Shelf
from medleaf.dosing.fhir.wire import UnreadableError
from medleaf.model.dosage import Concept, Dosage
from medleaf.model.prescription import Prescription
from medleaf.model.problem import PressError, Problem

Hook = Literal["patient-view", "order-select"]
NO_PREFETCH = "prefetch"  # the code of the problem that the caller did not send what was asked for
_CALL = Path("call")


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody takes or is about to be given, and which language they read (may be empty)."""

    medicines: tuple[tuple[Concept, tuple[Dosage, ...]], ...]
    language: str


def visit(data: bytes, hook: Hook) -> Visit:
    """Return what the call in *data*, JSON of the service for *hook*, is about.

    Medicines that are not to be taken, and such as cannot be read, are left out. Raises
    PressError with every reason why the call cannot be answered; no message repeats a value.
    """
    try:
        call = wire.parse(data)
        wire.check(call)
        if problems := [*_faults(call, hook)]:
            raise PressError(problems)
        prefetch, context = call.get("prefetch") or {}, call["context"]
        orders = prefetch["medications"] if hook == "patient-view" else _selected(context)
        found = prescriptions(orders, _CALL, Shelf())
        going_on = (it for it in found if isinstance(it, Prescription) and not it.refusal)
        medicines = tuple((it.medicine, it.dosages) for it in going_on)
        return Visit(medicines, _language(prefetch.get("patient")))
    except UnreadableError as error:
        raise PressError([Problem(_CALL, 0, error.code, error.message)]) from None


def _faults(call: Any, hook: Hook) -> Iterator[Problem]:
    def fault(message: str, code: str = "call") -> Problem:
        return Problem(_CALL, 0, code, message)

    if not isinstance(call, dict):
        yield fault("a call is a JSON object")
        return
    if call.get("hook") != hook:
        yield fault(f"'hook' must be {hook!r}: that is what this service is for")
    if not _is_text(call.get("hookInstance")):
        yield fault("'hookInstance' must name this call")
    prefetch, context = call.get("prefetch"), call.get("context")
    prefetch = {} if prefetch is None else prefetch
    if not isinstance(context, dict) or not isinstance(prefetch, dict):
        yield fault("'context' must be an object, and 'prefetch' another, if there is one")
    elif hook == "order-select":
        if not isinstance(context.get("selections"), list):
            yield fault("'context.selections' must be a list of references")
        if kind(context.get("draftOrders")) != "Bundle":
            yield fault("'context.draftOrders' must be a Bundle")
    elif kind(prefetch.get("medications")) != "Bundle":
        message = "the prefetch 'medications' is missing: a Bundle of MedicationRequest"
        yield fault(message, NO_PREFETCH)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not isinstance(value, wire.Number)


def _language(resource: Any) -> str:
    """Return which language the patient reads; a record that cannot be read does not say."""
    if kind(resource) != "Patient":
        return ""
    try:
        return patient(resource).patient.language
    except UnreadableError:
        return ""


def _selected(context: dict[str, Any]) -> dict[str, Any]:
    """Return the orders that were selected, with all that they refer to.

    They are drafts, which nobody takes yet; they are read as what they will be.
    """
    wanted = {line(it) for it in context["selections"]}

    def drawn(it: Entry) -> dict[str, Any] | None:
        if kind(it.resource) != "MedicationRequest":
            return {"fullUrl": it.address, "resource": it.resource}
        if f"MedicationRequest/{line(it.resource.get('id'))}" not in wanted:
            return None
        draft = it.resource.get("status") == "draft"
        resource = {**it.resource, "status": "active"} if draft else it.resource
        return {"fullUrl": it.address, "resource": resource}

    kept = filter(None, map(drawn, entries(context["draftOrders"])))
    return {"resourceType": "Bundle", "entry": [*kept]}
