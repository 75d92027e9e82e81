"""A leaflet in one language, with what is missing and who signed it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from medleaf.model.language import Language

if TYPE_CHECKING:  # who asks for a state alone needs none of the records
    from medleaf.model.directions import Directions, Label
    from medleaf.model.leaflet import Leaflet
    from medleaf.model.text import Text
    from medleaf.model.words import Words


class State(StrEnum):
    """How far an edition is; the gate prints ``unreviewed`` with a band, ``approved`` plainly."""

    INCOMPLETE = "incomplete"
    UNREVIEWED = "unreviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Edition:
    """A leaflet in one language.

    *missing* are the English sentences that have no translation fit to print; they
    stand in English in *leaflet* and *words*. *revision* is a short hash of the
    text, *published* the day this text was first built, *reviewed* the day the last
    sentence was signed by a clinician, None while one is unsigned. *directions* and *label*
    are those of one patient, None on a sheet for everybody.
    """

    leaflet: "Leaflet"
    words: "Words"
    language: Language
    state: State
    revision: str
    published: date
    reviewed: date | None = None
    missing: "frozenset[Text]" = frozenset()
    directions: "Directions | None" = None
    label: "Label | None" = None

    def private(self) -> tuple[tuple[str, str], ...]:
        """Return what is one patient's own, by the name of what it is: no message may quote it."""
        label = self.label.known() if self.label else ()
        named = tuple((f"label: {name.replace('_', ' ')}", value) for name, value in label)
        if self.directions is None:
            return named
        return (*named, *(("directions", line) for line in self.directions.text.splitlines()))


def fill(
    edition: Edition, directions: "Directions | None", label: "Label | None" = None
) -> Edition:
    """Return the copy of *edition* that one patient gets; filled twice is filled once.

    A topic has no place for directions: its copies have a label at most.
    """
    told = None if edition.leaflet.kind == "topic" else directions
    return replace(edition, directions=told, label=label)
