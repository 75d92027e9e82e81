"""FHIR XML -> the values that FHIR JSON would hold, but for types: all of them are text.

https://hl7.org/fhir/xml.html. Entities, DTDs and processing instructions that fetch are refused.
"""

import re
from typing import TYPE_CHECKING, Any

from medleaf.dosing.fhir.wire import DEEPEST, UnreadableError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FHIR = "{http://hl7.org/fhir}"
# Elements of a dosage that are objects, even where they have nothing but extensions.
_OBJECT = re.compile(
    "extension|dosage|dosageInstruction|timing|repeat|doseAndRate|(?:bounds|dose|rate|max)[A-Z].*|"
    "low|high|numerator|denominator|asNeededCodeableConcept|asNeededFor|additionalInstruction|"
    "site|route|method|type|coding|medication.*|subject|patient|requester|name"
)


def parse_xml(data: bytes) -> Any:
    """Return the resource that the XML *data* holds; raise UnreadableError where it is none."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        message = "has a DTD or entities, which FHIR does not allow (https://hl7.org/fhir/xml.html)"
        raise UnreadableError("xml-entities", message) from None
    except (ParseError, ValueError, LookupError) as error:
        place = getattr(error, "position", None)
        where = f" at line {place[0]}, column {place[1] + 1}" if place else ""
        raise UnreadableError("xml", f"is no XML{where}") from None
    if not root.tag.startswith(_FHIR):
        raise UnreadableError("xml", "is no FHIR: its namespace is not http://hl7.org/fhir")
    return _resource(root, 0)


def _resource(element: "Element", depth: int) -> dict[str, Any]:
    return {"resourceType": element.tag.removeprefix(_FHIR), **_object(element, depth)}


def _object(element: "Element", depth: int) -> dict[str, Any]:
    """Return the fields of *element*: those that are there several times as lists."""
    if depth > DEEPEST:
        raise UnreadableError("too-deep", f"is nested more than {DEEPEST} levels deep")
    found: dict[str, Any] = dict(element.attrib)
    groups: dict[str, list[Element]] = {}
    for child in element:
        if isinstance(child.tag, str) and child.tag.startswith(_FHIR):
            groups.setdefault(child.tag.removeprefix(_FHIR), []).append(child)
    for name, children in groups.items():
        if name[:1].isupper():  # the resource that an entry or contained holds
            return _resource(children[0], depth + 1)
        _put(found, name, children, depth)
    return found


def _put(found: dict[str, Any], name: str, children: list["Element"], depth: int) -> None:
    """Put *children* into *found* as JSON has them: what stands beside a value as _name."""
    values: list[Any] = []
    beside: list[Any] = []
    for child in children:
        inner = _object(child, depth + 1)
        value = inner.pop("value", None) if _is_primitive(child) else inner
        values.append(value)
        beside.append(inner if value is not inner and inner else None)
    one = len(values) == 1
    if any(value is not None for value in values):
        found[name] = values[0] if one else values
    if any(beside):
        found[f"_{name}"] = beside[0] if one else beside


def _is_primitive(element: "Element") -> bool:
    """Return whether *element* is no object: it has a value, or only extensions in its place."""
    if "value" in element.attrib:
        return True
    names = {child.tag for child in element}
    name = element.tag.removeprefix(_FHIR)
    return names == {f"{_FHIR}extension"} and not _OBJECT.fullmatch(name)
