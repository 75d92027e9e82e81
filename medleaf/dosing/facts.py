"""What must not be lost: every number, unit, time, day and word of a dosage, as facts.

Written from the dosage alone; it knows nothing of how sentences are made. The proof reads the
same facts from the finished text.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from medleaf.dosing.amounts import split_rate
from medleaf.dosing.codes import ADVICE, METHODS, REASONS, ROUTES, SITES, meanings, words_besides
from medleaf.dosing.refusal import Refusal
from medleaf.dosing.units import time_of, unit_of
from medleaf.model.dosage import Dosage, Moment, Period, Quantity, Range, Ratio, Repeat

Fact = tuple[object, ...]


def facts(dosage: Dosage) -> frozenset[Fact]:
    """Return every fact of *dosage* that a patient must be told."""
    return frozenset(_facts(dosage))


def _facts(dosage: Dosage) -> Iterator[Fact]:
    for item in dosage.dose_and_rate:
        if item.dose is not None:
            yield "dose", measured(item.dose)
        if item.rate is not None:
            yield "rate", _rate(item.rate)
    if dosage.timing:
        yield from _times(dosage.timing.repeat)
        yield from (("event", moment(event)) for event in dosage.timing.event)
    if dosage.as_needed and not dosage.as_needed_for:
        yield ("needed",)
    for reason in dosage.as_needed_for:
        yield from (("reason", name) for name in meanings(reason, REASONS))
        yield from (("reason", f"“{line(text)}”") for text in words_besides(reason, REASONS))
    yield from _limits(dosage)
    yield from _ways(dosage)


def _number(value: Decimal | int) -> Fraction:
    return Fraction(value)


def measured(dose: Quantity | Range) -> Fact:
    """Return an amount as a fact: its unit and its ends."""
    if isinstance(dose, Quantity):
        return unit_of(dose), dose.comparator, _number(dose.value)
    assert dose.low is not None
    assert dose.high is not None
    low, high = unit_of(dose.low), unit_of(dose.high)
    if low != high:
        return measured(dose.low), measured(dose.high)
    return low, _number(dose.low.value), _number(dose.high.value)


def lasting(quantity: Quantity) -> Fact:
    """Return a time as a fact."""
    return time_of(quantity), "", _number(quantity.value)


def _rate(rate: Ratio | Range | Quantity) -> Fact:
    if isinstance(rate, Quantity):
        unit, per = split_rate(rate)
        return per, (unit, "", _number(rate.value))
    if isinstance(rate, Range):
        assert rate.low is not None
        assert rate.high is not None
        unit, per = split_rate(rate.low)
        return per, (unit, _number(rate.low.value), _number(rate.high.value))
    amount, over = measured(rate.numerator), rate.denominator
    try:
        time = time_of(over)
    except Refusal:
        return "measure", measured(over), amount
    if over.value == 1 and time in {"min", "h", "d"}:
        return time, amount
    return "within", amount, lasting(over)


def _times(repeat: Repeat) -> Iterator[Fact]:
    low, high = repeat.frequency, repeat.frequency_max
    if repeat.period is not None:
        last = None if repeat.period_max is None else _number(repeat.period_max)
        times = (1, 1) if low is None and high is None else (low, high or low)
        yield "often", times, _number(repeat.period), last, repeat.period_unit
    elif low is not None or high is not None:
        yield "number", (low, high or low)
    yield from (("when", when, repeat.offset or 0) for when in repeat.when)
    yield from (("clock", at.replace(microsecond=0).isoformat()) for at in repeat.time_of_day)
    yield from (("day", day) for day in repeat.day_of_week)
    yield from _bounds(repeat)
    if repeat.count is not None:
        yield "count", (repeat.count, repeat.count_max or repeat.count)
    if repeat.duration is not None:
        yield "lasts", (repeat.duration_unit, "", _number(repeat.duration))
    if repeat.duration_max not in {None, repeat.duration}:
        assert repeat.duration_max is not None
        yield "lasts-most", (repeat.duration_unit, "", _number(repeat.duration_max))


def _bounds(repeat: Repeat) -> Iterator[Fact]:
    match repeat.bounds:
        case Quantity() as whole:
            yield "span", lasting(whole)
        case Range(Quantity() as low, Quantity() as high) if time_of(low) == time_of(high):
            yield "span", (time_of(low), _number(low.value), _number(high.value))
        case Range(low, high):
            if low:
                yield "span-least", lasting(low)
            if high:
                yield "span-most", lasting(high)
        case Period(start, end):
            if start:
                yield "start", moment(start)
            if end:
                yield "end", moment(end)


def moment(at: Moment) -> Fact:
    """Return a date as a fact, to the second."""
    clock = at.clock.replace(microsecond=0, tzinfo=None).isoformat() if at.clock else None
    return at.year, at.month, at.day, clock


def _limits(dosage: Dosage) -> Iterator[Fact]:
    for ratio in dosage.max_dose_per_period:
        yield "limit", measured(ratio.numerator), lasting(ratio.denominator)
    if dosage.max_dose_per_administration:
        yield "limit-each", measured(dosage.max_dose_per_administration)
    if dosage.max_dose_per_lifetime:
        yield "limit-life", measured(dosage.max_dose_per_lifetime)


def _ways(dosage: Dosage) -> Iterator[Fact]:
    named = [("route", dosage.route, ROUTES), ("site", dosage.site, SITES)]
    named += [("method", dosage.method, METHODS)]
    named += [("advice", concept, ADVICE) for concept in dosage.additional_instruction]
    if dosage.timing:
        named.append(("code", dosage.timing.code, {}))
    for kind, concept, table in named:
        if concept is not None:
            yield from ((kind, name) for name in meanings(concept, table))
            yield from (("words", line(text)) for text in words_besides(concept, table))
    for text in (dosage.patient_instruction, dosage.text):
        if any(char.isalnum() for char in text):
            yield "words", line(text)


def line(text: str) -> str:
    """Return *text* as it stands on one line."""
    return " ".join(text.split())
