"""Real dosages of public projects, put into words in every language: what is lost, what refused."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from medleaf.build.directions import directions, read, speech
from medleaf.build.library import Library
from medleaf.dosing.fhir.wire import parse
from medleaf.language.numbers import numbers
from medleaf.model.directions import RefusedError
from medleaf.model.dosage import Dosage, Quantity, Range
from medleaf.workspace import Workspace

ROOT = Path(__file__).parent.parent
CASES = Path(os.environ.get("MEDLEAF_CASES", ROOT.parent / "shared" / "cases")) / "dosage"


class Tally(NamedTuple):
    """What became of the dosages of one language.

    *measured* are the sound ones with a unit for every dose, *said* those of them that were
    put into words; *unlawful* those that the NHS refuses and we did not.
    """

    asked: int
    crashed: int
    empty: int
    lost: int
    measured: int
    said: int
    unlawful: int
    seconds: float


def tallies() -> Iterator[tuple[str, Tally]]:
    """Yield each language and what became of all dosages in it; nothing where there are none."""
    cases = [case for file in sorted(CASES.glob("*.json")) for case in parse(file.read_bytes())]
    library = Library(Workspace(ROOT), date(2026, 1, 1))
    for tag in library.tags if cases else ():
        words = speech(library, tag)
        count: Counter[str] = Counter()
        spent = 0.0
        for case in cases:
            dosages = read(case["input"])
            start = time.perf_counter()
            try:
                text = directions(dosages, words).text
            except RefusedError:
                text = None
            except Exception:  # noqa: BLE001  a crash is what is counted
                text, count["crashed"] = None, count["crashed"] + 1
            spent += time.perf_counter() - start
            sound = not case.get("expected_error") and not any(it.doubts for it in dosages)
            measured = sound and _measured(dosages)
            count["measured"] += measured
            if text is not None:
                count["said"] += measured
                count["empty"] += not text.strip()
                count["lost"] += bool(_written(case["input"]) - _read(text, words.decimal))
                count["unlawful"] += bool(case.get("expected_error"))
        names = Tally._fields[1:-1]
        yield tag, Tally._make([len(cases), *(count[name] for name in names), spent])


def _measured(dosages: tuple[Dosage, ...]) -> bool:
    doses = [it.dose for dosage in dosages for it in dosage.dose_and_rate if it.dose]
    ends: list[Quantity | None] = []
    for dose in doses:
        ends += [dose.low, dose.high] if isinstance(dose, Range) else [dose]
    return bool(ends) and all(end is not None and (end.unit or end.code) for end in ends)


def _written(value: Any) -> set[Fraction]:
    """Return the numbers of quantities in JSON; so much in 1 hour is said as so much an hour."""
    if isinstance(value, dict):
        own = {Fraction(str(value["value"]))} if "value" in value else set()
        found = own.union(*map(_written, value.values()))
    else:
        found = set().union(*map(_written, value)) if isinstance(value, list) else set()
    return found - {Fraction(1)}


def _read(text: str, decimal: str) -> set[Fraction]:
    found = {number.value for number in numbers(text, decimal) if number.value is not None}
    parts = {part for part in found if part < 1}
    return found | {whole + part for whole in found for part in parts}
