"""What XLSX and CSV share: columns that are found by their names, wherever they are."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from medleaf.language.exchange.rows import MOST_ROWS, Parcel, Row, Stage, Unit
from medleaf.model.problem import PressError, Problem

COLUMNS = (
    "catalog", "place", "role", "must match", "english", "translation", "state",
    "language", "hash", "base",
)  # fmt: skip
NEEDED = frozenset({"catalog", "english", "translation", "language", "hash"})
FORMULA = "formula"  # what a reader hands over in place of the cell's text
NOT_TEXT = "not-text"
HEADER_WITHIN = 20  # rows in which the header is looked for
_MESSAGES = {
    FORMULA: "the cell in column {!r} holds a formula; write the text itself",
    NOT_TEXT: "the cell in column {!r} holds a number or date; format it as text, write it again",
}


class Odd(str):
    """A cell that is not a text; says in one word what it is."""

    __slots__ = ()


def out(units: Iterable[Unit], tag: str) -> Iterator[tuple[str, ...]]:
    """Yield the header and a row of cells for each of *units*."""
    yield COLUMNS
    for unit in units:
        yield (
            unit.domain, unit.place, unit.role, unit.match, unit.english, unit.text,
            unit.stage, tag, unit.mark, unit.base,
        )  # fmt: skip


def names(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the names that a row of a table's header gives its columns."""
    return tuple(" ".join(cell.casefold().split()) for cell in cells)


def gather(table: Iterable[Sequence[str]], file: Path) -> Parcel:
    """Return what stands in the rows of *table*; raise PressError where there is no header."""
    numbered = enumerate(table, start=1)
    header = _header(numbered, file)
    rows: list[Row] = []
    problems: list[Problem] = []
    tags: dict[str, int] = {}
    for number, cells in numbered:
        if number > MOST_ROWS:
            message = f"has more than {MOST_ROWS:,} rows; take the empty ones away"
            raise PressError([Problem(file, number, "too-large", message)])
        named = dict(zip(header, cells, strict=False))
        if not any(cells):
            continue
        found = _row(number, named, file)
        if isinstance(found, Row):
            rows.append(found)
            tags.setdefault(named.get("language", ""), number)
        else:
            problems += found
    if len(tags) > 1:
        line = list(tags.values())[1]
        message = f"rows of several languages: {', '.join(sorted(tags))}; import one at a time"
        raise PressError([Problem(file, line, "languages", message)])
    if not tags:
        nothing = [Problem(file, 0, "empty", "there is no row to import")]
        raise PressError(problems or nothing)
    return Parcel(file, next(iter(tags)), tuple(rows), tuple(problems))


def _header(numbered: Iterator[tuple[int, Sequence[str]]], file: Path) -> tuple[str, ...]:
    for number, cells in numbered:
        header = names(cells)
        if header.count("hash") == 1 and NEEDED.issubset(header):
            if twice := sorted({name for name in header if name and header.count(name) > 1}):
                message = f"the column {twice[0]!r} is there twice; take one away"
                raise PressError([Problem(file, number, "columns", message)])
            return header
        if number >= HEADER_WITHIN:
            break
    message = (
        f"no row names the columns {', '.join(sorted(NEEDED))}; "
        "keep the header of the exported file, in any order"
    )
    raise PressError([Problem(file, 1, "columns", message)])


def _row(number: int, named: dict[str, str], file: Path) -> Row | list[Problem]:
    odd = [(name, cell) for name, cell in named.items() if isinstance(cell, Odd)]
    if odd:
        return [Problem(file, number, cell, _MESSAGES[cell].format(name)) for name, cell in odd]
    word = "-".join(named.get("state", "").casefold().split())
    text = named.get("translation", "")
    if word not in set(Stage) | {""}:
        message = f"the state {word!r} is not known; write one of {', '.join(Stage)}"
        return [Problem(file, number, "state", message)]
    stage = Stage(word) if word else Stage.NEEDS_TRANSLATION
    if stage is Stage.NEEDS_TRANSLATION and text:
        stage = Stage.TRANSLATED  # who fills a cell seldom looks at the column beside it
    return Row(
        line=number,
        domain=named.get("catalog", ""),
        mark=named.get("hash", "").strip(),
        english=named.get("english", ""),
        text=text,
        stage=stage,
        base=named.get("base", "").strip(),
    )
