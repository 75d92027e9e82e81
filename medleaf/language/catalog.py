"""One language's translations, and what its translators are asked to translate."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from medleaf.kept import Kept
from medleaf.language import po
from medleaf.language.table import form_of
from medleaf.model.leaflet import Leaflet
from medleaf.model.text import Role, Sentence, Text
from medleaf.model.words import Words
from medleaf.workspace import SHARED

INTERFACE, PHRASES = SHARED
DIRECTIONS = "directions"
COMMON = (*SHARED, DIRECTIONS)  # what every language has
SEVEREST = tuple(Role)  # from the mildest to the gravest
_LITERAL = re.compile(r"\{\w+\}|\d[\d.,]*\d?(?:\s(?:to|or)\s\d[\d.,]*\d?)?(?:\s[^\W\d_]+)?%?")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence as its translator sees it: in which catalog, where, and how grave."""

    domain: str
    text: Text
    places: tuple[str, ...]
    files: tuple[str, ...]
    role: Role
    printed: bool

    @property
    def literals(self) -> tuple[str, ...]:
        """What must stand in the translation as it does in the English."""
        return tuple(dict.fromkeys(found.group() for found in _LITERAL.finditer(self.text)))

    @property
    def comments(self) -> tuple[str, ...]:
        """The lines above the message in the PO file."""
        match = f" Must match: {'; '.join(self.literals)}." if self.literals else ""
        rows = [f"Where: {'; '.join(self.places)}.", f"Role: {self.role}.{match}"]
        if self.printed:
            # Text grows by about a third from English into most languages.
            room = -(-len(self.text) * 4 // 3 // 5) * 5 + 5
            rows.append(f"Room: about {room} characters.")
        return tuple(rows)


def domain_of(text: Text, leaflet: str, phrases: frozenset[str]) -> str:
    """Return the catalog that holds *text*: a sentence equal to a phrase is that phrase."""
    return PHRASES if text in phrases else leaflet


def extract(
    leaflets: Iterable[Leaflet], phrases: Iterable[str], words: Words
) -> dict[str, tuple[Message, ...]]:
    """Return every message of every catalog, in reading order.

    A sentence that stands in several places is one message, with the gravest role.
    """
    from medleaf.model.deskwords import DeskWords  # a leaflet is printed without them
    from medleaf.model.sayings import Sayings

    shared = frozenset(phrases)
    found: dict[tuple[str, Text], list[tuple[str, str, Sentence]]] = {}
    for sentence in words.sentences():
        found.setdefault((INTERFACE, sentence.text), []).append(("", "templates", sentence))
    for sentence in DeskWords.default().sentences():
        found.setdefault((INTERFACE, sentence.text), []).append(("", "templates/desk", sentence))
    for sentence in Sayings.default().sentences():
        found.setdefault((DIRECTIONS, sentence.text), []).append(("", "directions", sentence))
    for leaflet in leaflets:
        for sentence in leaflet.sentences():
            domain = domain_of(sentence.text, leaflet.id, shared)
            place = (leaflet.id, f"leaflets/{leaflet.id}.yaml", sentence)
            found.setdefault((domain, sentence.text), []).append(place)
    catalogs: dict[str, list[Message]] = {}
    for (domain, text), places in found.items():
        catalogs.setdefault(domain, []).append(_message(domain, text, places))
    return {domain: tuple(messages) for domain, messages in catalogs.items()}


def _message(domain: str, text: Text, places: list[tuple[str, str, Sentence]]) -> Message:
    return Message(
        domain=domain,
        text=text,
        places=tuple(dict.fromkeys(_place(domain, name, s) for name, _, s in places)),
        files=tuple(dict.fromkeys(file for _, file, _ in places)),
        role=max((s.role for _, _, s in places), key=SEVEREST.index),
        printed=any(s.printed for _, _, s in places),
    )


def _place(domain: str, leaflet: str, sentence: Sentence) -> str:
    words = sentence.place or "page"
    where = f"page {sentence.page}" if sentence.printed else "guide"
    if domain in {INTERFACE, DIRECTIONS}:
        return words
    return f"{leaflet}, {words}, {where}" if domain == PHRASES else f"{words}, {where}"


class Standing(StrEnum):
    """What became of a sentence in one language; see the table of states in the house plan."""

    UNTRANSLATED = "untranslated"
    FUZZY = "fuzzy"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Translation:
    """One sentence in one language, and where it stands.

    A sentence about a number has *forms*, one for each plural form of the language. Each is a
    translation of its own: its *form*, the English that it answers, and the message it is *of*.
    """

    english: str
    text: str
    standing: Standing
    file: Path
    line: int
    forms: tuple["Translation", ...] = ()
    form: int = 0
    of: str = ""

    @property
    def parts(self) -> tuple["Translation", ...]:
        """What is said, as single sentences: every form, or the one sentence itself."""
        return self.forms or (self,)

    @property
    def key(self) -> tuple[str, int]:
        """The English of the message in the catalog, and the number of the form."""
        return self.of or self.english, self.form


Lookup = Callable[[str, Text], Translation]  # domain, English -> translation


def catalog(entries: Iterable[po.Entry], file: Path, tag: str) -> dict[str, Translation]:
    """Return the translations in a PO *file* by their English; obsolete ones do not count."""
    return {
        entry.id: _with_forms(
            Translation(entry.id, entry.strings[0], _standing(entry), file, entry.line), entry, tag
        )
        for entry in entries
        if not entry.obsolete
    }


def kept_catalog(file: Path, tag: str, kept: Kept) -> dict[str, Translation]:
    """Return the translations in a PO *file*, as they were *kept* if the file is the same.

    Raises PressError for a file that cannot be read.
    """
    raw = po.load(file)
    name, source = f"{tag}/{file.stem}", raw + _made_by()
    if held := kept.get(name, source):
        entries = (
            po.Entry(english, tuple(strings), plural, flags=tuple(flags), line=line)
            for english, strings, plural, flags, line in json.loads(held)
        )
        return catalog(entries, file, tag)
    found = po.parse(po.decoded(raw, file), file).entries
    rows = [(it.id, it.strings, it.plural, it.flags, it.line) for it in found if not it.obsolete]
    kept.put(name, source, json.dumps(rows, ensure_ascii=False).encode())
    return catalog(found, file, tag)


@cache
def _made_by() -> bytes:
    """Return the code that reads PO files: what other code has kept is not believed."""
    return Path(po.__file__).read_bytes() + Path(__file__).read_bytes()


def original(text: Text, file: Path) -> Translation:
    """Return the English sentence as its own translation; it stands in *file*."""
    whole = Translation(text, text, Standing.TRANSLATED, file, 0)
    entry = po.Entry(text, (str(text), text.many), plural=text.many or None)
    return _with_forms(whole, entry, "en")


def _with_forms(item: Translation, entry: po.Entry, tag: str) -> Translation:
    if entry.plural is None:
        return item
    one = form_of(tag)(1)
    fuzzy = Standing.FUZZY if entry.fuzzy else Standing.TRANSLATED
    forms = (
        replace(
            item,
            english=entry.id if form == one else entry.plural,
            text=text,
            standing=fuzzy if text else Standing.UNTRANSLATED,
            form=form,
            of=entry.id,
        )
        for form, text in enumerate(entry.strings)
    )
    return replace(item, forms=tuple(forms))


def _standing(entry: po.Entry) -> Standing:
    if not entry.translated:
        return Standing.UNTRANSLATED
    return Standing.FUZZY if entry.fuzzy else Standing.TRANSLATED
