"""Text -> facts: what a finished sentence says, read with the catalog's own messages.

A line counts only if it is one message from beginning to end. Its numbers are read in any
digits, with the market's decimal sign; its amounts, times and days are read in turn.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import get_args

from medleaf.dosing.facts import Fact
from medleaf.dosing.speech import SAYINGS, Speech
from medleaf.model.dosage import When
from medleaf.model.text import PLACEHOLDER, Text, Value

_NUMBERS = frozenset({"n", "low", "high", "part", "mixed"})
_NUMBER = r"(?:\d[\d.,٫]*[½¼¾]?|[½¼¾])"
_GLYPHS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_WHENS = {when.lower().replace(".", "_"): when for when in get_args(When)}
_HOURS = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
_CLOCK = re.compile(rf"(.+?)({_HOURS})")
_REMEMBERED = 4096
_STOP = re.compile(r"(?<=[.:。।۔”]) ")
_LEAST_YEAR, _MONTH_AND_DAY = 1000, 2

Path = tuple[str, ...]
Facts = frozenset[Fact]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One plural form of a message: where it stands, and how it is recognised."""

    path: Path
    regex: re.Pattern[str]
    names: tuple[str, ...]
    literal: str


class Reader:
    """Reads what sentences of one language say."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._patterns: dict[str, tuple[_Pattern, ...]] = {}
        for path, message in paths(SAYINGS):
            forms = dict.fromkeys(speech.forms.get(message, ()))
            made = tuple(_pattern(path, form) for form in forms)
            self._patterns[path[0]] = (*self._patterns.get(path[0], ()), *made)
        item = next(iter(speech.forms.get(SAYINGS.frames.item, ("{one}, {other}",))))
        self._comma = PLACEHOLDER.split(item)[2]
        self._joined = PLACEHOLDER.split(
            next(iter(speech.forms.get(SAYINGS.frames.at, ("{date}, {clock}",))))
        )[2]
        self.line: Callable[[str], tuple[Facts, ...]] = lru_cache(_REMEMBERED)(self._line)
        self.amount: Callable[[str], tuple[Fact, ...]] = lru_cache(_REMEMBERED)(self._amount)

    def _amount(self, text: str) -> tuple[Fact, ...]:
        return tuple(self.counted("amounts", text))

    def lines(self, text: str) -> tuple[Facts, ...]:
        """Return all that a row of sentences may say."""
        if not text:
            return (frozenset(),)
        parts = _STOP.split(text)
        for end in range(len(parts), 0, -1):
            first = self.line(" ".join(parts[:end]))
            if first and (rest := self.lines(" ".join(parts[end:]))):
                return tuple(one | other for one, other in product(first, rest))
        return ()

    def column(self, text: str) -> tuple[Facts, ...]:
        """Return all that the first cell of a step may say: how long, or from when until when."""
        spans = tuple(frozenset({("span", it)}) for it in self.counted("spans", text))
        found = list(spans)
        for path, values in self._match("columns", text):
            match path[1], values:
                case "start" | "end" as kind, {"date": date}:
                    found += [frozenset({(kind, it)}) for it in self.date(date)]
                case "both", {"date": date, "other": other}:
                    found += [
                        frozenset({("start", one), ("end", two)})
                        for one, two in product(self.date(date), self.date(other))
                    ]
        return tuple(found)

    def heads(self, family: str, text: str) -> tuple[str, ...]:
        """Return the names of the messages of *family* that *text* may be."""
        return tuple(path[1] for path, _ in self._match(family, text))

    def _match(self, family: str, text: str) -> Iterator[tuple[Path, dict[str, str]]]:
        for pattern in self._patterns[family]:
            if pattern.literal in text and (found := pattern.regex.fullmatch(text)):
                yield pattern.path, dict(zip(pattern.names, found.groups(), strict=True))

    def _number(self, token: str) -> Fraction | None:
        digits = "".join(
            str(unicodedata.decimal(c)) if c.isdecimal() else c for c in token if c not in _GLYPHS
        )
        part = next((_GLYPHS[c] for c in token if c in _GLYPHS), Fraction(0))
        digits = digits.replace(self._speech.decimal, ".", 1)
        if digits and not re.fullmatch(r"\d+(\.\d+)?", digits):
            return None
        return Fraction(digits or 0) + part

    def counted(self, family: str, text: str) -> Iterator[Fact]:
        """Yield the amounts or times that *text* may be."""
        for path, values in self._match(family, text):
            yield from self._measure(path[1], values)

    def _measure(self, unit: str, values: dict[str, str]) -> Iterator[Fact]:
        numbers = {name: self._number(token) for name, token in values.items()}
        if None in numbers.values():
            return
        if "low" in numbers:
            yield unit, numbers["low"], numbers["high"]
        else:
            yield unit, "", next(iter(numbers.values()))

    def times(self, text: str) -> Iterator[Fact]:
        """Yield how many times *text* may say."""
        for path, values in self._match("times", text):
            numbers = {name: self._number(token) for name, token in values.items()}
            match path[1]:
                case "exact":
                    yield numbers["n"], numbers["n"]
                case "range":
                    yield numbers["low"], numbers["high"]
                case "most":
                    yield None, numbers["n"]

    def _line(self, text: str) -> tuple[Facts, ...]:
        found: list[Facts] = []
        for path, values in self._match("frames", text):
            found += self._frame(path, values)
        for path, values in self._match("rhythm", text):
            found += [frozenset({fact}) for fact in self._rhythm(path, values)]
        for path, values in self._match("limits", text):
            found += [frozenset({fact}) for fact in self._limit(path[1], values)]
        for path, values in self._match("rates", text):
            found += [frozenset({fact}) for fact in self._rate(path[1], values)]
        for family, kind in (("routes", "route"), ("methods", "method"), ("advice", "advice")):
            found += [frozenset({(kind, p[1])}) for p, _ in self._match(family, text)]
        for path, _ in self._match("one_day", text):
            weekly: Fact = ("often", (1, 1), Fraction(1), None, "wk")
            found.append(frozenset({weekly if path[1] == "any" else ("day", path[1])}))
        return tuple(dict.fromkeys(found))

    def _frame(self, path: Path, values: dict[str, str]) -> Iterator[Facts]:
        name = path[1]
        if len(path) > 2:  # noqa: PLR2004  "Take 1 tablet" counts by itself
            yield from (frozenset({("dose", it)}) for it in self._measure(name, values))
        elif name in _SETS:
            field, read = _SETS[name]
            items = values[field].split(self._comma)
            options = [tuple(read(self, item)) for item in items]
            yield from (frozenset(way) for way in product(*options))
        elif name in _SINGLE:
            kind, field, single = _SINGLE[name]
            yield from (frozenset({(kind, it)}) for it in single(self, values[field]))
        elif name in _COMPARED:
            for unit, _, value in self.amount(values["amount"]):
                yield frozenset({("dose", (unit, _COMPARED[name], value))})
        elif name == "between":
            for ends in product(self.amount(values["amount"]), self.amount(values["other"])):
                yield frozenset({("dose", ends)})
        elif name == "needed":
            yield frozenset({("needed",)})
        elif name in {"first", "then", "also"}:
            yield frozenset({("order", name)})

    def _rhythm(self, path: Path, values: dict[str, str]) -> Iterator[Fact]:
        unit, name = path[1], path[2]
        numbers = {k: self._number(v) for k, v in values.items() if k in _NUMBERS}
        if None in numbers.values():
            return
        once: tuple[Fact, ...] = ((1, 1),)
        times = tuple(self.times(values["times"])) if "times" in values else once
        first, last = numbers.get("n", Fraction(1)), None
        if name == "times":
            times, first = ((numbers["n"], numbers["n"]),), Fraction(1)
        if name.startswith("between"):
            first, last = numbers["low"], numbers["high"]
        yield from (("often", it, first, last, unit) for it in times)

    def _limit(self, name: str, values: dict[str, str]) -> Iterator[Fact]:
        number = self._number(values.get("n", "1"))
        if name.startswith("gap_"):
            yield "often", (1, 1), number, None, name.removeprefix("gap_")
            return
        for amount in self.amount(values["amount"]):
            match name:
                case "administration":
                    yield "limit-each", amount
                case "lifetime":
                    yield "limit-life", amount
                case _:
                    yield "limit", amount, (name, "", number)

    def _rate(self, name: str, values: dict[str, str]) -> Iterator[Fact]:
        for amount in self.amount(values["amount"]):
            match name:
                case "within":
                    for span in self.counted("spans", values["span"]):
                        yield "rate", (name, amount, span)
                case "measure":
                    for measure in self.amount(values["measure"]):
                        yield "rate", (name, measure, amount)
                case _:
                    yield "rate", (name, amount)

    def moments(self, text: str) -> Iterator[Fact]:
        """Yield the time of day that an item of a list may be."""
        for path, _ in self._match("moments", text):
            yield "when", _WHENS[path[1]], 0
        for path, values in self._match("offsets", text):
            yield "when", _WHENS[path[1]], self._number(values["n"])

    def clocks(self, text: str) -> Iterator[Fact]:
        """Yield the time that an item of a list is."""
        if re.fullmatch(_HOURS, text):
            yield "clock", time.fromisoformat(text).isoformat()

    def days(self, text: str) -> Iterator[Fact]:
        """Yield the day of the week that an item of a list is."""
        yield from (("day", path[1]) for path, _ in self._match("weekdays", text))

    def labels(self, family: str, text: str) -> Iterator[str]:
        """Yield the names of the messages that *text* may be."""
        yield from (path[1] for path, _ in self._match(family, text))

    def reasons(self, text: str) -> Iterator[str]:
        """Yield the reason that *text* is, by its name or in words."""
        yield from self.labels("reasons", text)
        if text.startswith("“"):
            yield text

    def date(self, text: str) -> Iterator[Fact]:
        """Yield the dates that *text* may be, with the time of the day."""
        clock = None
        if (found := _CLOCK.fullmatch(text)) and found[1].endswith(self._joined):
            text, clock = found[1].removesuffix(self._joined), found[2]
        at = time.fromisoformat(clock).isoformat() if clock else None
        yield from ((*day, at) for day in dates(text, self._speech.tag))


def paths(value: Value, at: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Yield every message of *value* and the names of the fields in which it stands."""
    for name in type(value).model_fields:
        item = getattr(value, name)
        if isinstance(item, Text):
            yield (*at, name), item
        else:
            yield from paths(item, (*at, name))


