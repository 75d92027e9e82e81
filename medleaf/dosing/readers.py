"""One reader for each kind of file: it looks at the whole file first, then reads it row by row."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from medleaf.dosing.fhir import document
from medleaf.dosing.fhir.orders import is_order, order
from medleaf.dosing.fhir.plain import kind
from medleaf.dosing.fhir.shelf import REFERRED, Shelf
from medleaf.dosing.fhir.wire import UnreadableError, check, dump, parse
from medleaf.dosing.source import Source
from medleaf.dosing.table import sheet
from medleaf.dosing.table.heads import Heads, heads
from medleaf.dosing.table.rows import Rows
from medleaf.dosing.table.steps import Step, joined
from medleaf.model.columns import Columns
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import Problem, Severity

Outcome = Prescription | Unread
_Row = tuple[Outcome, Step | None]

_LOOKED = REFERRED | {"MedicationDispense"}
_HELPER = re.compile(rb'"resourceType"\s*:\s*"(?:%b)"' % "|".join(sorted(_LOOKED)).encode())


class Reader(Protocol):
    """Reads one file."""

    def look(self, shelf: Shelf) -> None:
        """Put what prescriptions may refer to onto *shelf*.

        Raises UnreadableError where the file as a whole cannot be read.
        """

    def read(self, shelf: Shelf) -> Iterator[Outcome]:
        """Yield what it prescribes, with what stands on *shelf*."""


class Document:
    """JSON or XML: one value, whole in memory."""

    def __init__(self, source: Source, parse: Callable[[bytes], Any]) -> None:
        self._source, self._parse = source, parse

    def look(self, shelf: Shelf) -> None:
        """Put the patients and medicines of the document onto *shelf*."""
        document.put(self._parse(self._source.whole()), shelf)

    def read(self, shelf: Shelf) -> Iterator[Outcome]:
        """Yield the prescriptions of the document."""
        value = self._parse(self._source.whole())
        return document.prescriptions(value, self._source.file, shelf)


class Lines:
    """NDJSON: a FHIR resource a line, as bulk exports are, or a flat row a line.

    Bulk exports: https://hl7.org/fhir/uv/bulkdata.
    """

    def __init__(self, source: Source, columns: Columns) -> None:
        self._source, self._columns = source, columns
        self._heads: dict[tuple[str, ...], Heads] = {}

    def look(self, shelf: Shelf) -> None:
        """Put the patients and medicines of the lines onto *shelf*."""
        for _, line in self._source.lines():
            if line and _HELPER.search(line):
                try:
                    document.put(parse(line), shelf)
                except UnreadableError:
                    continue  # told when its turn comes

    def read(self, shelf: Shelf) -> Iterator[Outcome]:
        """Yield what each line prescribes."""
        rows = Rows(self._source.file, self._columns, shelf)
        return joined(it for pair in self._source.lines() for it in self._tried(pair, rows, shelf))

    def _tried(self, pair: tuple[int, bytes | None], rows: Rows, shelf: Shelf) -> Iterator[_Row]:
        number, line = pair
        try:
            yield from self._line(line, number, rows, shelf)
        except UnreadableError as error:
            yield _unread(self._source.file, number, error), None

    def _line(self, line: bytes | None, number: int, rows: Rows, shelf: Shelf) -> Iterator[_Row]:
        if line is None:
            raise UnreadableError("too-large", "the line is too long for one resource")
        value = parse(line)
        if is_order(value):
            yield order(value, number, self._source.file, shelf), None
        elif not isinstance(value, dict):
            raise UnreadableError("no-resource", "is neither a FHIR resource nor a row")
        elif not kind(value):
            check(value)
            cells = {name: _cell(item) for name, item in value.items()}
            found, new = self._row_heads(tuple(cells))
            if new and found.unknown:
                yield _unheeded(self._source.file, number, found), None
            yield rows.row(number, found, found.of(tuple(cells.values())))
        elif kind(value) in document.HOLDERS:
            message = "is a bundle; give it as a file of its own, or one resource a line"
            raise UnreadableError("bundle", message)

    def _row_heads(self, names: tuple[str, ...]) -> tuple[Heads, bool]:
        new = names not in self._heads
        if new:
            self._heads[names] = heads(names, self._columns)
        return self._heads[names], new


class Table:
    """CSV: a row a prescription, under a row of heads."""

    def __init__(self, source: Source, columns: Columns) -> None:
        self._source, self._columns = source, columns

    def look(self, shelf: Shelf) -> None:
        """Refuse a file that is no text, or whose heads are not understood."""
        del shelf  # a table refers to nothing
        self._shape = sheet.shape(self._source, self._columns)
        first = next(sheet.lines(self._source, self._shape), None)
        if first is None:
            raise UnreadableError("empty", "has no rows")
        if first.fault:
            raise UnreadableError("csv", first.fault)
        self._heads = heads(first.cells, self._columns)

    def read(self, shelf: Shelf) -> Iterator[Outcome]:
        """Yield what each row prescribes."""
        return joined(self._rows(Rows(self._source.file, self._columns, shelf)))

    def _rows(self, rows: Rows) -> Iterator[_Row]:
        file, width = self._source.file, len(self._heads.fields)
        lines = sheet.lines(self._source, self._shape)
        first = next(lines)
        if self._heads.unknown:
            yield _unheeded(file, first.number, self._heads), None
        for number, cells, fault in lines:
            over = [cell for cell in cells[width:] if cell.strip()]
            if fault:
                yield _unread(file, number, UnreadableError("csv", fault)), None
            elif len(cells) < width or over:
                message = f"has {len(cells)} cells, the heads are {width}"
                yield _unread(file, number, UnreadableError("cells", message)), None
            else:
                yield rows.row(number, self._heads, self._heads.of(cells))


def _unread(file: Path, number: int, error: UnreadableError) -> Unread:
    return Unread(number, Problem(file, number, error.code, error.message))


def _unheeded(file: Path, number: int, found: Heads) -> Unread:
    """Return the warning that columns were not read; it is told once."""
    names = ", ".join(repr(name) for name in found.unknown)
    message = (
        f"not understood and not read: {names}; map them in [columns] of clinic.toml, or name "
        "them under ignore"
    )
    return Unread(number, Problem(file, number, "columns", message, Severity.WARNING))


def _cell(value: Any) -> str:
    """Return a value of a flat row as a table would have it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case dict() | list():
            return dump(value)
    raise UnreadableError("wrong-type", "has a value that no cell could hold")
