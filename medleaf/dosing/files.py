"""Files of prescriptions -> prescriptions, one by one, in flat memory.

What a file is, its content tells, not its name. All files of a run are looked at first: patients
and medicines may stand in other files than what refers to them, and a file that cannot be read
at all is told before anything is printed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from medleaf.dosing.fhir import document
from medleaf.dosing.fhir.orders import is_order, order
from medleaf.dosing.fhir.shelf import REFERRED, Shelf
from medleaf.dosing.fhir.wire import UnreadableError, parse
from medleaf.dosing.source import Kind, Source, kind, source
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError, Problem

Outcome = Prescription | Unread

_HELPER = re.compile(rb'"resourceType"\s*:\s*"(?:%b)"' % "|".join(sorted(REFERRED)).encode())


def read(files: Iterable[Path | BinaryIO]) -> Iterator[Outcome]:
    """Yield what *files* prescribe, in order; what cannot be read is yielded with its row.

    Raises PressError, before anything is yielded, with every file that cannot be read at all.
    """
    shelf, found = Shelf(), []
    problems: list[Problem] = []
    for it in map(source, files):
        try:
            reader = _READERS[kind(it)]
            reader.look(it, shelf)
            found.append((reader, it))
        except UnreadableError as error:
            problems.append(Problem(it.file, 0, error.code, error.message))
        except OSError as error:
            message = f"cannot be read: {error.strerror or type(error).__name__}"
            problems.append(Problem(it.file, 0, "unreadable", message))
    if problems:
        raise PressError(problems)
    return (outcome for reader, it in found for outcome in reader.read(it, shelf))


class _Document:
    """JSON: one value, whole in memory."""

    def __init__(self, parse: Callable[[bytes], Any]) -> None:
        self._parse = parse

    def look(self, it: Source, shelf: Shelf) -> None:
        """Keep what others may refer to; raise UnreadableError where nothing can be read."""
        document.put(self._parse(it.whole()), shelf)

    def read(self, it: Source, shelf: Shelf) -> Iterator[Outcome]:
        """Yield what it prescribes."""
        return document.prescriptions(self._parse(it.whole()), it.file, shelf)


class _Lines:
    """NDJSON: a resource a line, as bulk exports are (https://hl7.org/fhir/uv/bulkdata)."""

    def look(self, it: Source, shelf: Shelf) -> None:
        """Keep what others may refer to."""
        for _, line in it.lines():
            if line and _HELPER.search(line):
                try:
                    document.put(parse(line), shelf)
                except UnreadableError:
                    continue  # told when its turn comes

    def read(self, it: Source, shelf: Shelf) -> Iterator[Outcome]:
        """Yield what each line prescribes."""
        for row, line in it.lines():
            try:
                yield from _line(line, row, it.file, shelf)
            except UnreadableError as error:
                yield Unread(row, Problem(it.file, row, error.code, error.message))


def _line(line: bytes | None, row: int, file: Path, shelf: Shelf) -> Iterator[Outcome]:
    if line is None:
        raise UnreadableError("too-large", "the line is too long for one resource")
    value = parse(line)
    if is_order(value):
        yield order(value, row, file, shelf)
    elif not isinstance(value, dict) or "resourceType" not in value:
        raise UnreadableError("no-resource", "is no FHIR resource")
    elif value["resourceType"] in {"Bundle", "Parameters"}:
        message = "is a bundle; give it as a file of its own, or one resource a line"
        raise UnreadableError("bundle", message)


_READERS: dict[Kind, _Document | _Lines] = {"json": _Document(parse), "ndjson": _Lines()}
