"""Services for CDS Hooks: a card with the leaflet of what somebody takes or is about to be given.

https://cds-hooks.hl7.org/2.0/. The names of the fields are the standard's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from medleaf.build.desk import Shelf
from medleaf.build.offers import Offer, guide_of, offer, sheet_of
from medleaf.dosing.hooks import Hook, Visit
from medleaf.model.edition import State
from medleaf.model.words import Words

MOST_SUMMARY = 139  # letters: the standard wants fewer than 140
_PATIENT = "Patient/{{context.patientId}}"
_TAKEN = (
    "MedicationRequest?patient={{context.patientId}}&status=active"
    "&_include=MedicationRequest:medication"
)


@dataclass(frozen=True, slots=True)
class Service:
    """What a health record may call, when, and what it is to send along."""

    hook: Hook
    id: str
    title: str
    description: str
    prefetch: Mapping[str, str]


SERVICES: tuple[Service, ...] = (
    Service(
        "patient-view",
        "leaflets",
        "Medication leaflets",
        "Links to leaflets, in the patient's language, about what the patient takes.",
        {"patient": _PATIENT, "medications": _TAKEN},
    ),
    Service(
        "order-select",
        "leaflets-for-orders",
        "Medication leaflets for orders",
        "Links to leaflets, in the patient's language, about what is being ordered.",
        {"patient": _PATIENT},
    ),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class CardLink:
    """Where a card leads to."""

    label: str
    url: str
    type: Literal["absolute"] = "absolute"


@dataclass(frozen=True, slots=True)
class Card:
    """What the clinician sees. *detail* is Markdown."""

    summary: str
    indicator: Literal["info"]
    detail: str
    source: Source
    links: tuple[CardLink, ...]


def cards(about: Visit, shelf: Shelf, base: str) -> tuple[Card, ...]:
    """Return a card for each leaflet about the medicines of a visit; *base* is the desk's address.

    Where no leaflet belongs to a medicine, or none may be given out, there is no card.
    """
    found: dict[str, Card] = {}
    for medicine, dosages in about.medicines:
        it = offer(shelf, medicine, about.language, dosages)
        if isinstance(it, Offer):
            found.setdefault(it.edition.leaflet.id, _card(it, shelf, base))
    return tuple(found.values())


def _card(it: Offer, shelf: Shelf, base: str) -> Card:
    edition, clinic = it.edition, shelf.clinic
    tongue = f"{edition.language.english}, {edition.language.own}"
    english = shelf.library.leaflet(edition.leaflet.id)
    place = (edition.leaflet.id, edition.language)
    said = []
    if edition.state is not State.APPROVED:
        said.append(f"**{Words.default().band}.**")
    if not it.own:
        said.append(f"There is none in the patient's language: this one is in {tongue}.")
    said.append(f"Found by {it.how}. Revision {edition.revision}, {edition.published.isoformat()}.")
    summary = f"Leaflet for the patient: {english.title} ({tongue})"
    return Card(
        summary=summary if len(summary) <= MOST_SUMMARY else f"{summary[: MOST_SUMMARY - 1]}…",
        indicator="info",
        detail="\n\n".join(said),
        source=Source(clinic.name, clinic.guide),
        links=(
            CardLink(f"Guide online ({tongue})", guide_of(clinic, *place)),
            CardLink(f"Sheet to print, PDF ({tongue})", sheet_of(base, *place)),
        ),
    )
