"""A CSV file -> lines of cells, in flat memory."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from medleaf.dosing.fhir.wire import UnreadableError
from medleaf.dosing.source import Source
from medleaf.dosing.table.heads import recognised
from medleaf.model.columns import Columns

_CHUNK = 1 << 20
_LONGEST = 1_000_000  # characters of a line
_MOST_CELLS = 500
_WITHIN = 10  # rows in which the heads are looked for
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_NOT_TEXT = {b"PK": "a spreadsheet", b"\xd0\xcf": "a spreadsheet", b"%PDF": "a PDF"}


class Line(NamedTuple):
    """A row as spreadsheets count it, with its cells, or with what is wrong with it."""

    number: int
    cells: list[str]
    fault: str = ""


class Shape(NamedTuple):
    """How a CSV file is written: its encoding, and what divides its cells."""

    encoding: str
    sign: str


def shape(source: Source, columns: Columns) -> Shape:
    """Return how *source* is written; raise UnreadableError where it is no text or no table."""
    encoding = _encoding(source, columns)
    with source.opened() as stream:
        head = "".join(islice(_lines(stream, encoding), _WITHIN))
    best = max(",;\t|", key=lambda sign: _names(head, sign, columns))
    return Shape(encoding, best)


def _names(head: str, sign: str, columns: Columns) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=sign)
    try:
        cells = next((row for row in rows if any(row)), [])
    except csv.Error:
        return 0, 0
    return recognised(cells, columns), len(cells)


def _encoding(source: Source, columns: Columns) -> str:
    """Return the encoding: Unicode, or the one that the map names; nothing is guessed.

    A wrong guess would print wrong letters in a patient's name.
    """
    with source.opened() as stream:
        head = stream.read(4)
        for start, what in _NOT_TEXT.items():
            if head.startswith(start):
                raise UnreadableError("format", f"is {what}; save it as “CSV UTF-8”")
        encoding = next((it for bom, it in _BOMS.items() if head.startswith(bom)), "utf-8")
        for name in dict.fromkeys((encoding, columns.encoding or encoding)):
            stream.seek(0)
            if _decodes(stream, name):
                return name
    message = (
        "is not UTF-8; save it as “CSV UTF-8”, or name its encoding in the map of columns, such "
        'as encoding = "windows-1252"'
    )
    raise UnreadableError("encoding", message)


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if "\0" in decoder.decode(chunk):
                raise UnreadableError("format", "is no text: it has zero bytes")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding, newline="")
    try:
        while line := text.readline(_LONGEST):
            if len(line) == _LONGEST:
                raise UnreadableError("too-large", f"has a line of {_LONGEST:,} characters")
            yield line
    finally:
        if not stream.closed:
            text.detach()


def lines(source: Source, shape: Shape) -> Iterator[Line]:
    """Yield the rows of *source*; a blank row counts, but is not yielded."""
    with source.opened() as stream:
        rows = csv.reader(_lines(stream, shape.encoding), delimiter=shape.sign, strict=True)
        number, before = 0, 0
        while True:
            number += 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                lost = f"lines {before + 1} to {rows.line_num} were not read"
                yield Line(number, [], f"cannot be read ({error}); {lost}")
            except UnreadableError as error:
                yield Line(number, [], f"{error.message}; nothing behind it was read")
                return
            else:
                if any(cell.strip() for cell in cells):
                    few = len(cells) <= _MOST_CELLS
                    yield Line(number, cells, "" if few else f"has {len(cells)} cells")
            before = rows.line_num
