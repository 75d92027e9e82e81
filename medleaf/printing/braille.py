"""Lines of text -> pages for an embosser: BRF, 40 cells by 25 lines.

The translation is liblouis's, an optional program; the layout follows the usual conventions:
a title in the middle, headings from cell 5, paragraphs from cell 3 with runovers in cell 1,
items from cell 1 with runovers in cell 3, the number of the page at the end of its last line.
BRF is North American ASCII braille: one character for each of the 64 cells, and a form feed
between pages.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from unicodedata import normalize

from medleaf.model.problem import PressError, Problem
from medleaf.printing.plain import Line

CELLS, LINES = 40, 25
_PROGRAM = "lou_translate"
_ASCII = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
_BLANK, _FIRST = "\u2800", 0x2800
_LONGEST = 6  # cells of one character; what is longer is liblouis's way to say that it has none
_INDENTS = {"heading": (4, 4), "text": (2, 0), "item": (0, 2), "title": (0, 0)}
# Said with other signs where a table lacks them.
_INSTEAD = {"–": "-", "—": "-", "’": "'", "‘": "'", "·": ",", "…": "...", "।": "."}
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})
# Letters with a dot below, which tables know as one sign and Unicode's NFC as two.
_DOTTED = {
    normalize("NFC", chr(code)): chr(code) for code in (*range(0x958, 0x960), 0x9DC, 0x9DD, 0x9DF)
}
_DOTTED_LETTER = re.compile("|".join(_DOTTED))


def emboss(told: Sequence[Line], tables: tuple[str, str], file: Path) -> list[str]:
    """Return *told* as pages of lines, each ended by CR LF, in ASCII braille.

    *tables* are the liblouis tables of the language and, for words in Latin letters that it
    cannot write, of English; *file* is what problems point at. Raises PressError where liblouis
    or a table is missing, and for a character that neither table has.
    """
    own, english = tables
    texts = [_DOTTED_LETTER.sub(lambda m: _DOTTED[m[0]], line.step + line.text) for line in told]
    texts = [text.translate(_SPACES) for text in texts]
    known = _known(sorted({*"".join(texts), *"-',."}), own, file)
    instead = str.maketrans({sign: it for sign, it in _INSTEAD.items() if sign not in known})
    texts = [text.translate(instead) for text in texts]
    foreign = sorted(set("".join(texts)) - known)
    unknown = set(foreign) - _known(foreign, english, file)
    if unknown:
        signs = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in sorted(unknown))
        raise PressError([Problem(file, 0, "braille", f"{own} has no braille for {signs}")])
    parts = [list(_parts(text, known)) for text in texts]
    streams = {
        mine: iter(_translate([p for line in parts for m, p in line if m is mine], table, file))
        for mine, table in ((True, own), (False, english))
    }
    cells = [_BLANK.join(next(streams[mine]) for mine, _ in line) for line in parts]
    laid = list(_lay([line._replace(text=text) for line, text in zip(told, cells, strict=True)]))
    numbers = [str(number) for number in range(1, len(laid) + 2)]
    return list(_pages(laid, _translate(numbers, own, file)))


def _parts(text: str, known: set[str]) -> Iterator[tuple[bool, str]]:
    """Part *text* into runs of words that the language's table can write, and others."""
    for mine, words in groupby(text.split(), key=lambda word: set(word) <= known):
        yield mine, " ".join(words)


def _known(characters: Sequence[str], table: str, file: Path) -> set[str]:
    """Return those of *characters* that *table* can write."""
    cells = _translate(characters, table, file)
    pairs = zip(characters, cells, strict=True)
    return {c for c, told in pairs if c == " " or 0 < len(told.strip(_BLANK)) <= _LONGEST}


def _translate(texts: Sequence[str], table: str, file: Path) -> list[str]:
    """Return *texts* in cells of Unicode braille, line by line."""
    if not texts:
        return []
    command = [_PROGRAM, "--forward", f"unicode.dis,{table}"]
    try:
        done = subprocess.run(  # noqa: S603  no shell, and a table of ours
            command, input="\n".join(texts) + "\n", capture_output=True, text=True, check=False
        )
    except OSError as error:
        message = f"{_PROGRAM} is not installed; Debian: apt install liblouis-bin"
        raise PressError([Problem(file, 0, "no-liblouis", message)]) from error
    cells = done.stdout.split("\n")[: len(texts)]
    if done.returncode or len(cells) != len(texts):
        message = f"liblouis has no table {table}; Debian: apt install liblouis-data"
        raise PressError([Problem(file, 0, "no-braille", message)])
    return [line.replace(" ", _BLANK) for line in cells]


def _lay(told: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """Yield lines of at most 40 cells, each with whether it must not be the last of its page."""
    for line in told:
        if not line.text:
            yield "", False
            continue
        first, others = _INDENTS[line.kind]
        rows = list(_wrapped(line.text, first, others))
        for row in rows:
            centred = row.center(CELLS, _BLANK).rstrip(_BLANK) if line.kind == "title" else row
            yield centred, line.kind in {"title", "heading"}


def _wrapped(text: str, first: int, others: int) -> Iterator[str]:
    row, indent = "", first
    for whole in text.split(_BLANK):
        word = whole
        room = CELLS - indent
        if row and len(row) + 1 + len(word) > room:
            yield _BLANK * indent + row
            row, indent = "", others
            room = CELLS - indent
        while len(word) > room:
            yield _BLANK * indent + word[:room]
            word, indent = word[room:], others
            room = CELLS - indent
        row = f"{row}{_BLANK}{word}" if row else word
    if row:
        yield _BLANK * indent + row


def _pages(laid: Sequence[tuple[str, bool]], numbers: Sequence[str]) -> Iterator[str]:
    rows = list(laid)
    for number in numbers:
        while rows and not rows[0][0]:
            rows.pop(0)
        if not rows:
            return
        page, rows = rows[: LINES - 1], rows[LINES - 1 :]
        while rows and page[-1][1] and len(page) > 1:
            rows.insert(0, page.pop())
        texts = [text for text, _ in page] + [""] * (LINES - 1 - len(page))
        yield "".join(f"{_brf(text)}\r\n" for text in (*texts, number.rjust(CELLS, _BLANK)))


def _brf(cells: str) -> str:
    """Return *cells* in ASCII braille; dots 7 and 8 say nothing there."""
    return "".join(_ASCII[(ord(cell) - _FIRST) & 0x3F] for cell in cells)
