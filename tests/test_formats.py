"""Laws of what is not the standard sheet: which files there are, and what must be in each."""

import re
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from sheets import CLINIC, LANGUAGES, TEMPLATES, edition, medicine, topic, use_fonts
from tagged import HEADINGS, Tagged
from test_build import translate
from test_editions import squeezed
from test_typeset import conforms

from medleaf.build.job import Target
from medleaf.build.library import Library, Pair
from medleaf.build.plan import Wanted
from medleaf.build.run import Order, Report, build
from medleaf.model.captions import Captions
from medleaf.model.edition import State
from medleaf.model.page import Html
from medleaf.model.problem import PressError
from medleaf.model.words import Words
from medleaf.printing import pictograms
from medleaf.printing.bilingual import compose_bilingual
from medleaf.printing.easy import compose_easy, groups
from medleaf.printing.large import compose_large
from medleaf.printing.measure import read, smallest, walk
from medleaf.printing.outline import Section, outline
from medleaf.printing.plain import plain
from medleaf.printing.sides import even
from medleaf.printing.typeset import Laid, lay

TAGS = tuple(LANGUAGES)
TREATMENT = medicine(plan=None), medicine(), topic()


def carry_out(place, out: Path, order: Order) -> Report:
    with build(place, order, out) as (report, outcomes):
        list(outcomes)
    return report


# ------------------------------------------------------------------ which files there are


def test_each_format_and_paper_has_a_file_of_its_own():
    pair = Pair("baclofen", "es")
    assert Target(pair, "A4").path == Path("es/baclofen.pdf")
    assert Target(pair, "Letter", format="large").path == Path("es/baclofen.large.letter.pdf")
    assert Target(pair, "A5").path == Path("es/baclofen.a5.pdf")
    assert Target(pair, "Letter", draft=True, format="text").path == Path(
        "es/baclofen.text.DRAFT.txt"
    )
    assert Target(pair, "A4", format="braille").path == Path("es/baclofen.braille.brf")


def test_what_has_no_paper_is_wanted_once_and_no_language_beside_itself():
    pairs = (Pair("a", "en"), Pair("a", "ar"))
    wanted = Wanted(pairs, ("Letter", "A4"), "unreviewed", formats=("text", "bilingual"))
    assert [str(target.path) for target in wanted.targets()] == [
        "en/a.text.txt",
        "ar/a.text.txt",
        "ar/a.bilingual.letter.pdf",
        "ar/a.bilingual.pdf",
    ]


def test_a_format_is_fresh_by_itself(place, tmp_path):
    """What one format was made from says nothing of another."""
    first = carry_out(place, tmp_path, Order(formats=("text",)))
    assert [str(it.target.path) for it in first.printed] == ["en/testamin.text.txt"]
    again = carry_out(place, tmp_path, Order(formats=("text", "standard")))
    assert [str(it.target.path) for it in again.planned.fresh] == ["en/testamin.text.txt"]
    assert [str(it.target.path) for it in again.printed] == ["en/testamin.pdf"]


def test_what_cannot_be_is_named_and_the_rest_goes_on(place, tmp_path):
    order = Order(papers=("A5",), formats=("text", "large"))
    report = carry_out(place, tmp_path, order)
    assert [str(it.target.path) for it in report.printed] == ["en/testamin.text.txt"]
    (refused,) = report.planned.refused
    assert "large is not made as a booklet" in refused.problems[0].message
    assert report.exit_code == 3


def test_a_pair_of_languages_with_a_missing_side_is_named(place, tmp_path):
    (place.locales / "fr").mkdir()
    (place.locales / "fr" / "locale.toml").write_text('market = "EU"\n', "utf-8")
    report = carry_out(place, tmp_path, Order(formats=("bilingual",), beside="fr"))
    (refused,) = report.planned.refused
    assert "testamin is not offered in fr" in refused.problems[0].message
    with pytest.raises(PressError, match="there is no language 'xx'"):
        carry_out(place, tmp_path, Order(formats=("bilingual",), beside="xx"))


def test_a_pictogram_that_is_missing_stops_its_edition_alone(place, tmp_path):
    (place.templates / "pictograms" / "every-day.svg").unlink()
    report = carry_out(place, tmp_path, Order(formats=("easy", "text")))
    assert [str(it.target.path) for it in report.printed] == ["en/testamin.text.txt"]
    (failed,) = report.failed
    assert str(failed.target.path) == "en/testamin.easy.pdf"
    assert "there is no pictogram 'every-day'" in failed.problems[0].message
    assert report.exit_code == 1


# ------------------------------------------------------------------ the outline


def shape(sections: tuple[Section, ...]) -> list[object]:
    return [
        (it.kind, len(it.strong), len(it.text), len(it.points), len(it.note), bool(it.call),
         shape(it.sections))
        for it in sections
    ]  # fmt: skip


