"""A patient's dosages in the patient's language: catalogs, words and the proof, put together."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from medleaf.build.library import Library
from medleaf.build.start import bundled
from medleaf.dosing.fhir import document, wire
from medleaf.dosing.proof import prove
from medleaf.dosing.refusal import Refusal
from medleaf.dosing.say import problem, say
from medleaf.dosing.speech import SAYINGS, Speech
from medleaf.dosing.understood import understood
from medleaf.language.negotiate import nearest
from medleaf.language.table import form_count, form_of
from medleaf.model.directions import Clause, Directions, RefusedError
from medleaf.model.dosage import Dosage, When
from medleaf.workspace import Workspace

Habits = Mapping[int, tuple[When, ...]]


def directions_text(dosages: Any, language: str) -> str:
    """Return FHIR *dosages* in the words of a *language* (BCP 47, or a folder's name), as text.

    *dosages* is a list of FHIR Dosage (STU3 to R5) as JSON text or as parsed, or one
    prescription. Every number, unit, time and weekday of it is in the text. Raises RefusedError
    with every reason why it cannot be said. Speaks the languages that come with medleaf and
    needs no workspace.
    """
    return directions(read(dosages), _speech(language)).text


@cache
def _speech(language: str) -> Speech:
    return speech_of(_bundled(), language)


@cache
def _bundled() -> Library:
    return Library(Workspace(bundled()), date.min)


def read(source: Any) -> tuple[Dosage, ...]:
    """Return the dosages in *source*, JSON or what it was parsed into; raise RefusedError."""
    try:
        written = source if isinstance(source, str | bytes) else json.dumps(source)
        value = wire.parse(written)
        wire.check(value)
        return document.dosages(value)
    except wire.UnreadableError as error:
        raise RefusedError([problem(0, error.code, error.message)]) from error
    except (TypeError, ValueError, RecursionError) as error:
        message = "is no JSON: give text, or lists, dicts, strings and numbers"
        raise RefusedError([problem(0, "json", message)]) from error


def speech_of(library: Library, language: str) -> Speech:
    """Return the speech for a reader of *language*; raise RefusedError where there is none."""
    tag = nearest(language, library.tags)
    if tag is None:
        message = f"there is no language {language!r}; there are {', '.join(library.tags)}"
        raise RefusedError([problem(0, "unknown-language", message)])
    return speech(library, tag)


def speech(library: Library, tag: str) -> Speech:
    """Return how the language *tag* says directions; raise PressError where it cannot."""
    spoken = library.spoken(tag)
    return Speech(
        tag=tag,
        html=spoken.language.html,
        decimal=spoken.market.decimal,
        count=form_count(tag),
        form_of=form_of(tag),
        forms=spoken.forms,
        reviewed=spoken.reviewed,
    )


def directions(
    dosages: Sequence[Dosage], words: Speech, habits: Habits | None = None
) -> Directions:
    """Return *dosages* in *words*, proved; raise RefusedError with every reason against it.

    Where the sender had all of them translated into the language, that is said instead.
    """
    if found := _translated(dosages, words):
        return found
    plain, refused = [], []
    for number, dosage in enumerate(dosages, start=1):
        try:
            plain.append(understood(dosage, habits or {}))
        except Refusal as refusal:
            refused.append(problem(number, refusal.code, refusal.message))
    if refused:
        raise RefusedError(refused)
    said = say(plain, words)
    prove(said, plain, words)
    return said


def written(text: str, lang: str, words: Speech) -> Directions:
    """Return the prescriber's own words, marked as theirs; *lang* is BCP 47, empty if unknown."""
    line = " ".join(text.split())
    said = words.say(SAYINGS.frames.wrote, words=line)
    return Directions("written", lang or "und", (Clause("wrote", said),))


def _translated(dosages: Sequence[Dosage], words: Speech) -> Directions | None:
    found = [_best(dosage.translations, words.html) for dosage in dosages]
    if not found or not all(found):
        return None
    frame = SAYINGS.frames.translated
    lines = (words.say(frame, words=" ".join(text.split())) for text in dict.fromkeys(found))
    return Directions("translated", words.html, tuple(Clause("translated", it) for it in lines))


def _best(translations: Mapping[str, str], wanted: str) -> str:
    """Return the translation for *wanted*: its own, or of a region or script of it (BCP 47)."""
    known = {tag.lower().replace("_", "-"): text for tag, text in translations.items() if text}
    tag = wanted.lower()
    if tag in known:
        return known[tag]
    return next((text for name, text in sorted(known.items()) if name.startswith(f"{tag}-")), "")
