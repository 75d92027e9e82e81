"""What the press makes out of an edition, stage by stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from unicodedata import category

Paper = Literal["A4", "Letter"]  # what lies in the printer
Size = Literal["A4", "Letter", "A5"]  # of a page; A5 is a booklet, folded from sheets of A4
Release = Literal["unreviewed", "approved"]  # what the press lets out

# How an edition is given to a reader; on the command line it is called an edition, too.
Format = Literal["standard", "large", "bilingual", "easy", "text", "braille"]
PAPERLESS: frozenset[Format] = frozenset({"text", "braille"})

# What a PDF conforms to: PDF/UA-1, for every reader; or PDF/A-3a too, for an archive.
Conformance = Literal["ua-1", "a-3a"]


@dataclass(frozen=True, slots=True)
class Fit:
    """How tightly a sheet is set: a rung of the fitting ladder, and the room given back.

    *rung* counts from 0, the most generous. *front* and *back* say how generously the
    gaps of each side are set: 0 is the tightest, 1 the widest. *label* says the same of a
    patient's label: 0 in its size, 1 in small type, 2 on as many lines as it takes. *moved* says
    what stands on side 2 to leave side 1 to long directions: 1 how soon it works, 2 also what
    it does.
    """

    rung: int = 0
    front: float = 0.0
    back: float = 0.0
    label: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Html:
    """A page in HTML, complete: nothing it needs is read from elsewhere.

    *language* is BCP 47; *styles* are CSS texts; *resources* maps the ``bundle:``
    addresses in the markup to bytes and media type. *file* is what problems of the
    page point at, *sides* how many pages it must make, None for any number. *said* are the
    sentences on the page in reading order, as they were asked for and as they were filled.
    *conformance* is what its PDF conforms to.
    *private* is what belongs to one patient, by the name of what it is, and is never quoted;
    *letters* are texts of all letters that a label may be stamped with.
    """

    markup: str
    title: str
    language: str
    paper: Size
    file: Path
    sides: int | None = None
    styles: tuple[str, ...] = ()
    resources: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    said: tuple[tuple[str, str], ...] = ()
    conformance: Conformance = "ua-1"
    private: tuple[tuple[str, str], ...] = ()
    letters: tuple[str, ...] = ()

    def quoted(self, text: str) -> str:
        """Return *text* in quotation marks for a message, or what it is, if it is a patient's."""
        bare = _bare(text)
        for name, value in self.private:
            own = _bare(value)
            if bare and (bare in own or own in bare):
                return f"the patient’s own text ({name})"
        return f"“{text}”"


def _bare(text: str) -> str:
    """Return *text* without spaces and marks of direction, which typesetting adds."""
    return "".join(c for c in text if not c.isspace() and category(c) != "Cf")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document. *digest* is the sha256 of *data*, in hex."""

    data: bytes
    pages: int
    title: str
    language: str
    digest: str
