"""Finds leaflets by what a person types or scans: names, brands, titles in any language, codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from medleaf.dosing import packs
from medleaf.dosing.match import folded
from medleaf.model.language import SOURCE
from medleaf.model.leaflet import Leaflet
from medleaf.printing.guide.linked import codes_of, names_of

LONGEST = 200  # letters that are looked for; more is no name
_ALIKE = 0.75  # of difflib's ratio: a letter or two wrong in the name of a medicine
_EQUAL, _BEGINS, _WORD, _WITHIN, _NEAR = range(5)  # how well a name fits, best first


@dataclass(frozen=True, slots=True)
class Hit:
    """A leaflet that was found.

    *tag* is the language asked for, or English where the leaflet is not offered in it; *title* and
    *subtitle* are in it. *how* is the name that was found, or the code: then it is *exact*.
    """

    leaflet: str
    tag: str
    title: str
    subtitle: str
    how: str
    exact: bool = False


class Finder:
    """An index of leaflets. It never changes."""

    def __init__(
        self,
        leaflets: Sequence[Leaflet],
        more: Mapping[tuple[str, str], str],
        titles: Mapping[str, Mapping[str, tuple[str, str]]],
    ) -> None:
        """Index *leaflets*; *more* are codes that a pharmacy adds, *titles* by leaflet and tag."""
        self._titles = titles
        self._names: list[tuple[str, str, str]] = []  # folded, as it is written, leaflet
        self._codes: dict[packs.Code, tuple[str, str]] = {}  # the leaflet, and how it was found
        for leaflet in leaflets:
            for system, code in codes_of(leaflet):
                self._add(system, code, leaflet.id)
            said = [text for pair in titles[leaflet.id].values() for text in pair]
            names = dict.fromkeys([*names_of(leaflet), *said, leaflet.id.replace("-", " ")])
            self._names += ((folded(name), name, leaflet.id) for name in names)
        for (system, code), name in more.items():
            self._add(system, code, name)
        self._written = {plain: name for plain, name, _ in self._names}

    def _add(self, system: str, code: str, leaflet: str) -> None:
        for form in packs.known(system, code):
            self._codes[form] = leaflet, f"{system} {code}"

    def search(self, text: str, tag: str, limit: int) -> tuple[Hit, ...]:
        """Return at most *limit* leaflets for a reader of *tag*, best first."""
        text = text.strip()[:LONGEST]
        if not text:
            return ()
        coded = [self._codes[it] for it in sorted(packs.readings(text)) if it in self._codes]
        if coded:
            hits = [self._hit(name, tag, how, exact=True) for name, how in dict(coded).items()]
            return tuple(hits[:limit])
        ranks = self._ranked(folded(text)) or self._ranked_near(folded(text))
        best = sorted(ranks.items(), key=lambda it: (it[1][0], it[0]))[:limit]
        return tuple(self._hit(name, tag, how) for name, (_, how) in best)

    def all(self, tag: str) -> tuple[Hit, ...]:
        """Return every leaflet for a reader of *tag*, by name."""
        return tuple(self._hit(name, tag, "") for name in sorted(self._titles))

    def _ranked(self, wanted: str) -> dict[str, tuple[int, str]]:
        words = wanted.split()
        found: dict[str, tuple[int, str]] = {}
        for plain, name, leaflet in self._names:
            rank = _rank(wanted, words, plain)
            if rank is not None and rank < found.get(leaflet, (_NEAR, ""))[0]:
                found[leaflet] = rank, name
        return found

    def _ranked_near(self, wanted: str) -> dict[str, tuple[int, str]]:
        """Find names with a letter or two typed wrong."""
        near = get_close_matches(wanted, self._written, n=5, cutoff=_ALIKE)
        return {
            leaflet: (_NEAR + near.index(plain), name)
            for plain, name, leaflet in reversed(self._names)
            if plain in near
        }

    def _hit(self, leaflet: str, tag: str, how: str, *, exact: bool = False) -> Hit:
        titles = self._titles[leaflet]
        own = tag if tag in titles else SOURCE if SOURCE in titles else next(iter(titles))
        return Hit(leaflet, own, *titles[own], how, exact)


def _rank(wanted: str, words: Iterable[str], plain: str) -> int | None:
    """Return how well *plain*, a folded name, fits; None where a word is nowhere in it."""
    if wanted == plain:
        return _EQUAL
    if plain.startswith(wanted):
        return _BEGINS
    if all(f" {plain}".find(f" {word}") >= 0 for word in words):
        return _WORD
    if all(word in plain for word in words):
        return _WITHIN
    return None
