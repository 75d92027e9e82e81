"""Leaflet -> its words in a language, as far as they are translated and sound."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from medleaf.language.catalog import INTERFACE, SEVEREST, Lookup, Translation, domain_of
from medleaf.language.said import Found, Inspect, Said
from medleaf.model.leaflet import Leaflet
from medleaf.model.problem import Problem
from medleaf.model.text import Sentence, Text
from medleaf.model.words import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """The sentences of a leaflet and of its page, by catalog and English, in reading order.

    *phrases* are those that leaflets share.
    """

    sentences: Mapping[tuple[str, Text], Sentence]
    phrases: frozenset[str]


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
    leaflet: Leaflet, words: Words, asked: Asked, lookup: Lookup, inspect: Inspect
) -> Translated:
    """Put *leaflet* and *words* into the language of *lookup*; *asked* is what they say.

    A sentence in whose translation *inspect* finds a fault that blocks stays English.
    """
    said = {key: Said(lookup(*key), sentence) for key, sentence in asked.sentences.items()}
    found = inspect(tuple(said.values()))
    stopped = {(it.said.item, it.said.english) for it in found if it.said and it.blocks}

    def change(sentence: Sentence, domain: str) -> str:
        item = said[domain, sentence.text].item
        return sentence.text if (item, item.english) in stopped else item.text

    return Translated(
        leaflet=leaflet.rewrite(lambda s: change(s, domain_of(s.text, leaflet.id, asked.phrases))),
        words=words.rewrite(lambda s: change(s, INTERFACE)),
        said=tuple(said.values()),
        found=found,
        missing=frozenset(Text(english) for _, english in stopped),
    )


def ask(leaflet: Leaflet, words: Words, phrases: frozenset[str]) -> Asked:
    """Return what there is to translate of a leaflet; it is the same for all languages.

    Where a sentence stands twice, the gravest role counts, and it is printed if it is printed
    anywhere.
    """
    found: dict[tuple[str, Text], Sentence] = {}
    places = [(INTERFACE, sentence) for sentence in words.sentences()]
    places += [(domain_of(s.text, leaflet.id, phrases), s) for s in leaflet.sentences()]
    for domain, sentence in places:
        key = (domain, sentence.text)
        first = found.setdefault(key, sentence)
        if first is not sentence:
            role = max(first.role, sentence.role, key=SEVEREST.index)
            found[key] = replace(first, role=role, page=first.page or sentence.page)
    return Asked(found, phrases)
