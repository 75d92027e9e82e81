"""Edition -> what it says, in reading order: for every layout but the standard sheet's two columns.

Two editions of one leaflet have outlines of one shape, whatever their languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from medleaf.model.clinic import Clinic
from medleaf.model.directions import Directions
from medleaf.model.edition import Edition
from medleaf.model.leaflet import (
    Advice,
    Alarm,
    Before,
    Effects,
    Leaflet,
    Medicine,
    Others,
    Passage,
    Plan,
    Steps,
    Supplement,
    Table,
    Topic,
)
from medleaf.model.text import Text
from medleaf.model.words import Words
from medleaf.printing.page import Given, call_of, day_names

Kind = Literal[
    "plain", "key", "plan", "table", "steps", "alarm", "effects", "now", "today", "visit",
    "passes", "contact",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """An item of a list, with the name of a pictogram if it has one."""

    text: Text
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; every row has as many cells as *head*. *blank* rows are for a hand to fill.

    *pictures* are the pictograms of the columns, none or one for each.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...] = ()
    blank: int = 0
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all that stands below it, in this order.

    *strong* and *text* are paragraphs, sentence by sentence; *call* is a number to call,
    *note* a paragraph after the list. *sections* are headings of the next level. *name* is the
    same in all languages; *more* is the longer text that only the online guide has.
    """

    heading: Text
    kind: Kind = "plain"
    strong: tuple[Text, ...] = ()
    text: tuple[Text, ...] = ()
    points: tuple[Point, ...] = ()
    numbered: bool = False
    grid: Grid | None = None
    call: str = ""
    note: tuple[Text, ...] = ()
    sections: tuple["Section", ...] = ()
    name: str = ""
    more: tuple[Text, ...] = ()


def outline(edition: Edition, clinic: Clinic) -> tuple[Section, ...]:
    """Return all sections of *edition* but its title and its foot; the clinic's address is last."""
    leaflet, words = edition.leaflet, edition.words
    key = tuple(Point(message.text, message.picture) for message in leaflet.key)
    rest = _topic if isinstance(leaflet, Topic) else _treatment
    return (
        Section(words.key, "key", points=key, name="key"),
        *rest(leaflet, edition, clinic),  # type: ignore[arg-type]  # of its own kind
        _contact(words, clinic),
    )


def _treatment(
    leaflet: Medicine | Supplement, edition: Edition, clinic: Clinic
) -> Sequence[Section]:
    words = edition.words
    late = {
        "missed": leaflet.missed,
        "overdose": leaflet.overdose,
        "stopping": leaflet.stopping,
        "monitoring": leaflet.monitoring,
        "storage": leaflet.storage,
    }
    return [
        _passage(leaflet.what, "what"),
        _passage(leaflet.soon, "soon"),
        *_own(edition.directions, leaflet.plan, words),
        *([_plan(leaflet.plan, edition)] if leaflet.plan and not edition.directions else []),
        _take(leaflet.take),
        _alarm(leaflet.alarm, leaflet, words, clinic),
        _before(leaflet.before),
        _others(leaflet.others),
        _passage(leaflet.pregnancy, "pregnancy"),
        _effects(leaflet.effects, words, clinic),
        *(_passage(part, name, strong=name == "overdose") for name, part in late.items() if part),
        _teach(leaflet, words),
    ]


def _topic(leaflet: Topic, edition: Edition, clinic: Clinic) -> Sequence[Section]:
    words = edition.words
    return [
        *(_passage(part, f"front-{n}") for n, part in enumerate(leaflet.front, start=1)),
        *([_table(leaflet.table)] if leaflet.table else []),
        *([_alarm(leaflet.alarm, leaflet, words, clinic)] if leaflet.alarm else []),
        *(_passage(part, f"back-{n}") for n, part in enumerate(leaflet.back, start=1)),
        _passage(leaflet.evidence, "evidence"),
        Section(words.ask, points=_points(leaflet.ask), name="ask"),
        _teach(leaflet, words),
    ]


def _passage(passage: Passage, name: str, *, strong: bool = False) -> Section:
    return Section(
        passage.heading,
        strong=passage.text if strong else (),
        text=() if strong else passage.text,
        points=_points(passage.points),
        name=name,
        more=passage.guide,
    )


