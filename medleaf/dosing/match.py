"""Medicine -> leaflet: by any code, then by name; and what speaks against it.

A wrong leaflet is worse than none. So a match is refused where the record says two things: codes
of one medicine and the name of another, a combination of which the leaflet knows one part, or
an oral medicine whose leaflet is about an inhaler.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from medleaf.dosing import packs
from medleaf.model.dosage import Coding, Concept, Dosage
from medleaf.model.leaflet import Leaflet, Topic

# Addresses and object identifiers of code systems (HL7 terminology, 2025), by our names.
SYSTEMS = {
    "http://www.whocc.no/atc": "atc",
    "urn:oid:2.16.840.1.113883.6.73": "atc",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "urn:oid:2.16.840.1.113883.6.88": "rxnorm",
    "http://snomed.info/sct": "snomed",
    "urn:oid:2.16.840.1.113883.6.96": "snomed",
    "http://hl7.org/fhir/sid/ndc": "ndc",
    "urn:oid:2.16.840.1.113883.6.69": "ndc",
    "https://dmd.nhs.uk": "dmd",
    "http://fhir.de/codesystem/ifa/pzn": "pzn",
    "urn:oid:1.2.276.0.76.4.6": "pzn",
    "https://www.gs1.org/gtin": "gtin",
    "urn:oid:1.3.160": "gtin",
}

# Of a coding that names a leaflet itself, by its id: somebody has picked it.
PICKED = "urn:medleaf:leaflet"

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_PARTS = re.compile(r"\s+/\s*|/\s+|\s\+\s|\s&\s|;|,\s|\s(?:and|with|plus|und|et|y|con|avec|mit)\s")


@dataclass(frozen=True, slots=True)
class Match:
    """The leaflet of a medicine, and how it was found: ``rxnorm 1292`` or ``name baclofen``."""

    leaflet: str
    how: str


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Why there is no leaflet for a medicine."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Index:
    """By what the leaflets of medicines can be found.

    *codes* maps (system, code) to leaflets, *names* plain names to leaflets, *routes* leaflets
    to how the medicine is given, *first* the first words of names to the names. *ids* are all
    leaflets; a topic is found in no other way.
    """

    codes: Mapping[tuple[str, str], str]
    names: Mapping[str, str]
    routes: Mapping[str, str]
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()

    def match(self, medicine: Concept, dosages: Iterable[Dosage] = ()) -> Match | NoMatch:
        """Return the leaflet for *medicine* as *dosages* give it, or why there is none."""
        if picked := next((it.code for it in medicine.codings if it.system == PICKED), ""):
            return self._picked(picked)
        words = [word for word in (medicine.text, *(it.display for it in medicine.codings)) if word]
        coded = self._by_code(medicine.codings)
        named = [found for text in words for found in self._by_name(text)]
        matches = [*coded, *named]
        if not matches:
            return NoMatch("no-leaflet", "no code and no name of the medicine belongs to a leaflet")
        leaflets = sorted({it.leaflet for it in matches})
        if len(leaflets) > 1:
            message = f"its codes and names belong to several leaflets: {', '.join(leaflets)}"
            return NoMatch("several-leaflets", message)
        best = matches[0]
        if any(self._combined(text, best.leaflet) for text in words):
            message = f"it seems to be a combination; the leaflet {best.leaflet} is about one part"
            return NoMatch("combination", message)
        given = {route for text in words if (route := _route_of(text))}
        given |= {route for it in dosages if (route := _route(it.route))}
        if given - {self.routes[best.leaflet]}:
            message = (
                f"the leaflet {best.leaflet} is about {self.routes[best.leaflet]} use, "
                f"the prescription says {', '.join(sorted(given))}"
            )
            return NoMatch("other-route", message)
        return best

    def _picked(self, name: str) -> Match | NoMatch:
        if name in self.ids:
            return Match(name, "picked")
        return NoMatch("no-leaflet", "there is no leaflet of the name that was picked")

    def _by_code(self, codings: Iterable[Coding]) -> list[Match]:
        found = []
        for coding in codings:
            system = SYSTEMS.get(coding.system.lower().rstrip("/"), coding.system.lower())
            known = {self.codes.get((system, it)) for it in packs.forms(system, coding.code)}
            how = f"{system} {coding.code}"
            found += [Match(leaflet, how) for leaflet in sorted(filter(None, known))]
        return found

    def _by_name(self, text: str) -> list[Match]:
        """Return the leaflets whose names are whole words in *text*, the longest name first."""
        words = plain(text).split()
        found: dict[str, str] = {}
        for start, word in enumerate(words):
            for name in self.first.get(word, ()):
                length = len(name.split())
                if " ".join(words[start : start + length]) == name:
                    found[name] = self.names[name]
        longest = sorted(found, key=len, reverse=True)
        return [Match(found[name], f"name {name}") for name in longest]

    def _combined(self, text: str, leaflet: str) -> bool:
        """Whether *text* names another substance beside the leaflet's own."""
        parts = _PARTS.split(f" {folded(text)} ")
        own = [any(it.leaflet == leaflet for it in self._by_name(part)) for part in parts]
        if not any(own):
            return False
        others = (part for part, mine in zip(parts, own, strict=True) if not mine)
        return any(
            word not in _vocabulary().plain for part in others for word in _WORD.findall(part)
        )


