"""Where there is no float, no line is moved out of the way of one.

Spares: WeasyPrint asks for each line, three times, where it has to stand beside the floats of
the page, and works that out at length when there are none.

Cannot change the output: without floats a line begins at the edge of its block and is as wide
as the block, less its own margins. The same sums are made in the same order. Other boxes than
lines take the old way.

Memory: none.

Needless once: ``avoid_collisions`` returns early when there are no floats.
"""

from collections.abc import Callable
from typing import Any

from medleaf.printing.quick.rebind import rebind

_RIGHT_TO_LEFT = "rtl"


def install() -> None:
    """Answer for lines on pages without floats."""
    from weasyprint.formatting_structure.boxes import LineBox
    from weasyprint.layout import float as floats

    rebind(floats.avoid_collisions, _avoid_collisions(floats.avoid_collisions, LineBox))


def _avoid_collisions(avoid: Callable[..., Any], line_box: type) -> Callable[..., Any]:
    def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
        alone = not (outer or context.excluded_shapes) and type(box) is line_box
        if not alone or box.style["float"] != "none":
            return avoid(context, box, containing_block, outer)
        left = containing_block.content_box_x()
        right = left + containing_block.width - box.margin_right
        left += box.margin_left
        begins = right if containing_block.style["direction"] == _RIGHT_TO_LEFT else left
        top = box.position_y + box.margin_top
        return begins - box.margin_left, top - box.margin_top, right - left

    return avoid_collisions
