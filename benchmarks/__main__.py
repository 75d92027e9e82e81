"""Prints one table of figures, keeps them in ``out/benchmarks.json``, and draws the chart.

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

from benchmarks import (
    copies,
    desk,
    directions,
    dispensing,
    editions,
    hundreds,
    library,
    mends,
    mutations,
    peers,
    quick,
    worker,
)
from benchmarks.chart import Bars, draw
from benchmarks.measure import Cost, cost, middle

ROOT = Path(__file__).parent.parent
CHART = ROOT / "docs" / "pictures" / "speed.svg"


class Figure(NamedTuple):
    """One row of the table: what was measured, what is to be reached, what it was.

    *reached* is None where nothing is promised. *bars* are the seconds for the chart.
    """

    what: str
    reach: str
    found: str
    reached: bool | None = None
    bars: tuple[tuple[str, float], ...] = ()


def main() -> int:
    """Measure everything; return 1 if a figure was not reached."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="medleaf-bench-") as folder:
        place = library.copy(ROOT, Path(folder))
        for measure in MEASURES:
            for figure in measure(place):
                print(f"{figure.what}: {figure.found}", file=sys.stderr)
                figures.append(figure)
    table = Table("figure", "reach", "found", "")
    signs = {True: "yes", False: "NO", None: ""}
    for figure in figures:
        table.add_row(figure.what, figure.reach, figure.found, signs[figure.reached])
    Console(width=120).print(table)
    kept = ROOT / "out" / "benchmarks.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps([figure._asdict() for figure in figures], indent=1) + "\n", "utf-8")
    drawn = [Bars(figure.what, figure.bars) for figure in figures if figure.bars]
    CHART.write_text(draw(drawn), "utf-8")
    return int(any(figure.reached is False for figure in figures))


def commands(place: library.Place) -> Iterator[Figure]:
    """What a person waits for before anything happens."""
    for what, most, words in (("--help", 0.15, ("--help",)), ("status", 0.6, ("status",))):
        cost(place.generate(*words), place.root)  # what is worked out once
        taken = middle([cost(place.generate(*words), place.root) for _ in range(5)])
        found = f"{taken.cpu:.2f} s"
        yield Figure(f"`{what}`", f"≤ {most} s CPU", found, taken.cpu <= most)


def nothing_changed(place: library.Place) -> Iterator[Figure]:
    """`build` of everything, when everything is there."""
    place.build()
    with tempfile.TemporaryDirectory(prefix="medleaf-bench-") as folder:
        many = hundreds.hundreds(ROOT, Path(folder))
        small, large = [], []
        for _ in range(5):
            small.append(cost(place.command(), place.root))
            large.append(cost(many.command(), many.root))
        count = len(many.pdfs())
    for name, taken in (("bundled", middle(small)), (f"{count} leaflets", middle(large))):
        found = f"{taken.cpu:.2f} s"
        yield Figure(f"nothing changed: {name}", "≤ 0.5 s CPU", found, taken.cpu <= 0.5)
    slow = place.imports() & {"weasyprint", "fontTools", "textstat", "jinja2", "babel", "yaml"}
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
    """One leaflet in a new process, ours and the peers' turn by turn."""
    place.build("baclofen", "--language", "en")
    command = place.command("baclofen", "--language", "en")
    others = place.peers("baclofen", "en")
    ours: list[Cost] = []
    theirs: dict[str, list[Cost]] = {peer.name: [] for peer in others}
    for _ in range(9):
        (place.out / "en" / "baclofen.pdf").unlink()
        ours.append(cost(command, place.root))
        for peer in others:
            theirs[peer.name].append(cost(peer.command, peer.folder, peer.env))
    assert {peers.pages(peer.folder / "page.pdf") for peer in others} == {2}
    mine, medians = middle(ours), {name: middle(costs) for name, costs in theirs.items()}
    stock = medians["weasyprint command"]
    ratio = mine.wall / stock.wall
    found = f"{ratio:.2f} ({mine.wall:.2f} s : {stock.wall:.2f} s)"
    yield Figure(
        "one cold leaflet : weasyprint command, wall",
        "≤ 0.60",
        found,
        ratio <= 0.60,
        (("medleaf", mine.wall), *((name, taken.wall) for name, taken in medians.items())),
    )
    ratio = mine.cpu / stock.cpu
    found = f"{ratio:.2f} ({mine.cpu:.2f} s : {stock.cpu:.2f} s)"
    yield Figure("the same, CPU of all processes", "", found)
    for name in ("Typst", "Chromium"):
        taken = medians.get(name)
        found = f"{mine.wall / taken.wall:.1f} ({taken.wall:.2f} s)" if taken else "not installed"
        yield Figure(f"one cold leaflet : {name}, wall", "", found)


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
    taken, alone = middle(two).wall, middle(one).wall
    yield Figure(
        f"all {count} editions against a weasyprint process each",
        "≥ 8 ×",
        f"{single / taken:.1f} × ({taken:.1f} s : {single:.1f} s)",
        single / taken >= 8,
        (("medleaf, 2 workers", taken), ("medleaf, 1 worker", alone), ("weasyprint", single)),
    )
    gain = alone / taken
    yield Figure("2 workers against 1", "≥ 1.7 ×", f"{gain:.2f} ×", gain >= 1.7)