def index(leaflets: Iterable[Leaflet], more: Mapping[tuple[str, str], str]) -> Index:
    """Return by what *leaflets* are found; *more* are codes that a pharmacy adds.

    Topics are not about one medicine and are never attached to a prescription.
    """
    codes: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    routes: dict[str, str] = {}
    ids: set[str] = set()
    for leaflet in leaflets:
        ids.add(leaflet.id)
        if isinstance(leaflet, Topic):
            continue
        routes[leaflet.id] = leaflet.route
        for system, values in leaflet.codes:
            forms = (form for code in values for form in packs.forms(system, code))
            codes.update({(system, form): leaflet.id for form in forms})
        known = (
            leaflet.names.inn or "",
            *_all(leaflet.names.spellings),
            *_all(leaflet.names.brands),
        )
        names.update({plain(name): leaflet.id for name in known if name})
    for (system, code), leaflet_id in more.items():
        codes.update({(system, form): leaflet_id for form in packs.forms(system, code)})
    first: dict[str, tuple[str, ...]] = {}
    for name in names:
        word = name.split()[0]
        first[word] = (*first.get(word, ()), name)
    return Index(codes, names, routes, first, frozenset(ids))


def plain(text: str) -> str:
    """Return *text* as it is compared: folded, without accents, one space between words."""
    return " ".join(re.findall(r"[\w']+", folded(text)))


def folded(text: str) -> str:
    """Return *text* in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _all(names: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    return (name for group in names.values() for name in group)


def _route(concept: Concept | None) -> str:
    if concept is None:
        return ""
    known = (_vocabulary().codes.get(coding.code, "") for coding in concept.codings)
    return next(filter(None, known), "") or _route_of(concept.words)


def _route_of(text: str) -> str:
    """Return how a medicine with *text* in its name is given, if the words say one thing."""
    words = f" {plain(text)} "
    found = [
        route
        for route, signs in _vocabulary().words.items()
        if any(f" {sign} " in words for sign in signs)
    ]
    return found[0] if len(found) == 1 or found[:1] == ["nebuliser"] else ""


class _Vocabulary(NamedTuple):
    words: Mapping[str, frozenset[str]]  # route -> words that tell it
    codes: Mapping[str, str]  # code -> route
    plain: frozenset[str]  # words that are not the name of a substance


@cache
def _vocabulary() -> _Vocabulary:
    data = tomllib.loads(Path(__file__).with_name("routes.toml").read_text("utf-8"))
    words = {
        route: frozenset(word.replace("+", " ") for word in group["words"].split())
        for route, group in data.items()
    }
    others = words.pop("none")
    codes = {code: route for route, group in data.items() for code in group["codes"]}
    return _Vocabulary(words, codes, others.union(*words.values()))
