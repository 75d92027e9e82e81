"""What a translator sees of an edition while the catalogs are still being written."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from medleaf.build.files import below, digest_of
from medleaf.build.job import Press
from medleaf.build.library import Library
from medleaf.build.run import Order, choose, open_library
from medleaf.build.sentences import Row, rows
from medleaf.build.sheet import Picture, sheet, warm
from medleaf.build.shelves import Pair
from medleaf.language import locales
from medleaf.model.language import Language
from medleaf.model.page import Fit, Paper
from medleaf.model.problem import PressError, Problem
from medleaf.printing.places import Place
from medleaf.workspace import Workspace, read_clinic, read_logo

_GLANCE = 0.15  # seconds between two looks at the files


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence, the words that are printed for it, and where they stand."""

    row: Row
    places: tuple[Place, ...]


@dataclass(frozen=True)
class View:
    """One look at an edition. *problems* are those that no one sentence has.

    Where files cannot be read, the pages and sentences are those of the look before.
    """

    version: int
    pair: Pair
    language: Language
    draft: bool = False
    pages: tuple[Picture, ...] = ()
    sentences: tuple[Shown, ...] = ()
    problems: tuple[Problem, ...] = ()
    fit: Fit | None = None

    @cached_property
    def faulty(self) -> tuple[Shown, ...]:
        """The sentences with a problem."""
        return tuple(shown for shown in self.sentences if shown.row.problems)


def views(
    workspace: Workspace, pair: Pair, paper: Paper | None = None, *, watch: bool = False
) -> Iterator[View | None]:
    """Yield looks at an edition: the first, and with *watch* one for every change of its files.

    While nothing changes None is yielded, some times a second. Raises PressError at once for
    a pair that is not offered.
    """
    choose(open_library(workspace), Order((pair.leaflet,), (pair.tag,)), read_clinic(workspace))
    view = View(0, pair, locales.language(pair.tag))
    seen = ""
    while True:
        now = _state(workspace, pair) if watch or not seen else seen
        if now == seen:
            yield None
            time.sleep(_GLANCE)
            continue
        seen = now
        view = look(workspace, view, paper)
        yield view


def look(workspace: Workspace, before: View, paper: Paper | None = None) -> View:
    """Return the edition as it is now."""
    library = open_library(workspace)
    try:
        return _look(library, before, paper)
    except PressError as error:
        return replace(before, version=before.version + 1, problems=error.problems)


def _look(library: Library, before: View, paper: Paper | None) -> View:
    place, pair = library.workspace, before.pair
    clinic = read_clinic(place)
    press = Press(clinic, read_logo(place, clinic), place.templates, place.fonts)
    prepared = library.prepare(pair)
    edition, found = prepared.edition, rows(library, pair, prepared)
    if before.fit is None:
        warm(press)
    told = {problem for row in found for problem in row.problems}
    general = tuple(problem for problem in prepared.problems if problem not in told)
    view = replace(
        before,
        version=before.version + 1,
        draft=bool(edition.missing),
        sentences=tuple(Shown(row, ()) for row in found),
        problems=general,
    )
    try:
        made = sheet(edition, press, paper or clinic.paper, before.fit)
    except PressError as error:
        return replace(view, problems=(*general, *error.problems))

    def words(row: Row) -> str:
        unfit = row.message.text in edition.missing
        return row.message.text if unfit else row.translation.text

    return replace(
        view,
        pages=made.pages,
        sentences=tuple(Shown(row, made.places.get(words(row), ())) for row in found),
        problems=(*general, *made.problems),
        fit=made.fit,
    )


def _state(workspace: Workspace, pair: Pair) -> str:
    """Return the hash of every file that the view is made from."""
    files = Library.files(open_library(workspace), pair)
    return digest_of((workspace.settings, *files, *below(workspace.templates)))
