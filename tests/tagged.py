"""Walks the tags of a PDF: what a screen reader could be given, and what is wrong with it."""

import ctypes
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

# What paints, and what marks: BMC BDC EMC.
OPERATORS = """Tj TJ ' " f F f* B B* b b* S s sh Do BI BMC BDC EMC"""
Box = tuple[float, float, float, float]  # left, bottom, right, top
BLOCKS = {"/P", "/H1", "/H2", "/H3", "/Lbl", "/LBody", "/TH", "/TD", "/Figure"}
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
# What may stand directly in a list, a table and their parts (ISO 32000-1, 14.8.4.3).
KIDS = {
    "/L": {"/LI", "/L", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
}


@dataclass
class Element:
    """A structure element: its dictionary, its parents from the root, the marks it holds."""

    raw: pikepdf.Dictionary
    above: tuple["Element", ...]
    marks: list[tuple[int, int]] = field(default_factory=list)  # page and MCID
    annotations: list[Any] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return str(self.raw.S)

    @property
    def language(self) -> str:
        """Of itself or of the nearest parent that has one."""
        for element in (self, *reversed(self.above)):
            if "/Lang" in element.raw:
                return str(element.raw.Lang)
        return ""


class Tagged:
    """A PDF with its structure elements in reading order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.pages = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}
        self.elements: list[Element] = []
        self.faults: list[str] = []
        root = self.pdf.Root.StructTreeRoot
        for kid in root.K:
            self._walk(kid, root, ())

    def _walk(self, raw: Any, parent: Any, above: tuple[Element, ...]) -> None:
        element = Element(raw, above)
        self.elements.append(element)
        if raw.P.objgen != parent.objgen:
            self.faults.append(f"{element.tag} names another parent")
        kids = raw.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                element.marks.append((self.pages[raw.Pg.objgen], kid))
            elif kid.get("/Type") == "/OBJR":
                element.annotations.append(kid.Obj)
            else:
                self._walk(kid, raw, (*above, element))

    def all_faults(self) -> list[str]:
        """Return everything that is wrong; an empty list is what PDF/UA asks for."""
        rules = (
            self._strays, self._content, self._parents, self._links, self._shapes,
            self._tables, self._figures, self._headings,
        )  # fmt: skip
        return [*self.faults, *(fault for rule in rules for fault in rule())]

    def _strays(self) -> Iterator[str]:
        """Elements that the root does not reach, or reaches twice."""
        reached = Counter(element.raw.objgen for element in self.elements)
        for one in self.pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem":
                times = reached[one.objgen]
                if times != 1:
                    yield f"{one.S} is reached {times} times"

    def _content(self) -> Iterator[str]:
        """What is painted is an artifact or tagged, never both; each mark is held once."""
        drawn: Counter[tuple[int, int]] = Counter()
        for number, page in enumerate(self.pdf.pages):
            stack: list[tuple[bool, bool]] = []  # is an artifact, has a mark
            for operands, operator in pikepdf.parse_content_stream(page, OPERATORS):
                name = str(operator)
                if name == "EMC":
                    stack.pop()
                elif name in {"BMC", "BDC"}:
                    artifact = str(operands[0]) == "/Artifact"
                    marked = name == "BDC" and "/MCID" in operands[1]
                    if (artifact or marked) and any(map(any, stack)):
                        yield f"page {number}: an artifact or a mark in another"
                    drawn.update([(number, int(operands[1].MCID))] if marked else [])
                    stack.append((artifact, marked))
                elif not any(map(any, stack)):
                    yield f"page {number}: {name} is not tagged"
            if stack:
                yield f"page {number}: marked content does not end"
        held = Counter(mark for element in self.elements for mark in element.marks)
        for mark in drawn.keys() | held.keys():
            if (drawn[mark], held[mark]) != (1, 1):
                yield f"mark {mark} is drawn {drawn[mark]} times, held {held[mark]} times"

    def _parents(self) -> Iterator[str]:
        """From each mark the parent tree leads to the element that holds it."""
        numbers = self.pdf.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        pages = [page.obj for page in self.pdf.pages]
        for element in self.elements:
            for page, mark in element.marks:
                row = tree[int(pages[page].StructParents)]
                if mark >= len(row) or row[mark].objgen != element.raw.objgen:
                    yield f"the parent tree has another element for mark {mark} of page {page}"
            for annotation in element.annotations:
                if tree[int(annotation.StructParent)].objgen != element.raw.objgen:
                    yield "the parent tree has another element for a link"

    def _links(self) -> Iterator[str]:
        known = [a.objgen for element in self.elements for a in element.annotations]
        for page in self.pdf.pages:
            for annotation in page.get("/Annots", []):
                if known.count(annotation.objgen) != 1:
                    yield "a link is not in the tree once"
                if not str(annotation.get("/Contents", "")):
                    yield "a link says nothing"

    def _shapes(self) -> Iterator[str]:
        for element in self.elements:
            kids = [
                str(k.S)
                for k in element.raw.get("/K", [])
                if isinstance(k, pikepdf.Dictionary) and "/S" in k
            ]
            if wrong := set(kids) - KIDS.get(element.tag, set(kids)):
                yield f"{', '.join(wrong)} in {element.tag}"
            if element.tag == "/LI" and kids.count("/LBody") != 1:
                yield f"a list item of {kids}"
            if element.tag in KIDS and element.marks:
                yield f"text directly in {element.tag}"
            if element.tag in {"/Div", "/Span", "/P", "/Sect"} and not element.raw.K:
                yield f"an empty {element.tag}"

    def _tables(self) -> Iterator[str]:
        names = {str(e.raw.ID) for e in self.elements if "/ID" in e.raw}
        for element in self.elements:
            if element.tag == "/TH" and str(element.raw.A.get("/Scope")) not in {"/Row", "/Column"}:
                yield "a header cell without a scope"
            if element.tag == "/TD":
                heads = [str(name) for name in element.raw.A.get("/Headers", [])]
                if not heads or not set(heads) <= names:
                    yield "a cell without a header"

    def _figures(self) -> Iterator[str]:
        for element in self.elements:
            if element.tag == "/Figure":
                if not str(element.raw.get("/Alt", "")):
                    yield "a figure without a text"
                left, bottom, right, top = map(float, element.raw.A.BBox)
                box = element.raw.Pg.MediaBox
                if not (0 <= left < right <= float(box[2]) and 0 <= bottom < top <= float(box[3])):
                    yield "a figure outside of the page"

    def _headings(self) -> Iterator[str]:
        before = 0
        for element in self.elements:
            if element.tag in HEADINGS:
                level = HEADINGS.index(element.tag) + 1
                if level > before + 1:
                    yield f"heading {level} after {before}"
                before = level
        if [e.tag for e in self.elements].count("/H1") != 1:
            yield "not one H1"

    def places(self) -> dict[tuple[int, int], Box]:
        """Where the content of each mark is drawn: left, bottom, right, top; as pdfium sees it."""
        found: dict[tuple[int, int], Box] = {}
        document = pypdfium2.PdfDocument(self.data)
        for number, page in enumerate(document):
            for thing in page.get_objects():
                if (mark := _mark(thing)) is not None:
                    box = thing.get_bounds()
                    found[number, mark] = _around(found.get((number, mark), box), box)
        document.close()
        return found

    def out_of_order(self, *, backward: bool | None) -> list[str]:
        """Pairs of blocks that are read in another order than they are seen.

        What is read later stands below what is read before, or beside it, further on in the
        direction of reading: to the left if *backward*, to either side if that is None, where two
        languages stand side by side. In a block bidi sees to the order.
        """
        places = self.places()
        blocks: dict[tuple[int, Any], Box] = {}
        for element in self.elements:
            lines = (*element.above, element)
            block = next((it for it in reversed(lines) if it.tag in BLOCKS), element)
            for page, number in element.marks:
                box = places.get((page, number), (0.0, 0.0, 0.0, 0.0))
                if box[0] < box[2]:
                    key = (page, block.raw.objgen)
                    blocks[key] = _around(blocks.get(key, box), box)
        order = list(blocks.items())
        return [
            f"page {page}: {second} is read after {first}"
            for n, ((page, _), first) in enumerate(order)
            for (other, _), second in order[n + 1 :]
            if page == other and not _follows(first, second, backward=backward)
        ]


def _around(one: Box, other: Box) -> Box:
    return (*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))  # type: ignore[return-value]


def _follows(first: Box, second: Box, *, backward: bool | None) -> bool:
    middle, height = (second[0] + second[2]) / 2, (second[1] + second[3]) / 2
    left, right = middle < first[0], middle > first[2]
    beside = left or right if backward is None else left if backward else right
    return beside or height < (first[1] + first[3]) / 2


def _mark(thing: Any) -> int | None:
    value = ctypes.c_int()
    for n in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, n)
        if pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", value):
            return value.value
    return None
