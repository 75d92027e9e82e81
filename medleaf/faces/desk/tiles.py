"""A shelf -> the leaflets as lists of the desk show them."""

from collections.abc import Iterable

from medleaf.build.desk import Shelf
from medleaf.build.sheet import Picture
from medleaf.build.shelves import Pair
from medleaf.language import locales
from medleaf.model.desk import Named, Tile
from medleaf.model.language import SOURCE

_PIXELS = 96 / 72  # of CSS in a point


def named(shelf: Shelf, leaflet: str, tag: str) -> tuple[Named, Named]:
    """Return title and subtitle of *leaflet* in the language *tag*, else in English."""
    for each in (tag, SOURCE):
        pair = Pair(leaflet, each)
        if pair in shelf.offered and (found := shelf.title(pair)):
            language = locales.language(each)
            return Named(found[0], language), Named(found[1], language)
    english = locales.language(SOURCE)
    return Named(leaflet, english), Named("", english)


def tile(shelf: Shelf, leaflet: str, tag: str) -> Tile | None:
    """Return *leaflet* for a reader of *tag*; None where there is no such leaflet any more."""
    if leaflet not in shelf.ids:
        return None
    tongues = tuple(it for it in shelf.languages if Pair(leaflet, it.tag) in shelf.offered)
    return Tile(leaflet, *named(shelf, leaflet, tag), tongues)


def tiles(shelf: Shelf, leaflets: Iterable[str], tag: str) -> tuple[Tile, ...]:
    """Return those of *leaflets* that there are."""
    return tuple(it for name in leaflets if (it := tile(shelf, name, tag)))


def pictured(it: Picture) -> tuple[int, int]:
    """Return the size of a picture in pixels of CSS."""
    return round(it.width * _PIXELS), round(it.height * _PIXELS)
