"""Lengths that depend on nothing but the style are worked out once for each style.

Spares: before a box is laid out, 23 of its lengths are made from its style, one by one, each
through two functions. Most styles have no percentage among them, so every box of the style
gets the same 23 numbers. The same holds for rounded corners, of which there are mostly none,
and for the question whether a box is in the normal flow, asked some thousand times a page.

Cannot change the output: the numbers are kept only where every length is in pixels or
``auto``, so that they are the style's own and the containing block has no say; where borders
and padding are part of the width, they come from WeasyPrint's own function, run on a box of no
importance. Borders that were settled by neighbours in a table stay as they
are. Styles with percentages or ``calc()`` take the old way.

Memory: a dictionary for each style, for as long as the style.

Needless once: ``resolve_percentages`` keeps its result where no percentage is involved.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from medleaf.printing.quick.rebind import rebind

_LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom",
    "padding_left", "padding_right", "padding_top", "padding_bottom",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
_BORDERS = (
    "border_top_width", "border_right_width", "border_bottom_width", "border_left_width",
)  # fmt: skip
_get_lengths, _get_borders = itemgetter(*_LENGTHS), itemgetter(*_BORDERS)
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


def install() -> None:
    """Put the short ways in front of the long ones."""
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import percent

    rebind(percent.resolve_percentages, _resolve_percentages(percent.resolve_percentages, Box))
    rebind(
        percent.resolve_radii_percentages,
        _resolve_radii_percentages(percent.resolve_radii_percentages),
    )
    Box.is_in_normal_flow = _is_in_normal_flow(Box.is_in_normal_flow)


def _resolve_percentages(resolve: Callable[..., None], kind: type) -> Callable[..., None]:
    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        try:
            used = style.quick_used
        except AttributeError:
            used = style.quick_used = _measured(style, resolve, kind)
        if used is None or not isinstance(box, kind):
            resolve(box, containing_block)
        elif style["border_collapse"] != "collapse":
            vars(box).update(used)
        else:
            # Its borders may have been settled by its neighbours.
            settled = {side: getattr(box, side) for side in _BORDERS if hasattr(box, side)}
            vars(box).update(used, **settled)

    return resolve_percentages


def _measured(style: Any, resolve: Callable[..., None], kind: type) -> dict[str, Any] | None:
    """Return the used lengths of every box of *style*; None where they depend on the box."""
    lengths = _get_lengths(style)
    if not all(map(_firm, lengths)):
        return None
    if style["box_sizing"] != "content-box":
        if style["border_collapse"] == "collapse":
            return None
        probe: Any = object.__new__(kind)
        lengths_of: dict[str, Any] = vars(probe)
        lengths_of["style"] = style
        resolve(probe, (0, 0))
        del lengths_of["style"]
        return lengths_of
    used = dict(zip(_LENGTHS, (getattr(it, "value", "auto") for it in lengths), strict=True))
    used.update((name, 0) for name in ("min_width", "min_height") if used[name] == "auto")
    used.update(zip(_BORDERS, _get_borders(style), strict=True))
    return used


def _firm(length: Any) -> bool:
    return length == "auto" or getattr(length, "unit", None) == "px"


def _resolve_radii_percentages(resolve: Callable[..., None]) -> Callable[..., None]:
    square = {f"border_{corner}_radius": (0, 0) for corner in _CORNERS}

    def resolve_radii_percentages(box: Any) -> None:
        style = box.style
        try:
            sharp = style.quick_sharp
        except AttributeError:
            sharp = style.quick_sharp = all((0, "px") in style[radius] for radius in square)
        if sharp:
            for radius, nothing in square.items():
                setattr(box, radius, nothing)
        else:
            resolve(box)

    return resolve_radii_percentages


def _is_in_normal_flow(asked: Callable[[Any], bool]) -> Callable[[Any], bool]:
    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        if style["float"] == "none" and style["position"] in {"static", "relative"}:
            return True
        return asked(self)

    return is_in_normal_flow