def _pattern(path: Path, form: str) -> _Pattern:
    parts = PLACEHOLDER.split(form)
    names = tuple(parts[1::2])
    whole = re.escape(parts[0]) + "".join(
        f"({_NUMBER if name in _NUMBERS else '.+'})" + re.escape(text)
        for name, text in zip(names, parts[2::2], strict=True)
    )
    return _Pattern(path, re.compile(whole), names, max(parts[::2], key=len))


@lru_cache(_REMEMBERED)
def dates(text: str, tag: str) -> tuple[Fact, ...]:
    """Return the dates that *text* may be: year, month or None, day or None."""
    from babel import Locale

    months: dict[str, int] = {}
    for names in Locale.parse(tag).months.values():
        months |= {name: number for number, name in names["wide"].items()}
    named = max((name for name in months if name in text), key=len, default="")
    rest = text.replace(named, " ", 1) if named else text
    numbers = [int(found) for found in re.findall(r"\d+", rest)]
    years = [n for n in numbers if n >= _LEAST_YEAR]
    others = [n for n in numbers if n < _LEAST_YEAR]
    if len(years) != 1:
        return ()
    known = [months[named], *others] if named else others
    return ((years[0], *known, None, None)[:3],) if len(known) <= _MONTH_AND_DAY else ()


