"""One worker's memory over many sheets, in a process of its own."""

import json
import sys
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measure import apart


def memory(root: Path, count: int) -> tuple[float, float]:
    """Return megabytes of memory at half of *count* renders and after all of them."""
    early, late = apart("benchmarks.worker", root, count)
    return early, late


def resident() -> float:
    """Return the memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main(root: Path, count: int) -> None:
    """Render *count* sheets, all editions in turn, A4 and Letter."""
    from medleaf.build.job import Job, Press, Printed, Target
    from medleaf.build.library import Library
    from medleaf.build.press import run
    from medleaf.model.page import Fit
    from medleaf.printing import fonts
    from medleaf.workspace import Workspace, read_clinic

    place = Workspace(root)
    fonts.use(place.fonts)
    library = Library(place, date.today())  # noqa: DTZ011
    press = Press(read_clinic(place), None, place.templates, place.fonts)
    editions = [(pair, library.prepare(pair).edition) for pair in library.offered()]
    early = 0.0
    fits: dict[Target, Fit] = {}  # as a ledger keeps them: each sheet is fitted once
    for n, (pair, edition) in enumerate(islice(cycle(editions), count)):
        target = Target(pair, "A4" if n // len(editions) % 2 else "Letter")
        done = run(Job(target, edition, press, fits.get(target)))
        if isinstance(done, Printed):
            fits[target] = done.fit
        if n == count // 2:
            early = resident()
    sys.stdout.write(json.dumps([early, resident()]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
