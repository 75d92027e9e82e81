"""Paper: hands finished files to a printer of CUPS."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from medleaf.model.page import Size
from medleaf.model.problem import PressError, Problem

_SECONDS = 60  # lp only puts a file into the queue


def find(printer: str) -> None:
    """Raise PressError where there is no ``lp`` or no such *printer*."""
    if not shutil.which("lp"):
        message = "printing needs CUPS: install it (Debian: apt install cups-client)"
        raise PressError([Problem(Path("lp"), 0, "no-printing", message)])
    if not printer or printer.startswith("-"):
        message = f"{printer!r} is no name of a printer; `lpstat -e` lists them"
        raise PressError([Problem(Path("lp"), 0, "no-printer", message)])
    known = subprocess.run(
        ["lpstat", "-e"],  # noqa: S607  found where the system has it
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    names = known.stdout.split()
    if printer not in names:
        message = f"there is no printer {printer!r}; there are {', '.join(names) or 'none'}"
        raise PressError([Problem(Path("lp"), 0, "no-printer", message)])


def send(files: Iterable[Path], printer: str, paper: Size) -> tuple[Problem, ...]:
    """Put *files* into the queue of *printer*, both sides of the paper; return what went wrong."""
    problems = []
    for file in files:
        command = ["lp", "-d", printer, "-o", "sides=two-sided-long-edge", "-o", f"media={paper}"]
        done = subprocess.run(  # noqa: S603  a fixed program, and files of ours
            [*command, "--", str(file)],
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        if done.returncode:
            message = f"was not printed: {done.stderr.strip()[:200] or 'lp gave no reason'}"
            problems.append(Problem(Path(file.name), 0, "not-printed", message))
    return tuple(problems)
