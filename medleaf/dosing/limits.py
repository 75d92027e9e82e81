"""Limits, reasons, ways and advice: all that is said beside how much and when."""

from collections.abc import Iterator, Mapping

from medleaf.dosing.amounts import amount
from medleaf.dosing.codes import ADVICE, METHODS, REASONS, ROUTES, SITES, meanings, words_besides
from medleaf.dosing.refusal import Refusal
from medleaf.dosing.speech import SAYINGS, Speech
from medleaf.dosing.times import needed
from medleaf.dosing.units import time_of
from medleaf.model.directions import Clause
from medleaf.model.dosage import Concept, Dosage
from medleaf.model.text import Text, Value


def say_needed(dosage: Dosage, speech: Speech) -> Iterator[Clause]:
    """Yield the sentences about when it is needed."""
    frames = SAYINGS.frames
    if needed(dosage) and not dosage.as_needed_for:
        yield Clause("needed", speech.say(frames.needed))
    for reason in dosage.as_needed_for:
        names = meanings(reason, REASONS)
        said = [speech.say(getattr(SAYINGS.reasons, name)) for name in names]
        said += [f"“{words}”" for words in map(tidy, words_besides(reason, REASONS))]
        yield from (Clause("needed", speech.say(frames.needed_for, reason=it)) for it in said)


def say_limits(dosage: Dosage, speech: Speech) -> Iterator[Clause]:
    """Yield the sentences that say how much is too much."""
    limits = SAYINGS.limits
    for ratio in dosage.max_dose_per_period:
        over = ratio.denominator
        time = time_of(over)
        message: Text | None = getattr(limits, time, None)
        if message is None or over.value <= 0 or over.comparator:
            raise Refusal("limit", f"so much in {over.value} {over.unit or over.code}?")
        said = amount(ratio.numerator, speech)
        text = speech.say(message, over.value, n=speech.number(over.value), amount=said)
        yield Clause("limit", text)
    if (most := dosage.max_dose_per_administration) is not None:
        yield Clause("limit", speech.say(limits.administration, amount=amount(most, speech)))
    if (most := dosage.max_dose_per_lifetime) is not None:
        yield Clause("limit", speech.say(limits.lifetime, amount=amount(most, speech)))


def say_ways(dosage: Dosage, speech: Speech) -> Iterator[Clause]:
    """Yield the sentences about the way in, the place on the body, and what is done."""
    yield from _named(dosage.method, METHODS, SAYINGS.methods, speech)
    yield from _named(dosage.route, ROUTES, SAYINGS.routes, speech)
    if dosage.site:
        for name in meanings(dosage.site, SITES):
            site = speech.say(getattr(SAYINGS.sites, name))
            yield Clause("site", speech.say(SAYINGS.frames.site, site=site))
        yield from (wrote(words, speech) for words in words_besides(dosage.site, SITES))


def say_advice(dosage: Dosage, speech: Speech) -> Iterator[Clause]:
    """Yield advice that is coded, then all that the prescriber wrote in words."""
    for concept in dosage.additional_instruction:
        yield from _named(concept, ADVICE, SAYINGS.advice, speech)
    if dosage.timing and dosage.timing.code:
        meanings(dosage.timing.code, {})  # refuses a code that comes without words
        yield from (wrote(words, speech) for words in words_besides(dosage.timing.code, {}))
    for words in (dosage.patient_instruction, dosage.text):
        if any(char.isalnum() for char in words):
            yield wrote(words, speech)


def _named(
    concept: Concept | None, table: Mapping[str, str], family: Value, speech: Speech
) -> Iterator[Clause]:
    if concept is None:
        return
    for name in meanings(concept, table):
        yield Clause("way", speech.say(getattr(family, name)))
    yield from (wrote(words, speech) for words in words_besides(concept, table))


def wrote(words: str, speech: Speech) -> Clause:
    """Return the prescriber's own words, marked as theirs."""
    return Clause("wrote", speech.say(SAYINGS.frames.wrote, words=tidy(words)))


def tidy(words: str) -> str:
    """Return *words* on one line."""
    return " ".join(words.split())
