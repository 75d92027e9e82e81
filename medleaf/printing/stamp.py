"""A template with a label -> a PDF, without a layout.

A template is the PDF of one
copy whose label holds marks instead of values (elements with ``data-slot``), written once. For each
patient only the values are shaped, by the same Pango, and the piece of the page that has the
label is written again behind the rest, as an update of the file (ISO 32000-1, 7.5.6). Marks and
structure stay: the same pieces of text are on the page, in the same order.

A stamped copy equals one that was laid out: in pixels, text and structure
(``tests/test_stamp.py`` tests the result). To that end the letters of a label never decide
what a glyph of the leaflet stands for, in either of them; see ``slots.apart``.
"""

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from medleaf.printing.tags import glyphs, letters

_LINES = 512  # values that a stamp remembers of the slots that repeat
_REPEATED = {"prescriber", "date"}  # slots whose values are those of many patients
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


class CannotStampError(Exception):
    """The label has a shape or a width that its template has not; it has to be laid out."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value goes: from *x*, or up to *x* if *backwards*, on the line at *y*, in pixels.

    *room* is how wide it may be. *before* is what is drawn since the slot before it, *tag* and
    *mark* the kind and number of the marked content, *ink* how its colour is set. *element* is the
    number of the structure element that holds it, *structure* that element.
    """

    name: str
    style: Mapping[str, Any]
    x: float
    y: float
    room: float
    backwards: bool
    before: bytes
    tag: bytes
    mark: int
    ink: bytes
    element: int
    structure: bytes


@dataclass(frozen=True, slots=True)
class Template:
    """All that a copy needs but its values; plain data, so that it can go to another process.

    *data* is the PDF that is updated, *content* the number of the object with the label, *size*
    that of all objects, *root*, *info* and *identity* are for the trailer. *faces* are the fonts by
    their names in the PDF: the widths of the glyphs that they hold. *letters* are what values may
    consist of.
    """

    data: bytes
    pages: int
    slots: tuple[Slot, ...]
    content: int
    size: int
    root: bytes
    info: bytes
    identity: bytes
    faces: Mapping[str, Mapping[int, int]]
    letters: frozenset[str]


class _Held(dict[int, str]):
    """The glyphs that a font of a template holds: there are no others."""

    def __setitem__(self, glyph: int, text: str) -> None:
        raise CannotStampError(text)


class _Face:
    """What WeasyPrint wants to know of a font to write glyphs of it."""

    bitmap = png = svg = colr = False

    def __init__(self, name: str, widths: Mapping[int, int]) -> None:
        self.hash, self.widths = name, dict(widths)
        self.to_unicode = _Held(dict.fromkeys(widths, ""))


class _Style(dict[str, Any]):
    """The plain values of a style, and where its fonts are looked for."""

    font_config: Any = None


def _line(slot: Slot, font_configuration: Any) -> Any:
    from weasyprint.text.line_break import create_layout

    style = _Style(slot.style)
    style.font_config = font_configuration
    return create_layout("", style, None, None, 0)


def _pen(faces: Mapping[str, Mapping[int, int]]) -> Any:
    """Return a stream that text is drawn on, with the fonts of a template and no others."""
    import pydyf
    from weasyprint.text import fonts
    from weasyprint.text.ffi import ffi

    known = {name: _Face(name, widths) for name, widths in faces.items()}

    class Pen(pydyf.Stream):  # type: ignore[misc]
        ink_rect, logical_rect = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")

        def add_font(self, pango_font: Any) -> tuple[_Face, float]:
            key, description, size = fonts.get_pango_font_key(pango_font)
            if key not in _names:
                _names[key] = _name(description)
            if _names[key] not in known:
                raise CannotStampError
            return known[_names[key]], size

    return Pen()


_names: dict[Any, str] = {}  # how WeasyPrint names a font in a PDF, by its key in this process


def _name(description: Any) -> str:
    from weasyprint.text.ffi import ffi, pango

    text = ffi.string(pango.pango_font_description_to_string(description))
    letters = hashlib.md5(text, usedforsecurity=False).digest()[:6]
    return "".join(chr(65 + letter % 26) for letter in letters)


