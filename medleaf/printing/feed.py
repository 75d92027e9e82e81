"""A feed as text: Atom (RFC 4287), or JSON in the form of MedlinePlus Connect."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import Any
from xml.sax.saxutils import escape as text
from xml.sax.saxutils import quoteattr

from medleaf.model.knowledge import Entry, Feed, Link, Told

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, Char


def atom(feed: Feed) -> bytes:
    """Return *feed* as an Atom document."""
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<feed {_attributes(xmlns=_ATOM)} {_spoken(feed.language)} xml:base={_quoted(feed.base)}>",
        _tag("id", feed.id),
        _tag("title", feed.title, type="text"),
        *([_tag("subtitle", feed.subtitle, type="text")] if feed.subtitle else []),
        f"<author>{_tag('name', feed.author)}{_tag('uri', feed.address)}</author>",
        _tag("updated", _moment(feed.updated)),
        *_categories(feed.told),
        *(row for entry in feed.entries for row in _entry(entry)),
        "</feed>",
        "",
    ]
    return "\n".join(rows).encode()


def _entry(entry: Entry) -> Iterator[str]:
    yield f"<entry {_spoken(entry.language)}>"
    yield _tag("id", entry.id)
    yield _tag("title", entry.title, type="text")
    yield from (_link(it) for it in entry.links)
    yield _tag("updated", _moment(entry.updated))
    yield _tag("summary", _html(entry), type="html")
    yield from _categories(entry.told)
    yield "</entry>"


def _link(it: Link) -> str:
    return f"<link {_attributes(**_linked(it))}/>"


def _categories(told: Told) -> Iterator[str]:
    return (f"<category {_attributes(scheme=name, term=value)}/>" for name, value in told)


def _tag(name: str, value: str, **attributes: str) -> str:
    opened = f"{name} {_attributes(**attributes)}" if attributes else name
    return f"<{opened}>{text(_possible(value))}</{name}>"


def _attributes(**values: str) -> str:
    return " ".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _spoken(language: str) -> str:
    return f"xml:lang={_quoted(language)}"


def _quoted(value: str) -> str:
    return quoteattr(_possible(value))


def _possible(value: str) -> str:
    """Return *value* without what XML has no way to write."""
    return _NO_XML.sub("", value)


# ------------------------------------------------------------------ JSON


def plain(feed: Feed) -> bytes:
    """Return *feed* as JSON: elements are objects whose text is ``_value``."""
    data: dict[str, Any] = {
        "base": feed.base,
        "lang": feed.language,
        "id": _value(feed.id),
        "title": _value(feed.title, "text"),
        "subtitle": _value(feed.subtitle, "text"),
        "author": {"name": _value(feed.author), "uri": _value(feed.address)},
        "updated": _value(_moment(feed.updated)),
        "category": _schemes(feed.told),
        "entry": [_plain_entry(it) for it in feed.entries],
    }
    return json.dumps({"feed": data}, ensure_ascii=False, separators=(",", ":")).encode()


def _plain_entry(entry: Entry) -> dict[str, Any]:
    return {
        "lang": entry.language,
        "id": _value(entry.id),
        "title": _value(entry.title, "text"),
        "link": [_linked(it) for it in entry.links],
        "updated": _value(_moment(entry.updated)),
        "summary": _value(_html(entry), "html"),
        "category": _schemes(entry.told),
    }


def _value(value: str, kind: str = "") -> dict[str, str]:
    return {"_value": value} | ({"_type": kind} if kind else {})


def _schemes(told: Told) -> list[dict[str, str]]:
    return [{"scheme": name, "term": value} for name, value in told]


# ------------------------------------------------------------------ what both say


def _linked(it: Link) -> dict[str, str]:
    return {
        "rel": "alternate",
        "type": it.media,
        "hreflang": it.language,
        "href": it.address,
        "title": it.title,
    }


def _html(entry: Entry) -> str:
    return "".join(_paragraphs(entry.paragraphs, entry))


def _paragraphs(paragraphs: Iterable[tuple[str, str]], entry: Entry) -> Iterator[str]:
    for said, language in paragraphs:
        own = language == entry.language
        direction = entry.direction if own else "ltr"  # the other one is English
        yield f'<p lang="{escape(language)}" dir="{direction}">{escape(said)}</p>'


def _moment(day: date) -> str:
    """Return the beginning of *day* as RFC 3339 writes it."""
    return f"{day.isoformat()}T00:00:00Z"
