"""The press's fonts, cut for the web: a face holds only the letters that are on pages.

A browser loads a face only where a page has letters of its range. The names of languages are on
every page, each in its own script; so they have faces of their own, of some letters each.
"""

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from medleaf.printing.fonts import LATIN, Font, characters, read_fonts, stack

MEDIA = "font/woff2"
FOLDER = "fonts"
NAMES = ("Own", "Home")  # what a language calls itself, and the list of guides in it
# What a reader may type into the search box looks like the page: ASCII and Latin-1.
_TYPED = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100))))
_TOOLS = ("uharfbuzz", "fonttools", "brotli")
_CYRILLIC = range(0x400, 0x530)


@dataclass(frozen=True, slots=True)
class Face:
    """One file for the web: *font* cut to *letters*, called *family* in the style sheet."""

    family: str
    font: Font
    letters: frozenset[str]

    @property
    def name(self) -> str:
        """The name of the file; the same name means the same bytes."""
        parts = (self.font.sha256, "".join(sorted(self.letters)), *map(version, _TOOLS))
        mark = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
        return f"{self.font.file.stem}.{mark}.woff2"

    @property
    def css(self) -> str:
        """The rule that makes a browser load the file where it needs it."""
        return (
            f'@font-face{{font-family:"{self.family}";font-weight:{self.font.weight};'
            f"font-display:swap;src:url({FOLDER}/{self.name});"
            f"unicode-range:{_range(self.letters)}}}"
        )


def faces(
    pages: Iterable[tuple[str, str]], names: Iterable[tuple[str, str, str]], folder: Path
) -> tuple[Face, ...]:
    """Return the faces for *pages*, each a script and a text, and for *names* of languages.

    A name is one of :data:`NAMES`, a script and a text. *folder* holds the press's fonts. A letter
    that no font of its script has is left to the reader's own.
    """
    fonts = read_fonts(folder.resolve()).fonts
    found = []
    for family, letters in _wanted(pages, fonts).items():
        cyrillic = {it for it in letters if ord(it) in _CYRILLIC}
        parts = [letters - cyrillic, cyrillic] if family == LATIN else [letters]
        for font in fonts:
            if font.family == family:
                found += [Face(family, font, frozenset(part)) for part in parts if part]
    return (*found, *_names(names, fonts))


def _wanted(pages: Iterable[tuple[str, str]], fonts: Iterable[Font]) -> Mapping[str, set[str]]:
    """Return the letters that each family has to have."""
    used: dict[str, set[str]] = defaultdict(set)
    for script, text in pages:
        used[script] |= set(text)
    wanted: dict[str, set[str]] = defaultdict(set)
    wanted[LATIN] |= _TYPED
    for script, letters in used.items():
        for family, own in _divided(letters, script, fonts):
            wanted[family] |= own
    return wanted


def _names(names: Iterable[tuple[str, str, str]], fonts: Iterable[Font]) -> Iterator[Face]:
    """Yield a face each kind of name and script."""
    letters: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, script, text in names:
        if script != "Latn":
            letters[kind, script] |= set(text)
    for (kind, script), own in letters.items():
        regular = next(font for font in fonts if font.family == stack(script)[0])
        yield Face(f"{kind} {script}", regular, frozenset(own))


def families(scripts: Iterable[str]) -> str:
    """Return the CSS that sets texts and names of languages in the fonts of *scripts*."""
    rules = []
    for script in sorted(scripts):
        stacked = ",".join(f'"{family}"' for family in stack(script))
        rules.append(f".{script}{{font-family:{stacked},sans-serif}}")
        if script != "Latn":
            # Alone: while it is on its way, a browser would fetch the next of a longer list.
            rules += [
                f'.{kind.lower()}.{script}{{font-family:"{kind} {script}",sans-serif}}'
                for kind in NAMES
            ]
    latin = ",".join(f'"{family}"' for family in stack("Latn"))
    rules.append(f'[lang="en"],.latin,.n[dir]{{font-family:{latin},sans-serif}}')
    return "\n".join(rules)


def first(found: Iterable[Face], script: str) -> str:
    """Return the file that a page of *script* needs first: the regular face of its own letters."""
    family, cyrillic = stack(script)[0], script == "Cyrl"

    def own(face: Face) -> bool:
        return family != LATIN or cyrillic == any(ord(it) in _CYRILLIC for it in face.letters)

    return next(face.name for face in found if face.family == family and own(face))


def cut(face: Face) -> bytes:
    """Return the face as WOFF2. The same face gives the same bytes."""
    import uharfbuzz as hb  # slow to import, both
    from fontTools.ttLib import TTFont

    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).set(set(map(ord, face.letters)))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    whole = hb.Face(hb.Blob.from_file_path(str(face.font.file)))
    part = io.BytesIO(hb.subset(whole, wanted).blob.data)
    target = io.BytesIO()
    with TTFont(part, lazy=True, recalcTimestamp=False) as font:
        font.flavor = "woff2"
        font.save(target)
    return target.getvalue()


def _divided(
    letters: set[str], script: str, fonts: Iterable[Font]
) -> Iterator[tuple[str, set[str]]]:
    """Give every letter to the first family of the script's stack that has it."""
    left = set(letters)
    for family in stack(script):
        has = [characters(font.file) for font in fonts if font.family == family]
        own = left & frozenset.intersection(*has) if has else set()
        if own:
            yield family, own
        left -= own


def _range(letters: frozenset[str]) -> str:
    """Return blocks of 256 characters that hold all *letters*, as CSS: U+0-FF, U+600-6FF."""
    blocks = sorted({ord(it) >> 8 for it in letters})
    spans: list[list[int]] = []
    for block in blocks:
        if spans and spans[-1][1] == block - 1:
            spans[-1][1] = block
        else:
            spans.append([block, block])
    return ",".join(f"U+{low << 8:X}-{(high << 8) + 255:X}" for low, high in spans)