class Stamp:
    """A template at work in this process: its slots ready for Pango, its fonts known."""

    def __init__(self, of: Template, font_configuration: Any) -> None:
        self.template = of
        self._pen = _pen(of.faces)
        self._lines = [_line(slot, font_configuration) for slot in of.slots]
        self._known: dict[tuple[str, str], bytes] = {}

    def __call__(self, values: Mapping[str, str]) -> bytes:
        """Return the PDF with *values* by the names of the slots; see :meth:`stamped`."""
        return self.stamped(values)[0]

    def stamped(self, values: Mapping[str, str]) -> tuple[bytes, bytes]:
        """Return the PDF with *values* by the names of the slots, and the deflated label on it.

        Raises CannotStampError where a value is too wide or needs a glyph the fonts do not hold.
        """
        of = self.template
        parts: list[bytes] = []
        changed: dict[int, bytes] = {}
        for slot, line in zip(of.slots, self._lines, strict=True):
            value = values[slot.name]
            parts += (slot.before, self._value(slot, line, value))
            if (said := glyphs.spoken(value)) is not None:
                changed[slot.element] = _saying(slot.structure, said)
        label = zlib.compress(b"\n".join(parts), 1)
        changed[of.content] = b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (
            (len(label), label)
        )
        return of.data + self._update(changed), label

    @cached_property
    def _whole(self) -> Any:
        return hashlib.sha256(self.template.data)

    def digest(self, copy: bytes) -> str:
        """Return the sha256 of a *copy* in hex; what all copies share is hashed once."""
        whole = self._whole.copy()
        whole.update(memoryview(copy)[len(self.template.data) :])
        return str(whole.hexdigest())

    def _value(self, slot: Slot, line: Any, value: str) -> bytes:
        known = self._known.get((slot.name, value))
        if known is None:
            known = self._shaped(slot, line, value)
            if slot.name in _REPEATED:
                if len(self._known) >= _LINES:
                    self._known.clear()
                self._known[slot.name, value] = known
        return known

    def _shaped(self, slot: Slot, line: Any, value: str) -> bytes:
        from weasyprint.text.line_break import line_size

        if not self.template.letters.issuperset(value):
            raise CannotStampError(slot.name)
        line.set_text(value)
        first, _ = line.get_first_line()
        width, _ = line_size(first, line.style)
        if width > slot.room:
            raise CannotStampError(slot.name)
        pen = self._pen
        pen.stream.clear()
        pen.begin_text()
        x = slot.x - width if slot.backwards else slot.x
        draw(pen, value, line.style, line, (x, slot.y))
        pen.end_text()
        mark = b"<</MCID %d>>" % slot.mark
        if (said := letters.spoken(value)) is not None:
            mark = _saying(mark, said)
        parts = (slot.tag, mark, b"BDC", slot.ink, *pen.stream, b"EMC")
        return b"\n".join(part for part in parts if part)

    def _update(self, changed: Mapping[int, bytes]) -> bytes:
        """Return what stands behind the template's PDF: the objects that are new, and a table."""
        of = self.template
        at, items, rows, ranges = len(of.data), [], [], []
        for number in sorted(changed):
            items.append(b"%d 0 obj\n%b\nendobj\n" % (number, changed[number]))
            ranges.append(b"%d 1" % number)
            rows.append(b"\1%b\0" % at.to_bytes(4, "big"))
            at += len(items[-1])
        rows.append(b"\1%b\0" % at.to_bytes(4, "big"))
        table = b"".join(rows)
        said = b"/Type/XRef/Size %d/Index[%b %d 1]/W[1 4 1]/Prev %d/Root %b/Info %b%b" % (
            of.size + 1, b" ".join(ranges), of.size, self._before, of.root, of.info, of.identity,
        )  # fmt: skip
        items.append(
            b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (of.size, said, len(table), table, at)
        )
        return b"".join(items)

    @cached_property
    def _before(self) -> int:
        found = _START.search(self.template.data[-64:])
        assert found
        return int(found[1])


def _saying(dictionary: bytes, said: str) -> bytes:
    """Return a *dictionary* of a PDF that says the text *said*, too."""
    import pydyf

    return b"%b/ActualText %b>>" % (dictionary.removesuffix(b">>"), pydyf.String(said).data)


@dataclass(slots=True)
class _Run:
    """What WeasyPrint wants to know of a box of text to draw it."""

    text: str
    style: Any
    pango_layout: Any


def draw(stream: Any, text: str, style: Any, layout: Any, at: tuple[float, float]) -> None:
    """Draw *text*, which *layout* has shaped, on *stream*, from a place in pixels."""
    from weasyprint.draw import text as drawing
    from weasyprint.matrix import Matrix

    matrix = Matrix(d=-1, e=at[0], f=at[1])
    drawing.draw_first_line(stream, _Run(text, style, layout), "clip", "none", matrix)
