"""What goes out to a translator, and what comes back: one row for each sentence."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from medleaf.language.approvals import fingerprint
from medleaf.language.catalog import Standing
from medleaf.model.problem import PressError, Problem

MOST_BYTES = 20_000_000  # ten times all bundled leaflets
MOST_ROWS = 50_000


class Stage(StrEnum):
    """How far a sentence is, in the words of translators' tools."""

    NEEDS_TRANSLATION = "needs-translation"
    NEEDS_WORK = "needs-work"
    TRANSLATED = "translated"
    SIGNED_OFF = "signed-off"

    @property
    def standing(self) -> Standing:
        """What it is in a catalog; a signature is never brought in from outside."""
        match self:
            case Stage.NEEDS_TRANSLATION:
                return Standing.UNTRANSLATED
            case Stage.NEEDS_WORK:
                return Standing.FUZZY
        return Standing.TRANSLATED


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that goes out, with what its translator has to know."""

    domain: str
    english: str
    text: str
    stage: Stage
    place: str = ""
    role: str = ""
    match: str = ""
    form: int = 0

    @property
    def mark(self) -> str:
        """The hash of the English, and of the plural form."""
        return mark_of(self.english, self.form)

    @property
    def base(self) -> str:
        """The hash of how it goes out: tells later who changed what."""
        return base_of(self.english, self.text, self.stage.standing)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence that came back. *line* is its row or line in the file.

    *base* is empty where the file has lost it.
    """

    line: int
    domain: str
    mark: str
    english: str
    text: str
    stage: Stage
    base: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that came back: its language, its rows, and what is wrong with single rows."""

    file: Path
    tag: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def mark_of(english: str, form: int = 0) -> str:
    """Return the hash of *english*; it begins with a letter, so no spreadsheet takes it for 1E9.

    The plural forms of a message but the first add their number: they may have the same English.
    """
    whole = f"{english}\n{form}" if form else english
    return "h" + hashlib.sha256(whole.encode()).hexdigest()[:16]


def base_of(english: str, text: str, standing: Standing) -> str:
    """Return the hash of a sentence as it stands in the catalog."""
    return "b" + fingerprint(english, text, context=standing)


def contents(file: Path) -> bytes:
    """Return the bytes of *file*; raise PressError where it cannot be read or is too large."""
    try:
        if (size := file.stat().st_size) > MOST_BYTES:
            message = f"has {size:,} bytes; {MOST_BYTES:,} is the most"
            raise PressError([Problem(file, 0, "too-large", message)])
        return file.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PressError([Problem(file, 0, "unreadable", message)]) from error
