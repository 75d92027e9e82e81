"""Which PDFs are stale: pure of any printing, so that nothing to do costs next to nothing.

First hashes are compared. Only what they cannot call fresh is read and put to the gate.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.build import ledger as ledgers
from medleaf.build.files import below, digest_of
from medleaf.build.job import Job, Press, Target
from medleaf.build.ledger import Ledger, Line
from medleaf.build.revisions import Revision
from medleaf.build.shelves import Pair, Shelves
from medleaf.language.table import BRAILLE
from medleaf.model.edition import State
from medleaf.model.page import PAPERLESS, Conformance, Format, Release, Size
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace, printed_settings

if TYPE_CHECKING:  # not imported where hashes answer
    from medleaf.build.library import Library, Prepared

_ENGINE = ("weasyprint", "pydyf", "jinja2", "qrcode", "babel", "fonttools", "tinyhtml5")
_KEPT = 32  # editions: of each language that is being printed, its papers, its second language


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which PDFs there should be, and what may be printed."""

    pairs: tuple[Pair, ...]
    papers: tuple[Size, ...]
    release: Release
    draft: bool = False
    formats: tuple[Format, ...] = ("standard",)
    beside: str = "en"  # the second language of bilingual ones
    conformance: Conformance = "ua-1"

    def targets(self) -> Iterator[Target]:
        """Yield every file that there should be, once; no language stands beside itself."""
        for pair, format_ in product(self.pairs, self.formats):
            beside = self.beside if format_ == "bilingual" else None
            if pair.tag != beside:
                paperless = format_ in PAPERLESS
                papers = self.papers[:1] if paperless else self.papers
                conformance = "ua-1" if paperless else self.conformance
                same = self.draft, format_, beside, conformance
                yield from (Target(pair, paper, *same) for paper in papers)


