"""Style sheets -> CSS."""

from pathlib import Path

from medleaf.model.problem import PressError, Problem

STANDARD = "leaflet.css"  # of the standard sheet


def style(file: Path) -> str:
    """Return the CSS in *file*."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PressError([Problem(file, 0, "template", message)]) from error
