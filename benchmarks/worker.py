"""One worker's memory over many sheets: a process of a real pool, as `build` makes it."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measure import apart
from medleaf.workers import pool


def memory(root: Path, count: int) -> tuple[float, float]:
    """Return megabytes of memory at half of *count* renders and after all of them."""
    early, late = apart("benchmarks.worker", root, count)
    return early, late


def resident() -> float:
    """Return the memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main(root: Path, count: int) -> None:
    """Let one worker render *count* sheets, all editions in turn, A4 and Letter."""
    from medleaf.build import press
    from medleaf.build.job import Job, Press, Printed, Target
    from medleaf.build.library import Library
    from medleaf.model.page import Fit
    from medleaf.printing import fonts
    from medleaf.workspace import Workspace, read_clinic

    place = Workspace(root)
    fonts.use(place.fonts)
    with pool(1) as crew:
        crew.submit(partial(press.warm, place.templates)).result()
        library = Library(place, date.today())  # noqa: DTZ011
        shared = Press(read_clinic(place), None, place.templates, place.fonts)
        editions = [(pair, library.prepare(pair).edition) for pair in library.offered()]
        fits: dict[Target, Fit] = {}  # as a ledger keeps them: each sheet is fitted once

        def jobs() -> Iterator[Job]:
            for n, (pair, edition) in enumerate(islice(cycle(editions), count)):
                target = Target(pair, "A4" if n // len(editions) % 2 else "Letter")
                yield Job(target, edition, shared, fits.get(target))

        sizes = []
        for n, job in enumerate(jobs(), start=1):
            done = crew.submit(press.run, job).result()
            if isinstance(done, Printed):
                fits[job.target] = done.fit
            if n in {count // 2, count}:
                sizes.append(crew.submit(resident).result())
    sys.stdout.write(json.dumps(sizes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
