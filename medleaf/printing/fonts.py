"""Fonts: hermetic. The press sees the folder ``fonts/`` and nothing else."""

import atexit
import hashlib
import os
import shutil
import tempfile
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from medleaf.model.problem import PressError, Problem

MANIFEST = "manifest.toml"
LATIN = "Noto Sans"

# The families of a script; Latin letters and signs come from the ones after it.
_FAMILIES = {
    "Arab": "Noto Sans Arabic",
    "Aran": "Noto Nastaliq Urdu",
    "Deva": "Noto Sans Devanagari",
    "Beng": "Noto Sans Bengali",
    "Hans": "Noto Sans SC",
}
_SIGNS = ("Noto Sans Math", "Noto Sans Symbols 2")


@dataclass(frozen=True, slots=True)
class Font:
    """One font file, as the manifest describes it."""

    file: Path
    family: str
    weight: int
    sha256: str
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fonts:
    """A folder of fonts and what its manifest says of it."""

    folder: Path
    fonts: tuple[Font, ...]


def stack(script: str) -> tuple[str, ...]:
    """Return the font families for the ISO 15924 *script*, the one to ask first first."""
    own = _FAMILIES.get(script)
    return (own, LATIN, *_SIGNS) if own else (LATIN, *_SIGNS)


def read_fonts(folder: Path) -> Fonts:
    """Read the manifest in *folder*; raise PressError where it cannot be read."""
    file = folder / MANIFEST
    try:
        entries = tomllib.loads(file.read_text("utf-8"))["font"]
        fonts = tuple(
            Font(
                folder / entry["file"],
                entry["family"],
                entry["weight"],
                entry["sha256"],
                tuple(entry["scripts"]),
            )
            for entry in entries
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        message = f"cannot be read: {error}"
        raise PressError([Problem(file, 0, "font-manifest", message)]) from error
    return Fonts(folder, fonts)


def verified(folder: Path) -> Fonts:
    """Read the manifest in *folder*; raise PressError naming each font that differs from it."""
    fonts = read_fonts(folder.resolve())
    if problems := [problem for font in fonts.fonts if (problem := _unsound(font))]:
        raise PressError(problems)
    return fonts


def use(folder: Path) -> None:
    """Make *folder* all that fontconfig sees, from now on, in this process; see :func:`prove`.

    To be called before WeasyPrint lays out anything.
    """
    choose(folder)
    prove(folder)


_CHOSEN = "MEDLEAF_FONTS"  # tells processes that this one starts what it chose


def choose(folder: Path) -> None:
    """Tell fontconfig, in this process and those it starts, to look at *folder* alone."""
    os.environ["FONTCONFIG_FILE"] = str(_write_settings(folder.resolve()))
    os.environ[_CHOSEN] = str(folder.resolve())


@cache
def settle(folder: Path) -> None:
    """Choose *folder* and prove it in a process that nobody told of it: one of another machine."""
    if os.environ.get(_CHOSEN) != str(folder.resolve()):
        choose(folder)
        prove(folder)


def prove(folder: Path) -> None:
    """Raise PressError unless the chosen *folder* and what fontconfig sees are as they should be.

    The problems name a font that is missing or is not the one the manifest knows, and
    one that fontconfig does not see.
    """
    from medleaf.printing import fontconfig  # the workers start before

    fonts = verified(folder)
    expected = {font.file for font in fonts.fonts}
    seen = fontconfig.visible()
    if seen != expected:
        lost = ", ".join(sorted(file.name for file in expected - seen)) or "none"
        strange = ", ".join(sorted(str(file) for file in seen - expected)) or "none"
        message = f"fontconfig does not see just these fonts; lost: {lost}; strange: {strange}"
        raise PressError([Problem(fonts.folder / MANIFEST, 0, "fonts-visible", message)])


def missing_glyphs(text: str, script: str, folder: Path) -> set[str]:
    """Return the characters of *text* that no font of the script's stack can show."""
    characters = {c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"}}
    return characters - _repertoire(stack(script), folder)


@cache
def _repertoire(families: tuple[str, ...], folder: Path) -> frozenset[str]:
    """Return the characters that every weight of at least one of the families has."""
    fonts = read_fonts(folder).fonts
    shown: set[str] = set()
    for family in families:
        faces = [characters(font.file) for font in fonts if font.family == family]
        shown.update(frozenset.intersection(*faces) if faces else ())
    return frozenset(shown)


@cache
def characters(file: Path) -> frozenset[str]:
    """Return the characters that a font file has letters for."""
    from fontTools.ttLib import TTFont  # slow to import

    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _unsound(font: Font) -> Problem | None:
    try:
        data = font.file.read_bytes()
    except OSError as error:
        return Problem(font.file, 0, "font-missing", f"cannot be read: {error.strerror}")
    if hashlib.sha256(data).hexdigest() != font.sha256:
        return Problem(font.file, 0, "font-changed", f"is not the font {MANIFEST} describes")
    return None


def settings(folder: Path, cache_folder: Path) -> str:
    """Return a fontconfig file that knows only *folder*, and keeps its cache in *cache_folder*."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig><dir>{escape(str(folder))}</dir>"
        f"<cachedir>{escape(str(cache_folder))}</cachedir></fontconfig>"
    )


def _write_settings(folder: Path) -> Path:
    private = Path(tempfile.mkdtemp(prefix="medleaf-fonts-"))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    file = private / "fonts.conf"
    file.write_text(settings(folder, private / "cache"), "utf-8")
    return file
