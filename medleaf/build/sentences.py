"""An edition sentence by sentence: what people who translate and review look at."""

from dataclasses import dataclass

from medleaf.build.library import Library, Prepared
from medleaf.build.shelves import Pair
from medleaf.language.catalog import INTERFACE, Message, Translation, domain_of, extract
from medleaf.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: its *number* in the edition, where it stands, what became of it."""

    number: int
    message: Message
    translation: Translation
    problems: tuple[Problem, ...]


def rows(library: Library, pair: Pair, prepared: Prepared) -> tuple[Row, ...]:
    """Return the sentences of an edition: the leaflet's in reading order, then the page's."""
    leaflet, words = library.leaflet(pair.leaflet), library.words
    keys = [(INTERFACE, sentence.text) for sentence in words.sentences()]
    keys += [
        (domain_of(sentence.text, leaflet.id, library.phrases), sentence.text)
        for sentence in leaflet.sentences()
    ]
    used = dict(zip(dict.fromkeys(keys), prepared.translated.used, strict=True))
    found = extract([leaflet], library.phrases, words)
    messages = {(m.domain, m.text): m for domain in found.values() for m in domain}
    faults: dict[tuple[str, int], list[Problem]] = {}
    for problem in prepared.problems:
        faults.setdefault((str(problem.file), problem.line), []).append(problem)
    in_order = sorted(used.items(), key=lambda item: item[0][0] == INTERFACE)
    return tuple(
        Row(n, messages[key], item, tuple(faults.get((str(item.file), item.line), ())))
        for n, (key, item) in enumerate(in_order, start=1)
    )
