"""Boxes without a border or an outline are passed over.

Spares: for every box WeasyPrint gathers the widths of four borders, and the colour of an outline
that hardly any box has, for each part of the page that is drawn by itself anew.

Cannot change the output: a box whose four borders have no width, and that has neither a picture
for a border nor rules between columns, gets no border; one whose outline has no width gets none.

Memory: none.

Needless once: ``draw_border`` and ``draw_outline`` ask for the width first.
"""

from collections.abc import Callable
from typing import Any

from medleaf.printing.quick.rebind import rebind

_SIDES = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def install() -> None:
    """Ask for the width first."""
    from weasyprint.draw import border
    from weasyprint.formatting_structure.boxes import Box

    rebind(border.draw_border, _draw_border(border.draw_border))
    rebind(border.draw_outline, _draw_outline(border.draw_outline, Box))


def _draw_border(draw: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    top, right, bottom, left = _SIDES

    def draw_border(stream: Any, box: Any) -> None:
        is_ = vars(box).get
        if is_(top) == is_(right) == is_(bottom) == is_(left) == 0:
            style = box.style
            if (
                style["border_image_source"][0] == "none"
                and style["column_width"] == style["column_count"] == "auto"
            ):
                return
        draw(stream, box)

    return draw_border


def _draw_outline(draw: Callable[[Any, Any], None], kind: type) -> Callable[[Any, Any], None]:
    def draw_outline(stream: Any, box: Any) -> None:
        if box.style["outline_width"]:
            draw(stream, box)  # which comes back here for what is in it
            return
        for child in box.children:
            if isinstance(child, kind):
                draw_outline(stream, child)

    return draw_outline
