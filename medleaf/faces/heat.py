"""The state of all leaflets as a page with a heat map."""

from dataclasses import asdict
from pathlib import Path

from medleaf.build.files import write
from medleaf.build.status import Row, unlocks
from medleaf.printing.template import render


def save(rows: tuple[Row, ...], file: Path, templates: Path) -> None:
    """Write the page to *file*: self-contained, without script."""
    by_leaflet: dict[str, list[Row]] = {}
    for row in rows:
        by_leaflet.setdefault(row.leaflet, []).append(row)
    page = render(
        templates / "status.html",
        rows={
            name: [{**asdict(row), "counts": asdict(row.counts)} for row in found]
            for name, found in by_leaflet.items()
        },
        tags=list(dict.fromkeys(row.language for row in rows)),
        unlocks=unlocks(rows),
    )
    write(file, page.encode())
