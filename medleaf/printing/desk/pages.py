"""What there is to say at the desk -> its pages, and the parts of them that a script asks for."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from medleaf.model.desk import Frame, Front, Lot, Offer, Proof, Slip, Trouble, Used
from medleaf.printing.desk.voice import Voice, pictures
from medleaf.printing.page import day_names, long_date
from medleaf.printing.template import render

STEPS = 6  # of a taper that the form has rows for
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = ("daily", "often", "needed", "taper", "words")
_STATUS = {404: "absent", 503: "busy", 500: "failed"}


def front(frame: Frame, it: Front) -> str:
    """Return the first page: the search, what was found, favourites and all leaflets."""
    return _render(frame, "front", it=it, title=frame.interface.words.home.heading)


def hits(frame: Frame, it: Front) -> str:
    """Return what was found alone, for a search that goes on while somebody types."""
    return _render(frame, "hits", it=it)


def sheet(frame: Frame, it: Offer) -> str:
    """Return the page of a leaflet: what to print, how it looks, and whether it may be printed."""
    wish, own = it.wish, frame.clinic.paper

    def at(**change: str) -> str:
        query = {"language": wish.language.html, "edition": wish.format, "paper": wish.paper}
        if wish.beside:
            query["beside"] = wish.beside.html
        if change.get("edition") == "booklet":
            change = {"edition": "standard", "paper": "A5"}
        elif "edition" in change and wish.paper == "A5":
            change["paper"] = own
        return _link(frame, f"/leaflets/{wish.leaflet}", query | change)

    return _render(frame, "sheet", it=it, title=it.title.text, at=at)


def dosing(frame: Frame, it: Slip) -> str:
    """Return the form for a patient's directions with its proof."""
    names = day_names(frame.interface.language, "wide")
    return _render(
        frame,
        "dosing",
        it=it,
        title=frame.interface.words.dosing.heading,
        proof=it.proof,
        steps=range(1, STEPS + 1),
        days=tuple(zip(DAYS, names, strict=True)),
        kinds=KINDS,
    )


def proof(frame: Frame, it: Proof) -> str:
    """Return the proof of a form alone, for a preview while somebody types."""
    return _render(frame, "proof", proof=it)


def basket(frame: Frame, it: Lot) -> str:
    """Return what is printed in one go."""
    return _render(frame, "basket", it=it, title=frame.interface.words.basket.heading)


def use(frame: Frame, it: Used) -> str:
    """Return the page of what was printed."""
    return _render(frame, "use", it=it, title=frame.interface.words.use.heading)


def trouble(frame: Frame, it: Trouble) -> str:
    """Return the page that says why something was not done."""
    words = frame.interface.words.trouble
    kind = _STATUS.get(it.status, "refused" if it.status < 500 else "failed")  # noqa: PLR2004
    heading = getattr(words, kind)
    help_ = getattr(words, f"{kind}_help", "")
    return _render(frame, "trouble", it=it, title=heading, help=help_)


def _render(frame: Frame, name: str, **values: Any) -> str:
    interface = frame.interface
    language, words = interface.language, interface.words
    voice = Voice(interface)

    return render(
        frame.templates / "desk" / f"{name}.html",
        **{
            "frame": frame,
            "clinic": frame.clinic,
            "asset": frame.assets,
            "language": language,
            "words": words,
            "voice": voice,
            "t": voice.t,
            "plain": voice.plain,
            "named": voice.named,
            "spoken": voice.spoken,
            "own": voice.own,
            "pic": pictures(frame.templates, mirrored=language.direction == "rtl"),
            "link": lambda path, **query: _link(frame, path, query),
            "part": name,
            "date": lambda day: long_date(day, language),
        }
        | values,
    )


def _link(frame: Frame, path: str, query: Mapping[str, str]) -> str:
    """Return an address of the desk; a language that somebody chose goes with it."""
    asked = {name: value for name, value in query.items() if value}
    if frame.chosen:
        asked["ui"] = frame.chosen
    return f"{path}?{urlencode(asked)}" if asked else path
