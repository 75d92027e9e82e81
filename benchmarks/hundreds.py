"""A library of 408 editions: baclofen under 34 names, in all of its 12 languages.

They are planned, checked and entered into the ledger by a real build; only the printing is
left out, as what is measured is a build that has nothing to print.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.library import Place, copy
from medleaf.build import press
from medleaf.build.job import Job, Printed
from medleaf.build.run import Order, build
from medleaf.model.page import Fit
from medleaf.workspace import Workspace

NAMES = 34
BYTES = 40_000  # of a PDF, about as many as ours have


def hundreds(source: Path, folder: Path) -> Place:
    """Make the library in *folder* and return it, with everything fresh."""
    place = copy(source, folder)
    there = place.place
    for file in there.leaflet_files:
        if file.stem != "baclofen":
            file.unlink()
    for n in range(2, NAMES + 1):
        _copy(there.leaflet("baclofen"), there.leaflet(f"baclofen-{n}"))
        for tag in there.tags:
            if (catalog := there.catalog(tag, "baclofen")).is_file():
                _copy(catalog, there.catalog(tag, f"baclofen-{n}"))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.hundreds", str(place.root), str(place.out)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return place


def _copy(file: Path, other: Path) -> None:
    if file.suffix == ".yaml":
        text = re.sub(r"^id:.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
        other.write_text(text, "utf-8")
    else:
        shutil.copy(file, other)


def _stand_in(job: Job) -> Printed:
    data = f"{job.target.path}\n".encode().ljust(BYTES, b"%")
    return Printed(job.target, data, hashlib.sha256(data).hexdigest(), 2, Fit())


def main(root: Path, out: Path) -> None:
    """Build everything with a press that prints nothing."""
    # Workers know the stand-in by the name of what it stands for.
    _stand_in.__module__, _stand_in.__qualname__ = press.__name__, "run"
    press.run = _stand_in
    with build(Workspace(root), Order(workers=1), out) as (report, outcomes):
        count = sum(1 for _ in outcomes)
    refused = [str(p) for item in report.planned.refused for p in item.problems][:5]
    assert not refused, refused
    assert not report.failed, report.failed
    sys.stdout.write(json.dumps(count))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
