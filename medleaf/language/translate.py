"""Leaflet -> its words in a language, as far as they are translated and sound."""

from collections.abc import Callable, Mapping
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

    *texts* are the sentences of the leaflet as they stand in it now, in reading order; *said*
    are the sentences and the translations that went in, in reading order; *found* is all that
    the checks say of them, *missing* the sentences that may not be printed as they are and stay
    English.
    """

    leaflet: Leaflet
    words: Words
    texts: tuple[str, ...]
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


# The page's words in one language, except for those sentences, which stay English.
Wording = Callable[[frozenset[Text]], Words]


def translate(
    leaflet: Leaflet, wording: Wording, asked: Asked, lookup: Lookup, inspect: Inspect
) -> Translated:
    """Put *leaflet* into the language of *lookup*, in which *wording* gives the page's words.

    *asked* is what both say. A sentence in whose translation *inspect* finds a fault that blocks
    stays English.
    """
    said = {key: Said(lookup(*key), sentence) for key, sentence in asked.sentences.items()}
    found = inspect(tuple(said.values()))
    stopped = {(it.said.item, it.said.english) for it in found if it.said and it.blocks}

    english = frozenset(
        key for key, it in said.items() if stopped and (it.item, it.item.english) in stopped
    )
    texts: list[str] = []

    def put(sentence: Sentence) -> str:
        key = domain_of(sentence.text, leaflet.id, asked.phrases), sentence.text
        texts.append(sentence.text if key in english else said[key].item.text)
        return texts[-1]

    return Translated(
        leaflet=leaflet.rewrite(put),
        words=wording(frozenset(text for domain, text in english if domain == INTERFACE)),
        texts=tuple(texts),
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
