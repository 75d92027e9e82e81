"""Which text each glyph on a page stands for, where letters change with their neighbours.

WeasyPrint tells a reader one text for each glyph of a font: that of the first place where
it was drawn. Letters that share strokes and dots, or change places, are then copied wrong: of
Urdu one word in six is right. So every *occurrence* of a glyph has its own text: a glyph that
stands for several texts gets a further character code for each (``CIDToGIDMap``).

In Arabic scripts, where readers turn a run round and it cannot say as a whole what it stands for,

1. of the glyphs that a letter is drawn with, a stroke and its dots, one stands for the
   letter. The others are drawn behind the run, and stand for nothing (an empty
   ``ActualText``), lest readers see a word end at each dot;
2. a ligature is drawn behind the run too, and a blank in its place stands for each of its
   letters: readers would take it apart in the wrong order;
3. structure elements have their text as it was written (``ActualText``): what asks the
   structure, as screen readers do, depends on none of this.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from typing import Any

from medleaf.printing.tags.letters import NOTHING, RESHUFFLED, plain
from medleaf.printing.tags.runs import (
    Coded,
    Glyph,
    Told,
    blanks,
    clusters,
    split,
    tell,
)

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")

# What was drawn since the run at hand began, None while nobody wants to know.
_heard: dict[str, list[Glyph] | None] = {"glyphs": None}
# Of the document being written: all further character codes, by font file, of a glyph with a text.
_codes: dict[str, dict[tuple[int, str], int]] = {}


def install() -> None:
    """Tell readers which text the glyphs stand for."""
    from weasyprint import document, pdf
    from weasyprint.pdf import stream

    document.generate_pdf = _generate(document.generate_pdf)
    stream.Stream.add_font = _add_font(stream.Stream.add_font)
    stream.Stream.marked = _marked(stream.Stream.marked)
    pdf.build_fonts_dictionary = _build_fonts(pdf.build_fonts_dictionary)
    pdf.add_tags = _add_tags(pdf.add_tags)


def spoken(text: str) -> str | None:
    """Return what the element around a run of *text* has to say; None for other scripts."""
    return plain(text) if _ARABIC.search(text) else None


class _Texts(dict[int, str]):
    """What the glyphs of a font stand for; within a run, each occurrence is heard of."""

    __slots__ = ("font", "space")

    def __init__(self, font: Any) -> None:
        super().__init__(font.to_unicode)
        self.font = font
        self.space: int | None = None

    def __contains__(self, glyph: object) -> bool:
        return _heard["glyphs"] is None and dict.__contains__(self, glyph)

    def __setitem__(self, glyph: int, text: str) -> None:
        if _heard["glyphs"] is None:
            dict.__setitem__(self, glyph, text)
        else:
            self.hear([(glyph, text)])

    def hear(self, said: Sequence[tuple[int, str]]) -> None:
        """Take note of glyphs that were drawn, each with its text."""
        if (glyphs := _heard["glyphs"]) is None:
            for glyph, text in said:
                self.setdefault(glyph, text)
            return
        font = self.font
        glyphs += [(font, glyph, text) for glyph, text in said]
        self.space = next((glyph for glyph, text in reversed(said) if text == " "), self.space)


class _Known(dict[tuple[Any, ...], Any]):
    """How glyphs of the document being written are written, worked out when first asked for."""

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, glyphs: tuple[Any, ...]) -> Any:
        found = self[glyphs] = self._work_out(glyphs)
        return found


def _generate(generate: Callable[..., Any]) -> Callable[..., Any]:
    def generate_pdf(*arguments: Any, **options: Any) -> Any:
        try:
            return generate(*arguments, **options)
        finally:
            _codes.clear()
            _whole.clear()
            _apart.clear()

    return generate_pdf


def _add_font(add: Callable[..., Any]) -> Callable[..., Any]:
    def add_font(stream: Any, pango_font: Any) -> Any:
        font, size = add(stream, pango_font)
        if _heard["glyphs"] is not None and type(font.to_unicode) is dict:
            font.to_unicode = _Texts(font)
        return font, size

    return add_font


def _marked(marked: Callable[..., AbstractContextManager[None]]) -> Callable[..., Any]:
    import pydyf

    def mark(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        text = "" if stream._tags is None else getattr(box, "text", "")
        backward = bool(_ARABIC.search(text))
        if backward or RESHUFFLED.search(text):
            return listening(stream, box, tag, backward=backward)
        return marked(stream, box, tag)

    @contextmanager
    def listening(stream: Any, box: Any, tag: str, *, backward: bool) -> Iterator[None]:
        nothing = pydyf.Dictionary({"ActualText": pydyf.String()})
        with marked(stream, box, tag):
            held = "MCID" in stream.stream[-2]  # the operands of BDC are tag and properties
            start = len(stream.stream)
            glyphs = _heard["glyphs"] = []
            try:
                yield
            finally:
                _heard["glyphs"] = None
            silent = _spell(stream.stream, start, glyphs, backward=backward)
            if silent and not held:
                _say(stream, nothing, silent)
        if silent and held:
            number = nothing["MCID"] = len(stream._tags)
            stream._tags[number] = {"tag": tag, "mcid": number}
            _say(stream, nothing, silent)

    return mark


def _say(stream: Any, properties: Any, operators: list[bytes]) -> None:
    stream.begin_marked_content("Span", properties)
    stream.stream.extend(operators)
    stream.end_marked_content()


def _spell(operators: list[Any], start: int, glyphs: list[Glyph], *, backward: bool) -> list[bytes]:
    """Write into the *operators* from *start* on which text is drawn.

    Return operators that draw the glyphs which stand for nothing; none if all stand for
    something.
    """
    if not glyphs:
        return []
    begin = operators.index(b"BT", start)
    end = operators.index(b"ET", begin) + 1
    if backward:
        coded = [*chain.from_iterable(map(_apart.__getitem__, clusters(glyphs)))]
    else:
        coded = [*map(_whole.__getitem__, glyphs)]
    operators[begin:end], silent = split(operators[begin:end], coded)
    return silent


def _coded_whole(glyph: Told) -> Coded:
    """Return how a *glyph* of a run is written that says as a whole what it stands for."""
    font, number, text = glyph
    return _code(font, number, text or NOTHING), font.widths[number], None


def _coded_apart(cluster: Sequence[Glyph]) -> list[Coded]:
    """Return how a *cluster* is written of whose glyphs each says what it stands for."""
    return [_coded_as(*told) for told in tell(cluster)]


_whole, _apart = _Known(_coded_whole), _Known(_coded_apart)


def _coded_as(font: Any, glyph: int, text: str | None) -> Coded:
    """Return how *glyph* is written so that it says *text*."""
    width = font.widths[glyph]
    if text is None:
        return _code(font, glyph, None), width, ()
    if len(text) > 1 and (spoken := _in_letters(font, text, width)):
        return _code(font, glyph, None), width, spoken
    return _code(font, glyph, text), width, None


def _in_letters(font: Any, text: str, width: float) -> Sequence[tuple[str, float, float]]:
    """Return blanks that say the letters of a ligature one by one, from the left."""
    if (space := font.to_unicode.space) is None:
        return ()
    blank = font.widths[space]
    starts = blanks(len(text), blank, width)
    return [
        (_code(font, space, letter), blank, start)
        for letter, start in zip(reversed(text), starts, strict=False)
    ]


def _code(font: Any, glyph: int, text: str | None) -> str:
    """Return the character code, in hex, that stands for *glyph* with its *text*."""
    if font.to_unicode.setdefault(glyph, text or NOTHING) == text or text is None:
        return f"{glyph:04x}"
    codes = _codes.setdefault(font.hash, {})
    code = codes.setdefault((glyph, text), font.glyph_count + len(codes))
    return f"{code:04x}"


def _build_fonts(build: Callable[..., Any]) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, compress: Any, *arguments: Any) -> Any:
        built = build(pdf, fonts, compress, *arguments)
        for font in {font.hash: font for font in fonts.values() if font.hash in _codes}.values():
            _add_codes(pdf, font, _object(pdf, built[font.hash]), compress)
        return built

    return build_fonts_dictionary


def _add_codes(pdf: Any, font: Any, dictionary: Any, compress: Any) -> None:
    """Give a font its further character codes: their texts, their glyphs, their widths."""
    import pydyf

    codes = _codes[font.hash]
    table = _object(pdf, dictionary["ToUnicode"]).stream
    rows = [
        f"<{code:04x}> <{text.encode('utf-16-be').hex()}>".encode()
        for (_glyph, text), code in codes.items()
    ]
    lines: list[bytes] = []
    for start in range(0, len(rows), 100):  # no more may stand in one section
        batch = rows[start : start + 100]
        lines += [f"{len(batch)} beginbfchar".encode(), *batch, b"endbfchar"]
    end = table.index(b"endcmap")
    table[end:end] = lines
    glyphs = {glyph: glyph for glyph in font.to_unicode}
    glyphs |= {code: glyph for (glyph, _text), code in codes.items()}
    places = bytearray(2 * (max(glyphs) + 1))
    for code, glyph in glyphs.items():
        places[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    places_stream = pydyf.Stream([bytes(places)], compress=compress)
    pdf.add_object(places_stream)
    descendant = _object(pdf, dictionary["DescendantFonts"][0])
    descendant["CIDToGIDMap"] = places_stream.reference
    for (glyph, _text), code in codes.items():
        descendant["W"].extend((code, pydyf.Array([font.widths[glyph]])))


def _add_tags(add: Callable[..., None]) -> Callable[..., None]:
    import pydyf

    def add_tags(pdf: Any, document: Any, version: Any, streams: Any) -> None:
        marks = [_marks(stream._tags) for stream in streams]
        add(pdf, document, version, streams)
        root = _object(pdf, pdf.catalog["StructTreeRoot"])
        pages = _object(pdf, root["ParentTree"])["Nums"][1::2]
        for (said, silent), elements in zip(marks, pages, strict=False):  # links follow the pages
            for mark in silent:  # stands right behind the run that it belongs to
                elements.insert(mark, elements[mark - 1])
                _object(pdf, elements[mark])["K"].append(mark)
            for mark, text in said.items():
                element = _object(pdf, elements[mark])
                before = element["ActualText"].string if "ActualText" in element else ""
                element["ActualText"] = pydyf.String(before + text)

    return add_tags


def _marks(tags: dict[Any, Any]) -> tuple[dict[int, str], list[int]]:
    """Return what Arabic runs say, by their marks, and the marks that say nothing.

    The latter are taken out of *tags*: WeasyPrint has no box for them.
    """
    said = {
        kid["mcid"]: plain(text)
        for box, kid in tags.items()
        if _ARABIC.search(text := getattr(box, "text", ""))
    }
    silent = [box for box in tags if isinstance(box, int)]
    for mark in silent:
        del tags[mark]
    return said, silent


def _object(pdf: Any, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]
