"""What the guide tells programs: schema.org, the map of the site, and robots.

Only what is true is said: no page claims a review (https://schema.org/reviewedBy), and a page that
nobody reviewed says so.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition, State
from medleaf.model.guide import Guide
from medleaf.model.leaflet import Leaflet, Medicine, Topic
from medleaf.model.words import Words

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_SYSTEMS = {"atc": "ATC", "rxnorm": "RxNorm", "snomed": "SNOMED CT", "dmd": "dm+d", "ndc": "NDC",
            "pzn": "PZN", "gtin": "GTIN"}  # fmt: skip


def about(edition: Edition, clinic: Clinic) -> Markup:
    """Return the JSON-LD of a page of the guide, safe within a script element."""
    base = clinic.guide.rstrip("/")
    leaflet, language = edition.leaflet, edition.language
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "@id": f"{base}/{language.html}/{leaflet.id}/",
        "url": f"{base}/{language.html}/{leaflet.id}/",
        "name": leaflet.title,
        "description": leaflet.subtitle,
        "inLanguage": language.html,
        "dateModified": edition.published.isoformat(),
        "version": edition.revision,
        "publisher": {"@type": "Organization", "name": clinic.name, "telephone": clinic.phone},
        "isPartOf": {"@type": "WebSite", "name": clinic.name, "url": f"{base}/"},
    }
    if edition.state is not State.APPROVED:
        data["creativeWorkStatus"] = Words.default().band
    if not isinstance(leaflet, Topic):
        data["about"] = _substance(leaflet)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  nothing in it can end the element


def _substance(leaflet: Leaflet) -> dict[str, Any]:
    assert not isinstance(leaflet, Topic)
    names, medicine = leaflet.names, isinstance(leaflet, Medicine)
    found: dict[str, Any] = {
        "@type": "Drug" if medicine else "DietarySupplement",
        "name": names.inn or leaflet.title,
    }
    if names.inn and medicine:
        found["nonProprietaryName"] = names.inn
    if others := names_of(leaflet):
        found["alternateName"] = others
    if medicine and leaflet.forms:
        found["dosageForm"] = list(leaflet.forms)
    if codes := codes_of(leaflet):
        found["code"] = [
            {"@type": "MedicalCode", "codingSystem": _SYSTEMS[system], "codeValue": code}
            for system, code in codes
        ]
    return found


def names_of(leaflet: Leaflet) -> list[str]:
    """Return every name by which people look for a leaflet, once each."""
    names = leaflet.names
    groups = [*names.spellings.values(), *names.brands.values()]
    inn = [names.inn] if names.inn else []
    return list(dict.fromkeys([*inn, *(name for group in groups for name in group)]))


def codes_of(leaflet: Leaflet) -> list[tuple[str, str]]:
    """Return the codes of a leaflet, each with its system."""
    return [(system, code) for system, codes in leaflet.codes for code in codes]


def records(guides: Mapping[str, Mapping[str, Guide]]) -> bytes:
    """Return what the search knows, as JSON: names, codes and titles of leaflets, in all languages.

    It is the same for every list, so that a name is found whatever language it is in.
    """
    found = {}
    for name, group in guides.items():
        leaflets = [guide.edition.leaflet for guide in group.values()]
        titles = [text for it in leaflets for text in (it.title, it.subtitle)]
        codes = [code for _, code in codes_of(leaflets[0])]
        found[name] = list(dict.fromkeys([*names_of(leaflets[0]), *codes, name, *titles]))
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def sitemap(pages: Iterable[tuple[str, str, Mapping[str, str]]]) -> bytes:
    """Return ``sitemap.xml``: address, date of change, and the same page in other languages.

    As https://www.sitemaps.org/protocol.html says, with Google's links between languages.
    """
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">',
    ]
    for address, changed, others in pages:
        rows.append(f"<url><loc>{_escaped(address)}</loc>")
        if changed:
            rows.append(f"<lastmod>{changed}</lastmod>")
        rows += [
            f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(url)}/>'
            for tag, url in others.items()
        ]
        rows.append("</url>")
    return "\n".join([*rows, "</urlset>", ""]).encode()


def robots(base: str) -> bytes:
    """Return ``robots.txt``: everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n".encode()


def _escaped(text: str) -> str:
    return quoteattr(text)[1:-1]
