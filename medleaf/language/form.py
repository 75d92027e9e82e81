"""Our own form of a PO file: each text on one line, comments in gettext's order."""

import re
from dataclasses import replace
from pathlib import Path

from medleaf.language.po import Entry, Po, parse, write_entry
from medleaf.model.problem import PressError

_KEPT_ASIDE = re.compile(r"^#~?\|\s*msg(?:ctxt|id_plural)", re.MULTILINE)
_HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def normal(source: Po) -> Po:
    """Return *source* written anew; an entry that our form cannot hold stays as it is."""
    return replace(
        source,
        header=replace(source.header, raw=""),
        entries=tuple(_normal(entry) for entry in source.entries),
    )


def _normal(entry: Entry) -> Entry:
    if _KEPT_ASIDE.search(entry.raw):
        return entry
    try:
        (again,) = parse(_HEADER + write_entry(entry), Path()).entries
    except (PressError, ValueError):
        return entry
    return replace(entry, raw="") if replace(again, line=entry.line) == entry else entry
