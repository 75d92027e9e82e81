"""What a check is: a name, a weight, an explanation, and a function that finds faults."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from medleaf.language.approvals import Approvals
from medleaf.language.glossary import Term
from medleaf.language.lexicon import Lexicon
from medleaf.language.locales import Market
from medleaf.language.po import Po
from medleaf.language.said import Said
from medleaf.model.language import Language
from medleaf.model.page import Release
from medleaf.model.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Catalog:
    """A PO file as it lies there."""

    file: Path
    po: Po


@dataclass(frozen=True, slots=True)
class Sheet:
    """A leaflet as the press laid it out.

    *refused* is why it was not printed; *text* is what stands on its pages, *printed*
    the sentences that must be among it; *bare* are letters that no font has.
    """

    file: Path
    paper: str
    refused: tuple[Problem, ...] = ()
    text: str = ""
    printed: tuple[Said, ...] = ()
    bare: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What checks know beside the texts."""

    language: Language
    market: Market
    lexicon: Lexicon
    english: Lexicon
    glossary: tuple[Term, ...] = ()
    approvals: Approvals = field(default_factory=lambda: Approvals({}))
    release: Release = "unreviewed"
    misspelt: Callable[[frozenset[str]], frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a check found.

    *severity* is the check's where it is None; *said* is the sentence that it is about,
    for checks that look at more than one.
    """

    message: str
    severity: Severity | None = None
    said: Said | None = None


S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Check(Generic[S]):
    """One rule. *why* is told by ``--explain``.

    A finding of an error or a warning keeps a sentence from being printed unless it is
    waived; one that is not *waivable* cannot be. *source* rules hold for English too.
    """

    id: str
    severity: Severity
    title: str
    why: str
    find: Callable[[S, Context], Iterator[Fault]]
    waivable: bool = True
    source: bool = False


def grave(said: Said) -> Severity:
    """Return an error where a wrong word could harm, else a warning."""
    return Severity.ERROR if said.grave else Severity.WARNING


def short(text: str, most: int = 120) -> str:
    """Return the beginning of *text*, for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"
