"""The measured times as bars, in SVG, for the README; on light pages and on dark ones."""

from collections.abc import Iterator, Sequence
from html import escape

from benchmarks.figure import Bars

WIDTH, MARGIN, COLUMNS = 880, 24, 2
LABEL, BAR = 164, 152  # of a bar's name, and of the longest bar
ROW, HEAD, GAP = 24, 34, 22
_PEERS = ("weasyprint", "typst", "chromium")
_PANEL = (WIDTH - (COLUMNS + 1) * MARGIN) // COLUMNS
_STYLE = """
svg { font: 13px 'Noto Sans', 'Segoe UI', Helvetica, Arial, sans-serif }
.paper { fill: #ffffff } .ink { fill: #15202b } .quiet { fill: #51606f }
.ours { fill: #0b5394 } .theirs { fill: #a9b4c0 } .title { font-weight: 600 }
.small { font-size: 11.5px }
@media (prefers-color-scheme: dark) {
  .paper { fill: #0d1117 } .ink { fill: #e6edf3 } .quiet { fill: #9aa7b4 }
  .ours { fill: #4c9be8 } .theirs { fill: #4a5561 }
}
"""


def draw(groups: Sequence[Bars], note: str) -> str:
    """Return the picture of *groups*, two beside each other, each on a scale of its own.

    *note* is a line below them all: how it was measured.
    """
    parts: list[str] = []
    top = MARGIN - 6
    for at in range(0, len(groups), COLUMNS):
        row = groups[at : at + COLUMNS]
        for column, group in enumerate(row):
            parts += _panel(MARGIN + column * (_PANEL + MARGIN), top, group)
        top += HEAD + ROW * max(len(group.lengths) for group in row) + GAP
    parts.append(_text(MARGIN, top + 4, note, "quiet small"))
    top += 4 + MARGIN
    words = "; ".join(f"{group.title}: {_told(group)}" for group in groups)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {top}' role='img' "
        f"aria-label='{escape(words)}'>\n<style>{_STYLE}</style>\n"
        f"<rect class='paper' width='{WIDTH}' height='{top}' rx='8'/>\n"
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _panel(left: int, top: int, group: Bars) -> Iterator[str]:
    yield _text(left, top + 15, group.title, "ink title")
    longest = max(length for _, length in group.lengths)
    for n, (name, length) in enumerate(group.lengths):
        row = top + HEAD + n * ROW
        ours = not name.lower().startswith(_PEERS)
        width = max(2.0, BAR * length / longest)
        yield _text(left + LABEL - 10, row + 13, name, "ink" if ours else "quiet", end=True)
        yield (
            f"<rect class='{'ours' if ours else 'theirs'}' x='{left + LABEL}' y='{row}' "
            f"width='{width:.1f}' height='{ROW - 7}' rx='2'/>"
        )
        said = f"{_number(length)} {group.unit}"
        yield _text(left + LABEL + round(width) + 8, row + 13, said, "ink" if ours else "quiet")


def _text(x: int, y: int, words: str, kind: str, *, end: bool = False) -> str:
    anchor = " text-anchor='end'" if end else ""
    return f"<text class='{kind}' x='{x}' y='{y}'{anchor}>{escape(words)}</text>"


def _told(group: Bars) -> str:
    return ", ".join(f"{name} {_number(length)} {group.unit}" for name, length in group.lengths)


def _number(length: float) -> str:
    """Return *length* with the two or three digits that mean something."""
    return f"{length:,.{0 if length >= 10 else 1 if length >= 1 else 2}f}"
