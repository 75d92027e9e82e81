"""How fast leaflets are printed, and what others take for the same pages."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import copies, dispensing, hundreds, peers, quick, warm, worker
from benchmarks.figure import Bars, Figure, Measure
from benchmarks.library import Place
from benchmarks.measure import ROOT, Cost, cost, middle

_ROUNDS = 3
_MOST = {10_000: 60}  # seconds for so many copies
_SAMPLE = 10  # every so-manieth page of many is printed by a process of its own


def commands(place: Place) -> Iterator[Figure]:
    """What a person waits for before anything happens."""
    place.build()
    asked = (("--help", 0.15, ("--help",)), ("status", 0.6, ("status",)))
    for what, most, words in asked:
        cost(place.generate(*words), place.root)  # what is worked out once
        taken = middle([cost(place.generate(*words), place.root) for _ in range(5)])
        yield Figure(f"`{what}`", f"≤ {most} s CPU", f"{taken.cpu:.2f} s", taken.cpu <= most)
    taken = middle([cost(place.command(), place.root) for _ in range(5)])
    yield _nothing("nothing changed: bundled leaflets", taken)
    slow = place.imports() & {"weasyprint", "fontTools", "textstat", "jinja2", "babel", "yaml"}
    yield Figure("nothing changed: slow imports", "none", ", ".join(slow) or "none", not slow)
    with place.changed_sentence("es"):
        printed = place.build()
    place.build()
    tags = {name.partition("/")[0] for name in printed}
    found = f"{len(printed)} PDFs: {', '.join(tags)}"
    yield Figure("one Spanish sentence changed", "only es", found, tags == {"es"})


def cold(place: Place) -> Iterator[Figure]:
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
    named = [("medleaf", mine), *medians.items()]
    yield Figure(
        "one cold leaflet : weasyprint command, wall",
        "≤ 0.60",
        f"{ratio:.2f} ({mine.wall:.2f} s : {stock.wall:.2f} s)",
        ratio <= 0.60,
        Bars("One leaflet, from the command to the PDF", "s", _seconds(named)),
    )
    ratio = mine.cpu / stock.cpu
    found = f"{ratio:.2f} ({mine.cpu:.2f} s : {stock.cpu:.2f} s)"
    yield Figure("the same, CPU of all processes", "", found)
    for name in ("Typst", "Chromium"):
        taken = medians.get(name)
        found = f"{mine.wall / taken.wall:.1f} ({taken.wall:.2f} s)" if taken else "not installed"
        yield Figure(f"one cold leaflet : {name}, wall", "", found)


def next_one(_place: Place) -> Iterator[Figure]:
    """The next leaflet when everything is warm, and the same again."""
    found = warm.measure()
    for n, (what, title) in enumerate(
        (
            ("a new leaflet, warm", "The next new leaflet, everything warm"),
            ("the same leaflet again, warm", "The same leaflet again"),
        )
    ):
        taken = {name: 1000 * seconds[n] for name, seconds in found.items()}
        mine = taken["medleaf"]
        told = ", ".join(f"{name} {other:.0f} ms" for name, other in taken.items())
        ratio = f"{mine / taken['WeasyPrint']:.2f} of stock: {told}"
        yield Figure(f"{what}, wall", "", ratio, None, Bars(title, "ms", (*taken.items(),)))


def bundled(place: Place) -> Iterator[Figure]:
    """All bundled editions, fits kept: two workers, one worker, one weasyprint process per PDF."""
    place.build()
    pages = place.pages()
    two, one, single = [], [], 0.0
    for turn in range(_ROUNDS):
        place.remove_pdfs()
        two.append(cost(place.command("--workers", "2"), place.root))
        place.remove_pdfs()
        one.append(cost(place.command("--workers", "1"), place.root))
        part = pages[turn::_ROUNDS]
        single += sum(cost(page.command, page.folder, page.env).wall for page in part)
    taken, alone = middle(two).wall, middle(one).wall
    yield Figure(
        f"all {len(pages)} bundled editions against a weasyprint process each",
        "≥ 8 ×",
        f"{single / taken:.1f} × ({taken:.1f} s : {single:.1f} s)",
        single / taken >= 8,
    )
    gain = alone / taken
    yield Figure("2 workers against 1", "≥ 1.7 ×", f"{gain:.2f} ×", gain >= 1.7)


def many(_place: Place) -> Iterator[Figure]:
    """400 leaflets in 20 languages: printed, one sentence changed, nothing changed."""
    with tempfile.TemporaryDirectory(prefix="medleaf-many-") as folder:
        place = hundreds.hundreds(ROOT, Path(folder))
        first = cost(place.command("--workers", "2"), place.root)
        pages = place.pages()
        count, part = len(pages), pages[::_SAMPLE]
        yield Figure(f"{count} leaflets, fits unknown, 2 workers", "", f"{first.wall:.0f} s")
        stock = (sys.executable, "-m", "benchmarks.stock", str(place.written), "2")
        two, one, theirs, single = [], [], [], 0.0
        for turn in range(_ROUNDS):
            place.remove_pdfs()
            two.append(cost(place.command("--workers", "2"), place.root))
            theirs.append(cost(stock, ROOT, pages[0].env))
            if turn == _ROUNDS // 2:  # once: it takes long, and the bundled ones tell the ratio
                place.remove_pdfs()
                one.append(cost(place.command("--workers", "1"), place.root))
            some = part[turn::_ROUNDS]
            single += sum(cost(page.command, page.folder, page.env).wall for page in some)
        single *= count / len(part)
        ours, alone, plain = middle(two).wall, middle(one).wall, middle(theirs).wall
        each = "weasyprint, one by one"
        yield Figure(
            f"{count} leaflets, fits kept, 2 workers, against a weasyprint process each",
            "≥ 12 ×",
            f"{single / ours:.1f} × ({ours:.1f} s : {single:.0f} s, from {len(part)} of them)",
            single / ours >= 12,
            Bars(
                f"{count} leaflets in 20 languages",
                "s",
                (
                    ("medleaf, 2 workers", ours),
                    ("medleaf, 1 worker", alone),
                    ("WeasyPrint, 2 workers", plain),
                    (each, single),
                ),
            ),
        )
        gain = plain / ours
        found = f"{gain:.2f} × ({ours:.1f} s : {plain:.1f} s)"
        yield Figure("the same against 2 warm stock workers", "≥ 1.5 ×", found, gain >= 1.5)
        yield from _little_changed(place, count)


def _little_changed(place: Place, count: int) -> Iterator[Figure]:
    nothing, little = [], []
    place.build()
    for _ in range(_ROUNDS):
        nothing.append(cost(place.command(), place.root))
        with place.changed_sentence("es"):
            little.append(cost(place.command(), place.root))
        place.build()
    none, some = middle(nothing), middle(little)
    bars = (("nothing", none.wall), ("one Spanish sentence", some.wall))
    row = _nothing(f"nothing changed: {count} leaflets", none)
    yield row._replace(bars=Bars(f"A build of {count} leaflets, when this changed", "s", bars))
    yield Figure(f"one sentence changed of {count} leaflets", "", f"{some.wall:.2f} s")


def _nothing(what: str, taken: Cost) -> Figure:
    return Figure(what, "≤ 0.5 s CPU", f"{taken.cpu:.2f} s", taken.cpu <= 0.5)


def _seconds(costs: list[tuple[str, Cost]]) -> tuple[tuple[str, float], ...]:
    return tuple((name, taken.wall) for name, taken in costs)


def memory(place: Place) -> Iterator[Figure]:
    """One worker, 500 sheets in all languages."""
    early, late = worker.memory(place.root, 500)
    yield Figure("memory of a worker after 500 renders", "≤ 250 MB", f"{late:.0f} MB", late <= 250)
    growth = late - early
    yield Figure("its growth from render 250 to 500", "flat", f"{growth:+.1f} MB", growth <= 10)


def quickness(_place: Place) -> Iterator[Figure]:
    """A page with the quick mends, against one without: the same bytes from less work."""
    for tag, most in quick.LANGUAGES.items():
        new, again = quick.compare(tag)
        for what, gain, reach in (("new", new, most), ("the same again", again, quick.AGAIN)):
            found = f"{gain.least:.2f} (medians {gain.middle:.2f})"
            name = f"quick mends : none, CPU, {what}, {tag}"
            yield Figure(name, f"≤ {reach:.2f}", found, gain.least <= reach)
    early, late = quick.memory()
    name = f"memory of a worker after {quick.LONG} different leaflets"
    bars = tuple(
        (f"{n:,} leaflets", mb) for n, mb in ((quick.LONG // 2, early), (quick.LONG, late))
    )
    yield Figure(
        name,
        "≤ 250 MB",
        f"{late:.0f} MB",
        late <= 250,
        Bars("Memory of a worker after", "MB", bars),
    )
    yield Figure(
        "its growth in the second half", "flat", f"{late - early:+.1f} MB", late - early <= 10
    )


def personal(place: Place) -> Iterator[Figure]:
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


def pharmacy(place: Place) -> Iterator[Figure]:
    """Prescriptions, two workers, from the table to the last file: `dispense`."""
    days = {}
    for rows, kinds in dispensing.DAYS:
        with tempfile.TemporaryDirectory(prefix="medleaf-day-") as folder:
            days[rows] = dispensing.measure(place.root, place.generate(), Path(folder), rows, kinds)
        name = f"{rows:,} personal copies, {kinds} kinds, `dispense`, 2 workers"
        first, most = days[rows].first, _MOST.get(rows)
        reach, reached = (f"≤ {most} s", first <= most) if most else ("", None)
        yield Figure(name, reach, f"{first:.1f} s", reached)
    *_, day = days.values()
    bars = tuple((f"{rows:,} copies", it.first) for rows, it in days.items())
    yield Figure(
        "the largest process of that",
        "≤ 300 MB",
        f"{day.memory:.0f} MB",
        day.memory <= 300,
        Bars("Personal copies with 2 workers, from table to files", "s", bars),
    )
    again = f"{day.again:.0f} s"
    yield Figure("the same again, nothing to do", "less", again, day.again < day.first)


MEASURES: tuple[Measure, ...] = (
    commands, cold, next_one, bundled, many, memory, quickness, personal, pharmacy,
)  # fmt: skip
