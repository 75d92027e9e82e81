"""Leaflets for prescriptions: read, answer, print, write, remember; rows that fail stop nobody.

What lies in the folder as it should is left there: a second run does only what is missing. No
patient's datum is in a name, the manifest, the report or a message.
"""

import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO

from medleaf.build import inbox, manifest, personal, printer, revisions
from medleaf.build.counter import Counter, Served, Turned, Wishes
from medleaf.build.files import locked, write
from medleaf.build.job import Job, Press, Target
from medleaf.build.library import Library
from medleaf.build.manifest import Keyed, Line
from medleaf.build.personal import Copy, Made, Unmade
from medleaf.build.plan import engine
from medleaf.build.run import open_library
from medleaf.build.shelves import Pair
from medleaf.dosing.files import read
from medleaf.model.columns import Columns
from medleaf.model.page import Format, Paper, Release
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError, Problem, Severity
from medleaf.workers import MakeExecutor, crew
from medleaf.workspace import Workspace, read_clinic, read_logo

SAVE_EVERY = 500  # files; what a crash can cost to print again
_SUFFIX = {"text": "txt", "braille": "brf"}


@dataclass(frozen=True, slots=True)
class Order:
    """Which prescriptions to serve, and how; what is None is as the clinic has it.

    Without a *language* everybody gets their own. *workers* is a number of processes, or the
    address of a Dask scheduler; *printer* is where new files are sent, if anywhere.
    """

    files: tuple[Path, ...]
    language: str = ""
    formats: tuple[Format, ...] = ("standard",)
    paper: Paper | None = None
    release: Release | None = None
    columns: Columns | None = None
    workers: str = "1"
    printer: str = ""


@dataclass(slots=True)
class Report:
    """What became of an order, filled in as it is carried out.

    *printed* are new files and *fresh* those that lay there, in the order of the rows; *refused*
    rows get nothing, *failed* ones could not be printed, *notes* are words about printed ones.
    """

    out: Path
    printed: list[Line] = field(default_factory=list)
    fresh: list[Line] = field(default_factory=list)
    refused: list[Turned] = field(default_factory=list)
    failed: list[Turned] = field(default_factory=list)
    notes: list[Turned] = field(default_factory=list)
    stamped: int = 0

    @property
    def exit_code(self) -> int:
        """0 done, 1 something failed, 3 something was refused; 1 outranks 3."""
        if self.failed:
            return 1
        return 3 if self.refused else 0

    @property
    def told(self) -> tuple[tuple[str, Turned], ...]:
        """Everything there is to say, row by row."""
        found = [
            *(("refused", it) for it in self.refused),
            *(("failed", it) for it in self.failed),
            *(("note", it) for it in self.notes),
        ]
        return tuple(sorted(found, key=lambda it: (manifest.place(it[1].row), it[0])))


@contextmanager
def dispense(
    workspace: Workspace, order: Order, out: Path
) -> Iterator[tuple[Report, Iterator[Line]]]:
    """Carry out *order* into the folder *out*.

    Yields a report and the files as they are written: going through them does the work. By the end
    of the block the manifest and the report lie in the folder. Raises PressError where nothing
    can be done at all: a file that cannot be read, wrong settings, a folder in use.
    """
    clinic = read_clinic(workspace)
    press = Press(clinic, read_logo(workspace, clinic), workspace.templates, workspace.fonts)
    wishes = Wishes(
        order.language,
        order.paper or clinic.paper,
        order.formats,
        order.release or clinic.release,
    )
    counter = Counter(library := open_library(workspace), clinic, wishes)
    outcomes = read(map(_opened, order.files), order.columns or clinic.columns)
    with locked(out), crew(order.workers) as (workers, executor):
        run = _Run(library, counter, press, order.files, out)
        try:
            yield run.report, run.files(run.copies(outcomes), workers, executor)
        finally:
            run.save()
        if order.printer:
            run.print(order.printer, order.paper or clinic.paper)


def watch(
    workspace: Workspace,
    order: Order,
    out: Path,
    folder: Path,
    tell: Callable[[str, Report | None, tuple[Problem, ...]], None],
) -> None:
    """Carry out *order* for every file that is put into *folder*, each into a folder of its own.

    *tell* hears what became of each: its number, the report, and the problems where the file
    as a whole could not be read. Runs until the process is told to stop.
    """

    def handle(file: Path) -> bool:
        name = next(
            it for n in count(1) if not (out / (it := f"{n:06}") / manifest.REPORT).exists()
        )
        try:
            with dispense(workspace, replace(order, files=(file,)), out / name) as (report, lines):
                for _ in lines:
                    pass
        except PressError as error:
            tell(name, None, error.problems)
            return False
        tell(name, report, ())
        return True

    inbox.watch(folder, handle)


