"""Structure elements: who holds which content, in which language, in which shape.

1. The text of margin boxes, and of what we mark as head or foot, is content that no
   structure element holds (WeasyPrint #1836): it becomes a pagination artifact. An image
   with an empty ``alt``, in HTML a decoration, becomes an artifact too, not a figure.
2. Structure elements have no language: ``lang`` on a part of the page is lost.
3. Header cells have no scope.
4. The bounding box of a figure is in CSS pixels from the top of the page, not in points
   from its bottom.
5. The text of a list item that has blocks in it is no list body.
6. A row made by CSS is four divisions deep, and what holds nothing but a decoration is a
   division that holds nothing: neither says anything to a reader, so neither is written.
7. A heading that heads rows, and is drawn again where they go on, is a heading and a bookmark
   each time. Where it is drawn again it is a pagination artifact, and no bookmark.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

_PIXEL = 0.75  # points

# Of the document being written: its decorations, each with its place ("Header", "Footer" or
# none), the divisions without content, the bodies of list items by the number of the item, the
# elements that head rows, which bookmarks of the page at hand are there again, its height.
_artifacts: dict[Any, str | None] = {}
_empty: set[Any] = set()
_bodies: dict[int, Any] = {}
_heads: set[Any] = set()
_again: set[tuple[str, tuple[float, float]]] = set()
_page = {"height": 0.0}


def install() -> None:
    """Mend the tree, and mark what is not in it."""
    from weasyprint import document
    from weasyprint.pdf import stream, tags

    document.generate_pdf = _generate(document.generate_pdf)
    stream.Stream.marked = _marked(stream.Stream.marked)
    tags._build_box_tree = _build_tree(tags._build_box_tree)


def _generate(generate: Callable[..., Any]) -> Callable[..., Any]:
    def generate_pdf(document: Any, *arguments: Any, **options: Any) -> Any:
        _forget()
        for page in document.pages:
            _gather(page._page_box)
            if _again:
                page.bookmarks[:] = [it for it in page.bookmarks if it[1:3] not in _again]
                _again.clear()
        try:
            return generate(document, *arguments, **options)
        finally:
            _forget()

    return generate_pdf


def _forget() -> None:
    _artifacts.clear()
    _empty.clear()
    _bodies.clear()
    _heads.clear()


def _gather(box: Any, place: str | None = None, *, within: bool = False) -> bool:
    """Note which boxes are decoration or hold nothing; return whether *box* holds something.

    Decoration are margin boxes, heads, feet, headings that are there again, images without a text.
    """
    box = _real(box)
    if not within:
        within, place = _decoration(box)
    if within:
        _artifacts[box] = place
        if label := box.bookmark_label:
            _again.add((label, box.hit_area()[:2]))
    if hasattr(box, "text"):  # a line of it; it names the element that it stands in as its own
        return not within
    # Not any(): all of them are to be looked at.
    full = bool([child for child in box.children if _gather(child, place, within=within)])
    if full or within:
        return full
    if box.element_tag == "div" and not box.is_table_wrapper:
        _empty.add(box)
        return False
    return True


def _decoration(box: Any) -> tuple[bool, str | None]:
    if keyword := getattr(box, "at_keyword", ""):
        return True, "Header" if keyword.startswith("@top") else "Footer"
    attributes = {} if box.element is None else box.element.attrib
    if place := attributes.get("data-pagination"):
        return True, place
    if getattr(box, "is_header", False) and box.element_tag == "div":
        if box.element in _heads:
            return True, "Header"
        _heads.add(box.element)
    return box.element_tag == "img" and attributes.get("alt") == "", None


def _real(box: Any) -> Any:
    """Return what an absolutely placed box stands for."""
    return getattr(box, "_box", box)


def _marked(marked: Callable[..., AbstractContextManager[None]]) -> Callable[..., Any]:
    import pydyf

    def mark(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        if stream._tags is None or box not in _artifacts:
            return marked(stream, box, tag)
        return artifact(stream, _artifacts[box])

    @contextmanager
    def artifact(stream: Any, place: str | None) -> Iterator[None]:
        kind = {"Type": "/Pagination", "Subtype": f"/{place}"} if place else {"Type": "/Layout"}
        pydyf.Stream.begin_marked_content(stream, "Artifact", pydyf.Dictionary(kind))
        try:
            yield
        finally:
            pydyf.Stream.end_marked_content(stream)

    return mark


def _build_tree(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    import pydyf

    def build_tree(box: Any, parent: Any, pdf: Any, *arguments: Any) -> Iterator[Any]:
        box = _real(box)
        if hasattr(box, "page_type"):
            _page["height"] = box.margin_height()
        if box in _artifacts or box in _empty:
            return
        if _is_scaffold(box):
            for child in box.children:
                yield from build_tree(child, parent, pdf, *arguments)
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


def _is_scaffold(box: Any) -> bool:
    """Whether *box* is one of the three that stand between a row made by CSS and its cells."""
    if box.element_tag != "div":
        return False
    return type(box).__name__ in {"TableBox", "TableRowGroupBox", "TableRowBox"}


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
