"""The next leaflet, when everything is warm: ours and the peers' turn by turn.

Each way has a process of its own that has printed before. A *new* leaflet has the words of baclofen
in another order; *again* is the same leaflet once more. Ours and Typst begin with the words, plain
WeasyPrint and Chromium are given the finished page.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import peers, stock
from benchmarks.hundreds import shuffled
from benchmarks.measure import ROOT, apart, employed
from medleaf.build import press
from medleaf.build.job import Job, Press, Printed, Target
from medleaf.build.library import Library
from medleaf.build.shelves import Pair
from medleaf.model.edition import Edition
from medleaf.model.page import Fit
from medleaf.model.text import Text
from medleaf.printing import fonts
from medleaf.printing.compose import compose
from medleaf.workspace import Workspace, read_clinic

TAG, WARMING, PAGES = "en", 3, 15
Seconds = dict[str, tuple[float, float]]  # a new page, and one that comes again, by the way
Print = Callable[[Any], None]


def measure() -> Seconds:
    """Return the median seconds of wall time that each way takes."""
    found = apart("benchmarks.warm")
    return {name: (new, again) for name, (new, again) in found.items()}


# ------------------------------------------------------------------ one process for each way


def _medleaf() -> Print:
    place = Workspace(ROOT)
    fonts.use(place.fonts)
    press.warm(place.templates)

    def make(job: Job) -> None:
        done = press.run(job)
        assert isinstance(done, Printed), done

    return make


def _weasyprint() -> Print:
    return stock.write


def _typst() -> Print:
    import typst

    folder = Path(tempfile.gettempdir())  # which is this run's own
    source = folder / "page.typ"
    source.write_text("", "utf-8")
    compiler = typst.Compiler(
        str(source), font_paths=[str(ROOT / "fonts")], ignore_system_fonts=True
    )

    def make(page: Path) -> None:
        for name in ("page.typ", "qr.png"):
            shutil.copy(page / name, folder)
        compiler.compile(format="pdf", pdf_standards="ua-1")

    return make


def _chromium() -> Print:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, peers.CHROMIUM)))
    browser = (
        sync_playwright()
        .start()
        .chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
    )
    page = browser.new_page()

    def make(folder: Path) -> None:
        page.goto((folder / "linked.html").as_uri())
        page.pdf(path=folder / "page.pdf", prefer_css_page_size=True, tagged=True)

    return make


WAYS = {
    "medleaf": _medleaf, "WeasyPrint": _weasyprint, "Typst": _typst, "Chromium": _chromium,
}  # fmt: skip


def _work(pipe: Connection, name: str, settings: dict[str, str], folder: Path) -> None:
    folder.mkdir()
    os.environ.update(settings)
    tempfile.tempdir = str(folder)
    make = WAYS[name]()
    while True:
        page = pipe.recv()
        began = time.perf_counter()
        make(page)
        pipe.send(time.perf_counter() - began)


# ------------------------------------------------------------------ the pages


def _mixed(edition: Edition, seed: int) -> Edition:
    def change(sentence: Any) -> Text:
        return Text(shuffled(sentence.text, seed))

    return replace(edition, leaflet=edition.leaflet.rewrite(change))


def _pages(seed: int, edition: Edition, shared: Press, folder: Path) -> dict[str, Any]:
    """Return what each way is given to make the page of *edition*."""
    target = Target(Pair("baclofen", TAG), "A4")
    html = compose(edition, shared.clinic, "A4", Fit(1), shared.templates)
    names = [folder / f"{seed}-{kind}" for kind in ("html", "typst")]
    peers.write(html, names[0])
    peers.typst(edition, shared.clinic, shared.templates, names[1], shared.fonts)
    return {
        "medleaf": Job(target, edition, shared, Fit(1)),
        "WeasyPrint": names[0],
        "Typst": names[1],
        "Chromium": names[0],
    }


def main() -> None:
    """Let all ways make the same pages, turn and turn about, and tell what each took."""
    place = Workspace(ROOT)
    shared = Press(read_clinic(place), None, place.templates, place.fonts)
    edition = Library(place, date(2026, 1, 1)).recall(Pair("baclofen", TAG)).edition
    ways = [name for name in WAYS if name != "Chromium" or any(map(shutil.which, peers.CHROMIUM))]
    taken: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory(prefix="medleaf-warm-") as kept, ExitStack() as stack:
        folder = Path(kept)
        settings = peers.settings(folder, place.fonts)
        workers = {
            name: stack.enter_context(employed(_work, name, settings, folder / name))
            for name in ways
        }
        new = [
            _pages(seed, _mixed(edition, seed), shared, folder) for seed in range(WARMING + PAGES)
        ]
        for page in (*new, *([new[-1]] * PAGES)):
            for name, worker in workers.items():
                worker.send(page[name])
                taken[name].append(worker.recv())
    middle = {
        name: (median(times[WARMING:-PAGES]), median(times[-PAGES:]))
        for name, times in taken.items()
    }
    sys.stdout.write(json.dumps(middle))


if __name__ == "__main__":
    main()
