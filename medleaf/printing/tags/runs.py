"""A run of Arabic as it was drawn -> what each glyph says. Plain lists, no library.

A run is drawn from left to right, against its reading order. Of the glyphs that share
some letters (a cluster) WeasyPrint gives the text to the first from the left, and to the
others an empty one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from unicodedata import category

Glyph = tuple[Any, int, str]  # of which font, its number in it, what it stands for
Told = tuple[Any, int, str | None]  # the same; None where it stands for nothing
# Character code in hex, width in 1/1000 em, and what speaks for it: itself (None), or nothing,
# or blanks in its place, each with its code, its width and where it begins.
Coded = tuple[str, float, Sequence[tuple[str, float, float]] | None]

_LEVEL = b"0 Ts"
_PIECE = re.compile(rb"<([0-9a-f]+)>|([-0-9.]+)")
_CODES = re.compile(r"(?<=<)[0-9a-f]+(?=>)")
_NEAR = 90  # 1/1000 em that letters of one word may lie apart, or over one another


def clusters(glyphs: Sequence[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """Part the *glyphs* of a run into those that stand for some letters together."""
    start = 0
    for end in range(1, len(glyphs)):
        if glyphs[end][2]:
            yield tuple(glyphs[start:end])
            start = end
    yield tuple(glyphs[start:])


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
    if all(speaking is None for _, _, speaking in glyphs):
        rest = iter(glyphs)
        return [_recoded(operator, rest) for operator in operators], []
    letters, silent = _Pen(), _Pen()
    glyph = iter(glyphs).__next__
    for operator in operators:
        kind = operator[-2:]
        if kind == b"Ts":
            letters.rise = silent.rise = operator
        elif kind == b"TJ":
            for codes, move in _PIECE.findall(operator):
                if move:
                    amount = float(move)
                    letters.moved += amount
                    silent.moved += amount
                for _ in range(0, len(codes), 4):
                    code, width, speaking = glyph()
                    if speaking is None:
                        letters.show(code)
                        silent.moved -= width
                        continue
                    silent.show(code)
                    done = 0.0
                    for blank, blank_width, start in speaking:
                        letters.moved -= start - done
                        letters.show(blank)
                        done = start + blank_width
                    letters.moved -= width - done
        else:
            letters.keep(operator)
            silent.keep(operator)
    return letters.operators, silent.operators


def _recoded(operator: bytes, rest: Iterator[Coded]) -> bytes:
    if not operator.endswith(b"TJ"):
        return operator

    def codes(found: re.Match[str]) -> str:
        return "".join([code for code, _, _ in islice(rest, len(found[0]) // 4)])

    return _CODES.sub(codes, operator.decode()).encode()


class _Pen:
    """Writes the operators of a text, moves and rises only where something is shown."""

    __slots__ = ("moved", "operators", "rise", "risen", "shown")

    def __init__(self) -> None:
        self.operators: list[bytes] = []
        self.shown = ""
        self.moved = 0.0
        self.rise = self.risen = _LEVEL

    def show(self, code: str) -> None:
        if self.rise != self.risen:
            if self.shown:
                self.operators.append(f"[{self.shown}>] TJ".encode())
                self.shown = ""
            self.operators.append(self.rise)
            self.risen = self.rise
        if self.moved:
            between = ">" if self.shown else ""
            self.shown += f"{between}{round(self.moved, 3)}<{code}"
            self.moved = 0.0
        else:
            self.shown += code if self.shown else f"<{code}"

    def keep(self, operator: bytes) -> None:
        if self.shown:
            self.operators.append(f"[{self.shown}>] TJ".encode())
            self.shown = ""
        if operator == b"ET" and self.risen != _LEVEL:
            self.operators.append(_LEVEL)
        self.operators.append(operator)
