"""Tables for people, and the same for programs."""

from dataclasses import asdict
from typing import Any

from rich.table import Table

from medleaf.build.status import Row, unlocks
from medleaf.faces.report import problem_json, screen
from medleaf.model.edition import State

MOST_UNLOCKS = 5
MOST_SENTENCES = 5
_SIGNS = {
    State.INCOMPLETE: ("red", "incomplete"),
    State.UNREVIEWED: ("yellow", "unreviewed"),
    State.APPROVED: ("green", "approved"),
}


def _cell(row: Row) -> str:
    if not row.offered:
        return "[dim]–[/]"
    if row.state is None:
        return "[bold red]unreadable[/]"
    style, word = _SIGNS[row.state]
    gaps = f" ({len(row.missing)})" if row.missing else ""
    withdraw = " [bold red]WITHDRAW[/]" if row.withdraw else ""
    return f"[{style}]{word}{gaps}[/]{withdraw}"


def say_status(rows: tuple[Row, ...]) -> None:
    """Print the table of leaflets and languages; in brackets the sentences still missing."""
    tags = list(dict.fromkeys(row.language for row in rows))
    cells = {(row.leaflet, row.language): _cell(row) for row in rows}
    table = Table("language")
    for name in dict.fromkeys(row.leaflet for row in rows):
        table.add_column(name, overflow="fold")
    for tag in tags:
        table.add_row(tag, *(text for (_, found), text in cells.items() if found == tag))
    screen.print(table)
    for row in rows:
        if row.state is None:
            for problem in row.problems:
                screen.print(str(problem), markup=False)
    for unlock in unlocks(rows)[:MOST_UNLOCKS]:
        count, leaflets = len(unlock.sentences), ", ".join(unlock.leaflets)
        many = "these {} sentences" if count > 1 else "this {} sentence"
        screen.print(
            f"{unlock.language}: translate {many.format(count)} → printable: {leaflets}",
            markup=False,
        )
        for sentence in unlock.sentences[:MOST_SENTENCES]:
            screen.print(f"    {sentence}", markup=False)
        if count > MOST_SENTENCES:
            screen.print(f"    … `translate todo {unlock.language}` lists them all", markup=False)


def status_json(rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    """Return the same as plain data."""
    return [
        {
            **asdict(row),
            "printable": row.printable,
            "published": row.published and row.published.isoformat(),
            "problems": [problem_json(p) for p in row.problems],
        }
        for row in rows
    ]
