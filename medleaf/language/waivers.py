"""Which finding of a check a person has looked at and lets pass: ``waivers.tsv``.

A waiver is bound to one sentence, its English and its translation by the hash that
signatures use, and to one check; any change of either makes it stale by itself.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from medleaf.model.problem import PressError, Problem

COLUMNS = ("hash", "check", "reason", "by", "date")
_HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Waiver:
    """One finding that may pass, and why."""

    hash: str
    check: str
    reason: str
    by: str
    day: date
    line: int


Waivers = dict[tuple[str, str], Waiver]  # (hash, check) -> waiver


def read(file: Path, known: frozenset[str]) -> Waivers:
    """Read the waivers in *file*, none where there is no file; *known* are the checks' names.

    Raises PressError with every row that is not whole.
    """
    if not file.exists():
        return {}
    found: Waivers = {}
    problems = []
    for number, row in enumerate(file.read_text("utf-8-sig").splitlines(), start=1):
        cells = [cell.strip() for cell in row.split("\t")]
        if not row.strip() or (number == 1 and cells[0] == COLUMNS[0]):
            continue
        if message := _fault(cells, known):
            problems.append(Problem(file, number, "waiver", message))
            continue
        mark, check, reason, by, day = cells
        found[mark, check] = Waiver(mark, check, reason, by, date.fromisoformat(day), number)
    if problems:
        raise PressError(problems)
    return found


def _fault(cells: list[str], known: frozenset[str]) -> str:
    if len(cells) != len(COLUMNS) or not all(cells):
        return f"must have the columns {', '.join(COLUMNS)}, divided by tabs, none of them empty"
    if len(cells[0]) != _HASH_LENGTH:
        return f"the hash has {_HASH_LENGTH} digits; `translate check --json` tells it"
    if cells[1] not in known:
        return f"{cells[1]!r} cannot be waived; that can be: {', '.join(sorted(known))}"
    try:
        date.fromisoformat(cells[4])
    except ValueError:
        return f"{cells[4]!r} is not a date such as 2026-11-24"
    return ""
