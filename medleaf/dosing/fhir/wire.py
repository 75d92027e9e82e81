"""JSON -> values, with numbers exactly as they were written and names that must be there once."""

import json
from typing import Any

MOST_BYTES = 50_000_000  # of one JSON or XML document; larger ones are given as NDJSON
DEEPEST = 100  # FHIR's own examples have 20
TWICE = "\0twice"  # the key under which an object keeps the names that it has more than once


class Number(str):
    """A number exactly as JSON wrote it: 1.50 stays 1.50, 1e400 does no harm."""

    __slots__ = ()


class UnreadableError(Exception):
    """What was sent cannot be read. *code* is stable; *message* says why, and names no value."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


def parse(data: bytes | str) -> Any:
    """Return the value that the JSON *data* holds; numbers become :class:`Number`.

    Raises UnreadableError where it is no JSON, too large or nested too deep. An object that has
    a name twice keeps it under ``TWICE``: which of the two counts is not ours to say.
    """
    if len(data) > MOST_BYTES:
        message = (
            f"has {len(data):,} bytes; {MOST_BYTES:,} is the most of one document. Split it, or "
            "give NDJSON with one resource a line, which may be of any size"
        )
        raise UnreadableError("too-large", message)
    try:
        text = data if isinstance(data, str) else _decoded(data)
        return _DECODER.decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError("json", f"is no JSON: {error.msg} at {place}") from None
    except RecursionError:
        raise UnreadableError("too-deep", _TOO_DEEP) from None


_TOO_DEEP = f"is nested more than {DEEPEST} levels deep"


def _decoded(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        message = f"is no UTF-8: byte {error.start + 1} belongs to no letter; save it as UTF-8"
        raise UnreadableError("encoding", message) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        made[TWICE] = sorted({name for name in names if names.count(name) > 1})
    return made


_DECODER = json.JSONDecoder(
    parse_float=Number, parse_int=Number, parse_constant=Number, object_pairs_hook=_object
)


def check(value: Any) -> None:
    """Raise UnreadableError where *value* is nested too deep or has a name twice."""
    level = [value]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for it in level:
            if isinstance(it, dict):
                if TWICE in it:
                    message = "has a name twice in one object; which one counts?"
                    raise UnreadableError("twice", message)
                inner += it.values()
            elif isinstance(it, list):
                inner += it
        level = inner
        if not level:
            return
    raise UnreadableError("too-deep", _TOO_DEEP)


def dump(value: Any) -> str:
    """Return *value*, as :func:`parse` gave it, as JSON again, with its numbers untouched."""
    match value:
        case dict():
            return "{" + ",".join(f"{json.dumps(k)}:{dump(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ",".join(map(dump, value)) + "]"
        case Number():
            return str(value)
    return json.dumps(value)
