"""Pages that go on: one column of sections, as many pages as it takes, a frame round each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.leaflet import Topic
from medleaf.model.page import Html, Size
from medleaf.model.text import Text
from medleaf.printing import ladder
from medleaf.printing.frame import frame
from medleaf.printing.grid import shown
from medleaf.printing.outline import outline
from medleaf.printing.page import Page, bands_of, letters_of, page_of, refuse, shared, theme
from medleaf.printing.style import style
from medleaf.printing.template import render
from medleaf.printing.widths import table_shares, width

_TEXT = 12.0  # points of the text on a standard sheet
_LONG_TITLE = 16  # letters; a longer title is set smaller

Logo = tuple[bytes, str] | None
Bands = list[tuple[Text, str]]


class Sizes(NamedTuple):
    """Type sizes in points: of the text, titles, headings, key messages, and of the smallest."""

    text: float
    title: float
    heading: float
    key: float
    fine: float


class Look(NamedTuple):
    """What makes a layout: a template, style sheets from the general to the special, sizes."""

    template: str
    styles: tuple[str, ...]
    sizes: Sizes


def compose_column(
    edition: Edition,
    clinic: Clinic,
    paper: Size,
    look: Look,
    templates: Path,
    logo: Logo = None,
    draft: bool = False,
) -> Html:
    """Set *edition* in one column. Heads and feet stand on every page.

    Raises PressError as the composing of a standard sheet does.
    """
    refuse(edition, clinic, draft)
    page = page_of(edition, clinic, templates)
    sections, bands = outline(edition, clinic), bands_of(edition, draft)
    title = page.plain(edition.leaflet.title)
    heads = [f"{title} · {page.plain(section.heading)}" for section in sections]
    values = {"sections": sections, "upright": True, "triage": {}, "wide_reach": False}
    return flow(page, paper, look, heads, bands, shared(page, draft, logo) | values)


def flow(
    page: Page,
    paper: Size,
    look: Look,
    heads: Sequence[str],
    bands: Bands,
    values: dict[str, Any],
    scripts: tuple[str, ...] = (),
) -> Html:
    """Fill the template of *look* with *values*, and set it in a frame for *paper*.

    *heads* are what the heads of pages say, *bands* what stands below each,
    *scripts* what else they are in.
    """
    leaflet, language = page.edition.leaflet, page.edition.language
    templates, sizes = page.templates, look.sizes
    told, letters = page.edition.directions, ladder.script(language.script).letters
    title = page.plain(leaflet.title)
    markup = render(
        templates / look.template,
        variables=ladder.column(language.script, *sizes[:4]),
        long_title=width(leaflet.title) > _LONG_TITLE,
        shares=table_shares(leaflet.table) if isinstance(leaflet, Topic) else (),
        post_below=True,
        label_set="free",
        tight=False,
        grid=shown(told.grid, letters, scale=sizes.text / _TEXT) if told and told.grid else None,
        **values | {"bands": bands},
    )
    said = [page.plain(text) for text, _ in bands]
    leading = max(ladder.script(script).small for script in {language.script, *scripts})
    return Html(
        markup=markup,
        title=f"{title} – {language.own}",
        language=language.html,
        paper=paper,
        file=page.file,
        styles=(
            style(templates / "leaflet.css"),
            theme(page.clinic.colour, paper, language),
            "\n".join(style(templates / name) for name in look.styles),
            frame(page, paper, sizes.fine, leading, heads, said),
        ),
        resources=page.resources,
        said=tuple(page.said),
        private=page.edition.private(),
        letters=letters_of(page.edition),
    )
