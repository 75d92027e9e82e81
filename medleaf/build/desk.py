"""What the desk answers from: one look at a workspace, whole, and a new one when files change.

A shelf never changes: what is asked of it in one request fits together. Everything here may be
asked from several threads at once.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from medleaf.build import codes, revisions
from medleaf.build import ledger as ledgers
from medleaf.build.counter import Counter, Wishes
from medleaf.build.finder import Finder, Hit
from medleaf.build.job import Job, Press, Target
from medleaf.build.library import Library, Prepared
from medleaf.build.plan import engine, gate, impossible
from medleaf.build.shelves import Pair
from medleaf.build.status import Row, Table
from medleaf.dosing.match import Index, index
from medleaf.language import locales
from medleaf.model.desk import Interface
from medleaf.model.language import Language
from medleaf.model.page import Format, Size
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace, read_clinic, read_logo

_PAUSE = 1.0  # seconds between two looks at the files
_MOST_COUNTERS = 32
_CONTENT = {".yaml", ".po", ".toml", ".tsv", ".html", ".css", ".svg", ".png", ".jpg", ".js"}

Stamp = Mapping[Path, tuple[int, int, int]]
Mender = Literal["", "editor", "translator", "reviewer"]


@dataclass(frozen=True, slots=True)
class Order:
    """A sheet that may be printed: the *job*, and the *key*, a hash of everything it is made from.

    *look* is the hash of what all sheets share. *there* is where a build may have left that very
    sheet, and *digest* is the sha256 of that file.
    """

    job: Job
    key: str
    look: str
    there: Path | None = None
    digest: str = ""


def mender(row: Row) -> Mender:
    """Return who can make *row* printable; empty where it is."""
    if row.printable or not row.offered:
        return ""
    if row.state is None:
        return "editor"
    return "translator" if row.problems or row.missing else "reviewer"


class ClosedError(PressError):
    """Nothing can be printed until somebody mends the settings that the problems name."""


class Desk:
    """A workspace that is looked at again when its files change, at most once a second."""

    def __init__(self, workspace: Workspace, prints: Path) -> None:
        """Open *workspace*; *prints* is the folder into which builds print."""
        self.workspace, self.prints = workspace, prints
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None
        self._looked = 0.0

    def shelf(self) -> "Shelf":
        """Return what there is now; raise ClosedError where settings cannot be read."""
        with self._lock:
            now = time.monotonic()
            if self._shelf is None or self._shelf.outdated or now - self._looked >= _PAUSE:
                stamp = stamp_of(self.workspace)
                if self._shelf is None or self._shelf.stamp != stamp:
                    try:
                        self._shelf = Shelf(self.workspace, self.prints, stamp)
                    except PressError as error:
                        raise ClosedError(error.problems) from error
                self._looked = now
            return self._shelf


class Shelf:
    """The leaflets of a workspace as they were when it was looked at."""

    def __init__(self, workspace: Workspace, prints: Path, stamp: Stamp) -> None:
        """Look at *workspace*, whose files have *stamp*; leaflets are read when asked for."""
        self.workspace, self.stamp, self.outdated = workspace, stamp, False
        self.clinic = read_clinic(workspace)
        logo = read_logo(workspace, self.clinic)
        self.press = Press(self.clinic, logo, workspace.templates, workspace.fonts)
        self.look = engine(workspace)
        self.table = Table(workspace, self.clinic.release)
        self._prints, self._ledger = prints, ledgers.read(prints)
        self._lock = threading.RLock()  # what is read is read once
        self._rows: dict[Pair, Row] = {}
        self._titles: dict[Pair, tuple[str, str] | None] = {}
        self._interfaces: dict[str, Interface] = {}
        self._prepared: dict[Pair, Prepared] = {}
        self._orders: dict[Target, Order] = {}
        self._counters: dict[Wishes, Counter] = {}

    # ------------------------------------------------------------------ what there is

    @property
    def library(self) -> Library:
        """The library behind it."""
        return self.table.library

    @property
    def ids(self) -> tuple[str, ...]:
        """The leaflets there are, by name."""
        return self.table.ids

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages there are, English first."""
        return tuple(map(locales.language, self.table.tags))

    @cached_property
    def offered(self) -> frozenset[Pair]:
        """The editions that are offered."""
        return frozenset(self.table.offered())

    def row(self, pair: Pair) -> Row:
        """Return the state of *pair*, and why it may not be printed."""
        with self._lock:
            if pair not in self._rows:
                self._rows[pair] = self.table.row(pair)
            return self._rows[pair]

    def rows(self) -> tuple[Row, ...]:
        """Return the state of every edition that is offered; the next look remembers them."""
        rows = tuple(map(self.row, self.table.offered()))
        self.table.remember()
        return rows

    @cached_property
    def finder(self) -> Finder:
        """What finds leaflets by names, titles and codes."""
        with self._lock:
            titles: dict[str, dict[str, tuple[str, str]]] = {}
            for pair in self.table.offered():
                if found := self.title(pair):
                    titles.setdefault(pair.leaflet, {})[pair.tag] = found
            leaflets = tuple(self.library.leaflet(name) for name in titles)
            return Finder(leaflets, codes.read(self.workspace.codes, self.ids), titles)

    @cached_property
    def index(self) -> Index:
        """What finds the leaflet of a medicine in a record, and refuses where there is a doubt."""
        with self._lock:
            names = {it.leaflet for it in self.table.offered() if self.title(it)}
            leaflets = map(self.library.leaflet, sorted(names))
            return index(leaflets, codes.read(self.workspace.codes, self.ids))

    def interface(self, tag: str) -> Interface:
        """Return what the pages of the desk say in the language *tag*."""
        with self._lock:
            if tag not in self._interfaces:
                self._interfaces[tag] = self.library.interface(tag)
            return self._interfaces[tag]

    def title(self, pair: Pair) -> tuple[str, str] | None:
        """Return title and subtitle of *pair*; None where it cannot be read."""
        with self._lock:
            if pair not in self._titles:
                self._titles[pair] = self._read_title(pair)
            return self._titles[pair]

    def _read_title(self, pair: Pair) -> tuple[str, str] | None:
        try:
            leaflet = self.library.recall(pair).edition.leaflet
        except PressError:
            return None
        return str(leaflet.title), str(leaflet.subtitle)

    def search(self, text: str, tag: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return what *text*, typed or scanned, may mean for a reader of *tag*, best first."""
        return self.finder.search(text, tag, limit)

    # ------------------------------------------------------------------ what is printed

    def prepared(self, pair: Pair) -> Prepared:
        """Return the edition of *pair*; raise PressError where it cannot be read.

        Also where its files have changed since the shelf was looked at: half of an edition may
        be old then, and the next request sees the new one.
        """
        with self._lock:
            if pair not in self._prepared:
                prepared = self.library.prepare(pair)
                self._check(pair)
                self._prepared[pair] = prepared
            return self._prepared[pair]

    def _check(self, pair: Pair) -> None:
        files = self.table.files(pair)
        if any(self.stamp.get(file) != _look_at(file) for file in files):
            self.outdated = True
            message = "was changed just now; ask again"
            raise PressError([Problem(files[0], 0, "changed", message)])

    @contextmanager
    def counter(self, wishes: Wishes) -> Iterator[Counter]:
        """Give the counter that serves prescriptions with *wishes*, to one at a time.

        Raises PressError where the codes of the pharmacy are wrong.
        """
        with self._lock:
            if wishes not in self._counters:
                if len(self._counters) >= _MOST_COUNTERS:
                    self._counters.clear()
                self._counters[wishes] = Counter(self.library, self.clinic, wishes)
            yield self._counters[wishes]

    def settled(self, prepared: Iterable[Prepared]) -> None:
        """Make sure that *prepared* may go out: nothing of it is old, and all of it is published.

        Raises PressError where it may not.
        """
        found = {Pair(it.edition.leaflet.id, it.edition.language.tag): it for it in prepared}
        for pair in found:
            self._check(pair)
        self._publish([*found.values()])

    def order(
        self,
        pair: Pair,
        format_: Format = "standard",
        paper: Size | None = None,
        beside: str | None = None,
    ) -> Order:
        """Return how to make the sheet of *pair* for everybody.

        *paper* is by default the clinic's, *beside*, the second language of a bilingual one, the
        clinic's first. Raises PressError with every reason why there is no such sheet: codes
        ``unknown-leaflet``, ``unknown-language`` and ``not-offered`` say that there never was.
        """
        second = None
        if format_ == "bilingual":
            second = beside or (*self.clinic.languages, self.table.tags[0])[0]
        target = Target(pair, paper or self.clinic.paper, format=format_, beside=second)
        with self._lock:
            if target not in self._orders:
                self._orders[target] = self._ordered(target)
            return self._orders[target]

    def _ordered(self, target: Target) -> Order:
        if problems := (*self._unknown(target), *impossible(self.table, target)):
            raise PressError(problems)
        prepared = [self.prepared(it) for it in target.pairs]
        release = self.clinic.release
        if refused := [p for it in prepared for p in gate(it, release, draft=False)]:
            raise PressError(refused)
        self._publish(prepared)
        second = prepared[1].edition if target.beside else None
        job = Job(target, prepared[0].edition, self.press, beside=second)
        key, path = job.key(self.look), target.path.as_posix()
        line = self._ledger.get(path)
        if line is None or line.key != key:
            return Order(job, key, self.look)
        kept = replace(job, kept=line.fit)
        return Order(kept, key, self.look, self._prints / path, line.digest)

    def _unknown(self, target: Target) -> tuple[Problem, ...]:
        place, (leaflet, tag) = self.workspace, target.pair
        problems = []
        if leaflet not in self.ids:
            message = f"there is no such leaflet; there are {', '.join(self.ids)}"
            problems.append(Problem(place.leaflets, 0, "unknown-leaflet", message))
        for it in filter(None, (tag, target.beside)):
            if it not in self.table.tags:
                message = f"there is no such language; there are {', '.join(self.table.tags)}"
                problems.append(Problem(place.locales, 0, "unknown-language", message))
        if not problems and target.pair not in self.offered:
            message = f"{leaflet} is not offered in {tag}; `translate update` begins it"
            problems.append(Problem(place.catalog(tag, leaflet), 0, "not-offered", message))
        if not problems and target.beside == tag:
            message = f"{tag} does not stand beside itself; choose another language"
            problems.append(Problem(place.locales, 0, "no-beside", message))
        return tuple(problems)

    def _publish(self, prepared: list[Prepared]) -> None:
        """Write down the texts of *prepared* that never went out before."""
        with self._lock:
            library = self.library
            if new := [it.revision for it in prepared if not library.knows(it.revision)]:
                revisions.publish(self.workspace.revisions, new)
                library.published.update({(r.leaflet, r.language, r.revision): r for r in new})


def stamp_of(workspace: Workspace) -> Stamp:
    """Return what tells that a file of *workspace* was changed: size, time and place of each."""
    folders = (workspace.leaflets, workspace.locales, workspace.templates)
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in _CONTENT]
    files += [file for file in workspace.root.iterdir() if file.suffix in _CONTENT]
    files.append(workspace.fonts / "manifest.toml")
    return {
        file: mark for file in files if file != workspace.revisions and (mark := _look_at(file))
    }


def _look_at(file: Path) -> tuple[int, int, int] | None:
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
