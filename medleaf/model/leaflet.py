"""What a leaflet says: the content of one YAML file, in plain English.

The order of the fields is the order on the sheet and in the translators' files.
Fields named ``guide`` hold the longer text that only the online guide shows.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from medleaf.model.text import Mark, Role, Text, Value

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Guide = Annotated[tuple[Text, ...], Mark("guide", role=Role.BODY, page=0)]
Heading = Annotated[Text, Mark("heading", role=Role.HEADING)]


# ------------------------------------------------------------------ identity


class Source(Value):
    """Where a fact comes from; only real publications."""

    title: str
    publisher: str
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None


class Change(Value):
    """One line of the history, in words a reader understands."""

    date: date
    text: Annotated[Text, Mark("change history", page=0)]


class Names(Value):
    """The names under which people look for the leaflet; never translated."""

    inn: str | None = None  # International Nonproprietary Name (WHO)
    spellings: dict[str, tuple[str, ...]] = Field(default={})  # language tag -> spellings
    brands: dict[str, tuple[str, ...]] = Field(default={})  # market -> brand names


class Codes(Value):
    """Codes by which records name the medicine; a match on any one counts."""

    atc: tuple[Annotated[str, Field(pattern=r"^[A-Z]\d\d[A-Z]{2}\d\d$")], ...] = ()
    rxnorm: tuple[Annotated[str, Field(pattern=r"^\d+$")], ...] = ()
    snomed: tuple[Annotated[str, Field(pattern=r"^\d{6,18}$")], ...] = ()
    dmd: tuple[Annotated[str, Field(pattern=r"^\d{6,18}$")], ...] = ()  # NHS medicines and devices
    ndc: tuple[Annotated[str, Field(pattern=r"^\d{4,5}-\d{3,4}-\d{1,2}$")], ...] = ()  # US packs
    pzn: tuple[Annotated[str, Field(pattern=r"^\d{8}$")], ...] = ()  # German packs
    gtin: tuple[Annotated[str, Field(pattern=r"^\d{8,14}$")], ...] = ()  # the barcode on a pack


# --------------------------------------------------------------- page pieces


class KeyMessage(Value):
    """One of the messages people use first; *picture* names a pictogram."""

    text: Text
    picture: Id


class Passage(Value):
    """A heading, a short printed text, and what the guide adds.

    *text* is one paragraph, sentence by sentence; *points* is a list below it. With a
    *picture* it is a message of the easy edition.
    """

    heading: Heading
    text: tuple[Text, ...] = ()
    points: Annotated[tuple[Text, ...], Field(max_length=7), Mark("point")] = ()
    picture: Id | None = None
    guide: Guide = ()


class Plan(Value):
    """The patient's own directions, blank here: the prescription or a hand fills them.

    *shape*: ``times`` (morning, noon, evening, bedtime), ``week`` (Monday to Sunday,
    for doses that differ by day) or ``needed`` (amount, gap and daily limit).
    """

    heading: Heading
    note: Text
    shape: Literal["times", "week", "needed"]
    guide: Guide = ()


class Advice(Value):
    """A short advice, with a pictogram if it has one."""

    text: Text
    picture: Id | None = None


def _advice(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


# A step is written as a sentence, or as a sentence and a picture.
Step = Annotated[Advice, BeforeValidator(_advice, json_schema_input_type=str | Advice)]


class Steps(Value):
    """Numbered steps, one action each."""

    heading: Heading
    steps: Annotated[tuple[Step, ...], Field(max_length=8), Mark("step")]
    guide: Guide = ()


class Closing(Value):
    """The line at the foot of the red box."""

    lead: Text
    text: Text


class Alarm(Value):
    """The red box: signs on one side, what to do and the number on the other."""

    heading: Annotated[Text, Mark("heading")]
    lead: Text
    signs: Annotated[tuple[Text, ...], Field(max_length=5), Mark("sign")]
    act: Text
    reasons: Annotated[tuple[Text, ...], Field(max_length=5), Mark("reason")]
    call: Literal["phone", "emergency"]
    closing: Annotated[Closing | None, Mark("last line")] = None
    guide: Guide = ()


class Before(Value):
    """Who must not take it, and what to tell us first."""

    heading: Heading
    never: Annotated[tuple[Text, ...], Field(max_length=4), Mark("do not take")]
    lead: Text
    tell: Annotated[tuple[Text, ...], Field(max_length=6), Mark("tell us")]
    picture: Id = "stop"
    guide: Guide = ()


class Others(Value):
    """Other medicines, food and drink, alcohol, driving."""

    heading: Heading
    advice: Annotated[tuple[Advice, ...], Field(max_length=5), Mark("advice")]
    guide: Guide = ()


Group = Annotated[tuple[Text, ...], Field(max_length=4)]


class Effects(Value):
    """Side effects, grouped by what to do about them."""

    now: Annotated[Group, Mark("get help now", role=Role.EMERGENCY)]
    today: Annotated[Group, Mark("call us today", role=Role.WARNING)]
    visit: Annotated[Group, Mark("tell us at the next visit")] = ()
    passes: Annotated[Group, Mark("often passes")] = ()
    note: Text | None = None
    guide: Guide = ()


class Table(Value):
    """A comparison. Every row has as many cells as *head*; the first names the row."""

    heading: Heading
    head: Annotated[tuple[Text, ...], Field(max_length=4), Mark("column")]
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(max_length=12), Mark("row")]
    guide: Guide = ()


# --------------------------------------------------------------- guide pieces


class GuideSection(Value):
    """A section that only the guide has. *id* is its anchor."""

    id: Id
    heading: Heading
    text: tuple[Text, ...] = ()
    points: Annotated[tuple[Text, ...], Mark("point")] = ()


class Question(Value):
    """A common question and its answer."""

    question: Text
    answer: Text


class Term(Value):
    """A medical word, explained once."""

    term: Text
    meaning: Text


class OnlineGuide(Value):
    """What stands only in the online guide."""

    sections: Annotated[tuple[GuideSection, ...], Mark("guide section")] = ()
    questions: Annotated[tuple[Question, ...], Mark("common question")] = ()
    glossary: Annotated[tuple[Term, ...], Mark("glossary")] = ()
    ask: Annotated[tuple[Text, ...], Mark("question for the care team")] = ()
    related: tuple[Id, ...] = ()


# ------------------------------------------------------------------- leaflets


class _Leaflet(Value):
    id: Id
    audience: Literal["adults", "children", "everyone"] = "adults"
    names: Names = Names.default()
    codes: Codes = Codes.default()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    review_due: date

    title: Annotated[Text, Mark("title", role=Role.HEADING)]
    subtitle: Annotated[Text, Mark("line below the title")]
    key: Annotated[tuple[KeyMessage, ...], Field(max_length=3), Mark("key message", Role.WARNING)]


class _Treatment(_Leaflet):
    """What medicines and supplements share."""

    forms: tuple[str, ...] = ()  # dose forms, as FHIR and EDQM name them
    strengths: tuple[str, ...] = ()
    route: str = "oral"

    what: Annotated[Passage, Mark("what it does")]
    soon: Annotated[Passage, Mark("how soon it works")]
    plan: Annotated[Plan | None, Mark("dose plan", Role.DOSE)] = None
    take: Annotated[Steps, Mark("how to take it", Role.DOSE)]
    alarm: Annotated[Alarm, Mark("red box", Role.WARNING)]

    before: Annotated[Before, Mark("before you take it", Role.CONTRAINDICATION, page=2)]
    others: Annotated[Others, Mark("medicines, food, alcohol, driving", Role.WARNING, page=2)]
    pregnancy: Annotated[
        Passage, Mark("pregnancy and breastfeeding", Role.CONTRAINDICATION, page=2)
    ]
    effects: Annotated[Effects, Mark("side effects", page=2)]
    missed: Annotated[Passage | None, Mark("missed dose", Role.DOSE, page=2)] = None
    overdose: Annotated[Passage | None, Mark("too much", Role.EMERGENCY, page=2)] = None
    stopping: Annotated[Passage | None, Mark("stopping", Role.WARNING, page=2)] = None
    monitoring: Annotated[Passage | None, Mark("tests", Role.WARNING, page=2)] = None
    storage: Annotated[Passage, Mark("storage", page=2)]
    teach: Annotated[tuple[Text, ...], Field(max_length=3), Mark("teach-back question", page=2)]

    guide: Annotated[OnlineGuide, Mark(page=0)] = OnlineGuide.default()
    changes: tuple[Change, ...] = ()


class Medicine(_Treatment):
    """A medicine."""

    kind: Literal["medicine"]


class Supplement(_Treatment):
    """A food supplement or herb."""

    kind: Literal["supplement"]


class Topic(_Leaflet):
    """A question around medicines: sections of short points, honest about the evidence."""

    kind: Literal["topic"]

    front: Annotated[tuple[Passage, ...], Field(max_length=6), Mark("section")]
    table: Annotated[Table | None, Mark("table")] = None
    alarm: Annotated[Alarm | None, Mark("red box", Role.WARNING)] = None
    back: Annotated[tuple[Passage, ...], Field(max_length=8), Mark("section", page=2)]
    evidence: Annotated[Passage, Mark("how sure we are", page=2)]
    ask: Annotated[tuple[Text, ...], Field(max_length=4), Mark("question for us", page=2)]
    teach: Annotated[tuple[Text, ...], Field(max_length=3), Mark("teach-back question", page=2)]

    guide: Annotated[OnlineGuide, Mark(page=0)] = OnlineGuide.default()
    changes: tuple[Change, ...] = ()


Leaflet = Medicine | Supplement | Topic
