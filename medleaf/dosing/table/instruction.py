"""The cells of a row -> the dosages that FHIR would say the same with."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import Literal, TypeVar

from medleaf.dosing.codes import REASONS, ROUTES
from medleaf.dosing.fhir.document import dosages as fhir_dosages
from medleaf.dosing.fhir.dosage import differs
from medleaf.dosing.fhir.wire import UnreadableError, check, parse
from medleaf.dosing.table import cells
from medleaf.dosing.table.cells import Amount, Odd
from medleaf.model.dosage import (
    Coding,
    Concept,
    Dosage,
    DoseAndRate,
    Period,
    Quantity,
    Range,
    Ratio,
    Repeat,
    Timing,
    UnitOfTime,
    When,
)

Order = Literal["day first", "month first"] | None
Read = TypeVar("Read")

_SNOMED = "http://snomed.info/sct"
_UCUM = "http://unitsofmeasure.org"
_ABBREVIATIONS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
_CODES = frozenset(
    "QD BID TID QID QOD WK MO Q1H Q2H Q3H Q4H Q6H Q8H Q12H AM PM BED".split()  # noqa: SIM905
)
_WORDS = {"once": 1, "twice": 2, "three times": 3, "four times": 4}
_EVERY = re.compile(r"every (?:(?P<n>[0-9]{1,3}(?:-[0-9]{1,3})?) )?(?P<unit>[a-z]+)")
_TIMES = re.compile(
    r"(?:(?P<n>[0-9]{1,2})(?: ?x| times)?|(?P<word>once|twice|three times|four times)) "
    r"(?:(?:a|per|each|every) (?P<unit>day|week|month|hour)|(?P<adverb>daily|weekly|monthly))"
)
_DAY: dict[str, When] = {"morning": "MORN", "noon": "NOON", "evening": "EVE", "bedtime": "HS"}
_MARKS = frozenset({"x", "✓", "yes", "y"})
_MOST_TIMES = 99
# What the cell "dosage" says alone.
DIRECTIONS = (
    "dose", "unit", "frequency", "times_a_day", "period", "period_unit", "times", "days",
    "morning", "noon", "evening", "bedtime", "scheme", "as_needed", "reason", "max_per_day",
    "gap_hours", "start", "end", "duration", "duration_days", "route", "text",
    "patient_instruction",
)  # fmt: skip


@dataclass(slots=True)
class _Row:
    """The cells of a row by field, and what is not understood of them."""

    cells: Mapping[str, str]
    names: Callable[[str], str]
    doubts: list[str] = field(default_factory=list)

    def doubt(self, name: str, what: str) -> None:
        """Note that the column of the field *name* *what*."""
        self.doubts.append(f"column {self.names(name)!r} {what}")

    def get(self, name: str, read: Callable[[str], Read]) -> Read | None:
        """Return the cell *name* as *read* understands it; None where it is blank or a doubt."""
        cell = self.cells.get(name)
        if cell is None:
            return None
        try:
            return read(cell)
        except Odd as odd:
            self.doubt(name, str(odd))
            return None


def dosages(
    found: Mapping[str, str], names: Callable[[str], str], order: Order
) -> tuple[Dosage, ...]:
    """Return what the cells *found* say; *names* gives our fields the table's names in doubts."""
    row = _Row(found, names)
    if "dosage" in found:
        return _coded(row)
    if not any(name in found for name in DIRECTIONS):
        return ()
    by_day = _by_day(row)
    dose = row.get("dose", lambda cell: cells.amount(cell, _unit(row)))
    repeat = _often(row)
    repeat = replace(
        repeat,
        bounds=_bounds(row, order),
        time_of_day=row.get("times", cells.times) or (),
        day_of_week=row.get("days", cells.days) or (),
    )
    if differs(repeat):
        row.doubt("times", "names another number of times of day than is said beside it")
    plain = Dosage(
        text=found.get("text", ""),
        patient_instruction=found.get("patient_instruction", ""),
        timing=Timing(repeat=repeat, code=_code(row)),
        route=_named(found["route"], ROUTES) if "route" in found else None,
        max_dose_per_period=_most(row),
        dose_and_rate=(DoseAndRate(dose=dose),) if dose is not None else (),
    )
    plain = _with_gap(row, _needed(row, plain))
    if plain.timing == Timing():
        plain = replace(plain, timing=None)
    made = _spread(row, plain, by_day) if by_day else (plain,)
    return (replace(made[0], doubts=tuple(row.doubts)), *made[1:])


