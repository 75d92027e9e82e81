"""What a template may ask for to say an edition, whatever the layout."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_day_names
from markupsafe import Markup

from medleaf.kept import beside
from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition, State
from medleaf.model.language import Language
from medleaf.model.leaflet import Leaflet, Topic
from medleaf.model.page import Size
from medleaf.model.problem import PressError, Problem
from medleaf.model.text import PLACEHOLDER, Text
from medleaf.model.words import Words
from medleaf.printing import qr
from medleaf.printing.colour import TINT, tint, too_pale
from medleaf.printing.fonts import LATIN, stack
from medleaf.printing.pictograms import MEDIA, pictogram
from medleaf.printing.repertoire import repertoire
from medleaf.printing.typography import LRI, PDI, left_to_right, typeset_text

RED, INK, WHITE = "#9b1020", "#15202b", "#ffffff"
ENGLISH = Language("en", "en", "Latn", "ltr", "English", "English")

FSI = "\u2068"  # a run of its own, in the direction of its first letter
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TEXT = 186  # millimetres of text on a line of a sheet, the same on every paper


class Given(Text):
    """Words that are not the leaflet's: they stay as they are, braces and all."""

    __slots__ = ()


@dataclass(slots=True)
class Page:
    """What the templates may ask for. Everything printed goes through :meth:`t`.

    *said* are the sentences that were printed, in order, each with its placeholders filled.
    """

    edition: Edition
    clinic: Clinic
    file: Path
    templates: Path
    values: dict[str, str]
    resources: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    said: list[tuple[str, str]] = field(default_factory=list)

    def t(self, text: str, **values: str) -> Markup:
        """Return a sentence, filled and fit for its language; English left over is boxed."""
        said = self.say(text, **values)
        if text in self.edition.missing and not self.edition.language.source:
            english = typeset_text(said, ENGLISH)
            return Markup('<span class="missing" lang="en" dir="ltr">{}</span>').format(english)
        return typeset_text(said, self.edition.language)

    def say(self, text: str, **values: str) -> str:
        """Return a sentence that is printed here, filled, not yet escaped."""
        said = self.plain(text, **values)
        self.said.append((str(text), said))
        return said

    def plain(self, text: str, **values: str) -> str:
        """Return a sentence with its placeholders filled, not yet escaped."""
        if isinstance(text, Given):
            return text
        known = self.values | values

        def value(found: Any) -> str:
            if found[1] not in known:
                message = f"{self.edition.language.tag}: {found[0]} is not known in “{text}”"
                raise PressError([Problem(self.file, 0, "placeholder", message)])
            return known[found[1]]

        return PLACEHOLDER.sub(value, text)

    def given(self, text: str, tag: str) -> Markup:
        """Return words that are not the leaflet's, in the language *tag* (BCP 47): as they are."""
        self.said.append((text, text))
        return typeset_text(text, self._language(tag, text))

    def spoken(self, tag: str) -> Markup:
        """Return the attributes of a part of the page in another language, nothing in its own."""
        other = self._language(tag, self._told)
        if other is self.edition.language:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(other.html, other.direction)

    @property
    def _told(self) -> str:
        return self.edition.directions.text if self.edition.directions else ""

    def _language(self, tag: str, text: str) -> Language:
        own = self.edition.language
        if tag.partition("-")[0] == own.html.partition("-")[0]:
            return own
        direction: Literal["ltr", "rtl"] = "rtl" if _begins_right(text) else "ltr"
        return replace(own, tag=tag, html=tag, script="Zyyy", direction=direction)

    def slot(self, name: str, value: str) -> Markup:
        """Return a field of the label, whole and in its own direction, to be found again."""
        text = slot_text(value)
        return Markup('<span class="slot {0}" data-slot="{0}">{1}</span>').format(name, text)

    def ltr(self, text: str) -> Markup:
        """Return a phone number or an address, whole and in its own order."""
        return left_to_right(text, self.edition.language)

    def own(self, text: str) -> Markup:
        """Return a name the clinic gave itself: in Latin letters it is one run, whole."""
        if any(bidirectional(letter) in {"R", "AL"} for letter in text):
            return typeset_text(text, self.edition.language)
        return left_to_right(text, self.edition.language)

    def url(self, parts: tuple[str, ...]) -> Markup:
        """Return an address to be typed, that may only break before a slash."""
        part = Markup('<span class="part">{}</span>')
        isolate = (LRI, PDI) if self.edition.language.direction == "rtl" else ("", "")
        shown = Markup("").join(part.format(f"{isolate[0]}{it}{isolate[1]}") for it in parts)
        return Markup('<p class="url" dir="ltr">{}</p>').format(shown)

    def pic(self, name: str, colour: str = "clinic") -> Markup:
        """Return a pictogram. It decorates its caption, so it has no text of its own."""
        return Markup('<img class="pic" alt="" src="{}">').format(self._drawn(name, colour))

    def picture(self, name: str, colour: str = "clinic") -> Markup:
        """Return a pictogram that tells something, with its caption as alternative text."""
        address = self._drawn(name, colour)
        if (caption := self.edition.words.captions.of(name)) is None:
            message = f"the pictogram {name!r} has no caption; add one to Captions"
            raise PressError([Problem(self.file, 0, "caption", message)])
        return Markup('<img class="pic" alt="{}" src="{}">').format(self.plain(caption), address)

    def _drawn(self, name: str, colour: str) -> str:
        colours = {"clinic": self.clinic.colour, "red": RED, "ink": INK, "white": WHITE}
        mirrored = self.edition.language.direction == "rtl"
        address = f"bundle:{name}-{colour}.svg"
        if address not in self.resources:
            data = pictogram(self.templates, name, colours[colour], mirrored=mirrored)
            self.resources[address] = data, MEDIA
        return address


