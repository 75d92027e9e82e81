"""What staff write at the desk -> rows of a table of prescriptions, and what those get.

The form has the names of a table's columns, so the reader of tables reads it: what a row cannot say
safely, the desk cannot either. Nothing of it is kept: a form carries it from page to page.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medleaf.build.counter import Served, Turned, Wishes
from medleaf.build.desk import Shelf
from medleaf.build.handout import Handout, hand_out
from medleaf.dosing.files import read
from medleaf.dosing.match import PICKED
from medleaf.dosing.table.instruction import DIRECTIONS
from medleaf.model.columns import FIELDS
from medleaf.model.desk import LABEL
from medleaf.model.problem import PressError, Problem

STEPS = 6  # of a taper that the form has rows for
MOST_ITEMS = 30  # medicines of a patient
_MOST_LETTERS = 200_000
_TIMES = ("morning", "noon", "evening", "bedtime")
_BOUNDS = ("days", "start", "end", "duration_days")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "daily": ("unit", *_TIMES, *_BOUNDS),
    "often": ("dose", "unit", "times_a_day", *_BOUNDS),
    "needed": ("dose", "unit", "reason", "gap_hours", "max_per_day"),
    "words": ("text",),
}
_BARE = ("unit", "days", "start", "end", "duration_days", "step", "as_needed")  # no dose alone

Row = Mapping[str, str]
Item = tuple[Row, ...]  # a medicine of a patient: a row, or one for each step of a taper


@dataclass(frozen=True, slots=True)
class Laid:
    """A medicine as it was written, and what it gets."""

    item: Item
    answer: Served | Turned

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it gets nothing, or not what was written; empty where it does."""
        if isinstance(self.answer, Turned):
            return (self.answer.reason,)
        if self.answer.origin == "blank" and told(self.item):
            return tuple(note.reason for note in self.answer.notes if note.code != "blank")
        return ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of what it gets."""
        if isinstance(self.answer, Turned) or not told(self.item):
            return ()
        return tuple(note.reason for note in self.answer.notes)


def written(values: Row, days: Iterable[str]) -> Item:
    """Return what a form says: *values* by the names of its fields, *days* that were ticked."""
    who = {name: values.get(name, "") for name in (*LABEL, "language")}
    who |= {"code": values.get("leaflet", ""), "code_system": PICKED, "patient_id": "1"}
    if values.get("kind") == "taper":
        return tuple(_full(who | step) for step in _steps(values))
    names = _KINDS.get(values.get("kind", ""), ())
    row = {name: values.get(name, "") for name in names}
    if "days" in row:
        row["days"] = ", ".join(days)
    if values.get("kind") == "needed":
        row["reason"] = row["reason"] or values.get("reason_other", "")
        row["as_needed"] = "yes"
    if not _says(row):
        return (_full(who),)
    return (_full(who | row),)


def _steps(values: Row) -> list[dict[str, str]]:
    filled = []
    for number in range(1, STEPS + 1):
        names = ("duration_days", *_TIMES)
        step = {name: values.get(f"step{number}_{name}", "") for name in names}
        if any(it.strip() for it in step.values()):
            filled.append(step | {"unit": values.get("unit", "")})
    if not filled:
        return [{}]
    return [it | {"step": f"{n} of {len(filled)}"} for n, it in enumerate(filled, start=1)]


def _full(row: Row) -> Row:
    return {name: text for name, value in row.items() if (text := value.strip())}


def _says(row: Row) -> bool:
    return any(value.strip() for name, value in row.items() if name not in _BARE)


def told(item: Item) -> bool:
    """Return whether *item* has directions."""
    return any(name in row for row in item for name in DIRECTIONS)


def dump(items: Sequence[Item]) -> str:
    """Return *items* as a form carries them."""
    return json.dumps(items, ensure_ascii=False, separators=(",", ":")) if items else ""


def load(text: str) -> tuple[Item, ...]:
    """Return the items that a form carried; raise PressError for what no form of ours carries."""
    try:
        found = json.loads(text) if text and len(text) <= _MOST_LETTERS else []
        if len(found) > MOST_ITEMS or len(text) > _MOST_LETTERS:
            raise _odd(f"more than {MOST_ITEMS} medicines are in the basket; print some first")
        items = tuple(map(_item, found))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _odd("what the page carried is spoilt; begin again") from error
    return items


def _item(rows: Sequence[Row]) -> Item:
    if not rows:
        raise ValueError
    return tuple(map(_row, rows))


def _row(row: Row) -> Row:
    if not row.keys() <= {*FIELDS} or not all(isinstance(it, str) for it in row.values()):
        raise ValueError
    return dict(row)


def _odd(message: str) -> PressError:
    return PressError([Problem(Path("-"), 0, "basket", message)])


def lay(shelf: Shelf, items: Sequence[Item], wishes: Wishes) -> tuple[Handout, tuple[Laid, ...]]:
    """Return what *items* get; raise what :func:`medleaf.build.handout.hand_out` raises."""
    rows = [row for item in items for row in item]
    heads = [name for name in FIELDS if any(name in row for row in rows)]
    table = io.StringIO()
    writer = csv.DictWriter(table, heads, restval="")
    writer.writeheader()
    writer.writerows(rows)
    # Our own heads, whatever the pharmacy's tables call them.
    handout = hand_out(shelf, read([io.BytesIO(table.getvalue().encode())]), wishes)
    every: tuple[Served | Turned, ...] = (*handout.served, *handout.turned)
    answers = {int(answer.row): answer for answer in every}
    laid, number = [], 2  # the heads are row 1
    for item in items:
        own = [answers[n] for n in range(number, number + len(item)) if n in answers]
        turned = [it for it in own if isinstance(it, Turned)]
        laid.append(Laid(item, (turned or own)[0]))
        number += len(item)
    return handout, tuple(laid)
