"""One object of a FHIR document: what is asked for is taken, what is left over is a doubt.

JSON and XML come here in one shape. XML knows no types and no lists of one, so a number may come
as text and a list as its only member; whatever is not plain becomes a doubt with its path. Doubts
name fields and figures, never names or sentences.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from medleaf.dosing.fhir.wire import Number

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?")
_FIGURES = re.compile(r"[0-9eE+.,:TZ-]{1,40}")
_NAME = re.compile(r"_?[A-Za-z][A-Za-z0-9]{0,63}")
_URL = re.compile(r"(?:https?://|urn:)[A-Za-z0-9._:/#-]{1,200}")
_SILENT = ("id", "fhir_comments", "extension", "modifierExtension")
MOST = Decimal(1_000_000)

# Extensions that no one may pass over, by the beginning of their addresses: the standard ones of
# Dosage and Timing, and fields of other FHIR versions (https://hl7.org/fhir/versions.html).
_WEIGHTY = (
    "http://hl7.org/fhir/StructureDefinition/timing-",
    "http://hl7.org/fhir/StructureDefinition/dosage-",
)
_OTHER_VERSIONS = re.compile(
    r"http://hl7\.org/fhir/[0-9.]+/StructureDefinition/extension-(?:Dosage|Timing)\b.*"
)


class Node:
    """An object at *path*; *doubts* is the list that all nodes of one dosage share."""

    __slots__ = ("_left", "_value", "doubts", "path")

    def __init__(self, value: dict[str, Any], path: str, doubts: list[str]) -> None:
        self._value, self.path, self.doubts = value, path, doubts
        self._left = {name for name, item in value.items() if item is not None}
        self._left.difference_update(_SILENT)
        if all(item is None or item == [] for item in value.values()):
            self.doubt("is empty")
        self._heed_extensions()

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def doubt(self, what: str, name: str = "") -> None:
        """Note that the field *name* (empty: the node itself) *what*."""
        self.doubts.append(f"{self._at(name) if name else self.path} {what}")

    def _heed_extensions(self) -> None:
        for address, _ in self._addresses("modifierExtension"):
            known = _shown(address, _URL)
            self.doubt(f"({known}) is not known and may change the meaning", "modifierExtension")
        for address, extension in self._addresses("extension"):
            weighty = address.startswith(_WEIGHTY) or _OTHER_VERSIONS.fullmatch(address)
            if weighty and extension.get("valueBoolean") not in (False, "false"):
                self.doubt(f"({_shown(address, _URL)}) is not understood", "extension")

    def _addresses(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for item in self._members(name):
            if isinstance(item, dict):
                yield str(item.get("url", "")), item
            else:
                self.doubt("is no extension", name)

    def _members(self, name: str) -> list[Any]:
        value = self._value.get(name)
        if value is None:
            return []
        return value if isinstance(value, list) else [value]

    def _take(self, name: str) -> Any:
        """Return the one value of *name*, None where there is none."""
        self._left.discard(name)
        value = self._value.get(name)
        if isinstance(value, list):
            if len(value) == 1:
                return value[0]
            if value:
                self.doubt(f"has {len(value)} values where one belongs", name)
            return None
        return value

    def _primitive(self, name: str) -> Any:
        """Return the one value of a field that is no object; what stands beside it is heeded."""
        value = self._take(name)
        beside = self._value.get(f"_{name}")
        self._left.discard(f"_{name}")
        if value is None and beside and not self.translations(name):
            self.doubt("has no value", name)
        if isinstance(value, dict):
            self.doubt("is an object where a value belongs", name)
            return None
        return value

    def has(self, name: str) -> bool:
        """Return whether there is anything under *name*."""
        return self._value.get(name) not in (None, [])

    def child(self, name: str) -> "Node | None":
        """Return the object *name*."""
        value = self._take(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.doubt("is a value where an object belongs", name)
            return None
        return Node(value, self._at(name), self.doubts)

    def children(self, name: str) -> tuple["Node", ...]:
        """Return the objects of the list *name*."""
        self._left.discard(name)
        found = []
        for number, item in enumerate(self._members(name)):
            if isinstance(item, dict):
                found.append(Node(item, f"{self._at(name)}[{number}]", self.doubts))
            else:
                self.doubt("is a value where an object belongs", f"{name}[{number}]")
        return tuple(found)

    def text(self, name: str) -> str:
        """Return the text *name* without signs that nobody sees; empty where it is not said."""
        value = self._primitive(name)
        if isinstance(value, bool):
            self.doubt("is true or false where text belongs", name)
            return ""
        return clean(value) if value else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of the list *name*."""
        self._left.discard(name)
        self._left.discard(f"_{name}")
        found = []
        beside = self._value.get(f"_{name}")
        for number, item in enumerate(self._members(name)):
            if isinstance(item, str) and item.strip():
                found.append(clean(item))
            else:
                self.doubt("has no value", f"{name}[{number}]")
        if beside and not found:
            self.doubt("has no value", name)
        return tuple(found)

    def number(self, name: str, *, least: int | None = None) -> Decimal | None:
        """Return the number *name*: plain, at most a million, at least *least* if that is given."""
        value = self._primitive(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str) or not value.strip():
            self.doubt("is no number", name)
            return None
        written = value.strip() if not isinstance(value, Number) else value
        if not _PLAIN.fullmatch(written):
            self.doubt(f"is {_shown(written, _FIGURES)}, which is no plain number", name)
            return None
        number = Decimal(written)
        if number > MOST or (least is not None and number < least):
            self.doubt(f"is {written}, which cannot be meant", name)
            return None
        return number

    def above_zero(self, name: str) -> Decimal | None:
        """Return the number *name*, which must be more than 0."""
        number = self.number(name, least=0)
        if number is not None and not number:
            self.doubt("is 0, which cannot be meant", name)
            return None
        return number

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        """Return the whole number *name*, from *least* to *most*."""
        number = self.number(name)
        if number is None:
            return None
        if number != int(number) or not least <= number <= most:
            self.doubt(f"is {number}, which cannot be meant", name)
            return None
        return int(number)

    def flag(self, name: str) -> bool | None:
        """Return whether *name* is true; None where it is not said."""
        value = self._primitive(name)
        if value is None or isinstance(value, bool):
            return value
        if value in {"true", "false"}:
            return bool(value == "true")
        self.doubt("is neither true nor false", name)
        return None

    def code(self, name: str, known: frozenset[str]) -> str | None:
        """Return the code *name*, one of *known*."""
        value = self._primitive(name)
        if value is None:
            return None
        return self._known(value, name, known)

    def codes(self, name: str, known: frozenset[str]) -> tuple[str, ...]:
        """Return the codes of the list *name*, each one of *known* and there once."""
        self._left.difference_update((name, f"_{name}"))
        items = self._members(name)
        if not items and self._value.get(f"_{name}"):
            self.doubt("has no value", name)
        found = [self._known(item, f"{name}[{n}]", known) for n, item in enumerate(items)]
        if len(set(found)) != len(found) and None not in found:
            self.doubt("says the same twice", name)
        return tuple(it for it in found if it is not None)

    def _known(self, value: Any, name: str, known: frozenset[str]) -> str | None:
        if isinstance(value, str) and value.strip() in known:
            return value.strip()
        self.doubt("is none of FHIR's codes for it", name)
        return None

    def translations(self, name: str) -> dict[str, str]:
        """Return the translations of the text *name* by language (BCP 47)."""
        self._left.discard(f"_{name}")
        found: dict[str, str] = {}
        beside = self._value.get(f"_{name}")
        extensions = beside.get("extension") if isinstance(beside, dict) else None
        for extension in extensions if isinstance(extensions, list) else [extensions]:
            if isinstance(extension, dict) and extension.get("url") == TRANSLATION:
                said = _parts(extension)
                lang, content = said.get("lang", ""), said.get("content", "")
                if lang and content and lang not in found:
                    found[lang] = content
                elif content:
                    self.doubt("has two translations into one language, or one into none", name)
        return found

    def extension(self, *addresses: str) -> str:
        """Return the text that the extension at one of *addresses* has as its value."""
        for address, extension in self._addresses("extension"):
            if address in addresses:
                values = (v for k, v in extension.items() if k.startswith("value"))
                return next((clean(v) for v in values if isinstance(v, str)), "")
        return ""

    def pass_over(self, *names: str) -> None:
        """Take the fields *names* as read: they do not change what a patient does."""
        self._left.difference_update(names, (f"_{name}" for name in names))

    def finish(self) -> None:
        """Doubt every field that nobody asked for."""
        for name in sorted(self._left):
            if name.startswith("_") and name[1:] in self._value:
                continue  # what stands beside a value that was read
            self.doubt("is not known", name if _NAME.fullmatch(name) else "a field without name")


def clean(text: str) -> str:
    """Return *text* without signs that nobody sees: controls, marks that turn the direction.

    Line breaks stay. Halves of surrogates become the sign for what is lost, which no font has.
    """
    if text.isprintable():  # most are
        return text.strip()
    text = _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)
    return _UNSEEN.sub("", _BLANK.sub(" ", text.replace("\r\n", "\n"))).strip()


_HALVES = re.compile("[\ud800-\udfff]")
_BLANK = re.compile("[\t\v\f\r\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def _shown(value: Any, shape: re.Pattern[str]) -> str:
    """Return *value* where it looks like *shape*; free text is not repeated."""
    if isinstance(value, str) and shape.fullmatch(value):
        return str(value)
    return "something"


def _parts(extension: dict[str, Any]) -> dict[str, str]:
    inner = extension.get("extension")
    said = {}
    for part in inner if isinstance(inner, list) else [inner]:
        if isinstance(part, dict) and isinstance(part.get("url"), str):
            values = (v for k, v in part.items() if k.startswith("value") and isinstance(v, str))
            said[part["url"]] = clean(next(values, ""))
    return said
