"""FHIR's Dosage and Timing -> our Dosage, whichever version wrote it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast, get_args

from medleaf.dosing.fhir.node import Node
from medleaf.dosing.fhir.values import (
    concept,
    concepts,
    moments,
    period,
    quantity,
    ranged,
    ratio,
    times,
)
from medleaf.model.dosage import (
    Concept,
    DayOfWeek,
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

_UNITS = frozenset(get_args(UnitOfTime))
_DAYS = frozenset(get_args(DayOfWeek))
_WHENS = frozenset(get_args(When))
_NOT_OFFSET = frozenset({"C", "CM", "CD", "CV"})  # FHIR, constraint tim-9
_ANY_MEAL = frozenset({"C", "AC", "PC", "IMD", "PHS"})  # may be several times a day
_MOST_TIMES = 99  # a frequency of three digits is a slip of the finger
_MOST_COUNT = 9_999
_WEEK = 7 * 24 * 60  # minutes
_DOSES = ("doseQuantity", "doseRange")
_RATES = ("rateRatio", "rateRange", "rateQuantity")
_BESIDES = ("timing", "doseAndRate", *_DOSES, *_RATES, "additionalInstruction")


def dosage(value: Any, path: str) -> Dosage:
    """Return the Dosage *value*; *path* says in doubts where it stands."""
    if not isinstance(value, dict):
        return Dosage(doubts=(f"{path} is a value where a dosage belongs",))
    doubts: list[str] = []
    node = Node(value, path, doubts)
    as_needed, reasons = _needed(node)
    text, instruction = node.text("text"), node.text("patientInstruction")
    found = Dosage(
        sequence=node.whole("sequence", least=0, most=_MOST_COUNT),
        text=text,
        patient_instruction=instruction,
        translations=_translations(node, text, instruction),
        additional_instruction=concepts(node, "additionalInstruction"),
        timing=_timing(node.child("timing")),
        as_needed=as_needed,
        as_needed_for=reasons,
        site=concept(node.child("site")),
        route=concept(node.child("route")),
        method=concept(node.child("method")),
        dose_and_rate=tuple(_amounts(node)),
        max_dose_per_period=_limits(node),
        max_dose_per_administration=_limit(node, "maxDosePerAdministration"),
        max_dose_per_lifetime=_limit(node, "maxDosePerLifetime"),
    )
    node.finish()
    return replace(found, doubts=tuple(dict.fromkeys(doubts)))


def _translations(node: Node, text: str, instruction: str) -> dict[str, str]:
    """Return the whole instruction by language: both texts, where both were sent.

    A patientInstruction says only a part of what is coded beside it, so its translation
    stands for the whole only where there is nothing else.
    """
    texts, more = node.translations("text"), node.translations("patientInstruction")
    if texts:
        if instruction and instruction != text:
            return {tag: f"{said}\n{more[tag]}" for tag, said in texts.items() if tag in more}
        return texts
    return {} if text or any(map(node.has, _BESIDES)) else more


def _needed(node: Node) -> tuple[bool, tuple[Concept, ...]]:
    said = [node.flag(name) for name in ("asNeeded", "asNeededBoolean")]
    one = concept(node.child("asNeededCodeableConcept"))
    reasons = (*((one,) if one else ()), *concepts(node, "asNeededFor"))
    if False in said and (True in said or reasons):
        node.doubt("is both needed and not needed", "asNeeded")
    return True in said or bool(reasons), reasons


def _amounts(node: Node) -> Iterator[DoseAndRate]:
    """Yield the amounts: a list since R4, fields of the dosage itself in STU3."""
    for item in node.children("doseAndRate"):
        amount = _amount(item, concept(item.child("type")))
        item.finish()
        if amount.dose is not None or amount.rate is not None:
            yield amount
        elif not any(map(item.has, (*_DOSES, *_RATES))):
            item.doubt("says no amount")
    flat = _amount(node, None)
    if flat.dose is not None or flat.rate is not None:
        yield flat


def _amount(node: Node, kind: Concept | None) -> DoseAndRate:
    doses = (quantity(node.child("doseQuantity")), ranged(node.child("doseRange")))
    per_time = ranged(node.child("rateRange")), quantity(node.child("rateQuantity"))
    rates = (ratio(node.child("rateRatio")), *per_time)
    for names in (_DOSES, _RATES):
        if sum(map(node.has, names)) > 1:
            node.doubt(f"has several of {', '.join(names)}")
    dose = next((it for it in doses if it), None)
    return DoseAndRate(kind, dose, next((it for it in rates if it), None))


def _limits(node: Node) -> tuple[Ratio, ...]:
    found = []
    for item in node.children("maxDosePerPeriod"):
        limit = ratio(item)
        if limit and not limit.numerator.value:
            item.doubt("is 0, which cannot be meant", "numerator.value")
        elif limit:
            found.append(limit)
    return tuple(found)


def _limit(node: Node, name: str) -> Quantity | None:
    return quantity(node.child(name), above_zero=True)


def _timing(node: Node | None) -> Timing | None:
    if node is None:
        return None
    event = moments(node, "event")
    repeat, code = node.child("repeat"), concept(node.child("code"))
    node.finish()
    return Timing(event, _repeat(repeat) if repeat else Repeat(), code)


def _repeat(node: Node) -> Repeat:
    found = Repeat(
        bounds=_bounds(node),
        count=node.whole("count", least=1, most=_MOST_COUNT),
        count_max=node.whole("countMax", least=1, most=_MOST_COUNT),
        duration=node.above_zero("duration"),
        duration_max=node.above_zero("durationMax"),
        duration_unit=cast(UnitOfTime | None, node.code("durationUnit", _UNITS)),
        frequency=node.whole("frequency", least=1, most=_MOST_TIMES),
        frequency_max=node.whole("frequencyMax", least=1, most=_MOST_TIMES),
        period=node.above_zero("period"),
        period_max=node.above_zero("periodMax"),
        period_unit=cast(UnitOfTime | None, node.code("periodUnit", _UNITS)),
        day_of_week=cast(tuple[DayOfWeek, ...], node.codes("dayOfWeek", _DAYS)),
        time_of_day=times(node, "timeOfDay"),
        when=cast(tuple[When, ...], node.codes("when", _WHENS)),
        offset=node.whole("offset", least=0, most=_WEEK),
    )
    node.finish()
    _contradictions(node, found)
    return found


def _bounds(node: Node) -> Quantity | Range | Period | None:
    duration = quantity(node.child("boundsDuration"), above_zero=True)
    span, dates = ranged(node.child("boundsRange")), period(node.child("boundsPeriod"))
    if sum(map(node.has, ("boundsDuration", "boundsRange", "boundsPeriod"))) > 1:
        node.doubt("has several bounds; which of them counts?")
    return duration or span or dates


def _contradictions(node: Node, repeat: Repeat) -> None:
    """Doubt what cannot be meant together; the constraints are FHIR's tim-1 to tim-10."""
    pairs = (
        ("frequency", repeat.frequency, repeat.frequency_max),
        ("period", repeat.period, repeat.period_max),
        ("count", repeat.count, repeat.count_max),
        ("duration", repeat.duration, repeat.duration_max),
    )
    for name, low, high in pairs:
        if low is not None and high is not None and Decimal(high) < Decimal(low):
            node.doubt(f"is {high}, less than {name}, {low}", f"{name}Max")
        if node.has(f"{name}Max") and not node.has(name) and name != "frequency":
            node.doubt(f"is there without {name}", f"{name}Max")
    for name in ("duration", "period"):
        if node.has(name) and not node.has(f"{name}Unit"):
            node.doubt("has no unit", name)
        if node.has(f"{name}Unit") and not node.has(name):
            node.doubt(f"is there without {name}", f"{name}Unit")
    if repeat.offset is not None and (not repeat.when or set(repeat.when) & _NOT_OFFSET):
        node.doubt("is there without an event that it could be counted from", "offset")
    if repeat.when and repeat.time_of_day:
        node.doubt("stands beside timeOfDay; which of them counts?", "when")
    if differs(repeat):
        node.doubt(f"is {repeat.frequency}, but so many times of day are not named", "frequency")


def differs(repeat: Repeat) -> bool:
    """Return whether *repeat* says 3 times a day, but names two times of the day, or four."""
    named = len(repeat.time_of_day) or len([it for it in repeat.when if it not in _ANY_MEAL])
    low = repeat.frequency or 1
    daily = repeat.period == 1 and repeat.period_unit == "d" and repeat.period_max is None
    if not daily or not named or low == 1 or set(repeat.when) & _ANY_MEAL:
        return False
    return not low <= named <= (repeat.frequency_max or low)
