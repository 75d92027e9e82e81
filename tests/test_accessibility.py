"""Laws of every bundled edition for readers who do not see it: tags, order, text, names."""

import io
import re
import subprocess
from dataclasses import replace
from functools import cache

import page as validator
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from reading import held, in_order, pdfium, poppler, share, words
from sheets import edition, medicine, page, use_fonts
from tagged import HEADINGS, Tagged
from test_editions import PLACE, SCAN, scanned
from test_editions import edition as bundled

from medleaf.build.job import Target
from medleaf.build.run import Order, build
from medleaf.build.shelves import Pair
from medleaf.language import locales
from medleaf.model.page import Fit, Format, Html
from medleaf.printing.compose import compose
from medleaf.printing.tags import glyphs
from medleaf.printing.typeset import lay, typeset
from medleaf.workspace import read_clinic

pytestmark = pytest.mark.xdist_group("editions")  # printed once, looked at by one worker

# The least share of words that pdftotext and pdfium find as they were said, in one leaflet, by
# script; docs/accessibility.md says why it is not 1 in Arabic and Urdu.
LEAST = {
    "Latn": (0.99, 0.99),
    "Cyrl": (0.99, 0.99),
    "Hans": (0.99, 0.99),
    "Deva": (0.99, 0.99),
    "Beng": (0.99, 0.99),
    "Arab": (0.95, 0.92),
    "Aran": (0.75, 0.70),
}
BACKWARD = {"ar", "ur"}
OTHERS: tuple[Format, ...] = ("large", "bilingual", "easy")
SAMPLE = ("baclofen", "finasteride-alternatives"), ("en", "ar", "zh_Hans")


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


@cache
def tagged(data: bytes) -> Tagged:
    return Tagged(data)


@cache
def composed(pair: Pair) -> Html:
    return compose(bundled(pair), read_clinic(PLACE), "A4", Fit(), PLACE.templates)


@cache
def said(pair: Pair) -> list[list[str]]:
    """The sentences that stand on a sheet, in words."""
    return [words(filled) for _, filled in composed(pair).said]


# ------------------------------------------------------------------ tags


def test_every_mark_and_every_element_is_in_the_tree_once(printed):
    """And nothing is painted that is neither tagged nor an artifact; lists and tables are right."""
    for (pair, paper), data in printed.items():
        assert tagged(data).all_faults() == [], (pair, paper)


def test_what_is_read_later_stands_further_on(printed):
    """Top to bottom, columns in the direction of reading."""
    for (pair, paper), data in printed.items():
        wrong = tagged(data).out_of_order(backward=pair.tag in BACKWARD)
        assert wrong == [], (pair, paper)


def spoilt(data: bytes, spoil) -> Tagged:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spoil(pdf)
        changed = io.BytesIO()
        pdf.save(changed)
    return Tagged(changed.getvalue())


def first(pdf: pikepdf.Pdf, tag: str) -> pikepdf.Dictionary:
    return next(
        it
        for it in pdf.objects
        if isinstance(it, pikepdf.Dictionary) and it.get("/S") == f"/{tag}" and "/P" in it
    )


def orphan(pdf):
    element = first(pdf, "P")
    del element.P.K[0]


def foster(pdf):
    first(pdf, "P").P = pdf.Root.StructTreeRoot.K[0]


def untagged(pdf):
    side = pdf.pages[0]
    side.Contents.write(side.Contents.read_bytes() + b"\n0 0 9 9 re f")


def twice(pdf):
    side = pdf.pages[0]
    side.Contents.write(side.Contents.read_bytes() + b"\n/Span <</MCID 0>> BDC 0 0 9 9 re f EMC")


def bare_list(pdf):
    first(pdf, "LBody").S = pikepdf.Name.P


def without_scope(pdf):
    del first(pdf, "TH").A["/Scope"]


def flipped_figure(pdf):
    first(pdf, "Figure").A.BBox = pikepdf.Array([630, 265, 729, 363])


def stray_in_parent_tree(pdf):
    row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    row[0], row[1] = row[1], row[0]


@pytest.mark.parametrize("spoil", [
    orphan, foster, untagged, twice, bare_list, without_scope, flipped_figure,
    stray_in_parent_tree,
])  # fmt: skip
def test_a_planted_fault_of_tags_is_seen(printed, spoil):
    data = printed[Pair("finasteride-alternatives", "en"), "A4"]
    assert tagged(data).all_faults() == []
    assert spoilt(data, spoil).all_faults() != []


def test_a_planted_fault_of_order_is_seen(printed):
    """Two columns of an Arabic sheet are not in the order of an English one."""
    assert tagged(printed[Pair("baclofen", "ar"), "A4"]).out_of_order(backward=False) != []


