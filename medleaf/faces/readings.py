"""How hard the leaflets are to read, for people and for programs."""

from dataclasses import asdict

from rich.table import Table

from medleaf.build.check import Checked
from medleaf.faces.report import problem_json, say_json, screen
from medleaf.source.readability import MOST_GRADE


def say_check(found: Checked) -> None:
    """Print how hard each leaflet is to read."""
    table = Table("leaflet", "words on paper", "Flesch-Kincaid", "SMOG")
    for name, measured in found.readings.items():
        table.add_row(name, str(measured.words), str(measured.grade), str(measured.smog))
    screen.print(table)
    count = len(found.problems)
    screen.print(
        f"{count} problems; reading grade at most {MOST_GRADE:g}"
        if count
        else f"no problems; reading grade at most {MOST_GRADE:g}"
    )


def say_check_json(found: Checked) -> None:
    """Print the same for a program."""
    say_json(
        {
            "problems": [problem_json(problem) for problem in found.problems],
            "readings": {name: asdict(measured) for name, measured in found.readings.items()},
        }
    )
