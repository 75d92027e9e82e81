"""Side 2 is laid out once for many sheets, and nobody can tell: the bytes are the same."""

from dataclasses import replace
from functools import partial

import pytest
from sheets import CLINIC, FONTS, LANGUAGES, TEMPLATES, edition, medicine, page, topic, use_fonts
from test_personal_page import DAY, LABEL, TAPER, TOLD

from medleaf.build import copies, personal
from medleaf.build.job import Press
from medleaf.build.shelves import Pair
from medleaf.model.directions import Clause
from medleaf.model.edition import fill
from medleaf.model.page import Fit
from medleaf.printing.halves import half, like, search_front
from medleaf.printing.typeset import joined, lay

LONG = replace(TAPER, rows=TAPER.rows * 3)


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def sheet(of):
    return partial(page, of)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_two_sides_laid_out_apart_are_the_sheet_laid_out_whole(tag):
    own = fill(edition(medicine(), tag), replace(TOLD, lang=tag), LABEL)
    other = fill(edition(medicine(), tag), replace(TOLD, lang=tag, grid=None))
    # The made-up German is all long words, so its label is broken into lines.
    fit = Fit(1, 0.1, 0.3, label=2 if tag == "de" else 0)
    whole = lay(page(own, fit))
    apart = joined(whole.html, lay(half(whole.html, 1)), lay(page(other, replace(fit, front=0.2))))
    assert apart.pages == whole.pages
    assert apart.problems() == whole.problems() == ()
    assert apart.write().data == whole.write().data
    if tag != "de":
        assert apart.template().data == whole.template().data


def test_a_topic_too():
    own = fill(edition(topic()), None, LABEL)
    whole, other = lay(page(own)), lay(page(edition(topic())))
    assert joined(whole.html, lay(half(whole.html, 1)), other).write() == whole.write()


def test_each_half_holds_one_side():
    html = page(edition(medicine()))
    front, back = half(html, 1).markup, half(html, 2).markup
    assert front != back
    assert [it.count("<section data-side=") for it in (html.markup, front, back)] == [2, 1, 1]
    assert 'data-side="1"' in front
    assert 'data-side="2"' in back


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_sheet_like_another_fits_and_leaves_no_hole(tag):
    bare = edition(medicine(), tag)
    model = like(sheet(bare), bare.language.script)
    for grid in (DAY, TAPER, None):
        own = fill(bare, replace(TOLD, lang=tag, grid=grid))
        if found := search_front(sheet(own), model):
            fit, laid = found
            assert laid.problems() == ()
            assert (fit.rung, fit.back, fit.moved) == (model.fit.rung, model.fit.back, 0)
            assert laid.pages == lay(page(own, fit)).pages
            assert 0 <= laid.pages[0].room <= 36 or fit.front == 1


def test_another_side_2_or_too_much_on_side_1_is_left_to_another_search():
    bare = edition(medicine())
    model = like(sheet(bare), "Latn")
    other = edition(medicine(storage={"heading": "Keep it", "text": ["In a dry place."]}))
    assert search_front(sheet(other), model) is None
    clauses = tuple(Clause("food", f"Take it with food, said {n} times.") for n in range(40))
    much = fill(bare, replace(TOLD, grid=LONG, clauses=clauses))
    assert search_front(sheet(much), model) is None


def test_a_copy_does_not_depend_on_those_before_it():
    """The same order gives the same bytes, whichever worker does what, and in which order."""
    pair = Pair("x", "en")
    bare = edition(medicine())
    told = [TOLD, replace(TOLD, grid=TAPER), replace(TOLD, grid=None), None]
    wanted = [personal.Copy(n, pair, it, LABEL) for n, it in enumerate(told)]

    def made(order):
        copies._ready.clear()
        copies._blank.clear()
        groups = personal.groups(
            order, {pair: bare}, Press(CLINIC, None, TEMPLATES, FONTS), "shared"
        )
        return {it.row: it.digest for group in groups for it in copies.make(group)}

    once = made(wanted)
    assert made(wanted[::-1]) == once
    assert {row: made([copy])[row] for row, copy in enumerate(wanted)} == once
