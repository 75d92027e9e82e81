"""The one table of leaflets and languages, and what would make more of it printable."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medleaf.build import memory
from medleaf.build.files import digest
from medleaf.build.plan import engine
from medleaf.build.run import open_library
from medleaf.build.shelves import Pair, Shelves
from medleaf.model.edition import State
from medleaf.model.page import Release
from medleaf.model.problem import PressError, Problem, Severity
from medleaf.workspace import Workspace, read_clinic

if TYPE_CHECKING:  # not imported where all rows are remembered
    from medleaf.build.library import Library, Prepared
    from medleaf.language.catalog import Translation


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sentences of an edition stand where; each is counted once, at its furthest."""

    untranslated: int = 0
    needs_work: int = 0
    translated: int = 0
    revised: int = 0
    approved: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One leaflet in one language.

    *state* is None where the pair is not offered or unreadable. *reason* says why
    the edition may not be printed; it is empty where it may. *title* and *subtitle* are those of
    the edition, *published* is the day its text was first built.
    """

    leaflet: str
    language: str
    offered: bool
    state: State | None = None
    revision: str = ""
    counts: Counts = Counts()
    missing: tuple[str, ...] = ()
    reason: str = "not offered"
    withdraw: bool = False
    problems: tuple[Problem, ...] = ()
    title: str = ""
    subtitle: str = ""
    published: date | None = None

    @property
    def printable(self) -> bool:
        """Whether the press prints the edition."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Unlock:
    """Sentences of one language that, once translated, make *leaflets* printable."""

    language: str
    sentences: tuple[str, ...]
    leaflets: tuple[str, ...]


def status(workspace: Workspace) -> tuple[Row, ...]:
    """Return a row for every leaflet in every language there is.

    A row whose files, settings and code are those of last time is remembered.
    """
    table = Table(workspace, read_clinic(workspace).release)
    rows = tuple(table.row(Pair(name, tag)) for name in table.ids for tag in table.tags)
    table.remember()
    return rows


class Table(Shelves):
    """The rows of a workspace: those that are remembered, and those to be worked out."""

    def __init__(self, workspace: Workspace, release: Release) -> None:
        """Open *workspace*, where the press lets out what *release* says."""
        super().__init__(workspace)
        self._release = release
        self._file = workspace.cache / "status.json"
        self._shared = f"{engine(workspace)}{workspace.root}"
        self._offered = frozenset(self.offered())
        self._old, self._now = memory.read(self._file), dict[str, Any]()

    @cached_property
    def library(self) -> "Library":
        """The library that rows are worked out with."""
        return open_library(self.workspace)

    def row(self, pair: Pair) -> Row:
        """Return the row of *pair*."""
        if pair not in self._offered:
            return Row(*pair, offered=False)
        made_of = (self._shared, *pair, self.digest(pair), self.published_of(pair))
        mark = digest(repr(made_of).encode())
        try:
            row = _thawed(self._old[mark])
        except (KeyError, TypeError, ValueError):
            row = _row(self.library, pair, self._release)
        self._now[mark] = asdict(row)
        return row

    def remember(self) -> None:
        """Keep the rows for the next time."""
        if self._now.keys() != self._old.keys():
            memory.save(self._file, _frozen(self._now))


def _frozen(value: Any) -> Any:
    """Return *value* as JSON has it: paths as text."""
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [*map(_frozen, value)]
    return str(value) if isinstance(value, Path | date) else value


def _thawed(row: dict[str, Any]) -> Row:
    """Return the row that :func:`_frozen` was given; raise what a spoilt one brings."""
    problems = (
        Problem(**{**it, "file": Path(it["file"]), "severity": Severity(it["severity"])})
        for it in row["problems"]
    )
    return Row(
        **{
            **row,
            "state": None if row["state"] is None else State(row["state"]),
            "counts": Counts(**row["counts"]),
            "missing": tuple(row["missing"]),
            "problems": tuple(problems),
            "published": row["published"] and date.fromisoformat(row["published"]),
        }
    )


def unlocks(rows: Iterable[Row]) -> tuple[Unlock, ...]:
    """Return what to translate next, most leaflets for the fewest sentences first.

    In each language leaflets are unlocked one after the other, always the one that
    needs the fewest sentences besides those already named.
    """
    found: list[Unlock] = []
    waiting: dict[str, dict[str, frozenset[str]]] = {}
    for row in rows:
        if row.missing:
            waiting.setdefault(row.language, {})[row.leaflet] = frozenset(row.missing)
    for tag, needs in waiting.items():
        named: dict[str, None] = {}
        while left := {n: t - named.keys() for n, t in needs.items() if not t <= named.keys()}:
            fewest = min(left, key=lambda name: (len(left[name]), name))
            named.update(dict.fromkeys(sorted(left[fewest])))
            opened = sorted(name for name, texts in needs.items() if texts <= named.keys())
            found.append(Unlock(tag, tuple(named), tuple(opened)))
    return tuple(sorted(found, key=lambda u: (-len(u.leaflets) / len(u.sentences), u.language)))


def _row(library: "Library", pair: Pair, release: Release) -> Row:
    try:
        prepared = library.prepare(pair)
    except PressError as error:
        return Row(*pair, offered=True, reason="cannot be read", problems=error.problems)
    edition = prepared.edition
    return Row(
        *pair,
        offered=True,
        state=edition.state,
        revision=edition.revision,
        counts=_counts(library, pair, prepared),
        missing=tuple(sorted(edition.missing)),
        reason=_reason(prepared, release),
        withdraw=library.withdrawn(pair),
        problems=prepared.problems,
        title=str(edition.leaflet.title),
        subtitle=str(edition.leaflet.subtitle),
        published=edition.published,
    )


def _reason(prepared: "Prepared", release: Release) -> str:
    if count := len(prepared.edition.missing):
        return f"{count} sentences are not translated or do not pass the checks"
    if release == "approved" and prepared.edition.state is not State.APPROVED:
        return "not every sentence is signed"
    return ""


def _counts(library: "Library", pair: Pair, prepared: "Prepared") -> Counts:
    from medleaf.language.approvals import Signer, fingerprint
    from medleaf.language.catalog import Standing

    signed = library.approvals(pair.tag).signed
    english = prepared.edition.language.source

    def standing(item: "Translation") -> str:
        if item.standing is Standing.UNTRANSLATED:
            return "untranslated"
        if item.standing is Standing.FUZZY:
            return "needs_work"
        mark = fingerprint(item.english, item.text)
        revised = english or (mark, Signer.REVISER) in signed
        if revised and (mark, Signer.CLINICAL) in signed:
            return "approved"
        return "revised" if revised and not english else "translated"

    return Counts(**Counter(standing(item) for item in prepared.translated.used))
