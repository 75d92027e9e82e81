"""What all commands share: where they work, and what they answer with."""

from pathlib import Path

from medleaf.workspace import Workspace, find

USAGE = 2
REFUSED = 3
FALLBACK: list[Path] = []  # where the front door stands


def here() -> Workspace:
    """Return the workspace of the current folder, or else of the front door."""
    return find(Path.cwd(), *FALLBACK)
