"""A build from start to end: plan, print, write, remember."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from medleaf.build import ledger as ledgers
from medleaf.build import revisions
from medleaf.build.files import locked, write
from medleaf.build.job import Failed, Outcome, Press, Printed
from medleaf.build.ledger import Line
from medleaf.build.library import Library, Pair
from medleaf.build.plan import Plan, Wanted, plan
from medleaf.model.clinic import Clinic, Release, Size
from medleaf.model.page import Format
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace, read_clinic, read_logo

SAVE_EVERY = 20  # PDFs; what a crash can cost to print again


@dataclass(frozen=True, slots=True)
class Order:
    """What to print: all offered editions where nothing is named."""

    leaflets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    papers: tuple[Size, ...] = ()
    release: Release | None = None
    draft: bool = False
    workers: int = 1
    formats: tuple[Format, ...] = ("standard",)
    beside: str | None = None  # of bilingual ones; by default the clinic's first language


@dataclass(slots=True)
class Report:
    """What became of an order, filled in as the press goes on."""

    planned: Plan
    out: Path
    printed: list[Printed] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 done, 1 something failed, 3 something was refused by the gate; 1 outranks 3."""
        if self.failed:
            return 1
        return 3 if self.planned.refused else 0


def open_library(workspace: Workspace) -> Library:
    """Return the library of *workspace*, as of today."""
    return Library(workspace, datetime.now().astimezone().date())


def choose(library: Library, order: Order, clinic: Clinic) -> tuple[Pair, ...]:
    """Return the pairs that *order* names; raise PressError with every name that is not offered."""
    offered = library.offered()
    problems = []
    for name in order.leaflets:
        if name not in library.ids:
            message = f"there is no leaflet {name!r}; there are {', '.join(library.ids)}"
            problems.append(Problem(library.workspace.leaflets, 0, "unknown-leaflet", message))
    for tag in (*order.languages, *([order.beside] if order.beside else [])):
        if tag not in library.tags:
            message = f"there is no language {tag!r}; there are {', '.join(library.tags)}"
            problems.append(Problem(library.workspace.locales, 0, "unknown-language", message))
    for tag in clinic.languages:
        if tag not in library.tags:
            message = f"'languages' names {tag!r}, which is not in locales/"
            problems.append(Problem(library.workspace.settings, 0, "unknown-language", message))
    tags = order.languages or clinic.languages or library.tags
    chosen = tuple(
        pair
        for pair in offered
        if pair.tag in tags and (not order.leaflets or pair.leaflet in order.leaflets)
    )
    named = [Pair(name, tag) for name in order.leaflets for tag in order.languages]
    for pair in named:
        if not problems and pair not in offered:
            message = f"{pair.leaflet} is not offered in {pair.tag}; `translate update` begins it"
            file = library.workspace.catalog(pair.tag, pair.leaflet)
            problems.append(Problem(file, 0, "not-offered", message))
    if problems:
        raise PressError(problems)
    return chosen


@contextmanager
def build(
    workspace: Workspace, order: Order, out: Path
) -> Iterator[tuple[Report, Iterator[Outcome]]]:
    """Carry out *order* into the folder *out*.

    Yields a report, whole as to planning, and the outcomes as they come: going
    through them does the printing. Whatever was printed by the end of the block is
    on disk and in the ledger. Raises PressError where nothing can be printed at all.
    """
    clinic = read_clinic(workspace)
    library = open_library(workspace)
    pairs = choose(library, order, clinic)
    press = Press(clinic, read_logo(workspace, clinic), workspace.templates, workspace.fonts)
    with locked(out):
        ledger = ledgers.read(out)
        wanted = Wanted(
            pairs,
            order.papers or (clinic.paper,),
            order.release or clinic.release,
            order.draft,
            order.formats,
            order.beside or (*clinic.languages, library.tags[0])[0],
        )
        planned = plan(library, wanted, press, out, ledger)
        _publish(library, planned)
        report = Report(planned, out)
        changed = {
            path: item.line
            for item in planned.fresh
            if ledger[path := item.target.path.as_posix()] != item.line
        }
        try:
            yield report, _print(report, order.workers, ledger, changed)
        finally:
            if changed:
                _save(out, {**ledger, **changed})


def _print(
    report: Report,
    workers: int,
    ledger: dict[str, Line],
    changed: dict[str, Line],
) -> Iterator[Outcome]:
    stale = {item.job.target: item for item in report.planned.stale}
    if not stale:
        return
    from medleaf.build.press import press  # imports the press itself: not for an empty plan
    from medleaf.printing import fonts
    from medleaf.printing.typeset import load

    # What is done before the workers are forked is done once for all of them.
    fonts.use(report.planned.stale[0].job.press.fonts)
    load()
    for outcome in press([item.job for item in stale.values()], workers):
        item = stale[outcome.target]
        kept = _write(report.out, outcome) if isinstance(outcome, Printed) else outcome
        if isinstance(kept, Printed):
            path = outcome.target.path.as_posix()
            changed[path] = Line(item.inputs, item.key, kept.digest, kept.fit)
            report.printed.append(kept)
            if len(report.printed) % SAVE_EVERY == 0:
                _save(report.out, {**ledger, **changed})
        else:
            report.failed.append(kept)
        yield kept


def _write(out: Path, printed: Printed) -> Outcome:
    file = out / printed.target.path
    try:
        write(file, printed.data)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; nothing was left half done"
        return Failed(printed.target, (Problem(file, 0, "not-written", message),))
    return printed


def _save(out: Path, ledger: dict[str, Line]) -> None:
    try:
        ledgers.save(out, ledger)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; the next build prints again"
        raise PressError([Problem(out / ledgers.NAME, 0, "not-written", message)]) from error


def _publish(library: Library, planned: Plan) -> None:
    if not planned.published:
        return
    file = library.workspace.revisions
    try:
        revisions.save(file, (*library.published.values(), *planned.published))
    except OSError as error:
        message = f"cannot be written: {error.strerror}; what is published must be remembered"
        raise PressError([Problem(file, 0, "not-written", message)]) from error
