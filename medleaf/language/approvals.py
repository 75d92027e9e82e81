"""Who signed which sentence: ``approvals.tsv``.

A signature is bound to the sentence, its English and its translation by a hash;
any change of either makes it stale by itself.
"""

import hashlib
import unicodedata
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
class Approvals:
    """The signatures in one language: (hash, role) -> the day it was signed."""

    signed: dict[tuple[str, str], date]

    def since(self, items: tuple[Translation, ...], language: Language) -> date | None:
        """Return the day the last of *items* was approved, None while one is not.

        English needs a clinician; a translation also a second translator (ISO 17100).
        """
        roles = (Signer.CLINICAL,) if language.source else tuple(Signer)
        days = [
            self.signed.get((fingerprint(i.english, i.text), role)) for i in items for role in roles
        ]
        return max((day for day in days if day), default=None) if all(days) else None


def fingerprint(english: str, text: str, context: str = "") -> str:
    """Return 16 hex digits of the sha256 of a sentence, its English and its translation."""
    parts = (unicodedata.normalize("NFC", part) for part in (context, english, text))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def read(file: Path) -> Approvals:
    """Read the signatures in *file*; none where there is no file."""
    if not file.exists():
        return Approvals({})
    signed: dict[tuple[str, str], date] = {}
    problems = []
    for number, row in enumerate(file.read_text("utf-8").splitlines(), start=1):
        cells = row.split("\t")
        if (number == 1 and cells[0] == COLUMNS[0]) or not row.strip():
            continue
        try:
            mark, role, _by, day = cells[:4]
            signed[mark, Signer(role)] = date.fromisoformat(day)
        except ValueError:
            message = f"must have the columns {', '.join(COLUMNS)}, divided by tabs"
            problems.append(Problem(file, number, "approval", message))
    if problems:
        raise PressError(problems)
    return Approvals(signed)
