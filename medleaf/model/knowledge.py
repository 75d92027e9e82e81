"""What a health record asks about a medicine for somebody, and what it is answered.

HL7 Context-Aware Knowledge Retrieval (Infobutton), URL-based implementation guide; the answer is
an Atom feed (RFC 4287), or the same as JSON in the form of MedlinePlus Connect.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from medleaf.model.dosage import Concept

Told = tuple[tuple[str, str], ...]  # parameters and their values


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked about, and how the record wrote it: *told* is echoed."""

    about: Concept
    told: Told


@dataclass(frozen=True, slots=True)
class KnowledgeRequest:
    """A question. What it says of the patient was not read.

    *language* is the reader's, as the record writes it, empty where it does not say; *told* is the
    context that is echoed; *media* is the type of the answer: Atom, or JSON where it says so.
    """

    criteria: tuple[Criterion, ...]
    language: str = ""
    told: Told = ()
    media: str = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Link:
    """Where the leaflet is. *language* is BCP 47, *media* a media type."""

    address: str
    media: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaflet. *paragraphs* say what it is, each with its language (BCP 47)."""

    id: str
    title: str
    language: str
    direction: Literal["ltr", "rtl"]
    paragraphs: tuple[tuple[str, str], ...]
    updated: date
    links: tuple[Link, ...]
    told: Told


@dataclass(frozen=True, slots=True)
class Feed:
    """The answer. *author* is the clinic, *address* its guide, *base* this desk.

    *language* is that of *title* and *subtitle*; entries say their own.
    """

    id: str
    title: str
    subtitle: str
    language: str
    author: str
    address: str
    base: str
    updated: date
    told: Told
    entries: tuple[Entry, ...] = ()