def memory(place: library.Place) -> Iterator[Figure]:
    """One worker, 500 sheets in all languages."""
    early, late = worker.memory(place.root, 500)
    yield Figure("memory of a worker after 500 renders", "≤ 250 MB", f"{late:.0f} MB", late <= 250)
    growth = late - early
    yield Figure("its growth from render 250 to 500", "flat", f"{growth:+.1f} MB", growth <= 10)


def accessibility(place: library.Place) -> Iterator[Figure]:
    """The mends of tags: every edition with and without."""
    ratios = mends.measure(place.root)
    cost = 100 * (ratios.pop("all") - 1)
    worst = max(ratios, key=lambda script: ratios[script])
    found = f"{cost:+.1f} % ({worst} {100 * (ratios[worst] - 1):+.1f} %)"
    yield Figure("mends of tags, share of a render", "≤ 3 %", found, cost <= 3)


def formats(place: library.Place) -> Iterator[Figure]:
    """A page of each edition against one of the standard sheet; pictures of everything."""
    for kind, ratio in editions.measure(place.root).items():
        if kind != "standard":
            found, reached = f"{ratio:.2f}", ratio <= 1.15
            yield Figure(f"page of {kind} : standard sheet, CPU", "≤ 1.15", found, reached)
    with tempfile.TemporaryDirectory(prefix="medleaf-gallery-") as folder:
        command = place.generate("gallery", "--workers", "2", "--out", folder)
        taken = cost(command, place.root)
    found = f"{taken.wall:.0f} s ({taken.cpu:.0f} s CPU)"
    yield Figure("gallery of everything from nothing, 2 workers", "≤ 60 s", found, taken.wall <= 60)


def quickness(_place: library.Place) -> Iterator[Figure]:
    """A page with the quick mends, against one without: the same bytes from less work."""
    for tag, most in quick.LANGUAGES.items():
        new, again = quick.compare(tag)
        for what, gain, reach in (("new", new, most), ("the same again", again, quick.AGAIN)):
            found = f"{gain.least:.2f} (medians {gain.middle:.2f})"
            name = f"quick mends : none, CPU, {what}, {tag}"
            yield Figure(name, f"≤ {reach:.2f}", found, gain.least <= reach)
    early, late = quick.memory()
    name = f"memory of a worker after {quick.LONG} different leaflets"
    yield Figure(name, "≤ 250 MB", f"{late:.0f} MB", late <= 250)
    yield Figure(
        "its growth in the second half", "flat", f"{late - early:+.1f} MB", late - early <= 10
    )


def sizes(place: library.Place) -> Iterator[Figure]:
    """Bytes of the largest PDF in Latin and in Chinese letters."""
    place.build()
    for name, tags, most in (
        ("Latin", ("en", "es", "fr", "de", "pl", "vi"), 60),
        ("Chinese", ("zh_Hans",), 120),
    ):
        largest = max(f.stat().st_size for f in place.pdfs() if f.parent.name in tags) / 1000
        yield Figure(f"largest {name} PDF", f"≤ {most} kB", f"{largest:.0f} kB", largest <= most)


def online(place: library.Place) -> Iterator[Figure]:
    """The guide of all editions; its PDFs are there, its fonts are cut."""
    place.site()
    taken = cost(place.guide("--workers", "2"), place.root)
    pages = sorted(place.pages_online(), key=lambda file: file.stat().st_size)
    found = f"{taken.wall:.1f} s ({taken.cpu:.1f} s CPU), {len(pages)} pages"
    yield Figure("guide of all editions, 2 workers", "≤ 20 s", found, taken.wall <= 20)
    again = middle([cost(place.guide("--workers", "2"), place.root) for _ in range(3)])
    yield Figure("guide, nothing changed", "≤ 5 s CPU", f"{again.cpu:.1f} s", again.cpu <= 5)
    largest = pages[-1].stat().st_size / 1000
    yield Figure("largest page of the guide", "≤ 50 kB", f"{largest:.1f} kB", largest <= 50)
    latin = max(f.stat().st_size for f in place.online.glob("assets/fonts/NotoSans-*")) / 1000
    yield Figure("Latin font of the guide", "≤ 40 kB", f"{latin:.1f} kB", latin <= 40)


