"""The online guide from start to end: print what it offers, read, compose, cut fonts, write."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from medleaf.build import ledger as ledgers
from medleaf.build import revisions, site
from medleaf.build.files import locked
from medleaf.build.job import Failed, Outcome, Target
from medleaf.build.library import Library, Prepared
from medleaf.build.plan import Plan, Wanted, engine, gate, sift
from medleaf.build.run import Order, build, open_library
from medleaf.build.shelves import Pair, Shelves
from medleaf.build.site import NOTHING, Changes
from medleaf.language import locales
from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.guide import Download, Gone, Guide, Known, Site
from medleaf.model.page import Format, Size
from medleaf.model.problem import PressError, Problem
from medleaf.printing import fonts
from medleaf.printing.guide import assets, linked, look, webfonts
from medleaf.printing.guide.pages import WebPage, pages
from medleaf.workspace import Workspace, read_clinic, read_logo

LICENCE = "LICENSE-OFL.txt"
# What is printed for every guide; other editions are offered where they lie in the folder.
PAPERS: tuple[Size, ...] = ("A4", "Letter")
FORMATS: tuple[Format, ...] = ("standard", "text")


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """What site to make: where, for which address, with PDFs printed into which folder."""

    out: Path
    prints: Path
    base: str | None = None  # by default the clinic's
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Barred:
    """A guide that may not be shown, and why."""

    pair: Pair
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Report:
    """What became of a site, filled in as the work goes on.

    *failed* are PDFs that could not be printed; their guides are there without them.
    """

    out: Path
    base: str
    planned: Plan
    failed: list[Failed] = field(default_factory=list)
    refused: tuple[Barred, ...] = ()
    changes: Changes = NOTHING

    @property
    def exit_code(self) -> int:
        """0 done, 1 something failed, 3 something was refused by the gate; 1 outranks 3."""
        if self.failed:
            return 1
        return 3 if self.refused else 0


@contextmanager
def guide(workspace: Workspace, order: SiteOrder) -> Iterator[tuple[Report, Iterator[Outcome]]]:
    """Make the site that *order* names.

    Yields a report and the outcomes of the PDFs as they come: going through them does the
    printing. The pages are written at the end of the block. Raises PressError where there
    can be no site at all; what lay there before is then left as it was.
    """
    clinic = addressed(read_clinic(workspace), order.base)
    site.ours(order.out)
    shelves = Shelves(workspace)
    prints = Order(languages=shelves.tags, papers=PAPERS, formats=FORMATS, workers=order.workers)
    with locked(order.out):
        with build(workspace, prints, order.prints) as (printing, outcomes):
            report = Report(order.out, clinic.guide, printing.planned)
            yield report, outcomes
            report.failed += printing.failed
        report.refused, report.changes = publish(workspace, clinic, order)


def addressed(clinic: Clinic, base: str | None) -> Clinic:
    """Return *clinic* with the guide at *base*; raise PressError for what is no address of one."""
    if base is None:
        return clinic
    try:
        return Clinic.model_validate(clinic.model_dump() | {"guide": base})
    except ValidationError as error:
        message = f"{base!r} is no address of a site: https://example.org/guides, without ? or #"
        raise PressError([Problem(Path("--base-url"), 0, "base-url", message)]) from error


def publish(
    workspace: Workspace, clinic: Clinic, order: SiteOrder
) -> tuple[tuple[Barred, ...], Changes]:
    """Write the pages, with the PDFs that lie there; return what was refused and what changed."""
    library = open_library(workspace)
    fresh = _fresh(library, clinic, order.prints)
    whole, refused = _site(library, clinic, fresh, order.prints)
    made = list(pages(whole))
    faces = webfonts.faces(
        ((page.script, page.markup) for page in made),
        _names(whole),
        workspace.fonts,
    )
    known = site.ours(order.out)
    shared = look.look(whole, faces, linked.records(whole.guides))
    folder = f"{assets.FOLDER}/{webfonts.FOLDER}"
    # First what pages need, then the pages, last what names them all.
    files: dict[str, bytes] = _cut(faces, order, known, folder)
    files[f"{folder}/{LICENCE}"] = (workspace.fonts / LICENCE).read_bytes()
    files |= shared.files
    for pair, targets in fresh.items():
        if pair.tag in whole.guides.get(pair.leaflet, {}):
            place = f"{locales.language(pair.tag).html}/{pair.leaflet}"
            files |= {f"{place}/{it.path.name}": _print(order.prints, it) for it in targets}
    for page in made:
        names = {**shared.names, "font": _first(faces, page)}
        files[f"{page.path}index.html"] = assets.dressed(page.markup, names).encode()
    shown = [(f"{whole.base}/{it.path}", it.changed, it.others) for it in made if it.shown]
    files["sitemap.xml"] = linked.sitemap(shown)
    files["robots.txt"] = linked.robots(whole.base)
    return refused, site.save(order.out, known, files)


# ------------------------------------------------------------------ what there is to show


def _site(
    library: Library, clinic: Clinic, fresh: Mapping[Pair, tuple[Target, ...]], prints: Path
) -> tuple[Site, tuple[Barred, ...]]:
    """Return all guides that the gate lets through, and the others with their reasons."""
    place = library.workspace
    guides: dict[str, dict[str, Guide]] = {}
    voices: dict[str, Edition] = {}
    barred: list[Barred] = []
    for pair in library.offered():
        try:
            # A PDF that is fresh passed the gate with the very same inputs.
            prepared = (library.recall if pair in fresh else library.prepare)(pair)
        except PressError as error:
            barred.append(Barred(pair, error.problems))
            continue
        if not prepared.edition.missing.intersection(_interface(prepared)):
            voices.setdefault(pair.tag, prepared.edition)
        problems = gate(prepared, clinic.release, draft=False) or _letters(prepared, place)
        if problems:
            barred.append(Barred(pair, problems))
            continue
        downloads = tuple(_download(it, prints) for it in fresh.get(pair, ()))
        found = Guide(prepared.edition, _known(library, pair, prepared), downloads)
        guides.setdefault(pair.leaflet, {})[pair.tag] = found
    if not voices:
        raise PressError([problem for it in barred for problem in it.problems])
    shown = {(name, tag) for name, group in guides.items() for tag in group}
    out = {(leaflet, tag) for leaflet, tag, _ in library.published} - shown
    gone = tuple(Gone(leaflet, locales.language(tag)) for leaflet, tag in sorted(out))
    logo = read_logo(place, clinic)
    return Site(clinic, place.templates, guides, voices, gone, logo), tuple(barred)


def _interface(prepared: Prepared) -> frozenset[str]:
    return frozenset(sentence.text for sentence in prepared.edition.words.sentences())


def _letters(prepared: Prepared, place: Workspace) -> tuple[Problem, ...]:
    """Return a problem where a letter of the guide is in no font of its script."""
    edition = prepared.edition
    text = "".join(sentence.text for sentence in edition.leaflet.sentences())
    gaps = fonts.missing_glyphs(text, edition.language.script, place.fonts)
    if not gaps:
        return ()
    message = f"no font for {edition.language.english} has {' '.join(sorted(gaps))}"
    return (Problem(place.leaflet(edition.leaflet.id), 0, "glyph", message),)


def _known(library: Library, pair: Pair, prepared: Prepared) -> tuple[Known, ...]:
    """Return what went out of an edition before its text of today, the newest first."""
    english = library.leaflet(pair.leaflet)
    safety = revisions.safety_of(english)
    texts = [str(change.text) for change in english.changes]
    found = []
    for row in library.published_of(pair):
        if row.revision == prepared.edition.revision:
            continue
        # A row keeps the last line of the history of its day; where that was rewritten, the
        # dates tell.
        before = sum(change.date <= row.date for change in english.changes)
        changes = texts.index(row.changed) + 1 if row.changed in texts else before
        found.append(Known(row.revision, row.date, row.safety == safety, changes))
    return tuple(sorted(found, key=lambda it: (it.date, it.revision), reverse=True))


# ------------------------------------------------------------------ what there is to download


def _fresh(library: Library, clinic: Clinic, prints: Path) -> dict[Pair, tuple[Target, ...]]:
    """Return the files in the folder *prints* that say what the editions say today."""
    sizes, formats = get_args(Size), get_args(Format)
    beside = (*clinic.languages, library.tags[0])[0]
    wanted = Wanted(library.offered(), sizes, clinic.release, formats=formats, beside=beside)
    look, ledger = engine(library.workspace), ledgers.read(prints)
    found: dict[Pair, list[Target]] = {}
    for item in sift(library, wanted, look, prints, ledger)[0].fresh:
        found.setdefault(item.target.pair, []).append(item.target)
    return {pair: tuple(targets) for pair, targets in found.items()}


def _download(target: Target, prints: Path) -> Download:
    beside = locales.language(target.beside) if target.beside else None
    size = (prints / target.path).stat().st_size
    return Download(target.path.name, target.format, target.paper, size, beside)


def _print(prints: Path, target: Target) -> bytes:
    return (prints / target.path).read_bytes()


# ------------------------------------------------------------------ fonts


def _names(whole: Site) -> Iterator[tuple[str, str, str]]:
    """Yield what the languages call themselves and their lists of guides."""
    own, lists = webfonts.NAMES
    for language, home in whole.doors:
        yield own, language.script, language.own
        yield lists, language.script, home


def _first(faces: Iterable[webfonts.Face], page: WebPage) -> str:
    return f"{webfonts.FOLDER}/{webfonts.first(faces, page.script)}"


def _cut(
    faces: Iterable[webfonts.Face], order: SiteOrder, known: Mapping[str, str], folder: str
) -> dict[str, bytes]:
    """Return the files of *faces*; those that lie there are not cut again."""
    files: dict[str, bytes] = {}
    new: list[webfonts.Face] = []
    for face in faces:
        path = f"{folder}/{face.name}"
        if (data := site.kept(order.out, known, path)) is not None:
            files[path] = data
        else:
            new.append(face)
    if new:
        from medleaf.workers import pool

        # The largest first, so that no worker is left alone with one at the end.
        new.sort(key=lambda face: -face.font.file.stat().st_size * len(face.letters))
        with pool(min(order.workers, len(new))) as crew:
            cut = crew.map(webfonts.cut, new)
            files |= {f"{folder}/{it.name}": data for it, data in zip(new, cut, strict=True)}
    return files
