"""From an edition to HTML: what stands on the page, and what must never stand there."""

import re
import subprocess
import sys
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CLINIC, LANGUAGES, ROOT, TEMPLATES, edition, medicine, page, topic

from medleaf.model.edition import State
from medleaf.model.page import Fit
from medleaf.model.problem import PressError
from medleaf.model.text import Text
from medleaf.model.words import Words
from medleaf.printing.colour import contrast, tint, too_pale
from medleaf.printing.compose import balance
from medleaf.printing.pictograms import MIRRORED, names, pictogram


def text_of(html):
    """The text of a page, with plain spaces and no isolates."""
    markup = re.sub(r"<head>.*</head>", "", html.markup, flags=re.DOTALL)
    plain = re.sub(r"[\u2066-\u2069]", "", unescape(re.sub(r"<[^<>]*>", "", markup)))
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " "))


def codes(error):
    return {problem.code for problem in error.value.problems}


@pytest.mark.parametrize("leaflet", [medicine(), topic()], ids=["medicine", "topic"])
def test_every_printed_sentence_is_on_the_page(leaflet):
    """Nothing that was written and reviewed is lost on the way."""
    text = text_of(page(edition(leaflet)))
    for sentence in leaflet.sentences():
        if sentence.printed and not sentence.text.placeholders:
            assert sentence.text in text


def test_placeholders_are_filled():
    text = text_of(page(edition(medicine())))
    assert "Call 911 or 1-800-222-1222." in text
    assert "Monday to Friday, 8:00 to 17:00" in text
    assert "Revision a1b2c3, November 23, 2026" in text
    assert "Page 1 of 2" in text
    assert "{" not in text


def test_an_unknown_placeholder_stops_the_press():
    with pytest.raises(PressError) as error:
        page(edition(medicine(subtitle="Ask {nobody}")))
    assert codes(error) == {"placeholder"}


@pytest.mark.parametrize("attack", [
    "<script>alert(1)</script>", "{{ page.clinic }}", "{% include 'leaflet.css' %}",
    '"><img src="file:///etc/passwd">', "{{ ''.__class__ }}", "</style><b>",
])  # fmt: skip
def test_content_is_never_code(attack):
    """Neither markup nor template code in a leaflet, or in clinic.toml, does anything."""
    bad = CLINIC.model_copy(update={"name": attack, "address": (attack,)})
    html = page(edition(medicine(subtitle=attack)), clinic=bad)
    assert unescape(html.markup).count(attack.split()[0]) >= 2
    assert not re.search(r"<script|<img src=.file|<b>", html.markup)


def test_the_band_is_on_both_sides_in_both_languages():
    markup = page(edition(medicine(), "de")).markup
    assert markup.count('class="band"') == 2
    assert markup.count(Words.default().band) == 2
    assert markup.count("Gesundheit Gesundheit Gesundheit Gesundheit – ") == 0
    assert text_of(page(edition(medicine()))).count(Words.default().band) == 2


def test_what_was_approved_has_no_band_and_says_when():
    html = page(edition(medicine(), state=State.APPROVED))
    assert 'class="band"' not in html.markup
    assert "Reviewed by a clinician, November 23, 2026" in text_of(html)
    assert Words.default().unreviewed not in html.markup


def test_an_incomplete_edition_is_refused():
    incomplete = replace(edition(medicine(), "de"), missing=frozenset({Text("For tests")}))
    with pytest.raises(PressError) as error:
        page(incomplete)
    assert codes(error) == {"incomplete"}


def test_a_draft_boxes_what_is_english():
    """No page mixes two languages by accident: in a draft it is seen, and heard."""
    done = edition(medicine(), "ar")
    leaflet = done.leaflet.model_copy(update={"subtitle": Text("For tests")})
    draft = replace(done, leaflet=leaflet, missing=frozenset({Text("For tests")}))
    html = page(draft, draft=True)
    assert '<span class="missing" lang="en" dir="ltr">For tests</span>' in html.markup
    assert html.markup.count('class="missing"') == 1
    assert html.markup.count(Words.default().draft) == 2


def test_a_pale_colour_is_refused():
    with pytest.raises(PressError) as error:
        page(edition(medicine()), clinic=CLINIC.model_copy(update={"colour": "#7788aa"}))
    assert codes(error) == {"contrast"}


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_is_symmetric(one, other):
    """From 1 to 21, whichever colour is named first."""
    first, second = f"#{one:06x}", f"#{other:06x}"
    assert contrast(first, second) == contrast(second, first)
    assert 1 <= contrast(first, second) <= 21


def test_contrast_as_wcag_has_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert too_pale("#0b3c66") is None
    assert tint("#000000", 0.5) == "#808080"


def test_an_unknown_pictogram_names_those_there_are():
    with pytest.raises(PressError, match=r"no pictogram 'unicorn'.*every-day"):
        page(edition(medicine(key=[{"text": "Fly.", "picture": "unicorn"}])))


def test_pictograms_share_one_grid_and_one_stroke():
    for name in names(TEMPLATES):
        drawing = (TEMPLATES / "pictograms" / f"{name}.svg").read_text("utf-8")
        assert 'viewBox="0 0 24 24"' in drawing
        assert drawing.count('stroke-width="1.8"') == 1
        assert "currentColor" in drawing


