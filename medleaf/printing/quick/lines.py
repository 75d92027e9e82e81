"""A piece of text of one style and one width is broken into a line once.

Spares: WeasyPrint asks for the same first line many times: for the narrowest and the widest
a column may be, for each try at fitting a sheet, for the head of every page, for words that
all leaflets share. Each time Pango shapes the text anew.

Cannot change the output: a line is a function of the text, the width and the properties of
the style that shaping and breaking read; all of them are in the key. What comes back is a
copy, so that no text box sees another's justification. The same holds for the question
whether a text can be broken, and for the height of a line of a style.

Memory: the last 600 lines, some kB each, and 600 short texts.

Needless once: ``split_first_line`` keeps its results.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from operator import itemgetter
from typing import Any

from medleaf.printing.quick.contexts import key_of
from medleaf.printing.quick.rebind import rebind

_MOST = 600
_shapes: dict[Any, object] = {}
_BROKEN_BY = (
    "white_space", "hyphens", "hyphenate_character", "hyphenate_limit_chars",
    "hyphenate_limit_zone", "overflow_wrap", "word_break", "letter_spacing", "word_spacing",
    "tab_size",
)  # fmt: skip


def install() -> None:
    """Put the memory of lines in front of ``split_first_line``."""
    from weasyprint.text import line_break

    rebind(line_break.split_first_line, _split_first_line(line_break.split_first_line))
    rebind(line_break.can_break_text, _can_break_text(line_break.can_break_text))
    rebind(line_break.strut, _strut(line_break.strut))


def shape_of(style: Any) -> object | None:
    """Return what is the same for styles whose text is shaped and broken alike, if it is known."""
    try:
        return style.quick_shape  # type: ignore[no-any-return]
    except AttributeError:
        pass
    try:
        # Equal properties share one object, which is quicker to compare.
        key = key_of(style), itemgetter(*_BROKEN_BY)(style)
        style.quick_shape = found = _shapes.setdefault(key, object())
    except TypeError:
        style.quick_shape = found = None
    return found


def _split_first_line(split: Callable[..., Any]) -> Callable[..., Any]:
    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        shape = shape_of(style)
        options = max_width, justification_spacing, is_line_start, minimum
        if shape is None:
            return split(text, style, context, *options)
        lines = vars(style.font_config).setdefault("quick_lines", OrderedDict())
        key = text, shape, *options
        found = lines.get(key)
        if found is None:
            found = lines[key] = split(text, style, context, *options)
            if len(lines) > _MOST:
                lines.popitem(last=False)
        else:
            lines.move_to_end(key)
        layout, *rest = found
        twin = object.__new__(type(layout))
        vars(twin).update(vars(layout))
        return (twin, *rest)

    return split_first_line


def _can_break_text(ask: Callable[[str, Any], bool]) -> Callable[[str, Any], bool]:
    @lru_cache(_MOST)
    def can_break_text(text: str, lang: str | None) -> bool:
        return ask(text, lang)

    return can_break_text


def _strut(measure: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def strut(style: Any) -> Any:
        try:
            return style.quick_strut
        except AttributeError:
            found = style.quick_strut = measure(style)
            return found

    return strut
