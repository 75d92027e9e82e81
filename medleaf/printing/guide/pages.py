"""All guides -> the pages of the site, each complete but for where its assets lie."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from markupsafe import Markup

from medleaf.model.edition import Edition
from medleaf.model.guide import Download, Gone, Guide, Site
from medleaf.model.language import Language
from medleaf.model.online import Online
from medleaf.model.page import Format
from medleaf.model.text import Text
from medleaf.printing.guide.assets import ASSETS
from medleaf.printing.guide.chapters import chapters
from medleaf.printing.guide.linked import about
from medleaf.printing.outline import Section
from medleaf.printing.page import bands_of, latin_name, long_date, page_of, review_of
from medleaf.printing.pictograms import pictogram
from medleaf.printing.template import render

_BOXES = {"now": "emergency", "today": "phone", "visit": "calendar", "passes": "clock"}
_MEDIA: dict[str, str] = {"pdf": "application/pdf", "txt": "text/plain"}
_LAST = ("teach", "contact")


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page of the site. *path* lies below the site's address and ends with a slash.

    *shown* is whether people should find it; *others* are the addresses of the same page in all
    languages, by BCP 47 tag; *changed* is the date of its text, empty if it has none.
    """

    path: str
    script: str
    markup: str
    shown: bool = True
    others: Mapping[str, str] = field(default_factory=dict)
    changed: str = ""


def pages(site: Site) -> Iterator[WebPage]:
    """Yield every page: the front, the lists, the guides, and what stands for a guide that is gone.

    Raises PressError for a placeholder or a pictogram that nobody knows.
    """
    yield _front(site)
    for language in site.languages:
        yield _index(site, language)
    for group in site.guides.values():
        for guide in group.values():
            yield _guide(site, guide)
    for gone in site.gone:
        yield _gone(site, gone)


# ------------------------------------------------------------------ the pages


def _front(site: Site) -> WebPage:
    voice = site.voice("en")
    others = {it.html: f"{it.html}/" for it in site.languages}
    return _render("front", site, voice, "", others, doors=site.doors)


def _index(site: Site, language: Language) -> WebPage:
    voice = site.voice(language.tag)
    words = voice.words.online
    here = {
        name: group[language.tag].edition
        for name, group in site.guides.items()
        if language.tag in group
    }

    def of(kind: str) -> list[Edition]:
        found = [edition for edition in here.values() if edition.leaflet.kind == kind]
        return sorted(found, key=lambda it: it.leaflet.title.casefold())

    groups = [
        (words.medicines, of("medicine")),
        (words.supplements, of("supplement")),
        (words.topics, of("topic")),
    ]
    elsewhere = []
    for name, group in site.guides.items():
        if name not in here:
            first = group.get("en") or next(iter(group.values()))
            known = [it for it in site.languages if it.tag in group]
            elsewhere.append((name, first.edition.leaflet.title, first.edition.language, known))
    return _render(
        "index",
        site,
        voice,
        f"{language.html}/",
        {it.html: f"{it.html}/" for it in site.languages},
        groups=groups,
        elsewhere=elsewhere,
    )


def _guide(site: Site, guide: Guide) -> WebPage:
    edition = guide.edition
    leaflet, language, online = edition.leaflet, edition.language, edition.words.online
    all_ = chapters(edition, site.clinic)
    body = [it for it in all_ if it.name not in {"ask", *_LAST}]
    later = [it for it in all_ if it.name == "ask"]
    last = [it for it in all_ if it.name in _LAST]
    related = [
        (name, found.edition.leaflet.title)
        for name in leaflet.guide.related
        if (found := site.guides.get(name, {}).get(language.tag))
    ]
    downloads = _downloads(guide.downloads, online)
    contents = [
        *_named(body),
        *([("questions", online.questions)] if leaflet.guide.questions else []),
        *_named(later),
        *([("glossary", online.glossary)] if leaflet.guide.glossary else []),
        *_named(last),
        *([("print", online.print)] if downloads else []),
        *([("related", online.related)] if related else []),
        ("sources", online.sources),
        ("history", online.history),
    ]
    group = site.guides[leaflet.id].values()
    languages = [it.edition.language for it in group]
    others = {it.html: f"{it.html}/{leaflet.id}/" for it in languages}
    return _render(
        "guide",
        site,
        edition,
        f"{language.html}/{leaflet.id}/",
        others,
        title=f"{leaflet.title} – {site.clinic.name}",
        description=leaflet.subtitle,
        data=about(edition, site.clinic),
        bands=bands_of(edition, draft=False),
        latin=latin_name(leaflet, language),
        contents=contents,
        body=body,
        later=later,
        last=last,
        guide=leaflet.guide,
        downloads=downloads,
        related=related,
        known=guide.known,
        review=review_of(edition),
        changed=edition.published.isoformat(),
    )


