"""A leaflet in one language, with what is missing and who signed it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from medleaf.model.language import Language

if TYPE_CHECKING:  # who asks for a state alone needs none of the records
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
    sentence was signed by a clinician, None while one is unsigned.
    """

    leaflet: "Leaflet"
    words: "Words"
    language: Language
    state: State
    revision: str
    published: date
    reviewed: date | None = None
    missing: "frozenset[Text]" = frozenset()