@pytest.mark.parametrize("leaflet", TREATMENT, ids=["no-plan", "medicine", "topic"])
def test_the_outline_has_one_shape_in_all_languages(leaflet):
    english = shape(outline(edition(leaflet), CLINIC))
    for tag in TAGS:
        assert shape(outline(edition(leaflet, tag), CLINIC)) == english


# ------------------------------------------------------------------ text


def text(leaflet, tag="en", **options) -> str:
    return plain(edition(leaflet, tag, **options), CLINIC, TEMPLATES)


@pytest.mark.parametrize("leaflet", TREATMENT, ids=["no-plan", "medicine", "topic"])
def test_the_text_says_every_printed_sentence_in_the_order_of_the_outline(leaflet):
    said = text(leaflet)
    at = 0
    for sentence in leaflet.sentences():
        if sentence.printed and sentence.text not in {leaflet.title, leaflet.subtitle}:
            filled = sentence.text.format(emergency="911", poison="1-800-222-1222")
            assert filled in said, filled
    for section in outline(edition(leaflet), CLINIC):
        assert (at := said.find(f": {section.heading}\n", at)) > 0, section.heading


@pytest.mark.parametrize("tag", TAGS)
def test_the_text_has_nothing_for_the_eye(tag):
    """No mark of direction, no sign that is drawn rather than said, no blank at an end."""
    for leaflet in TREATMENT:
        said = text(leaflet, tag)
        assert not [c for c in said if unicodedata.category(c) in {"Cf", "Co", "Zl", "Zp"}]
        assert not set(said) & set("•*#|_─│☎")
        assert all(line == line.strip() for line in said.splitlines())
        assert said.endswith("\n") and "\n\n\n" not in said


def test_the_state_is_said_first_and_a_review_only_where_there_was_one():
    assert text(medicine()).startswith("Not yet reviewed – not for patients\n")
    assert text(medicine(), "ar").splitlines()[1] == "Not yet reviewed – not for patients"
    approved = text(medicine(), state=State.APPROVED)
    assert approved.startswith("Testamin\n") and "Reviewed by a clinician" in approved


def test_the_text_tells_whom_to_ask_and_which_text_it_is():
    said = text(medicine(), "de")
    for word in ("+1 202-555-0143", "1-800-222-1222", "Riverside Clinic", "Deutsch / German",
                 "a1b2c3", "23. November 2026", "https://leaflets.example.org/de/testamin/"):  # fmt: skip
        assert word in said, word


def test_an_incomplete_edition_has_no_text_unless_as_a_draft(place, tmp_path):
    translate(place)
    library = Library(place, edition(medicine()).published)
    file = place.catalog("de", "testamin")
    file.write_text(file.read_text("utf-8").replace('msgstr "«Testamin»"', 'msgstr ""'), "utf-8")
    of = library.prepare(Pair("testamin", "de")).edition
    with pytest.raises(PressError, match="not translated"):
        plain(of, CLINIC, TEMPLATES)
    assert "Draft – not complete" in plain(of, CLINIC, TEMPLATES, draft=True)


# ------------------------------------------------------------------ large print

SCRIPTS = ("en", "ar", "ur", "hi", "zh-Hans")


def laid(html: Html) -> Laid:
    use_fonts()
    made = lay(html)
    assert made.problems() == ()
    return made


def large(leaflet, tag="en", paper="A4", **options) -> Laid:
    return laid(compose_large(edition(leaflet, tag, **options), CLINIC, paper, TEMPLATES))


def boxes(made: Laid, name: str) -> list[tuple[int, int]]:
    """The pages on which boxes of the class *name* stand, and how many each has."""
    found = []
    for number, page in enumerate(made.document.pages, start=1):
        elements = {
            id(box.element)
            for box in walk(page._page_box)
            if box.element is not None and name in (box.element.get("class") or "").split()
        }
        found += [(number, len(elements))] if elements else []
    return found


@pytest.mark.parametrize("tag", SCRIPTS)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_nothing_in_large_print_is_below_16_points(tag, paper):
    for leaflet in (medicine(), topic()):
        made = large(leaflet, tag, paper)
        assert smallest(page._page_box for page in made.document.pages) >= 16


def test_large_print_says_all_that_the_sheet_says():
    for leaflet in TREATMENT:
        text = squeezed(large(leaflet).text)
        for sentence in leaflet.sentences():
            if sentence.printed and "{" not in sentence.text:
                assert squeezed(sentence.text) in text, sentence


