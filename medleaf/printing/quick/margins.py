"""Margins that meet are summed up without three lists.

Spares: for each pair of margins that may collapse WeasyPrint makes a list and two generators, a
thousand times a page.

Cannot change the output: the sum of the largest margin above zero and the smallest below is the
same; zero itself is asked first, as there.

Memory: none.

Needless once: ``collapse_margin`` calls ``max`` and ``min`` on what it is given.
"""

from collections.abc import Sequence

from medleaf.printing.quick.rebind import rebind


def install() -> None:
    """Replace how margins collapse."""
    from weasyprint.layout import block

    rebind(block.collapse_margin, _collapse_margin)


def _collapse_margin(adjoining_margins: Sequence[float]) -> float:
    margins = (0, *adjoining_margins)
    return max(margins) + min(margins)
