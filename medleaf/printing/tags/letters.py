"""Which text the glyphs on a page stand for, where letters change places when shaped.

WeasyPrint tells a reader one text for each glyph of a font: that of the first place where
it was drawn. In Indic scripts, Thai and their like, copied text is wrong by that ("दवा"
becomes "दिवा"), so each run there says as a whole what it stands for (``ActualText``), also in
heads and feet. Not in Arabic, where readers would put it the wrong way round.

A glyph that is not the first of a group of letters stands for nothing at all, which makes the
font's map of characters malformed; it stands for a word joiner, which nobody sees.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

# Devanagari to Malayalam, Sinhala, Thai, Lao, Tibetan, Myanmar, Khmer
RESHUFFLED = re.compile("[\u0900-\u109f\u1780-\u17ff]")
# What typography adds for the eye: soft hyphens, places to break and not to break, isolates.
_HELPERS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\u2066\u2067\u2068\u2069"))
NOTHING = "\u2060"


def install() -> None:
    """Tell readers which text the runs and glyphs stand for."""
    from weasyprint import pdf
    from weasyprint.pdf import stream

    pdf.build_fonts_dictionary = _build_fonts(pdf.build_fonts_dictionary)
    stream.Stream.marked = _marked(stream.Stream.marked)


def spoken(text: str) -> str | None:
    """Return what a run of *text* has to say that it stands for; None if its glyphs say it."""
    return plain(text) if RESHUFFLED.search(text) else None


def plain(text: str) -> str:
    """Return *text* without what was added for the eye only."""
    return text.translate(_HELPERS)


def _marked(marked: Callable[..., AbstractContextManager[None]]) -> Callable[..., Any]:
    import pydyf

    def mark(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        if stream._tags is None or not RESHUFFLED.search(text := getattr(box, "text", "")):
            return marked(stream, box, tag)
        return speaking(stream, box, tag, pydyf.String(plain(text)))

    @contextmanager
    def speaking(stream: Any, box: Any, tag: str, said: Any) -> Iterator[None]:
        with marked(stream, box, tag):
            properties = stream.stream[-2]  # the operands of BDC are tag and properties
            if "MCID" in properties:
                properties["ActualText"] = said
                yield
                return
            stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": said}))
            try:
                yield
            finally:
                stream.end_marked_content()

    return mark


def _build_fonts(build: Callable[..., Any]) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, *arguments: Any) -> Any:
        for font in fonts.values():
            mute = [glyph for glyph, text in font.to_unicode.items() if not text]
            font.to_unicode |= dict.fromkeys(mute, NOTHING)
        return build(pdf, fonts, *arguments)

    return build_fonts_dictionary
