"""Workers that start before the command line is read, which takes as long as what they import.

They start where it is plain from its words that something is to be printed: where nothing lies
there, or where leaflets are named, in languages that are named, and their files are not there. A
wrong guess costs a little work; what is printed is decided by nobody but the plan.
"""

import gc
import os
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.workspace import Workspace

if TYPE_CHECKING:
    from medleaf.workers import Ahead


def ahead(words: Sequence[str], workspace: Workspace) -> "Ahead | None":
    """Return the workers that a command line of *words* surely needs in *workspace*, if any."""
    count = needed(words, workspace)
    if not count:
        return None
    from medleaf.printing import fonts
    from medleaf.workers import Ahead

    fonts.choose(workspace.fonts)
    return Ahead(count, ready)


def ready() -> None:
    """Import in this process what laying out needs, whatever there will be to print."""
    gc.disable()  # nothing that is imported is garbage
    from medleaf.printing import engine

    engine.fetch()
    import_module("medleaf.build.finish")


def needed(words: Sequence[str], workspace: Workspace) -> int:
    """Return how many workers a command line of *words* surely needs in *workspace*."""
    if words[:1] != ["build"] or {"--help", "-h"} & {*words}:
        return 0
    out = Path((_given(words, "--out") or ["out"])[-1])
    cores = os.cpu_count() or 1
    most = (_given(words, "--workers") or [str(cores)])[-1]
    workers = int(most) if most.isdecimal() else 0
    if workers > cores:
        return 0  # perhaps more than there are sheets: left to the plan
    names = {file.stem for file in workspace.leaflet_files}
    leaflets = [word for word in words[1:] if word in names]
    named = [*product(leaflets, _given(words, "--language"))]
    if not named:
        return 0 if any(out.glob("*/*.*")) else workers
    missing = [name for name, tag in named if not any((out / tag).glob(f"{name}.*"))]
    ways = max(len(_given(words, "--paper")), 1) * max(len(_given(words, "--edition")), 1)
    return min(workers, len(missing) * ways)


def _given(words: Sequence[str], option: str) -> list[str]:
    """Return the values of *option*, as ``--out x`` or ``--out=x``."""
    apart = [value for name, value in pairwise(words) if name == option]
    return apart + [word.partition("=")[2] for word in words if word.startswith(f"{option}=")]
