"""A medicine and a reader -> the leaflet that may be given out for them, or why there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

from medleaf.build.desk import Shelf
from medleaf.build.shelves import Pair
from medleaf.dosing.match import NoMatch
from medleaf.language.negotiate import nearest
from medleaf.model.clinic import Clinic
from medleaf.model.dosage import Concept, Dosage
from medleaf.model.edition import Edition
from medleaf.model.language import SOURCE, Language


@dataclass(frozen=True, slots=True)
class Offer:
    """The edition for a reader, and *how* the leaflet was found: ``rxnorm 1292``.

    *own* is whether it is in the reader's language, as far as it was said.
    """

    edition: Edition
    how: str
    own: bool


def offer(
    shelf: Shelf, medicine: Concept, wanted: str, dosages: Iterable[Dosage] = ()
) -> Offer | NoMatch:
    """Return the leaflet of *medicine* in the language nearest to *wanted* (BCP 47 or a name).

    Where the leaflet is not there in it, or may not be printed, it is the clinic's first language
    that will do, else English. Raises PressError where files changed in this very moment.
    """
    found = shelf.index.match(medicine, dosages)
    if isinstance(found, NoMatch):
        return found
    own, tag = _language(shelf, found.leaflet, wanted)
    if tag is None:
        message = f"the leaflet {found.leaflet} may not be given out in any language at present"
        return NoMatch("gate", message)
    edition = shelf.prepared(Pair(found.leaflet, tag)).edition
    return Offer(edition, found.how, own or not wanted)


def _language(shelf: Shelf, leaflet: str, wanted: str) -> tuple[bool, str | None]:
    """Return whether there is a sheet in the language *wanted*, and in which language there is one.

    Only editions that may serve the reader are looked at: a look may take a while.
    """
    tags = [it.tag for it in shelf.languages if Pair(leaflet, it.tag) in shelf.offered]
    left = list(tags)
    while wanted and (near := nearest(wanted, left)):
        if shelf.row(Pair(leaflet, near)).printable:
            return True, near
        left.remove(near)
    others = (it for it in (*shelf.clinic.languages, SOURCE, *tags) if it in left)
    return False, next((it for it in others if shelf.row(Pair(leaflet, it)).printable), None)


def guide_of(clinic: Clinic, leaflet: str, language: Language) -> str:
    """Return the address of the online guide to a leaflet."""
    return f"{clinic.guide.rstrip('/')}/{language.html}/{leaflet}/"


def sheet_of(base: str, leaflet: str, language: Language) -> str:
    """Return the address at which the desk at *base* prints a leaflet."""
    return f"{base}/api/v1/leaflets/{leaflet}/{language.tag}.pdf"
