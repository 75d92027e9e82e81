"""Reads what a sentence measures: each number with its unit, and in which order."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from medleaf.language.lexicon import REMEMBERED, Lexicon, fold
from medleaf.language.numbers import Number, numbers
from medleaf.model.text import PLACEHOLDER

URL = re.compile(r"(?:https?://|www\.)[^\s<>\"”»）)]+|(?<![\w@.])[\w.+-]+@[\w-]+\.[\w.]+\w")
# Letters and figures together, such as E1520, B12 and COVID-19
CODE = re.compile(r"(?<![\w.])[A-Za-z]+-?\d+[A-Za-z0-9]*(?:-\d+)*")
_PHONE = re.compile(r"(?<![\w.,])(?:\+\s?)?\(?\d+\)?(?:[ \u00a0./-]\(?\d+\)?)+(?![\w])|\d{7,}")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:[.,]\d+)?")
_LEAST_PHONE = 6  # digits
_NEAR = 48  # characters before a number among which its unit may stand


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts.

    *value* is None where it cannot be read; *units* are all classes that its unit may
    be of, none where it has no known one. *spelt* says that it is a number word,
    *joined* that the next amount is the other end of a range.
    """

    token: str
    value: Fraction | None
    units: frozenset[str]
    unit: str = ""
    spelt: bool = False
    foreign: bool = False
    joined: bool = False

    def __str__(self) -> str:
        gap = "" if self.unit[:1] in {"", "%", "°"} else " "
        return f"{self.token}{gap}{self.unit}"


def phones(text: str) -> list[str]:
    """Return the phone numbers (and dates in figures) of *text*, as they are written."""
    return [
        found.group()
        for found in _PHONE.finditer(text)
        if sum(c.isdigit() for c in found.group()) >= _LEAST_PHONE
        and not _GROUPED.fullmatch(found.group())
    ]


@lru_cache(maxsize=REMEMBERED)
def masked(text: str) -> str:
    """Return *text* without what is compared letter by letter: placeholders, phones, codes."""
    text = URL.sub(" ¦ ", PLACEHOLDER.sub(" ¦ ", text))
    text = CODE.sub(" ¦ ", text)
    for phone in phones(text):
        text = text.replace(phone, " ¦ ")
    return text


@lru_cache(maxsize=REMEMBERED)
def amounts(text: str, lexicon: Lexicon, decimal: str = ".") -> tuple[Amount, ...]:
    """Return the amounts of *text* in figures, in order, read with the *decimal* sign."""
    folded = fold(masked(text))
    read = numbers(folded, decimal, indian=lexicon.indian)
    units = [_unit(folded, number, lexicon) for number in read]
    found: list[Amount] = []
    for n, number in enumerate(read):
        classes, word, end = units[n]
        follows = read[n + 1] if n + 1 < len(read) else None
        joined = follows is not None and bool(
            lexicon.join.fullmatch(folded, max(end, number.end), follows.start)
            or lexicon.join.fullmatch(folded, number.end, follows.start)
        )
        if joined and not classes:
            classes, word, _ = units[n + 1]
        found.append(
            Amount(
                token=number.token,
                value=number.value,
                units=classes,
                unit=word,
                foreign=number.foreign,
                joined=joined,
            )
        )
    for n in range(len(found) - 2, -1, -1):  # "2, 4 or 6 hours": the unit comes last
        if found[n].joined and not found[n].units and found[n + 1].units:
            last = found[n + 1]
            found[n] = replace(found[n], units=last.units, unit=last.unit)
    return tuple(found)


def spelt(text: str, lexicon: Lexicon) -> tuple[Amount, ...]:
    """Return the amounts of *text* in words: number words, and units in the dual."""
    folded = fold(masked(text))
    found = []
    for match in lexicon.numbers.pattern.finditer(folded):
        number = Number(match[1], lexicon.value(match[1]), start=match.start(1), end=match.end(1))
        classes, word, _ = _unit(folded, number, lexicon)
        if not classes:
            classes, word = _unit_before(folded, match.start(), lexicon)
        found.append(Amount(match[1], number.value, classes, word, spelt=True))
    for match in lexicon.two.pattern.finditer(folded):
        classes = lexicon.two.meaning(match[1])
        found.append(Amount(match[1], Fraction(2), classes, "", spelt=True))
    return tuple(found)


def rates(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the units after which *text* counts again: day in "3 times a day"."""
    folded = fold(masked(text))
    return frozenset(
        name
        for match in lexicon.per.pattern.finditer(folded)
        for name in lexicon.per.meaning(match[1])
    )


def _unit(folded: str, number: Number, lexicon: Lexicon) -> tuple[frozenset[str], str, int]:
    start = number.end
    if skipped := lexicon.gap.match(folded, start):
        start = skipped.end()
    if match := lexicon.units.pattern.match(folded, start):
        return lexicon.units.meaning(match[1]), match[1], match.end()
    if lexicon.unit_first or folded[max(0, number.start - 1) : number.start] == "(":
        classes, word = _unit_before(folded, number.start, lexicon)
        return classes, word, number.end + (folded[number.end : number.end + 1] == ")")
    return frozenset(), "", number.end


def _unit_before(folded: str, end: int, lexicon: Lexicon) -> tuple[frozenset[str], str]:
    """Return the unit in the last two words before *end*: Arabic counts one hour "hour one (1)"."""
    start = max(0, end - _NEAR)
    last = None
    for match in lexicon.before.pattern.finditer(folded, start, end):
        last = match
    if last is None:
        return frozenset(), ""
    rest = folded[last.end() : end].strip(" (\u00a0")
    if rest and not lexicon.numbers.pattern.fullmatch(rest):
        return frozenset(), ""
    return lexicon.before.meaning(last[1]), last[1]
