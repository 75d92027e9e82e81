"""What lies in the folder for output, and what it was made from.

Freshness is told by hashes, never by the clock: a PDF is fresh if its inputs
have the hash they had, and the file is the one that was written then.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from medleaf.build.files import digest, write
from medleaf.model.page import Fit

NAME = "ledger.json"


@dataclass(frozen=True, slots=True)
class Line:
    """One PDF: the hash of its input files, of all it was made from, and of itself."""

    inputs: str
    key: str
    digest: str
    fit: Fit


Ledger = Mapping[str, Line]  # path below the output folder -> line


def read(folder: Path) -> dict[str, Line]:
    """Read the ledger of *folder*; one that is lost or spoilt only costs a printing."""
    try:
        rows = json.loads((folder / NAME).read_bytes())
        return {path: Line(**{**row, "fit": Fit(**row["fit"])}) for path, row in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def save(folder: Path, ledger: Ledger) -> None:
    """Write *ledger* into *folder*."""
    rows = {path: asdict(line) for path, line in sorted(ledger.items())}
    write(folder / NAME, json.dumps(rows, indent=1).encode())


def lies_there(folder: Path, path: str, line: Line) -> bool:
    """Return whether the PDF at *path* is the one that *line* speaks of."""
    file = folder / path
    return file.is_file() and digest(file.read_bytes()) == line.digest
