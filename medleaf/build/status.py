"""The one table of leaflets and languages."""

from dataclasses import dataclass

from medleaf.build.library import Library, Pair
from medleaf.build.run import open_library
from medleaf.model.edition import State
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace, read_clinic


@dataclass(frozen=True, slots=True)
class Row:
    """One leaflet in one language. *state* is None where the pair is not offered or unreadable."""

    leaflet: str
    language: str
    offered: bool
    state: State | None = None
    missing: int = 0
    revision: str = ""
    printable: bool = False
    withdraw: bool = False
    problems: tuple[Problem, ...] = ()


def status(workspace: Workspace) -> tuple[Row, ...]:
    """Return a row for every leaflet in every language there is."""
    release = read_clinic(workspace).release
    library = open_library(workspace)
    offered = set(library.offered())
    pairs = [Pair(name, tag) for name in library.ids for tag in library.tags]
    return tuple(
        _row(library, pair, approved_only=release == "approved")
        if pair in offered
        else Row(*pair, offered=False)
        for pair in pairs
    )


def _row(library: Library, pair: Pair, *, approved_only: bool) -> Row:
    try:
        prepared = library.prepare(pair)
    except PressError as error:
        return Row(*pair, offered=True, problems=error.problems)
    edition = prepared.edition
    good = {State.APPROVED} if approved_only else {State.APPROVED, State.UNREVIEWED}
    return Row(
        *pair,
        offered=True,
        state=edition.state,
        missing=len(edition.missing),
        revision=edition.revision,
        printable=edition.state in good,
        withdraw=library.withdrawn(pair),
        problems=prepared.problems,
    )
