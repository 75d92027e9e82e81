"""A throw-away workspace in a language that nobody speaks, to try the layout in."""

import shutil
from dataclasses import replace
from pathlib import Path

from medleaf.build.begin import save_new
from medleaf.build.catalogs import catalogs
from medleaf.build.library import Library
from medleaf.build.start import ROOMS
from medleaf.language import locales
from medleaf.language.pseudo import pseudo
from medleaf.language.table import PSEUDO
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import SETTINGS, Workspace


def start_pseudo(library: Library, tag: str, folder: Path) -> None:
    """Copy the workspace of *library* into *folder* and put all leaflets into *tag* there.

    Raises PressError for another language, and where somebody's own work lies in *folder*.
    """
    here, there = library.workspace, Workspace(folder)
    if tag not in PSEUDO:
        message = f"{tag!r} is no language for tests; they are {', '.join(PSEUDO)}"
        raise PressError([Problem(here.locales / tag, 0, "unknown-language", message)])
    theirs = folder.exists() and any(folder.iterdir()) and not there.locale(tag).is_file()
    if theirs or there.root.resolve() == here.root.resolve():
        message = "holds something else; name another folder with --out"
        raise PressError([Problem(folder, 0, "exists", message)])
    files = {there.locale(tag): locales.settings("US")}
    for domain, item in catalogs(library, tag, library.ids).items():
        entries = tuple(
            e.changed(strings=tuple(pseudo(t, tag) for t in (e.id, e.plural) if t is not None))
            for e in item.po.entries
        )
        files[there.catalog(tag, domain)] = replace(item.po, entries=entries).dump()
    try:
        for room in ROOMS:
            shutil.rmtree(folder / room, ignore_errors=True)
            shutil.copytree(here.root / room, folder / room)
        shutil.copy(here.settings, folder / SETTINGS)
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise PressError([Problem(folder, 0, "not-written", message)]) from error
    save_new(files, there.locales / tag)
