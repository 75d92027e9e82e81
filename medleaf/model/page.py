"""What the press makes out of an edition, stage by stage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Paper = Literal["A4", "Letter"]  # what lies in the printer
Size = Literal["A4", "Letter", "A5"]  # of a page; A5 is a booklet, folded from sheets of A4
Release = Literal["unreviewed", "approved"]  # what the press lets out

# How an edition is given to a reader; on the command line it is called an edition, too.
Format = Literal["standard", "large", "bilingual", "easy", "text", "braille"]
PAPERLESS: frozenset[Format] = frozenset({"text", "braille"})


@dataclass(frozen=True, slots=True)
class Fit:
    """How tightly a sheet is set: a rung of the fitting ladder, and the room given back.

    *rung* counts from 0, the most generous. *front* and *back* say how generously the
    gaps of each side are set: 0 is the tightest, 1 the widest.
    """

    rung: int = 0
    front: float = 0.0
    back: float = 0.0


@dataclass(frozen=True, slots=True)
class Html:
    """A page in HTML, complete: nothing it needs is read from elsewhere.

    *language* is BCP 47; *styles* are CSS texts; *resources* maps the ``bundle:``
    addresses in the markup to bytes and media type. *file* is what problems of the
    page point at, *sides* how many pages it must make, None for any number. *said* are the
    sentences on the page in reading order, as they were asked for and as they were filled.
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


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished document. *digest* is the sha256 of *data*, in hex."""

    data: bytes
    pages: int
    title: str
    language: str
    digest: str
