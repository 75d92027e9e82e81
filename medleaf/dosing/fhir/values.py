"""FHIR's data types -> values: quantities, ranges, periods, dates, times, concepts."""

import re
from datetime import date, time

from medleaf.dosing.fhir.node import Node
from medleaf.model.dosage import Coding, Concept, Moment, Period, Quantity, Range, Ratio

_COMPARATORS = frozenset({"<", "<=", ">=", ">", "ad"})
_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?")
_YEARS = range(1850, 2200)
_SHOWN = re.compile(r"[0-9:.TZ+-]{1,35}")


def quantity(node: Node | None, *, above_zero: bool = False) -> Quantity | None:
    """Return the quantity *node*; without a plain number it is a doubt."""
    if node is None:
        return None
    if not node.has("value"):
        node.doubt("has no value")
    value = node.above_zero("value") if above_zero else node.number("value", least=0)
    comparator = node.code("comparator", _COMPARATORS) or ""
    unit, code, system = node.text("unit"), node.text("code"), node.text("system")
    node.finish()
    return None if value is None else Quantity(value, unit, code, system, comparator)


def ranged(node: Node | None) -> Range | None:
    """Return the range *node*; it needs one end, and must not run backward."""
    if node is None:
        return None
    low, high = node.child("low"), node.child("high")
    found = Range(quantity(low), quantity(high))
    node.finish()
    if low is None and high is None:
        node.doubt("has neither end")
        return None
    if found.low and found.high:
        one, two = found.low, found.high
        if (one.unit, one.code) == (two.unit, two.code) and one.value > two.value:
            node.doubt(f"runs backward, from {one.value} to {two.value}")
    return found if found.low or found.high else None


def ratio(node: Node | None) -> Ratio | None:
    """Return the ratio *node*; it needs both numbers."""
    if node is None:
        return None
    over, under = node.child("numerator"), node.child("denominator")
    numerator, denominator = quantity(over), quantity(under, above_zero=True)
    node.finish()
    if over is None:
        node.doubt("has no value", "numerator")
    if under is None:
        node.doubt("has no value", "denominator")
    return Ratio(numerator, denominator) if numerator and denominator else None


def period(node: Node | None) -> Period | None:
    """Return the period *node*; it needs one date, and must not run backward."""
    if node is None:
        return None
    start, end = moment(node, "start"), moment(node, "end")
    node.finish()
    if not node.has("start") and not node.has("end"):
        node.doubt("has neither end")
    if start and end and _as_said(start, end) > _as_said(end, start):
        node.doubt("ends before it starts")
    return Period(start, end) if start or end else None


def _as_said(one: Moment, other: Moment) -> tuple[int, ...]:
    """Return the parts of *one* that *other* has, too."""
    parts = zip(one[:3], other[:3], strict=True)
    return tuple(a for a, b in parts if a is not None and b is not None)


def moment(node: Node, name: str) -> Moment | None:
    """Return the date *name* of *node*, exactly as it was said."""
    written = node.text(name)
    return moment_of(node, name, written) if written else None


def moments(node: Node, name: str) -> tuple[Moment, ...]:
    """Return the dates of the list *name* of *node*."""
    found = (moment_of(node, f"{name}[{n}]", it) for n, it in enumerate(node.texts(name)))
    return tuple(it for it in found if it)


def moment_of(node: Node, name: str, written: str) -> Moment | None:
    """Return the date that is *written*; what is in no calendar is a doubt."""
    found = as_moment(written)
    if found is None:
        node.doubt(f"is {_said(written)}, which is in no calendar", name)
    return found


def as_moment(written: str) -> Moment | None:
    """Return the date *written* as FHIR's dateTime, None where there is no such date."""
    found = _DATE.fullmatch(written)
    if found is None or int(found["year"]) not in _YEARS:
        return None
    year, month, day = (int(it) if it else None for it in found.group("year", "month", "day"))
    assert year is not None
    try:
        date(year, month or 1, day or 1)
        clock = (
            time.fromisoformat(found["clock"] + (found["zone"] or "")) if found["clock"] else None
        )
    except ValueError:
        return None
    return Moment(year, month, day, clock)


def times(node: Node, name: str) -> tuple[time, ...]:
    """Return the times of day of the list *name*, each there once."""
    found = []
    for number, written in enumerate(node.texts(name)):
        at = as_time(written)
        if at is None:
            node.doubt(f"is {_said(written)}, which is on no clock", f"{name}[{number}]")
        elif at in found:
            node.doubt("says the same twice", name)
        else:
            found.append(at)
    return tuple(found)


def as_time(written: str) -> time | None:
    """Return the time of day *written* as 08:00 or 08:00:00, None where there is no such time."""
    if not _TIME.fullmatch(written):
        return None
    try:
        return time.fromisoformat(written.partition(".")[0])
    except ValueError:
        return None


def _said(written: str) -> str:
    return written if _SHOWN.fullmatch(written) else "something"


def concept(node: Node | None) -> Concept | None:
    """Return the concept *node*; it must name something by a code or by words."""
    if node is None:
        return None
    text = node.text("text")
    codings = tuple(it for it in map(coding, node.children("coding")) if it)
    node.finish()
    if not text and not codings:
        node.doubt("names nothing")
        return None
    return Concept(text, codings)


def coding(node: Node) -> Coding | None:
    """Return the coding *node*; the version of its system does not matter."""
    found = Coding(node.text("system"), node.text("code"), node.text("display"))
    node.pass_over("version", "userSelected")
    node.finish()
    return found if found.code or found.display else None


def concepts(node: Node, name: str) -> tuple[Concept, ...]:
    """Return the concepts of the list *name*."""
    return tuple(it for it in map(concept, node.children(name)) if it)
