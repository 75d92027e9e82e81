"""What was once published: ``leaflets/revisions.tsv``.

It gives a sheet the date of its content, answers "is my sheet current?", and tells
which printed sheets a changed dose or warning withdraws.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.build.files import write
from medleaf.model.problem import PressError, Problem

if TYPE_CHECKING:  # what a leaflet says is read only where something is to be printed
    from medleaf.model.leaflet import Leaflet

COLUMNS = ("leaflet", "language", "revision", "date", "safety", "changed")


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of one edition, from the day it was first built.

    *safety* is the digest of the English doses, warnings, contraindications and
    emergency sentences that it was made from; *changed* says in a line what is new.
    """

    leaflet: str
    language: str
    revision: str
    date: date
    safety: str
    changed: str


def revision_of(texts: Iterable[str]) -> str:
    """Return the short hash of the sentences of a (translated) leaflet, in reading order."""
    return _digest(texts)[:7]


def safety_of(leaflet: "Leaflet") -> str:
    """Return the digest of the sentences of an English leaflet that may not change unseen."""
    return _digest(s.text for s in leaflet.sentences() if s.role.safety)[:16]


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def read(file: Path) -> tuple[Revision, ...]:
    """Read the revisions in *file*, oldest first; none where there is no file."""
    if not file.exists():
        return ()
    rows, problems = [], []
    for number, row in enumerate(file.read_text("utf-8").splitlines()[1:], start=2):
        cells = row.split("\t")
        try:
            leaflet, language, mark, day, safety, changed = cells
            rows.append(Revision(leaflet, language, mark, date.fromisoformat(day), safety, changed))
        except ValueError:
            message = f"must have the columns {', '.join(COLUMNS)}, divided by tabs"
            problems.append(Problem(file, number, "revision", message))
    if problems:
        raise PressError(problems)
    return tuple(rows)


def save(file: Path, revisions: Iterable[Revision]) -> None:
    """Write *revisions* in an order that merges well: by leaflet, language and date."""
    rows = sorted(revisions, key=lambda r: (r.leaflet, r.language, r.date))
    lines = ["\t".join(COLUMNS)]
    lines += [
        f"{r.leaflet}\t{r.language}\t{r.revision}\t{r.date}\t{r.safety}\t{r.changed}" for r in rows
    ]
    write(file, ("\n".join(lines) + "\n").encode())


def publish(file: Path, new: Iterable[Revision]) -> None:
    """Write down *new* texts, before a sheet that says them goes out.

    Raises PressError where that cannot be done: what is published must be remembered.
    """
    known = read(file)
    names = {(it.leaflet, it.language, it.revision) for it in known}
    added = [it for it in new if (it.leaflet, it.language, it.revision) not in names]
    try:
        save(file, (*known, *added))
    except OSError as error:
        message = f"cannot be written: {error.strerror}; what is published must be remembered"
        raise PressError([Problem(file, 0, "not-written", message)]) from error
