"""Figures beside speed of printing: sizes, editions, the guide, the desk, checks, directions."""

import sys
import tempfile
from collections.abc import Iterator

from benchmarks import desk, directions, editions, mends, mutations
from benchmarks.figure import Figure, Measure
from benchmarks.library import Place
from benchmarks.measure import cost, middle


def sizes(place: Place) -> Iterator[Figure]:
    """Bytes of the largest PDF in Latin and in Chinese letters."""
    place.build()
    for name, tags, most in (
        ("Latin", ("en", "es", "fr", "de", "pl", "vi"), 60),
        ("Chinese", ("zh_Hans",), 120),
    ):
        largest = max(f.stat().st_size for f in place.pdfs() if f.parent.name in tags) / 1000
        yield Figure(f"largest {name} PDF", f"≤ {most} kB", f"{largest:.0f} kB", largest <= most)


def accessibility(place: Place) -> Iterator[Figure]:
    """The mends of tags: every edition with and without."""
    ratios = mends.measure(place.root)
    cost = 100 * (ratios.pop("all") - 1)
    worst = max(ratios, key=lambda script: ratios[script])
    found = f"{cost:+.1f} % ({worst} {100 * (ratios[worst] - 1):+.1f} %)"
    yield Figure("mends of tags, share of a render", "≤ 3 %", found, cost <= 3)


def formats(place: Place) -> Iterator[Figure]:
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


def online(place: Place) -> Iterator[Figure]:
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


def checking(place: Place) -> Iterator[Figure]:
    """`translate check` without layouts."""
    for what, most, words in (("everything", 5, ()), ("one language", 1, ("es",))):
        command = (*place.generate("translate", "check"), *words, "--no-layout")
        taken = middle([cost(command, place.root, codes=(0, 3)) for _ in range(3)])
        found = f"{taken.cpu:.2f} s"
        yield Figure(f"translate check: {what}", f"≤ {most} s CPU", found, taken.cpu <= most)


def reception(place: Place) -> Iterator[Figure]:
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


def faults(place: Place) -> Iterator[Figure]:
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


def words(_place: Place) -> Iterator[Figure]:
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


MEASURES: tuple[Measure, ...] = (
    sizes, accessibility, formats, online, checking, reception, faults, words,
)  # fmt: skip
