"""A Bundle of any type, Parameters, a list, or one resource -> its prescriptions, in order."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from medleaf.dosing.fhir.dosage import dosage
from medleaf.dosing.fhir.orders import dosages_of, is_order, order
from medleaf.dosing.fhir.plain import kind, line, many, objects
from medleaf.dosing.fhir.shelf import REFERRED, Shelf
from medleaf.dosing.fhir.wire import DEEPEST, UnreadableError
from medleaf.model.dosage import Dosage
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import Problem, Severity

HOLDERS = frozenset({"Bundle", "Parameters"})


class Entry(NamedTuple):
    """A resource, and the address (fullUrl) under which others refer to it.

    One that was deleted is None; its address is where it was.
    """

    address: str
    resource: Any


def entries(value: Any, depth: int = 0) -> Iterator[Entry]:
    """Yield every resource of *value* in order, those of inner bundles in their places."""
    if depth > DEEPEST:
        raise UnreadableError("too-deep", f"is nested more than {DEEPEST} levels deep")
    if isinstance(value, list):
        for item in value:
            yield from entries(item, depth + 1)
        return
    if kind(value) not in HOLDERS:
        yield Entry("", value)
        return
    for item in _parts(value):
        address, resource = item.get("fullUrl"), item.get("resource")
        if deleted := _deleted(item):
            yield Entry(deleted, None)
            continue
        for inner in entries(resource, depth + 1):
            if inner.resource is resource and isinstance(address, str):
                yield Entry(address, resource)
            else:
                yield inner


def _parts(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what has a resource in a Bundle's entries, or in Parameters and their parts."""
    waiting = [*many(value.get("entry")), *many(value.get("parameter"))][::-1]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if item.get("resource") is not None or _deleted(item):
                yield item
            waiting += many(item.get("part"))[::-1]


def _deleted(item: dict[str, Any]) -> str:
    """Return the address of what an entry of a history or transaction deletes."""
    asked = next(iter(objects(item.get("request"))), {})
    return line(asked.get("url")) if line(asked.get("method")) == "DELETE" else ""


def put(value: Any, shelf: Shelf) -> None:
    """Put onto *shelf* what prescriptions may refer to."""
    for address, resource in entries(value):
        shelf.put(resource, address)


def prescriptions(value: Any, file: Path, above: Shelf) -> Iterator[Prescription | Unread]:
    """Yield what *value* prescribes; their rows are counted from 1.

    A prescription that comes twice (a bundle of history has the newest version first) is
    refused the second time.
    """
    shelf, found = Shelf(above), list(entries(value))
    for address, resource in found:
        shelf.put(resource, address)
    row, helpers = 0, 0
    seen: dict[str, int] = {}
    for address, resource in found:
        if resource is None:
            seen[address] = 0
        elif is_order(resource):
            row += 1
            own = line(resource.get("id"))
            first = seen.setdefault(f"{kind(resource)}/{own}", row) if own else row
            if first == row:
                yield order(resource, row, file, shelf, address)
            else:
                again = f"is the prescription of row {first} again, or an older version of it"
                message = again if first else "was deleted: an older version of it"
                yield _unread(row, file, "duplicate", message)
        elif not kind(resource):
            row += 1
            message = "is no FHIR resource; a dosage alone does not say whose medicine it is"
            yield _unread(row, file, "no-resource", message)
        elif kind(resource) in REFERRED:
            helpers += 1
    if not row and not helpers:
        message = "there is no prescription in it: no MedicationRequest, Dispense or Statement"
        warning = Problem(file, 0, "no-prescription", message, Severity.WARNING)
        yield Unread(0, warning)


def _unread(row: int, file: Path, code: str, message: str) -> Unread:
    return Unread(row, Problem(file, row, code, message))


def dosages(value: Any) -> tuple[Dosage, ...]:
    """Return the dosages of *value*: a list of FHIR Dosage, one Dosage, or one prescription.

    Raises UnreadableError where it is something else.
    """
    if is_order(value):
        return dosages_of(value)
    if isinstance(value, dict) and "resourceType" not in value:
        return (dosage(value, "dosage"),)
    if isinstance(value, list) and all(isinstance(it, dict) for it in value):
        return tuple(dosage(it, f"dosage[{number}]") for number, it in enumerate(value))
    message = "is no dosage: give a JSON list of FHIR Dosage, or one prescription"
    raise UnreadableError("no-dosage", message)
