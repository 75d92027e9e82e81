"""A file or stream of prescriptions, and what its content shows it to be."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from medleaf.dosing.fhir.wire import MOST_BYTES, UnreadableError, parse
from medleaf.model.problem import PressError, Problem

Kind = Literal["json", "ndjson", "xml", "table"]

_BLANK = b" \t\r\n"
_BOM = codecs.BOM_UTF8
_TOO_LARGE = (
    f"has more than {MOST_BYTES:,} bytes, the most of one document; split it, or give NDJSON with "
    "one resource a line, which may be of any size"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be read from its beginning as often as needed."""

    file: Path
    stream: BinaryIO | None = None

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Give the bytes from the beginning."""
        if self.stream is not None:
            self.stream.seek(0)
            yield self.stream
            return
        with self.file.open("rb") as stream:
            yield stream

    def whole(self) -> bytes:
        """Return all bytes of a document; raise UnreadableError where there are too many."""
        with self.opened() as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UnreadableError("too-large", _TOO_LARGE)
        return data

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield the lines that are not blank with their numbers; None for one that is too long."""
        number = 0
        with self.opened() as stream:
            while line := stream.readline(MOST_BYTES + 1):
                number += 1
                if len(line) > MOST_BYTES:
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(MOST_BYTES)
                    yield number, None
                elif line := line.removeprefix(_BOM if number == 1 else b"").strip(_BLANK):
                    yield number, line


def source(it: Path | BinaryIO) -> Source:
    """Return *it* as a source; a stream that cannot be read twice is kept in memory."""
    if isinstance(it, Path):
        return Source(it)
    if it.seekable():
        return Source(Path("-"), it)
    data = it.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        message = f"has more than {MOST_BYTES:,} bytes; save it and give the file"
        raise PressError([Problem(Path("-"), 0, "too-large", message)])
    return Source(Path("-"), io.BytesIO(data))


def kind(it: Source) -> Kind:
    """Return what the content of *it* is, whatever its name; raise UnreadableError if empty."""
    with it.opened() as stream:
        head = stream.read(1024).removeprefix(_BOM).lstrip(_BLANK)
    if not head:
        raise UnreadableError("empty", "is empty")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = head[: len(head) // 2 * 2].decode("utf-16", "replace").lstrip()[:1]
        return "xml" if start == "<" else "json" if start in {"{", "["} else "table"
    if head[:1] not in {b"<", b"[", b"{"}:
        return "table"
    if head[:1] != b"{":
        return "xml" if head[:1] == b"<" else "json"
    lines = it.lines()
    _, first = next(lines, (0, b""))
    _, second = next(lines, (0, b""))
    if first is None:
        raise UnreadableError("too-large", _TOO_LARGE)
    one_a_line = second != b"" and (_is_object(first) or _is_object(second or b""))
    return "ndjson" if one_a_line else "json"


def _is_object(line: bytes) -> bool:
    """Return whether *line* is an object from beginning to end, as only NDJSON has it twice."""
    if not line.startswith(b"{"):
        return False
    try:
        parse(line)
    except UnreadableError:
        return False
    return True
