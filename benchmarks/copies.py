"""Personal copies in one process: stamped, laid out, and by Typst with everything warm."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median

import typst

from benchmarks import peers
from benchmarks.measure import apart
from benchmarks.worker import resident
from medleaf.build.copies import template
from medleaf.build.job import Press
from medleaf.build.library import Library
from medleaf.build.pages import page_of
from medleaf.build.personal import Copy, Group, Made, groups, make_group
from medleaf.build.shelves import Pair
from medleaf.model.directions import Clause, Directions, Grid, Label
from medleaf.model.edition import fill
from medleaf.printing import fonts
from medleaf.printing.printrun import PrintRun
from medleaf.printing.typeset import lay
from medleaf.workspace import Workspace, read_clinic

COPIES, LAID, TYPST, RUN, ROUNDS = 600, 6, 25, 1000, 4


@dataclass(frozen=True, slots=True)
class Found:
    """Copies a second by each way; the print run's seconds and bytes; bytes of one copy."""

    stamped: float
    laid: float
    typst: float
    run_seconds: float
    run_bytes: int
    copy_bytes: int
    growth: float  # megabytes of memory over 3,000 stamps more
    equal: bool  # the text and structure of a stamped and of a laid-out copy


def measure(root: Path) -> Found:
    """Measure in a process of its own, turn and turn about."""
    return Found(**apart("benchmarks.copies", root))


PAIR = Pair("baclofen", "en")
TOLD = Directions(
    "generated",
    "en",
    (Clause("food", "Take it with food."),),
    Grid("times", ("Morning", "Noon", "Evening", "Bedtime"), (("1 tablet", "", "1 tablet", ""),)),
)


def _label(n: int) -> Label:
    return Label(f"Zoë Ångström {n}", "3 March 1961", f"{n:06}", f"Dr. {n % 40}", "1 May 2026")


class _Desk:
    """One leaflet with directions, and the ways to make copies of it."""

    def __init__(self, root: Path, folder: Path) -> None:
        place = Workspace(root)
        fonts.use(place.fonts)
        self.press = Press(read_clinic(place), None, place.templates, place.fonts)
        self.edition = Library(place, date(2026, 1, 1)).prepare(PAIR).edition
        self.first = self.groups(1)[0]
        self.fit = template(self.first).fit
        self.many = self.groups(COPIES)
        filled = fill(self.edition, TOLD)
        peer = peers.typst(filled, self.press.clinic, place.templates, folder, place.fonts)
        source = peer.folder / "page.typ"
        source.write_text("#sys.inputs.name\n\n" + source.read_text("utf-8"), "utf-8")
        self.compiler = typst.Compiler(
            str(source), font_paths=[str(place.fonts)], ignore_system_fonts=True
        )

    def groups(self, count: int) -> list[Group]:
        wanted = (Copy(n, PAIR, TOLD, _label(n)) for n in range(count))
        return [*groups(wanted, {PAIR: self.edition}, self.press, "")]

    def made(self, wanted: list[Group]) -> Iterator[Made]:
        for group in wanted:
            for outcome in make_group(group):
                assert isinstance(outcome, Made)
                yield outcome

    def stamp(self) -> int:
        return sum(1 for _ in self.made(self.many))

    def lay_out(self) -> int:
        for n in range(LAID):
            self.laid(n)
        return LAID

    def laid(self, n: int) -> bytes:
        own = replace(self.first.job, edition=fill(self.edition, TOLD, _label(n)))
        return lay(page_of(own, self.fit)).write().data

    def typeset(self) -> int:
        for n in range(TYPST):
            self.compiler.compile(
                format="pdf", pdf_standards="ua-1", sys_inputs={"name": _label(n).name}
            )
        return TYPST

    def print_run(self, target: Path) -> None:
        with target.open("wb") as file:
            whole = PrintRun(file)
            for it in self.made(self.groups(RUN)):
                whole.add(it.row, it.data, it.shared, it.label)
            whole.close()


def main(root: Path) -> None:
    """Make copies by every way in turn, and tell what each took."""
    with tempfile.TemporaryDirectory(prefix="medleaf-bench-") as kept:
        folder = Path(kept)
        desk = _Desk(root, folder)
        ways: dict[Callable[[], int], list[float]] = {
            way: [] for way in (desk.stamp, desk.lay_out, desk.typeset)
        }
        for _ in range(ROUNDS + 1):
            for way, rates in ways.items():
                began = time.process_time()
                count = way()
                rates.append(count / (time.process_time() - began))
        stamped, laid, by_typst = (median(rates[1:]) for rates in ways.values())
        early = resident()
        for _ in range(5):
            desk.stamp()
        growth = resident() - early
        began, run = time.process_time(), folder / "run.pdf"
        desk.print_run(run)
        took = time.process_time() - began
        (copy,) = desk.made([desk.first])
        same = _read(copy.data, folder) == _read(desk.laid(0), folder)
        found = Found(
            stamped, laid, by_typst, took, run.stat().st_size, len(copy.data), growth, same
        )
    sys.stdout.write(json.dumps(asdict(found)))


def _read(data: bytes, folder: Path) -> bytes:
    file = folder / "copy.pdf"
    file.write_bytes(data)
    commands = (["pdftotext", "-layout", str(file), "-"], ["pdfinfo", "-struct-text", str(file)])
    return b"".join(
        subprocess.run(command, capture_output=True, check=True).stdout for command in commands
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
