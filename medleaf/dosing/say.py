"""Dosages -> Directions: sentences and a table, in one language.

A dosage becomes sentences; several with one sequence number, or none, hold together, others one
after the other. Where only the amounts differ, a table shows them: by time of day, by day of the
week, or step by step. What all of them share is said once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from medleaf.dosing.amounts import bare, doses, say_dose
from medleaf.dosing.limits import say_advice, say_limits, say_needed, say_ways
from medleaf.dosing.refusal import Refusal
from medleaf.dosing.spans import row, say_spans
from medleaf.dosing.speech import SAYINGS, Speech
from medleaf.dosing.times import needed, say_times
from medleaf.model.directions import Clause, Directions, Grid, RefusedError
from medleaf.model.dosage import Dosage, Period, Quantity, Range, Repeat
from medleaf.model.problem import Problem

# The columns of the table by times of day, and their pictograms.
COLUMNS = {"MORN": "morning", "NOON": "noon", "EVE": "evening", "HS": "bedtime"}
MOST = 40  # dosages of one medicine; real ones have up to 14


@dataclass(frozen=True, slots=True)
class _Part:
    """One dosage in words."""

    dosage: Dosage
    clauses: tuple[Clause, ...]


def say(dosages: Sequence[Dosage], speech: Speech) -> Directions:
    """Return *dosages* in the words of *speech*; raise RefusedError with all that cannot be said.

    Nothing is proved yet; see :func:`medleaf.dosing.proof.prove`.
    """
    refused = [*_unsayable(dosages)]
    parts = []
    for number, dosage in enumerate(dosages, start=1):
        refused += [problem(number, "doubt", doubt) for doubt in dosage.doubts]
        clauses, refusals = _worded(dosage, speech)
        refused += [problem(number, it.code, it.message) for it in refusals]
        parts.append(_Part(dosage, clauses))
    if refused:
        raise RefusedError(refused)
    try:
        said, grid = _arrange(parts, speech)
        warning = _warning(dosages, speech)
    except Refusal as refusal:
        raise RefusedError([problem(0, refusal.code, refusal.message)]) from refusal
    if not said and grid is None:
        raise RefusedError([problem(0, "nothing-said", "the dosage says nothing")])
    return Directions("generated", speech.html, tuple(said), grid, warning)


def problem(number: int, code: str, message: str) -> Problem:
    """Return why dosage *number* (from 1; 0: all of them) is refused."""
    return Problem(Path("dosage"), number, code, message)


def _unsayable(dosages: Sequence[Dosage]) -> Iterator[Problem]:
    if not dosages:
        yield problem(0, "no-dosage", "there is no dosage")
    if len(dosages) > MOST:
        yield problem(0, "too-many", f"there are {len(dosages)} dosages; {MOST} is the most")
    numbers = [dosage.sequence for dosage in dosages]
    if None in numbers and any(number is not None for number in numbers):
        message = "some dosages have a sequence number and others none: what comes after what?"
        yield problem(0, "sequence", message)


def _families(dosage: Dosage, speech: Speech, *, table: bool = False) -> Iterator[Iterator[Clause]]:
    yield say_needed(dosage, speech)  # first of all: it changes what the rest means
    if not table:
        yield say_dose(dosage, speech)
    yield say_times(dosage, speech)
    yield say_spans(dosage, speech, bounds=not table)
    yield say_limits(dosage, speech)
    yield say_ways(dosage, speech)
    yield say_advice(dosage, speech)


def _worded(dosage: Dosage, speech: Speech) -> tuple[tuple[Clause, ...], list[Refusal]]:
    """Return the sentences of one dosage, and what each family of sentences refuses."""
    clauses: list[Clause] = []
    refused = []
    for family in _families(dosage, speech):
        try:
            clauses += family
        except Refusal as refusal:
            refused.append(refusal)
    return tuple(clauses), refused


def _clauses(dosage: Dosage, speech: Speech, *, table: bool = False) -> tuple[Clause, ...]:
    return tuple(c for family in _families(dosage, speech, table=table) for c in family)


def _arrange(parts: list[_Part], speech: Speech) -> tuple[list[Clause], Grid | None]:
    ordered = sorted(parts, key=lambda part: part.dosage.sequence or 0)
    steps = [tuple(step) for _, step in groupby(ordered, key=lambda part: part.dosage.sequence)]
    dosages = [tuple(part.dosage for part in step) for step in steps]
    if len(steps) == 1:
        found = _day(dosages[0], speech) or _week(dosages[0], speech)
    else:
        found = _taper(dosages, speech)
    return found or (_in_sentences(steps, speech), None)


def _in_sentences(parts: list[tuple[_Part, ...]], speech: Speech) -> list[Clause]:
    every = [part.clauses for step in parts for part in step]
    shared = _shared(every) if len(every) > 1 else ()
    said = list(shared)
    frames = SAYINGS.frames
    for number, step in enumerate(parts):
        if len(parts) > 1:
            said.append(Clause("order", speech.say(frames.then if number else frames.first)))
        for place, part in enumerate(step):
            if place:
                said.append(Clause("order", speech.say(frames.also)))
            said += [clause for clause in part.clauses if clause not in shared]
    return said


def _shared(every: Sequence[tuple[Clause, ...]]) -> tuple[Clause, ...]:
    """Return what all parts say of ways and advice; amounts and times stay where they belong."""
    common = {"way", "site", "wrote"}
    return tuple(
        clause
        for clause in every[0]
        if clause.kind in common and all(clause in clauses for clauses in every)
    )


def _amount(dosage: Dosage, speech: Speech) -> str | None:
    """Return the one amount that a cell of a table can show, None where there is no such."""
    found = doses(dosage)
    if len(found) != 1 or len(dosage.dose_and_rate) != 1 or dosage.dose_and_rate[0].rate:
        return None
    dose = found[0]
    ends = (dose.low, dose.high) if isinstance(dose, Range) else (dose,)
    if any(end is None or end.comparator for end in ends):
        return None
    try:
        return bare(dose, speech)
    except Refusal:
        return None  # a range with two units has a sentence of its own


def _without(dosage: Dosage, **fields: object) -> Dosage:
    """Return *dosage* without its amounts, and with *fields* of its timing set."""
    assert dosage.timing is not None
    repeat = replace(dosage.timing.repeat, **fields)  # type: ignore[arg-type]
    return replace(dosage, dose_and_rate=(), timing=replace(dosage.timing, repeat=repeat))


def _cells(
    step: tuple[Dosage, ...], speech: Speech, keys: Callable[[Repeat], tuple[str, ...]], field: str
) -> dict[str, str] | None:
    """Return the amounts by time or day; None where more than those differs, or one is twice."""
    found: dict[str, str] = {}
    rests = set()
    for dosage in step:
        amount = _amount(dosage, speech)
        if amount is None or dosage.timing is None or needed(dosage):
            return None
        for key in keys(dosage.timing.repeat):
            if key in found:
                return None
            found[key] = amount
        rests.add(repr(replace(_without(dosage, **{field: ()}), translations={})))
    return found if len(rests) == 1 else None


def _day(step: tuple[Dosage, ...], speech: Speech) -> tuple[list[Clause], Grid] | None:
    for dosage in step:
        repeat = dosage.timing.repeat if dosage.timing else Repeat()
        daily = repeat.period is None or (repeat.period == 1 and repeat.period_unit == "d")
        if not repeat.when or not set(repeat.when) <= set(COLUMNS) or repeat.offset:
            return None
        if repeat.frequency not in {None, len(set(repeat.when))} or repeat.frequency_max:
            return None  # the table would show more doses than are meant, or fewer
        if not daily or repeat.day_of_week or repeat.time_of_day or repeat.period_max:
            return None
    step = _without_rhythm(step) if len(step) > 1 else step
    if not (cells := _cells(step, speech, lambda repeat: repeat.when, "when")):
        return None
    head = tuple(speech.say(getattr(SAYINGS.columns, name)) for name in COLUMNS.values())
    cell = tuple(cells.get(code, "") for code in COLUMNS)
    grid = Grid("times", head, (cell,), tuple(COLUMNS.values()))
    return list(_clauses(_without(step[0], when=()), speech)), grid


def _without_rhythm(step: tuple[Dosage, ...]) -> tuple[Dosage, ...]:
    """Return dosages without "so many times a day", where their own times of day say so already.

    Once beside a table of several, it would seem to count all of them.
    """
    found = []
    for dosage in step:
        assert dosage.timing is not None
        repeat = dosage.timing.repeat
        told = (repeat.frequency, repeat.frequency_max) == (len(set(repeat.when)), None)
        bare = replace(repeat, frequency=None, period=None, period_unit=None) if told else repeat
        found.append(replace(dosage, timing=replace(dosage.timing, repeat=bare)))
    return tuple(found)


def _week(step: tuple[Dosage, ...], speech: Speech) -> tuple[list[Clause], Grid] | None:
    repeats = [dosage.timing.repeat for dosage in step if dosage.timing]
    if len(step) == 1 or len(repeats) < len(step) or not all(it.day_of_week for it in repeats):
        return None
    if any(it.period_unit not in {None, "d"} for it in repeats):
        return None  # "1 time a week" beside the table would seem to count all its days
    if not (cells := _cells(step, speech, lambda repeat: repeat.day_of_week, "day_of_week")):
        return None
    days = type(SAYINGS.weekdays).model_fields
    head = tuple(speech.say(getattr(SAYINGS.weekdays, day)) for day in days)
    grid = Grid("week", head, (tuple(cells.get(day, "") for day in days),))
    return list(_clauses(_without(step[0], day_of_week=()), speech)), grid


def _taper(steps: list[tuple[Dosage, ...]], speech: Speech) -> tuple[list[Clause], Grid] | None:
    """Return a row for each step: from when until when, how much, and how else."""
    if any(len(step) > 1 or needed(step[0]) for step in steps):
        return None
    dosages = [step[0] for step in steps]
    amounts = [_amount(dosage, speech) for dosage in dosages]
    try:
        spans = [row(dosage, speech) for dosage in dosages]
    except Refusal:
        return None
    if None in amounts or not all(map(_ends, dosages[:-1])):
        return None
    every = [_clauses(dosage, speech, table=True) for dosage in dosages]
    shared = _shared(every)
    how = [" ".join(c.text for c in clauses if c not in shared) for clauses in every]
    if any(c.kind == "wrote" and c not in shared for clauses in every for c in clauses):
        return None  # somebody else's words stand on lines of their own
    dated = any(isinstance(_bounds(dosage), Period) for dosage in dosages)
    names = ("span" if dated else "how_long", "amount", "how")
    head = tuple(speech.say(getattr(SAYINGS.columns, name)) for name in names)
    rows = tuple(zip(spans, [amount or "" for amount in amounts], how, strict=True))
    return list(shared), Grid("steps", head, rows)


def _bounds(dosage: Dosage) -> Quantity | Range | Period | None:
    return dosage.timing.repeat.bounds if dosage.timing else None


def _ends(dosage: Dosage) -> bool:
    """Return whether a step says when the next one begins."""
    bounds = _bounds(dosage)
    return isinstance(bounds, Quantity) or (isinstance(bounds, Period) and bounds.end is not None)


def _warning(dosages: Sequence[Dosage], speech: Speech) -> str:
    """Return the frame around a medicine for one day of the week; empty for others."""
    if len(dosages) != 1 or dosages[0].timing is None:
        return ""
    repeat = dosages[0].timing.repeat
    weekly = (repeat.period, repeat.period_unit) in {(None, None), (1, "wk")}
    if not weekly or repeat.frequency not in {None, 1} or repeat.frequency_max or repeat.period_max:
        return ""
    if len(set(repeat.day_of_week)) == 1:
        return speech.say(getattr(SAYINGS.one_day, repeat.day_of_week[0]))
    if not repeat.day_of_week and repeat.period_unit == "wk":
        return speech.say(SAYINGS.one_day.any)
    return ""
