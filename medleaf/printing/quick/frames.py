"""The functions that are at work on a page have their frames in one piece of memory.

Spares: Python keeps the frames of functions in pieces of 16 kB. A call that goes beyond the end of
one gets another from the system, and returning gives it back. Layout is called within layout, a
hundred deep, so that some function stands at such an end; each time it calls another, memory is
mapped, filled with zeros and unmapped, more than five hundred times a page.

Cannot change the output: a frame is the same wherever it lies. A function that says that it needs
much room gets a piece as large as that, and those that it calls stand behind it.

Memory: 256 kB, for as long as a document is laid out or written.

Needless once: Python keeps the piece that it used last.
"""

from collections.abc import Callable
from typing import Any

_ROOM = 17_000  # of eight bytes: a little more than 128 kB, for which Python takes 256


def install() -> None:
    """Lay out and write in functions that ask for much room."""
    from weasyprint.document import Document

    Document._render = classmethod(_roomy(Document._render.__func__))
    Document.write_pdf = _roomy(Document.write_pdf)


def _roomy(work: Callable[..., Any]) -> Callable[..., Any]:
    def with_room(*arguments: Any, **options: Any) -> Any:
        return work(*arguments, **options)

    with_room.__code__ = with_room.__code__.replace(co_stacksize=_ROOM)
    return with_room
