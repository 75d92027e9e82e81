"""A patient's directions in the patient's language: what takes the place of the blank dose plan."""

from dataclasses import dataclass, fields
from typing import Literal
from unicodedata import category, is_normalized, normalize

from medleaf.model.problem import PressError

_JOINERS = "\u200c\u200d"  # Indic and Persian names are spelt with them

ALGORITHM = "1"  # raised whenever the same dosage is said in other words


class RefusedError(PressError):
    """A dosage that cannot be said in words without losing something; the problems say what."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One whole sentence. *kind* names what it says (amount, often, limit …), for programs."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of amounts. Every row has as many cells as *head*; the first may name the row.

    *kind*: ``times`` (a day from morning to bedtime), ``week`` (Monday to Sunday) or ``steps``
    (the steps of a taper, with dates or days). *pictures* are pictograms of the columns' heads,
    empty where a head has none.
    """

    kind: Literal["times", "week", "steps"]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pictures: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The table as plain text, a line each row; empty cells are left out."""
        return tuple(
            "; ".join(f"{head}: {cell}" for head, cell in zip(self.head, row, strict=True) if cell)
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Directions:
    """All that one patient is told about taking one medicine, ready to be printed.

    *origin*: ``generated`` from coded data, ``translated`` by the sender, or ``written``:
    the prescriber's own words, not understood by us and marked as theirs, in the language *lang*
    (BCP 47; ``und`` if nobody said). *warning* is framed: a medicine for one day of the week.
    """

    origin: Literal["generated", "translated", "written"]
    lang: str
    clauses: tuple[Clause, ...]
    grid: Grid | None = None
    warning: str = ""
    algorithm: str = ALGORITHM

    @property
    def text(self) -> str:
        """Everything as plain text: the warning, the clauses a line each, the grid row by row."""
        rows = self.grid.lines if self.grid else ()
        lines = (self.warning, *(clause.text for clause in self.clauses), *rows)
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Label:
    """Whose copy it is, as it is printed: dates are written out, what is not known is empty.

    It stands on one side of the sheet alone, and nowhere else: not in a title, a name or a code.
    """

    name: str = ""
    birth_date: str = ""
    number: str = ""  # of the prescription
    prescriber: str = ""
    date: str = ""

    def known(self) -> tuple[tuple[str, str], ...]:
        """Return the names of the fields that say something, each with what it says, clean."""
        said = ((field.name, clean(getattr(self, field.name))) for field in fields(self))
        return tuple((name, value) for name, value in said if value)


def clean(value: str) -> str:
    """Return *value* as it is printed: one line, composed, without signs that nobody sees."""
    if value.isprintable() and is_normalized("NFC", value) and value == " ".join(value.split()):
        return value  # as nearly all are
    seen = "".join(" " if c.isspace() else c for c in normalize("NFC", value))
    kept = "".join(c for c in seen if c in _JOINERS or not category(c).startswith("C"))
    return " ".join(kept.split())
