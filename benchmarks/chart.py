"""The measured seconds as bars, in SVG, for the README."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

WIDTH, LABEL, BAR, ROW, HEAD = 720, 210, 400, 24, 40
OURS, OTHERS, INK, PAPER = "#0b3c66", "#9aa7b5", "#15202b", "#ffffff"
_FONT = "font-family='Noto Sans, Helvetica, Arial, sans-serif'"


class Bars(NamedTuple):
    """One comparison: seconds by the name of who took them; ours is named medleaf."""

    title: str
    seconds: tuple[tuple[str, float], ...]


def draw(groups: Sequence[Bars]) -> str:
    """Return the picture of *groups*, one below the other, each on a scale of its own."""
    parts: list[str] = []
    top = 16
    for group in groups:
        parts.append(_text(16, top + 18, group.title, "font-weight='600'"))
        top += HEAD - 8
        longest = max(seconds for _, seconds in group.seconds)
        for name, seconds in group.seconds:
            parts += _bar(top, name, seconds, longest)
            top += ROW
        top += 16
    words = "; ".join(f"{g.title}: {_told(g.seconds)}" for g in groups)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {top}' role='img' "
        f"aria-label='{escape(words)}' font-size='14' {_FONT}>\n"
        f"<rect width='{WIDTH}' height='{top}' fill='{PAPER}'/>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _bar(top: int, name: str, seconds: float, longest: float) -> Iterable[str]:
    colour = OURS if name.startswith("medleaf") else OTHERS
    width = max(2.0, BAR * seconds / longest)
    yield _text(LABEL - 8, top + 16, name, "text-anchor='end'")
    yield (
        f"<rect x='{LABEL}' y='{top + 3}' width='{width:.1f}' height='{ROW - 7}' rx='2' "
        f"fill='{colour}'/>"
    )
    yield _text(round(LABEL + width + 8), top + 16, f"{seconds:.3g} s", "")


def _text(x: int, y: int, words: str, more: str) -> str:
    return f"<text x='{x}' y='{y}' fill='{INK}' {more}>{escape(words)}</text>"


def _told(seconds: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {value:.3g} s" for name, value in seconds)
