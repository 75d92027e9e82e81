"""Who signed which sentence: ``approvals.tsv``.

A signature is bound to the sentence, its English and its translation by a hash;
any change of either makes it stale by itself.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from medleaf.language.catalog import Translation
from medleaf.model.language import Language
from medleaf.model.problem import PressError, Problem

COLUMNS = ("hash", "role", "by", "date", "translator")


class Signer(StrEnum):
    """In which role somebody signs."""

    REVISER = "reviser"
    CLINICAL = "clinical"


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of the file: *by* signed the sentence with this *mark*.

    *translator* is who had translated it, as the catalog said when it was first signed.
    """

    mark: str
    role: Signer
    by: str
    day: date
    translator: str = ""


@dataclass(frozen=True, slots=True)
class Approvals:
    """The signatures in one language: (hash, role) -> the day it was signed."""

    signed: dict[tuple[str, str], date]

    def since(self, items: tuple[Translation, ...], language: Language) -> date | None:
        """Return the day the last of *items* was approved, None while one is not.

        English needs a clinician; a translation also a second translator (ISO 17100).
        """
        if not self.signed:
            return None
        roles = (Signer.CLINICAL,) if language.source else tuple(Signer)
        days = [
            self.signed.get((fingerprint(i.english, i.text), role)) for i in items for role in roles
        ]
        return max((day for day in days if day), default=None) if all(days) else None


def fingerprint(english: str, text: str, context: str = "") -> str:
    """Return 16 hex digits of the sha256 of a sentence, its English and its translation."""
    parts = (unicodedata.normalize("NFC", part) for part in (context, english, text))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def same_person(one: str, other: str) -> bool:
    """Return whether two names, such as ``Ana Ruiz <ana@clinic.org>``, share a name or address."""
    return not _called(one).isdisjoint(_called(other))


def known_person(name: str) -> bool:
    """Return whether *name* is somebody, not what tools write for nobody."""
    return not _called(name) <= {"", "full name", "email@address", "automatically generated"}


def _called(person: str) -> set[str]:
    plain = " ".join(unicodedata.normalize("NFKC", person).casefold().split())
    found = re.fullmatch(r"([^<>]*)<([^<>]*)>", plain)
    return {
        part.strip(' "') for part in (found.groups() if found else (plain,)) if part.strip(' "')
    }


def read(file: Path) -> Approvals:
    """Read the signatures in *file*; none where there is no file."""
    return Approvals({(row.mark, row.role): row.day for row in signatures(file)})


def dump(rows: Iterable[Signature]) -> str:
    """Return the file of *rows*: sorted, a line for each sentence and role: git can merge it."""
    kept = {(row.mark, row.role): row for row in rows}
    lines = [
        (row.mark, row.role, row.by, row.day.isoformat(), row.translator)
        for _, row in sorted(kept.items())
    ]
    return "".join("\t".join(cells) + "\n" for cells in (COLUMNS, *lines))


def signatures(file: Path) -> tuple[Signature, ...]:
    """Read every line of *file*; raise PressError with each that is not a signature."""
    if not file.exists():
        return ()
    found: list[Signature] = []
    problems = []
    for number, row in enumerate(file.read_text("utf-8").splitlines(), start=1):
        cells = row.split("\t")
        if (number == 1 and cells[0] == COLUMNS[0]) or not row.strip():
            continue
        try:
            mark, role, by, day, *rest = cells
            translator = rest[0] if rest else ""
            found.append(Signature(mark, Signer(role), by, date.fromisoformat(day), translator))
        except ValueError:
            message = f"must have the columns {', '.join(COLUMNS)}, divided by tabs"
            problems.append(Problem(file, number, "approval", message))
    if problems:
        raise PressError(problems)
    return tuple(found)
