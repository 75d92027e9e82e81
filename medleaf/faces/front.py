"""What all commands share: where they work, and what they answer with."""

from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.workspace import Workspace, find

if TYPE_CHECKING:
    from medleaf.workers import Ahead

USAGE = 2
REFUSED = 3
FALLBACK: list[Path] = []  # where the front door stands
crew: "Ahead | None" = None  # workers that are getting ready


def here() -> Workspace:
    """Return the workspace of the current folder, or else of the front door."""
    return find(Path.cwd(), *FALLBACK)
