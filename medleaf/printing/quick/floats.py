"""Lines below a float are not measured for it when it no longer reaches them.

Spares: once there was a float on a page, WeasyPrint works out for each later line how narrow
it could be, to see whether it fits beside the float, wherever that is.

Cannot change the output: that width is read only where a line and a float overlap in height.
Where every float ends above the line, none does. In right-to-left blocks it is compared with
the line's own width later on, so there it is always measured.

Memory: none.

Needless once: ``get_next_linebox`` looks at the height of floats first.
"""

from collections.abc import Callable
from typing import Any


def install() -> None:
    """Ask whether a float reaches the line before the line is measured."""
    from weasyprint.layout import inline

    # Only here: others need the width itself.
    inline.inline_min_content_width = _measured(inline.inline_min_content_width)


def _measured(measure: Callable[..., float]) -> Callable[..., float]:
    def inline_min_content_width(context: Any, linebox: Any, **options: Any) -> float:
        top = linebox.border_box_y()
        free = linebox.style["direction"] == "ltr" and all(
            shape.position_y < top and shape.position_y + shape.margin_height() < top
            for shape in context.excluded_shapes
        )
        return 0 if free else measure(context, linebox, **options)

    return inline_min_content_width
