"""Edition -> HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_day_names
from markupsafe import Markup

from medleaf.model.clinic import Clinic, Paper
from medleaf.model.edition import Edition, State
from medleaf.model.language import Language
from medleaf.model.leaflet import Leaflet, Passage, Table, Topic
from medleaf.model.page import Fit, Html
from medleaf.model.problem import PressError, Problem
from medleaf.model.text import PLACEHOLDER, Text
from medleaf.model.words import Words
from medleaf.printing import ladder, qr
from medleaf.printing.colour import tint, too_pale
from medleaf.printing.fonts import LATIN, stack
from medleaf.printing.pictograms import MEDIA, pictogram
from medleaf.printing.template import render, style
from medleaf.printing.typography import LRI, PDI, left_to_right, typeset_text

RED, INK, WHITE = "#9b1020", "#15202b", "#ffffff"
ENGLISH = Language("en", "en", "Latn", "ltr", "English", "English")

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SIDES = 2
_TEXT = 186  # millimetres of text on a line, the same on every paper
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
        return 2.2 + sum(_lines(text, letters) for text in texts)


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
        known = self.values | values

        def value(found: Any) -> str:
            if found[1] not in known:
                message = f"{self.edition.language.tag}: {found[0]} is not known in “{text}”"
                raise PressError([Problem(self.file, 0, "placeholder", message)])
            return known[found[1]]

        return PLACEHOLDER.sub(value, text)

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
        colours = {"clinic": self.clinic.colour, "red": RED, "ink": INK, "white": WHITE}
        mirrored = self.edition.language.direction == "rtl"
        address = f"bundle:{name}-{colour}.svg"
        if address not in self.resources:
            data = pictogram(self.templates, name, colours[colour], mirrored=mirrored)
            self.resources[address] = data, MEDIA
        return Markup('<img class="pic" alt="" src="{}">').format(address)


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
    file = Path("leaflets") / f"{leaflet.id}.yaml"
    _refuse(edition, clinic, file, draft)
    page = page_of(edition, clinic, templates)
    address = page.values["url"]
    letters = ladder.script(language.script).letters
    page.resources["bundle:qr.png"] = qr.code(address), "image/png"
    if logo:
        page.resources["bundle:logo"] = logo
    markup = render(
        templates / "leaflet.html",
        page=page,
        t=page.t,
        pic=page.pic,
        ltr=page.ltr,
        leaflet=leaflet,
        words=edition.words,
        language=language,
        clinic=clinic,
        sheet=ladder.sheet(fit, language.script),
        sides=[ladder.side(share, language.script) for share in (fit.front, fit.back)],
        bands=_bands(edition, draft),
        long_title=_width(leaflet.title) > _LONG_TITLE,
        latin=_latin_name(leaflet, language),
        review=_review(edition),
        days=_day_names(language, "abbreviated"),
        logo=logo is not None,
        address=address,
        short=qr.short_address(clinic, language, leaflet.id),
        call=_call(leaflet, clinic),
        columns=_columns(leaflet, edition.words, letters),
        shares=_shares(leaflet.table) if isinstance(leaflet, Topic) else (),
        pregnancy_first=_pregnancy_first(leaflet, letters),
        wide_reach=max(map(_width, map(page.plain, _reach(edition.words)))) > letters,
        post_below=len(clinic.name) + sum(map(len, clinic.address)) > _SHORT_POST,
        space="" if language.script == "Hans" else " ",
        triage=_triage_shares(leaflet),
    )
    return Html(
        markup=markup,
        title=f"{page.plain(leaflet.title)} – {language.own}",
        language=language.html,
        paper=paper,
        file=file,
        sides=_SIDES,
        styles=(style(templates / "leaflet.css"), theme(clinic.colour, paper, language)),
        resources=page.resources,
        said=tuple(page.said),
    )


def page_of(edition: Edition, clinic: Clinic, templates: Path) -> Page:
    """Return what a template may ask for to say *edition*, or a part of it."""
    file = Path("leaflets") / f"{edition.leaflet.id}.yaml"
    address = qr.address(clinic, edition.language, edition.leaflet.id, edition.revision)
    return Page(edition, clinic, file, templates, _values(edition, clinic, address))


def balance(items: Sequence[Item], heights: Sequence[float]) -> Halves[Item]:
    """Split *items* over two columns of about the same height, in reading order.

    Of two ways as good the one with the longer first column is taken, which is never empty.
    """
    total = sum(heights)
    cuts = range(min(1, len(items)), len(items) + 1)
    cut = min(cuts, key=lambda n: (round(abs(2 * sum(heights[:n]) - total), 3), -n), default=0)
    return items[:cut], items[cut:]


# ------------------------------------------------------------------ what stands where


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
    steps = leaflet.take.steps
    return {
        "front": ([_block(leaflet.what)], [_block(leaflet.soon)]),
        "steps": balance(steps, [_lines(step, letters) for step in steps]),
        "back": columns([*back, teach]),
    }


def _pregnancy_first(leaflet: Leaflet, letters: int) -> bool:
    """Whether pregnancy stands below "before you take it", as that makes the row lower."""
    if isinstance(leaflet, Topic):
        return False
    never = Block(leaflet.before.heading, leaflet.before.never, leaflet.before.tell)
    before, pregnancy = never.lines(letters) + 1, _block(leaflet.pregnancy).lines(letters)
    # Beside a pictogram a line is shorter, and one line is as tall as the pictogram.
    advice = (max(1.6, _lines(it.text, letters * 0.85)) for it in leaflet.others.advice)
    others = 2 + sum(advice)
    return max(before + pregnancy, others) < max(before, others + pregnancy)


def _block(passage: Passage, *, strong: bool = False) -> Block:
    return Block(passage.heading, passage.text, passage.points, strong=strong)


def _call(leaflet: Leaflet, clinic: Clinic) -> str:
    if leaflet.alarm and leaflet.alarm.call == "emergency":
        return clinic.emergency_number
    return clinic.phone


def _reach(words: Words) -> tuple[Text, ...]:
    """Return the lines below the phone number that should not be broken."""
    return words.hours, words.interpreter, words.poison


def _latin_name(leaflet: Leaflet, language: Language) -> str:
    """Return the name on the box, where the title is in other letters."""
    name = leaflet.names.inn or ""
    if isinstance(leaflet, Topic) or language.script == "Latn":
        return ""
    return "" if name.casefold() in leaflet.title.casefold() else name.capitalize()


def _bands(edition: Edition, draft: bool) -> list[tuple[Text, str]]:
    """Return what the band says, and in which language: the reader's, then English."""
    if draft:
        own, english = edition.words.draft, Words().draft
    elif edition.state is not State.APPROVED:
        own, english = edition.words.band, Words().band
    else:
        return []
    language = edition.language
    if language.source or own in edition.missing:
        return [(english, "en")]
    return [(own, language.html), (english, "en")]


