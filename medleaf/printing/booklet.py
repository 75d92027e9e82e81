"""Edition -> HTML in A5, and its PDF -> a booklet: A4 sheets to print on both sides and to fold."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.page import Fit, Html, Pdf
from medleaf.printing.flow import Logo, Look, Sizes, compose_column
from medleaf.printing.sides import opened, saved
from medleaf.printing.typeset import Laid

_TEXT = (12.0, 11.5)  # points, by the rung of the fit
_FOUR = 4  # A5 pages on a sheet
_POINT = 72 / 25.4
_SHEET = (297 * _POINT, 210 * _POINT)
_HALF = _SHEET[0] / 2
# Where to fold, in two short strokes that keep 6 mm from the edges.
_FOLD = (
    f"/Artifact BMC q .5 w [2 2] 0 d .4 G {_HALF:.2f} 17 m {_HALF:.2f} 31 l S"
    f" {_HALF:.2f} {_SHEET[1] - 17:.2f} m {_HALF:.2f} {_SHEET[1] - 31:.2f} l S Q EMC\n"
).encode()


def compose_booklet(
    edition: Edition,
    clinic: Clinic,
    fit: Fit,
    templates: Path,
    logo: Logo = None,
    draft: bool = False,
) -> Html:
    """Set *edition* on pages of A5 for readers, as large as the rung of *fit* says."""
    text = _TEXT[fit.rung]
    sizes = Sizes(text=text, title=24.0, heading=text + 2.5, key=text + 0.5, fine=9.0)
    look = Look("flow.html", ("flow.css", "booklet.css"), sizes)
    return compose_column(edition, clinic, "A5", look, templates, logo, draft)


def fit_booklet(lay: Callable[[Fit], Laid]) -> tuple[Fit, Laid]:
    """Lay a booklet out on the four pages of one sheet, else on as many as its larger type takes.

    The smaller type is tried where it can spare what is too much: no more than a page.
    """
    large = Fit()
    made = lay(large)
    if made.problems() or len(made.pages) == _FOUR + 1:
        small = Fit(1)
        other = lay(small)
        if not other.problems() and (made.problems() or len(other.pages) <= _FOUR):
            return small, other
    return large, made


def fold(pdf: Pdf, *, right_to_left: bool) -> Pdf:
    """Return the pages of *pdf* two by two on A4, in the order in which they are printed.

    Printed on both sides, turned on the short edge and folded, they read in order. The tags
    stay whole, and a screen reader still reads the pages in their own order.
    """
    with opened(pdf) as document:
        while len(document.pages) % _FOUR:
            document.add_blank_page(page_size=(_HALF, _SHEET[1]))
        pages = [page.obj for page in document.pages]
        parents = _Parents(document)
        moved: dict[Any, tuple[Any, int, float]] = {}  # old page: new one, first MCID, points
        sheets = [
            _sheet(document, [pages[n] for n in pair], parents, moved)
            for pair in _spreads(len(pages), right_to_left=right_to_left)
        ]
        _follow(document, moved)
        for _ in pages:
            del document.pages[0]
        for sheet in sheets:
            document.pages.append(_page(sheet))
        parents.write()
        document.Root.ViewerPreferences.Duplex = _name("/DuplexFlipShortEdge")
        return saved(document, pdf)


def _spreads(count: int, *, right_to_left: bool) -> Iterator[tuple[int, int]]:
    """Yield which pages, counted from 0, lie side by side on each side of each sheet."""
    for first in range(0, count // 2, 2):
        last = count - 1 - first
        for left, right in ((last, first), (first + 1, last - 1)):
            yield (right, left) if right_to_left else (left, right)


class _Parents:
    """The parent tree: which structure element each marked content of a page belongs to."""

    def __init__(self, document: Any) -> None:
        self.tree = document.Root.StructTreeRoot.ParentTree
        nums = list(self.tree.Nums)
        self.of = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        self.next = max(self.of, default=-1) + 1

    def join(self, pages: list[Any]) -> tuple[int, list[int]]:
        """Put the contents of *pages* into one entry; return its key and where each begins."""
        held: list[Any] = []
        begins = []
        for page in pages:
            begins.append(len(held))
            if "/StructParents" in page:
                held += list(self.of.pop(int(page.StructParents)))
        key, self.next = self.next, self.next + 1
        self.of[key] = held
        return key, begins

    def write(self) -> None:
        """Write the tree, by its keys."""
        import pikepdf

        rows = ((key, self.of[key]) for key in sorted(self.of))
        self.tree.Nums = pikepdf.Array([it for row in rows for it in row])


def _sheet(
    document: Any, pages: list[Any], parents: _Parents, moved: dict[Any, tuple[Any, int, float]]
) -> Any:
    """Return one side of a sheet with *pages* beside one another."""
    import pikepdf

    key, begins = parents.join(pages)
    sheet = document.make_indirect(
        pikepdf.Dictionary(
            Type=_name("/Page"),
            MediaBox=[0, 0, round(_SHEET[0], 2), round(_SHEET[1], 2)],
            StructParents=key,
            Tabs=_name("/S"),
        )
    )
    drawn, notes, resources = [_FOLD], [], pikepdf.Dictionary()
    for page, begin, shift in zip(pages, begins, (0.0, _HALF), strict=True):
        moved[page.objgen] = sheet, begin, shift
        if "/Contents" not in page:
            continue
        _add(resources, page.Resources)
        drawn.append(f"q 1 0 0 1 {shift:.2f} 0 cm\n".encode() + _numbered(page, begin) + b"\nQ\n")
        for note in page.get("/Annots", ()):
            left, bottom, right, top = map(float, note.Rect)
            note.Rect = [left + shift, bottom, right + shift, top]
            note.P = sheet
            notes.append(note)
    sheet.Resources = resources
    sheet.Contents = document.make_stream(b"".join(drawn))
    if notes:
        sheet.Annots = pikepdf.Array(notes)
    return sheet


def _add(resources: Any, others: Any) -> None:
    """Put *others*, of one page, among the *resources* of the sheet; a name means one thing."""
    import pikepdf

    for kind, named in others.items():
        if not isinstance(named, pikepdf.Dictionary):
            resources[kind] = named
            continue
        if kind not in resources:
            resources[kind] = pikepdf.Dictionary()
        known = resources[kind]
        for name, thing in named.items():
            assert name not in known or known[name].objgen == thing.objgen, name
            known[name] = thing


def _numbered(page: Any, begin: int) -> bytes:
    """Return what draws *page*, its marked contents counted from *begin* on."""
    import pikepdf

    told: list[Any] = list(pikepdf.parse_content_stream(page))
    for said in told:
        if str(said.operator) == "BDC" and "/MCID" in (properties := said.operands[1]):
            properties.MCID = int(properties.MCID) + begin
    return pikepdf.unparse_content_stream(told)


def _follow(document: Any, moved: dict[Any, tuple[Any, int, float]]) -> None:
    """Let tags, bookmarks and links point at the sheets on which their pages went."""
    import pikepdf

    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary):
            if item.get("/Type") == "/StructElem":
                _follow_tag(item, moved)
            for name in ("/Dest", "/D"):
                if isinstance(item.get(name), pikepdf.Array):
                    _follow_place(item[name], moved)
        elif isinstance(item, pikepdf.Array):
            _follow_place(item, moved)


def _follow_tag(tag: Any, moved: dict[Any, tuple[Any, int, float]]) -> None:
    import pikepdf

    sheet, begin, shift = moved.get(_page_of(tag), (None, 0, 0.0))
    kids = tag.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    for n, kid in enumerate(kids):
        if isinstance(kid, int):
            kids[n] = kid + begin
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") in ("/MCR", "/OBJR"):
            other, first, _ = moved.get(_page_of(kid), (None, begin, 0.0))
            if other is not None:
                kid.Pg = other
            if "/MCID" in kid:
                kid.MCID = int(kid.MCID) + first
    if kids:
        tag.K = pikepdf.Array(kids)
    if sheet is not None:
        tag.Pg = sheet
        if "/A" in tag and "/BBox" in tag.A:
            left, bottom, right, top = map(float, tag.A.BBox)
            tag.A.BBox = [round(left + shift, 2), bottom, round(right + shift, 2), top]


def _follow_place(place: Any, moved: dict[Any, tuple[Any, int, float]]) -> None:
    import pikepdf

    if len(place) > 2 and isinstance(place[0], pikepdf.Dictionary):  # noqa: PLR2004
        sheet, _, shift = moved.get(place[0].objgen, (None, 0, 0.0))
        if sheet is not None:
            place[0] = sheet
            place[2] = float(place[2]) + shift


def _page(sheet: Any) -> Any:
    from pikepdf import Page

    return Page(sheet)


def _page_of(item: Any) -> Any:
    return item.Pg.objgen if "/Pg" in item else None


def _name(name: str) -> Any:
    from pikepdf import Name

    return Name(name)