def test_what_is_in_another_language_says_so(printed):
    """The band in English, and the name on the box."""
    for (pair, _), data in printed.items():
        tree = tagged(data)
        own = locales.language(pair.tag).html
        spoken = {element.language or own for element in tree.elements if element.marks}
        assert spoken == {own, "en"}, pair


def test_english_that_is_left_over_in_a_draft_says_so():
    whole = edition(medicine(), "ar")
    left = medicine().what.text[0]
    leaflet = whole.leaflet.model_copy(
        update={"what": whole.leaflet.what.model_copy(update={"text": (left,)})}
    )
    draft = replace(whole, leaflet=leaflet, missing=frozenset({left}))
    tree = Tagged(typeset(page(draft, draft=True)).data)
    assert tree.all_faults() == []
    boxed = [e for e in tree.elements if str(e.raw.get("/Lang", "")) == "en"]
    assert len(boxed) > len([
        e for e in Tagged(typeset(page(whole)).data).elements if str(e.raw.get("/Lang", "")) == "en"
    ])  # fmt: skip


def test_the_figure_lies_where_the_code_is_seen(printed):
    """The code as a reader of codes sees it on a picture of the side, in points."""
    for (pair, paper), data in printed.items():
        figures = [e for e in tagged(data).elements if e.tag == "/Figure"]
        left, bottom, right, top = map(float, figures[0].raw.A.BBox)
        code, height = scanned(data)
        corners = code.position
        seen = (
            corners.bottom_left.x / SCAN, height - corners.bottom_left.y / SCAN,
            corners.top_right.x / SCAN, height - corners.top_right.y / SCAN,
        )  # fmt: skip
        quiet = 12.0  # points of white that a code has around it, at most
        assert left <= seen[0] <= left + quiet, (pair, paper)
        assert bottom <= seen[1] <= bottom + quiet, (pair, paper)
        assert right - quiet <= seen[2] <= right, (pair, paper)
        assert top - quiet <= seen[3] <= top, (pair, paper)
        assert len(figures) == 1, "a pictogram decorates its caption"


@pytest.fixture(scope="module")
def others(tmp_path_factory) -> dict[Target, bytes]:
    """Some leaflets in each other format that is a PDF, and as booklets."""
    made = {}
    for order in (
        Order(*SAMPLE, papers=("A4",), formats=OTHERS, workers=2),
        Order(*SAMPLE, papers=("A5",), workers=2),
    ):
        with build(PLACE, order, tmp_path_factory.mktemp("others")) as (report, outcomes):
            list(outcomes)
        assert report.exit_code == 0
        made |= {printed.target: printed.data for printed in report.printed}
    return made


def test_every_other_format_is_read_as_well(others):
    """Pages of a booklet lie beside one another as they are printed, not as they are read."""
    assert {target.format for target in others} == {*OTHERS, "standard"}
    for target, data in others.items():
        assert validator.validate_pdf_bytes(data, profile="ua1").failures == [], target
        assert tagged(data).all_faults() == [], target
        if target.paper != "A5":
            backward = None if target.beside else target.pair.tag in BACKWARD
            assert tagged(data).out_of_order(backward=backward) == [], target


def test_every_side_of_two_languages_has_a_sheet_and_every_language_a_tag(others):
    """An even number of pages; both languages are in the tree, and no third but English."""
    for target, data in others.items():
        if target.beside:
            tree = tagged(data)
            assert len(tree.pdf.pages) % 2 == 0, target
            own = locales.language(target.pair.tag).html
            spoken = {it.language or own for it in tree.elements if it.marks}
            both = {locales.language(tag).html for tag in (target.pair.tag, target.beside)}
            assert both <= spoken <= both | {"en"}, target


def test_two_languages_side_by_side_are_told_apart(others):
    """Each part has the language it is in; English has no Arabic letter, nor the other way."""
    for target, data in others.items():
        if target.beside and target.pair.tag == "ar":
            for element in tagged(data).elements:
                text = str(element.raw.get("/ActualText", ""))
                if glyphs._ARABIC.search(text):
                    assert element.language == "ar", text


# ------------------------------------------------------------------ bookmarks


def bookmarks(data: bytes) -> list[tuple[int, str]]:
    document = pypdfium2.PdfDocument(data)
    found = [(it.level + 1, it.get_title()) for it in document.get_toc()]
    document.close()
    return found


def test_bookmarks_are_the_headings(printed):
    """With their levels and in their order, in every script."""
    for (pair, paper), data in printed.items():
        levels = [
            HEADINGS.index(element.tag) + 1
            for element in tagged(data).elements
            if element.tag in HEADINGS
        ]
        found = bookmarks(data)
        assert [level for level, _ in found] == levels, (pair, paper)
        sentences = {"".join(sentence) for sentence in said(pair)}
        titles = ["".join(words(title)) for _, title in found]
        latin = "".join(words(bundled(pair).leaflet.names.inn or "")).capitalize()
        assert {title.removesuffix(latin) or title for title in titles} <= sentences | {latin}, pair


