"""How much: the amount of a dose, and the sentence around it."""

from collections.abc import Iterator
from decimal import Decimal

from medleaf.dosing.codes import METHODS, ROUTES, meanings
from medleaf.dosing.refusal import Refusal
from medleaf.dosing.speech import SAYINGS, Speech
from medleaf.dosing.units import time_of, unit_of
from medleaf.model.directions import Clause
from medleaf.model.dosage import Dosage, Quantity, Range, Ratio
from medleaf.model.sayings import Counted, Measured

_COMPARED = {
    "<": SAYINGS.frames.less, "<=": SAYINGS.frames.most,
    ">": SAYINGS.frames.more, ">=": SAYINGS.frames.least,
}  # fmt: skip
_SWALLOWED = {"tablet": SAYINGS.frames.tablet, "capsule": SAYINGS.frames.capsule}
_POURED = frozenset({"ml", "mg", "g"})
_BY_MOUTH = {(): frozenset(_SWALLOWED), ("oral",): _POURED | frozenset(_SWALLOWED)}
_RATES = {"min": "min", "h": "h", "d": "d"}


def family(unit: str) -> Counted | Measured:
    """Return the messages that count *unit*."""
    found: Counted | Measured = getattr(SAYINGS.amounts, unit)
    return found


def amount(quantity: Quantity, speech: Speech) -> str:
    """Return an amount as it stands behind a colon: 2 tablets."""
    if quantity.comparator:
        raise Refusal("comparator", f"{quantity.comparator} {quantity.value}: how much is that?")
    return speech.amount(family(unit_of(quantity)), quantity.value)


def ends(span: Range) -> tuple[Quantity, Quantity]:
    """Return both ends of a range of amounts; refuse an open, a mixed-up or a backward one."""
    low, high = _both(span)
    if unit_of(low) == unit_of(high) and low.value > high.value:
        raise Refusal("backward-range", f"from {low.value} to {high.value} runs backward")
    return low, high


def _both(span: Range) -> tuple[Quantity, Quantity]:
    if span.low is None or span.high is None:
        raise Refusal("open-range", "the range of amounts has one end only")
    if not (span.low.unit or span.low.code) or not (span.high.unit or span.high.code):
        raise Refusal("no-unit", "both ends of the range of amounts need a unit")
    return span.low, span.high


def bare(dose: Quantity | Range, speech: Speech) -> str:
    """Return a dose as it stands in a table."""
    if isinstance(dose, Quantity):
        return amount(dose, speech)
    low, high = ends(dose)
    if unit_of(low) != unit_of(high):
        raise Refusal("mixed-range", "the range of amounts has two units")
    if low.comparator or high.comparator:
        raise Refusal("comparator", "a range of amounts cannot be compared again")
    return speech.between(family(unit_of(low)), low.value, high.value)


def doses(dosage: Dosage) -> tuple[Quantity | Range, ...]:
    """Return the amounts of one administration, each once; refuse several that differ."""
    found = tuple(dict.fromkeys(it.dose for it in dosage.dose_and_rate if it.dose is not None))
    if len(found) > 1:
        raise Refusal("several-amounts", "there are several amounts for one time")
    return found


def say_dose(dosage: Dosage, speech: Speech) -> Iterator[Clause]:
    """Yield the sentences about the amount, and how fast it is given."""
    for dose in doses(dosage):
        yield Clause("amount", _sentence(dose, _mouth(dosage), speech))
    for item in dosage.dose_and_rate:
        if item.rate is not None:
            yield Clause("rate", _rate(item.rate, speech))


def _mouth(dosage: Dosage) -> frozenset[str]:
    """Return the units of which "take" may be said; others are named without a verb."""
    if dosage.method and set(meanings(dosage.method, METHODS)) != {"swallow"}:
        return frozenset()
    routes = meanings(dosage.route, ROUTES) if dosage.route else ()
    if dosage.route and not routes:
        return frozenset()
    return _BY_MOUTH.get(routes, frozenset())


