"""Leaflet -> its words in a language, as far as they are translated and sound."""

from collections.abc import Callable
from dataclasses import dataclass

from medleaf.language.catalog import INTERFACE, Lookup, Translation, domain_of
from medleaf.model.leaflet import Leaflet
from medleaf.model.problem import Problem
from medleaf.model.text import Sentence, Text
from medleaf.model.words import Words

Check = Callable[[Translation], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Translated:
    """A leaflet and the page's words in one language.

    *used* are the translations that went in, in reading order; *problems* what keeps
    sentences from being printed; *missing* those sentences, which stay English.
    """

    leaflet: Leaflet
    words: Words
    used: tuple[Translation, ...]
    problems: tuple[Problem, ...]
    missing: frozenset[Text]


def translate(
    leaflet: Leaflet, words: Words, lookup: Lookup, phrases: frozenset[str], check: Check
) -> Translated:
    """Put *leaflet* and *words* into the language of *lookup*.

    A sentence in whose translation *check* finds a fault stays English.
    """
    used: dict[tuple[str, Text], Translation] = {}
    faults: dict[tuple[str, Text], tuple[Problem, ...]] = {}

    def change(sentence: Sentence, domain: str) -> str:
        key = (domain, sentence.text)
        if key not in used:
            used[key] = lookup(*key)
            faults[key] = check(used[key])
        return sentence.text if faults[key] else used[key].text

    put_words = words.rewrite(lambda s: change(s, INTERFACE))
    put_leaflet = leaflet.rewrite(lambda s: change(s, domain_of(s.text, leaflet.id, phrases)))
    return Translated(
        leaflet=put_leaflet,
        words=put_words,
        used=tuple(used.values()),
        problems=tuple(problem for found in faults.values() for problem in found),
        missing=frozenset(text for (_, text), found in faults.items() if found),
    )