def _coded(row: _Row) -> tuple[Dosage, ...]:
    """Return the FHIR Dosage, or the list of them, that stands in one cell as JSON."""
    beside = [row.names(name) for name in DIRECTIONS if name in row.cells]
    if beside:
        row.doubt("dosage", f"says it all, but there is {', '.join(beside)}, too")
        return (Dosage(doubts=tuple(row.doubts)),)
    try:
        value = parse(row.cells["dosage"])
        check(value)
        return fhir_dosages(value)
    except UnreadableError as error:
        row.doubt("dosage", error.message)
        return (Dosage(doubts=tuple(row.doubts)),)


def _unit(row: _Row) -> str:
    return row.cells.get("unit") or row.cells.get("form", "")


def _code(row: _Row) -> Concept | None:
    word = row.cells.get("frequency", "").upper().replace(".", "").strip()
    return Concept(word, (Coding(_ABBREVIATIONS, word, word),)) if word in _CODES else None


def _often(row: _Row) -> Repeat:
    """Return how often, from the columns frequency, times_a_day, period and period_unit."""
    repeat = Repeat()
    if (times := row.get("times_a_day", _count)) is not None:
        low, high = times
        repeat = Repeat(frequency=low, frequency_max=high, period=Decimal(1), period_unit="d")
        for name in ("frequency", "period", "period_unit"):
            if name in row.cells:
                row.doubt(name, f"stands beside {row.names('times_a_day')!r}; which one counts?")
        return repeat
    if "frequency" in row.cells and _code(row) is None:
        repeat = row.get("frequency", _rhythm) or repeat
    period = row.get("period", lambda cell: cells.amount(cell, row.cells.get("period_unit", "")))
    if period is None:
        if "period_unit" in row.cells:
            row.doubt("period_unit", "has no period beside it")
        elif repeat.frequency is not None and repeat.period is None:
            row.doubt("frequency", "says how many times, but not in what; name a period, too")
        return repeat
    if repeat.period is not None or _code(row):
        row.doubt("period", f"stands beside {row.names('frequency')!r}, which says it already")
        return repeat
    return _every(row, repeat, period)


def _every(row: _Row, repeat: Repeat, period: Amount) -> Repeat:
    first, last = (period.low, period.high) if isinstance(period, Range) else (period, None)
    assert first is not None
    unit = row.get("period", lambda _: cells.unit_of_time(first.unit))
    if not first.value:
        row.doubt("period", "is 0, which cannot be meant")
    once = 1 if row.names("period").casefold() in {"every", "interval"} else None
    return replace(
        repeat,
        frequency=repeat.frequency or once,
        period=first.value,
        period_max=last.value if last else None,
        period_unit=unit,
    )


def _count(cell: str) -> tuple[int, int | None]:
    low, _, high = cell.replace("–", "-").partition("-")
    first = cells.whole(low, _MOST_TIMES)
    last = cells.whole(high, _MOST_TIMES) if high else None
    if last is not None and last <= first:
        raise Odd("runs backward")
    return first, last


def _rhythm(cell: str) -> Repeat:
    """Return how often a cell such as "2", "twice daily" or "every 8 hours" says."""
    text = " ".join(cell.casefold().replace("–", "-").split())
    if text in {"daily", "weekly", "monthly", "hourly"}:
        return Repeat(frequency=1, period=Decimal(1), period_unit=cells.unit_of_time(text))
    if found := _EVERY.fullmatch(text):
        unit = cells.unit_of_time(found["unit"])
        low, _, high = (found["n"] or "1").partition("-")
        period, last = cells.above_zero(low), cells.above_zero(high) if high else None
        return Repeat(frequency=1, period=period, period_max=last, period_unit=unit)
    if found := _TIMES.fullmatch(text):
        times = _WORDS[found["word"]] if found["word"] else cells.whole(found["n"], _MOST_TIMES)
        unit_of: UnitOfTime = cells.unit_of_time(found["unit"] or found["adverb"])
        return Repeat(frequency=times, period=Decimal(1), period_unit=unit_of)
    try:
        frequency, most = _count(text)
    except Odd:
        message = "is neither a number nor a rhythm such as twice daily, BID or every 8 hours"
        raise Odd(message) from None
    return Repeat(frequency=frequency, frequency_max=most)


def _bounds(row: _Row, order: Order) -> Quantity | Period | None:
    start = row.get("start", lambda cell: cells.moment(cell, order))
    end = row.get("end", lambda cell: cells.moment(cell, order))
    span = row.get("duration", cells.span)
    days = row.get("duration_days", cells.above_zero)
    if days is not None:
        span = Quantity(days, "d", "d", _UCUM)
    said = [name for name in ("duration", "duration_days") if name in row.cells]
    if len(said) > 1 or (said and ("start" in row.cells or "end" in row.cells)):
        row.doubt(said[0], "stands beside dates or another length; give either start and end, "
                  "or how long")  # fmt: skip
    if start and end and start[:3] > end[:3] and None not in (*start[:3], *end[:3]):
        row.doubt("end", "is before the start")
    return span or (Period(start, end) if start or end else None)


