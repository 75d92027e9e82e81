"""Sheets for the tests of the printing room: editions made without catalogs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from medleaf.model.clinic import Clinic, Hours
from medleaf.model.edition import Edition, State
from medleaf.model.language import Language
from medleaf.model.leaflet import Leaflet, Medicine, Topic
from medleaf.model.page import Fit, Html
from medleaf.model.text import Text
from medleaf.model.words import Words
from medleaf.printing import fonts
from medleaf.printing.compose import compose

ROOT = Path(__file__).parent.parent
TEMPLATES, FONTS = ROOT / "templates", ROOT / "fonts"
CLINIC = Clinic(
    name="Riverside Clinic",
    address=("12 Mill Lane", "Springfield"),
    phone="+1 202-555-0143",
    hours=Hours(opens="8:00", closes="17:00"),
    country="US",
    guide="https://leaflets.example.org",
)
LANGUAGES = {
    language.html: language
    for language in (
        Language("en", "en", "Latn", "ltr", "English", "English"),
        Language("de", "de", "Latn", "ltr", "Deutsch", "German"),
        Language("ar", "ar", "Arab", "rtl", "العربية", "Arabic"),
        Language("ur", "ur", "Aran", "rtl", "اردو", "Urdu"),
        Language("hi", "hi", "Deva", "ltr", "हिन्दी", "Hindi"),
        Language("bn", "bn", "Beng", "ltr", "বাংলা", "Bengali"),
        Language("zh_Hans", "zh-Hans", "Hans", "ltr", "简体中文", "Simplified Chinese"),
    )
}
# A word of each language stands for every English word; numbers and placeholders stay.
WORDS = {"de": "Gesundheit", "ar": "صحة", "ur": "صحت", "hi": "दवा", "bn": "ওষুধ", "zh-Hans": "药"}


def medicine(**changes: object) -> Medicine:
    """A small medicine, with *changes* of its fields."""
    fields: dict[str, object] = {
        "id": "testamin", "kind": "medicine", "title": "Testamin", "subtitle": "For tests",
        "names": {"inn": "testamin"},
        "sources": [{"title": "A source", "publisher": "A publisher"}],
        "review_due": "2029-01-01",
        "key": [{"text": "Take it every day.", "picture": "every-day"}],
        "what": {"heading": "What it does", "text": ["It helps tests."]},
        "soon": {"heading": "How soon", "text": ["In 2 hours."]},
        "plan": {"heading": "Your plan", "note": "We fill this in.", "shape": "times"},
        "take": {"heading": "How to take it", "steps": ["Take 2.5 mL.", "Wait.", "Rest."]},
        "alarm": {
            "heading": "Do not stop", "lead": "It can cause:", "signs": ["fever"],
            "act": "Call us if", "reasons": ["you miss 1 day"], "call": "phone",
        },
        "before": {"heading": "Before", "never": ["Allergic? No."], "lead": "Tell us:",
                   "tell": ["kidney disease"]},
        "others": {"heading": "Others", "advice": [{"text": "No alcohol."}]},
        "pregnancy": {"heading": "Pregnancy", "text": ["Talk to us first."]},
        "effects": {"now": ["Trouble breathing"], "today": ["Rash"]},
        "overdose": {"heading": "Too much", "text": ["Call {emergency} or {poison}."]},
        "storage": {"heading": "Storage", "text": ["Keep it dry."]},
        "teach": ["When will you take it?"],
    }  # fmt: skip
    return Medicine.model_validate(fields | changes)


def topic(**changes: object) -> Topic:
    """A small topic, with a table."""
    fields: dict[str, object] = {
        "id": "a-topic", "kind": "topic", "title": "Other ways", "subtitle": "What helps",
        "sources": [{"title": "A source", "publisher": "A publisher"}],
        "review_due": "2029-01-01",
        "key": [{"text": "Ask us first.", "picture": "ask"}],
        "front": [{"heading": "First", "text": ["Find the cause."]}],
        "table": {"heading": "Compared", "head": ["Way", "Proof"], "rows": [["One", "weak"]]},
        "back": [{"heading": "Stay safe", "points": ["No alcohol."]}],
        "evidence": {"heading": "How sure we are", "text": ["Not sure."]},
        "ask": ["What is it?"], "teach": ["What will you do?"],
    }  # fmt: skip
    return Topic.model_validate(fields | changes)


def edition(leaflet: Leaflet, html: str = "en", state: State = State.UNREVIEWED) -> Edition:
    """*leaflet* in a language of one word."""
    change = _in(html)
    day = date(2026, 11, 23)
    return Edition(
        leaflet.rewrite(lambda sentence: change(sentence.text)),
        Words.default().rewrite(lambda sentence: change(sentence.text)),
        LANGUAGES[html], state, "a1b2c3", day, day if state is State.APPROVED else None,
    )  # fmt: skip


def _in(html: str) -> Callable[[Text], str]:
    if html == "en":
        return str
    join = "" if html == "zh-Hans" else " "

    def change(text: Text) -> str:
        kept = [w for w in text.split() if any(c.isdigit() or c in "{}" for c in w)]
        return join.join([*[WORDS[html]] * (len(text.split()) - len(kept)), *kept]) or text

    return change


def page(of: Edition, fit: Fit | None = None, **options: object) -> Html:
    """Compose *of* for the clinic of the tests."""
    settings = {"clinic": CLINIC, "paper": "A4", "templates": TEMPLATES} | options
    return compose(of, fit=fit or Fit(), **settings)  # type: ignore[arg-type]


def use_fonts() -> None:
    """Make fontconfig see the project's fonts, once a process."""
    if not _used:
        fonts.use(FONTS)
        _used.append(FONTS)


_used: list[Path] = []
