"""When: how often, at which times of the day, on which days."""

from collections.abc import Iterator
from decimal import Decimal

from medleaf.dosing.refusal import Refusal
from medleaf.dosing.speech import SAYINGS, Speech, clock
from medleaf.model.directions import Clause
from medleaf.model.dosage import Dosage, Repeat, When
from medleaf.model.sayings import Often
from medleaf.model.text import Text

_NOT_OFFSET = frozenset({"C", "CM", "CD", "CV"})  # FHIR, constraint tim-9


def say_times(dosage: Dosage, speech: Speech, *, whens: bool = True) -> Iterator[Clause]:
    """Yield the sentences about when; without *whens* a table says the times of day and days."""
    if dosage.timing is None:
        return
    repeat, frames = dosage.timing.repeat, SAYINGS.frames
    yield from (Clause("often", text) for text in _often(repeat, dosage, speech))
    if whens and repeat.day_of_week:
        days = (speech.say(getattr(SAYINGS.weekdays, day)) for day in ordered(repeat))
        yield Clause("days", speech.say(frames.days, days=speech.listed(days)))
    if whens and repeat.when:
        told = (moment(when, repeat.offset, speech) for when in dict.fromkeys(repeat.when))
        yield Clause("when", speech.say(frames.when, times=speech.listed(told)))
    elif repeat.offset is not None and not repeat.when:
        raise Refusal("offset", f"{repeat.offset} minutes before or after what?")
    if repeat.time_of_day:
        times = map(clock, dict.fromkeys(repeat.time_of_day))
        yield Clause("clock", speech.say(frames.clock, times=speech.listed(times)))
    for event in dict.fromkeys(dosage.timing.event):
        yield Clause("event", speech.say(frames.event, date=speech.day(event)))


def ordered(repeat: Repeat) -> tuple[str, ...]:
    """Return the days of the week, each once, Monday first."""
    return tuple(day for day in type(SAYINGS.weekdays).model_fields if day in repeat.day_of_week)


def label(when: When) -> Text:
    """Return the message of a time of day."""
    found: Text = getattr(SAYINGS.moments, when.lower().replace(".", "_"))
    return found


def moment(when: When, offset: int | None, speech: Speech) -> str:
    """Return a time of day as it stands in a list, with minutes before or after it."""
    if not offset:
        return speech.say(label(when))
    found: Text | None = getattr(SAYINGS.offsets, when.lower(), None)
    if found is None or when in _NOT_OFFSET:
        raise Refusal("offset", f"{offset} minutes before or after {when}?")
    return speech.say(found, offset, n=speech.number(offset))


def _often(repeat: Repeat, dosage: Dosage, speech: Speech) -> Iterator[str]:
    period, unit = repeat.period, repeat.period_unit
    times = _times(repeat, speech)
    if period is None:
        if repeat.period_max is not None or unit is not None:
            raise Refusal("period", "a unit or an end of a period, but no period")
        if times:
            yield speech.say(SAYINGS.frames.number, times=times)
        return
    if unit is None or unit == "s":
        raise Refusal("no-unit", f"every {period} of what? the period has no unit that is known")
    if period <= 0 or (repeat.period_max is not None and repeat.period_max <= period):
        raise Refusal("period", f"a period from {period} to {repeat.period_max} cannot be meant")
    words: Often = getattr(SAYINGS.rhythm, unit)
    once = repeat.frequency == 1 and repeat.frequency_max in {None, 1}
    elsewhere = repeat.when or repeat.time_of_day or repeat.day_of_week
    if not times and not elsewhere and (period != 1 or repeat.period_max is not None):
        raise Refusal("no-frequency", f"how many times in {period} {unit}?")
    gaps = {"min": SAYINGS.limits.gap_min, "h": SAYINGS.limits.gap_h}
    if once and not elsewhere and repeat.period_max is None and needed(dosage) and unit in gaps:
        yield speech.say(gaps[unit], period, n=speech.number(period))
        return
    yield _rhythm(words, repeat, period, times, speech, once=once)


def _rhythm(
    words: Often, repeat: Repeat, period: Decimal, times: str, speech: Speech, *, once: bool
) -> str:
    plain = once or not times
    if repeat.period_max is not None:
        low, high = speech.number(period), speech.number(repeat.period_max)
        message = words.between if plain else words.between_times
        return speech.say(message, repeat.period_max, low=low, high=high, times=times)
    if period != 1:
        message = words.every if plain else words.every_times
        return speech.say(message, period, n=speech.number(period), times=times)
    if not times:
        return speech.say(words.once)
    if repeat.frequency is not None and repeat.frequency_max in {None, repeat.frequency}:
        return speech.say(words.times, repeat.frequency, n=speech.number(repeat.frequency))
    return speech.say(words.each, times=times)


def _times(repeat: Repeat, speech: Speech) -> str:
    """Return how many times, as it stands behind a colon; empty where it is not said."""
    return count(repeat.frequency, repeat.frequency_max, speech)


def count(low: int | None, high: int | None, speech: Speech) -> str:
    """Return 2 times, 2 to 3 times, or up to 3 times; empty where neither is said."""
    words = SAYINGS.times
    if (low is not None and low < 1) or (high is not None and high < (low or 1)):
        raise Refusal("count", f"from {low} to {high} times cannot be meant")
    if low is not None and high is not None and high != low:
        return speech.say(words.range, high, low=speech.number(low), high=speech.number(high))
    if low is not None:
        return speech.say(words.exact, low, n=speech.number(low))
    return speech.say(words.most, high, n=speech.number(high)) if high is not None else ""


def needed(dosage: Dosage) -> bool:
    """Return whether it is taken only when needed."""
    return dosage.as_needed or bool(dosage.as_needed_for)
