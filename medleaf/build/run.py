"""A build from start to end: plan and print side by side, write, remember."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.build import ledger as ledgers
from medleaf.build import revisions
from medleaf.build.files import locked, write
from medleaf.build.job import Composed, Failed, Job, Outcome, Piece, Press, Printed, Target
from medleaf.build.ledger import Line
from medleaf.build.plan import Fresh, Open, Plan, Planner, Stale, Wanted, engine, sift
from medleaf.build.shelves import Pair, Shelves
from medleaf.model.page import Conformance, Format, Release, Size
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace, read_clinic, read_logo

if TYPE_CHECKING:  # not imported where nothing changed
    from medleaf.build.library import Library
    from medleaf.model.clinic import Clinic
    from medleaf.workers import MakeExecutor

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
    conformance: Conformance = "ua-1"


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


def open_library(workspace: Workspace) -> "Library":
    """Return the library of *workspace*, as of today."""
    from medleaf.build.library import Library

    return Library(workspace, datetime.now().astimezone().date())


def choose(shelves: Shelves, order: Order, clinic: "Clinic") -> tuple[Pair, ...]:
    """Return the pairs that *order* names; raise PressError with every name that is not offered."""
    offered = shelves.offered()
    problems = []
    for name in order.leaflets:
        if name not in shelves.ids:
            message = f"there is no leaflet {name!r}; there are {', '.join(shelves.ids)}"
            problems.append(Problem(shelves.workspace.leaflets, 0, "unknown-leaflet", message))
    for tag in (*order.languages, *([order.beside] if order.beside else [])):
        if tag not in shelves.tags:
            message = f"there is no language {tag!r}; there are {', '.join(shelves.tags)}"
            problems.append(Problem(shelves.workspace.locales, 0, "unknown-language", message))
    for tag in clinic.languages:
        if tag not in shelves.tags:
            message = f"'languages' names {tag!r}, which is not in locales/"
            problems.append(Problem(shelves.workspace.settings, 0, "unknown-language", message))
    tags = order.languages or clinic.languages or shelves.tags
    chosen = tuple(
        pair
        for pair in offered
        if pair.tag in tags and (not order.leaflets or pair.leaflet in order.leaflets)
    )
    named = [Pair(name, tag) for name in order.leaflets for tag in order.languages]
    for pair in named:
        if not problems and pair not in offered:
            message = f"{pair.leaflet} is not offered in {pair.tag}; `translate update` begins it"
            file = shelves.workspace.catalog(pair.tag, pair.leaflet)
            problems.append(Problem(file, 0, "not-offered", message))
    if problems:
        raise PressError(problems)
    return chosen


@contextmanager
def build(
    workspace: Workspace, order: Order, out: Path, executor: "MakeExecutor | None" = None
) -> Iterator[tuple[Report, Iterator[Outcome]]]:
    """Carry out *order* into the folder *out*; *executor* makes the workers, if it is given.

    Yields a report and the outcomes as they come: going through them does the planning
    and the printing, side by side. Whatever was printed by the end of the block is
    on disk and in the ledger. Raises PressError where nothing can be printed at all.
    """
    clinic = read_clinic(workspace)
    shelves = Shelves(workspace)
    pairs = choose(shelves, order, clinic)
    press = Press(clinic, read_logo(workspace, clinic), workspace.templates, workspace.fonts)
    with locked(out), ExitStack() as stack:
        ledger = ledgers.read(out)
        wanted = Wanted(
            pairs,
            order.papers or (clinic.paper,),
            order.release or clinic.release,
            order.draft,
            order.formats,
            order.beside or (*clinic.languages, shelves.tags[0])[0],
            order.conformance,
        )
        look = engine(workspace)
        planned, others = sift(shelves, wanted, look, out, ledger)
        prove = cache(partial(_prove, press.fonts))
        work = _Work(workspace, Report(planned, out), ledger, prove)
        stack.callback(work.save)
        outcomes: Iterator[Outcome] = iter(())
        if others:
            count = min(order.workers, len(others))
            planner = cache(lambda: Planner(open_library(workspace), wanted, press, look))
            lanes = [work.pieces(lane, planner) for lane in _lanes(others, count)]
            composing = len(others) > 1 or others[0].line is None
            outcomes = _start(lanes, press, executor, composing=composing)
        yield work.report, work.keep(outcomes)


def _lanes(others: list[Open], count: int) -> list[list[Open]]:
    """Part *others* among *count* workers, in order: each has few languages, if there are many.

    What leaflets of a language share, letters above all, a worker remembers.
    """
    ends = [len(others) * n // count for n in range(count + 1)]
    return [others[start:end] for start, end in pairwise(ends)]


def _start(
    lanes: list[Iterator[Piece]],
    press: Press,
    executor: "MakeExecutor | None",
    *,
    composing: bool,
) -> Iterator[Outcome]:
    """Start a worker for each of *lanes*, if they are not started, and hand out the first piece."""
    from medleaf.build.press import press as print_all
    from medleaf.printing import fonts
    from medleaf.workers import pool

    fonts.choose(press.fonts)
    return print_all(lanes, press, len(lanes), executor or pool, composing=composing)


class _Work:
    """A build under way, and what is to be remembered of it."""

    def __init__(
        self,
        workspace: Workspace,
        report: Report,
        ledger: dict[str, Line],
        prove: Callable[[], None],
    ) -> None:
        """Fill in *report* and *ledger*; *prove* raises PressError where no font may be used."""
        self.workspace, self.report, self._prove = workspace, report, prove
        self._ledger, self._unsaved = ledger, 0
        self._published = 0
        self._hashes: dict[Target, tuple[str, str]] = {}

    def pieces(self, lane: list[Open], planner: Callable[[], Planner]) -> Iterator[Piece]:
        """Yield what there is to print of *lane*, each as soon as it passed the gate.

        The *planner* is first asked for when workers are getting ready already. What is printed
        first of all is composed here, if it can be: they still are then.
        """
        for item in lane:
            match planner().decide(item, self.report.planned):
                case Fresh(target, line):
                    self._remember(target, line)
                case Stale(job, inputs, key):
                    first = not self._hashes
                    self._hashes[job.target] = inputs, key
                    yield (_composed(job) if first else None) or job
                    if first:  # while it is being printed
                        self._prove()

    def keep(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """Write what was printed, and yield what became of it.

        Nothing is written before the fonts are proven, however soon it is done.
        """
        for outcome in outcomes:
            self._prove()
            self._publish()
            kept = _write(self.report.out, outcome) if isinstance(outcome, Printed) else outcome
            if isinstance(kept, Printed):
                self._remember(kept.target, Line(*self._hashes[kept.target], kept.digest, kept.fit))
                self.report.printed.append(kept)
                if self._unsaved >= SAVE_EVERY:
                    self.save()
            else:
                self.report.failed.append(kept)
            yield kept
        self._publish()

    def save(self) -> None:
        """Write the ledger where it says anything new."""
        if not self._unsaved:
            return
        try:
            ledgers.save(self.report.out, self._ledger)
        except OSError as error:
            message = f"cannot be written: {error.strerror}; the next build prints again"
            file = self.report.out / ledgers.NAME
            raise PressError([Problem(file, 0, "not-written", message)]) from error
        self._unsaved = 0

    def _remember(self, target: Target, line: Line) -> None:
        path = target.path.as_posix()
        if self._ledger.get(path) != line:
            self._ledger[path] = line
            self._unsaved += 1

    def _publish(self) -> None:
        """Write down new texts before a sheet that says them goes out."""
        new = [*self.report.planned.published]
        if len(new) == self._published:
            return
        revisions.publish(self.workspace.revisions, new[self._published :])
        self._published = len(new)


def _prove(folder: Path) -> None:
    from medleaf.printing import fonts

    fonts.prove(folder)


def _composed(job: Job) -> Composed | None:
    """Return *job* with its pages composed; where that fails, a worker tells why."""
    from medleaf.build.pages import composed

    with suppress(Exception):
        return composed(job)
    return None


def _write(out: Path, printed: Printed) -> Outcome:
    file = out / printed.target.path
    try:
        write(file, printed.data)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; nothing was left half done"
        return Failed(printed.target, (Problem(file, 0, "not-written", message),))
    return printed
