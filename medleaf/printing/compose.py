"""Edition -> HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.leaflet import Leaflet, Passage, Topic
from medleaf.model.page import Fit, Html, Paper
from medleaf.model.text import Text
from medleaf.model.words import Words
from medleaf.printing import ladder
from medleaf.printing.grid import Shown, shown
from medleaf.printing.page import letters_of, page_of, refuse, shared, theme
from medleaf.printing.style import STANDARD, style
from medleaf.printing.template import render
from medleaf.printing.widths import lines, per_cent, table_shares, width

TEMPLATE = "leaflet.html"
LABELS = ("", "small", "free")  # how a patient's label is set, by the fit
_SIDES = 2
_TIGHT = 2  # rungs, the last ones, on which directions are set closely
_LONG_TITLE = 16  # letters; a longer title gets a line of its own and smaller type
_SHORT_POST = 70  # letters of a clinic's name and address that stand in a third of the page
_IN_A_ROW = 3  # boxes of side effects
_NARROWEST = 26  # per cent of the page that a box of side effects must have for a phone number

Item = TypeVar("Item")
Halves = tuple[Sequence[Item], Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with text below it, that may stand in either of two columns."""

    heading: Text
    text: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    numbered: bool = False
    strong: bool = False

    def lines(self, letters: float) -> float:
        """Return about how many lines it takes, with so many *letters* on a line."""
        texts = (" ".join(self.text), *self.points)
        return 2.2 + sum(lines(text, letters) for text in texts)


def compose(
    edition: Edition,
    clinic: Clinic,
    paper: Paper,
    fit: Fit,
    templates: Path,
    logo: tuple[bytes, str] | None = None,
    draft: bool = False,
) -> Html:
    """Set *edition* on the two sides of a sheet of *paper*, as tightly as *fit* says.

    *logo* is a picture and its media type. With *draft* an incomplete edition is set
    too: its English sentences are boxed, and every side says that it is a draft.

    Raises PressError for an incomplete edition, a placeholder or pictogram nobody knows,
    and a clinic's colour that is too pale to be read.
    """
    leaflet, language = edition.leaflet, edition.language
    refuse(edition, clinic, draft)
    page = page_of(edition, clinic, templates)
    letters = ladder.script(language.script).letters
    tight = fit.moved > 0 or fit.rung >= ladder.rungs(language.script) - _TIGHT
    markup = render(
        templates / TEMPLATE,
        **shared(page, draft, logo),
        sheet=ladder.sheet(fit, language.script),
        sides=[ladder.side(share, language.script) for share in (fit.front, fit.back)],
        long_title=width(leaflet.title) > _LONG_TITLE,
        columns=_columns(leaflet, edition.words, letters),
        shares=table_shares(leaflet.table) if isinstance(leaflet, Topic) else (),
        pregnancy_first=_pregnancy_first(leaflet, letters),
        wide_reach=max(map(width, map(page.plain, _reach(edition.words)))) > letters,
        post_below=len(clinic.name) + sum(map(len, clinic.address)) > _SHORT_POST,
        upright=False,
        triage=_triage_shares(leaflet),
        label_set=LABELS[fit.label],
        moved=fit.moved,
        tight=tight,
        grid=_grid(edition, letters, tight=tight),
    )
    return Html(
        markup=markup,
        title=f"{page.plain(leaflet.title)} – {language.own}",
        language=language.html,
        paper=paper,
        file=page.file,
        sides=_SIDES,
        styles=(style(templates / STANDARD), theme(clinic.colour, paper, language)),
        resources=page.resources,
        said=tuple(page.said),
        private=edition.private(),
        letters=letters_of(edition),
    )


def balance(items: Sequence[Item], heights: Sequence[float]) -> Halves[Item]:
    """Split *items* over two columns of about the same height, in reading order.

    Of two ways as good the one with the longer first column is taken, which is never empty.
    """
    total = sum(heights)
    cuts = range(min(1, len(items)), len(items) + 1)
    cut = min(cuts, key=lambda n: (round(abs(2 * sum(heights[:n]) - total), 3), -n), default=0)
    return items[:cut], items[cut:]


# ------------------------------------------------------------------ what stands where


def _grid(edition: Edition, letters: int, *, tight: bool) -> Shown | None:
    told = edition.directions
    return shown(told.grid, letters, tight=tight) if told and told.grid else None


def _columns(leaflet: Leaflet, words: Words, letters: int) -> dict[str, Halves[Any]]:
    """Return what stands in the rows that have two columns of so many *letters*."""

    def columns(blocks: Sequence[Block]) -> Halves[Block]:
        return balance(blocks, [block.lines(letters) for block in blocks])

    teach = Block(words.teach, points=leaflet.teach, numbered=True)
    if isinstance(leaflet, Topic):
        ask = Block(words.ask, points=leaflet.ask)
        back = [*map(_block, leaflet.back), _block(leaflet.evidence), ask, teach]
        return {"front": columns([*map(_block, leaflet.front)]), "back": columns(back)}
    parts = (leaflet.missed, leaflet.overdose, leaflet.stopping, leaflet.monitoring)
    back = [
        _block(part, strong=part is leaflet.overdose) for part in (*parts, leaflet.storage) if part
    ]
    steps = tuple(step.text for step in leaflet.take.steps)
    return {
        "front": ([_block(leaflet.what)], [_block(leaflet.soon)]),
        "steps": balance(steps, [lines(step, letters) for step in steps]),
        "back": columns([*back, teach]),
    }


def _pregnancy_first(leaflet: Leaflet, letters: int) -> bool:
    """Whether pregnancy stands below "before you take it", as that makes the row lower."""
    if isinstance(leaflet, Topic):
        return False
    never = Block(leaflet.before.heading, leaflet.before.never, leaflet.before.tell)
    before, pregnancy = never.lines(letters) + 1, _block(leaflet.pregnancy).lines(letters)
    # Beside a pictogram a line is shorter, and one line is as tall as the pictogram.
    advice = (max(1.6, lines(it.text, letters * 0.85)) for it in leaflet.others.advice)
    others = 2 + sum(advice)
    return max(before + pregnancy, others) < max(before, others + pregnancy)


def _block(passage: Passage, *, strong: bool = False) -> Block:
    return Block(passage.heading, passage.text, passage.points, strong=strong)


def _reach(words: Words) -> tuple[Text, ...]:
    """Return the lines below the phone number that should not be broken."""
    return words.hours, words.interpreter, words.poison


def _triage_shares(leaflet: Leaflet) -> dict[str, int]:
    """Return the widths of the boxes of side effects, by how much stands in each.

    Three boxes share a row. Four stand two by two, and need no widths.
    """
    if isinstance(leaflet, Topic):
        return {}
    effects = leaflet.effects
    boxes = {"now": effects.now, "today": effects.today, "visit": effects.visit,
             "passes": effects.passes}  # fmt: skip
    letters = {name: sum(map(width, items)) for name, items in boxes.items() if items}
    if len(letters) != _IN_A_ROW:
        return {}
    return dict(zip(letters, per_cent([*letters.values()], _NARROWEST), strict=True))
