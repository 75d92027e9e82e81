"""A picture of everything: every edition, format and paper on one page, with its figures."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from medleaf.build.files import write
from medleaf.build.job import Failed, Target
from medleaf.build.plan import Refused
from medleaf.build.run import Order, build, open_library
from medleaf.build.shelves import Pair
from medleaf.model.page import PAPERLESS, Format, Size
from medleaf.model.problem import Problem
from medleaf.printing.colour import tint
from medleaf.printing.page import RED
from medleaf.printing.pictograms import MIRRORED, names, pictogram
from medleaf.printing.template import render
from medleaf.source.readability import reading
from medleaf.workers import pool
from medleaf.workspace import Workspace, read_clinic

FORMATS: tuple[Format, ...] = ("standard", "large", "bilingual", "easy", "text", "braille")
PAPERS: tuple[Size, ...] = ("A4", "Letter", "A5")
FOLDER = "gallery"
_HEIGHT = 250  # pixels of a page
_GAP = 6
_GROUND = "#c9d1d8"
_SHADES = 9  # of each colour of a page
_BAND = "#ffe9a6"  # as in leaflet.css
_READABLE = 600  # letters of a text that are shown


@dataclass(frozen=True, slots=True)
class Figures:
    """One file of a build: its pages as a strip of pictures (PNG), and what it measures.

    *small* is the same at half the size. *smallest* is the size of the smallest type in points,
    0 where there is none; *words* are those that can be read out of it, *text* is how a file
    without pages begins.
    """

    target: Target
    size: int
    strip: bytes = b""
    small: bytes = b""
    pages: int = 0
    words: int = 0
    smallest: float = 0.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Gallery:
    """What was made: the page, and everything that kept a file from being in it."""

    page: Path
    count: int
    stopped: tuple[Refused | Failed, ...]

    @property
    def exit_code(self) -> int:
        """0 done, 1 something failed, 3 something was refused."""
        if any(isinstance(it, Failed) for it in self.stopped):
            return 1
        return 3 if self.stopped else 0


def gallery(workspace: Workspace, order: Order, out: Path) -> Gallery:
    """Print what changed into *out*, and picture all of it in ``gallery/`` below.

    *order* names leaflets and languages; formats and papers are all there are. What cannot be
    made is named, and the rest goes on. Raises PressError where nothing can be printed at all.
    """
    everything = replace(order, formats=FORMATS, papers=PAPERS, draft=False)
    with build(workspace, everything, out) as (report, outcomes):
        for _ in outcomes:
            pass
    made = [it.target for it in report.planned.fresh] + [it.target for it in report.printed]
    made.sort(key=_place)
    refused = [it for it in report.planned.refused if _is_made(it.target)]
    stopped: list[Refused | Failed] = [*refused, *report.failed]
    figures = list(_look(made, out, order.workers, read_clinic(workspace).colour))
    return Gallery(_hang(workspace, figures, stopped, out / FOLDER), len(figures), tuple(stopped))


def _place(target: Target) -> tuple[int, int, Pair]:
    return FORMATS.index(target.format), PAPERS.index(target.paper), target.pair


def _is_made(target: Target) -> bool:
    """Whether there is such a file at all: only standard sheets are made as booklets."""
    return target.paper != "A5" or target.format == "standard"


def _look(targets: list[Target], out: Path, workers: int, colour: str) -> Iterator[Figures]:
    if not targets:
        return
    with pool(min(workers, len(targets))) as crew:
        yield from crew.map(partial(look, out=out, colour=colour), targets, chunksize=4)


def look(target: Target, out: Path, colour: str) -> Figures:
    """Return the figures of the file of *target* below *out*; *colour* is the clinic's."""
    data = (out / target.path).read_bytes()
    if target.format in PAPERLESS:
        text = data.decode()
        pages = text.count("\f") + 1
        words, shown = len(text.split()), text[:_READABLE]
        return Figures(target, len(data), pages=pages, words=words, text=shown)
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pictures, words, smallest = [], 0, 0.0
    for page in document:
        pictures.append(page.render(scale=_HEIGHT / page.get_height()).to_pil())
        words += len(page.get_textpage().get_text_bounded().split())
        sizes = [size for size in _sizes(page) if size]
        smallest = min([smallest, *sizes]) if smallest else min(sizes, default=0.0)
    strip, small = _strips(pictures, _palette(colour))
    count = len(document)
    document.close()
    return Figures(target, len(data), strip, small, count, words, round(smallest, 1))