# ------------------------------------------------------------------ text


def test_words_are_found_as_they_were_said(printed, tmp_path):
    """By pdftotext, and by the reader of Chrome and Edge."""
    for (pair, paper), data in printed.items():
        if paper == "A4":
            wanted = [word for sentence in said(pair) for word in sentence]
            least = LEAST[locales.language(pair.tag).script]
            found = poppler(data, tmp_path), pdfium(data)
            shares = tuple(share(wanted, words(text)) for text in found)
            assert shares[0] >= least[0], (pair, shares)
            assert shares[1] >= least[1], (pair, shares)


def test_the_tree_holds_every_word_but_those_of_heads_and_feet(printed, tmp_path):
    """In every script; poppler reads the glyphs there, and knows no ActualText."""
    for (pair, paper), data in printed.items():
        if paper == "A4":
            wanted = [word for sentence in said(pair) for word in sentence]
            found = words(held(data, tmp_path, backward=pair.tag in BACKWARD))
            assert share(wanted, found) >= 0.92, (pair, share(wanted, found))


@pytest.mark.parametrize(
    ("tag", "least"), [("en", 1), ("ru", 1), ("hi", 0.99), ("bn", 0.98), ("ar", 0.8)]
)
def test_sentences_are_found_whole_and_in_order(printed, tmp_path, tag, least):
    found = words(poppler(printed[Pair("baclofen", tag), "A4"], tmp_path))
    assert in_order(said(Pair("baclofen", tag)), found) >= least


def test_the_structure_says_arabic_and_urdu_as_they_were_written(printed):
    """Every word, in its logical order, whatever a reader makes of the glyphs."""
    for (pair, _), data in printed.items():
        if pair.tag in BACKWARD:
            told = " ".join(
                str(element.raw.ActualText)
                for element in tagged(data).elements
                if "/ActualText" in element.raw
            )
            wanted = [w for s in said(pair) for w in s if glyphs._ARABIC.search(w)]
            feet = share(wanted, words(told))
            assert feet >= 0.9, (pair, feet)  # what is left stands in heads and feet


def test_the_mends_change_no_pixel(monkeypatch, tmp_path):
    """A further code for a glyph draws that glyph, in the same place; as poppler draws it."""
    for tag in ("ar", "ur", "hi"):
        laid = lay(composed(Pair("baclofen", tag)))
        mended = laid.write().data
        with monkeypatch.context() as patch:
            patch.setattr(glyphs, "_ARABIC", re.compile("(?!)"))
            patch.setattr(glyphs, "RESHUFFLED", re.compile("(?!)"))
            plain = laid.write().data
        assert mended != plain
        for one, other in zip(drawn(mended, tmp_path), drawn(plain, tmp_path), strict=True):
            assert ImageChops.difference(one, other).getextrema()[1] <= 1


def drawn(data: bytes, folder) -> list[Image.Image]:
    file = folder / "sheet.pdf"
    file.write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "144", "-gray", file, folder / "side"], check=True)
    sides = []
    for picture in sorted(folder.glob("side-*.pgm")):
        with Image.open(picture) as image:
            sides.append(image.copy())
        picture.unlink()
    return sides


def text_of(body: str, script: str, tmp_path) -> tuple[str, str]:
    family = {"Arab": "Noto Sans Arabic", "Aran": "Noto Nastaliq Urdu"}[script]
    markup = f'<html lang="ar" dir="rtl"><head><title>T</title></head><body>{body}</body></html>'
    style = f'html {{ font-family: "{family}", "Noto Sans" }} @page {{ size: A4 }}'
    html = Html(markup, "T", "ar", "A4", PLACE.root / "t.yaml", styles=(style,))
    data = typeset(html).data
    return poppler(data, tmp_path), pdfium(data)


@pytest.mark.parametrize(
    "word", ["لا", "الأهم", "الإصدار", "الآن", "العضلات", "إلى", "الكلى", "على"]
)
def test_ligatures_of_arabic_are_read_letter_by_letter(word, tmp_path):
    """The place of lam and alef is one glyph, which readers would take apart the wrong way."""
    for text in text_of(f"<p>قبل {word} بعد</p>", "Arab", tmp_path):
        assert word in words(text), text


def test_letters_that_share_a_stroke_are_told_apart(tmp_path):
    """In Nastaliq these five differ in their dots only."""
    for text in text_of("<p>ا ب پ ت ث ن</p>", "Aran", tmp_path):
        assert "".join(words(text)) == "ابپتثن"
