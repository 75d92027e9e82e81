"""Where WeasyPrint 70 breaks a line too early, or puts it beside its place, mended.

A text that another element follows ends in a space ("take 2 doses " before a number of its
own). Where it fits a line but for that space, which hangs over the edge of the line unseen,
WeasyPrint sees a line that is too wide and leaves its first word alone on it. Such a text is
given the line that it has in a wider column; whoever asked for it knows what to do with a space.

In right-to-left text that space is to the left. Once it is taken away, WeasyPrint moves all of
the line by its width, the text at the left too, out of the column: that one is still drawn with
its space. It is moved back, and drawn without.

Needless once ``split_first_line`` measures a line without the space at its end, and
``remove_last_whitespace`` lays the text out anew and moves only what stands to the right of it.
"""

from collections.abc import Callable
from typing import Any

from medleaf.printing.quick.rebind import rebind


def install() -> None:
    """Let a text fit its line without the space at its end; to be called once, before others."""
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    inline.remove_last_whitespace = _in_place(
        inline.remove_last_whitespace, line_break.split_first_line
    )
    rebind(line_break.split_first_line, _hanging(line_break.split_first_line))


def _hanging(split: Callable[..., Any]) -> Callable[..., Any]:
    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, *options: Any, **named: Any
    ) -> Any:
        found = split(text, style, context, max_width, *options, **named)
        _, length, resume_at, *_ = found
        if resume_at is None or text[-1] != " " or max_width is None:
            return found
        if " " in text.encode()[:length].decode(errors="ignore").strip():
            return found  # more than a word: not broken too early
        if style["white_space"] not in {"normal", "pre-line"}:
            return found
        whole = split(text, style, context, None, *options, **named)
        if whole[2] is not None:
            return found
        bare = split(text.rstrip(" "), style, context, None, *options, **named)
        return whole if bare[3] <= max_width else found

    return split_first_line


def _in_place(remove: Callable[..., None], split: Callable[..., Any]) -> Callable[..., None]:
    def remove_last_whitespace(context: Any, line: Any) -> None:
        ends = []  # the last box of the line, the last one in that, and so on
        box = line
        while children := getattr(box, "children", ()):
            box = children[-1]
            ends.append(box)
        before = ends[0].position_x if ends else 0
        remove(context, line)
        if ends and (moved := before - ends[0].position_x):
            for end in ends:  # but nothing else that stands in them
                end.position_x += moved
            if box.text:
                box.pango_layout, *_ = split(
                    box.text, box.style, context, None, box.justification_spacing
                )

    return remove_last_whitespace
