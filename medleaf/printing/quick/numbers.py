"""Numbers, and what is made of them, are written to the PDF by a short way.

Spares: every operand of every drawing command goes through a chain of questions about its
type, and numbers with a fraction through the formatting of strings and back. So does each
command of a page, which is in bytes already, and each entry of each dictionary.

Cannot change the output: the digits are made by the same C function (``%f``), in bytes
instead of text; what is in bytes is left alone, what is text is joined before it is encoded.

Memory: none.

Needless once: pydyf's ``_to_bytes`` asks for the exact type first.
"""

from collections.abc import Callable
from typing import Any

_DIGITS = b"%f"


def install() -> None:
    """Put the short way in front of pydyf's own."""
    import pydyf

    pydyf._to_bytes = to_bytes = _to_bytes(pydyf._to_bytes)
    pydyf.Dictionary.data = property(_dictionary(to_bytes))
    pydyf.Stream.data = property(_stream(pydyf.Stream.data.fget, to_bytes))


def _to_bytes(convert: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def to_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is float:
            if item.is_integer():
                return b"%d" % item
            return (_DIGITS % item).rstrip(b"0")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        return convert(item)

    return to_bytes


def _dictionary(to_bytes: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    def data(self: Any) -> bytes:
        written = [
            f"/{key} {value}".encode("ascii")
            if type(value) is str and type(key) is str
            else b"/%b %b" % (to_bytes(key), to_bytes(value))
            for key, value in self.items()
        ]
        return b"<<%b>>" % b"".join(written)

    return data


def _stream(
    write: Callable[[Any], bytes], to_bytes: Callable[[Any], bytes]
) -> Callable[[Any], bytes]:
    def data(self: Any) -> bytes:
        commands = self.stream
        self.stream = [b"\n".join([it if type(it) is bytes else to_bytes(it) for it in commands])]
        try:
            return write(self)
        finally:
            self.stream = commands

    return data
