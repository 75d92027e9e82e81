"""Two sides of one sheet, in every language; else an error that helps."""

import pytest
from sheets import CLINIC, LANGUAGES, edition, medicine, page, topic, use_fonts

from medleaf.model.page import Fit
from medleaf.model.problem import PressError
from medleaf.printing import ladder
from medleaf.printing.fit import fit
from medleaf.printing.typeset import lay, typeset

SENTENCE = "Ask us before you take any new medicine, herb or vitamin."
FULL = {
    "before": {
        "heading": "Before you take it", "never": [SENTENCE], "lead": "Tell us if you have:",
        "tell": ["kidney disease", "liver disease", "fits", "an ulcer", "diabetes", "a stroke"],
    },
    "others": {"heading": "Others", "advice": [
        {"text": SENTENCE, "picture": "medicines"}, {"text": SENTENCE, "picture": "no-alcohol"},
    ]},
    "missed": {"heading": "Missed a dose", "text": [SENTENCE, SENTENCE]},
    "stopping": {"heading": "Want to stop?", "text": [SENTENCE]},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def fitted(of, **options):
    """Fit *of*; return the fit, the PDF, and the sides measured again."""

    def make(how):
        return page(of, how, **options)

    found, pdf = fit(make, of.language.script)
    return found, pdf, lay(make(found)).pages


def messages(error):
    return "\n".join(problem.message for problem in error.value.problems)


@pytest.mark.parametrize("tag", ["en", "ar", "ur", "zh-Hans"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_sheet_has_two_sides_that_end_above_the_foot(tag, paper):
    found, pdf, sides = fitted(edition(medicine(**FULL), tag), paper=paper)
    assert pdf.pages == 2
    for side, share in zip(sides, (found.front, found.back), strict=True):
        assert side.room >= 0
        assert side.room < 5 or share == 1


@pytest.mark.parametrize("leaflet", [
    medicine(plan={"heading": "P", "note": "N", "shape": "week"}),
    medicine(plan={"heading": "P", "note": "N", "shape": "needed"}),
    medicine(plan=None),
    topic(),
], ids=["week", "needed", "no plan", "topic"])  # fmt: skip
def test_every_kind_of_sheet_fits(leaflet):
    _found, pdf, _sides = fitted(edition(leaflet))
    assert pdf.pages == 2


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_days_of_the_week_have_room(tag):
    """Some languages have no short names for them."""
    week = medicine(plan={"heading": "P", "note": "N", "shape": "week"})
    assert lay(page(edition(week, tag))).problems() == ()


def test_a_kept_fit_is_the_same_sheet_in_one_layout():
    of = edition(medicine(**FULL), "ar")
    found, pdf, _sides = fitted(of)
    assert typeset(page(of, found)) == pdf


def test_spacing_shrinks_before_type():
    """All rungs of a script start from its full size, and none goes below the floor."""
    for code, floor in (("Latn", 11.5), ("Arab", 11.5), ("Aran", 10.5), ("Hans", 11.5)):
        sizes = [size for size, _leading in ladder.script(code).rungs]
        assert sizes[0] == 12
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[-1] == floor
        assert all(
            leading >= (2 if code == "Aran" else 1.35)
            for _size, leading in ladder.script(code).rungs
        )


def test_too_much_text_is_told_with_language_section_and_lines():
    long = [SENTENCE] * 14
    with pytest.raises(PressError) as error:
        fitted(edition(medicine(storage={"heading": "Storage", "text": long}, **FULL), "de"))
    assert {problem.code for problem in error.value.problems} == {"fit"}
    assert "de, A4: side 2: “" in messages(error)
    assert "lines too many" in messages(error)


def test_a_kept_fit_that_does_not_fit_any_more_is_an_error():
    """The text changed, the fit was kept: never a third page, never text over the foot."""
    for many in (10, 14, 40):
        story = {"heading": "Storage", "text": [SENTENCE] * many}
        html = page(edition(medicine(storage=story, **FULL)), Fit(0, 1, 1))
        with pytest.raises(PressError, match=r"side 2: “.*” is [0-9]+ lines too many"):
            typeset(html)


def test_a_word_that_leaves_its_box_is_an_error():
    effects = {
        "now": ["Arzneimittelnebenwirkungsmeldebogen" * 2],
        "today": ["Rash"],
        "passes": ["Nausea"],
    }
    with pytest.raises(PressError, match="no room for the width of “Arzneimittel"):
        fitted(edition(medicine(effects=effects)))


def test_a_day_that_leaves_its_cell_is_an_error():
    words = {"heading": "P", "note": "N", "shape": "times"}
    of = edition(medicine(plan=words))
    long = of.words.model_copy(update={"morning": "Donaudampfschifffahrtsmorgenstunde"})
    with pytest.raises(PressError, match="no room for the width of “Donau"):
        fitted(type(of)(of.leaflet, long, of.language, of.state, of.revision, of.published))


def test_head_and_foot_may_grow():
    """A long name and address take room like any block, and are measured like any."""
    big = CLINIC.model_copy(update={
        "name": "Neighbourhood Health Centre of Saint Bartholomew and the Upper River District",
        "address": ("Building 4, Floor 2", "1200 North-Western Avenue", "Springfield", "AB12 3CD"),
    })  # fmt: skip
    for tag in ("en", "ur"):
        _found, pdf, sides = fitted(edition(medicine(), tag), clinic=big)
        assert pdf.pages == 2
        assert all(side.room >= 0 for side in sides)
