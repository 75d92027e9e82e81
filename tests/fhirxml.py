"""FHIR JSON -> FHIR XML (https://hl7.org/fhir/xml.html), to hold the reader of one by the other."""

from xml.sax.saxutils import quoteattr


def xml(resource: dict) -> bytes:
    """Return *resource* as FHIR XML."""
    kind = resource["resourceType"]
    return f'<{kind} xmlns="http://hl7.org/fhir">{_fields(resource)}</{kind}>'.encode()


def _fields(value: dict) -> str:
    made = ""
    for name, item in value.items():
        if name in {"resourceType", "div"} or (name == "url" and "resourceType" not in value):
            continue
        if name.startswith("_"):
            made += _element(name[1:], None, item) if name[1:] not in value else ""
        else:
            made += _element(name, item, value.get(f"_{name}"))
    return made


def _element(name: str, value: object, beside: object = None) -> str:
    if isinstance(value, list):
        besides = beside if isinstance(beside, list) else [None] * len(value)
        return "".join(_element(name, it, by) for it, by in zip(value, besides, strict=True))
    inner = _fields(beside) if isinstance(beside, dict) else ""
    if isinstance(value, dict):
        if kind := value.get("resourceType"):
            return f"<{name}><{kind}>{_fields(value)}</{kind}></{name}>"
        url = f" url={quoteattr(value['url'])}" if name.lower().endswith("extension") else ""
        return f"<{name}{url}>{_fields(value)}</{name}>"
    if value is None:
        return f"<{name}>{inner}</{name}>" if inner else ""
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{name} value={quoteattr(written)}>{inner}</{name}>"
