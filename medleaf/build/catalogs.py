"""Keeps the translators' files in step with the English."""

from collections.abc import Iterable
from pathlib import Path

from medleaf.build.files import write
from medleaf.build.library import Library
from medleaf.language import locales, po
from medleaf.language.catalog import SHARED, extract
from medleaf.language.update import update
from medleaf.model.problem import PressError, Problem


def changes(library: Library, tags: Iterable[str], new: Iterable[str] = ()) -> dict[Path, str]:
    """Return the PO files of *tags* that do not say what the English says, and their new text.

    A language has the shared catalogs and those of the leaflets it has begun; *new*
    names leaflets to begin. Nothing is written. Raises PressError with everything
    that cannot be read.
    """
    place = library.workspace
    messages = extract(
        (library.leaflet(name) for name in library.ids), sorted(library.phrases), library.words
    )
    unknown = [name for name in new if name not in library.ids]
    problems = [
        Problem(place.leaflet(name), 0, "unknown-leaflet", "there is no such leaflet")
        for name in unknown
    ]
    found: dict[Path, str] = {}
    for tag in tags:
        locales.language(tag)
        for domain in (*SHARED, *library.ids):
            file = place.catalog(tag, domain)
            if not (file.is_file() or domain in SHARED or domain in new):
                continue
            try:
                old = po.read(file) if file.is_file() else None
            except PressError as error:
                problems += error.problems
                continue
            text = update(old, messages.get(domain, ()), tag).dump()
            if old is None or text != file.read_text("utf-8"):
                found[file] = text
    if problems:
        raise PressError(problems)
    return found


def save(found: dict[Path, str]) -> None:
    """Write what :func:`changes` returned."""
    for file, text in found.items():
        write(file, text.encode())
