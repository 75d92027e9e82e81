"""A line that was laid out is drawn as it is, and its glyphs are read in one go.

Spares: WeasyPrint throws the laid-out line away and lays the same text out again to draw it;
then it reads each number of each glyph through a wrapper of C, and writes the same glyphs
the same way over and over. For each run it asks Pango to describe the font.

Cannot change the output: laying out again gives what was laid out. A line is kept only if it
is a whole layout (one line, one paragraph), and nothing is added to draw it: no justification,
spacing, tabs or ellipsis. Glyphs are read from Pango's own memory, and written by the same
arithmetic; what a glyph is written as is kept by glyph, offsets, width, font and size, for
one document. Missing glyphs, emoji and bitmap fonts take the old way.

Memory: the layouts of a document's lines and what was read of them, for as long as the document,
or as the mend ``lines`` keeps them; 256 fonts.

Needless once: ``draw_first_line`` draws the layout it is given, from ``ffi.buffer``.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from medleaf.printing.quick.contexts import spaced
from medleaf.printing.quick.rebind import rebind

_MOST_FONTS = 256
_GLYPH = 20  # bytes of a PangoGlyphInfo: glyph, width, two offsets and flags
_PLACED = 16  # those before the flags
_SIZED = 14802  # the first Pango, 1.48.2, that tells the size of a font
_EMPTY = 0x0FFFFFFF  # PANGO_GLYPH_EMPTY
_DIVIDERS = "\n\r\t\0\u2028\u2029"


class _Strange(Exception):  # noqa: N818  not an error: the old way is taken
    """There is something in the line that is better drawn the old way."""


class _Raised(NamedTuple):
    """A glyph above or below the line: *rise*, the glyph, and what follows it."""

    rise: float
    glyph: str
    after: str


def install() -> None:
    """Keep lines that were laid out, and draw them."""
    from weasyprint.draw import text
    from weasyprint.text import ffi, fonts, line_break

    if ffi.ffi.sizeof("PangoGlyphInfo") != _GLYPH:
        return
    layout = line_break.Layout
    layout.quick_kept = layout.quick_again = False
    layout.deactivate = _deactivate(layout.deactivate)
    layout.reactivate = _reactivate(layout.reactivate)
    rebind(text.draw_first_line, _draw_first_line(text.draw_first_line))
    rebind(fonts.get_pango_font_key, _get_pango_font_key(fonts.get_pango_font_key))


def _deactivate(deactivate: Callable[[Any], None]) -> Callable[[Any], None]:
    from weasyprint.text.ffi import pango

    line_of = pango.pango_layout_get_line_readonly

    def put_away(self: Any) -> None:
        if self.quick_kept:
            return
        whole = (
            not self.quick_again
            and not spaced(self.style)
            and not any(sign in self.text for sign in _DIVIDERS)
            and not line_of(self.layout, 1)
        )
        if whole:
            self.quick_kept = True
            self.quick_items = []  # by copies of the line, too
            del self.language, self.style
        else:
            deactivate(self)

    return put_away


def _reactivate(reactivate: Callable[..., None]) -> Callable[..., None]:
    def take_out(self: Any, style: Any) -> None:
        if self.quick_kept and not self.justification_spacing:
            return
        self.quick_kept = False
        self.quick_again = True
        reactivate(self, style)

    take_out.anew = reactivate  # type: ignore[attr-defined]
    return take_out


def _draw_first_line(draw: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.text.ffi import pango
    from weasyprint.text.line_break import Layout

    anew = Layout.reactivate.anew
    old = pango.pango_version() < _SIZED

    def draw_first_line(
        stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
    ) -> Any:
        layout = textbox.pango_layout
        if not layout.quick_kept:
            return draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        style = textbox.style
        plain = text_overflow != "ellipsis" and block_ellipsis == "none" and not old
        if plain:
            if not textbox.text.strip() or style["font_size"] < 1e-6:  # noqa: PLR2004  as it is there
                return []
            try:
                runs = list(_runs(stream, layout))
            except _Strange:
                pass
            else:
                for run in runs:
                    _note(run)
                stream.set_text_matrix(*matrix.values)
                _write(stream, runs)
                return []
        layout.quick_kept = False
        layout.quick_again = True
        anew(layout, style)
        return draw(stream, textbox, text_overflow, block_ellipsis, matrix)

    return draw_first_line


class _Run(NamedTuple):
    """Glyphs of one font as they are written; *changes* where the font is another.

    *says* is what its glyphs stand for, empty if the font knows all of them.
    """

    changes: bool
    font: Any
    size: float
    pieces: list[str | _Raised]
    says: list[tuple[int, str]]


def _note(run: _Run) -> None:
    """Let the font of *run* know what its glyphs stand for; the first text of each stays."""
    texts = run.font.to_unicode
    if type(texts) is dict:
        for glyph, text in run.says:
            texts.setdefault(glyph, text)
    else:
        texts.hear(run.says)


def _write(stream: Any, runs: list[_Run]) -> None:
    """Write *runs* as text of the PDF: ``[<glyphs>kerning<glyphs>] TJ``."""
    written = ""
    for run in runs:
        if run.changes:
            if written:
                stream.show_text(written)
            written = ""
            stream.set_font_size(run.font.hash, run.size)
        try:
            written += "<" + "".join(run.pieces)  # type: ignore[arg-type]
        except TypeError:  # some are raised
            written += "<"
            for piece in run.pieces:
                if isinstance(piece, str):
                    written += piece
                    continue
                if closed := _closed(written):
                    stream.show_text(closed)
                stream.set_text_rise(-piece.rise)
                stream.show_text(piece.glyph)
                stream.set_text_rise(0)
                written = "<" + piece.after
        written = _closed(written)
    stream.show_text(written)


def _closed(written: str) -> str:
    return written[:-1] if written[-1] == "<" else written + ">"


def _runs(stream: Any, layout: Any) -> Iterator[_Run]:
    """Yield the runs of the first line; raises _Strange where they are not plain."""
    items = layout.quick_items
    if not items:
        items.extend(_items(layout))
    before = None
    font: Any = None
    size = 0.0
    for item in items:
        face = item.face
        changes = face != before
        if changes:
            before = face
            font, size = stream.add_font(face)
            if font.png or font.svg or font.colr or font.bitmap:
                raise _Strange
        known = vars(font).setdefault("quick_pieces", {}).setdefault(size, {})
        says: list[tuple[int, str]] = []
        # Another dictionary listens to every glyph that is drawn: see the mends of tags.
        listens = type(font.to_unicode) is not dict
        if listens or not all(key in known for key in item.keys):
            glyphs = _Glyphs(stream, face, font, size)
            for key in item.keys:
                if key not in known:
                    known[key] = glyphs.piece(key)
            says = item.says
        yield _Run(changes, font, size, [known[key] for key in item.keys], says)


def _items(layout: Any) -> Iterator["_Item"]:
    from weasyprint.text.ffi import pango

    run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs
    if not run:
        raise _Strange
    while run:
        yield _Item(run.data, layout.text)
        run = run.next


class _Item:
    """A run as Pango laid it out: the *face*, the *keys* of glyphs, and what they stand for.

    To be kept no longer than its layout.
    """

    def __init__(self, glyph_item: Any, text: str) -> None:
        from weasyprint.text.ffi import ffi

        self._glyph_item, self._text = glyph_item, text
        self.face = glyph_item.item.analysis.font
        string = glyph_item.glyphs
        size = string.num_glyphs * _GLYPH
        self._data = bytes(ffi.buffer(string.glyphs, size))
        self.keys = [self._data[at : at + _PLACED] for at in range(0, size, _GLYPH)]

    @cached_property
    def says(self) -> list[tuple[int, str]]:
        """The glyphs but for empty ones, each with its text."""
        from weasyprint.text.ffi import ffi

        item = self._glyph_item.item
        starts = ffi.unpack(self._glyph_item.glyphs.log_clusters, len(self.keys))
        # A cluster ends where its neighbour in the order of reading begins.
        if item.analysis.level % 2:
            ends = [item.length, *starts[:-1]]
        else:
            ends = [*starts[1:], item.length]
        numbers = memoryview(self._data).cast("I")[:: _GLYPH // 4].tolist()
        text = self._text.encode()[item.offset :]
        return [
            (glyph, text[start:end].decode())
            for glyph, start, end in zip(numbers, starts, ends, strict=True)
            if glyph != _EMPTY
        ]


class _Glyphs:
    """How glyphs of a font are written."""

    def __init__(self, stream: Any, face: Any, font: Any, size: float) -> None:
        self.stream, self.face, self.font, self.size = stream, face, font, size

    def piece(self, placed: bytes) -> str | _Raised:
        """Return how a glyph is written, and enter its width into the font."""
        from weasyprint.text.ffi import FROM_UNITS, pango

        glyph, width, x_offset, y_offset = (
            int.from_bytes(placed[at : at + 4], "little", signed=at > 0) for at in (0, 4, 8, 12)
        )
        font, size = self.font, self.size
        if glyph == _EMPTY:
            return f">{-width / size}<"
        if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            raise _Strange
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(
                self.face, glyph, self.stream.ink_rect, self.stream.logical_rect
            )
            font.widths[glyph] = round(self.stream.logical_rect.width * 1000 * FROM_UNITS / size)
        offset = x_offset / size
        kerning = font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size
        after = f">{int(kerning)}<" if kerning else ""
        if rise := y_offset / 1000:
            return _Raised(rise, f"{-offset if offset else ''}<{glyph:04x}>", after)
        return (f">{-offset}<" if offset else "") + f"{glyph:04x}" + after


def _get_pango_font_key(describe: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.text.ffi import ffi, gobject

    known: dict[int, tuple[Any, Any]] = {}

    def get_pango_font_key(pango_font: Any) -> Any:
        address = int(ffi.cast("intptr_t", pango_font))
        found = known.get(address)
        if found is None:
            if len(known) >= _MOST_FONTS:
                known.clear()
            # As long as it is referred to, no other font can get this address.
            held = ffi.gc(gobject.g_object_ref(pango_font), gobject.g_object_unref)
            found = known[address] = describe(pango_font), held
        return found[0]

    return get_pango_font_key
