"""Says on a terminal, or to a program, what became of the work."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from medleaf.build.job import Failed, Outcome, Printed
from medleaf.build.plan import Plan, Refused
from medleaf.build.run import Report
from medleaf.model.problem import Problem, Severity

# Without a terminal rich takes 80 columns; a log has room for more.
screen = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 200)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
MOST_REFUSED = 5  # problems told of one refused edition; `--json` tells all


def say_json(data: Any) -> None:
    """Print *data* for a program."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return *problem* as plain data."""
    return {
        "file": str(problem.file),
        "line": problem.line,
        "code": problem.code,
        "message": problem.message,
        "severity": str(problem.severity),
    }


def say_problems(problems: Iterable[Problem]) -> None:
    """Print *problems*, each on a line that editors can jump to."""
    for problem in problems:
        style = "red" if problem.severity is Severity.ERROR else "yellow"
        errors.print(str(problem), style=style, markup=False)


@contextmanager
def progress(plan: Plan, *, quiet: bool) -> Iterator[Any]:
    """Yield a function that shows an outcome: a bar with time left, or a plain line each."""
    if quiet or not plan.expected:
        yield lambda _outcome: None
    elif not screen.is_terminal:
        yield lambda outcome: screen.print(_line(outcome), markup=False)
    else:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=screen, transient=True) as bar:
            task = bar.add_task("Printing", total=plan.expected)

            def show(outcome: Outcome) -> None:
                path = str(outcome.target.path)
                bar.update(task, advance=1, total=plan.expected, description=path)

            yield show


def _line(outcome: Outcome) -> str:
    match outcome:
        case Printed(target=target, data=data, pages=pages):
            return f"{target.path}: {pages} pages, {len(data) // 1024} kB"
        case Failed(target=target):
            return f"{target.path}: FAILED"


def build_json(report: Report) -> dict[str, Any]:
    """Return what a build did, as plain data."""

    def told(items: Sequence[Failed | Refused]) -> list[dict[str, Any]]:
        return [
            {"file": str(item.target.path), "problems": [problem_json(p) for p in item.problems]}
            for item in items
        ]

    return {
        "out": str(report.out),
        "printed": [
            {"file": str(p.target.path), "pages": p.pages, "bytes": len(p.data), "sha256": p.digest}
            for p in report.printed
        ],
        "fresh": [str(item.target.path) for item in report.planned.fresh],
        "refused": told(report.planned.refused),
        "failed": told(report.failed),
    }


def say_build(report: Report) -> None:
    """Print what a build did, and everything that kept sheets from being printed."""
    stopped: list[Refused | Failed] = [*report.planned.refused, *report.failed]
    for item in stopped:
        word = "refused" if isinstance(item, Refused) else "failed"
        errors.print(f"{item.target.path}: {word}", style="bold red", markup=False)
        say_problems(item.problems[:MOST_REFUSED])
        if (more := len(item.problems) - MOST_REFUSED) > 0:
            errors.print(f"  and {more} more; `--json` lists them all", markup=False)
    counts = {
        "printed": len(report.printed),
        "unchanged": len(report.planned.fresh),
        "refused": len(report.planned.refused),
        "failed": len(report.failed),
    }
    said = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    screen.print(f"{said or 'nothing to print'} → {report.out}", markup=False)