def test_pictograms_with_a_direction_are_mirrored():
    assert set(names(TEMPLATES)) >= MIRRORED
    for name in names(TEMPLATES):
        ways = {pictogram(TEMPLATES, name, "#000000", mirrored=way) for way in (True, False)}
        assert len(ways) == (2 if name in MIRRORED else 1)


def test_pictograms_are_decoration():
    """Their caption says it; an alternative text would say it twice."""
    markup = page(edition(medicine())).markup
    pictures = re.findall(r'<img class="pic"[^>]*>', markup)
    assert pictures
    assert all('alt=""' in picture for picture in pictures)


@pytest.mark.parametrize(("shape", "heads"), [
    ("times", ["From (date)", "Morning", "Noon", "Evening", "Bedtime"]),
    ("week", ["From (date)", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]),
    ("needed", ["When I have", "I take", "Then wait at least", "At most in 24 hours"]),
])  # fmt: skip
def test_the_plan_is_blank(shape, heads):
    """The patient's directions come from the prescription, or a hand writes them."""
    html = page(edition(medicine(plan={"heading": "P", "note": "N", "shape": shape})))
    table = re.search(r"<table>.*?</table>", html.markup, re.DOTALL)[0].replace("\u00a0", " ")
    assert [
        re.sub(r"<[^>]*>", "", head).strip() for head in re.findall(r"<th .*?</th>", table)
    ] == heads
    assert len(re.findall(r"<td></td>", table)) == 3 * len(heads)


@pytest.mark.parametrize("html", LANGUAGES)
def test_dates_have_their_month_as_a_word(html):
    """03/09/2026 is March here and September there."""
    markup = page(edition(medicine(), html)).markup
    assert not re.search(r"\d+[./-]11[./-]\d+", markup)
    assert "2026" in markup


@pytest.mark.parametrize("parts", [
    {}, {"today": ["Rash"]}, {"today": ["Rash"], "visit": ["Itch"]},
    {"today": ["Rash"], "visit": ["Itch"], "passes": ["Nausea"]},
])  # fmt: skip
def test_only_the_boxes_that_are_needed(parts):
    effects = {"now": ["Trouble breathing"], "today": [], "note": "Tell us."} | parts
    markup = page(edition(medicine(effects=effects))).markup
    boxes = re.findall(r'<div class="(now|today|visit|passes)"', markup)
    assert boxes == ["now", *parts]
    assert markup.count("Tell us.") == 1


def test_steps_count_on_in_the_second_column():
    steps = [f"Step {n}." for n in range(1, 9)]
    markup = page(edition(medicine(take={"heading": "H", "steps": steps}))).markup
    assert 'counter-reset: list-item 4"' in markup


def test_right_to_left_is_said_once():
    html = page(edition(medicine(), "ar"))
    assert '<html lang="ar" dir="rtl"' in html.markup
    assert html.language == "ar"


def test_a_name_in_other_letters_stands_beside_the_title():
    """The reader must find the box."""
    assert "Testamin</bdi>" not in page(edition(medicine(), "ar")).markup
    assert re.search(r'class="inn" lang="en">.*Testamin', page(edition(medicine(), "ar")).markup)
    assert 'class="inn"' not in page(edition(medicine(), "de")).markup


def test_the_theme_is_the_clinics_and_the_languages():
    html = page(edition(medicine(), "ur"), clinic=CLINIC.model_copy(update={"colour": "#0b4d2c"}))
    assert "--clinic: #0b4d2c" in html.styles[1]
    assert '"Noto Nastaliq Urdu", "Noto Sans"' in html.styles[1]


def test_a_page_is_complete():
    """All it needs is in it: no address leads out of the bundle, but for the link."""
    html = page(edition(medicine()), logo=(b"\x89PNG", "image/png"))
    asked = set(re.findall(r'src="([^"]*)"', html.markup))
    assert asked == set(html.resources)
    assert all(address.startswith("bundle:") for address in asked)
    assert re.findall(r'href="([^"]*)"', html.markup) == [
        "https://leaflets.example.org/en/testamin/?r=a1b2c3"
    ]


def test_the_same_edition_gives_the_same_page():
    assert page(edition(medicine(), "hi")) == page(edition(medicine(), "hi"))
    assert page(edition(medicine())) != page(edition(medicine()), Fit(1))


@given(st.lists(st.integers(1, 20), max_size=9))
def test_columns_are_balanced(heights):
    """Reading order is kept, and no other cut is better."""
    left, right = balance(heights, heights)
    assert [*left, *right] == heights
    best = min(
        (abs(sum(heights[:n]) - sum(heights[n:])) for n in range(1, len(heights) + 1)), default=0
    )
    assert abs(sum(left) - sum(right)) == best


def test_days_are_named_in_the_readers_language_whatever_was_asked_before():
    """Babel 2.18 mixes the stand-alone names of languages that share a parent."""
    code = (
        "import sys; from medleaf.language.locales import language; "
        "from medleaf.printing.page import day_names as days; "
        "print(*(','.join(days(language(t), w)) for t in sys.argv[1:] for w in "
        "('wide', 'abbreviated')), sep='\\n')"
    )

    def asked(*tags: str) -> list[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *tags],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()

    tags = ("ur", "hi", "bn", "vi", "zh_Hans", "en", "ar")
    assert asked(*tags) == [name for tag in tags for name in asked(tag)]