def test_no_box_or_grid_of_large_print_is_split():
    full = medicine(
        alarm={
            "heading": "Stop", "lead": "It can cause:", "signs": ["fever"] * 5,
            "act": "Call us if", "reasons": ["you miss 1 day"] * 5, "call": "phone",
        },
        effects={"now": ["Trouble"] * 4, "today": ["Rash"] * 4, "passes": ["Tired"] * 4},
        missed={"heading": "Missed", "points": ["Take it"] * 7},
    )  # fmt: skip
    made = large(full)
    for name in ("alarm", "plan", "key", "contact", "now", "today", "passes"):
        assert [count for _, count in boxes(made, name)] == [1], name


def test_every_page_of_large_print_says_what_it_is_of_and_its_state():
    made = large(medicine(), "ar")
    for page in made.document.pages[1:]:
        text = read([page._page_box])
        assert "صحة · " in text and "Not yet reviewed" in text and "a1b2c3" in text


def test_a_head_too_tall_for_its_page_is_refused():
    html = compose_large(edition(medicine()), CLINIC, "A4", TEMPLATES)
    squashed = replace(html, styles=(*html.styles, "@page { margin-top: 12mm }"))
    use_fonts()
    assert any("height of “Testamin" in fault.message for fault in lay(squashed).problems())


@pytest.mark.parametrize("tag", SCRIPTS)
def test_large_print_is_pdf_ua(tag):
    assert conforms(large(medicine(), tag).write()) == []


# ------------------------------------------------------------------ two languages

PAIRS = (("ar", "en"), ("ur", "zh-Hans"), ("en", "ur"), ("hi", "de"), ("ar", "ur"))


def bilingual(leaflet, one, two, **options) -> Laid:
    both = edition(leaflet, one), edition(leaflet, two)
    return laid(compose_bilingual(*both, CLINIC, "A4", TEMPLATES, **options))


def cells(made: Laid) -> list[list[object]]:
    """The rows of all pages: the boxes of their cells, in reading order."""
    pages = [page._page_box for page in made.document.pages]
    rows = [box for page in pages for box in walk(page) if type(box).__name__ == "TableRowBox"]
    return [row.children for row in rows if "twins" in (row.element.get("class") or "").split()]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_the_reader_has_the_start_side_and_each_cell_its_language(one, two):
    start = LANGUAGES[one].direction
    for row in cells(bilingual(medicine(), one, two)):
        first, second = [cell for cell in row if cell.element.get("lang")]
        for cell, tag in ((first, one), (second, two)):
            assert cell.element.get("lang") == tag
            assert cell.element.get("dir") == LANGUAGES[tag].direction
        assert (first.position_x < second.position_x) == (start == "ltr")
        assert first.position_y == second.position_y


def test_twins_stand_in_one_row_with_one_number():
    rows = cells(bilingual(medicine(), "en", "de"))
    texts = [[" ".join(read([cell]).split()) for cell in row] for row in rows]
    steps = [row for row in texts if row[0][1:2] == "."]
    assert [one[:2] for one, _ in steps] == ["1.", "2.", "3.", "1."]
    assert all(one[:2] == two[:2] for one, two in steps)
    assert "2.5" in steps[0][0] and "2.5" in steps[0][1]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_two_languages_make_pdf_ua_and_whole_sheets(one, two):
    pdf = even(bilingual(topic(), one, two).write())
    assert pdf.pages % 2 == 0
    assert conforms(pdf) == []


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_rows_that_go_on_have_their_heads_on_each_page(one, two):
    """In both languages; a screen reader, and who looks for a bookmark, gets each once."""
    proof = "Weak: few people took part, and nobody knew who had which. " * 3
    leaflet = topic(
        table={"heading": "C", "head": ["Way", "Proof"], "rows": [["One", proof]] * 12},
        back=[{"heading": f"Stay safe {n}", "points": ["No alcohol."] * 7} for n in range(1, 8)],
    )
    made = bilingual(leaflet, one, two)
    heads: dict[object, list[str]] = {}  # by table: what its rows have above them, page by page
    for page in made.document.pages:
        classes: tuple[str, ...] = ()
        for box in walk(page._page_box):
            if type(box).__name__ == "TableBox":
                classes = tuple((box.element.get("class") or "").split())
                if not {"both", "compared"} & {*classes}:
                    continue
                first = box.children[0]
                heads.setdefault(box.element, []).append(
                    read([first]) if first.is_header else "no head"
                )
        assert "lead" not in classes, "a heading stands alone at the end of a page"
    assert {"both", "compared"} <= {
        it.get("class").strip() for it, s in heads.items() if len(s) > 1
    }
    for said in heads.values():
        assert len(set(said)) == 1, said
    tree = Tagged(made.write().data)
    assert tree.all_faults() == []
    levels = [HEADINGS.index(it.tag) for it in tree.elements if it.tag in HEADINGS]
    document = pypdfium2.PdfDocument(tree.data)
    assert [it.level for it in document.get_toc()] == levels
    document.close()
    assert len(levels) == 1 + len(outline(edition(leaflet), CLINIC)) + 1  # title, guide online


