"""Says what became of prescriptions; rows are named, patients never."""

from dataclasses import asdict
from typing import Any

from medleaf.build.dispensing import Report
from medleaf.build.manifest import Line
from medleaf.faces.front import USAGE
from medleaf.faces.report import errors, say_json, screen

__all__ = ["arrived", "line", "report_json", "say_json", "say_report", "usage"]

_MOST_TOLD = 40  # rows told on a terminal; report.tsv has them all


def usage(message: str) -> int:
    """Say what the command needs, and return the exit code for that."""
    errors.print(message, markup=False)
    return USAGE


def line(made: Line, *, quiet: bool) -> None:
    """Print that a file was made."""
    if not quiet:
        screen.print(f"{made.file}: {made.matched}, directions {made.directions}", markup=False)


def report_json(report: Report) -> dict[str, Any]:
    """Return what became of prescriptions, as plain data."""
    return {
        "out": str(report.out),
        "printed": [asdict(it) for it in report.printed],
        "unchanged": [asdict(it) for it in report.fresh],
        "stamped": report.stamped,
        "rows": [{"what": what, **asdict(it)} for what, it in report.told],
    }


def say_report(report: Report) -> None:
    """Print what became of prescriptions, row by row where something is to be said."""
    for what, it in report.told[:_MOST_TOLD]:
        style = "yellow" if what == "note" else "red"
        errors.print(f"row {it.row}: {what}: {it.code}: {it.reason}", style=style, markup=False)
    if (more := len(report.told) - _MOST_TOLD) > 0:
        errors.print(f"and {more} more; {report.out}/report.tsv has them all", markup=False)
    counts = {
        "printed": len(report.printed),
        "unchanged": len(report.fresh),
        "refused": len(report.refused),
        "failed": len(report.failed),
    }
    said = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    screen.print(f"{said or 'nothing to do'} → {report.out}", markup=False)


def arrived(name: str, report: Report | None, problems: tuple[object, ...]) -> None:
    """Print what became of a file that arrived."""
    for problem in problems:
        errors.print(str(problem), style="red", markup=False)
    if report is None:
        errors.print(f"{name}: failed", style="red", markup=False)
    else:
        say_report(report)
