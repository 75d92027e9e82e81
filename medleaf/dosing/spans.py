"""How long: bounds, counts, and the time that one administration takes."""

from collections.abc import Iterator

from medleaf.dosing.refusal import Refusal
from medleaf.dosing.speech import SAYINGS, Speech
from medleaf.dosing.times import count
from medleaf.dosing.units import time_of
from medleaf.model.directions import Clause
from medleaf.model.dosage import Dosage, Period, Quantity, Range, Repeat


def say_spans(dosage: Dosage, speech: Speech, *, bounds: bool = True) -> Iterator[Clause]:
    """Yield the sentences about how long; without *bounds* a table says from when until when."""
    if dosage.timing is None:
        return
    repeat = dosage.timing.repeat
    if bounds:
        yield from (Clause("span", text) for text in _bounds(repeat, speech))
    if repeat.count is None and repeat.count_max is not None:
        raise Refusal("count", f"up to {repeat.count_max} times, but from how many?")
    if times := count(repeat.count, repeat.count_max, speech):
        yield Clause("count", speech.say(SAYINGS.frames.count, times=times))
    yield from (Clause("lasts", text) for text in _lasts(repeat, speech))


def span(quantity: Quantity, speech: Speech) -> str:
    """Return a time as it stands behind a colon: 7 days."""
    if quantity.comparator or quantity.value <= 0:
        raise Refusal("span", f"{quantity.comparator} {quantity.value}: how long is that?")
    return speech.amount(getattr(SAYINGS.spans, time_of(quantity)), quantity.value)


def row(dosage: Dosage, speech: Speech) -> str:
    """Return the bounds as they stand in a table, empty where there are none."""
    bounds = dosage.timing.repeat.bounds if dosage.timing else None
    columns = SAYINGS.columns
    if isinstance(bounds, Quantity):
        return span(bounds, speech)
    if isinstance(bounds, Period) and bounds.start and bounds.end:
        start, end = speech.day(bounds.start), speech.day(bounds.end)
        return speech.say(columns.both, date=start, other=end)
    if isinstance(bounds, Period) and bounds.start:
        return speech.say(columns.start, date=speech.day(bounds.start))
    if isinstance(bounds, Period) and bounds.end:
        return speech.say(columns.end, date=speech.day(bounds.end))
    if bounds is None:
        return ""
    raise Refusal("table", "these bounds do not fit into a table")


def _bounds(repeat: Repeat, speech: Speech) -> Iterator[str]:
    frames, bounds = SAYINGS.frames, repeat.bounds
    match bounds:
        case Quantity():
            yield speech.say(frames.how_long, span=span(bounds, speech))
        case Range(low, high):
            yield from _range(low, high, speech)
        case Period(start, end):
            if start is None and end is None:
                raise Refusal("bounds", "from when until when? the dates are missing")
            if start and end and start[:3] > end[:3] and None not in (*start[:3], *end[:3]):
                raise Refusal("bounds", "the last day is before the first")
            if start:
                yield speech.say(frames.start, date=speech.day(start))
            if end:
                yield speech.say(frames.end, date=speech.day(end))


def _range(low: Quantity | None, high: Quantity | None, speech: Speech) -> Iterator[str]:
    frames = SAYINGS.frames
    if low is None and high is None:
        raise Refusal("bounds", "how long? neither end is said")
    if low and high and time_of(low) == time_of(high):
        if low.value >= high.value or low.comparator or high.comparator:
            raise Refusal("bounds", f"from {low.value} to {high.value} cannot be meant")
        words = getattr(SAYINGS.spans, time_of(low))
        yield speech.say(frames.how_long, span=speech.between(words, low.value, high.value))
        return
    if low:
        yield speech.say(frames.how_long_least, span=span(low, speech))
    if high:
        yield speech.say(frames.how_long_most, span=span(high, speech))


def _lasts(repeat: Repeat, speech: Speech) -> Iterator[str]:
    low, high, unit = repeat.duration, repeat.duration_max, repeat.duration_unit
    if low is None and high is None and unit is None:
        return
    if low is None or unit is None:
        raise Refusal("duration", "how long does one dose take? the number or the unit is missing")
    if low <= 0 or (high is not None and high < low):
        raise Refusal("duration", f"from {low} to {high} cannot be meant")
    words = getattr(SAYINGS.spans, unit)
    yield speech.say(SAYINGS.frames.lasts, span=speech.amount(words, low))
    if high is not None and high != low:
        yield speech.say(SAYINGS.frames.lasts_most, span=speech.amount(words, high))
