"""Which PDFs are stale: pure of any printing, so that nothing to do costs next to nothing."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

from medleaf.build import ledger as ledgers
from medleaf.build.files import below, digest_of
from medleaf.build.job import Job, Press, Target
from medleaf.build.ledger import Ledger, Line
from medleaf.build.library import Library, Pair, Prepared
from medleaf.build.revisions import Revision
from medleaf.model.clinic import Release, Size
from medleaf.model.edition import State
from medleaf.model.page import PAPERLESS, Format
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace

_ENGINE = ("weasyprint", "pydyf", "jinja2", "qrcode", "babel", "fonttools", "tinyhtml5")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which PDFs there should be, and what may be printed."""

    pairs: tuple[Pair, ...]
    papers: tuple[Size, ...]
    release: Release
    draft: bool = False
    formats: tuple[Format, ...] = ("standard",)
    beside: str = "en"  # the second language of bilingual ones

    def targets(self) -> Iterator[Target]:
        """Yield every file that there should be, once; no language stands beside itself."""
        for pair, format_ in product(self.pairs, self.formats):
            beside = self.beside if format_ == "bilingual" else None
            if pair.tag != beside:
                papers = self.papers[:1] if format_ in PAPERLESS else self.papers
                yield from (Target(pair, it, self.draft, format_, beside) for it in papers)


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
class Plan:
    """What there is to do: *stale* is printed, *fresh* lies there, *refused* is reported.

    *published* are the texts that were never built before.
    """

    stale: tuple[Stale, ...]
    fresh: tuple[Fresh, ...]
    refused: tuple[Refused, ...]
    published: tuple[Revision, ...]


def plan(library: Library, wanted: Wanted, press: Press, out: Path, ledger: Ledger) -> Plan:
    """Return what is to be done to have every *wanted* PDF in *out*."""
    look = engine(library.workspace)
    # Papers and formats of an edition follow one another, and so do languages beside one other.
    prepare, recall = (lru_cache(maxsize=4)(it) for it in (library.prepare, library.recall))
    content = cache(lambda pair: digest_of(library.files(pair)))
    decided: list[Stale | Fresh | Refused] = []
    published: dict[Revision, None] = {}
    for target in wanted.targets():
        if problems := _impossible(library, target):
            decided.append(Refused(target, problems))
            continue
        files = f"{look}{''.join(map(content, target.pairs))}{wanted.release}"
        inputs = f"{files}{' '.join(map(library.revisions, target.pairs))}"
        line = _line(target, out, ledger)
        # A line is only written for what passed the gate.
        passed = line is not None and line.kept.inputs == inputs and not wanted.draft
        if line and line.there and line.kept.inputs == inputs:
            decided.append(Fresh(target, line.kept))
            continue
        try:
            prepared = [*map(recall if passed else prepare, target.pairs)]
        except PressError as error:
            decided.append(Refused(target, error.problems))
            continue
        refused = [gate(it, wanted.release, draft=wanted.draft) for it in prepared]
        if any(refused):
            decided.append(Refused(target, tuple(chain(*refused))))
            continue
        if not wanted.draft:
            published |= {it.revision: None for it in prepared if not library.knows(it.revision)}
            marks = [it.revision for it in prepared]
            inputs = f"{files}{' '.join(map(library.revisions, target.pairs, marks))}"
        beside = prepared[1].edition if target.beside else None
        job = Job(target, prepared[0].edition, press, beside=beside)
        decided.append(_decide(job, look, inputs, line))
    return Plan(
        stale=tuple(item for item in decided if isinstance(item, Stale)),
        fresh=tuple(item for item in decided if isinstance(item, Fresh)),
        refused=tuple(item for item in decided if isinstance(item, Refused)),
        published=tuple(published),
    )


def _impossible(library: Library, target: Target) -> tuple[Problem, ...]:
    """Return why there can be no such file, whatever its text says."""
    place, name = library.workspace, target.pair.leaflet
    if target.paper == "A5" and target.format not in {"standard", *PAPERLESS}:
        message = f"{target.format} is not made as a booklet; choose A4 or Letter"
        return (Problem(place.leaflet(name), 0, "no-booklet", message),)
    if target.beside and target.pairs[1] not in library.offered():
        message = (
            f"{name} is not offered in {target.beside}, so it cannot stand beside "
            f"{target.pair.tag}; choose another with --beside"
        )
        return (Problem(place.catalog(target.beside, name), 0, "no-beside", message),)
    return ()


class _Found(NamedTuple):
    """A line of the ledger, and whether its PDF is there as it was written."""

    kept: Line
    there: bool


def _line(target: Target, out: Path, ledger: Ledger) -> _Found | None:
    path = target.path.as_posix()
    line = ledger.get(path)
    return _Found(line, ledgers.lies_there(out, path, line)) if line else None


def _decide(job: Job, look: str, inputs: str, line: _Found | None) -> Stale | Fresh:
    key = job.key(look)
    if line is None or line.kept.key != key:
        return Stale(job, inputs, key)
    if line.there:
        return Fresh(job.target, replace(line.kept, inputs=inputs))
    return Stale(replace(job, kept=line.kept.fit), inputs, key)


def gate(prepared: Prepared, release: Release, *, draft: bool) -> tuple[Problem, ...]:
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
    versions = " ".join(f"{name} {version(name)}" for name in _ENGINE)
    logos = [f for f in workspace.root.iterdir() if f.suffix in {".png", ".svg", ".jpg"}]
    files = digest_of(
        [
            workspace.settings,
            workspace.fonts / "manifest.toml",
            *sorted(logos),
            *below(workspace.templates),
            *(f for f in below(code) if f.suffix in {".py", ".toml"}),
        ]
    )
    return f"{files}{versions}{sys.version}"