def test_a_band_says_the_state_in_all_languages_it_concerns():
    english, arabic = edition(medicine()), edition(medicine(), "ar", State.APPROVED)
    html = compose_bilingual(arabic, english, CLINIC, "A4", TEMPLATES)
    assert "Not yet reviewed" in html.markup
    approved = replace(english, state=State.APPROVED)
    html = compose_bilingual(arabic, approved, CLINIC, "A4", TEMPLATES)
    assert "Not yet reviewed" not in html.markup


def test_a_side_that_is_not_complete_stops_both():
    german = edition(medicine(), "de")
    missing = replace(german, missing=frozenset({german.leaflet.title}))
    with pytest.raises(PressError, match="de: 1 sentences are not translated"):
        compose_bilingual(edition(medicine(), "ar"), missing, CLINIC, "A4", TEMPLATES)


# ------------------------------------------------------------------ easy to read


def easy(leaflet, tag="en", **options) -> Laid:
    return laid(compose_easy(edition(leaflet, tag, **options), CLINIC, "A4", TEMPLATES))


def test_every_pictogram_has_a_caption_and_every_caption_a_pictogram():
    drawn = set(pictograms.names(TEMPLATES))
    assert len(drawn) >= 40
    assert drawn == {name.replace("_", "-") for name in Captions.model_fields}


@pytest.mark.parametrize("name", pictograms.names(TEMPLATES))
def test_a_pictogram_is_of_the_family(name):
    """One grid, one width of line, one colour that the page chooses, no text in any language."""
    drawing = (TEMPLATES / "pictograms" / f"{name}.svg").read_text("utf-8")
    assert 'viewBox="0 0 24 24"' in drawing and 'stroke-width="1.8"' in drawing
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawing)) <= {
        "none",
        "currentColor",
        "#fff",
    }
    assert "<text" not in drawing and "<image" not in drawing and "<style" not in drawing


def test_what_has_a_direction_is_turned_round_and_nothing_else():
    for name in pictograms.names(TEMPLATES):
        own, turned = (
            pictograms.pictogram(TEMPLATES, name, "#000", mirrored=mirrored)
            for mirrored in (False, True)
        )
        assert (own != turned) == (name in pictograms.MIRRORED)
    assert set(pictograms.names(TEMPLATES)) >= pictograms.MIRRORED


@pytest.mark.parametrize("tag", SCRIPTS)
def test_each_message_is_one_row_with_a_picture_and_the_pictures_have_words(tag):
    made = easy(medicine(), tag)
    said = [
        message for group in groups(edition(medicine(), tag), CLINIC) for message in group.messages
    ]
    assert sum(count for _, count in boxes(made, "message")) == len(said)
    figures = re.findall(r'<div class="show"><img class="pic" alt="([^"]*)"', made.html.markup)
    assert len(figures) == len(said) and all(figures)
    assert conforms(made.write()) == []


def test_about_four_rows_stand_on_a_page():
    steps = {
        "heading": "How",
        "steps": [{"text": f"Do it {n}.", "picture": "clock"} for n in "1234567"],
    }
    counts = [count for _, count in boxes(easy(medicine(take=steps, plan=None)), "message")]
    assert max(counts) <= 5 and sum(counts) / len(counts) >= 3


def test_the_easy_edition_says_nothing_that_the_leaflet_does_not_say():
    for leaflet in (
        medicine(),
        topic(back=[{"heading": "Safe", "points": ["No."], "picture": "stop"}]),
    ):
        known = {
            *(s.text for s in leaflet.sentences()),
            *(s.text for s in Words.default().sentences()),
        }
        for group in groups(edition(leaflet), CLINIC):
            for it in group.messages:
                assert {group.heading, it.say, *it.more, *it.points} <= known


def test_a_topic_gives_the_sections_that_have_a_picture():
    back = [
        {"heading": "Safe", "points": ["No."], "picture": "stop"},
        {"heading": "B", "text": ["T."]},
    ]
    found = groups(edition(topic(back=back)), CLINIC)
    assert [group.heading for group in found] == ["Most important", "Safe"]


def test_a_picture_that_is_missing_is_named_and_refused():
    key = [{"text": "Take it.", "picture": "no-such-thing"}]
    with pytest.raises(PressError, match="there is no pictogram 'no-such-thing'"):
        compose_easy(edition(medicine(key=key)), CLINIC, "A4", TEMPLATES)


def test_a_picture_without_a_caption_is_named_and_refused(tmp_path):
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    own = tmp_path / "templates" / "pictograms" / "my-own.svg"
    shutil.copy(own.with_name("ask.svg"), own)
    key = [{"text": "Take it.", "picture": "my-own"}]
    with pytest.raises(PressError, match="'my-own' has no caption"):
        compose_easy(edition(medicine(key=key)), CLINIC, "A4", own.parent.parent)
