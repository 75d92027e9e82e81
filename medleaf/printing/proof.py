"""Edition -> HTML for people who review on paper: numbered sentences, boxes and lines."""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from markupsafe import Markup

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.page import Html, Paper
from medleaf.model.problem import PressError
from medleaf.printing import ladder
from medleaf.printing.fonts import stack
from medleaf.printing.page import ENGLISH, Page, page_of, theme
from medleaf.printing.places import Place
from medleaf.printing.style import style
from medleaf.printing.template import render
from medleaf.printing.typography import typeset_text

_CROP = (230.0, 44.0)  # points of the sheet that a picture shows, least width and height
_SHOWN = 0.6  # how large they are shown
_MARGIN = 11.0  # points around the sentence
_LETTERS = 55  # that a hand writes on a line


class Kind(StrEnum):
    """What a proof is for.

    *bilingual*: to read both; *back*: to write back into English, and then compare; *blind*:
    to write back into English without having seen it.
    """

    BILINGUAL = "bilingual"
    BACK = "back"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class Proven:
    """A sentence of a proof; *english* and *text* are as the catalog has them.

    *place* is where it stands on the sheet, None if only the guide has it.
    """

    number: int
    english: str
    text: str
    role: str
    where: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page's picture: its size, and where the page and the outline lie in it."""

    address: str
    width: float
    height: float
    page: tuple[float, float, float, float]
    outline: tuple[float, float, float, float]


def compose_proof(
    edition: Edition,
    clinic: Clinic,
    paper: Paper,
    sentences: tuple[Proven, ...],
    pictures: tuple[tuple[bytes, float, float], ...],
    templates: Path,
    kind: Kind,
) -> Html:
    """Set *sentences* one below the other; *pictures* are the sheet's pages, with their size.

    A blind proof has no English, no pictures and no names of roles, which are English too.
    """
    page, language = page_of(edition, clinic, templates), edition.language
    english_page = page_of(replace(edition, language=ENGLISH), clinic, templates)
    blind = kind is Kind.BLIND

    def said(text: str) -> Markup:
        return typeset_text(_filled(page, text), language)

    def english(text: str) -> Markup:
        return typeset_text(_filled(english_page, text), ENGLISH)

    def crop(sentence: Proven) -> Crop | None:
        return None if blind or sentence.place is None else _crop(sentence.place, pictures)

    markup = render(
        templates / "proof.html",
        kind=kind.value,
        blind=blind,
        edition=edition,
        language=language,
        sentences=[s for s in sentences if s.text] if blind else sentences,
        t=said,
        english=english,
        crop=crop,
        lines=lambda text: 1 + len(text) // _LETTERS,
        leading=ladder.script(language.script).rungs[0][1],
        clinic=clinic,
    )
    families = ", ".join(f'"{family}"' for family in stack(language.script))
    own = f'[lang="{language.html}"] {{ font-family: {families} }}'  # the page itself is English
    title = f"{page.plain(edition.leaflet.title)} – {language.own}"
    return Html(
        markup=markup,
        title=title,
        language=language.html if blind else "en",
        paper=paper,
        file=page.file,
        styles=(theme(clinic.colour, paper, language), own, style(templates / "proof.css")),
        resources={}
        if blind
        else {
            f"bundle:page-{n}.png": (png, "image/png")
            for n, (png, _, _) in enumerate(pictures, start=1)
        },
    )


def _filled(page: Page, text: str) -> str:
    """Return *text* as it is printed; one that asks for what nobody knows stays as it is."""
    try:
        return page.plain(text, page="1")
    except PressError:
        return text


def _crop(place: Place, pictures: tuple[tuple[bytes, float, float], ...]) -> Crop:
    _, page_width, page_height = pictures[place.page - 1]
    width = min(page_width, max(_CROP[0], place.width + 2 * _MARGIN))
    height = max(_CROP[1], place.height + 2 * _MARGIN)
    shown = min(_SHOWN, _CROP[0] * _SHOWN / width * 1.15)
    left = min(max(0.0, place.x + place.width / 2 - width / 2), page_width - width)
    top = min(max(0.0, place.y + place.height / 2 - height / 2), page_height - height)
    return Crop(
        f"bundle:page-{place.page}.png",
        width * shown,
        height * shown,
        (-left * shown, -top * shown, page_width * shown, page_height * shown),
        (
            (place.x - left - 2) * shown,
            (place.y - top - 1) * shown,
            (place.width + 4) * shown,
            (place.height + 2) * shown,
        ),
    )