def page_of(edition: Edition, clinic: Clinic, templates: Path) -> Page:
    """Return what a template may ask for to say *edition*, or a part of it."""
    file = Path("leaflets") / f"{edition.leaflet.id}.yaml"
    address = qr.address(clinic, edition.language, edition.leaflet.id, edition.revision)
    return Page(edition, clinic, file, templates, _values(edition, clinic, address))


# ------------------------------------------------------------------ what every layout says


def shared(page: Page, draft: bool, logo: tuple[bytes, str] | None) -> dict[str, Any]:
    """Return what the templates of every layout use, by the names that they use."""
    edition, clinic, language = page.edition, page.clinic, page.edition.language
    leaflet, address = edition.leaflet, page.values["url"]
    page.resources["bundle:qr.png"] = qr.code(address, beside(page.templates, "codes")), "image/png"
    if logo:
        page.resources["bundle:logo"] = logo
    return {
        "page": page,
        "t": page.t,
        "pic": page.pic,
        "ltr": page.ltr,
        "leaflet": leaflet,
        "words": edition.words,
        "language": language,
        "own": language.own,
        "clinic": clinic,
        "bands": bands_of(edition, draft),
        "latin": latin_name(leaflet, language),
        "review": review_of(edition),
        "days": day_names(language, "abbreviated"),
        "logo": logo is not None,
        "address": address,
        "short": qr.short_address(clinic, language, leaflet.id),
        "call": call_of(leaflet, clinic),
        "space": "" if language.script == "Hans" else " ",
        "directions": edition.directions,
        "label": dict(edition.label.known()) if edition.label else {},
    }


# ------------------------------------------------------------------ what belongs to one patient


def letters_of(edition: Edition) -> tuple[str, ...]:
    """Return texts of all letters that the label of a copy may be stamped with; none without one.

    They hold the months, so that dates can always be stamped.
    """
    if edition.label is None:
        return ()
    language = edition.language
    months = " ".join(long_date(date(2000, month, 1), language) for month in range(1, 13))
    return (*repertoire(language.script), months)


def slot_text(value: str) -> str:
    """Return what stands in the slot of a label: *value*, in its own direction."""
    return f"{FSI}{value}{PDI}"


