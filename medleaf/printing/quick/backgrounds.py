"""Boxes without a background are not asked for one in detail.

Spares: for each box WeasyPrint looks for images of backgrounds, borders and masks, for shadows,
colours and corners. Nine of ten have none of it.

Cannot change the output: what a style says of this is looked at once; where it says nothing, a
box gets what it would have got in the end, no background and square corners. The page, and
boxes whose style says anything, take the old way.

Memory: a flag for each style.

Needless once: ``layout_box_backgrounds`` asks the style first.
"""

from collections.abc import Callable
from typing import Any

from medleaf.printing.quick.rebind import rebind

_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)


def install() -> None:
    """Put the short way in front of the long one."""
    from weasyprint.layout import background

    rebind(
        background.layout_box_backgrounds,
        _layout_box_backgrounds(background.layout_box_backgrounds),
    )


def _layout_box_backgrounds(lay_out: Callable[..., None]) -> Callable[..., None]:
    def layout_box_backgrounds(
        page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        looks = box.style
        try:
            bare = looks.quick_bare
        except AttributeError:
            bare = looks.quick_bare = _is_bare(looks)
        if not bare or style is not None or box is page or not layout_children:
            lay_out(page, box, get_image, layout_children, style)
            return
        for corner in _CORNERS:
            setattr(box, corner, (0, 0))
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)
        box.background = None

    return layout_box_backgrounds


def _is_bare(style: Any) -> bool:
    from weasyprint.draw.color import get_color

    return (
        style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
        and all((0, "px") in style[corner] for corner in _CORNERS)
    )
