"""How a medicine is to be taken, as a record says it: what FHIR's Dosage means.

The names are those of FHIR R5 (https://hl7.org/fhir/R5/dosage.html); STU3, R4 and R4B are read
into the same shape. Numbers are decimals as they were written, so that none is rounded. Nothing
here is in words yet, and nothing is calculated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import Literal, NamedTuple

# UCUM units of time, as FHIR's value set units-of-time has them.
UnitOfTime = Literal["s", "min", "h", "d", "wk", "mo", "a"]
DayOfWeek = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

# FHIR's value set event-timing: when in the day, or next to which event of it.
When = Literal[
    "MORN", "MORN.early", "MORN.late", "NOON", "AFT", "AFT.early", "AFT.late",
    "EVE", "EVE.early", "EVE.late", "NIGHT", "PHS", "IMD",
    "HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a code system; *display* is what the sender calls it."""

    system: str
    code: str
    display: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something named by codes, by words, or by both: FHIR's CodeableConcept."""

    text: str = ""
    codings: tuple[Coding, ...] = ()

    @property
    def words(self) -> str:
        """The sender's own words for it, empty where there are only codes."""
        return self.text or next((it.display for it in self.codings if it.display), "")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something. *unit* is as it was written; *code* belongs to *system*.

    *comparator* is ``<``, ``<=``, ``>=``, ``>``, ``ad`` or empty.
    """

    value: Decimal
    unit: str = ""
    code: str = ""
    system: str = ""
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """From *low* to *high*; one of them may be open."""

    low: Quantity | None = None
    high: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """So much in so much, such as 4 tablets in 24 hours."""

    numerator: Quantity
    denominator: Quantity


class Moment(NamedTuple):
    """A date as exactly as it was said: a year, a month, a day, or a time of a day."""

    year: int
    month: int | None = None
    day: int | None = None
    clock: time | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From a date to a date; one of them may be open."""

    start: Moment | None = None
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class DoseAndRate:
    """An amount each time, or an amount per time. *kind* says ordered or calculated."""

    kind: Concept | None = None
    dose: Quantity | Range | None = None
    rate: Ratio | Range | Quantity | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often and how long. A field that is None or empty was not said.

    *count* is how many times in all; *duration* how long one administration takes;
    *frequency* so many times within a *period*; *offset* minutes from the event of *when*.
    """

    bounds: Quantity | Range | Period | None = None
    count: int | None = None
    count_max: int | None = None
    duration: Decimal | None = None
    duration_max: Decimal | None = None
    duration_unit: UnitOfTime | None = None
    frequency: int | None = None
    frequency_max: int | None = None
    period: Decimal | None = None
    period_max: Decimal | None = None
    period_unit: UnitOfTime | None = None
    day_of_week: tuple[DayOfWeek, ...] = ()
    time_of_day: tuple[time, ...] = ()
    when: tuple[When, ...] = ()
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When: at the dates of *event*, as *repeat* says, or as a *code* such as BID says."""

    event: tuple[Moment, ...] = ()
    repeat: Repeat = field(default_factory=Repeat)
    code: Concept | None = None


@dataclass(frozen=True, slots=True)
class Dosage:
    """One instruction.

    *translations* are the sender's own words by language (BCP 47), from FHIR's
    ``translation`` extension on ``text`` and ``patientInstruction``. *doubts* are the parts that
    were not understood, each a sentence that says what and where: modifier extensions nobody
    knows, a value without a number, a date that does not exist. Directions are refused
    while there is a doubt, since the part might change the meaning of the rest.
    """

    sequence: int | None = None
    text: str = ""
    patient_instruction: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    additional_instruction: tuple[Concept, ...] = ()
    timing: Timing | None = None
    as_needed: bool = False
    as_needed_for: tuple[Concept, ...] = ()
    site: Concept | None = None
    route: Concept | None = None
    method: Concept | None = None
    dose_and_rate: tuple[DoseAndRate, ...] = ()
    max_dose_per_period: tuple[Ratio, ...] = ()
    max_dose_per_administration: Quantity | None = None
    max_dose_per_lifetime: Quantity | None = None
    doubts: tuple[str, ...] = ()
