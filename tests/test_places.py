"""Laws of places: every printed sentence is found on its page, and where it really stands."""

import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from medleaf.build.library import Library
from medleaf.build.run import open_library
from medleaf.model.page import Fit
from medleaf.printing.compose import compose
from medleaf.printing.places import places
from medleaf.printing.typeset import lay
from medleaf.workspace import find, read_clinic
from tests import sheets

ROOT = Path(__file__).parent.parent
PLACE = find(ROOT)
LIBRARY: Library = open_library(PLACE)
LEAST = 0.99  # share of the printed sentences
LANGUAGES = ("en", "ar", "ur", "hi", "zh-Hans", "de")


@pytest.fixture(autouse=True, scope="module")
def hermetic():
    sheets.use_fonts()


@pytest.mark.parametrize("tag", LIBRARY.tags)
def test_printed_sentences_of_the_bundled_editions_are_found(tag):
    found = wanted = 0
    for pair in LIBRARY.offered():
        if pair.tag != tag or (pair.leaflet != "baclofen" and tag != "en"):
            continue  # all were measured once: 3071 of 3071
        edition = LIBRARY.prepare(pair).edition
        page = compose(
            edition, read_clinic(PLACE), "A4", Fit(1), PLACE.templates, draft=bool(edition.missing)
        )
        there = places(lay(page))
        printed = [s.text for s in edition.leaflet.sentences() if s.printed]
        wanted += len(printed)
        found += sum(text in there for text in printed)
    assert wanted
    assert found >= LEAST * wanted


@pytest.mark.parametrize("html", LANGUAGES)
def test_what_stands_in_the_rectangle_is_the_sentence(html):
    """The reading of the PDF itself, cut out at the rectangle, has the sentence's numbers."""
    steps = [f"Take {n} mL of {n + 1} cups." for n in (11, 23, 37, 41)]
    take = {"heading": "How to take it", "steps": steps}
    edition = sheets.edition(sheets.medicine(take=take), html)
    laid = lay(sheets.page(edition))
    there = places(laid)
    document = pypdfium2.PdfDocument(laid.write().data)
    for sentence in (step.text for step in edition.leaflet.take.steps):
        said = ""
        for place in there[sentence]:
            page = document[place.page - 1]
            middle = page.get_height() - place.y - place.height / 2
            said += page.get_textpage().get_text_bounded(
                place.x - 1, middle - 3, place.x + place.width + 1, middle + 3
            )
        assert sorted(re.findall(r"\d+", said)) == sorted(re.findall(r"\d+", sentence))
    document.close()


def test_sentences_in_one_paragraph_share_no_room():
    what = {"heading": "What it does", "text": ["It helps.", "It is safe.", "It is old."]}
    edition = sheets.edition(sheets.medicine(what=what))
    there = places(lay(sheets.page(edition)))
    rectangles = [there[text][0] for text in edition.leaflet.what.text]
    assert len({place.y for place in rectangles}) == 1
    for one, other in pairwise(rectangles):
        assert one.x + one.width <= other.x + 0.01


def test_a_sentence_over_two_lines_has_two_rectangles():
    long = "It helps people who have had it for a very long time and who can not be helped by less."
    edition = sheets.edition(sheets.medicine(what={"heading": "What", "text": [long]}))
    lines = places(lay(sheets.page(edition)))[edition.leaflet.what.text[0]]
    assert len(lines) > 1
    assert all(one.y + one.height <= two.y + 2 for one, two in pairwise(lines))


def test_in_right_to_left_the_first_sentence_is_the_right_one():
    what = {"heading": "What it does", "text": ["One 1.", "Two 2."]}
    edition = sheets.edition(sheets.medicine(what=what), "ar")
    there = places(lay(sheets.page(edition)))
    first, second = (there[text][-1] for text in edition.leaflet.what.text)
    assert first.x >= second.x + second.width - 0.01


def test_a_sentence_that_stands_twice_has_both_places():
    there = places(lay(sheets.page(sheets.edition(sheets.medicine()))))
    assert {place.page for place in there["Testamin"]} == {1, 2}
