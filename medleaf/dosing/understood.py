"""Dosage -> Dosage: what a code or the pharmacy's habit says is written out as timing."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from medleaf.dosing.amounts import split_rate
from medleaf.dosing.refusal import Refusal
from medleaf.model.dosage import Dosage, DoseAndRate, Range, Repeat, Timing, UnitOfTime, When

# HL7 v3 GTSAbbreviation, as FHIR's value set timing-abbreviation has it.
_OFTEN: dict[str, tuple[int, int, UnitOfTime]] = {
    "QD": (1, 1, "d"), "BID": (2, 1, "d"), "TID": (3, 1, "d"), "QID": (4, 1, "d"),
    "QOD": (1, 2, "d"), "WK": (1, 1, "wk"), "MO": (1, 1, "mo"),
    "Q1H": (1, 1, "h"), "Q2H": (1, 2, "h"), "Q3H": (1, 3, "h"), "Q4H": (1, 4, "h"),
    "Q6H": (1, 6, "h"), "Q8H": (1, 8, "h"), "Q12H": (1, 12, "h"),
}  # fmt: skip
_WHEN: dict[str, When] = {"AM": "MORN", "PM": "AFT", "BED": "HS"}
_SYSTEMS = ("timing-abbreviation", "GTSAbbreviation")


def understood(dosage: Dosage, habits: Mapping[int, tuple[When, ...]]) -> Dosage:
    """Return *dosage* with its timing's code written out.

    *habits* are the times of day that a pharmacy means by so many times a day; they are used
    where nothing else says when. Refuses a code that contradicts the rest.
    """
    amounts = tuple(map(_rated, dosage.dose_and_rate))
    if amounts != dosage.dose_and_rate:
        dosage = replace(dosage, dose_and_rate=amounts)
    dosage = _worded(dosage)
    if dosage.timing is None:
        return dosage
    timing = _coded(replace(dosage.timing, repeat=_exact(dosage.timing.repeat)))
    repeat = timing.repeat
    plain = replace(repeat, bounds=None, count=None, count_max=None)
    habit = habits.get(repeat.frequency or 0)
    if habit and plain == Repeat(frequency=repeat.frequency, period=Decimal(1), period_unit="d"):
        daily = not dosage.as_needed and not dosage.as_needed_for and not timing.event
        timing = replace(timing, repeat=replace(repeat, when=habit)) if daily else timing
    return replace(dosage, timing=timing)


def _rated(item: DoseAndRate) -> DoseAndRate:
    """Return *item* with a dose such as 2 L/min as what it is: a rate."""
    ends = (item.dose.low, item.dose.high) if isinstance(item.dose, Range) else (item.dose,)
    if item.rate is not None or not all(ends):
        return item
    try:
        for end in ends:
            assert end is not None
            split_rate(end)
    except Refusal:
        return item
    return DoseAndRate(item.kind, None, item.dose)


def _worded(dosage: Dosage) -> Dosage:
    """Return *dosage* with the sender's words of other languages, where it has no others."""
    if dosage.text or dosage.patient_instruction or not dosage.translations:
        return dosage
    return replace(dosage, text=" – ".join(dict.fromkeys(dosage.translations.values())))


def _exact(repeat: Repeat) -> Repeat:
    """Return *repeat* without the ends of ranges that begin where they end."""
    bounds = repeat.bounds
    ends = (repeat.period_max, repeat.frequency_max, repeat.count_max, repeat.duration_max)
    if not isinstance(bounds, Range) and ends == (None,) * 4:
        return repeat
    if isinstance(bounds, Range) and bounds.low is not None and bounds.low == bounds.high:
        bounds = bounds.low
    return replace(
        repeat,
        bounds=bounds,
        period_max=None if repeat.period_max == repeat.period else repeat.period_max,
        frequency_max=None if repeat.frequency_max == repeat.frequency else repeat.frequency_max,
        count_max=None if repeat.count_max == repeat.count else repeat.count_max,
        duration_max=None if repeat.duration_max == repeat.duration else repeat.duration_max,
    )


def _coded(timing: Timing) -> Timing:
    concept, repeat = timing.code, timing.repeat
    codes = [c.code for c in concept.codings if c.system.endswith(_SYSTEMS)] if concept else []
    for code in codes:
        if often := _OFTEN.get(code):
            repeat = _often(repeat, code, *often)
        elif code in _WHEN and _WHEN[code] not in repeat.when:
            if repeat.when or repeat.time_of_day:
                raise Refusal("timing-contradicts", f"the code {code} contradicts the times")
            repeat = replace(repeat, when=(_WHEN[code],))
        elif code not in _WHEN:
            return timing
    return replace(timing, repeat=repeat, code=None) if codes else timing


def _often(repeat: Repeat, code: str, times: int, period: int, unit: UnitOfTime) -> Repeat:
    said = (repeat.frequency, repeat.period, repeat.period_unit)
    meant = (times, Decimal(period), unit)
    if said == (None, None, None):
        return replace(repeat, frequency=times, period=meant[1], period_unit=unit)
    if said != meant or repeat.frequency_max or repeat.period_max:
        message = f"the code {code} contradicts the frequency that stands beside it"
        raise Refusal("timing-contradicts", message)
    return repeat
