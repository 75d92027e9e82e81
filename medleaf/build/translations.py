"""Looks at translations: every check, the layout too, and the waivers."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from medleaf.build import ledger as ledgers
from medleaf.build.job import Job, Press, Target
from medleaf.build.library import Library, Manned, Prepared, Spoken
from medleaf.build.run import Order, choose
from medleaf.build.shelves import Pair
from medleaf.build.spelling import spelling
from medleaf.language import checks
from medleaf.language.approvals import fingerprint
from medleaf.language.catalog import DIRECTIONS
from medleaf.language.said import Found
from medleaf.model.clinic import Clinic
from medleaf.model.language import SOURCE
from medleaf.model.problem import PressError, Problem, Severity
from medleaf.workspace import Workspace, read_clinic, read_logo


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the checks found, worst first; *waived* is what somebody lets pass.

    *editions* and *sentences* are how many were looked at, each sentence once.
    """

    found: tuple[Found, ...]
    waived: tuple[Found, ...]
    editions: int
    sentences: int

    @property
    def blocked(self) -> bool:
        """Whether anything found keeps a sentence from being printed."""
        return any(found.blocks for found in self.found)


def check(
    workspace: Workspace,
    tags: Iterable[str] = (),
    leaflets: Iterable[str] = (),
    *,
    layout: Path | None = None,
) -> Findings:
    """Look at the translations of *leaflets* in *tags*, all where none is named.

    The catalog of directions is looked at like a leaflet named ``directions``. *layout* is the
    folder whose ledger knows how sheets were set; None lays nothing out.
    """
    clinic = read_clinic(workspace)
    today = datetime.now().astimezone().date()
    library = Library(workspace, today, clinic.release, spelling)
    named = tuple(leaflets)
    order = Order(
        tuple(name for name in named if name != DIRECTIONS), tuple(tags) or library.tags[1:]
    )
    chosen = choose(library, order, clinic) if order.leaflets or not named else ()
    pairs = [pair for pair in chosen if pair.tag != SOURCE]
    spoken = _spoken(library, order.languages) if not named or DIRECTIONS in named else {}
    found: list[Found] = []
    waived: list[Found] = []
    prepared: dict[Pair, Prepared] = {}
    for pair in pairs:
        try:
            prepared[pair] = library.prepare(pair)
        except PressError as error:
            found += [Found(problem) for problem in error.problems]
            continue
        found += prepared[pair].found
        waived += prepared[pair].waived
    manned = {} if named else {tag: library.manned(tag) for tag in order.languages}
    others: tuple[Spoken | Manned, ...] = (*spoken.values(), *manned.values())
    for said in others:
        found += said.found
        waived += said.waived
    for tag, desk in manned.items():
        found += _idle_waivers(library, tag, prepared, (desk, spoken.get(tag)))
    found += [Found(note) for tag in order.languages for note in _unspelt(library, tag)]
    if layout is not None:
        found += _layouts(library, clinic, prepared, layout)
    every = [p.translated.said for p in prepared.values()]
    every += [it.said for it in others]
    texts = {(s.item.file, s.item.line, s.item.form) for said in every for s in said}
    return Findings(_sorted(found), _sorted(waived), len(prepared), len(texts))


def _sorted(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return each finding once, errors first; a sentence that leaflets share is told once."""
    once = {it.problem: it for it in found}
    weights = tuple(Severity)
    return tuple(
        once[problem] for problem in sorted(once, key=lambda p: (weights.index(p.severity), p))
    )


def _spoken(library: Library, tags: Iterable[str]) -> dict[str, Spoken]:
    """Return the directions of the languages that have begun them."""
    place = library.workspace
    return {tag: library.spoken(tag) for tag in tags if place.catalog(tag, DIRECTIONS).is_file()}


def _idle_waivers(
    library: Library,
    tag: str,
    prepared: dict[Pair, Prepared],
    beside: tuple[Manned, Spoken | None],
) -> list[Found]:
    """Return a note for every waiver that waives nothing."""
    mine = [p for pair, p in prepared.items() if pair.tag == tag]
    others: list[Spoken | Manned] = [it for it in beside if it is not None]
    said = [*(p.translated.said for p in mine), *(it.said for it in others)]
    marks = {fingerprint(s.english, s.text) for every in said for s in every}
    used = {(it.mark, it.check) for p in mine for it in p.waived}
    used |= {(found.mark, found.check) for it in others for found in it.waived}
    notes = []
    for key, waiver in library.waivers(tag).items():
        if key not in used:
            why = (
                f"{waiver.check} finds nothing there any more"
                if waiver.hash in marks
                else "the sentence or its translation has changed"
            )
            message = f"this waiver waives nothing: {why}; take the line out"
            file = library.workspace.waivers(tag)
            notes.append(Found(Problem(file, waiver.line, "waiver", message, Severity.INFO)))
    return notes


def _unspelt(library: Library, tag: str) -> list[Problem]:
    if tag == SOURCE or library.context(tag).misspelt is not None:
        return []
    message = "spelling was not looked at: hunspell or its dictionary is not installed"
    return [Problem(library.workspace.locale(tag), 0, "spelling", message, Severity.INFO)]


def _layouts(
    library: Library, clinic: Clinic, prepared: dict[Pair, Prepared], out: Path
) -> list[Found]:
    """Lay out what may be printed, and return what is wrong with it."""
    from medleaf.build import sheets  # imports the press: not for those who ask for no layout

    place = library.workspace
    press = Press(clinic, read_logo(place, clinic), place.templates, place.fonts)
    ledger = ledgers.read(out)
    found: list[Found] = []
    jobs = []
    for pair, edition in prepared.items():
        if edition.problems:
            count = len({problem.line for problem in edition.problems})
            message = f"not laid out: {count} sentences keep it from being printed"
            file = place.catalog(pair.tag, pair.leaflet)
            found.append(Found(Problem(file, 0, "fit", message, Severity.INFO)))
            continue
        target = Target(pair, clinic.paper)
        line = ledger.get(target.path.as_posix())
        jobs.append(Job(target, edition.edition, press, line.fit if line else None))
    for job, seen in zip(jobs, sheets.looks(jobs, os.cpu_count() or 1), strict=True):
        pair = job.target.pair
        said = prepared[pair].translated.said
        subject = sheets.sheet(seen, job, said, place.catalog(pair.tag, pair.leaflet))
        found += checks.inspect(checks.SHEET, subject, library.context(pair.tag))
    return found
