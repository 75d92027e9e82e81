"""Numbers are written to the PDF by a short way.

Spares: every operand of every drawing command goes through a chain of questions about its
type, and numbers with a fraction through the formatting of strings and back.

Cannot change the output: the digits are made by the same C function (``%f``), in bytes
instead of text.

Memory: none.

Needless once: pydyf's ``_to_bytes`` asks for the exact type first.
"""

from collections.abc import Callable
from typing import Any

_DIGITS = b"%f"


def install() -> None:
    """Put the short way in front of pydyf's own."""
    import pydyf

    pydyf._to_bytes = _to_bytes(pydyf._to_bytes)


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
