"""What was worked out before, by the hash of all it was worked out from.

It may be lost at any time and costs nothing but work then. It is never asked about
what is printed, only about what is told.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from medleaf.build.files import write


def read(file: Path) -> dict[str, Any]:
    """Return what *file* remembers, by hash; nothing where it is lost or spoilt."""
    try:
        rows = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return rows if isinstance(rows, dict) else {}


def save(file: Path, rows: dict[str, Any]) -> None:
    """Remember *rows* and nothing else, whole or not at all; a full disk is no error."""
    with suppress(OSError):
        write(file, json.dumps(rows, ensure_ascii=False).encode())
