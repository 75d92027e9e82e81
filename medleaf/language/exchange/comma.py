"""CSV: UTF-8 with a byte order mark, as spreadsheets want it."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from medleaf.language.exchange.columns import (
    FORMULA,
    HEADER_WITHIN,
    NEEDED,
    Odd,
    gather,
    names,
    out,
)
from medleaf.language.exchange.rows import MOST_BYTES, Parcel, Unit, contents
from medleaf.model.problem import PressError, Problem

# A spreadsheet would run such a cell; an apostrophe before it makes it text (OWASP).
_ACTIVE = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def dump(units: Iterable[Unit], tag: str) -> bytes:
    """Return the CSV file of *units* in the language *tag*."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerows([_guard(cell) for cell in row] for row in out(units, tag))
    return codecs.BOM_UTF8 + made.getvalue().encode()


def read(file: Path) -> Parcel:
    """Read a CSV *file*, divided by commas, semicolons or tabs, columns in any order."""
    try:
        source = contents(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "is not UTF-8; save it as “CSV UTF-8”"
        raise PressError([Problem(file, 0, "not-utf8", message)]) from error
    return gather(_table(source, file), file)


def _table(source: str, file: Path) -> Iterator[list[str]]:
    sign = next((s for s in ",;\t" if _has_header(source, s)), ",")
    number = 0
    try:
        for number, row in enumerate(_reader(source, sign), start=1):  # noqa: B007  told below
            yield [_unguard(cell) for cell in row]
    except csv.Error as error:
        raise PressError([Problem(file, number + 1, "csv", f"cannot be read: {error}")]) from error


def _reader(source: str, sign: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_BYTES)
    return csv.reader(io.StringIO(source, newline=""), delimiter=sign, strict=True)


def _has_header(source: str, sign: str) -> bool:
    try:
        rows = zip(range(HEADER_WITHIN), _reader(source, sign), strict=False)
        return any(NEEDED.issubset(names(row)) for _, row in rows)
    except csv.Error:
        return False


def _guard(cell: str) -> str:
    return "'" + cell if _ACTIVE.match(cell) else str(cell)


def _unguard(cell: str) -> str:
    if cell.startswith("="):
        return Odd(FORMULA)
    return cell[1:] if _GUARDED.match(cell) else cell
