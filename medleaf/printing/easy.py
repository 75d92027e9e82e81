"""Edition -> HTML to be read easily: one message a row, with a pictogram and few words.

No second content: the rows are the leaflet's key messages, steps and warnings, and what it
gives a picture. About four stand on a page.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.leaflet import Alarm, Medicine, Passage, Supplement, Topic
from medleaf.model.page import Html, Paper
from medleaf.model.text import Text
from medleaf.printing.flow import Logo, Look, Sizes, flow
from medleaf.printing.page import bands_of, call_of, page_of, refuse, shared

_LOOK = Look(
    "easy.html",
    ("flow.css", "easy.css"),
    Sizes(text=17.0, title=34.0, heading=20.0, key=20.0, fine=12.0),
)
_OTHER = "medicines"  # the pictogram of a message that names none

Tone = Literal["plain", "key", "danger"]


@dataclass(frozen=True, slots=True)
class Message:
    """A row. *say* is what it is about, in bold; the rest is in smaller type below it."""

    picture: str
    say: Text
    more: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    call: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Group:
    """Messages below a heading. With *plan* the dose plan, or one's own directions, stand here."""

    heading: Text
    messages: tuple[Message, ...] = ()
    plan: bool = False


def compose_easy(
    edition: Edition,
    clinic: Clinic,
    paper: Paper,
    templates: Path,
    logo: Logo = None,
    draft: bool = False,
) -> Html:
    """Set the messages of *edition*; raise PressError as the composing of a sheet does.

    A pictogram without a drawing or without a caption is named and refused.
    """
    refuse(edition, clinic, draft)
    page = page_of(edition, clinic, templates)
    found = groups(edition, clinic)
    title = page.plain(edition.leaflet.title)
    heads = [f"{title} · {page.plain(group.heading)}" for group in found]
    values = {"groups": found, "upright": True, "wide_reach": False, "picture": page.picture}
    bands = bands_of(edition, draft)
    return flow(page, paper, _LOOK, heads, bands, shared(page, draft, logo) | values)


def groups(edition: Edition, clinic: Clinic) -> tuple[Group, ...]:
    """Return all messages of *edition*, in the order of the sheet."""
    leaflet, words = edition.leaflet, edition.words
    key = tuple(Message(it.picture, it.text, tone="key") for it in leaflet.key)
    alarm = (_alarm(leaflet.alarm, edition, clinic),) if leaflet.alarm else ()
    if isinstance(leaflet, Topic):
        told = (*map(_told, leaflet.front), *alarm, *map(_told, leaflet.back))
    else:
        told = _treatment(leaflet, edition, clinic, alarm)
    return (Group(words.key, key), *(group for group in told if group.messages or group.plan))


def _treatment(
    leaflet: Medicine | Supplement, edition: Edition, clinic: Clinic, alarm: tuple[Group, ...]
) -> tuple[Group, ...]:
    steps = tuple(Message(it.picture or _OTHER, it.text) for it in leaflet.take.steps)
    before, others = leaflet.before, leaflet.others
    never = tuple(Message(before.picture, text) for text in before.never)
    advice = tuple(Message(it.picture or _OTHER, it.text) for it in others.advice)
    passages = (leaflet.missed, leaflet.overdose, leaflet.stopping, leaflet.monitoring)
    heading = leaflet.plan.heading if leaflet.plan else edition.words.directions
    plan = (Group(heading, plan=True),) if leaflet.plan or edition.directions else ()
    return (
        *plan,
        Group(leaflet.take.heading, steps),
        *alarm,
        Group(before.heading, never),
        Group(others.heading, advice),
        _told(leaflet.pregnancy),
        _effects(leaflet, edition, clinic),
        *(_told(passage) for passage in (*passages, leaflet.storage) if passage),
    )


def _told(passage: Passage) -> Group:
    """Return the message of a passage; none where the content gives it no picture."""
    if passage.picture is None:
        return Group(passage.heading)
    first, *more = (*passage.text, *passage.points)
    message = Message(passage.picture, first, passage.text[1:], passage.points)
    if not passage.text:
        message = Message(passage.picture, first, points=tuple(more))
    return Group(passage.heading, (message,))


def _alarm(alarm: Alarm, edition: Edition, clinic: Clinic) -> Group:
    phone = alarm.call == "phone"
    act = Message(
        "phone" if phone else "emergency",
        alarm.act,
        points=alarm.reasons,
        call=call_of(edition.leaflet, clinic),
        more=(edition.words.closed,) if phone else (),
        tone="danger",
    )
    closing = alarm.closing
    last = (Message("ask", closing.lead, (closing.text,)),) if closing else ()
    signs = Message("warning", alarm.lead, points=alarm.signs, tone="danger")
    return Group(alarm.heading, (signs, act, *last))


def _effects(leaflet: Medicine | Supplement, edition: Edition, clinic: Clinic) -> Group:
    words, effects = edition.words, leaflet.effects
    now, today = clinic.emergency_number, clinic.phone
    return Group(
        words.effects,
        (
            Message("emergency", words.now, points=effects.now, call=now, tone="danger"),
            Message("phone", words.today, points=effects.today, call=today),
        ),
    )
