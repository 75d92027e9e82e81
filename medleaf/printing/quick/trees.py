"""The elements of a document are wrapped once.

Spares: WeasyPrint goes through all elements three times: for style sheets, for styles and for what
is said of the document; each time every element is wrapped anew.

Cannot change the output: the wrappers are the same, in the same order; a document does not
change while it is laid out.

Memory: the wrappers, until the third walk.

Needless once: cssselect2's ``ElementWrapper`` keeps those of its children.
"""

from collections.abc import Callable, Iterator
from typing import Any

_WALKS = 2  # after the first, that WeasyPrint goes through a document


def install() -> None:
    """Keep what the first walk has wrapped."""
    from cssselect2 import ElementWrapper

    ElementWrapper.iter_subtree = _iter_subtree(ElementWrapper.iter_subtree)


def _iter_subtree(wrap: Callable[[Any], Iterator[Any]]) -> Callable[[Any], Iterator[Any]]:
    def iter_subtree(self: Any) -> Iterator[Any]:
        if self.parent is not None:
            return wrap(self)
        known, walks = vars(self).pop("quick_subtree", (None, 0))
        if known is None:
            known = list(wrap(self))
        if walks < _WALKS:  # then it lets go of them, who hold it
            self.quick_subtree = known, walks + 1
        return iter(known)

    return iter_subtree
