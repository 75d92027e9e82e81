"""Patient and Practitioner -> what is printed of them."""

from dataclasses import dataclass, field
from typing import Any

from medleaf.dosing.fhir.plain import line, many, objects
from medleaf.dosing.fhir.values import as_moment
from medleaf.dosing.fhir.wire import UnreadableError
from medleaf.model.prescription import Patient

_USES = ("official", "usual", "", "nickname", "temp", "maiden", "anonymous")  # best first; not old
MOST_NAME = 400


@dataclass(frozen=True, slots=True)
class Person:
    """A patient, and whether the record says that they have died.

    *key* is the same for one record only: two people may have one name and one day of birth.
    """

    patient: Patient
    died: bool = False
    key: str = field(default="", compare=False)


def patient(resource: dict[str, Any]) -> Person:
    """Return the patient that *resource* is about.

    Raises UnreadableError where the date of birth does not exist: it would name somebody else.
    """
    born = line(resource.get("birthDate"))
    birth_date = as_moment(born) if born else None
    if born and birth_date is None:
        raise UnreadableError("birth-date", "the patient's birthDate is in no calendar")
    died = line(resource.get("deceasedBoolean")) == "true" or bool(resource.get("deceasedDateTime"))
    return Person(Patient(name(resource), birth_date, _language(resource)), died)


def name(resource: dict[str, Any]) -> str:
    """Return the name of a person: the official one first; as text, else put together."""
    names: dict[str, list[dict[str, Any]]] = {}
    for it in objects(resource.get("name")):
        names.setdefault(line(it.get("use")), []).append(it)
    for it in (it for use in _USES for it in names.get(use, ())):
        if found := _name(it):
            if len(found) > MOST_NAME:
                message = f"a name has {len(found)} characters; {MOST_NAME} is the most"
                raise UnreadableError("too-long", message)
            return found
    return ""


def _name(human: dict[str, Any]) -> str:
    if text := line(human.get("text")):
        return text
    parts = (human.get(part) for part in ("prefix", "given", "family", "suffix"))
    return " ".join(said for part in parts for item in many(part) if (said := line(item)))


def _language(resource: dict[str, Any]) -> str:
    """Return the language that the patient prefers; the only one, if none is preferred."""
    spoken = objects(resource.get("communication"))
    preferred = [it for it in spoken if line(it.get("preferred")) == "true"]
    tags = {tag for it in preferred or spoken if (tag := _tag(it.get("language")))}
    return tags.pop() if len(tags) == 1 else ""


def _tag(language: Any) -> str:
    """Return the code of a language, or its name in words."""
    if not isinstance(language, dict):
        return line(language)
    codings = objects(language.get("coding"))
    code = next((said for it in codings if (said := line(it.get("code")))), "")
    return code or line(language.get("text"))
