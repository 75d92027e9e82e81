"""A patient's grid -> how it is shown: columns that say something, type as large as fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from medleaf.model.directions import Grid
from medleaf.printing.widths import per_cent, width

_LINE = 178 / 25.4 * 72  # points of text within the frame of the directions
_HALF = 90 / 25.4 * 72  # points of the line on which a script has so many letters of 12 points
_BOLD = 1.3  # how much wider bold letters are, about
_PAD = 9.0  # points of padding and border in a cell
_FEW, _SOME = 3, 6  # rows of steps that stand in one table: where it is tight, and where not
_LARGEST = {"times": 16.0, "week": 14.0, "steps": 12.5}
_CLOSE = {"times": 14.0, "week": 12.0, "steps": 11.5}
_HEAD, _SMALL, _SMALLEST = 12.0, 11.0, 9.0
_UNNAMED = {"times": 4, "week": 7, "steps": 0}  # columns, where rows have no names


@dataclass(frozen=True, slots=True)
class Shown:
    """A grid as it stands on the page.

    *tables* are its rows, in one table or in two side by side. *named* says whether the first
    cell names its row, *shares* are the widths of the columns in per cent, none where all are the
    same, *size* and *fine* the
    type sizes of cells and heads in points.
    """

    kind: str
    head: tuple[str, ...]
    pictures: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    named: bool
    shares: tuple[float, ...]
    size: float
    fine: float


def shown(grid: Grid, letters: int, *, tight: bool = False, scale: float = 1.0) -> Shown:
    """Return how *grid* is set: no column without a word, and no word wider than its column.

    *letters* are what fits on a line of half the page. Many steps stand in two tables side by
    side, fewer only where it is *tight*. *scale* is that of the type. In a day or a week an empty
    cell is struck out, so that nobody can write into it.
    """
    steps = grid.kind == "steps"
    kept = [n for n in range(len(grid.head)) if not steps or any(row[n] for row in grid.rows)]
    blank = "" if steps else "–"
    head = tuple(grid.head[n] for n in kept)
    rows = tuple(tuple(row[n] or blank for n in kept) for row in grid.rows)
    columns = tuple(zip(head, *rows, strict=True))
    letter = _HALF / letters / _HEAD * _BOLD
    longest = [max(map(width, column)) for column in columns]
    whole = sum(longest) * letter * _SMALL * scale + _PAD * len(columns)
    halves = len(rows) > (_FEW if tight else _SOME) and whole < _LINE / 2
    half = (len(rows) + 1) // 2
    shares = _shares(grid.kind, longest)
    line = _LINE / 2 if halves else _LINE
    room = [(line * share / 100 - _PAD) / letter for share in shares]
    return Shown(
        kind=grid.kind,
        head=head,
        pictures=tuple(grid.pictures[n] for n in kept) if grid.pictures else (),
        tables=(rows[:half], rows[half:]) if halves else (rows,),
        named=len(head) > _UNNAMED[grid.kind],
        shares=tuple(shares) if steps else (),
        size=_size(
            (_CLOSE if tight else _LARGEST)[grid.kind] * scale,
            [column[1:] for column in columns],
            room,
        ),
        fine=_size(_HEAD * scale, [column[:1] for column in columns], room),
    )


def _shares(kind: str, longest: list[float]) -> list[float]:
    if kind == "steps":
        return [*per_cent([letters + 2 for letters in longest], 12)]
    return [100 / len(longest)] * len(longest)


def _size(largest: float, columns: Sequence[tuple[str, ...]], room: Sequence[float]) -> float:
    """Return the largest type at which no word is wider than the *room* of its column."""
    words = ([word for cell in column for word in cell.split()] for column in columns)
    sizes = (
        points / max(map(width, found)) for found, points in zip(words, room, strict=True) if found
    )
    return max(_SMALLEST, min([largest, *sizes]))
