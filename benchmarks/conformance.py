"""Every PDF there can be, put to a validator once: editions, papers, pairs of languages, archives.

    python -m benchmarks.conformance [FOLDER]

Prints into FOLDER, by default a temporary one, and asks page-validation whether each PDF is
PDF/UA-1; says what is not, and how many were asked about. The tests ask about a part of them:
all standard sheets, and some of every other edition.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import page  # of the package page-validation

from medleaf.build.job import Failed
from medleaf.build.run import Order, build
from medleaf.build.shelves import Shelves
from medleaf.model.page import Size
from medleaf.workspace import Workspace, find

WORKERS = 2
BOTH: tuple[Size, ...] = ("A4", "Letter")


def orders(place: Workspace) -> Iterator[Order]:
    """Yield what makes every PDF once."""
    yield Order(papers=(*BOTH, "A5"), workers=WORKERS)
    yield Order(papers=BOTH, formats=("large", "easy"), workers=WORKERS)
    yield Order(papers=BOTH, conformance="a-3a", workers=WORKERS)
    for tag in Shelves(place).tags:
        yield Order(papers=BOTH, formats=("bilingual",), beside=tag, workers=WORKERS)


def main(folder: Path) -> int:
    """Print and ask; return 1 if anything is not as it should be."""
    place = find(Path.cwd())
    asked: Counter[str] = Counter()
    wrong = 0
    for order in orders(place):
        with build(place, order, folder / (order.beside or "")) as (report, outcomes):
            for outcome in outcomes:
                if isinstance(outcome, Failed):
                    continue
                target = outcome.target
                kind = "booklet" if target.paper == "A5" else target.format
                asked[kind if target.conformance == "ua-1" else target.conformance] += 1
                for fault in page.validate_pdf_bytes(outcome.data, profile="ua1").failures:
                    wrong += 1
                    sys.stdout.write(f"{target.path}: {fault.rule_id}: {fault.message}\n")
            wrong += len(report.failed)
        for it in report.failed:
            sys.stdout.write(f"{it.target.path}: {it.problems[0].message}\n")
    kinds = ", ".join(f"{count} {kind}" for kind, count in asked.items())
    sys.stdout.write(f"{asked.total()} PDFs ({kinds}): {wrong or 'no'} faults\n")
    return int(wrong > 0)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="medleaf-conformance-") as made:
        sys.exit(main(Path(made)))
