"""Boxes are walked through by one generator, not by one in each box.

Spares: a walk over all boxes of a page hands each of them up through the generators of all boxes
that it stands in, a dozen; and each page is walked through some times.

Cannot change the output: the boxes come in the same order, and the children of each are asked
for at the same moment: after it was handed out.

Memory: none.

Needless once: ``Box.descendants`` keeps a stack.
"""

from collections.abc import Iterator
from typing import Any


def install() -> None:
    """Replace the walk."""
    from weasyprint.formatting_structure.boxes import Box

    def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
        yield self
        stack = [iter(self.children)]
        while stack:
            for child in stack[-1]:
                if isinstance(child, Box):
                    yield child
                    stack.append(iter(child.children))
                    break
                if placeholders:  # stands for a box, and says what that would
                    yield from child.descendants(placeholders)
                else:
                    yield child
            else:
                stack.pop()

    Box.descendants = descendants
