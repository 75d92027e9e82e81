"""Cells -> values: numbers, dates, times and days as people type them, or a reason why not."""

import re
from datetime import time
from decimal import Decimal
from typing import Literal

from medleaf.dosing.fhir.node import MOST
from medleaf.dosing.fhir.values import as_moment, as_time
from medleaf.dosing.refusal import Refusal
from medleaf.dosing.units import unit_of
from medleaf.model.dosage import DayOfWeek, Moment, Quantity, Range, UnitOfTime

Amount = Quantity | Range

_GLYPHS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
_PARTS = {"1/2": Decimal("0.5"), "1/4": Decimal("0.25"), "3/4": Decimal("0.75")}
_NUMBER = (
    r"[0-9]{1,7}(?:\.[0-9]{1,6})?|[0-9]{1,7},[0-9]{1,2}|0,[0-9]{1,6}|(?:[0-9]{1,3} )?[1-3]/[24]"
)
_AMOUNT = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|to)\s*(?P<high>{_NUMBER}))?\s*(?P<unit>[^\W\d_].*|\[.*)?"
)
_DAYS: dict[str, DayOfWeek] = {
    "monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri",
    "saturday": "sat", "sunday": "sun", "tues": "tue", "wednes": "wed", "thur": "thu",
    "thurs": "thu", "mo": "mon", "tu": "tue", "we": "wed", "th": "thu", "fr": "fri", "sa": "sat",
    "su": "sun",
}  # fmt: skip
_UNITS: dict[UnitOfTime, str] = {
    "s": "s sec second seconds", "min": "min minute minutes", "h": "h hr hrs hour hours hourly",
    "d": "d day days daily", "wk": "wk week weeks weekly", "mo": "mo month months monthly",
    "a": "a year years yearly",
}  # fmt: skip
_UNIT_OF_TIME = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_YES, _NO = {"yes", "y", "true", "1", "x", "prn"}, {"no", "n", "false", "0", "-"}
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_EXPORTED = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2})?)(?:\.0+)?", re.ASCII)
_MOST = 20  # times of a day, days: more is another kind of list


class Odd(Exception):  # noqa: N818  it is no mistake of the program
    """Why a cell is not understood: "is no number"."""


def amount(cell: str, unit: str = "") -> Amount:
    """Return the amount in *cell*: 2, 1½, 1-2, 0,5, or with its own unit: 2 tablets."""
    found = _AMOUNT.fullmatch(_spelt(cell))
    if found is None:
        raise Odd("is no amount such as 2, 0.5, 1/2 or 1-2")
    own = (found["unit"] or "").strip()
    if own and unit and not _same(own, unit):
        raise Odd("names another unit than the column of units")
    low = Quantity(number(found["low"]), own or unit)
    if not found["high"]:
        return low
    high = Quantity(number(found["high"]), own or unit)
    if high.value < low.value:
        raise Odd("runs backward")
    return Range(low, high)


def _same(one: str, other: str) -> bool:
    """Return whether two spellings are one unit: tablet, tablets."""
    if one.casefold() == other.casefold():
        return True
    try:
        return unit_of(Quantity(Decimal(1), one)) == unit_of(Quantity(Decimal(1), other))
    except Refusal:
        return False


def number(cell: str) -> Decimal:
    """Return the number in *cell*; a comma is a decimal sign where it cannot part thousands."""
    text = _spelt(cell)
    if not re.fullmatch(_NUMBER, text):
        raise Odd("is no number")
    whole, _, part = text.rpartition(" ")
    if part in _PARTS:
        return Decimal(whole or 0) + _PARTS[part]
    if "/" in text:
        raise Odd("is no half or quarter")
    found = Decimal(text.replace(",", "."))
    if found > MOST:
        raise Odd("is above a million")
    return found


def whole(cell: str, most: int) -> int:
    """Return the whole number in *cell*, from 1 to *most*."""
    found = number(cell)
    if found != int(found) or not 1 <= found <= most:
        raise Odd(f"is no whole number from 1 to {most}")
    return int(found)


def above_zero(cell: str) -> Decimal:
    """Return the number in *cell*, which must be more than 0."""
    found = number(cell)
    if not found:
        raise Odd("is 0, which cannot be meant")
    return found


def _spelt(cell: str) -> str:
    text = " ".join(cell.split())
    if text.isascii():
        return text
    for glyph, part in _GLYPHS.items():
        text = re.sub(rf"(?<=\d){glyph}", f" {part}", text).replace(glyph, part)
    return text


def unit_of_time(cell: str) -> UnitOfTime:
    """Return the unit of time in *cell*."""
    found = _UNIT_OF_TIME.get(cell.strip().casefold())
    if found is None:
        raise Odd("is no unit of time such as day, hour or week")
    return found


def span(cell: str) -> Quantity:
    """Return the length of time in *cell*: 7 days."""
    found = amount(cell)
    if isinstance(found, Range) or not found.unit or not found.value:
        raise Odd("is no length of time such as 7 days")
    return Quantity(found.value, found.unit, unit_of_time(found.unit))


def flag(cell: str) -> bool:
    """Return whether *cell* says yes."""
    word = cell.strip().casefold()
    if word not in _YES | _NO:
        raise Odd("is neither yes nor no")
    return word in _YES


def times(cell: str) -> tuple[time, ...]:
    """Return the times of day in *cell*: 8:00, 20:00."""
    parts = [it for it in re.split(r"[,;\s]+|\band\b", cell) if it]
    found = [as_time(it if it[1:2] != ":" else f"0{it}") for it in parts]
    if not found or len(found) > _MOST or None in found or len(set(found)) != len(found):
        raise Odd("is no list of times such as 08:00, 20:00, each once")
    return tuple(it for it in found if it)


def days(cell: str) -> tuple[DayOfWeek, ...]:
    """Return the days of the week in *cell*."""
    parts = [it for it in re.split(r"[,;/\s]+|\band\b", cell.casefold()) if it]
    short: dict[str, DayOfWeek] = {day: day for day in _DAYS.values()}
    found = [(_DAYS | short).get(it.rstrip(".")) for it in parts]
    if not found or None in found or len(set(found)) != len(found):
        raise Odd("is no list of days of the week such as monday, thursday, each once")
    return tuple(it for it in found if it)


def moment(cell: str, order: Literal["day first", "month first"] | None) -> Moment:
    """Return the date in *cell*: 2026-01-31, 31.1.2026; with slashes only in a known *order*."""
    text = cell.strip()
    if found := _EXPORTED.fullmatch(text):
        text = f"{found[1]}T{found[2]}"
    elif found := _DOTTED.fullmatch(text):
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    elif found := _SLASHED.fullmatch(text):
        if order is None:
            raise Odd('may mean two days; write 2026-01-31, or say dates = "day first" in the map')
        day, month = (1, 2) if order == "day first" else (2, 1)
        text = f"{found[3]}-{int(found[month]):02}-{int(found[day]):02}"
    date = as_moment(text)
    if date is None:
        raise Odd("is no date that exists, such as 2026-01-31")
    return date
