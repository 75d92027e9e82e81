"""A run of Arabic as it was drawn -> what each glyph says. Plain lists, no library.

A run is drawn from left to right, against its reading order. Of the glyphs that share
some letters (a cluster) WeasyPrint gives the text to the first from the left, and to the
others an empty one.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from unicodedata import category

Glyph = tuple[Any, int, str]  # of which font, its number in it, what it stands for
Told = tuple[Any, int, str | None]  # the same; None where it stands for nothing
# Character code in hex, width in 1/1000 em, and what speaks for it: itself (None), or nothing,
# or blanks in its place, each with its code, its width and where it begins.
Coded = tuple[str, float, Sequence[tuple[str, float, float]] | None]

_LEVEL = b"0 Ts"
_CODES = re.compile(r"(?<=<)[0-9a-f]+(?=>)")
_CODE = 4  # hex digits
_NEAR = 90  # 1/1000 em that letters of one word may lie apart, or over one another


def clusters(glyphs: Sequence[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """Part the *glyphs* of a run into those that stand for some letters together."""
    starts = [n for n, (_, _, text) in enumerate(glyphs) if text or not n]
    for start, end in pairwise([*starts, len(glyphs)]):
        yield tuple(glyphs[start:end])


def tell(cluster: Sequence[Glyph]) -> Sequence[Told]:
    """Give the text of a *cluster* to its widest glyph, marks above or below it to another."""
    text = cluster[0][2]
    if len(cluster) == 1:
        return cluster if text else [(*cluster[0][:2], None)]
    texts: list[str | None] = [None] * len(cluster)
    widths = [font.widths[glyph] for font, glyph, _ in cluster]
    widest = widths.index(max(widths))
    letters = "".join(letter for letter in text if category(letter) != "Mn")
    if len(letters) == 1 < len(text):
        texts[widest - 1] = text.replace(letters, "")
        text = letters
    texts[widest] = text or None
    return [(font, glyph, it) for (font, glyph, _), it in zip(cluster, texts, strict=True)]


def blanks(count: int, blank: float, width: float) -> list[float]:
    """Return where *count* blanks begin that stand in the place of a ligature, in 1/1000 em.

    *blank* is the width of each, *width* that of the ligature. A wide one has its stroke at
    the end of a word, to the left. None of them if they would lie too much over one another.
    """
    gap = min((width - count * blank) / (count + 1), _NEAR)
    if gap < -_NEAR:
        return []
    return [width - (count - n) * (blank + gap) for n in range(count)]


def split(operators: Sequence[bytes], glyphs: Sequence[Coded]) -> tuple[list[bytes], list[bytes]]:
    """Return a text's *operators* with the codes of its *glyphs*, without those that say nothing.

    The second list draws those, in their places; it is empty if there are none.
    """
    if all([speaking is None for _, _, speaking in glyphs]):  # noqa: C419  a list is faster
        return _recoded(operators, "".join([code for code, _, _ in glyphs])), []
    letters, silent = _Pen(), _Pen()
    glyph = iter(glyphs).__next__
    rise = _LEVEL
    for operator in operators:
        kind = operator[-2:]
        if kind == b"Ts":
            rise = operator
        elif kind == b"TJ":
            for count, move in _moves(operator):
                for _ in range(count):
                    _draw(glyph(), rise, letters, silent)
                letters.moved += move
                silent.moved += move
        else:
            letters.keep(operator)
            silent.keep(operator)
    return letters.operators, silent.operators


@lru_cache(maxsize=4096)
def _moves(operator: bytes) -> Sequence[tuple[int, float]]:
    """Return how many glyphs a ``TJ`` shows, and how far it moves then; over and over."""
    found = []
    for piece in operator[1:-4].split(b"<"):
        codes, closed, move = piece.partition(b">")
        if not closed:  # what stands before the first glyph
            codes, move = b"", codes
        found.append((len(codes) // _CODE, float(move or 0)))
    return [(count, move) for count, move in found if count or move]


def _draw(glyph: Coded, rise: bytes, letters: "_Pen", silent: "_Pen") -> None:
    """Write *glyph* with one pen, and move the other as far."""
    code, width, speaking = glyph
    if speaking is None:
        letters.show(code, rise)
        silent.moved -= width
        return
    silent.show(code, rise)
    done = 0.0
    for blank, blank_width, start in speaking:
        letters.moved -= start - done
        letters.show(blank, rise)
        done = start + blank_width
    letters.moved -= width - done


def _recoded(operators: Sequence[bytes], codes: str) -> list[bytes]:
    """Return *operators* that show *codes* in the place of theirs."""
    at = 0

    def next_codes(found: re.Match[str]) -> str:
        nonlocal at
        start, at = at, at + len(found[0])
        return codes[start:at]

    text = b"\n".join(operators).decode()
    return _CODES.sub(next_codes, text).encode().split(b"\n")


class _Pen:
    """Writes the operators of a text, moves and rises only where something is shown."""

    __slots__ = ("moved", "operators", "risen", "shown")

    def __init__(self) -> None:
        self.operators: list[bytes] = []
        self.shown: list[str] = []
        self.moved = 0.0
        self.risen = _LEVEL

    def show(self, code: str, rise: bytes) -> None:
        if rise != self.risen:
            self.end()
            self.operators.append(rise)
            self.risen = rise
        if self.moved:
            self.shown.append(f"{'>' if self.shown else ''}{round(self.moved, 3)}<{code}")
            self.moved = 0.0
        else:
            self.shown.append(code if self.shown else f"<{code}")

    def end(self) -> None:
        if self.shown:
            self.operators.append(f"[{''.join(self.shown)}>] TJ".encode())
            self.shown.clear()

    def keep(self, operator: bytes) -> None:
        self.end()
        if operator == b"ET" and self.risen != _LEVEL:
            self.operators.append(_LEVEL)
        self.operators.append(operator)
