"""A language as directions speak it: messages, plural forms, numbers, dates."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from medleaf.dosing.refusal import Refusal
from medleaf.model.dosage import Moment
from medleaf.model.sayings import Counted, Measured, Sayings
from medleaf.model.text import Text

SAYINGS = Sayings.default()
Number = Decimal | int
_GLYPHS = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(3, 4): "¾"}
# What is measured on a scale, a syringe or a clock is written as a decimal (ISMP: 0.5 mg).
_MEASURED = (
    SAYINGS.amounts.microgram, SAYINGS.amounts.unit, SAYINGS.amounts.dose,
    *(getattr(SAYINGS.spans, name) for name in type(SAYINGS.spans).model_fields),
)  # fmt: skip
_MOST_DIGITS, _MOST_PLACES = 9, 6
_MANY_FORMS = 6  # Arabic: what is not whole takes the form of hundreds (CLDR: other)
_EARLIEST, _LATEST = 1000, 9999  # years


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """How one language says the messages of :class:`medleaf.model.sayings.Sayings`.

    *forms* are the plural forms of each message by its English (one where it has none),
    *form_of* says which of them tells of a whole number; *count* is how many there are.
    *decimal* is the market's decimal sign. *reviewed* is the day the last message was signed by a
    clinician, None while one is unsigned.
    """

    tag: str
    html: str
    decimal: str
    count: int
    form_of: Callable[[int], int]
    forms: Mapping[str, tuple[str, ...]]
    reviewed: date | None = None

    def say(self, message: Text, number: Number | None = None, **values: str) -> str:
        """Return *message* with its *values*, in the form that tells of *number*.

        Refuses a message that has no sound translation.
        """
        forms = self.forms.get(message)
        if forms is None:
            raise Refusal("untranslated", f"not translated, or fails a check: {message}")
        return forms[self._form(number) if len(forms) > 1 else 0].format(**values)

    def _form(self, number: Number | None) -> int:
        if number is None or number == int(number):
            return self.form_of(int(number or 0))
        return self.form_of(100 if self.count == _MANY_FORMS else 2)

    def amount(self, family: Counted | Measured, value: Decimal) -> str:
        """Return *value* of what *family* says."""
        if isinstance(family, Measured):
            return self.say(family.exact, n=self.number(value))
        if value == int(value):
            return self.say(family.exact, int(value), n=self.number(value))
        # French and Hindi count up to 2 as one: 1½ comprimé (CLDR).
        up_to = 2 if self.count == 2 and self.form_of(0) == self.form_of(1) else 1  # noqa: PLR2004
        said = self.number(value, parts=not _measured(family))
        if value < up_to:
            return self.say(family.part, part=said)
        return self.say(family.mixed, mixed=said)

    def between(self, family: Counted | Measured, low: Decimal, high: Decimal) -> str:
        """Return from *low* to *high* of what *family* says."""
        parts = isinstance(family, Counted) and not _measured(family)
        first, last = self.number(low, parts=parts), self.number(high, parts=parts)
        return self.say(family.range, high, low=first, high=last)

    def number(self, value: Number, *, parts: bool = False) -> str:
        """Return a number in Latin digits, with the market's decimal sign.

        With *parts*, halves and quarters of things that can be broken are written ½ ¼ ¾. Refuses
        numbers that nobody means: negative ones, and those with more digits than a scale has.
        """
        whole, _, places = f"{Decimal(value).normalize():f}".partition(".")
        if value < 0 or len(whole) > _MOST_DIGITS or len(places) > _MOST_PLACES:
            raise Refusal("absurd-number", f"{value} cannot be meant")
        if parts and (glyph := _GLYPHS.get(Fraction(value) % 1)):
            return f"{whole}{glyph}" if whole != "0" else glyph
        return f"{whole}{self.decimal}{places}" if places else whole

    def listed(self, items: Iterable[str]) -> str:
        """Return *items* as a list."""
        item = SAYINGS.frames.item
        return reduce(lambda one, other: self.say(item, one=one, other=other), items)

    def day(self, moment: Moment) -> str:
        """Return the day, the month or the year of *moment*, months in words."""
        from babel.dates import format_date, format_skeleton

        if not _EARLIEST <= moment.year <= _LATEST:
            raise Refusal("absurd-date", f"the year {moment.year} cannot be meant")
        if moment.month is None:
            said = str(moment.year)
        elif moment.day is None:
            first = date(moment.year, moment.month, 1)
            said = format_skeleton("yMMMM", first, locale=self.tag)
        else:
            day = date(moment.year, moment.month, moment.day)
            said = format_date(day, "long", locale=self.tag)
        said = said.removesuffix(" г.")  # Russian: the sentence has its own full stop
        if moment.clock is None:
            return said
        return self.say(SAYINGS.frames.at, date=said, clock=clock(moment.clock))


def _measured(family: Counted) -> bool:
    return any(family is it for it in _MEASURED)  # pydantic would compare every field


def clock(at: time) -> str:
    """Return the time of a day as 08:00, with seconds where there are some."""
    return at.strftime("%H:%M:%S" if at.second else "%H:%M")
