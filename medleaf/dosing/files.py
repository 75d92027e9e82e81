"""Files of prescriptions -> prescriptions, one by one, in flat memory.

What a file is, its content tells, not its name. All files of a run are looked at first: patients
and medicines may stand in other files than what refers to them, and a file that cannot be read
at all is told before anything is printed.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from medleaf.dosing.fhir.shelf import Shelf
from medleaf.dosing.fhir.wire import UnreadableError, parse
from medleaf.dosing.fhir.xml import parse_xml
from medleaf.dosing.readers import Document, Lines, Outcome, Reader, Table
from medleaf.dosing.source import Source, kind, source
from medleaf.model.columns import Columns
from medleaf.model.problem import PressError, Problem

_USUAL = Columns.default()


def read(files: Iterable[Path | BinaryIO], columns: Columns = _USUAL) -> Iterator[Outcome]:
    """Yield what *files* prescribe, in order; what cannot be read is yielded with its row.

    *columns* says what tables call our fields. Raises PressError, before anything is yielded,
    with every file that cannot be read at all.
    """
    shelf, readers = Shelf(), []
    problems: list[Problem] = []
    for it in map(source, files):
        try:
            reader = _reader(it, columns)
            reader.look(shelf)
            readers.append(reader)
        except UnreadableError as error:
            problems.append(Problem(it.file, 0, error.code, error.message))
        except OSError as error:
            message = f"cannot be read: {error.strerror or type(error).__name__}"
            problems.append(Problem(it.file, 0, "unreadable", message))
    if problems:
        raise PressError(problems)
    return (outcome for reader in readers for outcome in reader.read(shelf))


def _reader(it: Source, columns: Columns) -> Reader:
    match kind(it):
        case "json":
            return Document(it, parse)
        case "xml":
            return Document(it, parse_xml)
        case "ndjson":
            return Lines(it, columns)
        case "table":
            return Table(it, columns)
