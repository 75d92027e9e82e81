"""Two editions of one leaflet -> HTML: row by row, side by side."""

from dataclasses import replace
from pathlib import Path

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition, fill
from medleaf.model.language import Language
from medleaf.model.page import Html, Paper
from medleaf.printing import ladder
from medleaf.printing.flow import Bands, Logo, Look, Sizes, flow
from medleaf.printing.fonts import stack
from medleaf.printing.outline import outline
from medleaf.printing.page import bands_of, page_of, refuse, review_of, shared

_LOOK = Look(
    "bilingual.html",
    ("flow.css", "bilingual.css"),
    Sizes(text=11.5, title=22.0, heading=14.0, key=12.0, fine=9.5),
)
_AIR = 1.92  # points above and below the text of a cell


def compose_bilingual(
    edition: Edition,
    beside: Edition,
    clinic: Clinic,
    paper: Paper,
    templates: Path,
    logo: Logo = None,
    draft: bool = False,
) -> Html:
    """Set *edition*, the reader's, on its own start side, and *beside* on the other.

    One patient's directions stand once, over both columns, in the language they were given in.
    Raises PressError where either of them may not be printed.
    """
    for one in (edition, beside):
        refuse(one, clinic, draft)
    beside = fill(beside, edition.directions)
    page, other = page_of(edition, clinic, templates), page_of(beside, clinic, templates)
    sections = outline(edition, clinic)
    values = shared(page, draft, logo) | {
        "own": f"{edition.language.own} · {beside.language.own}",
        "other": other,
        "other_space": "" if beside.language.script == "Hans" else " ",
        "sections": list(zip(sections, outline(beside, clinic), strict=True)),
        "about": [(it, review_of(it.edition)) for it in (page, other)],
    }
    heads = f"{page.plain(edition.leaflet.title)} · {other.plain(beside.leaflet.title)}"
    bands = _both(bands_of(edition, draft), bands_of(beside, draft))
    html = flow(page, paper, _LOOK, [heads], bands, values, (beside.language.script,))
    return replace(
        html,
        title=f"{html.title} / {beside.language.own}",
        styles=(
            *html.styles[:-1],
            f"{html.styles[-1]}\n{_beside(edition.language, beside.language)}",
        ),
    )


def _both(one: Bands, other: Bands) -> Bands:
    """Return the bands of two editions, each language once, English last."""
    own = [band for band in (*one, *other) if band[1] != "en"]
    return [*own, *[band for band in (*one, *other) if band[1] == "en"][:1]]


def _beside(own: Language, other: Language) -> str:
    """Return the CSS of cells: their air, and the letters and the leading of the other language.

    Each of hundreds of cells would work out a length that a variable is part of.
    """
    kind = ladder.script(other.script)
    air = _AIR * ladder.script(own.script).air
    families = ", ".join(f'"{family}"' for family in stack(other.script))
    return (
        f".cell {{ padding: {air:.2f}pt 0 }}\n"
        f'.band [lang="{other.html}"] {{ font-family: {families}; line-height: {kind.small} }}\n'
        f".other, .cell.other {{ font-family: {families}; line-height: {kind.rungs[0][1]} }}\n"
        f".other:is(h1, h2, h3, .h1, .h2, .h3, th *) {{ line-height: {kind.heading} }}\n"
    )
