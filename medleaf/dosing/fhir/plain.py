"""Fields outside of dosages, of any type: nothing here doubts, and nothing fails."""

from typing import Any

from medleaf.dosing.fhir.node import clean


def many(value: Any) -> list[Any]:
    """Return *value* as a list: XML knows no lists of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of the list *value*."""
    return [it for it in many(value) if isinstance(it, dict)]


def line(value: Any) -> str:
    """Return *value* as a text on one line, a truth value as XML writes it, others empty."""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(clean(value).split()) if isinstance(value, str) else ""


def kind(value: Any) -> str:
    """Return which resource *value* is, empty where it is none."""
    return line(value.get("resourceType")) if isinstance(value, dict) else ""
