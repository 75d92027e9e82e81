"""Leaflet -> its words in a language, as far as they are translated and sound."""

from dataclasses import dataclass, replace

from medleaf.language.catalog import INTERFACE, SEVEREST, Lookup, Translation, domain_of
from medleaf.language.checks import Found, Inspect, Said
from medleaf.model.leaflet import Leaflet
from medleaf.model.problem import Problem
from medleaf.model.text import Sentence, Text
from medleaf.model.words import Words


@dataclass(frozen=True, slots=True)
class Translated:
    """A leaflet and the page's words in one language.

    *said* are the sentences and the translations that went in, in reading order; *found*
    is all that the checks say of them, *missing* the sentences that may not be printed as
    they are and stay English.
    """

    leaflet: Leaflet
    words: Words
    said: tuple[Said, ...]
    found: tuple[Found, ...]
    missing: frozenset[Text]

    @property
    def used(self) -> tuple[Translation, ...]:
        """The translations that went in."""
        return tuple(said.item for said in self.said)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps sentences from being printed."""
        return tuple(found.problem for found in self.found if found.blocks)


def translate(
    leaflet: Leaflet, words: Words, lookup: Lookup, phrases: frozenset[str], inspect: Inspect
) -> Translated:
    """Put *leaflet* and *words* into the language of *lookup*.

    A sentence in whose translation *inspect* finds a fault that blocks stays English.
    """
    said = gather(leaflet, words, lookup, phrases)
    found = inspect(tuple(said.values()))
    stopped = {(it.said.item, it.said.english) for it in found if it.said and it.blocks}

    def change(sentence: Sentence, domain: str) -> str:
        item = said[domain, sentence.text].item
        return sentence.text if (item, item.english) in stopped else item.text

    return Translated(
        leaflet=leaflet.rewrite(lambda s: change(s, domain_of(s.text, leaflet.id, phrases))),
        words=words.rewrite(lambda s: change(s, INTERFACE)),
        said=tuple(said.values()),
        found=found,
        missing=frozenset(Text(english) for _, english in stopped),
    )


def gather(
    leaflet: Leaflet, words: Words, lookup: Lookup, phrases: frozenset[str]
) -> dict[tuple[str, Text], Said]:
    """Return what is said, by catalog and English; where it stands twice, the gravest role counts.

    It is printed if it is printed anywhere.
    """
    found: dict[tuple[str, Text], Said] = {}
    places = [(INTERFACE, sentence) for sentence in words.sentences()]
    places += [(domain_of(s.text, leaflet.id, phrases), s) for s in leaflet.sentences()]
    for domain, sentence in places:
        key = (domain, sentence.text)
        if key not in found:
            found[key] = Said(lookup(*key), sentence)
            continue
        first = found[key].sentence
        role = max(first.role, sentence.role, key=SEVEREST.index)
        page = first.page or sentence.page
        found[key] = replace(found[key], sentence=replace(first, role=role, page=page))
    return found