def _sentence(dose: Quantity | Range, mouth: frozenset[str], speech: Speech) -> str:
    frames = SAYINGS.frames
    if isinstance(dose, Quantity):
        if dose.comparator:
            frame = _COMPARED.get(dose.comparator)
            if frame is None:
                raise Refusal("comparator", f"{dose.comparator!r} is not understood")
            plain = Quantity(dose.value, dose.unit, dose.code, dose.system)
            return speech.say(frame, amount=amount(plain, speech))
        unit = unit_of(dose)
        if unit in mouth and unit in _SWALLOWED:
            return speech.amount(_SWALLOWED[unit], dose.value)
        frame = frames.take if unit in mouth else frames.each
        return speech.say(frame, amount=amount(dose, speech))
    low, high = ends(dose)
    if unit_of(low) != unit_of(high):
        return speech.say(frames.between, amount=amount(low, speech), other=amount(high, speech))
    said = bare(dose, speech)
    unit = unit_of(low)
    if unit in mouth and unit in _SWALLOWED:
        return speech.between(_SWALLOWED[unit], low.value, high.value)
    return speech.say(frames.take if unit in mouth else frames.each, amount=said)


def _rate(rate: Ratio | Range | Quantity, speech: Speech) -> str:
    if isinstance(rate, Quantity):
        unit, per = split_rate(rate)
        if rate.comparator:
            raise Refusal("comparator", f"a rate {rate.comparator} {rate.value}: how much is that?")
        plain = Quantity(rate.value, unit)
        return speech.say(getattr(SAYINGS.rates, per), amount=amount(plain, speech))
    if isinstance(rate, Range):
        low, high = _both(rate)
        (unit, per), (other, again) = split_rate(low), split_rate(high)
        if unit != other or per != again:
            raise Refusal("mixed-range", "the range of rates has two units")
        if low.value > high.value or low.comparator or high.comparator:
            raise Refusal("backward-range", f"from {low.value} to {high.value} cannot be meant")
        said = speech.between(family(unit), low.value, high.value)
        return speech.say(getattr(SAYINGS.rates, per), amount=said)
    return _ratio(rate, speech)


def _ratio(rate: Ratio, speech: Speech) -> str:
    over = rate.denominator
    said = amount(rate.numerator, speech)
    try:
        time = time_of(over)
    except Refusal:
        measure = family(unit_of(over))
        if not isinstance(measure, Measured):
            raise
        return speech.say(SAYINGS.rates.measure, measure=amount(over, speech), amount=said)
    if over.value == 1 and time in _RATES:
        return speech.say(getattr(SAYINGS.rates, time), amount=said)
    span = speech.amount(getattr(SAYINGS.spans, time), over.value)
    return speech.say(SAYINGS.rates.within, amount=said, span=span)


def split_rate(rate: Quantity) -> tuple[str, str]:
    """Return the unit of a rate and the message of its time: mL/h is ml and h.

    By UCUM (mL/h, ug/kg/h, mg/(kg.h)) or as it is spelt: millilitre per hour.
    """
    written = rate.code if rate.system.rstrip("/").endswith("unitsofmeasure.org") else rate.unit
    for sign in ("(", ")"):
        written = written.replace(sign, "")
    spelt = written.replace(" per ", "/").replace(" and ", "/").replace(".", "/").split("/")
    if not written:
        raise Refusal("no-unit", f"the rate {rate.value} has no unit")
    times = [_RATES.get(_time(part)) for part in spelt[1:]]
    bodies = [part for part in spelt[1:] if part.strip().lower() in {"kg", "kilogram"}]
    known = [time for time in times if time]
    if len(known) != 1 or len(known) + len(bodies) != len(spelt) - 1 or len(bodies) > 1:
        raise Refusal("unknown-rate", f"the rate {rate.unit or rate.code} is not known")
    unit = unit_of(Quantity(Decimal(1), spelt[0].strip()))
    return unit, f"kg_{known[0]}" if bodies else known[0]


def _time(part: str) -> str:
    try:
        return time_of(Quantity(Decimal(1), part.strip()))
    except Refusal:
        return ""
