"""How the pages of the desk look: the style sheet, the script, the icon, as files by name."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from medleaf.model.clinic import Clinic
from medleaf.model.language import Language
from medleaf.printing.guide.look import colours, suffix
from medleaf.printing.guide.webfonts import families
from medleaf.printing.pictograms import pictogram
from medleaf.printing.style import style


@dataclass(frozen=True, slots=True)
class Look:
    """Files by name, and by what pages call them; a name is that of its content for ever."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]


def look(
    clinic: Clinic, logo: tuple[bytes, str] | None, templates: Path, languages: Iterable[Language]
) -> Look:
    """Return the look of the desk of *clinic*; *logo* is a picture and its media type."""
    folder = templates / "desk"
    scripts = {language.script for language in languages} | {"Latn"}
    sheet = "\n".join((colours(clinic), families(scripts), style(folder / "desk.css")))
    shared = {
        "style": ("desk", "css", sheet.encode()),
        "script": ("desk", "js", style(folder / "desk.js").encode()),
        "icon": ("icon", "svg", pictogram(templates, "leaf", clinic.colour, mirrored=False)),
    }
    if logo:
        data, media = logo
        shared["logo"] = ("logo", suffix(media), data)
    names = {
        asset: f"{name}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}"
        for asset, (name, ending, data) in shared.items()
    }
    return Look({names[asset]: data for asset, (_, _, data) in shared.items()}, names)