def _review(edition: Edition) -> tuple[Text, dict[str, str]]:
    if edition.state is State.APPROVED and edition.reviewed:
        return edition.words.reviewed, {"date": _date(edition.reviewed, edition.language)}
    return edition.words.unreviewed, {}


def _shares(table: Table | None) -> list[int]:
    """Return the widths of a table's columns in per cent, by the longest cell of each."""
    if table is None:
        return []
    columns = zip(table.head, *table.rows, strict=True)
    return _per_cent([max(map(_width, column)) + 3 for column in columns], 14)


def _triage_shares(leaflet: Leaflet) -> dict[str, int]:
    """Return the widths of the boxes of side effects, by how much stands in each.

    Three boxes share a row. Four stand two by two, and need no widths.
    """
    if isinstance(leaflet, Topic):
        return {}
    effects = leaflet.effects
    boxes = {"now": effects.now, "today": effects.today, "visit": effects.visit,
             "passes": effects.passes}  # fmt: skip
    letters = {name: sum(map(_width, items)) for name, items in boxes.items() if items}
    if len(letters) != _IN_A_ROW:
        return {}
    return dict(zip(letters, _per_cent([*letters.values()], _NARROWEST), strict=True))


def _per_cent(weights: Sequence[float], least: int) -> list[int]:
    """Return *weights* as parts of 100, none less than *least*."""
    free = 100 - least * len(weights)
    return [least + int(free * weight / sum(weights)) for weight in weights]


def _lines(text: str, letters: float) -> float:
    """Return about how many lines *text* takes, with so many *letters* on a line."""
    return -(-_width(text) // letters)


def _width(text: str) -> float:
    """Return about how many Latin letters *text* is wide: a Chinese one counts as two."""
    return sum(2 if "\u2e80" <= c <= "\uffef" else 1 for c in text)


# ------------------------------------------------------------------ words and numbers


def _values(edition: Edition, clinic: Clinic, address: str) -> dict[str, str]:
    """Return what placeholders stand for."""
    days = _day_names(edition.language, "wide")
    hours = clinic.hours
    return {
        "emergency": clinic.emergency_number,
        "poison": clinic.poison_number,
        "phone": clinic.phone,
        "url": address,
        "revision": edition.revision,
        "date": _date(edition.published, edition.language),
        "first_day": days[_DAYS.index(hours.first_day)],
        "last_day": days[_DAYS.index(hours.last_day)],
        "opens": hours.opens,
        "closes": hours.closes,
        "pages": str(_SIDES),
    }


def _locale(language: Language) -> Locale:
    try:
        return Locale.parse("en" if language.pseudo else language.tag)
    except (UnknownLocaleError, ValueError) as error:
        message = f"Babel does not know the language {language.tag!r}"
        raise PressError([Problem(Path("locales") / language.tag, 0, "locale", message)]) from error


def _day_names(language: Language, width: str) -> tuple[str, ...]:
    # Not "stand-alone": where a language has only an alias there, Babel 2.18 keeps what the first
    # language asked for found, and then says Monday in Urdu to all others.
    names = get_day_names(width, "format", _locale(language))  # type: ignore[arg-type]
    return tuple(str(names[n]) for n in range(7))


def _date(day: date, language: Language) -> str:
    """Return *day* with its month as a word."""
    return format_date(day, "long", _locale(language))


# ------------------------------------------------------------------ how it looks


def _refuse(edition: Edition, clinic: Clinic, file: Path, draft: bool) -> None:
    if edition.missing and not draft:
        message = f"{edition.language.tag}: {len(edition.missing)} sentences are not translated"
        raise PressError([Problem(file, 0, "incomplete", message)])
    if pale := too_pale(clinic.colour):
        raise PressError([Problem(Path("clinic.toml"), 0, "contrast", pale)])


def theme(colour: str, paper: Paper, language: Language) -> str:
    """Return the CSS that belongs to a clinic, a paper and a language."""
    width = {"A4": 210.0, "Letter": 215.9}[paper]
    families = ", ".join(f'"{family}"' for family in stack(language.script))
    return (
        f"@page {{ size: {paper}; margin: 7mm {(width - _TEXT) / 2:.2f}mm 0 }}\n"
        f":root {{ --clinic: {colour}; --tint: {tint(colour, 0.09)}; --red: {RED};"
        f" --ink: {INK} }}\n"
        f"html {{ font-family: {families} }}\n"
        f'.latin, .n[dir], [lang="en"] {{ font-family: "{LATIN}" }}\n'
    )