def _gone(site: Site, gone: Gone) -> WebPage:
    voice = site.voice(gone.language.tag)
    tags = [it.edition.language.html for it in site.guides.get(gone.leaflet, {}).values()]
    listed = gone.language in site.languages
    return _render(
        "gone",
        site,
        voice,
        f"{gone.language.html}/{gone.leaflet}/",
        {tag: f"{tag}/{gone.leaflet}/" for tag in tags},
        home="../" if listed else "../../",
        shown=False,
    )


# ------------------------------------------------------------------ what they share


def _render(
    name: str, site: Site, edition: Edition, path: str, others: Mapping[str, str], **values: Any
) -> WebPage:
    """Fill the template *name*; *others* are the paths of this page in all languages."""
    page = page_of(edition, site.clinic, site.templates)
    words, base = edition.words.online, site.base
    language, root = edition.language, "../" * path.count("/")
    shown, changed = values.pop("shown", True), values.pop("changed", "")
    urls = {tag: f"{base}/{where}" for tag, where in others.items()}
    default = f"{base}/" if name != "guide" else urls.get("en", next(iter(urls.values()), ""))
    known = {it.html: it for it in site.languages}
    pictures: dict[str, Markup] = {}

    def pic(drawing: str) -> Markup:
        if drawing not in pictures:
            mirrored = language.direction == "rtl"
            data = pictogram(site.templates, drawing, "currentColor", mirrored=mirrored).decode()
            svg = data.replace("<svg ", '<svg class="pic" aria-hidden="true" ', 1).strip()
            pictures[drawing] = Markup(svg)  # noqa: S704  a drawing of ours
        return pictures[drawing]

    markup = render(
        site.templates / "guide" / f"{name}.html",
        **{
            "page": page,
            "t": page.t,
            "pic": pic,
            "dial": dial,
            "date": lambda day: long_date(day, language),
            "edition": edition,
            "leaflet": edition.leaflet,
            "words": edition.words,
            "online": words,
            "language": language,
            "clinic": site.clinic,
            "logo": site.logo is not None,
            "space": "" if language.script == "Hans" else " ",
            "boxes": _BOXES,
            "asset": ASSETS,
            "root": root,
            "home": root or "./",
            "title": f"{words.home} – {site.clinic.name}",
            "description": words.about,
            "data": "",
            "bands": (),
            "canonical": f"{base}/{path}" if shown else "",
            "alternates": [*urls.items(), ("x-default", default)],
            "tongues": [
                (known[tag], f"{root}{where}") for tag, where in others.items() if name != "front"
            ],
        }
        | values,
    )
    return WebPage(path, language.script, markup, shown, {**urls, "x-default": default}, changed)


def _named(sections: Sequence[Section]) -> list[tuple[str, Text]]:
    return [(it.name, it.heading) for it in sections]


def dial(phone: str) -> str:
    """Return a phone number as a link dials it."""
    return re.sub(r"[^\d+]", "", phone)


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    label: str
    media: str


@dataclass(frozen=True, slots=True)
class _Row:
    label: Text
    beside: Language | None
    files: tuple[_File, ...]


def _downloads(downloads: Sequence[Download], online: Online) -> list[_Row]:
    """Return the files to download, a row each edition, a file each paper."""

    def row(it: Download) -> tuple[Format | str, Language | None]:
        return ("booklet" if it.paper == "A5" else it.format), it.beside

    rows = []
    for (kind, beside), group in groupby(downloads, row):
        label: Text = getattr(online.editions, kind)
        rows.append(_Row(label, beside, tuple(map(_file, group))))
    return rows


def _file(it: Download) -> _File:
    suffix = it.name.rpartition(".")[2]
    paper = [it.paper] if suffix == "pdf" else []
    label = ", ".join((suffix.upper(), *paper, f"{-(-it.size // 1000)} kB"))
    return _File(it.name, label, _MEDIA.get(suffix, ""))
