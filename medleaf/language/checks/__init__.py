"""What must be right in a translation before it may be printed.

Each check is a small function from what it looks at to the faults it finds; a new rule
is a new function and one more ``Check`` in the tuple of its family.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from medleaf.language.catalog import Translation
from medleaf.language.checks import figures, form, layout, people, signs, words
from medleaf.language.checks.check import Catalog, Check, Context, Fault, Sheet
from medleaf.language.said import Found, Inspect, Said, Sentences
from medleaf.language.table import PSEUDO
from medleaf.model.problem import Problem
from medleaf.model.text import Role

FIRST: tuple[Check[Said], ...] = form.FIRST  # where one of these finds, no other is asked
SENTENCE: tuple[Check[Said], ...] = (
    *form.SENTENCE,
    *figures.SENTENCE,
    *words.SENTENCE,
    *signs.SENTENCE,
    *people.SENTENCE,
)
LEAFLET: tuple[Check[Sentences], ...] = (*figures.LEAFLET, *words.LEAFLET, *people.LEAFLET)
CATALOG: tuple[Check[Catalog], ...] = form.CATALOG
SHEET: tuple[Check[Sheet], ...] = layout.SHEET
CHECKS: tuple[Check[Any], ...] = (*FIRST, *SENTENCE, *LEAFLET, *CATALOG, *SHEET)
WAIVABLE = frozenset(check.id for check in CHECKS if check.waivable)

__all__ = [
    "CATALOG",
    "CHECKS",
    "SHEET",
    "WAIVABLE",
    "Catalog",
    "Check",
    "Context",
    "Sheet",
    "inspect",
    "inspector",
]

S = TypeVar("S")


def inspector(context: Context) -> Inspect:
    """Return a function that looks at the sentences of a leaflet, and at all of them together.

    What it found in a sentence it remembers, for the other leaflets that say it.
    """
    # English is its own translation, and languages for tests are English in disguise: there
    # is little to compare.
    english = context.language.source or context.language.tag in PSEUDO
    checks = tuple(c for c in SENTENCE if c.source or not english)
    together = tuple(c for c in LEAFLET if c.source or not english)
    known: dict[tuple[Translation, Role], tuple[Found, ...]] = {}

    def look(said: Said) -> tuple[Found, ...]:
        key = (said.item, said.sentence.role)
        if key not in known:
            known[key] = tuple(_run(FIRST, said, context)) or tuple(_run(checks, said, context))
        return tuple(Found(found.problem, said) for found in known[key])

    def inspect_all(sentences: Sentences) -> tuple[Found, ...]:
        single = tuple(found for said in sentences for found in look(said))
        whole = tuple(said for said in sentences if said.whole)
        return (*single, *_run(together, whole, context))

    return inspect_all


def inspect(checks: Iterable[Check[S]], subject: S, context: Context) -> tuple[Found, ...]:
    """Return what *checks* find in a catalog or a sheet."""
    return tuple(_run(checks, subject, context))


def _run(checks: Iterable[Check[S]], subject: S, context: Context) -> Iterator[Found]:
    for check in checks:
        for fault in check.find(subject, context):
            yield Found(_problem(check, fault, subject), _about(fault, subject))


def _about(fault: Fault, subject: object) -> Said | None:
    return fault.said or (subject if isinstance(subject, Said) else None)


def _problem(check: Check[S], fault: Fault, subject: S) -> Problem:
    severity = fault.severity or check.severity
    if said := _about(fault, subject):
        return Problem(said.item.file, said.item.line, check.id, fault.message, severity)
    assert isinstance(subject, Catalog | Sheet)
    return Problem(subject.file, 0, check.id, fault.message, severity)