def reception(place: library.Place) -> Iterator[Figure]:
    """The desk: from the command to a page, sheets, and a crowd."""
    place.build()
    found = desk.measure(place.generate("serve"), place.root)
    yield Figure(
        "desk: cold start to the first page", "≤ 2 s", f"{found.first:.1f} s", found.first <= 2
    )
    for what, taken, most in (
        ("known edition, warm", found.known, 20),
        ("stamped", found.stamped, 30),
        ("with new directions", found.new, 400),
    ):
        yield Figure(f"desk: PDF, {what}, p95", f"≤ {most} ms", f"{taken:.0f} ms", taken <= most)
    told = f"{found.wrong} of {found.asked} ({found.busy} asked to come again)"
    yield Figure(f"desk: errors, {desk.CLIENTS} clients", "0", told, not found.wrong)
    growth = f"{found.growth:+.1f} MB"
    yield Figure("desk: memory in the second half of that", "flat", growth, found.growth <= 20)


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


def words(_place: library.Place) -> Iterator[Figure]:
    """Real dosages in every language; the best peer says 97 % and loses numbers."""
    found = dict(directions.tallies())
    if not found:
        yield Figure("dosages in words", "", "no real cases here: set MEDLEAF_CASES")
        return
    sums = [sum(column) for column in zip(*found.values(), strict=True)]
    total = directions.Tally._make(sums)
    bad = (total.crashed, total.empty, total.lost)
    told = f"{' / '.join(map(str, bad))} of {total.asked}"
    yield Figure("dosages: crash / empty / lost number", "0 / 0 / 0", told, bad == (0, 0, 0))
    least = min(found.values(), key=lambda tally: tally.said / tally.measured)
    share = 100 * least.said / least.measured
    told = f"{share:.1f} % ({least.said} of {least.measured}, in each of {len(found)} languages)"
    yield Figure("dosages with a unit for every dose: said", "≥ 97 %", told, share >= 97)
    yield Figure("dosages the NHS refuses: said", "0", str(total.unlawful), not total.unlawful)
    yield Figure("dosages said and proved a second", "", f"{total.asked / total.seconds:,.0f}")


def personal(place: library.Place) -> Iterator[Figure]:
    """Copies for many patients: stamped, against Typst with everything warm; a print run."""
    found = copies.measure(place.root)
    stamped = f"{found.stamped:,.0f} (laid out: {found.laid:.1f})"
    yield Figure("stamped copies a second, CPU", "≥ 1,500", stamped, found.stamped >= 1500)
    ratio = found.stamped / found.typst
    told = f"{ratio:.0f} × ({found.typst:.0f} a second)"
    yield Figure("stamped copies against Typst, warm", "≥ 20 ×", told, ratio >= 20)
    same = "yes" if found.equal else "no"
    yield Figure("stamped copy reads as the one laid out", "yes", same, found.equal)
    size = f"{found.run_bytes / 1e6:.1f} MB"
    yield Figure("print run of 1,000 copies", "≤ 3 MB", size, found.run_bytes <= 3e6)
    spent = f"{found.run_seconds:.1f} s"
    yield Figure("print run of 1,000 copies, CPU", "≤ 3 s", spent, found.run_seconds <= 3)
    growth = f"{found.growth:+.1f} MB"
    yield Figure("memory over 3,000 stamps", "flat", growth, found.growth <= 5)


Measure = Callable[[library.Place], Iterator[Figure]]


def pharmacy(place: library.Place) -> Iterator[Figure]:
    """10,000 prescriptions of 300 kinds, two workers, from the table to the last file."""
    with tempfile.TemporaryDirectory(prefix="medleaf-day-") as folder:
        day = dispensing.measure(place.root, place.generate(), Path(folder))
    took, most = f"{day.first:.0f} s", f"{day.memory:.0f} MB"
    yield Figure("10,000 prescriptions, 300 kinds, 2 workers", "≤ 60 s", took, day.first <= 60)
    yield Figure("largest process of that", "≤ 300 MB", most, day.memory <= 300)
    yield Figure(
        "the same again, nothing to do", "less", f"{day.again:.0f} s", day.again < day.first
    )


MEASURES: tuple[Measure, ...] = (
    commands,
    nothing_changed,
    one_sentence,
    cold,
    everything,
    memory,
    accessibility,
    formats,
    quickness,
    sizes,
    online,
    checking,
    personal,
    pharmacy,
    reception,
    faults,
    words,
)

if __name__ == "__main__":
    if not shutil.which("weasyprint", path=str(Path(sys.executable).parent)):
        sys.exit("the weasyprint command is not beside this Python: run `make bench`")
    sys.exit(main())