_SETS: dict[str, tuple[str, Callable[[Reader, str], Iterator[Fact]]]] = {
    "when": ("times", Reader.moments),
    "clock": ("times", Reader.clocks),
    "days": ("days", Reader.days),
}
_COMPARED = {"less": "<", "more": ">", "most": "<=", "least": ">="}
_SINGLE: dict[str, tuple[str, str, Callable[[Reader, str], Iterator[object]]]] = {
    "take": ("dose", "amount", lambda reader, text: iter(reader.amount(text))),
    "each": ("dose", "amount", lambda reader, text: iter(reader.amount(text))),
    "number": ("number", "times", Reader.times),
    "count": ("count", "times", Reader.times),
    "how_long": ("span", "span", lambda reader, text: reader.counted("spans", text)),
    "how_long_least": ("span-least", "span", lambda reader, text: reader.counted("spans", text)),
    "how_long_most": ("span-most", "span", lambda reader, text: reader.counted("spans", text)),
    "lasts": ("lasts", "span", lambda reader, text: reader.counted("spans", text)),
    "lasts_most": ("lasts-most", "span", lambda reader, text: reader.counted("spans", text)),
    "start": ("start", "date", Reader.date),
    "end": ("end", "date", Reader.date),
    "event": ("event", "date", Reader.date),
    "needed_for": ("reason", "reason", Reader.reasons),
    "site": ("site", "site", lambda reader, text: reader.labels("sites", text)),
    "wrote": ("words", "words", lambda _reader, text: iter((text,))),
}
