"""One patient's own page: the directions in the plan's place, the label on side 1, or an error."""

import io
from dataclasses import replace
from functools import partial

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import CLINIC, LANGUAGES, TEMPLATES, edition, medicine, page, topic, use_fonts
from test_typeset import conforms

from medleaf.model.directions import Clause, Directions, Grid, Label, clean
from medleaf.model.edition import fill
from medleaf.model.page import Fit
from medleaf.model.problem import PressError
from medleaf.printing.compose import compose
from medleaf.printing.fit import fit
from medleaf.printing.grid import shown
from medleaf.printing.large import compose_large
from medleaf.printing.measure import read
from medleaf.printing.plain import plain
from medleaf.printing.typeset import lay, typeset

LABEL = Label("Zoë Ångström", "3 March 1961", "RX-0047", "Dr. Weiß", "24 November 2026")
DAY = Grid(
    "times",
    ("Morning", "Noon", "Evening", "Bedtime"),
    (("1 tablet", "", "½ tablet", ""),),
    ("morning", "noon", "evening", "bedtime"),
)
TOLD = Directions("generated", "en", (Clause("food", "Take it with food."),), DAY)
TAPER = Grid(
    "steps",
    ("When", "How much", "How"),
    tuple((f"Day {n} to {n + 2}", "2 tablets", "3 times a day") for n in range(1, 22, 3)),
)


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def text_of(data, number):
    return pypdfium2.PdfDocument(data)[number].get_textpage().get_text_bounded()


def test_filled_twice_is_filled_once():
    once = fill(edition(medicine()), TOLD, LABEL)
    assert fill(once, TOLD, LABEL) == once
    assert fill(once, None) == edition(medicine())


def test_a_topic_has_a_label_but_no_directions():
    copy = fill(edition(topic()), TOLD, LABEL)
    assert copy.directions is None
    assert "Ångström" in page(copy).markup


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_copy_says_whose_it_is_and_what_to_take_and_is_accessible(tag):
    copy = fill(edition(medicine(), tag), replace(TOLD, lang=tag), LABEL)
    # The made-up German is all long words, so its label is broken into lines.
    laid = lay(page(copy, Fit(label=2 if tag == "de" else 0)))
    front, back = ("".join(read([sheet._page_box]).split()) for sheet in laid.document.pages)
    for _, value in LABEL.known():
        assert "".join(value.split()) in front
        assert "".join(value.split()) not in back
    assert "½" in front
    assert laid.problems() == ()
    assert conforms(laid.write()) == []


def test_nothing_of_the_patient_is_outside_the_page():
    """Not in the title, the code, the addresses or the metadata."""
    copy = fill(edition(medicine()), TOLD, LABEL)
    html = page(copy)
    bare = page(edition(medicine()))
    assert html.title == bare.title
    assert {name: html.resources[name] for name in bare.resources} == bare.resources
    document = pikepdf.open(io.BytesIO(typeset(html).data))
    kept = f"{document.docinfo} {document.open_metadata()} {document.Root.StructTreeRoot.K}"
    for _, value in LABEL.known():
        assert value not in kept


def test_the_blank_plan_gives_way():
    assert "We fill this in." in page(edition(medicine())).markup
    assert "We fill this in." not in page(fill(edition(medicine()), TOLD)).markup


def test_a_medicine_without_a_plan_has_a_place_for_directions_too():
    copy = fill(edition(medicine(plan=None)), TOLD, LABEL)
    assert "Your directions" in page(copy).markup
    assert "1 tablet" in plain(copy, CLINIC, TEMPLATES)


def test_a_prescribers_own_words_are_marked_as_theirs_and_in_their_language():
    """Braces stay, and a screen reader hears them in the right voice."""
    told = Directions("written", "de", (Clause("wrote", "1-0-1, {max} 3 Stück"),))
    markup = page(fill(edition(medicine(), "ar"), told)).markup
    assert 'lang="de" dir="ltr"' in markup
    assert "{max}" in markup
    assert "{max}" in plain(fill(edition(medicine()), told), CLINIC, TEMPLATES)
    mark = edition(medicine(), "ar").words.written
    assert mark in page(fill(edition(medicine(), "ar"), told)).markup


