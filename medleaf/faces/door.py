"""Where every command comes in; workers may get ready before its words are read."""

import atexit
import gc
import os
import sys
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.build.ahead import ahead
from medleaf.faces import front
from medleaf.model.problem import PressError

if TYPE_CHECKING:
    from medleaf.workers import Ahead


def main(front_door: Path | None = None) -> None:
    """Run the command line; *front_door* is the workspace where none is found otherwise."""
    gc.disable()  # a short life makes little garbage; workers collect theirs
    codes: list[int] = []
    atexit.register(_leave, codes)  # the first one to be registered is called last
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looked for in all packages
    if front_door:
        front.FALLBACK[:] = [front_door]
    front.crew = _ahead()
    with closing(front.crew) if front.crew else nullcontext():
        from medleaf.faces.cli import run

        codes.append(run())
    sys.exit(codes[0])


def _leave(codes: list[int]) -> None:
    """Leave with the code that the command returned, if it did.

    Python would take apart all that was imported first, which takes as long as `--help`.
    """
    if not codes:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # nobody reads any more: Python ends as ever
    os._exit(codes[0])


def _ahead() -> "Ahead | None":
    try:
        return ahead(sys.argv[1:], front.here())
    except (PressError, OSError):
        return None  # whoever reads the command line tells what is wrong
