"""One file to make: all that a worker needs, and what became of it."""

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.build.files import digest
from medleaf.build.shelves import Pair
from medleaf.model.page import PAPERLESS, Conformance, Fit, Format, Html, Size
from medleaf.model.problem import Problem

if TYPE_CHECKING:  # slow to import; workers start before it is known what a clinic is
    from medleaf.model.clinic import Clinic
    from medleaf.model.edition import Edition

_SUFFIX: dict[Format, str] = {"text": "txt", "braille": "brf"}


@dataclass(frozen=True, slots=True)
class Target:
    """A file that can be asked for: an edition in a format on a paper, perhaps as a draft.

    *beside* is the tag of the second language of a bilingual one.
    """

    pair: Pair
    paper: Size
    draft: bool = False
    format: Format = "standard"
    beside: str | None = None
    conformance: Conformance = "ua-1"

    @property
    def path(self) -> Path:
        """Where the file lies below the folder for output: ``es/baclofen.large.letter.pdf``.

        One for an archive has the name of its standard before the end: ``baclofen.a-3a.pdf``.
        """
        kind = "" if self.format == "standard" else f".{self.format}"
        paper = "" if self.paper == "A4" or self.format in PAPERLESS else f".{self.paper.lower()}"
        draft = ".DRAFT" if self.draft else ""
        standard = "" if self.conformance == "ua-1" else f".{self.conformance}"
        suffix = _SUFFIX.get(self.format, "pdf")
        return Path(self.pair.tag) / f"{self.pair.leaflet}{kind}{paper}{draft}{standard}.{suffix}"

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The editions that the file is made from: the reader's first."""
        return (self.pair, Pair(self.pair.leaflet, self.beside)) if self.beside else (self.pair,)


@dataclass(frozen=True, slots=True)
class Press:
    """What all sheets of one build share: the clinic, the looks, the fonts."""

    clinic: "Clinic"
    logo: tuple[bytes, str] | None
    templates: Path
    fonts: Path


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make. *kept* is how it was fitted before, None if it never was.

    *beside* is the second language of a bilingual one.
    """

    target: Target
    edition: "Edition"
    press: Press
    kept: Fit | None = None
    beside: "Edition | None" = None

    def key(self, shared: str) -> str:
        """Return the hash of everything that the PDF is made from; *shared* is the press's."""
        both = [self.edition, self.beside] if self.beside else [self.edition]
        editions = b"".join(map(_frozen, both))
        return digest(f"{shared}{self.target.path}{self.target.beside}".encode() + editions)


def _frozen(edition: "Edition") -> bytes:
    return pickle.dumps(
        (
            edition.leaflet.model_dump_json(),
            edition.words.model_dump_json(),
            edition.language,
            edition.state,
            edition.revision,
            edition.published,
            edition.reviewed,
            sorted(edition.missing),
            edition.directions,
            edition.label,
        ),
        protocol=5,
    )


@dataclass(frozen=True, slots=True)
class Composed:
    """A file whose pages are composed, to be laid out; *fit* is how tightly they are set."""

    target: Target
    html: Html
    fit: Fit


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished file, not yet on disk, and how it was fitted."""

    target: Target
    data: bytes
    digest: str
    pages: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be made, and why."""

    target: Target
    problems: tuple[Problem, ...]


Piece = Job | Composed  # of work, for one worker
Outcome = Printed | Failed