def test_a_warning_is_framed():
    told = replace(TOLD, warning="Only on Monday.")
    markup = page(fill(edition(medicine()), told)).markup
    assert 'class="warning"' in markup
    assert "Only on Monday." in markup


def test_what_was_given_is_escaped():
    told = Directions("written", "en", (Clause("wrote", "<b>2</b> & more"),))
    markup = page(fill(edition(medicine()), told, Label("<script>"))).markup
    assert "&lt;b&gt;2&lt;/b&gt; &amp; more" in markup
    assert "<script>" not in markup


@given(st.text(max_size=40))
def test_a_value_is_one_line_without_signs_nobody_sees(value):
    kept = clean(value)
    assert kept == clean(kept)
    assert "\n" not in kept
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00")


def test_an_empty_cell_of_a_day_is_struck_out_and_a_column_without_words_is_not_shown():
    assert shown(DAY, 41).tables[0][0] == ("1 tablet", "–", "½ tablet", "–")
    bare = Grid("steps", ("When", "How much", "How"), (("Day 1", "1 tablet", ""),))
    assert shown(bare, 41).head == ("When", "How much")


@given(st.lists(st.text("abc de", min_size=1, max_size=30), min_size=2, max_size=7))
def test_no_word_of_a_grid_is_set_wider_than_its_column(cells):
    """By a careful guess; and never smaller than 9 points."""
    head = tuple(cells)
    found = shown(Grid("week", head, (head,)), 41)
    assert 9 <= found.size <= 14
    assert 9 <= found.fine <= 12


def test_long_directions_move_other_text_to_the_second_side():
    copy = fill(edition(medicine()), Directions("generated", "en", (), TAPER), LABEL)
    composed = partial(page, copy)
    at_home, moved = (composed(Fit(3, moved=n)).markup for n in (0, 2))
    side = '<section data-side="2"'
    assert at_home.index("What it does") < at_home.index(side)
    assert moved.index("What it does") > moved.index(side)
    assert moved.count("What it does") == 1


def test_a_sheet_that_is_too_full_is_refused_without_quoting_the_patient():
    told = Directions("written", "en", (Clause("wrote", "take secretly " * 400),))
    copy = fill(edition(medicine()), told, LABEL)
    with pytest.raises(PressError, match="too many") as refused:
        fit(partial(page, copy), "Latn", personal=True)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("name", "label"), [("𓀀", 0), ("W" * 90, 0), ("W" * 90, 1)])
def test_a_name_that_cannot_be_printed_is_not_quoted(name, label, caplog):
    """A letter that no font has, and a name that is too wide even in small type."""
    with pytest.raises(PressError, match="label: name") as refused:
        typeset(page(fill(edition(medicine()), TOLD, Label(name)), Fit(label=label)))
    assert name not in str(refused.value)
    caplog.clear()


def test_a_very_long_name_is_broken_into_lines_but_never_cut():
    copy = fill(edition(medicine()), TOLD, Label("Wilhelmine " * 20))
    pdf = typeset(page(copy, Fit(label=2)))
    assert text_of(pdf.data, 0).count("Wilhelmine") == 20


def test_large_print_and_plain_text_have_the_directions_too():
    copy = fill(edition(medicine()), TOLD, LABEL)
    large = compose_large(copy, CLINIC, "A4", TEMPLATES)
    assert "½ tablet" in large.markup
    assert "Ångström" in large.markup
    assert conforms(typeset(large)) == []
    text = plain(copy, CLINIC, TEMPLATES)
    assert "Evening: ½ tablet" in text
    assert "We fill this in." not in text


def test_a_label_says_only_what_is_known():
    markup = compose(
        fill(edition(medicine()), None, Label(name="Ana")), CLINIC, "A4", Fit(), TEMPLATES
    ).markup
    assert "Ana" in markup
    assert "Date of birth" not in markup
    assert "Prescriber:" not in markup
