"""Keeps the translators' files in step with the English, and in our own form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from medleaf.build.files import write
from medleaf.build.library import Library
from medleaf.language import locales, po
from medleaf.language.catalog import COMMON, Message
from medleaf.language.form import normal
from medleaf.language.po import Po
from medleaf.language.update import update
from medleaf.model.language import SOURCE
from medleaf.model.problem import PressError, Problem


@dataclass(frozen=True, slots=True)
class Catalog:
    """A catalog as it says the English of today.

    *text* is what its file says, None where there is none yet.
    """

    file: Path
    text: str | None
    po: Po
    messages: tuple[Message, ...]

    def with_text(self, text: str) -> dict[Path, str]:
        """Return the file with *text*, nothing where it says so already."""
        return {} if text == self.text else {self.file: text}


def catalogs(library: Library, tag: str, new: Iterable[str] = ()) -> dict[str, Catalog]:
    """Return the catalogs of *tag* by name: shared, begun, and those of the *new* leaflets.

    Raises PressError with everything that cannot be read.
    """
    place, wanted, begin = library.workspace, library.messages, set(new)
    locales.language(tag)
    problems = [_unknown(library, name) for name in sorted(begin.difference(library.ids))]
    found: dict[str, Catalog] = {}
    for domain in (*COMMON, *library.ids):
        file = place.catalog(tag, domain)
        if not (file.is_file() or domain in COMMON or domain in begin):
            continue
        try:
            old = po.read(file) if file.is_file() else None
        except PressError as error:
            problems += error.problems
            continue
        own = wanted.get(domain, ())
        text = file.read_text("utf-8") if old else None
        found[domain] = Catalog(file, text, update(old, own, tag), own)
    if problems:
        raise PressError(problems)
    return found


def changes(library: Library, tags: Iterable[str], new: Iterable[str] = ()) -> dict[Path, str]:
    """Return the PO files of *tags* that do not say what the English says, and their new text.

    A language has the shared catalogs and those of the leaflets it has begun; *new*
    names leaflets to begin. Nothing is written. Raises PressError with everything
    that cannot be read.
    """
    found: dict[Path, str] = {}
    problems: list[Problem] = []
    begin = tuple(new)
    for tag in tags:
        try:
            for item in catalogs(library, tag, begin).values():
                found |= item.with_text(item.po.dump())
        except PressError as error:
            problems += error.problems
    if problems:
        raise PressError(problems)
    return found


def formatted(library: Library, tags: Iterable[str]) -> dict[Path, str]:
    """Return the PO files of *tags* that are not in our own form, and their text in it."""
    found: dict[Path, str] = {}
    for tag in tags:
        for item in catalogs(library, tag).values():
            found |= item.with_text(normal(item.po).dump())
    return found


def translated_tags(library: Library, named: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the languages *named*, or all; English has no catalogs.

    Raises PressError with every name that is not a language of the workspace.
    """
    ours = tuple(tag for tag in library.tags if tag != SOURCE)
    chosen = tuple(named) or ours
    message = "{!r} is no language here; there are {}. `translate init` begins one"
    problems = [
        Problem(
            library.workspace.locales, 0, "unknown-language", message.format(t, ", ".join(ours))
        )
        for t in chosen
        if t not in ours
    ]
    if problems:
        raise PressError(problems)
    return chosen


def save(found: Mapping[Path, str | bytes]) -> None:
    """Write what :func:`changes` and its like returned, each file whole or not at all."""
    for file, text in found.items():
        try:
            write(file, text.encode() if isinstance(text, str) else text)
        except OSError as error:
            message = f"cannot be written: {error.strerror}; nothing was left half done"
            raise PressError([Problem(file, 0, "not-written", message)]) from error


def _unknown(library: Library, name: str) -> Problem:
    message = f"there is no such leaflet; there are {', '.join(library.ids)}"
    return Problem(library.workspace.leaflet(name), 0, "unknown-leaflet", message)
