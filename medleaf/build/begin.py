"""Begins a new language: settings, headers, catalogs, all of them or none."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from medleaf.build.catalogs import catalogs, save
from medleaf.build.library import Library
from medleaf.language import locales
from medleaf.model.language import Language
from medleaf.model.problem import PressError, Problem
from medleaf.printing import fonts


def begin(library: Library, tag: str, market: str, leaflets: Iterable[str] = ()) -> dict[Path, str]:
    """Return the files of the new language *tag*. Nothing is written.

    Raises PressError with everything that stands against it: a language or market
    that nobody knows, a folder that is there, no font for the script, no such leaflet.
    """
    place = library.workspace
    problems: list[Problem] = []
    files: dict[Path, str] = {}
    folder = place.locales / tag
    try:
        language = locales.language(tag)
        if language.pseudo:
            message = f"nobody speaks it; `translate pseudo {tag}` makes it for tests"
            problems.append(Problem(folder, 0, "unknown-language", message))
        problems += _without_font(language, place.fonts)
        files |= {c.file: c.po.dump() for c in catalogs(library, tag, leaflets).values()}
        if folder.exists():
            message = f"is there already; `translate update {tag}` adds to it"
            problems.append(Problem(folder, 0, "exists", message))
    except PressError as error:
        problems += error.problems
    try:
        files[place.locale(tag)] = locales.settings(locales.known_market(market))
    except PressError as error:
        problems += error.problems
    if problems:
        raise PressError(problems)
    return files


def save_new(files: dict[Path, str], folder: Path) -> None:
    """Write the *files* of a new language into its *folder*: all of them, or no folder."""
    draft = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        save({draft / file.relative_to(folder): text for file, text in files.items()})
        draft.rename(folder)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; nothing was left half done"
        raise PressError([Problem(folder, 0, "not-written", message)]) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _without_font(language: Language, folder: Path) -> list[Problem]:
    """Return what fonts lack: a family of the script, or letters of the language's own name."""
    families = fonts.stack(language.script)
    there = fonts.read_fonts(folder).fonts
    manifest = folder / fonts.MANIFEST
    if not any(language.script in f.scripts and f.family in families for f in there):
        from babel import Locale

        script = Locale("en").scripts.get(language.script, language.script)
        message = (
            f"there is no font for {language.english}, which is written in {script} script; "
            f"add a regular and a bold Noto font of it to {folder.name}/ and {fonts.MANIFEST}"
        )
        return [Problem(manifest, 0, "no-font", message)]
    if gaps := fonts.missing_glyphs(language.own, language.script, folder):
        message = f"no font for {language.english} has {' '.join(sorted(gaps))}"
        return [Problem(manifest, 0, "glyph", message)]
    return []
