"""A laid-out copy with a label -> its template: the slots of the label found and cut out.

What this module and ``stamp`` know of WeasyPrint 70 is private to it, so the major version is
pinned; ``tests/test_stamp.py`` tests that a stamped copy equals one that was laid out.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from medleaf.printing.sides import two_sided
from medleaf.printing.stamp import Slot, Template, draw
from medleaf.printing.tags import letters

_IDENTITY = re.compile(rb"/ID ?\[[^\]]*\]")  # in the trailer of a PDF/A


@dataclass(slots=True)
class _Drawn:
    """A slot as it was drawn: the operators from *start* to *end* of *stream*."""

    name: str
    box: Any
    stream: Any
    start: int
    end: int


@dataclass(slots=True)
class _Apart:
    """The slots of a document while it is written, and their fonts.

    *plain* are the fonts as they are after drawing nothing but the repertoire.
    """

    drawn: list[_Drawn] = field(default_factory=list)
    fonts: dict[Any, Any] = field(default_factory=dict)
    plain: dict[Any, Any] = field(default_factory=dict)


@contextmanager
def apart(texts: Sequence[str], *, whole: bool = False) -> Iterator[_Apart]:
    """Keep the fonts of slots apart while a document is written, and join them last.

    A PDF says of each glyph what it stands for, and WeasyPrint takes what it stood for first. In
    some scripts that differs from place to place, so that a name could change what other text is
    read as. Here a glyph of the leaflet stands for what it does in the leaflet, another one for
    what it does in *texts*, whatever the name. With *whole* all of *texts* is embedded.
    """
    from weasyprint import pdf
    from weasyprint.pdf.stream import Stream

    state = _Apart()
    marked, build = Stream.marked, pdf.build_fonts_dictionary
    Stream.marked = _marked(marked, state)
    pdf.build_fonts_dictionary = _build_fonts(build, state, texts, whole=whole)
    try:
        yield state
    finally:
        Stream.marked, pdf.build_fonts_dictionary = marked, build


def _marked(
    marked: Callable[..., AbstractContextManager[None]], state: _Apart
) -> Callable[..., AbstractContextManager[None]]:
    import pydyf

    @contextmanager
    def mark(stream: Any, box: Any, tag: str) -> Iterator[None]:
        text = type(box).__name__ == "TextBox" and box.element is not None
        name = box.element.get("data-slot") if text else None
        if name is None:
            with marked(stream, box, tag):
                yield
            return
        fonts, stream._fonts = stream._fonts, state.fonts
        start = len(stream.stream)
        # The mends of tags see no text: what they would write of it differs from name to name.
        text, box.text = box.text, ""
        try:
            with marked(stream, box, tag):
                box.text = text
                if (said := letters.spoken(text)) is not None:
                    stream.stream[-2]["ActualText"] = pydyf.String(said)
                yield
        finally:
            stream._fonts = fonts
        state.drawn.append(_Drawn(name, box, stream, start, len(stream.stream)))

    return mark


def _build_fonts(
    build: Callable[..., Any], state: _Apart, texts: Sequence[str], *, whole: bool
) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, *arguments: Any) -> Any:
        if state.drawn:
            _draw_plainly(state, texts)
        for key, plain in state.plain.items():
            if whole:
                state.fonts.setdefault(key, plain)
            if own := state.fonts.get(key):
                kept = (
                    plain.to_unicode.keys() if whole else own.to_unicode.keys() & plain.to_unicode
                )
                own.to_unicode |= {glyph: plain.to_unicode[glyph] for glyph in kept}
                own.widths |= {glyph: plain.widths[glyph] for glyph in kept}
        for key, own in state.fonts.items():
            font = fonts.setdefault(key, own)
            if font is not own:
                font.to_unicode |= {**own.to_unicode, **font.to_unicode}
                font.widths |= {**own.widths, **font.widths}
        return build(pdf, fonts, *arguments)

    return build_fonts_dictionary


def _draw_plainly(state: _Apart, texts: Sequence[str]) -> None:
    """Draw *texts* with the fonts of the slots, on no page; all slots have the same fonts."""
    from weasyprint.pdf.stream import Stream
    from weasyprint.text.line_break import create_layout

    style = state.drawn[0].box.style
    nowhere = Stream(state.plain, (0, 0, 0, 0), None, None, None, {}, None)
    for text in texts:
        layout = create_layout(text, style, None, None, 0)
        if lacking := set(_unknown(layout)):
            layout.set_text("".join(letter for letter in text if letter not in lacking))
        draw(nowhere, layout.text, style, layout, (0.0, 0.0))


def _unknown(layout: Any) -> Iterator[str]:
    """Yield the letters of a layout that no font has."""
    from weasyprint.text.ffi import ffi, pango

    run = layout.get_first_line()[0].runs
    while run != ffi.NULL:
        string = run.data.glyphs
        for item in string.glyphs[0 : string.num_glyphs]:
            if (
                item.glyph != pango.PANGO_GLYPH_EMPTY
                and item.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG
            ):
                yield chr(item.glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
        run = run.next


# ------------------------------------------------------------------ making a template


def template(document: Any, texts: Sequence[str], variant: str) -> Template:
    """Write *document*, a laid-out copy whose label holds marks, as a template.

    Its slots may take values of the letters in *texts*. Raises ValueError where a slot is not
    on the first page, or was not drawn as text.
    """
    whole = io.BytesIO()
    parts: dict[str, Any] = {}

    with apart(texts, whole=True) as state:

        def cut(_document: Any, pdf: Any) -> None:
            two_sided(document, pdf)
            parts.update(_cut(state, dict(_blocks(document.pages[0]._page_box)), pdf))

        document.write_pdf(whole, finisher=cut, pdf_variant=variant)
    data = whole.getvalue()
    pdf = parts["pdf"]
    faces: dict[str, dict[int, int]] = {}
    for font in state.fonts.values():
        widths = {glyph: font.widths[glyph] for glyph in font.to_unicode}
        faces.setdefault(font.hash, {}).update(widths)
    return Template(
        data=data,
        pages=len(document.pages),
        slots=parts["slots"],
        content=parts["content"],
        size=len(pdf.objects),
        root=pdf.catalog.reference,
        info=pdf.info.reference,
        identity=found[0] if (found := _IDENTITY.search(data, len(data) - 4000)) else b"",
        faces=faces,
        letters=frozenset("\u2068\u2069".join(texts)),
    )


def _cut(state: _Apart, blocks: Mapping[int, Any], pdf: Any) -> dict[str, Any]:
    """Cut the first page into what is before the label, the label, and what is behind it."""
    import pydyf

    drawn = state.drawn
    if not drawn or any(it.stream is not drawn[0].stream for it in drawn):
        raise ValueError("the slots of a label are not on one page")
    stream, slots, at = drawn[0].stream, [], drawn[0].start
    operators = stream.stream
    held = _elements(pdf)
    for it in drawn:
        before = _joined(operators[at : it.start])
        slots.append(_slot(it, blocks[id(it.box)], held, before))
        at = it.end
    label = pydyf.Stream(operators[drawn[0].start : at], compress=True)
    rest = pydyf.Stream(operators[at:], compress=True)
    del operators[drawn[0].start :]
    for part in (label, rest):
        pdf.add_object(part)
    page = next(it for it in pdf.objects if _shows(it, stream))
    page["Contents"] = pydyf.Array([it.reference for it in (stream, label, rest)])
    return {"slots": tuple(slots), "content": label.number, "pdf": pdf}


def _shows(item: Any, stream: Any) -> bool:
    return isinstance(item, dict) and item.get("Contents") == stream.reference


def _joined(operators: Sequence[Any]) -> bytes:
    from pydyf import _to_bytes

    return b"\n".join(map(_to_bytes, operators))


def _blocks(box: Any, block: Any = None) -> Iterator[tuple[int, Any]]:
    """Yield boxes of text, by identity, each with the block that it stands in."""
    if type(box).__name__ in {"BlockBox", "TableCellBox"}:
        block = box
    if type(box).__name__ == "TextBox":
        yield id(box), block
    for child in getattr(box, "children", ()):
        yield from _blocks(child, block)


def _elements(pdf: Any) -> list[Any]:
    """Return the structure elements of the first page, by the marks that they hold."""

    def item(reference: bytes) -> Any:
        return pdf.objects[int(reference.split()[0])]

    numbers = item(item(pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    return [item(reference) for reference in numbers[1]]


def _slot(drawn: _Drawn, block: Any, elements: Sequence[Any], before: bytes) -> Slot:
    operators = drawn.stream.stream[drawn.start : drawn.end]
    if b"BT" not in operators or operators[-2:] != [b"ET", b"EMC"]:
        raise ValueError(f"the slot {drawn.name} was not drawn as text")
    tag, properties, _begins, *ink = operators[: operators.index(b"BT")]
    element = elements[properties["MCID"]]
    if len(element["K"]) != 1 or "ActualText" in element:
        raise ValueError(f"the slot {drawn.name} has no structure element of its own")
    box = drawn.box
    backwards = box.style["direction"] == "rtl"
    start, end = block.content_box_x(), block.content_box_x() + block.width
    edge = box.position_x + box.width if backwards else box.position_x
    return Slot(
        name=drawn.name,
        style=_plain(box.style),
        x=edge,
        y=box.position_y + box.baseline,
        room=edge - start if backwards else end - edge,
        backwards=backwards,
        before=before,
        tag=_joined([tag]),
        mark=properties["MCID"],
        element=element.number,
        structure=element.data,
        ink=_joined(ink),
    )


def _plain(style: Any) -> dict[str, Any]:
    """Return what a style says of text: what is inherited, and lines through it."""
    from weasyprint.css.properties import INHERITED

    said = {name: style[name] for name in (*INHERITED, "text_decoration_line")}
    return {name: value for name, value in said.items() if _is_plain(value)}


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return value is None or type(value) in {str, int, float, bool}