def _begins_right(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    kinds = (bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def call_of(leaflet: Leaflet, clinic: Clinic) -> str:
    """Return the number in the red box."""
    if leaflet.alarm and leaflet.alarm.call == "emergency":
        return clinic.emergency_number
    return clinic.phone


def bands_of(edition: Edition, draft: bool) -> list[tuple[Text, str]]:
    """Return what the band says, and in which language: the reader's, then English."""
    if draft:
        own, english = edition.words.draft, Words.default().draft
    elif edition.state is not State.APPROVED:
        own, english = edition.words.band, Words.default().band
    else:
        return []
    language = edition.language
    if language.source or own in edition.missing:
        return [(english, "en")]
    return [(own, language.html), (english, "en")]


def review_of(edition: Edition) -> tuple[Text, dict[str, str]]:
    """Return what the foot says of the review, and what fills it."""
    if edition.state is State.APPROVED and edition.reviewed:
        return edition.words.reviewed, {"date": long_date(edition.reviewed, edition.language)}
    return edition.words.unreviewed, {}


def latin_name(leaflet: Leaflet, language: Language) -> str:
    """Return the name on the box, where the title is in other letters."""
    name = leaflet.names.inn or ""
    if isinstance(leaflet, Topic) or language.script == "Latn":
        return ""
    return "" if name.casefold() in leaflet.title.casefold() else name.capitalize()


# ------------------------------------------------------------------ words and numbers


def _values(edition: Edition, clinic: Clinic, address: str) -> dict[str, str]:
    """Return what placeholders stand for."""
    days = day_names(edition.language, "wide")
    hours = clinic.hours
    return {
        "emergency": clinic.emergency_number,
        "poison": clinic.poison_number,
        "phone": clinic.phone,
        "url": address,
        "revision": edition.revision,
        "date": long_date(edition.published, edition.language),
        "first_day": days[_DAYS.index(hours.first_day)],
        "last_day": days[_DAYS.index(hours.last_day)],
        "opens": hours.opens,
        "closes": hours.closes,
        "pages": "2",
    }


def _locale(language: Language) -> Locale:
    try:
        return Locale.parse("en" if language.pseudo else language.tag)
    except (UnknownLocaleError, ValueError) as error:
        message = f"Babel does not know the language {language.tag!r}"
        raise PressError([Problem(Path("locales") / language.tag, 0, "locale", message)]) from error


def day_names(language: Language, width: str) -> tuple[str, ...]:
    """Return the days from Monday; *width* is ``wide`` or ``abbreviated``."""
    # Not "stand-alone": where a language has only an alias there, Babel 2.18 keeps what the first
    # language asked for found, and then says Monday in Urdu to all others.
    names = get_day_names(width, "format", _locale(language))  # type: ignore[arg-type]
    return tuple(str(names[n]) for n in range(7))


def long_date(day: date, language: Language) -> str:
    """Return *day* with its month as a word."""
    return format_date(day, "long", _locale(language))


# ------------------------------------------------------------------ how it looks


def refuse(edition: Edition, clinic: Clinic, draft: bool) -> None:
    """Raise PressError for what no layout may print."""
    file = Path("leaflets") / f"{edition.leaflet.id}.yaml"
    if edition.missing and not draft:
        message = f"{edition.language.tag}: {len(edition.missing)} sentences are not translated"
        raise PressError([Problem(file, 0, "incomplete", message)])
    if pale := too_pale(clinic.colour):
        raise PressError([Problem(Path("clinic.toml"), 0, "contrast", pale)])


def theme(colour: str, paper: Size, language: Language) -> str:
    """Return the CSS that belongs to a clinic, a paper and a language."""
    side = {"A4": (210 - TEXT) / 2, "Letter": (215.9 - TEXT) / 2, "A5": 10.0}[paper]
    families = ", ".join(f'"{family}"' for family in stack(language.script))
    return (
        f"@page {{ size: {paper}; margin: 7mm {side:.2f}mm 0 }}\n"
        f":root {{ --clinic: {colour}; --tint: {tint(colour, TINT)}; --red: {RED};"
        f" --ink: {INK} }}\n"
        f"html {{ font-family: {families} }}\n"
        f'.latin, .n[dir], [lang="en"] {{ font-family: "{LATIN}" }}\n'
    )
