"""XLSX: a sheet in which only the translation and its state can be typed into."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.language.exchange.columns import COLUMNS, FORMULA, NOT_TEXT, Odd, gather, out
from medleaf.language.exchange.rows import Parcel, Stage, Unit, contents
from medleaf.model.language import Language
from medleaf.model.problem import PressError, Problem

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 60_000_000  # bytes; what a zip bomb may not pass
MOST_CELL = 32_767  # what a cell of Excel holds
MOST_COLUMNS = 100
TYPED = ("translation", "state")
_WIDTHS = {"catalog": 20, "place": 26, "role": 18, "must match": 24, "english": 60,
           "translation": 60, "state": 18}  # fmt: skip
# Office Open XML (ECMA-376, 22.9.2.19, ST_Xstring) writes what XML cannot hold as _xHHHH_.
_WRITTEN = re.compile("[^\t\n\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4}_)")
_READ = re.compile("_x([0-9A-Fa-f]{4})_")
_DAY = (1980, 1, 1, 0, 0, 0)  # the first a zip file can say: the same input gives the same bytes


def dump(units: Iterable[Unit], language: Language) -> bytes:
    """Return the workbook of *units* in *language*."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = language.tag
    for number, cells in enumerate(out(units, language.tag), start=1):
        for place, text in enumerate(cells, start=1):
            cell = page.cell(number, place)
            cell.value = _escape(text)
            cell.data_type = "s"  # also where it begins with =
    _dress(page, language)
    made = io.BytesIO()
    book.save(made)
    return _undated(made.getvalue())


def _dress(page: "Worksheet", language: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    plain = Alignment(wrap_text=True, vertical="top")
    order = 2.0 if language.direction == "rtl" else 1.0
    own = Alignment(wrap_text=True, vertical="top", readingOrder=order)
    free, white = Protection(locked=False), PatternFill("solid", fgColor="FFFBE6")
    choice = DataValidation("list", formula1=f'"{",".join(Stage)}"', allow_blank=True)
    page.add_data_validation(choice)
    for number, (column, name) in enumerate(zip(page.iter_cols(), COLUMNS, strict=True), start=1):
        letter = get_column_letter(number)
        shape = page.column_dimensions[letter]
        shape.width, shape.hidden = _WIDTHS.get(name, 20), name not in _WIDTHS
        column[0].font = Font(bold=True)
        for cell in column[1:]:
            cell.number_format = "@"  # text, whatever it looks like
            cell.alignment = own if name == "translation" else plain
            if name in TYPED:
                cell.protection, cell.fill = free, white
        if name == "state" and len(column) > 1:
            choice.add(f"{letter}2:{letter}{len(column)}")
    page.freeze_panes = "A2"
    page.protection.sheet = True  # no password: it keeps fingers off, not people out
    page.protection.formatColumns = page.protection.formatRows = False


def _escape(text: str) -> str:
    made = _WRITTEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(made) > MOST_CELL:
        message = f"a cell of XLSX holds {MOST_CELL:,} characters; export CSV or XLIFF"
        raise PressError([Problem(Path("xlsx"), 0, "too-long", f"{text[:60]!r}…: {message}")])
    return made


def _undated(data: bytes) -> bytes:
    """Return the workbook *data* without the time at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"1980-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(item.filename, _DAY), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def read(file: Path) -> Parcel:
    """Read a workbook: our columns on the first sheet, in any order."""
    data = contents(file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # A member never unpacks to more than its entry says.
            size = sum(item.file_size for item in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        message = "is not an XLSX workbook; export it again"
        raise PressError([Problem(file, 0, "xlsx", message)]) from error
    if size > MOST_UNPACKED:
        message = f"unpacks to {size:,} bytes; {MOST_UNPACKED:,} is the most"
        raise PressError([Problem(file, 0, "too-large", message)])
    return gather(_table(data, file), file)


def _table(data: bytes, file: Path) -> Iterator[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        page = book.worksheets[0]
        page.reset_dimensions()  # what the sheet says of its own size may be wrong
        for cells in page.iter_rows(max_col=MOST_COLUMNS):
            yield [_text(cell.value, cell.data_type) for cell in cells]
    except Exception as error:  # the boundary between openpyxl and a stranger's file
        message = f"cannot be read as a workbook ({type(error).__name__}); export it again"
        raise PressError([Problem(file, 0, "xlsx", message)]) from error


def _text(value: object, kind: str) -> str:
    if value is None:
        return ""
    if kind == "f":
        return Odd(FORMULA)
    if not isinstance(value, str):
        return Odd(NOT_TEXT)
    return _READ.sub(lambda found: chr(int(found[1], 16)), value)