class _Run:
    """An order under way."""

    def __init__(
        self,
        library: Library,
        counter: Counter,
        press: Press,
        files: tuple[Path, ...],
        out: Path,
    ) -> None:
        self.report = Report(out)
        self._library, self._counter = library, counter
        self._press = press
        self._places = {file: n for n, file in enumerate(files, start=1)}
        self._known = manifest.read(out)
        self._keyed = Keyed(out)
        self._look = engine(library.workspace)
        self._served: dict[int, tuple[Served, Line]] = {}
        self._frozen = cache(self._freeze)
        self._unsaved = 0

    # ------------------------------------------------------------------ rows -> copies

    def copies(self, outcomes: Iterator[Prescription | Unread]) -> Iterator[Copy]:
        """Yield the copies that are to be made; what lies there already is entered as fresh."""
        for outcome in outcomes:
            if isinstance(outcome, Unread):
                self._unread(outcome)
                continue
            row = self._name(outcome.file, outcome.row)
            answer = self._counter.serve(outcome, row)
            if isinstance(answer, Turned):
                self.report.refused.append(answer)
                continue
            self.report.notes.extend(answer.notes)
            for copy in answer.copies:
                if self._is_missing(answer, copy):
                    yield copy

    def _unread(self, outcome: Unread) -> None:
        problem = outcome.problem
        told = Turned(self._name(problem.file, outcome.row), problem.code, problem.message)
        warning = problem.severity is Severity.WARNING
        (self.report.notes if warning else self.report.refused).append(told)

    def _name(self, file: Path, row: int) -> str:
        """Return a row's name: after its file's number, where there are several files."""
        return f"{self._places[file]}-{row}" if len(self._places) > 1 else str(row)

    def _is_missing(self, answer: Served, copy: Copy) -> bool:
        """Return whether the file of *copy* has to be made; remember what it would be."""
        line = self._line(answer, copy)
        known = self._known.get(line.file)
        if known and known.inputs == line.inputs and self._lies_there(known):
            self.report.fresh.append(known)
            return False
        self._served[copy.row] = answer, line
        return True

    def _line(self, answer: Served, copy: Copy) -> Line:
        edition = answer.edition
        kind = "" if copy.format == "standard" else f".{copy.format}"
        suffix = _SUFFIX.get(copy.format, "pdf")
        shown = copy.directions, copy.label, copy.paper, copy.format
        inputs = pickle.dumps((self._frozen(copy.pair), shown), protocol=5)
        return Line(
            file=f"{answer.row}-{copy.pair.leaflet}.{copy.pair.tag}{kind}.{suffix}",
            row=answer.row,
            leaflet=copy.pair.leaflet,
            language=copy.pair.tag,
            matched=answer.matched,
            state=str(edition.state),
            revision=edition.revision,
            directions=answer.origin,
            inputs=self._keyed.digest(inputs),
            digest="",
        )

    def _freeze(self, pair: Pair) -> str:
        """Return the hash of all that copies of a leaflet share."""
        job = Job(Target(pair, "A4"), self._counter.editions[pair], self._press)
        return job.key(self._look)

    def _lies_there(self, line: Line) -> bool:
        file = self.report.out / line.file
        return file.is_file() and self._keyed.digest(file.read_bytes()) == line.digest

    # ----------------------------------------------------------------- copies -> files

    def files(self, copies: Iterator[Copy], workers: int, executor: MakeExecutor) -> Iterator[Line]:
        """Make *copies*, write them, and yield their lines as they come."""
        first = next(copies, None)
        if first is None:
            return
        for outcome in self._make(chain([first], copies), workers, executor):
            self._publish()
            answer, line = self._served.pop(outcome.row)
            match outcome:
                case Made():
                    if made := self._write(line, outcome):
                        yield made
                case Unmade(problems=problems):
                    self._fail(answer, problems)

    def _make(
        self, copies: Iterator[Copy], workers: int, executor: MakeExecutor
    ) -> Iterator[personal.Outcome]:
        from medleaf.printing import fonts, quick

        fonts.choose(self._press.fonts)
        fonts.prove(self._press.fonts)
        quick.choose(mends=self._press.clinic.quick)
        wanted = personal.groups(copies, self._counter.editions, self._press, self._look)
        return personal.make(wanted, self._press.templates, workers, executor)

    def _write(self, line: Line, made: Made) -> Line | None:
        try:
            write(self.report.out / line.file, made.data)
        except OSError as error:
            message = f"cannot be written: {error.strerror}; nothing was left half done"
            self.report.failed.append(Turned(line.row, "not-written", message))
            return None
        whole = replace(line, digest=self._keyed.digest(made.data))
        self._known[line.file] = whole
        self.report.printed.append(whole)
        self.report.stamped += made.stamped
        self._unsaved += 1
        if self._unsaved >= SAVE_EVERY:
            self._remember()
        return whole

    def _fail(self, answer: Served, problems: tuple[Problem, ...]) -> None:
        self.report.failed.extend(Turned(answer.row, it.code, it.message) for it in problems)

    def print(self, printer_name: str, paper: Paper) -> None:
        """Send the new files to a printer, row by row."""
        made = sorted(self.report.printed, key=manifest.order)
        files = [self.report.out / it.file for it in made if it.file.endswith(".pdf")]
        for problem in printer.send(files, printer_name, paper):
            row = problem.file.name.partition(".")[0].rpartition("-")[0]
            self.report.failed.append(Turned(row, problem.code, problem.message))

    # --------------------------------------------------------------------- what stays

    def _publish(self) -> None:
        """Write down new texts before a sheet that says them goes out."""
        library = self._library
        new = [
            it.revision for it in self._counter.prepared.values() if not library.knows(it.revision)
        ]
        if not new:
            return
        file = library.workspace.revisions
        try:
            revisions.save(file, (*revisions.read(file), *new))
        except OSError as error:
            message = f"cannot be written: {error.strerror}; what is published must be remembered"
            raise PressError([Problem(file, 0, "not-written", message)]) from error
        library.published.update({(it.leaflet, it.language, it.revision): it for it in new})

    def save(self) -> None:
        """Write the manifest and the report."""
        self._remember()
        manifest.told(
            self.report.out,
            ((it.row, what, it.code, it.reason) for what, it in self.report.told),
        )

    def _remember(self) -> None:
        manifest.store(self.report.out, self._known)
        self._unsaved = 0


def _opened(file: Path) -> Path | BinaryIO:
    """Return a file to be read; ``-`` is what is piped in."""
    return sys.stdin.buffer if str(file) == "-" else file
