"""What the composer does to plain sentences: spaces that hold, runs that keep their order."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from medleaf.model.language import Language
from medleaf.printing.fonts import missing_glyphs
from medleaf.printing.typography import LRI, NARROW, NBSP, PDI, left_to_right, typeset_text

FONTS = Path(__file__).parent.parent / "fonts"
ENGLISH = Language("en", "en", "Latn", "ltr", "English", "English")
FRENCH = Language("fr", "fr", "Latn", "ltr", "français", "French")
CANADIAN = Language("fr_CA", "fr-CA", "Latn", "ltr", "français", "Canadian French")
ARABIC = Language("ar", "ar", "Arab", "rtl", "العربية", "Arabic")
URDU = Language("ur", "ur", "Aran", "rtl", "اردو", "Urdu")
CHINESE = Language("zh_Hans", "zh-Hans", "Hans", "ltr", "简体中文", "Simplified Chinese")
ALL = (ENGLISH, FRENCH, CANADIAN, ARABIC, URDU, CHINESE)

languages = st.sampled_from(ALL)
# Made of what makes trouble: numbers, units, phones, addresses, brackets, markup, three scripts.
pieces = st.sampled_from([
    "5", "0.5", "2,5", " ", "  ", NBSP, "mg", "mL", "°C", "µg", "%", "-", "–", "+1 ", "(", ")",
    "202-555-0143", "https://a.example/b?r=1&x", "<b>", "&amp;", '"', "'", ".", ", ", ": ", "?",
    "!", ";", "«", "»", "word ", "É", "خذ ", "حبة", "،", "؟", "每天", "片", "。", "{x}",
    f"{LRI}5-10 mg{PDI}", "\n",
])  # fmt: skip
texts = st.lists(pieces, max_size=25).map("".join) | st.text(max_size=60)


def plain(markup: str) -> str:
    """What a reader gets of *markup*."""
    return unescape(re.sub(r"<[^<>]*>", "", markup))


def bare(text: str) -> str:
    """*text* without what typography may add or change."""
    return re.sub(rf"[ {NBSP}{NARROW}{LRI}{PDI}]", "", text)


def runs(markup: str) -> list[str]:
    """The isolated runs of *markup*."""
    return re.findall(rf"{LRI}([^{PDI}]*){PDI}", plain(markup))


@given(texts, languages)
def test_no_character_is_lost_or_added(text, language):
    """Spaces and isolates apart, what comes in goes out, in the same order."""
    assert bare(plain(typeset_text(text, language))) == bare(text)


@given(texts, languages)
def test_text_is_escaped_once(text, language):
    """Content is never markup; markup is never escaped again."""
    once = typeset_text(text, language)
    assert typeset_text(once, language) == once
    rest = re.sub(r'<span class="(?:n|latin)"(?: dir="ltr")?>|</span>', "", once)
    assert "<" not in rest
    assert ">" not in rest


@given(texts, languages)
def test_setting_twice_is_setting_once(text, language):
    """What was set, read back as plain text and set again, is the same."""
    once = plain(typeset_text(text, language))
    assert plain(typeset_text(once, language)) == once


@given(st.text(alphabet=st.characters(exclude_characters="\u2066\u2067\u2068\u2069")), languages)
def test_isolates_are_balanced(text, language):
    """Each isolate that is opened is closed, and none lies in another."""
    marks = re.sub(f"[^{LRI}{PDI}]", "", plain(typeset_text(text, language)))
    assert re.fullmatch(f"(?:{LRI}{PDI})*", marks)


@given(texts)
def test_only_right_to_left_text_is_isolated(text):
    """In English nothing needs it."""
    assert plain(typeset_text(text, ENGLISH)).count(LRI) == text.count(LRI)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خذ 250-500 mg الآن", ["250-500 mg"]),
        ("خذ 5 ملغ", ["5"]),
        ("اتصل على +1 202-555-0143.", ["+1 202-555-0143"]),
        ("اتصل (202) 555-0143.", ["(202) 555-0143"]),
        ("فوق 38.5 °C اتصل", ["38.5 °C"]),
        ("انظر https://a.example/ar/x/?r=1.", ["https://a.example/ar/x/?r=1"]),
        ("دواء Paracetamol (acetaminophen) هنا", ["Paracetamol", "acetaminophen"]),
        ("المراجعة a1b2c3, 23 نوفمبر", ["a1b2c3", "23"]),
        ("من 1 إلى 2", ["1", "2"]),
        (f"خذ {LRI}5-10 mg{PDI}", ["5-10 mg"]),
    ],
)
def test_runs_keep_their_order(text, expected):
    """Numbers with units, ranges, phones, addresses and Latin names are isolated whole."""
    found = [run.replace(NBSP, " ") for run in runs(typeset_text(text, ARABIC))]
    assert found == expected


def test_runs_stay_on_one_line():
    """A broken run would be put together in the wrong order; a long one may break."""
    markup = typeset_text("اتصل 202-555-0143", ARABIC)
    assert '<span class="n" dir="ltr">' in markup
    assert '<span class="latin" dir="ltr">' in left_to_right("An English name, " * 4, ARABIC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Take 5 mg 3 times", f"Take 5{NBSP}mg 3{NBSP}times"),
        ("over 1 to 2 weeks", f"over 1{NBSP}to 2{NBSP}weeks"),
        ("below 25 °C", f"below 25{NBSP}°C"),
        ("5 (five)", "5 (five)"),
        ("Call 911. Wait.", "Call 911. Wait."),
    ],
)
def test_a_number_keeps_its_unit(text, expected):
    """No line ends between a number and what is counted."""
    assert plain(typeset_text(text, ENGLISH)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Enceinte ? Appelez !", f"Enceinte{NARROW}? Appelez{NARROW}!"),
        ("Enceinte?", f"Enceinte{NARROW}?"),
        ("Note : lisez", f"Note{NBSP}: lisez"),
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("à 8:00", "à 8:00"),
        ("https://a.example/?r=1", "https://a.example/?r=1"),
    ],
)
def test_french_spaces(text, expected):
    """Thin before ; ! ?, whole before : and within « »."""
    assert plain(typeset_text(text, FRENCH)) == expected


def test_canadian_french_has_no_thin_spaces():
    assert plain(typeset_text("Enceinte?", CANADIAN)) == "Enceinte?"


@pytest.mark.parametrize(("text", "run"), [
    ("每 8 小时服用", f"8{NBSP}小时"), ("服500毫克", "500毫克"), ("吃 2 片", f"2{NBSP}片"),
])  # fmt: skip
def test_chinese_amounts_are_not_broken(text, run):
    """UAX 14 lets a line end between a digit and a unit."""
    assert f'<span class="n">{run}</span>' in typeset_text(text, CHINESE)


@pytest.mark.parametrize("phone", ["+1 202-555-0143", "1-800-222-1222", "020 7946 0958"])
@pytest.mark.parametrize("language", ALL)
def test_phones_are_not_broken(phone, language):
    markup = typeset_text(f"{phone}", language)
    assert re.search(r'<span class="n"[^>]*>.*0143|1222|0958', markup)


@pytest.mark.parametrize("language", ALL)
def test_the_spaces_are_in_the_fonts(language):
    """A space from another font would be a hole in the line."""
    assert not missing_glyphs(NBSP + NARROW, language.script, FONTS)


def test_markup_is_left_alone():
    assert typeset_text(Markup("<b>5 mg</b>"), ARABIC) == "<b>5 mg</b>"
