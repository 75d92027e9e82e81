"""How all pages of the guide look: the style sheet, the scripts, the icon, as files of the site."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medleaf.model.clinic import Clinic
from medleaf.model.guide import Site
from medleaf.printing.colour import TINT, tint
from medleaf.printing.guide.assets import FOLDER
from medleaf.printing.guide.webfonts import Face, families
from medleaf.printing.page import INK, RED
from medleaf.printing.pictograms import pictogram
from medleaf.printing.style import style

_LOGOS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}


@dataclass(frozen=True, slots=True)
class Look:
    """The files that pages share, by address below the site, and what pages call them."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]


def look(site: Site, faces: Iterable[Face], records: bytes) -> Look:
    """Return the look of the site; *records* are what the search knows."""
    folder, colour = site.templates / "guide", site.clinic.colour
    found = list(faces)
    scripts = {language.script for language in site.languages} | {"Latn"}
    sheet = "\n".join(
        (
            "/* Fonts: SIL Open Font License, see fonts/LICENSE-OFL.txt */",
            *(face.css for face in found),
            colours(site.clinic),
            families(scripts),
            style(folder / "guide.css"),
        )
    )
    icon = pictogram(site.templates, "leaf", colour, mirrored=False)
    shared = {
        "style": ("guide", "css", sheet.encode()),
        "look": ("look", "js", style(folder / "look.js").encode()),
        "script": ("guide", "js", style(folder / "guide.js").encode()),
        "icon": ("icon", "svg", icon),
        "records": ("search", "json", records),
    }
    if site.logo:
        data, media = site.logo
        shared["logo"] = ("logo", suffix(media), data)
    names = {
        asset: f"{name}.{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"
        for asset, (name, suffix, data) in shared.items()
    }
    files = {f"{FOLDER}/{names[asset]}": data for asset, (_, _, data) in shared.items()}
    return Look(files, names)


def colours(clinic: Clinic) -> str:
    """Return the CSS that gives pages the colours of a clinic's sheets."""
    colour = clinic.colour
    return f":root{{--clinic:{colour};--tint:{tint(colour, TINT)};--red:{RED};--ink:{INK}}}"


def suffix(media: str) -> str:
    """Return how the name of a logo of a media type ends."""
    return _LOGOS[media]
