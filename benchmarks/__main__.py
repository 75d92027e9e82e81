"""Prints one page of figures, keeps them in ``benchmarks/results.json``, and draws the chart.

The machines this runs on are small and shared: every peer is measured in the same run,
turn and turn about, and what counts is the ratio. ``python -m benchmarks cold many`` measures
again what is named, and leaves the other results as they are.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import library, quality, speed
from benchmarks.chart import draw
from benchmarks.figure import Bars, Figure, Measure
from benchmarks.measure import ROOT

MEASURES: dict[str, Measure] = {it.__name__: it for it in (*speed.MEASURES, *quality.MEASURES)}
CHART = ROOT / "docs" / "pictures" / "speed.svg"
RESULTS = ROOT / "benchmarks" / "results.json"
_SIGNS = {True: "yes", False: "NO", None: ""}


def main(names: list[str]) -> int:
    """Measure what is named, everything without names; return 1 if a figure was not reached."""
    if unknown := [name for name in names if name not in MEASURES]:
        sys.exit(f"there is no {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    table = Table("figure", "reach", "found", "")
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="medleaf-bench-") as folder:
        place = library.copy(ROOT, Path(folder))
        for name in names or MEASURES:
            began = time.monotonic()
            figures = _taken(name, place)
            keep(name, figures)
            for row in figures:
                table.add_row(row.what, row.reach, row.found, _SIGNS[row.reached])
            table.add_section()
            found += figures
            print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    Console(width=140).print(table)
    CHART.write_text(draw(kept_bars(), note()), "utf-8")
    return int(any(figure.reached is False for figure in found))


def _taken(name: str, place: library.Place) -> list[Figure]:
    """Return the figures of a measure; one that breaks down is a figure that was not reached."""
    figures: list[Figure] = []
    try:
        for figure in MEASURES[name](place):
            print(f"{figure.what}: {figure.found}", file=sys.stderr, flush=True)
            figures.append(figure)
    except Exception as error:  # noqa: BLE001  the others are still worth to be measured
        broken = f"{type(error).__name__}: {error}"
        print(f"{name}: {broken}", file=sys.stderr, flush=True)
        figures.append(Figure(name, "", broken.splitlines()[0], reached=False))
    return figures


def keep(name: str, figures: list[Figure]) -> None:
    """Write down the *figures* of a measure, beside those of the others."""
    kept = _kept()
    rows = [{**row._asdict(), "bars": row.bars and row.bars._asdict()} for row in figures]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    kept[name] = {"machine": machine, "figures": rows}
    ordered = {name: kept[name] for name in MEASURES if name in kept}
    RESULTS.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", "utf-8")


def kept_bars() -> list[Bars]:
    """Return the comparisons among all results that are kept."""
    rows = [row["bars"] for measure in _kept().values() for row in measure["figures"]]
    return [
        Bars(row["title"], row["unit"], tuple((name, length) for name, length in row["lengths"]))
        for row in rows
        if row
    ]


def note() -> str:
    """Return how what is kept was measured."""
    machines = sorted({measure["machine"] for measure in _kept().values()})
    return f"Wall time, medians of runs taken turn and turn about, on {'; '.join(machines)}."


def _kept() -> dict[str, Any]:
    return json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}


if __name__ == "__main__":
    if not shutil.which("weasyprint", path=str(Path(sys.executable).parent)):
        sys.exit("the weasyprint command is not beside this Python: run `make bench`")
    sys.exit(main(sys.argv[1:]))
