"""All medicines of a patient on one page: nothing lost, heads repeated, accessible."""

from dataclasses import replace

import pypdfium2
import pytest
from sheets import CLINIC, TEMPLATES, edition, medicine, use_fonts
from test_personal_page import DAY, LABEL, TAPER, TOLD
from test_typeset import conforms

from medleaf.model.directions import Clause, Directions
from medleaf.model.edition import State, fill
from medleaf.printing.schedule import Taken, schedule
from medleaf.printing.typeset import typeset

NEEDED = Directions("generated", "en", (Clause("needed", "Take 1 puff when you need it."),))
WEEKLY = replace(TOLD, warning="Only on Monday.")


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def taken(name, told, tag="en", state=State.UNREVIEWED):
    return Taken(name, fill(edition(medicine(), tag, state), told, LABEL))


def made(*medicines: Taken):
    return schedule(medicines, CLINIC, "A4", TEMPLATES)


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "hi", "zh-Hans"])
def test_every_medicine_is_there_with_all_that_is_said_of_it(tag):
    told = [replace(it, lang=tag) for it in (TOLD, NEEDED, replace(TOLD, grid=TAPER), WEEKLY)]
    names = ("Testamin 5 mg", "Airamin", "Tapermin", "Weekmin")
    html = made(*(taken(*pair, tag) for pair in zip(names, told, strict=True)))
    for word in (*names, "½", "puff", "Day 19 to 21", "Monday"):
        assert word.split()[-1] in html.markup
    assert conforms(typeset(html)) == []


def test_fixed_times_stand_in_the_table_and_all_else_below_it():
    """A medicine for one day of the week never stands in a row for every day."""
    markup = made(taken("Daily", TOLD), taken("Weekly", WEEKLY)).markup
    table, _, below = markup.partition("</table>")
    assert "Daily" in table and "Weekly" not in table
    assert "Weekly" in below and "Only on Monday." in below
    assert "½ tablet" in below


def test_a_long_schedule_goes_on_with_its_heads_repeated():
    pdf = typeset(made(*(taken(f"Medicine {n}", TOLD) for n in range(30))))
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf.data)]
    assert len(pages) > 1
    assert all("Bedtime" in page for page in pages)
    assert all(any(f"Medicine {n}" in page for page in pages) for n in range(30))


def test_the_band_stands_there_until_all_of_its_leaflets_are_signed():
    band = "Not yet reviewed"
    signed = taken("One", TOLD, state=State.APPROVED)
    assert band not in made(signed).markup
    assert band in made(signed, taken("Two", TOLD)).markup


def test_nothing_of_the_patient_is_in_the_title():
    html = made(taken("One", TOLD))
    assert "Ångström" in html.markup
    assert "Ångström" not in html.title
    assert DAY.rows[0][0] not in html.title
