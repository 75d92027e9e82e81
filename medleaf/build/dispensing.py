"""A run for prescriptions under way: what was answered, made, written, and what is remembered."""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path

from medleaf.build import manifest, personal, printer, revisions, schedules
from medleaf.build.counter import Counter, Served, Turned, unread
from medleaf.build.files import write, writing
from medleaf.build.job import Job, Press, Target
from medleaf.build.library import Library
from medleaf.build.manifest import Keyed, Line
from medleaf.build.personal import Copy, Made, Outcome, Unmade
from medleaf.build.plan import engine
from medleaf.build.shelves import Pair
from medleaf.model.page import Paper
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError, Problem, Severity
from medleaf.workers import MakeExecutor

SAVE_EVERY = 500  # files; what a crash can cost to print again
PRINT_RUN = "print-run.pdf"
_SUFFIX = {"text": "txt", "braille": "brf"}


@dataclass(frozen=True, slots=True)
class Shop:
    """What a run prints with: the press, the paper, how many workers, and who makes them."""

    press: Press
    paper: Paper
    workers: int
    executor: MakeExecutor


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


class Run:
    """An order under way."""

    def __init__(
        self, library: Library, counter: Counter, shop: Shop, files: tuple[Path, ...], out: Path
    ) -> None:
        """Begin to serve prescriptions in *files* at *counter*, into the folder *out*."""
        self.report = Report(out)
        self._library, self._counter, self._shop = library, counter, shop
        self._places = {file: n for n, file in enumerate(files, start=1)}
        self._known = manifest.read(out)
        self._keyed = Keyed(out)
        self._look = engine(library.workspace)
        self._wanted: dict[int, Line] = {}  # by the number of the copy
        self._patients: dict[str, list[Served]] = {}
        self._frozen = cache(self._freeze)
        self._unsaved = 0

    # ------------------------------------------------------------------ rows -> answers

    def _answers(self, outcomes: Iterator[Prescription | Unread]) -> Iterator[Served]:
        for outcome in outcomes:
            if isinstance(outcome, Unread):
                self._unread(outcome)
                continue
            answer = self._counter.serve(outcome, self._name(outcome.file, outcome.row))
            if isinstance(answer, Turned):
                self.report.refused.append(answer)
                continue
            self.report.notes.extend(answer.notes)
            self._patients.setdefault(answer.patient, []).append(answer)
            yield answer

    def _unread(self, outcome: Unread) -> None:
        problem = outcome.problem
        told = unread(outcome, self._name(problem.file, outcome.row))
        warning = problem.severity is Severity.WARNING
        (self.report.notes if warning else self.report.refused).append(told)

    def _name(self, file: Path, row: int) -> str:
        """Return a row's name: after its file's number, where there are several files."""
        return f"{self._places[file]}-{row}" if len(self._places) > 1 else str(row)

    def _line(self, answer: Served, copy: Copy) -> Line:
        kind = "" if copy.format == "standard" else f".{copy.format}"
        suffix = _SUFFIX.get(copy.format, "pdf")
        frozen = [self._frozen(pair) for pair in copy.pairs]
        shown = copy.directions, copy.label, copy.paper, copy.format, copy.beside
        return Line(
            file=f"{answer.row}-{copy.pair.leaflet}.{copy.pair.tag}{kind}.{suffix}",
            row=answer.row,
            leaflet=copy.pair.leaflet,
            language=copy.pair.tag,
            matched=answer.matched,
            state=str(answer.edition.state),
            revision=answer.edition.revision,
            directions=answer.origin,
            inputs=self._keyed.digest(pickle.dumps((frozen, shown), protocol=5)),
            digest="",
        )

    def _freeze(self, pair: Pair) -> str:
        """Return the hash of all that copies of a leaflet share."""
        job = Job(Target(pair, "A4"), self._counter.editions[pair], self._shop.press)
        return job.key(self._look)

    def _schedules(self) -> Iterator[tuple[Line, schedules.Schedule]]:
        """Yield the schedules of patients with several medicines, each with its line."""
        for last, wanted in schedules.gather(self._patients, self._shop.press, self._shop.paper):
            pair = last.copies[0].pair
            shown = [(it.name, it.copy.directions, it.copy.label) for it in wanted.taken]
            served = [it.copies[0].pair for it in self._patients[last.patient]]
            frozen = [self._frozen(it) for it in served]
            yield (
                replace(
                    self._line(last, last.copies[0]),
                    file=f"{last.row}-{schedules.NAME}.{pair.tag}.pdf",
                    leaflet=schedules.NAME,
                    matched=f"{len(wanted.taken)} medicines",
                    inputs=self._keyed.digest(pickle.dumps((frozen, shown), protocol=5)),
                ),
                wanted,
            )

    # ----------------------------------------------------------------- answers -> files

    def files(self, outcomes: Iterator[Prescription | Unread]) -> Iterator[Line]:
        """Serve *outcomes*, a file each; yield the lines of those that had to be made."""
        yield from self._kept(self._make(self._missing(outcomes)))
        schedules_ = (it for line, it in self._schedules() if self._is_missing(line, it.row))
        yield from self._kept(self._make_schedules(schedules_))

    def one_file(
        self, outcomes: Iterator[Prescription | Unread], *, separators: bool
    ) -> Iterator[Line]:
        """Serve *outcomes* in one print run; yield its lines, all of them or none."""
        copies = [copy for answer in self._answers(outcomes) for copy in self._in_run(answer)]
        pages = []
        for line, it in self._schedules():
            self._wanted[it.row] = replace(line, file=PRINT_RUN)
            pages.append(it)
        before = [it for it in self._known.values() if it.file == PRINT_RUN]
        told = f"{separators}{sorted(it.inputs for it in self._wanted.values())}"
        if self._is_whole(before, told):
            self.report.fresh.extend(before)
            return
        self._known = {key: it for key, it in self._known.items() if key[0] != PRINT_RUN}
        made = chain(self._make(iter(copies)), self._make_schedules(iter(pages)))
        yield from self._bound(made, told, separators=separators)

    def _missing(self, outcomes: Iterator[Prescription | Unread]) -> Iterator[Copy]:
        """Yield the copies that are to be made; what lies there already is entered as fresh."""
        for answer in self._answers(outcomes):
            for copy in answer.copies:
                if self._is_missing(self._line(answer, copy), copy.row):
                    yield copy

    def _is_missing(self, line: Line, number: int) -> bool:
        known = self._known.get(line.key)
        if known and known.inputs == line.inputs and self._lies_there(known):
            self.report.fresh.append(known)
            return False
        self._wanted[number] = line
        return True

    def _lies_there(self, line: Line) -> bool:
        file = self.report.out / line.file
        return file.is_file() and self._keyed.digest(file.read_bytes()) == line.digest

    def _in_run(self, answer: Served) -> tuple[Copy, ...]:
        for copy in answer.copies:
            self._wanted[copy.row] = replace(self._line(answer, copy), file=PRINT_RUN)
        return answer.copies

    def _is_whole(self, before: list[Line], told: str) -> bool:
        """Return whether the print run that lies there says the same; each line knows of all."""
        inputs = self._keyed.digest(told.encode())
        return (
            bool(before)
            and all(it.inputs == inputs for it in before)
            and (len(before) == len(self._wanted) and self._lies_there(before[0]))
        )

    def _make(self, copies: Iterator[Copy]) -> Iterator[Outcome]:
        first = next(copies, None)
        if first is None:
            return iter(())
        self._settle()
        shop = self._shop
        every = chain([first], copies)
        wanted = personal.groups(every, self._counter.editions, shop.press, self._look)
        return personal.make(wanted, shop.press.templates, shop.workers, shop.executor)

    def _make_schedules(self, wanted: Iterator[schedules.Schedule]) -> Iterator[Outcome]:
        first = next(wanted, None)
        if first is None:
            return iter(())
        self._settle()
        shop = self._shop
        every = chain([first], wanted)
        return schedules.make(every, shop.press.templates, shop.workers, shop.executor)

    def _settle(self) -> None:
        from medleaf.printing import fonts, quick

        fonts.settle(self._shop.press.fonts)
        quick.choose(mends=self._shop.press.clinic.quick)

    def _kept(self, outcomes: Iterable[Outcome]) -> Iterator[Line]:
        """Write what was made, and yield the lines."""
        for outcome in outcomes:
            self._publish()
            line = self._wanted.pop(outcome.row)
            match outcome:
                case Made():
                    if made := self._write(line, outcome):
                        yield made
                case Unmade(problems=problems):
                    self._fail(line, problems)

    def _write(self, line: Line, made: Made) -> Line | None:
        try:
            write(self.report.out / line.file, made.data)
        except OSError as error:
            message = f"cannot be written: {error.strerror}; nothing was left half done"
            self.report.failed.append(Turned(line.row, "not-written", message))
            return None
        self.report.stamped += made.stamped
        self._unsaved += 1
        if self._unsaved >= SAVE_EVERY:
            self._remember()
        return self._enter(replace(line, digest=self._keyed.digest(made.data)))

    def _bound(self, outcomes: Iterator[Outcome], told: str, *, separators: bool) -> Iterator[Line]:
        """Write what was made into one file, and yield the lines."""
        from medleaf.printing.printrun import PrintRun

        file = self.report.out / PRINT_RUN
        whole: list[Line] = []
        try:
            with writing(file) as stream:
                run = PrintRun(stream, separators=separators)
                for outcome in outcomes:
                    self._publish()
                    line = self._wanted[outcome.row]
                    match outcome:
                        case Made(row, data, _, _, shared, label):
                            run.add(row, data, shared, label)
                            self.report.stamped += outcome.stamped
                            whole.append(line)
                        case Unmade(problems=problems):
                            self._fail(line, problems)
                run.close()
        except OSError as error:
            message = f"cannot be written: {error.strerror}; nothing was left half done"
            raise PressError([Problem(Path(PRINT_RUN), 0, "not-written", message)]) from error
        digest = self._keyed.digest(file.read_bytes())
        inputs = self._keyed.digest(told.encode())
        yield from (self._enter(replace(it, inputs=inputs, digest=digest)) for it in whole)

    def _enter(self, line: Line) -> Line:
        self._known[line.key] = line
        self.report.printed.append(line)
        return line

    def _fail(self, line: Line, problems: tuple[Problem, ...]) -> None:
        self.report.failed.extend(Turned(line.row, it.code, it.message) for it in problems)

    def print(self, printer_name: str) -> None:
        """Send the new files to a printer, row by row."""
        made = sorted(self.report.printed, key=manifest.order)
        names = dict.fromkeys(it.file for it in made if it.file.endswith(".pdf"))
        files = [self.report.out / name for name in names]
        rows = {it.file: it.row for it in made}
        for problem in printer.send(files, printer_name, self._shop.paper):
            row = rows[problem.file.name]
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
        revisions.publish(library.workspace.revisions, new)
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
