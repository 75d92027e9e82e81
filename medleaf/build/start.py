"""Starts a clinic's own folder from the content that comes with medleaf."""

import shutil
from pathlib import Path

import medleaf
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import SETTINGS

ROOMS = ("leaflets", "templates", "locales", "fonts")


def bundled() -> Path:
    """Return the folder of the bundled content: in the package, or beside it in a checkout."""
    package = Path(medleaf.__file__).parent
    inside = package / "bundled"
    return inside if inside.is_dir() else package.parent


def start(folder: Path) -> None:
    """Fill *folder* with leaflets, templates, locales, fonts and a ``clinic.toml``.

    Raises PressError where something is there already; nothing is overwritten.
    """
    there = [name for name in (SETTINGS, *ROOMS) if (folder / name).exists()]
    if there:
        message = "is there already; choose an empty folder"
        raise PressError(Problem(folder / name, 0, "exists", message) for name in there)
    source = bundled()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for room in ROOMS:
            shutil.copytree(source / room, folder / room)
        shutil.copy(source / SETTINGS, folder)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise PressError([Problem(folder, 0, "not-written", message)]) from error
