"""Brings a PO file up to date with the English, and guesses nothing.

The same English keeps its translation. New English is empty, even where it looks
like old English: ``msgmerge`` once filled "every 12 hours" with "every 6 hours".
Only a sentence in the very place of a vanished one takes over its translation,
as *fuzzy*, with the old English beside it.
"""

import difflib
import re
from collections.abc import Iterable

from medleaf.language.catalog import Message
from medleaf.language.po import Entry, Po
from medleaf.language.table import form_count, plural_forms

_FORMAT = "python-brace-format"
_TELLING = re.compile(
    r"\d[\d.,]*|\b(?:not|no|never|without|only|unless|mg|mL|g|units?|micrograms)\b"
)


def update(old: Po | None, messages: Iterable[Message], tag: str) -> Po:
    """Return the catalog *old* (None: a new one) with exactly *messages*, in their order."""
    wanted = tuple(messages)
    header = old.header if old else new_header(tag)
    known = {e.id: e for e in old.entries if not e.obsolete} if old else {}
    gone = {e.id: e for e in old.entries if e.obsolete} if old else {}
    texts = {str(message.text) for message in wanted}
    left = {_where(e): e for e in known.values() if e.id not in texts and any(e.strings)}
    entries, taken = [], set()
    for message in wanted:
        if entry := known.get(message.text) or gone.get(message.text):
            entries.append(_refresh(entry, message, tag))
        elif entry := left.get(message.comments[0]):
            taken.add(entry.id)
            entries.append(_take_over(entry, message, tag))
        else:
            entries.append(_blank(message, tag))
    vanished = [e for e in left.values() if e.id not in taken]
    obsolete = [e for e in gone.values() if e.id not in texts]
    retired = (_retire(e) for e in vanished)
    return Po(header, (*entries, *obsolete, *retired), old.tail if old else "")


def new_header(tag: str) -> Entry:
    """Return the header of a new catalog, from the verified table of languages."""
    rows = (
        "Project-Id-Version: medleaf",
        f"Language: {tag}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plural_forms(tag)}",
    )
    return Entry(id="", strings=("".join(f"{row}\n" for row in rows),))


def _where(entry: Entry) -> str:
    return next((note for note in entry.extracted if note.startswith("Where:")), "")


def _flags(message: Message, old: tuple[str, ...] = ()) -> tuple[str, ...]:
    own = [flag for flag in old if flag != _FORMAT]
    return tuple(own + [_FORMAT] * bool(message.text.placeholders))


def _changed_note(old: Entry) -> tuple[str, ...]:
    return tuple(note for note in old.extracted if note.startswith("Changed:"))


def _forms(message: Message, strings: tuple[str, ...], tag: str) -> tuple[str, ...]:
    """Return *strings*, one for each form that the message has; what is too much goes."""
    count = form_count(tag) if message.text.many else 1
    return (*strings, *[""] * count)[:count]


def _blank(message: Message, tag: str) -> Entry:
    return Entry(
        id=str(message.text),
        plural=message.text.many or None,
        strings=_forms(message, (), tag),
        extracted=message.comments,
        references=message.files,
        flags=_flags(message),
    )


def _refresh(entry: Entry, message: Message, tag: str) -> Entry:
    extracted = message.comments + (_changed_note(entry) if entry.fuzzy else ())
    plural = message.text.many or None
    other = ("fuzzy",) if plural != entry.plural and any(entry.strings) else ()
    return entry.changed(
        extracted=extracted,
        references=message.files,
        flags=tuple(dict.fromkeys((*other, *_flags(message, entry.flags)))),
        obsolete=False,
        plural=plural,
        strings=_forms(message, entry.strings, tag),
    )


def _take_over(old: Entry, message: Message, tag: str) -> Entry:
    english = old.previous if old.fuzzy and old.previous else old.id
    flags = tuple(dict.fromkeys(("fuzzy", *_flags(message, old.flags))))
    return old.changed(
        id=str(message.text),
        plural=message.text.many or None,
        strings=_forms(message, old.strings, tag),
        extracted=message.comments + _difference(english, message.text),
        references=message.files,
        flags=flags,
        previous=english,
    )


def _retire(entry: Entry) -> Entry:
    return entry.changed(
        obsolete=True,
        extracted=(),
        references=(),
        previous=None,
        flags=tuple(f for f in entry.flags if f == "fuzzy"),
    )


def _difference(old: str, new: str) -> tuple[str, ...]:
    """Say which words changed, if numbers, units or a negation are among them."""
    before, after = old.split(), new.split()
    changes = [
        (" ".join(before[a:b]), " ".join(after[c:d]))
        for kind, a, b, c, d in difflib.SequenceMatcher(a=before, b=after).get_opcodes()
        if kind != "equal"
    ]
    telling = [(a, b) for a, b in changes if _TELLING.findall(a) != _TELLING.findall(b)]
    if not telling:
        return ()
    return (
        "Changed: " + "; ".join(f"{a or '(nothing)'} -> {b or '(nothing)'}" for a, b in telling),
    )