def _take(take: Steps) -> Section:
    points = _advice(take.steps)
    return Section(
        take.heading, "steps", points=points, numbered=True, name="take", more=take.guide
    )


def _teach(leaflet: Leaflet, words: Words) -> Section:
    return Section(words.teach, points=_points(leaflet.teach), numbered=True, name="teach")


def _points(texts: Sequence[Text]) -> tuple[Point, ...]:
    return tuple(map(Point, texts))


def _own(directions: Directions | None, plan: Plan | None, words: Words) -> Sequence[Section]:
    """Return one patient's own directions, if there are any, as they were given."""
    if directions is None:
        return []
    marked = () if directions.origin == "generated" else (words.written,)
    grid = directions.grid
    return [
        Section(
            plan.heading if plan else words.directions,
            "plan",
            strong=(Given(directions.warning),) if directions.warning else (),
            text=marked,
            grid=Grid(
                tuple(map(Given, grid.head)),
                tuple(tuple(Given(cell or "–") for cell in row) for row in grid.rows),
                pictures=grid.pictures,
            )
            if grid
            else None,
            points=_points([Given(clause.text) for clause in directions.clauses]),
        )
    ]


def _advice(items: Sequence[Advice]) -> tuple[Point, ...]:
    return tuple(Point(it.text, it.picture) for it in items)


def _plan(plan: Plan, edition: Edition) -> Section:
    words = edition.words
    days = day_names(edition.language, "abbreviated")
    head: tuple[str, ...]
    match plan.shape:
        case "times":
            head = (words.start, words.morning, words.noon, words.evening, words.bedtime)
        case "week":
            head = (words.start, *days)
        case "needed":
            head = (words.reason, words.amount, words.gap, words.limit)
    pictures = ("", "morning", "noon", "evening", "bedtime") if plan.shape == "times" else ()
    grid = Grid(head, (), 3, pictures)
    return Section(plan.heading, "plan", text=(plan.note,), grid=grid, name="plan", more=plan.guide)


def _table(table: Table) -> Section:
    grid = Grid(table.head, table.rows)
    return Section(table.heading, "table", grid=grid, name="table", more=table.guide)


def _alarm(alarm: Alarm, leaflet: Leaflet, words: Words, clinic: Clinic) -> Section:
    closed = (words.closed,) if alarm.call == "phone" else ()
    parts = [
        Section(alarm.lead, points=_points(alarm.signs)),
        Section(
            alarm.act, points=_points(alarm.reasons), call=call_of(leaflet, clinic), note=closed
        ),
    ]
    if alarm.closing:
        parts.append(Section(alarm.closing.lead, text=(alarm.closing.text,)))
    return Section(alarm.heading, "alarm", sections=tuple(parts), name="alarm", more=alarm.guide)


def _before(before: Before) -> Section:
    return Section(
        before.heading,
        strong=before.never,
        text=(before.lead,),
        points=_points(before.tell),
        name="before",
        more=before.guide,
    )


def _others(others: Others) -> Section:
    points = _advice(others.advice)
    return Section(others.heading, points=points, name="others", more=others.guide)


def _effects(effects: Effects, words: Words, clinic: Clinic) -> Section:
    note = (effects.note,) if effects.note else ()
    boxes = (
        Section(words.now, "now", points=_points(effects.now), call=clinic.emergency_number),
        Section(words.today, "today", points=_points(effects.today), call=clinic.phone),
        Section(words.visit, "visit", points=_points(effects.visit)),
        Section(words.passes, "passes", points=_points(effects.passes), note=note),
    )
    shown = tuple(box for box in boxes if box.points)
    return Section(
        words.effects,
        "effects",
        sections=shown,
        note=() if effects.passes else note,
        name="effects",
        more=effects.guide,
    )


def _contact(words: Words, clinic: Clinic) -> Section:
    told = (words.interpreter,) if clinic.interpreter else ()
    return Section(
        words.contact,
        "contact",
        call=clinic.phone,
        points=_points((words.hours, *told)),
        note=(words.poison,),
        sections=(Section(words.guide, text=(words.newer,)),),
        name="contact",
    )
