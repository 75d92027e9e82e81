"""What a medicine is called and coded as, from CodeableConcept and Medication."""

from typing import Any

from medleaf.dosing.fhir.node import Node
from medleaf.dosing.fhir.plain import line, objects
from medleaf.dosing.fhir.values import concept
from medleaf.model.dosage import Concept


def medicine(resource: dict[str, Any]) -> Concept:
    """Return what the Medication *resource* is, empty where it does not say.

    Of one ingredient the codes are added, so that a product is found by its substance; several
    are named together, so that nobody takes a combination for one of its parts.
    """
    own = named(resource.get("code")) or Concept()
    parts = [it for it in map(_ingredient, _active(resource)) if it]
    if len(parts) == 1:
        return Concept(own.text or parts[0].text, (*own.codings, *parts[0].codings))
    if not own.words and parts:
        return Concept(" + ".join(it.words for it in parts), own.codings)
    return own


def named(value: Any) -> Concept | None:
    """Return the concept *value*, None where it names nothing."""
    first = next(iter(objects(value)), None)
    return concept(Node(first, "", [])) if first else None


def _active(resource: dict[str, Any]) -> list[dict[str, Any]]:
    found = objects(resource.get("ingredient"))
    return [it for it in found if line(it.get("isActive")) != "false"]


def _ingredient(value: dict[str, Any]) -> Concept | None:
    item = value.get("item")  # R5: a CodeableReference
    inner = item.get("concept") if isinstance(item, dict) else None
    return named(value.get("itemCodeableConcept") or inner)
