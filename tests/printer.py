"""Prints documents with some of the quick mends, in processes of their own; tells the hashes.

``python tests/printer.py`` imports WeasyPrint and waits. Each line it reads is a task in JSON,
which a fork does, since a mend cannot be taken out again; each line it writes is an answer.
"""

import gc
import hashlib
import json
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, Self

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Task:
    """What to print: with which mends, and how often.

    *documents* are names of the corpus. *editions* are bundled ones: leaflet, language and paper,
    and the numbers of its :class:`Fit`. *planted* is Python that is run in the module
    of the first mend before it is installed, to break it.
    """

    mends: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    editions: tuple[tuple[tuple[str, str, str], tuple[float, ...]], ...] = ()
    times: int = 1
    planted: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Hashes of PDFs by name, what was said in the log, and the mends that were installed."""

    hashes: dict[str, str]
    said: list[str] = field(default_factory=list)
    mends: list[str] = field(default_factory=list)


def hash_of(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


class Printer:
    """The process that prints; to be used as a context."""

    def __enter__(self) -> Self:
        words = [sys.executable, str(Path(__file__))]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(words, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, **pipes)  # type: ignore[call-overload]
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def print(self, task: Task) -> Answer:
        """Return what became of *task*; what went wrong stands on stderr."""
        self._process.stdin.write(json.dumps(asdict(task)) + "\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        assert said.strip(), "the printer failed"
        return Answer(**json.loads(said))


def main() -> None:
    from medleaf.printing import engine, fonts

    fonts.use(ROOT / "fonts")
    engine.fetch()
    _warm()
    gc.freeze()
    for line in sys.stdin:
        if not (fork := os.fork()):
            _answer(line)
        _, status = os.waitpid(fork, 0)
        if status:
            print(flush=True)  # noqa: T201


def _answer(line: str) -> NoReturn:
    """Do a task and leave at once: to tidy up takes longer than to print a page."""
    status = 1
    try:
        print(json.dumps(asdict(_done(Task(**json.loads(line))))), flush=True)  # noqa: T201
        status = 0
    except BaseException:  # noqa: BLE001  whatever it is, it is told
        traceback.print_exc()
    finally:
        os._exit(status)


def _warm() -> None:
    """Read what every fork would read: the rules of hyphenation, and what composes editions."""
    import pyphen

    import_module("medleaf.build.formats")
    for tag in ("de", "en", "ru"):
        pyphen.Pyphen(lang=pyphen.language_fallback(tag))


def _done(task: Task) -> Answer:
    from medleaf.printing import quick, typeset

    said: list[str] = []
    ear = logging.Handler()
    ear.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(ear)
    if task.planted:
        exec(task.planted, vars(import_module(f"medleaf.printing.quick.{task.mends[0]}")))  # noqa: S102  it is the test's own
    quick.MENDS = tuple(task.mends)
    weasyprint = typeset.load()
    hashes: dict[str, str] = {}
    for n in range(task.times):
        for name, data in _printed(weasyprint, task):
            found = hash_of(data)
            assert hashes.setdefault(name, found) == found, f"{name}: the {n + 1}. time it differs"
    return Answer(hashes, said, list(quick.install()))


def _printed(weasyprint: Any, task: Task) -> Iterator[tuple[str, bytes]]:
    from documents import corpus

    from medleaf.printing import typeset

    wanted = set(task.documents)
    for document in corpus():
        if document.name in wanted:
            yield document.name, _print(weasyprint, document, typeset._font_configuration())
    if task.editions:
        yield from _editions(task)


def _print(weasyprint: Any, document: Any, font_config: Any) -> bytes:
    try:
        data: bytes = weasyprint.HTML(string=document.html).write_pdf(
            font_config=font_config, pdf_variant=document.variant, pdf_identifier=b"same"
        )
    except Exception as error:  # noqa: BLE001  where the one fails, the other must, too
        return repr(error).encode()
    return data


def _editions(task: Task) -> Iterator[tuple[str, bytes]]:
    from medleaf.build.job import Job, Press, Target
    from medleaf.build.pages import page_of
    from medleaf.build.run import open_library
    from medleaf.build.shelves import Pair
    from medleaf.model.page import Fit
    from medleaf.printing.typeset import typeset
    from medleaf.workspace import find, read_clinic

    place = find(ROOT)
    library = open_library(place)
    press = Press(read_clinic(place), None, place.templates, place.fonts)
    for (leaflet, tag, paper), fit in task.editions:
        pair = Pair(leaflet, tag)
        job = Job(Target(pair, paper), library.recall(pair).edition, press)  # type: ignore[arg-type]
        yield str(job.target.path), typeset(page_of(job, Fit(*fit))).data


if __name__ == "__main__":
    main()
