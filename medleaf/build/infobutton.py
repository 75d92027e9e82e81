"""What a health record asked about -> a feed of the leaflets there are about it."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from medleaf.build.desk import Shelf
from medleaf.build.offers import Offer, guide_of, offer, sheet_of
from medleaf.model.knowledge import Entry, Feed, KnowledgeRequest, Link, Told
from medleaf.model.words import Words
from medleaf.printing.page import bands_of

_NEVER = date(1970, 1, 1)
# What a record asks about a medicine, as qualifiers of MeSH (the code system that the standard
# names for it), and the anchor of the guide's chapter on that.
_MESH = "2.16.840.1.113883.6.177"
CHAPTERS = {
    "Q000008": "take",  # administration & dosage
    "Q000009": "effects",  # adverse effects
    "Q000744": "before",  # contraindications
    "Q000506": "overdose",  # poisoning
}


def answer(asked: KnowledgeRequest, shelf: Shelf, base: str) -> Feed:
    """Return the leaflets on *shelf* about what was *asked*, each once.

    *base* is the address of the desk, without a slash at its end. What is about no leaflet, or
    about two at once, has no entry; a feed without any says why.
    """
    offers: dict[str, Offer] = {}
    told: dict[str, Told] = {}
    reasons: dict[str, None] = {}
    for it in asked.criteria:
        found = offer(shelf, it.about, asked.language)
        if isinstance(found, Offer):
            name = found.edition.leaflet.id
            offers.setdefault(name, found)
            told[name] = (*told.get(name, ()), *it.told)
        else:
            reasons[found.reason] = None
    clinic, first = shelf.clinic, next(iter(offers.values()), None)
    words = first.edition.words if first else Words.default()
    chapter = _chapter(dict(asked.told))
    everything = tuple(pair for it in asked.criteria for pair in it.told) + asked.told
    address = clinic.guide.rstrip("/") + "/"
    return Feed(
        id=uuid5(NAMESPACE_URL, f"{address} {everything}").urn,
        title=f"{words.online.home} – {clinic.name}",
        subtitle=str(words.online.about) if first else "; ".join(reasons),
        language=first.edition.language.html if first else "en",
        author=clinic.name,
        address=address,
        base=f"{base}/",
        updated=_updated(offers.values(), shelf),
        told=everything,
        entries=tuple(_entry(it, told[name], shelf, base, chapter) for name, it in offers.items()),
    )


def _updated(offers: Iterable[Offer], shelf: Shelf) -> date:
    """Return when the newest of the texts was published; of none, when anything was."""
    everything = (it.date for it in shelf.library.published.values())
    days = [it.edition.published for it in offers] or [*everything] or [_NEVER]
    return max(days)


def _chapter(context: Mapping[str, str]) -> str:
    """Return where in a guide the subtopic is, as the end of an address; empty: at the top."""
    anchor = CHAPTERS.get(context.get("subTopic.v.c", ""))
    return f"#{anchor}" if anchor and context.get("subTopic.v.cs") == _MESH else ""


def _entry(it: Offer, told: Told, shelf: Shelf, base: str, chapter: str) -> Entry:
    edition, language = it.edition, it.edition.language
    leaflet, address = edition.leaflet, guide_of(shelf.clinic, edition.leaflet.id, language)
    bands = tuple((str(said), tongue) for said, tongue in bands_of(edition, draft=False))
    title = str(leaflet.title)
    return Entry(
        id=address,
        title=title,
        language=language.html,
        direction=language.direction,
        paragraphs=(*bands, (str(leaflet.subtitle), language.html)),
        updated=edition.published,
        links=(
            Link(address + chapter, "text/html", language.html, title),
            Link(sheet_of(base, leaflet.id, language), "application/pdf", language.html, title),
        ),
        told=told,
    )
