"""What WeasyPrint 70 gets wrong in the tags of an accessible PDF, mended.

Five defects; each goes with the release that mends it (the pin in ``pyproject.toml`` is
``weasyprint>=70,<71``), and ``tests/test_typeset.py`` tests the result, not the patch:

1. The text of margin boxes, and of what we mark as head or foot, is content that no
   structure element holds (issue #1836): it becomes a pagination artifact. An image
   with an empty ``alt``, in HTML a decoration, becomes an artifact too, not a figure.
2. Structure elements have no language: ``lang`` on a part of the page is lost.
3. Header cells have no scope.
4. The bounding box of a figure is in CSS pixels from the top of the page, not in points
   from its bottom.
5. The text of a list item that has blocks in it is no list body.

And one that is not a fault of the tags but of reading them: in scripts whose letters
change places when shaped, text copied from the PDF is wrong ("दवा" becomes "दिवा"), so
each run there says what it stands for. Not in Arabic: readers reverse it there. A glyph
that is not the first of a group of letters stands for nothing at all, which makes the font's
map of characters malformed; it stands for a word joiner, which nobody sees.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

# Devanagari to Malayalam, Sinhala, Thai, Lao, Tibetan, Myanmar, Khmer
_RESHUFFLED = re.compile("[\u0900-\u109f\u1780-\u17ff]")
_PIXEL = 0.75  # points

_NOTHING = "\u2060"

# Of the document being written: its decorations, each with its place ("Header", "Footer" or
# none), the bodies of list items by the number of the item, the height of the page at hand.
_artifacts: dict[Any, str | None] = {}
_bodies: dict[int, Any] = {}
_page = {"height": 0.0}


def install() -> None:
    """Mend WeasyPrint in this process, once."""
    from weasyprint import document, pdf
    from weasyprint.pdf import stream, tags

    document.generate_pdf = _generate(document.generate_pdf)
    pdf.build_fonts_dictionary = _build_fonts(pdf.build_fonts_dictionary)
    stream.Stream.marked = _marked(stream.Stream.marked)
    tags._build_box_tree = _build_tree(tags._build_box_tree)


def _generate(generate: Callable[..., Any]) -> Callable[..., Any]:
    def generate_pdf(document: Any, *arguments: Any, **options: Any) -> Any:
        _artifacts.clear()
        for page in document.pages:
            _gather(page._page_box)
        try:
            return generate(document, *arguments, **options)
        finally:
            _artifacts.clear()
            _bodies.clear()

    return generate_pdf


def _gather(box: Any, place: str | None = None, *, within: bool = False) -> None:
    """Note which boxes are decoration: margin boxes, heads, feet, images without a text."""
    box = _real(box)
    if not within:
        within, place = _decoration(box)
    if within:
        _artifacts[box] = place
    for child in getattr(box, "children", ()):
        _gather(child, place, within=within)


def _decoration(box: Any) -> tuple[bool, str | None]:
    if keyword := getattr(box, "at_keyword", ""):
        return True, "Header" if keyword.startswith("@top") else "Footer"
    attributes = {} if box.element is None else box.element.attrib
    if place := attributes.get("data-pagination"):
        return True, place
    return box.element_tag == "img" and attributes.get("alt") == "", None


def _real(box: Any) -> Any:
    """Return what an absolutely placed box stands for."""
    return getattr(box, "_box", box)


def _marked(marked: Callable[..., AbstractContextManager[None]]) -> Callable[..., Any]:
    import pydyf

    @contextmanager
    def mark(stream: Any, box: Any, tag: str) -> Iterator[None]:
        if stream._tags is not None and box in _artifacts:
            place = _artifacts[box]
            kind = {"Type": "/Pagination", "Subtype": f"/{place}"} if place else {"Type": "/Layout"}
            pydyf.Stream.begin_marked_content(stream, "Artifact", pydyf.Dictionary(kind))
            try:
                yield
            finally:
                pydyf.Stream.end_marked_content(stream)
            return
        with marked(stream, box, tag):
            if stream._tags is not None and _RESHUFFLED.search(text := getattr(box, "text", "")):
                properties = stream.stream[-2]  # the operands of BDC are tag and properties
                properties["ActualText"] = pydyf.String(text)
            yield

    return mark


def _build_tree(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    import pydyf

    def build_tree(box: Any, parent: Any, pdf: Any, *arguments: Any) -> Iterator[Any]:
        box = _real(box)
        if hasattr(box, "page_type"):
            _page["height"] = box.margin_height()
        if box in _artifacts:
            return
        for element in build(box, parent, pdf, *arguments):
            _mend(element, box)
            if parent.get("S") != "/LI" or element["S"] in {"/Lbl", "/LBody", "/L"}:
                yield element
                continue
            body = _bodies.get(parent.number)
            if body is None:
                body = _bodies[parent.number] = pydyf.Dictionary({
                    "Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(),
                    "Pg": element["Pg"], "P": parent.reference,
                })  # fmt: skip
                pdf.add_object(body)
                yield body
            element["P"] = body.reference
            body["K"].append(element.reference)

    return build_tree


def _mend(element: Any, box: Any) -> None:
    """Complete one structure *element* made from *box*."""
    import pydyf

    html = box.element
    if html is None or "::" in str(box.element_tag) or box.element_tag in {"html", "body"}:
        return
    if (language := html.get("lang")) and "Lang" not in element:
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/TH":
        element["A"]["Scope"] = "/Row" if html.get("scope") == "row" else "/Column"
    if element["S"] == "/Figure" and "A" in element:
        left, top, right, bottom = element["A"]["BBox"]
        height = _page["height"]
        corners = (left, height - bottom, right, height - top)
        element["A"]["BBox"] = pydyf.Array([round(_PIXEL * value, 2) for value in corners])


def _build_fonts(build: Callable[..., Any]) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, *arguments: Any) -> Any:
        for font in fonts.values():
            for glyph, text in font.to_unicode.items():
                font.to_unicode[glyph] = text or _NOTHING
        return build(pdf, fonts, *arguments)

    return build_fonts_dictionary
