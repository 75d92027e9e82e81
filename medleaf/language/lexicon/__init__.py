"""The words of a language that checks must know: units, numbers, negations.

One TOML file per language, to be read and mended by people who speak it. Words are
divided by commas; ``word*`` stands for every word that begins so, ``*word`` for every
word that ends so.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from medleaf.language.numbers import plain

# What no language spells differently on a pack; the lexicons add the words.
_UNIVERSAL = {
    "mg": "mg",
    "mcg": "mcg, µg, μg",
    "g": "g",
    "kg": "kg",
    "mL": "ml, cc",
    "L": "l",
    "percent": "%, ٪, ％",
    "celsius": "°c, ° c, ℃",
    "fahrenheit": "°f, ° f, ℉",
    "mm": "mm",
    "cm": "cm",
    "unit": "iu",
}
UNITS = frozenset(
    {*_UNIVERSAL, "second", "minute", "hour", "day", "week", "month", "year", "time"}
    | {"tablet", "capsule", "puff", "drop", "dose"}
)
REMEMBERED = 8192  # sentences; every check reads the same ones
# The blocks of marks, and of the scripts whose vowels are marks, without their stops.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b82\u0bbe-\u0bd7\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3"
)
LETTER = rf"(?:[^\W\d_]|[{_MARKS}\u200c\u200d])"
# Vowel signs that Arabic may write or leave out, and the stroke that only fills a line.
_OPTIONAL = dict.fromkeys([*range(0x64B, 0x660), 0x670, 0x640])
_APOSTROPHES = str.maketrans("’ʼ´`", "''''")
_UNSPACED = {"zh", "ja", "th", "km", "my", "lo"}
_ATTACHED = {"ar": "وال|بال|فال|كال|لل|ال|و|ف|ب|ل|ك", "he": "[ושהבלכמ]{1,2}"}
_NEVER = re.compile(r"(?!)")


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Return *text* as words are compared: plain digits, small letters, no optional signs."""
    return plain(text).lower().translate(_OPTIONAL).translate(_APOSTROPHES)


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words as a pattern; *named* says what each of them stands for."""

    pattern: re.Pattern[str]
    named: Mapping[str, frozenset[str]]

    def meaning(self, word: str) -> frozenset[str]:
        """Return what a matched *word* stands for."""
        if found := self.named.get(word):
            return found
        stems = (stem for stem in self.named if stem.endswith("*") and word.startswith(stem[:-1]))
        return self.named[max(stems, key=len)]


@dataclass(frozen=True, eq=False)  # compared by identity, so that what is read can be remembered
class Lexicon:
    """What checks know of one language.

    *units* and *two* (units in the dual) are looked up beside a number, over a *gap*;
    *per* are words such as "a day", *numbers* number words, *join* ties a range. *hard*
    negations must have one in the other language; *soft* words (stop, until, only) may
    answer one; *innocent* words only look like one.
    *length* is how long a translation is, in English lengths, at least and at most.
    """

    tag: str
    units: Words
    before: Words
    per: Words
    numbers: Words
    two: Words
    join: re.Pattern[str]
    gap: re.Pattern[str]
    unit_first: bool
    indian: bool
    hard: re.Pattern[str]
    soft: re.Pattern[str]
    innocent: re.Pattern[str]
    affix: bool
    length: tuple[float, float]
    english: frozenset[str]
    informal: re.Pattern[str]
    formal: re.Pattern[str]

    def value(self, word: str) -> Fraction:
        """Return the value of a number word."""
        (value,) = self.numbers.meaning(word)
        return Fraction(value)

    def extended(self, units: Mapping[str, Iterable[str]]) -> "Lexicon":
        """Return the lexicon with more *units*, such as ``locale.toml`` may name."""
        if not units:
            return self
        data = _data(self.tag)
        old = data.get("units", {})
        more = {name: f"{old.get(name, '')}, {', '.join(words)}" for name, words in units.items()}
        made = _units(self.tag, {**data, "units": {**old, **more}})
        return replace(self, units=made[0], before=made[1])


@cache
def lexicon(tag: str) -> Lexicon:
    """Return the lexicon of the language *tag*; it is empty where nobody wrote one."""
    data = _data(tag)
    numbers = _words(tag, data.get("numbers", {}))
    two = _words(tag, data.get("two", {}))
    units, before = _units(tag, data)
    negation, address = data.get("negation", {}), data.get("formal", {})
    low, high = data.get("length", (0.3, 3.0))
    join = "|".join(map(_form, _split(data.get("join", ""))))
    between = "|".join(re.escape(word) for word in _split(data.get("between", "")))
    gap = r"\s?\)?[\s\u00a0\u202f-]{0,2}" + (rf"(?:(?:{between})\s)?" if between else "")
    return Lexicon(
        tag=tag,
        units=units,
        before=before,
        per=_words(tag, data.get("per", {})),
        numbers=numbers,
        two=two,
        join=re.compile(rf"\s*(?:[-–—~～]{'|' + join if join else ''})\s*"),
        gap=re.compile(gap),
        unit_first=bool(data.get("before")),
        indian=tag in {"hi", "bn", "ta", "pa", "gu", "ne"},
        hard=_any(tag, negation.get("hard", "")),
        soft=_any(tag, negation.get("soft", "")),
        innocent=_any(tag, negation.get("innocent", "")),
        affix=bool(data.get("affix")),
        length=(float(low), float(high)),
        english=frozenset(_split(data.get("keep", ""))),
        informal=_any(tag, address.get("informal", "")),
        formal=_any(tag, address.get("formal", ""), folded=False),
    )


def _data(tag: str) -> dict[str, Any]:
    file = Path(__file__).parent / f"{tag}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def _units(tag: str, data: Mapping[str, Any]) -> tuple[Words, Words]:
    named = data.get("units", {})
    whole = {n: f"{_UNIVERSAL.get(n, '')}, {named.get(n, '')}" for n in {*_UNIVERSAL, *named}}
    two = data.get("two", {})
    both = {n: f"{whole.get(n, '')}, {two.get(n, '')}" for n in {*whole, *two}}
    # Behind a figure nothing is attached: Arabic kg would be read as "like" and g.
    return _words(tag, whole, attached=False), _words(tag, both)


def _split(words: str) -> list[str]:
    return [word for part in words.split(",") if (word := fold(part.strip()))]


def _form(word: str) -> str:
    """Return the pattern of a word with or without stars; the longest form comes first."""
    start = f"{LETTER}*" if word.startswith("*") else ""
    end = f"{LETTER}*" if word.endswith("*") else ""
    return start + re.escape(word.strip("*")).replace(r"\ ", r"\s") + end


def _words(tag: str, named: Mapping[str, str], *, attached: bool = True) -> Words:
    meanings: dict[str, set[str]] = {}
    for name, words in named.items():
        for word in _split(words):
            meanings.setdefault(word, set()).add(name)
    pattern = re.compile(_whole(tag, list(meanings), attached=attached)) if meanings else _NEVER
    return Words(pattern, {word: frozenset(names) for word, names in meanings.items()})


def _any(tag: str, words: str, *, folded: bool = True) -> re.Pattern[str]:
    found = _split(words) if folded else [w.strip() for w in words.split(",") if w.strip()]
    return re.compile(_whole(tag, found)) if found else _NEVER


def _whole(tag: str, words: list[str], *, attached: bool = True) -> str:
    """Return a pattern for whole *words*, the longest first, in group 1.

    *attached* ones may follow a particle that is written with them.

    Languages that write no spaces have no whole words. Signs such as % need no end.
    """
    forms = "|".join(map(_form, sorted(words, key=lambda word: (-len(word), word))))
    base = tag.partition("_")[0]
    if base in _UNSPACED:
        return rf"({forms})"
    particle = f"(?:{_ATTACHED[base]})?" if attached and base in _ATTACHED else ""
    return (
        rf"(?<![^\W\d_])(?<![{_MARKS}\u200c\u200d]){particle}({forms})(?:(?<=[%٪％'])|(?!{LETTER}))"
    )
