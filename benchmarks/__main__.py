"""Prints one table of figures, and keeps them in ``out/benchmarks.json``.

The machines this runs on are small and shared: every peer is measured in the same run,
turn and turn about, and what counts is the ratio.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks import library, mutations, worker
from benchmarks.measure import cost, middle

ROOT = Path(__file__).parent.parent


class Figure(NamedTuple):
    """One row of the table: what was measured, what is to be reached, what it was."""

    what: str
    reach: str
    found: str
    reached: bool


def main() -> int:
    """Measure everything; return 1 if a figure was not reached."""
    console = Console(width=120)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="medleaf-bench-") as folder:
        place = library.copy(ROOT, Path(folder))
        for measure in MEASURES:
            for figure in measure(place):
                console.print(f"{figure.what}: {figure.found}", markup=False)
                figures.append(figure)
    table = Table("figure", "reach", "found", "")
    for figure in figures:
        table.add_row(*figure[:3], "yes" if figure.reached else "NO")
    console.print(table)
    kept = ROOT / "out" / "benchmarks.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps([figure._asdict() for figure in figures], indent=1) + "\n", "utf-8")
    return int(not all(figure.reached for figure in figures))


def nothing_changed(place: library.Place) -> Iterator[Figure]:
    """`build` of everything, when everything is there."""
    place.build()
    taken = middle([cost(place.command(), place.root) for _ in range(5)])
    yield Figure(
        "nothing changed: build of everything",
        "≤ 0.5 s CPU",
        f"{taken.cpu:.2f} s",
        taken.cpu <= 0.5,
    )
    slow = place.imports() & {"weasyprint", "fontTools", "textstat"}
    yield Figure("nothing changed: slow imports", "none", ", ".join(slow) or "none", not slow)


def one_sentence(place: library.Place) -> Iterator[Figure]:
    """One sentence of one language changed."""
    place.build()
    with place.changed_sentence("es"):
        printed = place.build()
    place.build()
    tags = {name.partition("/")[0] for name in printed}
    yield Figure(
        "one Spanish sentence changed",
        "only es",
        f"{len(printed)} PDFs: {', '.join(tags)}",
        tags == {"es"},
    )


def cold(place: library.Place) -> Iterator[Figure]:
    """One leaflet in a new process, against the weasyprint command on the same HTML."""
    place.build("baclofen", "--language", "en")
    page = place.page("baclofen", "en")
    ours, theirs = [], []
    for _ in range(9):
        (place.out / "en" / "baclofen.pdf").unlink()
        ours.append(cost(place.command("baclofen", "--language", "en"), place.root))
        theirs.append(cost(page.command, page.folder, page.env))
    ratio = middle(ours).wall / middle(theirs).wall
    found = f"{ratio:.2f} ({middle(ours).wall:.2f} s : {middle(theirs).wall:.2f} s)"
    yield Figure("one cold leaflet : weasyprint command, wall", "≤ 0.65", found, ratio <= 0.65)


def everything(place: library.Place) -> Iterator[Figure]:
    """All editions, fits kept: two workers, one worker, one weasyprint process per PDF."""
    count = len(place.build()) or len(place.pdfs())
    pages = place.pages()
    two, one = [], []
    for _ in range(3):
        place.remove_pdfs()
        two.append(cost(place.command("--workers", "2"), place.root))
        place.remove_pdfs()
        one.append(cost(place.command("--workers", "1"), place.root))
    single = sum(cost(page.command, page.folder, page.env).wall for page in pages)
    taken = middle(two).wall
    yield Figure(
        f"all {count} editions, 2 workers, against a weasyprint process each",
        "≥ 8 ×",
        f"{single / taken:.1f} × ({taken:.1f} s : {single:.1f} s)",
        single / taken >= 8,
    )
    gain = middle(one).wall / taken
    yield Figure("2 workers against 1", "≥ 1.7 ×", f"{gain:.2f} ×", gain >= 1.7)


def memory(place: library.Place) -> Iterator[Figure]:
    """One worker, 500 sheets in all languages."""
    early, late = worker.memory(place.root, 500)
    yield Figure("memory of a worker after 500 renders", "≤ 250 MB", f"{late:.0f} MB", late <= 250)
    growth = late - early
    yield Figure("its growth from render 250 to 500", "flat", f"{growth:+.1f} MB", growth <= 10)


def sizes(place: library.Place) -> Iterator[Figure]:
    """Bytes of the largest PDF in Latin and in Chinese letters."""
    place.build()
    for name, tags, most in (
        ("Latin", ("en", "es", "fr", "de", "pl", "vi"), 60),
        ("Chinese", ("zh_Hans",), 120),
    ):
        largest = max(f.stat().st_size for f in place.pdfs() if f.parent.name in tags) / 1000
        yield Figure(f"largest {name} PDF", f"≤ {most} kB", f"{largest:.0f} kB", largest <= most)


def faults(place: library.Place) -> Iterator[Figure]:
    """Faults planted in every bundled translation, and false alarms in the sound ones."""
    scores = mutations.measure(place.root)
    sys.stdout.write(mutations.table(scores) + "\n")
    for kind in (*mutations.KINDS, *mutations.DENIALS):
        row = [score for score in scores if score.kind == kind]
        planted = sum(score.planted for score in row)
        noticed, peer = sum(s.ours for s in row), sum(s.pofilter for s in row)
        least = 85 if kind in mutations.DENIALS else 99.5
        share = 100 * noticed / planted
        yield Figure(
            f"planted faults noticed: {kind}",
            f"≥ {least} %",
            f"{share:.1f} % of {planted} (pofilter {100 * peer / planted:.1f} %)",
            share >= least,
        )
    alarms, sentences = mutations.alarms(place.root)
    share = 100 * alarms / sentences
    found = f"{share:.2f} % ({alarms} of {sentences})"
    yield Figure("false alarms in bundled catalogs", "≤ 1 %", found, share <= 1)


def checking(place: library.Place) -> Iterator[Figure]:
    """`translate check` without layouts."""
    for what, most, words in (("everything", 5, ()), ("one language", 1, ("es",))):
        command = (*place.generate("translate", "check"), *words, "--no-layout")
        taken = middle([cost(command, place.root, codes=(0, 3)) for _ in range(3)])
        found = f"{taken.cpu:.2f} s"
        yield Figure(f"translate check: {what}", f"≤ {most} s CPU", found, taken.cpu <= most)


Measure = Callable[[library.Place], Iterator[Figure]]
MEASURES: tuple[Measure, ...] = (
    nothing_changed,
    one_sentence,
    cold,
    everything,
    memory,
    sizes,
    checking,
    faults,
)

if __name__ == "__main__":
    if not shutil.which("weasyprint", path=str(Path(sys.executable).parent)):
        sys.exit("the weasyprint command is not beside this Python: run `make bench`")
    sys.exit(main())
