"""The quick mends against plain WeasyPrint: CPU time of a page, and memory of a long-lived worker.

Workers with and without the mends print the same pages, turn and turn about. A page is *new*
if its words were shuffled and its gaps changed, so that only what leaflets really share can be
remembered; it comes *again* where a library is printed for another clinic. Each pair of PDFs
must be the same.

``python -m benchmarks.quick`` tells what each mend gains alone.
"""

import gc
import os
import random
import re
import resource
import time
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measure import ROOT, employed
from medleaf.build.library import Library
from medleaf.build.shelves import Pair
from medleaf.model.page import Fit, Html
from medleaf.printing import fonts, quick, typeset
from medleaf.printing.compose import compose
from medleaf.workspace import Workspace, read_clinic

LANGUAGES = {"en": 0.66, "ar": 0.60, "hi": 0.66, "zh_Hans": 0.55}  # new, of stock's time
AGAIN = 0.50
NEW_PAGES, WARMING = 10, 2
LONG = 1000  # pages, in all languages
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_SIZE = re.compile(r"(?<=:)(\d+\.\d+)(?=pt|mm)")
_HAN = re.compile("[\u4e00-\u9fff]")


class Gain(NamedTuple):
    """CPU time with the mends, divided by that without them; smallest and middle of the runs."""

    least: float
    middle: float


def page(tag: str, leaflet: str = "baclofen") -> Html:
    """Return the page of a bundled leaflet."""
    place = Workspace(ROOT)
    edition = Library(place, date(2026, 1, 1)).recall(Pair(leaflet, tag)).edition
    return compose(edition, read_clinic(place), "A4", Fit(1), place.templates)


def another(html: Html, seed: int) -> Html:
    """Return *html* with the words of each sentence in another order, and gaps a little changed."""
    chance = random.Random(seed)  # noqa: S311  not a secret

    def mixed(found: re.Match[str]) -> str:
        words = _HAN.findall(found[0]) or found[0].split()
        chance.shuffle(words)
        rest = iter(words)
        pattern = _HAN if _HAN.search(found[0]) else re.compile(r"\S+")
        return pattern.sub(lambda _: next(rest), found[0])

    def sized(found: re.Match[str]) -> str:
        return f"{float(found[1]) * chance.uniform(0.98, 1):.3f}"

    head, body = html.markup.split("<body", 1)
    body = _SIZE.sub(sized, _TEXT.sub(mixed, body))
    return replace(html, markup=f"{head}<body{body}")


def compare(tag: str, mends: tuple[str, ...] = quick.MENDS) -> tuple[Gain, Gain]:
    """Return the gain of *mends* on new pages of a language, and on the same page again."""
    first = page(tag)
    new = [another(first, seed) for seed in range(WARMING + NEW_PAGES)]
    with employed(_work, ()) as stock, employed(_work, mends) as mended:
        fresh = _pairs(stock, mended, new)[WARMING:]
        again = _pairs(stock, mended, [new[-1]] * NEW_PAGES)
    return _gain(fresh), _gain(again)


def _gain(pairs: list[tuple[float, float]]) -> Gain:
    plain, mended = zip(*pairs, strict=True)
    return Gain(min(mended) / min(plain), median(mended) / median(plain))


def _pairs(stock: Connection, mended: Connection, pages: list[Html]) -> list[tuple[float, float]]:
    pairs = []
    for html in pages:
        times = []
        for worker in (stock, mended):
            worker.send(html)
            times.append(worker.recv())
        (plain, digest), (took, ours) = times
        if digest != ours:
            raise AssertionError("the mends changed a byte")
        pairs.append((plain, took))
    return pairs


def memory(count: int = LONG) -> tuple[float, float]:
    """Return the MB of a worker after half of *count* different pages in all languages, and all."""
    languages = Library(Workspace(ROOT), date(2026, 1, 1)).tags
    pages = [page(tag) for tag in languages]
    sizes = []
    with employed(_work, quick.MENDS) as worker:
        for n in range(count):
            worker.send(another(pages[n % len(pages)], n))
            worker.recv()
            if n + 1 in {count // 2, count}:
                worker.send(None)
                sizes.append(worker.recv())
    return sizes[0], sizes[1]


def _work(pipe: Connection, mends: tuple[str, ...]) -> None:
    """Print what is sent, and answer with CPU seconds and a digest."""
    fonts.use(ROOT / "fonts")
    quick.MENDS = mends
    typeset.load()
    if "collector" in mends:
        gc.freeze()  # as the press does
    while True:
        html = pipe.recv()
        if html is None:
            pipe.send(_resident())
            continue
        began = time.process_time()
        pdf = typeset.lay(html).write()
        pipe.send((time.process_time() - began, pdf.digest))


def _resident() -> float:
    """Return the MB of memory of this process; the most it ever had where /proc is missing."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Print a table: each mend alone, and all together."""
    for mends in (*((name,) for name in quick.MENDS), quick.MENDS):
        for tag in ("en", "ar"):
            new, again = compare(tag, mends)
            name = mends[0] if len(mends) == 1 else "all"
            print(f"{name:12} {tag}  new {new.least:.2f}  again {again.least:.2f}", flush=True)


if __name__ == "__main__":
    main()
