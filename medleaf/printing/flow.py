"""Edition -> HTML of one column and as many pages as it takes: large print, booklets."""

from pathlib import Path
from typing import NamedTuple

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.leaflet import Topic
from medleaf.model.page import Html, Size
from medleaf.printing import ladder
from medleaf.printing.frame import frame
from medleaf.printing.outline import outline
from medleaf.printing.page import bands_of, page_of, refuse, shared, theme
from medleaf.printing.template import render, style
from medleaf.printing.widths import table_shares, width

_LONG_TITLE = 16  # letters; a longer title is set smaller


class Sizes(NamedTuple):
    """Type sizes in points: of the text, titles, headings, key messages, and of the smallest."""

    text: float
    title: float
    heading: float
    key: float
    fine: float


def compose_flow(
    edition: Edition,
    clinic: Clinic,
    paper: Size,
    look: str,
    sizes: Sizes,
    made_of: tuple[Path, tuple[bytes, str] | None, bool],
) -> Html:
    """Set *edition* in one column.

    *look* names the style sheet of the format; *made_of* are the templates, the logo and
    whether it is a draft. Heads, with the section they are of, and feet stand on every page.
    """
    templates, logo, draft = made_of
    leaflet, language = edition.leaflet, edition.language
    refuse(edition, clinic, draft)
    page = page_of(edition, clinic, templates)
    sections = outline(edition, clinic)
    heads = [f"{page.plain(leaflet.title)} · {page.plain(it.heading)}" for it in sections]
    bands = [page.plain(text) for text, _ in bands_of(edition, draft)]
    markup = render(
        templates / "flow.html",
        **shared(page, draft, logo),
        sections=sections,
        variables=ladder.column(language.script, *sizes[:4]),
        long_title=width(leaflet.title) > _LONG_TITLE,
        shares=table_shares(leaflet.table) if isinstance(leaflet, Topic) else (),
        upright=True,  # seven days side by side are too many for one column
        triage={},
        wide_reach=False,
        post_below=True,
    )
    return Html(
        markup=markup,
        title=f"{page.plain(leaflet.title)} – {language.own}",
        language=language.html,
        paper=paper,
        file=page.file,
        styles=(
            style(templates / "leaflet.css"),
            theme(clinic.colour, paper, language),
            style(templates / "flow.css"),
            style(templates / f"{look}.css"),
            frame(page, paper, sizes.fine, heads, bands),
        ),
        resources=page.resources,
        said=tuple(page.said),
    )
