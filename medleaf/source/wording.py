"""How safe English is written: the rules of ISMP, NCPDP and USP for patients' texts.

Each rule is a pattern that must not occur, a code, and how to mend it.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from medleaf.model.leaflet import Leaflet
from medleaf.model.text import Sentence


class Rule(NamedTuple):
    """A pattern that a sentence may not hold; *printed* rules spare the guide."""

    code: str
    pattern: re.Pattern[str]
    mend: str
    printed: bool = False


_UNIT = r"(?:mg|mL|g|kg|micrograms?|units?|°C|hours?|days?|weeks?|months?|years?)"
RULES = (
    # ISMP List of Error-Prone Abbreviations, Symbols, and Dose Designations
    Rule("trailing-zero", re.compile(r"\d\.\d*0\b(?!\d)"), "write 1 mg, never 1.0 mg"),
    Rule("leading-zero", re.compile(r"(?<![\d.])\.\d"), "write 0.5 mg, never .5 mg"),
    Rule("unit-space", re.compile(rf"\d{_UNIT}\b"), "put a space before the unit"),
    Rule(
        "abbreviation",
        re.compile(r"\b(?:mcg|µg|μg|IU|ml|ML|cc|tsp|tbsp)\b|\d\s?U\b"),
        "write micrograms, units, mL",
    ),
    Rule(
        "latin",
        re.compile(r"\b(?:q\.?d|b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|prn|p\.r\.n|HS|stat|p\.o)\b\.?"),
        "write it in words",
    ),
    Rule("sign", re.compile(r"[<>≥≤±]|\d\s?[-–]\s?\d|\d/\d"), "write 'more than', '4 to 6', ½"),
    Rule("date", re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b"), "write the month as a word"),
    Rule("thousands", re.compile(r"\b[1-9],\d{3}\b"), "write 1000, not 1,000, below 10 000"),
    # USP 17: numerals and named times; "once" reads as eleven in Spanish
    Rule(
        "number-word",
        re.compile(r"\b(?:once|twice|thrice)\s+(?:a|per|daily|weekly|every)\b", re.IGNORECASE),
        "write '1 time a day', '2 times a day'",
    ),
    Rule(
        "vague",
        re.compile(r"\bas directed\b|\b(?:twice|once) daily\b", re.IGNORECASE),
        "say when and how",
    ),
    Rule(
        "spoon",
        re.compile(r"\b(?:tea|table)spoon", re.IGNORECASE),
        "give mL and a syringe, never spoons",
    ),
    Rule(
        "frequency",
        re.compile(r"\b(?:very )?(?:un)?common(?:ly)?\b|\brare(?:ly)?\b", re.IGNORECASE),
        "write 'up to 1 in 10 people'",
        printed=True,
    ),
    Rule(
        "tone",
        re.compile(r"\bjust\b|\byou failed\b|\bnon-?complian", re.IGNORECASE),
        "leave out the blame",
    ),
)
MOST_SENTENCE = 20  # words; 15 is the aim
SHORT = 12  # characters; shorter lines are too alike by chance
NEAR = 0.88  # how alike two sentences are that were probably meant to be one phrase


def faults(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield (code, message) for every rule that *sentence* breaks."""
    for rule in RULES:
        found = rule.pattern.search(sentence.text)
        if found and (sentence.printed or not rule.printed):
            yield rule.code, f"{found.group()!r}: {rule.mend}: {sentence.text}"
    if sentence.printed:
        for part in re.split(r"(?<=[.!?])\s", sentence.text):
            if (count := len(part.split())) > MOST_SENTENCE:
                yield "long", f"{count} words; {MOST_SENTENCE} at most on paper: {part}"


def unshared(leaflets: Iterable[Leaflet], phrases: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return the sentences that several leaflets have and ``phrases.yaml`` has not."""
    seen: dict[str, dict[str, None]] = {}
    for leaflet in leaflets:
        for sentence in leaflet.sentences():
            seen.setdefault(str(sentence.text), {})[leaflet.id] = None
    return {t: tuple(ids) for t, ids in seen.items() if len(ids) > 1 and t not in phrases}


def near_misses(leaflet: Leaflet, phrases: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (sentence, phrase) where a sentence is almost, but not quite, a phrase."""
    matcher = SequenceMatcher(autojunk=False)
    for sentence in leaflet.sentences():
        text = str(sentence.text)
        if text in phrases or len(text) < SHORT:
            continue
        matcher.set_seq2(text)
        for phrase in phrases:
            if abs(len(phrase) - len(text)) > 0.2 * len(text):
                continue
            matcher.set_seq1(phrase)
            if (
                matcher.real_quick_ratio() >= NEAR
                and matcher.quick_ratio() >= NEAR
                and matcher.ratio() >= NEAR
            ):
                yield text, phrase
