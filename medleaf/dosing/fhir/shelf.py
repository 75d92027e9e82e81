"""What prescriptions refer to: patients, prescribers and medicines, found by their references."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from medleaf.dosing.fhir import plain
from medleaf.dosing.fhir.medicine import medicine
from medleaf.dosing.fhir.people import Person, name, patient
from medleaf.dosing.fhir.wire import UnreadableError, check
from medleaf.model.dosage import Concept

_ON_SERVER = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64})(?:/_history/[^/]+)?")


class Role(NamedTuple):
    """Somebody in a role: who it is, by reference, and in the sender's words."""

    reference: str
    display: str


Item = Person | Role | Concept | str | UnreadableError

_DISTILLED: dict[str, Callable[[dict[str, Any]], Item]] = {
    "Patient": patient,
    "Practitioner": name,
    "Organization": lambda resource: plain.line(resource.get("name")),
    "PractitionerRole": lambda resource: Role(*refers(resource.get("practitioner"))),
    "Medication": medicine,
}
REFERRED = frozenset(_DISTILLED)
_GIVEN = ("preparation", "in-progress", "completed")


class _Run:
    """The keys of a run's patients, which mean nothing outside of it."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._strangers: dict[object, str] = {}

    def new_key(self) -> str:
        """Return a key that no other patient of this run has."""
        return f"p{next(self._numbers)}"

    def key(self, who: object) -> str:
        """Return the key of a patient of whom only *who* is known; the same for equal ones."""
        if who not in self._strangers:
            self._strangers[who] = self.new_key()
        return self._strangers[who]


class Shelf:
    """Resources by reference: those of one document first, then those of the whole run."""

    def __init__(self, above: "Shelf | None" = None) -> None:
        self._above = above
        self._items: dict[str, Item] = {}
        self._filled: set[str] = set()
        self.run: _Run = above.run if above else _Run()

    def put(self, resource: Any, address: str = "") -> None:
        """Keep what may be printed of *resource*, under its id and the *address* of its entry."""
        kind = plain.kind(resource)
        if kind == "MedicationDispense":
            self._fill(resource)
        if kind not in REFERRED:
            return
        try:
            check(resource)
            item = _DISTILLED[kind](resource)
        except UnreadableError as error:
            item = error
        if isinstance(item, Person):
            item = replace(item, key=self.run.new_key())
        own = plain.line(resource.get("id"))
        for key in (address, f"{kind}/{own}" if own else "", _address(address)):
            if key:
                self._keep(key, item)

    def hold(self, contained: Any) -> None:
        """Keep the resources that another resource contains."""
        for resource in plain.objects(contained):
            if own := plain.line(resource.get("id")):
                self.put(resource, f"#{own}")

    def _keep(self, key: str, item: Item) -> None:
        if self._items.setdefault(key, item) != item:
            message = "two different resources have the same id; which one is meant?"
            self._items[key] = UnreadableError("ambiguous", message)

    def _fill(self, dispense: dict[str, Any]) -> None:
        """Keep which requests *dispense* hands over, if it says how to take what it gives."""
        if dispense.get("dosageInstruction") and dispense.get("status") in _GIVEN:
            for it in plain.objects(dispense.get("authorizingPrescription")):
                reference, _ = refers(it)
                self._filled.update(key for key in (reference, _address(reference)) if key)

    def is_filled(self, request: dict[str, Any], address: str) -> bool:
        """Return whether a dispense hands *request* over, which is known as *address*, too."""
        keys = {address, _address(address), f"MedicationRequest/{plain.line(request.get('id'))}"}
        if keys & self._filled:
            return True
        return self._above is not None and self._above.is_filled(request, address)

    def find(self, reference: str) -> Item | None:
        """Return what *reference* leads to; None where nothing is there.

        Raises UnreadableError where it is there, but cannot be read, or is there twice.
        """
        for key in dict.fromkeys((reference, _address(reference), f"#{reference}")):
            if key and (found := self._items.get(key)) is not None:
                if isinstance(found, UnreadableError):
                    raise found
                return found
        return self._above.find(reference) if self._above else None


def refers(value: Any) -> tuple[str, str]:
    """Return the address and the words of the reference *value*."""
    it = next(iter(plain.objects(value)), {})
    return plain.line(it.get("reference")), plain.line(it.get("display"))


def _address(reference: str) -> str:
    """Return Type/id of an address on a server, and of a version of it."""
    found = _ON_SERVER.fullmatch(reference)
    return found[1] if found else ""
