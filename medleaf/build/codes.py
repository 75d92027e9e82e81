"""The codes that a pharmacy adds to those of the leaflets: ``codes.tsv``.

Records name packs and clinical drugs, leaflets know substances; which of them are the same medicine
is for the pharmacy to say. One row a code: system, code, leaflet, divided by tabs.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from medleaf.model.leaflet import Codes
from medleaf.model.problem import PressError, Problem

COLUMNS = ("system", "code", "leaflet")


def read(file: Path, leaflets: Collection[str]) -> Mapping[tuple[str, str], str]:
    """Read *file*, nothing where there is none: (system, code) -> leaflet, one of *leaflets*.

    Raises PressError with every row that is not whole, or that says another leaflet than
    the row of the same code above it.
    """
    if not file.exists():
        return {}
    found: dict[tuple[str, str], str] = {}
    problems = []
    for number, row in enumerate(file.read_text("utf-8-sig").splitlines(), start=1):
        cells = tuple(cell.strip() for cell in row.split("\t"))
        if not row.strip() or row.startswith("#") or cells == COLUMNS:
            continue
        if message := _fault(cells, leaflets, found):
            problems.append(Problem(file, number, "codes", message))
            continue
        found[cells[0], cells[1]] = cells[2]
    if problems:
        raise PressError(problems)
    return found


def _fault(
    cells: tuple[str, ...], leaflets: Collection[str], found: Mapping[tuple[str, str], str]
) -> str:
    if len(cells) != len(COLUMNS) or not all(cells):
        return f"must have the columns {', '.join(COLUMNS)}, divided by tabs, none of them empty"
    system, code, leaflet = cells
    if system not in Codes.model_fields:
        return f"there is no code system {system!r}; there are {', '.join(Codes.model_fields)}"
    if leaflet not in leaflets:
        return f"there is no leaflet {leaflet!r}; there are {', '.join(sorted(leaflets))}"
    if found.get((system, code), leaflet) != leaflet:
        return f"{system} {code} already belongs to {found[system, code]}"
    return ""
