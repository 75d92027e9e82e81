"""Leaflets for prescriptions: read, answer, print, write, remember; rows that fail stop nobody.

What lies in the folder as it should is left there: a second run does only what is missing. No
patient's datum is in a name, the manifest, the report or a message.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import BinaryIO, Never

from medleaf.build import inbox, manifest
from medleaf.build.counter import Counter, Wishes
from medleaf.build.dispensing import Report, Run, Shop
from medleaf.build.files import locked
from medleaf.build.job import Press
from medleaf.build.manifest import Line
from medleaf.build.run import open_library
from medleaf.dosing.files import read
from medleaf.model.columns import Columns
from medleaf.model.page import PAPERLESS, Format, Paper, Release
from medleaf.model.problem import PressError, Problem
from medleaf.workers import crew
from medleaf.workspace import Workspace, read_clinic, read_logo


@dataclass(frozen=True, slots=True)
class Order:
    """Which prescriptions to serve, and how; what is None is as the clinic has it.

    Without a *language* everybody gets their own. *workers* is a number of processes, or the
    address of a Dask scheduler; *printer* is where new files are sent, if anywhere. With *one_file*
    everything is one print run, with *separators* a sheet with black edges before each copy.
    *beside* is the second language of bilingual copies, by default the clinic's first.
    """

    files: tuple[Path, ...]
    language: str = ""
    formats: tuple[Format, ...] = ("standard",)
    paper: Paper | None = None
    release: Release | None = None
    columns: Columns | None = None
    workers: str = "1"
    printer: str = ""
    one_file: bool = False
    separators: bool = False
    beside: str = ""


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
    if order.one_file and (len(order.formats) > 1 or {*order.formats} & {*PAPERLESS}):
        message = "a print run is one edition on paper; make the others without --one-file"
        raise PressError([Problem(Path("--one-file"), 0, "no-paper", message)])
    press = Press(clinic, read_logo(workspace, clinic), workspace.templates, workspace.fonts)
    paper = order.paper or clinic.paper
    release = order.release or clinic.release
    wishes = Wishes(order.language, paper, order.formats, release, order.beside)
    counter = Counter(library := open_library(workspace), clinic, wishes)
    files = tuple(dict.fromkeys(order.files))
    outcomes = read(map(_opened, files), order.columns or clinic.columns)
    with locked(out), crew(order.workers) as hands:
        run = Run(library, counter, Shop(press, paper, *hands), files, out)
        try:
            if order.one_file:
                yield run.report, run.one_file(outcomes, separators=order.separators)
            else:
                yield run.report, run.files(outcomes)
        finally:
            run.save()
        if order.printer:
            run.print(order.printer)


def watch(
    workspace: Workspace,
    order: Order,
    out: Path,
    folder: Path,
    tell: Callable[[str, Report | None, tuple[Problem, ...]], None],
) -> Never:
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


def _opened(file: Path) -> Path | BinaryIO:
    """Return a file to be read; ``-`` is what is piped in."""
    return sys.stdin.buffer if str(file) == "-" else file
