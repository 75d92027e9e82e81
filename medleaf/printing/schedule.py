"""All medicines of one patient -> HTML of one page, from morning to bedtime."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medleaf.model.clinic import Clinic
from medleaf.model.directions import Directions, Grid
from medleaf.model.edition import Edition, State
from medleaf.model.page import Fit, Html, Paper
from medleaf.printing import ladder
from medleaf.printing.page import Page, letters_of, page_of, refuse, shared, theme
from medleaf.printing.style import style
from medleaf.printing.template import render

_TIMES = 4  # morning, noon, evening, bedtime


@dataclass(frozen=True, slots=True)
class Taken:
    """A medicine on the schedule: what the patient calls it, and the copy with its directions."""

    name: str
    copy: Edition


@dataclass(frozen=True, slots=True)
class _Shown:
    """A medicine as the template shows it: with amounts for the day, or with all in words."""

    page: Page
    name: str
    directions: Directions
    cells: tuple[str, ...] = ()
    grid: Grid | None = None


def schedule(
    medicines: Sequence[Taken],
    clinic: Clinic,
    paper: Paper,
    templates: Path,
    logo: tuple[bytes, str] | None = None,
) -> Html:
    """Set the *medicines* of one patient, one or more, in the language of the first copy.

    What is taken at fixed times of each day stands in a table, the rest below it with all its
    words; a medicine without directions is left out. It goes on on further pages where it must.
    Raises PressError as the composing of a sheet does.
    """
    first = medicines[0].copy
    for it in medicines:
        refuse(it.copy, clinic, draft=False)
    unsigned = any(it.copy.state is not State.APPROVED for it in medicines)
    copy = replace(first, state=State.UNREVIEWED if unsigned else State.APPROVED)
    page = page_of(copy, clinic, templates)
    # Words that are not the leaflet's are given by a page that knows whose directions they are.
    told = [
        (it.name, directions, replace(page, edition=it.copy))
        for it in medicines
        if (directions := it.copy.directions)
    ]
    language = first.language
    markup = render(
        templates / "schedule.html",
        **shared(page, draft=False, logo=logo),
        sheet=ladder.sheet(Fit(), language.script),
        side=ladder.side(0.3, language.script),
        label_set="free",
        daily=[
            _Shown(own, name, it, tuple(cell or "–" for cell in it.grid.rows[0]))
            for name, it, own in told
            if it.grid and _is_daily(it)
        ],
        others=[_Shown(own, name, it, grid=it.grid) for name, it, own in told if not _is_daily(it)],
    )
    return Html(
        markup=markup,
        title=f"{page.plain(first.words.schedule)} – {language.own}",
        language=language.html,
        paper=paper,
        file=templates / "schedule.html",
        styles=(
            style(templates / "leaflet.css"),
            theme(clinic.colour, paper, language),
            style(templates / "schedule.css"),
        ),
        resources={name: it for name, it in page.resources.items() if name in markup},
        said=tuple(page.said),
        private=tuple(field for it in medicines for field in it.copy.private()),
        letters=letters_of(first),
    )


def _is_daily(directions: Directions) -> bool:
    """Whether the directions are all said by amounts for the times of each day, and clauses."""
    grid = directions.grid
    if grid is None or directions.warning or directions.origin != "generated":
        return False
    return grid.kind == "times" and len(grid.rows) == 1 and len(grid.head) == _TIMES
