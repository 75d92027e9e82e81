"""What the pages of the desk wear: their style, and fonts cut to the letters that there are."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from medleaf.build.desk import Shelf
from medleaf.build.files import digest, write
from medleaf.model.language import SOURCE
from medleaf.printing.desk.look import Look, look
from medleaf.printing.guide import webfonts
from medleaf.printing.guide.webfonts import Face

FONTS = "fonts"  # folder of their addresses, and of the cache


@dataclass(frozen=True)
class Wardrobe:
    """The look of a shelf. Fonts take a while, so their style sheet is a file of its own."""

    shelf: Shelf
    look: Look

    @property
    def letters(self) -> str:
        """The name of the style sheet of the fonts."""
        return f"letters.{digest(repr(sorted(self.shelf.stamp.items())).encode())[:10]}.css"

    @cached_property
    def faces(self) -> Mapping[str, Face]:
        """The fonts by the names of their files."""
        own = [("Own", it.script, it.own) for it in self.shelf.languages]
        texts = tuple(_texts(self.shelf))
        found = webfonts.faces(texts, own, self.shelf.workspace.fonts)
        return {face.name: face for face in found}

    @cached_property
    def faces_style(self) -> bytes:
        """The style sheet of the fonts."""
        return "\n".join(face.css for face in self.faces.values()).encode()

    def kept(self, name: str) -> bytes | None:
        """Return the font *name* as it was cut before, if it is still there."""
        file = self._cache(name)
        return file.read_bytes() if name in self.faces and file.is_file() else None

    def keep(self, name: str, data: bytes) -> None:
        """Remember the font *name*; a cache that cannot be written costs a cut."""
        with suppress(OSError):
            write(self._cache(name), data)

    def _cache(self, name: str) -> Path:
        return self.shelf.workspace.cache / FONTS / name


def _texts(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield each script with all letters of the catalogs in it."""
    place = shelf.workspace
    for language in shelf.languages:
        catalog = place.catalog(language.tag, "interface").parent.glob("*.po")
        files = place.leaflet_files if language.tag == SOURCE else [*catalog]
        letters: set[str] = set()
        for file in files:
            with suppress(OSError, UnicodeDecodeError):
                letters |= set(file.read_text("utf-8"))
        yield language.script, "".join(sorted(letters))


def _open(shelf: Shelf) -> Wardrobe:
    press = shelf.press
    return Wardrobe(shelf, look(press.clinic, press.logo, press.templates, shelf.languages))


wardrobe: Callable[[Shelf], Wardrobe] = lru_cache(maxsize=2)(_open)
