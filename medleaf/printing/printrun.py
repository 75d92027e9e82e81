"""Many copies -> one PDF for paper: each begins a sheet, and what they share is in it once.

Written as copies come: of each copy only its label and its pages are new, some 700 bytes. For
paper alone, so there are no tags, links or bookmarks, and no metadata. ISO 32000-1 is the source.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_LEAVES = 100  # pages, or groups of pages, below a node of the tree of pages
_NOTHING = b"/Resources<<>>"
_PAGES = 2  # the number of the object that is the root of that tree
_BOTH_SIDES = b"/ViewerPreferences<</Duplex/DuplexFlipLongEdge>>"  # what a printer is asked for
_BOXES = ("/MediaBox", "/TrimBox", "/BleedBox")
# Broad bars on all four edges: seen in a pile from every side, and in no language.
_BARS = b"0 g 0 0 %d 40 re 0 %d %d 40 re 0 0 40 %d re %d 0 40 %d re f"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: its boxes and resources as they are written, the numbers of its contents.

    A content of number 0 is the label of the copy.
    """

    boxes: bytes
    resources: bytes
    contents: tuple[int, ...]

    @property
    def said(self) -> bytes:
        """What a page says of itself, but for its contents."""
        return self.boxes + self.resources

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in points."""
        edges = self.boxes.partition(b"[")[2].partition(b"]")[0].split()
        return int(float(edges[2])), int(float(edges[3]))


class PrintRun:
    """A PDF that grows copy by copy in *file*, and is whole after :meth:`close`.

    Copies come in any order and stand in the order of their rows; with *separators* there is a
    sheet with black edges before each. Memory: some 100 bytes a copy.
    """

    def __init__(self, file: IO[bytes], *, separators: bool = False) -> None:
        self._file = file
        self._separators = separators
        self._places = [0, 0, 0]  # by number; those of the catalog and the pages come last
        self._at = 0
        self._known: dict[bytes, tuple[_Page, ...]] = {}
        self._copies: dict[int, tuple[bytes, int]] = {}  # by row: what is shared, the label
        self._write(_HEADER)

    def add(self, row: int, data: bytes, shared: int = 0, label: bytes = b"") -> None:
        """Add the copy *data*; its first *shared* bytes are those of its template.

        *label* is the deflated content that the template lacks. A copy that was laid out for
        itself shares nothing.
        """
        base = data[:shared] if shared else data
        key = hashlib.sha256(base).digest()
        if key not in self._known:
            self._known[key] = self._imported(base, stamped=shared > 0)
        number = self._stream(b"/Filter/FlateDecode", label) if shared else 0
        self._copies[row] = key, number

    def close(self) -> int:
        """Write pages and tables; return how many pages there are."""
        pages = [*self._every_page()]
        numbers = [self._reserve() for _ in pages]
        parents = self._tree(numbers)
        for (page, label), number, parent in zip(pages, numbers, parents, strict=True):
            contents = b" ".join(b"%d 0 R" % (part or label) for part in page.contents)
            said = b"/Parent %d 0 R%b/Contents[%b]" % (parent, page.said, contents)
            self._object(b"<</Type/Page%b>>" % said, number)
        self._object(b"<</Type/Catalog/Pages %d 0 R%b>>" % (_PAGES, _BOTH_SIDES), 1)
        self._end()
        return len(pages)

    def _every_page(self) -> Iterator[tuple[_Page, int]]:
        """Yield all pages in their order, each with the number of its label."""
        bars: dict[bytes, _Page] = {}
        for row in sorted(self._copies):
            key, label = self._copies[row]
            pages = self._known[key]
            blank = _Page(pages[0].boxes, _NOTHING, ())
            if self._separators:
                if blank.boxes not in bars:
                    width, height = pages[0].size
                    edges = _BARS % (width, height - 40, width, height, width - 40, height)
                    bars[blank.boxes] = _Page(blank.boxes, _NOTHING, (self._stream(b"", edges),))
                yield bars[blank.boxes], 0
                yield blank, 0
            yield from ((page, label) for page in pages)
            if len(pages) % 2:
                yield blank, 0

    def _tree(self, numbers: list[int]) -> list[int]:
        """Write the nodes above pages; return the one above each of them."""
        nodes = [numbers[at : at + _LEAVES] for at in range(0, len(numbers), _LEAVES)]
        above = [self._reserve() for _ in nodes]
        for number, kids in zip(above, nodes, strict=True):
            said = b"/Parent %d 0 R/Count %d/Kids[%b]" % (_PAGES, len(kids), _references(kids))
            self._object(b"<</Type/Pages%b>>" % said, number)
        said = b"/Count %d/Kids[%b]" % (len(numbers), _references(above))
        self._object(b"<</Type/Pages%b>>" % said, _PAGES)
        return [number for number, kids in zip(above, nodes, strict=True) for _ in kids]

    def _end(self) -> None:
        table = self._at
        rows = b"".join(b"%010d 00000 n \n" % at for at in self._places[1:])
        size = len(self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows))
        self._write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, table))

    # ------------------------------------------------------------------ objects

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _object(self, data: bytes, number: int = 0) -> int:
        number = number or self._reserve()
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, data))
        return number

    def _stream(self, said: bytes, data: bytes, number: int = 0) -> int:
        whole = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (said, len(data), data)
        return self._object(whole, number)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)

    # ------------------------------------------------------------------ what a template brings

    def _imported(self, base: bytes, *, stamped: bool) -> tuple[_Page, ...]:
        """Write all that the pages of *base* are made of, once; return the pages."""
        import pikepdf

        known: dict[int, int] = {}
        pages = []
        with pikepdf.open(io.BytesIO(base)) as document:
            for n, page in enumerate(document.pages):
                contents = page.obj.get("/Contents")
                parts = contents if isinstance(contents, pikepdf.Array) else [contents]
                # The label is the second of the three pieces of a template's first page.
                numbers = tuple(
                    0 if stamped and n == 0 and k == 1 else self._copied(part, known)
                    for k, part in enumerate(parts)
                )
                boxes = b"".join(
                    b"%b %b" % (name.encode(), self._said(page.obj[name], known))
                    for name in _BOXES
                    if name in page.obj
                )
                resources = b"/Resources %b" % self._said(page.obj.Resources, known)
                pages.append(_Page(boxes, resources, numbers))
        return tuple(pages)

    def _said(self, item: Any, known: dict[int, int]) -> bytes:
        """Return *item* of another PDF as it is written here; what it refers to is copied."""
        import pikepdf

        match item:
            case pikepdf.Object() if item.is_indirect:
                return b"%d 0 R" % self._copied(item, known)
            case pikepdf.Object():
                return self._direct(item, known)
            case bool():
                return b"true" if item else b"false"
            case int() | Decimal() | float():
                return str(item).encode()
        return b"null"

    def _direct(self, item: Any, known: dict[int, int]) -> bytes:
        import pikepdf

        match item:
            case pikepdf.Array():
                return b"[%b]" % b" ".join(self._said(part, known) for part in item)
            case pikepdf.Dictionary() | pikepdf.Stream():
                return b"<<%b>>" % self._entries(item, known)
        return bytes(item.unparse())

    def _entries(self, item: Any, known: dict[int, int]) -> bytes:
        return b"".join(
            b"%b %b" % (name.encode(), self._said(value, known))
            for name, value in item.items()
            if name != "/Length"
        )

    def _copied(self, item: Any, known: dict[int, int]) -> int:
        """Return the number that an indirect object has here, once it was written."""
        import pikepdf

        if item.objgen[0] in known:
            return known[item.objgen[0]]
        number = known[item.objgen[0]] = self._reserve()
        if isinstance(item, pikepdf.Stream):
            return self._stream(self._entries(item, known), item.read_raw_bytes(), number)
        return self._object(self._direct(item, known), number)


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