def _sizes(page: Any) -> Iterator[float]:
    """Yield the type sizes of all texts on a page, in points."""
    import ctypes

    from pypdfium2 import raw  # its own objects take longer than all the rest

    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    for n in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, n)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
            raw.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
            raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
            yield abs(size.value * matrix.d)


def _strips(images: list[Any], palette: Any) -> Iterator[bytes]:
    """Yield *images* side by side, and the same at half the size, both in the *palette*."""
    from PIL import Image

    width = sum(it.width + _GAP for it in images) + _GAP
    whole = Image.new("RGB", (width, _HEIGHT + 2 * _GAP), _GROUND)
    at = _GAP
    for it in images:
        whole.paste(it, (at, _GAP))
        at += it.width + _GAP
    for size in (whole, whole.reduce(2)):
        yield _png(size.quantize(palette=palette, dither=Image.Dither.NONE))


@lru_cache(maxsize=1)
def _palette(colour: str) -> Any:
    """Return an image whose palette has shades of all colours of a page.

    One palette for all pictures takes a small part of the time that finding one for each does,
    and pictures that share it are put together as they are.
    """
    from PIL import Image, ImageColor

    shades = [n / (_SHADES - 1) for n in range(1, _SHADES)]
    tints = [tint(base, share) for base in ("#000000", colour, RED, _BAND) for share in shades]
    palette = Image.new("P", (1, 1))
    palette.putpalette(b"".join(bytes(ImageColor.getrgb(it)) for it in ("#fff", _GROUND, *tints)))
    return palette


def _png(image: Any) -> bytes:
    png = io.BytesIO()
    image.save(png, "PNG")
    return png.getvalue()


def _hang(
    workspace: Workspace,
    figures: list[Figures],
    stopped: list[Refused | Failed],
    folder: Path,
) -> Path:
    library = open_library(workspace)
    # What was printed passed all checks.
    states = {it: library.recall(it).edition.state for it in {f.target.pair for f in figures}}
    leaflets = {it.target.pair.leaflet for it in figures}
    grades = {name: reading(library.leaflet(name)).grade for name in leaflets}
    for it in figures:
        if it.strip:
            write(folder / it.target.path.with_suffix(".png"), it.strip)
    groups: dict[str, list[Figures]] = {}
    for it in figures:
        paper = "" if it.target.format in PAPERLESS else f" {it.target.paper}"
        groups.setdefault(f"{it.target.format}{paper}", []).append(it)
    for name, shown in groups.items():
        if strips := [it.small for it in shown if it.small]:
            write(folder / f"{name.replace(' ', '-')}.png", _sheet(strips))
    page = render(
        workspace.templates / "gallery.html",
        groups=groups,
        states=states,
        grades=grades,
        stopped=stopped,
        captions=library.words.captions,
        drawings=_drawings(workspace.templates, read_clinic(workspace).colour),
    )
    write(folder / "index.html", page.encode())
    return folder / "index.html"


def _drawings(templates: Path, colour: str) -> list[tuple[str, list[str]]]:
    """Return every pictogram, and how it is turned for right-to-left, as addresses of data."""
    from base64 import b64encode

    def address(name: str, *, mirrored: bool) -> str:
        data = b64encode(pictogram(templates, name, colour, mirrored=mirrored)).decode()
        return f"data:image/svg+xml;base64,{data}"

    return [
        (
            name,
            [
                address(name, mirrored=it)
                for it in ((False, True) if name in MIRRORED else (False,))
            ],
        )
        for name in names(templates)
    ]


def _sheet(strips: list[bytes]) -> bytes:
    """Put small *strips* of one palette one below the other: all of a format at a glance."""
    from PIL import Image

    images: list[Any] = [Image.open(io.BytesIO(strip)) for strip in strips]
    width, height = max(it.width for it in images), sum(it.height for it in images)
    whole = Image.new("P", (width, height), 1)  # the ground, in the palette
    whole.putpalette(images[0].getpalette())
    at = 0
    for it in images:
        whole.paste(it, (0, at))
        at += it.height
    return _png(whole)


def problems(stopped: tuple[Refused | Failed, ...]) -> Iterator[Problem]:
    """Yield what kept files from being made."""
    for it in stopped:
        yield from it.problems