def _most(row: _Row) -> tuple[Ratio, ...]:
    most = row.get("max_per_day", lambda cell: cells.amount(cell, _unit(row)))
    if most is None:
        return ()
    if isinstance(most, Range) or not most.value:
        row.doubt("max_per_day", "is no single amount above 0")
        return ()
    return (Ratio(most, Quantity(Decimal(1), "d", "d", _UCUM)),)


def _named(cell: str, known: Mapping[str, str]) -> Concept:
    """Return what *cell* names, with its code where it is one of our own names for it."""
    name = "_".join(cell.casefold().split())
    codings = (Coding(_SNOMED, code, cell) for code, own in known.items() if own == name)
    return Concept(cell, tuple(islice(codings, 1)))


def _needed(row: _Row, plain: Dosage) -> Dosage:
    needed = row.get("as_needed", cells.flag)
    reason = row.cells.get("reason")
    if reason and not needed:
        row.doubt("reason", f"is given, but {row.names('as_needed')!r} does not say yes")
    return replace(
        plain,
        as_needed=bool(needed),
        as_needed_for=(_named(reason, REASONS),) if reason and needed else (),
    )


def _with_gap(row: _Row, plain: Dosage) -> Dosage:
    """Return *plain* with the least gap between doses: as needed, and not oftener than that."""
    gap = row.get("gap_hours", cells.above_zero)
    if gap is None or plain.timing is None:
        return plain
    often = ("frequency", "times_a_day", "period", "times", "scheme", *_DAY)
    if not plain.as_needed or any(name in row.cells for name in often):
        row.doubt("gap_hours", "can be said only of what is taken as needed, without other times")
        return plain
    repeat = replace(plain.timing.repeat, frequency=1, period=gap, period_unit="h")
    return replace(plain, timing=replace(plain.timing, repeat=repeat))


def _by_day(row: _Row) -> dict[When, Amount | None]:
    """Return the amounts by time of day; None where a mark says: the dose of the row."""
    named = {when: row.cells[name] for name, when in _DAY.items() if name in row.cells}
    if "scheme" in row.cells:
        if named:
            row.doubt("scheme", "stands beside columns of times of day; which of them counts?")
        parts = re.split(r"\s*[-–]\s*", row.cells["scheme"].strip())
        if len(parts) not in {3, 4}:
            row.doubt("scheme", "is not of the form 1-0-1 or 1-0-1-0: morning, noon, evening, bed")
            return {}
        named = dict(zip(_DAY.values(), parts, strict=False))
    columns = {when: name for name, when in _DAY.items()}
    found: dict[When, Amount | None] = {}
    for when, cell in named.items():
        name = "scheme" if "scheme" in row.cells else columns[when]
        if cell.strip().casefold() in _MARKS:
            found[when] = None
            continue
        try:
            amount = cells.amount(cell, _unit(row))
        except Odd as odd:
            row.doubt(name, str(odd))
            continue
        if isinstance(amount, Range) or amount.value:
            found[when] = amount
    if named and not found:
        row.doubt("scheme" if "scheme" in row.cells else "morning", "names no amount at all")
    return found


def _spread(row: _Row, plain: Dosage, by_day: Mapping[When, Amount | None]) -> tuple[Dosage, ...]:
    """Return a dosage for each amount, or one where all amounts are the same."""
    timing = plain.timing or Timing()
    repeat = timing.repeat
    marks = None in by_day.values()
    if marks != bool(plain.dose_and_rate) or (marks and set(by_day.values()) != {None}):
        row.doubt("dose", "and the columns of times of day do not say the same")
    daily = repeat.period == 1 and repeat.period_unit == "d"
    once_each = daily and repeat.frequency == len(by_day)
    if timing.code or repeat.time_of_day or (repeat.frequency and not once_each):
        row.doubt("frequency", "or a clock time stands beside times of day; which one counts?")
    clear = replace(repeat, frequency=None, period=None, period_unit=None)
    groups: dict[Amount | None, list[When]] = {}
    for when, amount in by_day.items():
        groups.setdefault(amount, []).append(when)
    return tuple(
        replace(
            plain,
            timing=Timing(repeat=replace(clear, when=tuple(whens))),
            dose_and_rate=(DoseAndRate(dose=amount),) if amount else plain.dose_and_rate,
        )
        for amount, whens in groups.items()
    )
