"""A font that is cut to the same letters twice is cut once.

Spares: for each document WeasyPrint copies every font file it uses into memory, looks through
its tables, and cuts it down to the glyphs on the pages. A Chinese font has 10 MB.

Cannot change the output: what is read of a font depends on its description and on the size
at which it is first met; both are in the key. The cut depends on the font and on the set of
glyphs. What a document writes into its fonts (widths, letters) is its own. Variable and
colour fonts, whose cutting depends on more, take the old way.

Memory: 64 fonts without their files, which are read again where they are asked for, and 256
cut fonts of some ten kB.

Needless once: WeasyPrint keeps ``Font`` objects and subsets in ``FontConfiguration``.
"""

import copy
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from medleaf.printing.quick.rebind import rebind

_MOST_FONTS, _MOST_CUTS = 64, 256
_ODD = ("png", "svg", "colr", "bitmap", "variations")


class _File:
    """The bytes of a font, read when asked for; mostly only the cut ones are."""

    def __get__(self, font: Any, owner: type) -> bytes:
        from weasyprint.text.fonts import get_hb_object_data

        content: bytes = get_hb_object_data(font.hb_face)
        vars(font)["file_content"] = content
        return content


def install() -> None:
    """Keep fonts as they were read, and as they were cut."""
    from weasyprint.pdf import fonts

    fonts.Font.file_content = _File()
    fonts.Font.clean = _clean(fonts.Font.clean)
    rebind(fonts.Font, _read(fonts.Font))


def _read(read: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.text.ffi import ffi, harfbuzz, pango

    kept: dict[Any, Any] = {}

    def Font(pango_font: Any, description: Any, font_size: float) -> Any:  # noqa: N802  its name
        hb_font = pango.pango_font_get_hb_font(pango_font)
        # What is kept holds the face, so that no other can get its address.
        face = int(ffi.cast("intptr_t", harfbuzz.hb_font_get_face(hb_font)))
        key = face, pango.pango_font_description_hash(description), font_size
        pattern = kept.get(key)
        if pattern is None:
            pattern = read(pango_font, description, font_size)
            if "fvar" in pattern.tables or any(getattr(pattern, odd) for odd in _ODD):
                return pattern
            if len(kept) >= _MOST_FONTS:
                kept.clear()
            kept[key] = pattern
            del pattern.file_content
            pattern.quick_face = object()
        font = copy.copy(pattern)
        font.hb_font = hb_font
        font.widths, font.to_unicode, font.missing, font.variations = {}, {}, {}, {}
        return font

    return Font


def _clean(clean: Callable[..., None]) -> Callable[..., None]:
    cuts: OrderedDict[Any, bytes] = OrderedDict()

    def cut(self: Any, to_unicode: Any, hinting: bool) -> None:
        face = getattr(self, "quick_face", None)
        if face is None or not to_unicode:
            clean(self, to_unicode, hinting)
            return
        key = face, frozenset(to_unicode), hinting, bool(self.missing)
        if (found := cuts.get(key)) is not None:
            cuts.move_to_end(key)
        else:
            clean(self, to_unicode, hinting)
            found = cuts[key] = self.file_content
            if len(cuts) > _MOST_CUTS:
                cuts.popitem(last=False)
        self.file_content = found

    return cut
