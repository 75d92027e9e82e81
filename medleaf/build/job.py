"""One PDF to print: all that a worker needs, and what became of it."""

import pickle
from dataclasses import dataclass
from pathlib import Path

from medleaf.build.files import digest
from medleaf.build.library import Pair
from medleaf.model.clinic import Clinic, Paper
from medleaf.model.edition import Edition
from medleaf.model.page import Fit
from medleaf.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Target:
    """A PDF that can be asked for: an edition on a paper, as a sheet or as a draft."""

    pair: Pair
    paper: Paper
    draft: bool = False

    @property
    def path(self) -> Path:
        """Where the PDF lies below the folder for output: ``es/baclofen.letter.pdf``."""
        letter = ".letter" if self.paper == "Letter" else ""
        draft = ".DRAFT" if self.draft else ""
        return Path(self.pair.tag) / f"{self.pair.leaflet}{letter}{draft}.pdf"


@dataclass(frozen=True, slots=True)
class Press:
    """What all sheets of one build share: the clinic, the looks, the fonts."""

    clinic: Clinic
    logo: tuple[bytes, str] | None
    templates: Path
    fonts: Path


@dataclass(frozen=True, slots=True)
class Job:
    """One PDF to print. *kept* is how it was fitted before, None if it never was."""

    target: Target
    edition: Edition
    press: Press
    kept: Fit | None = None

    def key(self, shared: str) -> str:
        """Return the hash of everything that the PDF is made from; *shared* is the press's."""
        edition = pickle.dumps(
            (
                self.edition.leaflet.model_dump_json(),
                self.edition.words.model_dump_json(),
                self.edition.language,
                self.edition.state,
                self.edition.revision,
                self.edition.published,
                self.edition.reviewed,
                sorted(self.edition.missing),
            ),
            protocol=5,
        )
        return digest(f"{shared}{self.target.path}{self.target.paper}".encode() + edition)


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, not yet on disk, and how it was fitted."""

    target: Target
    data: bytes
    digest: str
    pages: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class Failed:
    """A PDF that could not be printed, and why."""

    target: Target
    problems: tuple[Problem, ...]


Outcome = Printed | Failed
