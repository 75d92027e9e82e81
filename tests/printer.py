"""Prints a corpus with some of the quick mends, in a process of its own; tells the hashes.

``python tests/printer.py JSON`` with what to do in JSON; the answer is JSON, too.
"""

import hashlib
import json
import logging
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Task:
    """What to print: with which mends, how often, and whether once the bundled editions.

    *planted* is Python that is run before the mends are installed, to break one.
    """

    mends: tuple[str, ...] = ()
    times: int = 1
    editions: bool = False
    documents: tuple[str, ...] = ()
    planted: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Hashes of PDFs by name, what was said in the log, and the mends that were installed."""

    hashes: dict[str, str]
    said: list[str] = field(default_factory=list)
    mends: list[str] = field(default_factory=list)


def start(task: Task) -> subprocess.Popen[bytes]:
    """Start a process that prints *task*."""
    words = [sys.executable, str(Path(__file__)), json.dumps(asdict(task))]
    env = {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, env=env)


def answer(process: subprocess.Popen[bytes]) -> Answer:
    """Return what a process of :func:`start` found out."""
    out, _ = process.communicate()
    assert process.returncode == 0
    return Answer(**json.loads(out))


def main(task: Task) -> Answer:
    from medleaf.printing import fonts, quick, typeset

    said: list[str] = []
    ear = logging.Handler()
    ear.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(ear)
    fonts.use(ROOT / "fonts")
    exec(task.planted)  # noqa: S102  it is the test's own
    quick.MENDS = task.mends
    weasyprint = typeset.load()
    hashes = {}
    for n in range(task.times):
        for name, data in _printed(weasyprint, task, editions=task.editions and n == 0):
            found = hashlib.md5(data, usedforsecurity=False).hexdigest()
            assert hashes.setdefault(name, found) == found, f"{name}: the {n + 1}. time it differs"
    return Answer(hashes, said, list(quick.install()))


def _printed(weasyprint: Any, task: Task, *, editions: bool) -> Any:
    from documents import corpus

    from medleaf.printing import typeset

    for document in corpus():
        if not task.documents or document.name in task.documents:
            yield document.name, _print(weasyprint, document, typeset._font_configuration())
    if editions:
        for name, html in _editions():
            yield name, typeset.lay(html).write().data


def _print(weasyprint: Any, document: Any, font_config: Any) -> bytes:
    try:
        data: bytes = weasyprint.HTML(string=document.html).write_pdf(
            font_config=font_config, pdf_variant=document.variant, pdf_identifier=b"same"
        )
    except Exception as error:  # noqa: BLE001  where the one fails, the other must, too
        return repr(error).encode()
    return data


def _editions() -> Any:
    from medleaf.build.library import Library
    from medleaf.model.page import Fit
    from medleaf.printing.compose import compose
    from medleaf.workspace import find, read_clinic

    place = find(ROOT)
    library = Library(place, date(2026, 1, 1))
    for pair in library.offered():
        edition = library.recall(pair).edition
        for paper in ("A4", "Letter"):
            yield (
                f"{pair.tag}/{pair.leaflet}.{paper}",
                compose(edition, read_clinic(place), paper, Fit(1), place.templates),
            )


if __name__ == "__main__":
    json.dump(asdict(main(Task(**json.loads(sys.argv[1])))), sys.stdout)
