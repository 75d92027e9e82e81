"""What editions cost beside the standard sheet, page by page, and the gallery of all of them.

Every edition of a leaflet is printed turn and turn about, by one process with everything warm
and fits kept, so that a busy machine slows all of them down alike.
"""

import json
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from benchmarks.measure import apart
from medleaf.model.page import Format

LANGUAGES = ("en", "ar", "zh_Hans")
FORMATS: tuple[Format, ...] = ("standard", "large", "bilingual", "easy")
_TURNS = 5


def measure(root: Path) -> dict[str, float]:
    """Return the CPU time of a page of each format, and of a booklet, in pages of a sheet."""
    found: dict[str, float] = apart("benchmarks.editions", root)
    return found


def main(root: Path) -> None:
    """Print baclofen in all formats and *LANGUAGES*, over and over."""
    from medleaf.build import press
    from medleaf.build.job import Job, Press, Printed, Target
    from medleaf.build.library import Library
    from medleaf.build.shelves import Pair
    from medleaf.printing import fonts
    from medleaf.workspace import Workspace, read_clinic

    place = Workspace(root)
    fonts.use(place.fonts)
    press.warm(place.templates)
    library = Library(place, date.today())  # noqa: DTZ011
    shared = Press(read_clinic(place), None, place.templates, place.fonts)

    def edition(tag: str) -> Pair:
        return Pair("baclofen", tag)

    def printed(job: Job) -> Printed:
        outcome = press.run(job)
        assert isinstance(outcome, Printed), outcome
        return outcome

    per_page: defaultdict[str, float] = defaultdict(float)
    for tag in LANGUAGES:
        twin = "ar" if tag == "en" else "en"
        targets: dict[str, Target] = {
            kind: Target(
                edition(tag), "A4", format=kind, beside=twin * (kind == "bilingual") or None
            )
            for kind in FORMATS
        }
        asked = {**targets, "booklet": Target(edition(tag), "A5")}
        jobs, sides = {}, {}
        for kind, target in asked.items():
            both = [library.prepare(pair).edition for pair in target.pairs]
            job = Job(target, both[0], shared, None, both[1] if target.beside else None)
            first = printed(job)
            jobs[kind] = Job(target, both[0], shared, first.fit, job.beside)
            sides[kind] = first.pages * (2 if kind == "booklet" else 1)  # two of A5 on each
        taken: dict[str, list[float]] = defaultdict(list)
        for _ in range(_TURNS):
            for kind, job in jobs.items():
                began = time.process_time()
                printed(job)
                taken[kind].append(time.process_time() - began)
        for kind, times in taken.items():
            per_page[kind] += min(times) / sides[kind]
    ratios = {kind: cost / per_page["standard"] for kind, cost in per_page.items()}
    sys.stdout.write(json.dumps(ratios))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
