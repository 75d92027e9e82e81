"""How wide a bullet is, is found out once.

Spares: the marker of each item of a list is a block of its own, as wide as its text, for which
WeasyPrint works out the narrowest and the widest it may be: a line of text each.

Cannot change the output: the marker holds one line with one text. Its widths depend on the text,
on how that is shaped and broken, and on the few other properties of line and block that are read
for it; all are in the key. Markers that hold anything else take the old way.

Memory: 600 pairs of numbers, for each ``FontConfiguration``.

Needless once: widths are kept by style and text.
"""

from collections.abc import Callable
from itertools import pairwise
from operator import itemgetter
from typing import Any

from medleaf.printing.quick.lines import shape_of

_MOST = 600
_Known = dict[Any, tuple[float, float]]
_WIDE_BY = itemgetter("width", "min_width", "max_width")
_LINE_BY = itemgetter(
    "text_indent", "min_width", "max_width", "border_collapse", "margin_left", "margin_right",
    "padding_left", "padding_right", "border_left_width", "border_right_width",
)  # fmt: skip


def install() -> None:
    """Put the memory in front of the widths of what is placed absolutely."""
    from weasyprint.formatting_structure.boxes import BlockBox, LineBox, TextBox
    from weasyprint.layout import absolute, preferred

    bounds = preferred.min_content_width, preferred.max_content_width
    kinds = BlockBox, LineBox, TextBox
    absolute.shrink_to_fit = _shrink_to_fit(absolute.shrink_to_fit, bounds, kinds)


def _shrink_to_fit(
    shrink: Callable[..., float],
    bounds: tuple[Callable[..., float], Callable[..., float]],
    kinds: tuple[type, type, type],
) -> Callable[..., float]:
    narrowest, widest = bounds

    def shrink_to_fit(context: Any, box: Any, available_content_width: float) -> float:
        text = _held(box, kinds)
        key = None if text is None else _key_of(box, text)
        if key is None:
            return shrink(context, box, available_content_width)
        known: _Known = vars(text.style.font_config).setdefault("quick_markers", {})
        pair = known.get(key)
        if pair is None:
            if len(known) >= _MOST:
                known.clear()
            pair = narrowest(context, box, outer=False), widest(context, box, outer=False)
            known[key] = pair
        narrow, wide = pair
        return min(max(narrow, available_content_width), wide)

    return shrink_to_fit


def _held(box: Any, kinds: tuple[Any, ...]) -> Any:
    """Return the only text in the only line of *box*, None where there is anything else.

    *kinds* are those of a block, a line and a text.
    """
    for outer, inner in pairwise(kinds):
        if type(box) is not outer or len(box.children) != 1:
            return None
        (box,) = box.children
        if type(box) is not inner:
            return None
    return box


def _key_of(box: Any, text: Any) -> Any:
    """Return all that the widths of *box* depend on, None where that is not known."""
    shape = shape_of(text.style)
    if shape is None or box.style["width"] != "auto":
        return None
    spacing = text.justification_spacing
    key = text.text, spacing, shape, _WIDE_BY(box.style), _LINE_BY(box.children[0].style)
    try:
        hash(key)
    except TypeError:
        return None
    return key