@dataclass(frozen=True, slots=True)
class Refused:
    """A PDF that the gate does not let through, and why."""

    target: Target
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A PDF that lies there as it should; *line* is what the ledger is to say of it."""

    target: Target
    line: Line


@dataclass(frozen=True, slots=True)
class Stale:
    """A PDF to print, and the two hashes that its line in the ledger will have."""

    job: Job
    inputs: str
    key: str

    @property
    def target(self) -> Target:
        """The PDF it is about."""
        return self.job.target


@dataclass(frozen=True, slots=True)
class Open:
    """A PDF that hashes alone cannot call fresh: its edition must be read.

    *files* is the hash of its input files, *line* what the ledger says of it, and
    *there* whether the PDF lies there as the ledger says.
    """

    target: Target
    files: str
    line: Line | None = None
    there: bool = False


@dataclass(slots=True)
class Plan:
    """What there is to do, filled in as planning goes on.

    *open* counts what is not decided yet, *stale* what there is to print. *published*
    are the texts that were never built before.
    """

    open: int = 0
    stale: int = 0
    fresh: list[Fresh] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    published: dict[Revision, None] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        """How many PDFs there are to print, as far as is known by now."""
        return self.stale + self.open


def sift(
    shelves: Shelves, wanted: Wanted, look: str, out: Path, ledger: Ledger
) -> tuple[Plan, list[Open]]:
    """Return a plan of what hashes can tell, and what must be looked at; reads no leaflet.

    *look* is the hash of what all sheets share, see :func:`engine`.
    """
    plan, others = Plan(), []
    content = cache(shelves.digest)
    for target in wanted.targets():
        if problems := impossible(shelves, target):
            plan.refused.append(Refused(target, problems))
            continue
        files = f"{look}{''.join(map(content, target.pairs))}{wanted.release}"
        inputs = f"{files}{' '.join(map(shelves.revisions, target.pairs))}"
        path = target.path.as_posix()
        line = ledger.get(path)
        there = line is not None and ledgers.lies_there(out, path, line)
        if line and there and line.inputs == inputs:
            plan.fresh.append(Fresh(target, line))
        else:
            others.append(Open(target, files, line, there))
    # One language after another, English first: a worker remembers what its leaflets share.
    others.sort(key=lambda item: shelves.tags.index(item.target.pair.tag))
    plan.open = len(others)
    return plan, others


class Planner:
    """Decides on PDFs one by one, so that workers print while the plan is still being made."""

    def __init__(self, library: "Library", wanted: Wanted, press: Press, look: str) -> None:
        """Take editions from *library*; *press* and *look* are what all sheets share."""
        self._library, self._wanted, self.press, self._look = library, wanted, press, look
        # Papers and formats of an edition follow one another, and so do languages beside one.
        self._prepare = lru_cache(maxsize=_KEPT)(library.prepare)
        self._recall = lru_cache(maxsize=_KEPT)(library.recall)

    def decide(self, item: Open, plan: Plan) -> Stale | Fresh | Refused:
        """Decide on *item* and enter that into *plan*."""
        plan.open -= 1
        decided = self._decide(item, plan)
        match decided:
            case Stale():
                plan.stale += 1
            case Fresh():
                plan.fresh.append(decided)
            case Refused():
                plan.refused.append(decided)
        return decided

    def _decide(self, item: Open, plan: Plan) -> Stale | Fresh | Refused:
        library, target, line = self._library, item.target, item.line
        inputs = f"{item.files}{' '.join(map(library.revisions, target.pairs))}"
        # A line is only written for what passed the gate.
        passed = line is not None and line.inputs == inputs and not target.draft
        try:
            prepared = [*map(self._recall if passed else self._prepare, target.pairs)]
        except PressError as error:
            return Refused(target, error.problems)
        refused = [gate(it, self._wanted.release, draft=target.draft) for it in prepared]
        if any(refused):
            return Refused(target, tuple(chain(*refused)))
        if not target.draft:
            marks = [it.revision for it in prepared]
            plan.published |= {mark: None for mark in marks if not library.knows(mark)}
            inputs = f"{item.files}{' '.join(map(library.revisions, target.pairs, marks))}"
        beside = prepared[1].edition if target.beside else None
        job = Job(target, prepared[0].edition, self.press, beside=beside)
        key = job.key(self._look)
        if line is None or line.key != key:
            return Stale(job, inputs, key)
        if item.there:
            return Fresh(target, replace(line, inputs=inputs))
        return Stale(replace(job, kept=line.fit), inputs, key)


def impossible(shelves: Shelves, target: Target) -> tuple[Problem, ...]:
    """Return why there can be no such file, whatever its text says."""
    place, name = shelves.workspace, target.pair.leaflet
    if target.paper == "A5" and target.format not in {"standard", *PAPERLESS}:
        message = f"{target.format} is not made as a booklet; choose A4 or Letter"
        return (Problem(place.leaflet(name), 0, "no-booklet", message),)
    if target.format == "braille" and target.pair.tag not in BRAILLE:
        message = f"no braille table is known for {target.pair.tag}; add one to BRAILLE"
        return (Problem(place.locale(target.pair.tag), 0, "no-braille", message),)
    if target.beside and target.pairs[1] not in shelves.offered():
        message = (
            f"{name} is not offered in {target.beside}, so it cannot stand beside "
            f"{target.pair.tag}; choose another with --beside"
        )
        return (Problem(place.catalog(target.beside, name), 0, "no-beside", message),)
    return ()


def gate(prepared: "Prepared", release: Release, *, draft: bool) -> tuple[Problem, ...]:
    """Return why the press refuses an edition; nothing where it may be printed."""
    if draft:
        return ()
    if prepared.problems:
        return prepared.problems
    if release == "approved" and prepared.edition.state is not State.APPROVED:
        file = Path("locales") / prepared.edition.language.tag / "approvals.tsv"
        message = "not every sentence is signed, and only approved editions are released"
        return (Problem(file, 0, "unsigned", message),)
    return ()


def engine(workspace: Workspace) -> str:
    """Return the hash of everything that all sheets share: looks, fonts, clinic, code, versions."""
    import medleaf

    code = Path(medleaf.__file__).parent
    logos = [f for f in workspace.root.iterdir() if f.suffix in {".png", ".svg", ".jpg"}]
    files = digest_of(
        [
            workspace.fonts / "manifest.toml",
            *sorted(logos),
            *below(workspace.templates),
            *(f for f in below(code) if f.suffix in {".py", ".toml"}),
        ]
    )
    return f"{printed_settings(workspace)}{files}{_versions()}{sys.version}"


def _versions() -> str:
    """Return the names and versions of the packages that decide what a page looks like.

    Installers write them into the names of folders (PyPA: recording installed projects), which
    are read sooner than `importlib.metadata` is imported.
    """
    found: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path):
        with suppress(OSError):  # one that may not be read has nothing that is imported
            for name in os.listdir(folder):  # noqa: PTH208  as often as a command starts
                if name.endswith(".dist-info"):
                    found.setdefault(name.partition("-")[0].lower(), name)
    if others := {*_ENGINE} - found.keys():
        from importlib.metadata import version

        found |= {name: version(name) for name in others}
    return " ".join(f"{name} {found[name]}" for name in _ENGINE)
