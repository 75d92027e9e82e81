"""From HTML to PDF: silent, accessible, the same bytes each time; anything else is an error."""

import io
import json
import subprocess
import sys
from dataclasses import replace

import page as validator
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from sheets import FONTS, LANGUAGES, ROOT, TEMPLATES, edition, medicine, page, topic, use_fonts

from medleaf.build import finish
from medleaf.model.page import Fit, Html
from medleaf.model.problem import PressError
from medleaf.printing import ladder
from medleaf.printing.style import STANDARD, style
from medleaf.printing.typeset import lay, typeset
from medleaf.printing.typography import typeset_text


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def html(body, **changes):
    """A page that is no leaflet."""
    markup = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    style = 'html { font-family: "Noto Sans" } @page { size: A4; margin: 20mm }'
    known = Html(markup, "T", "en", "A4", ROOT / "leaflets" / "t.yaml", styles=(style,))
    return replace(known, **changes)


def elements(data):
    """The structure elements of a PDF, in reading order."""

    def walk(element):
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                yield from walk(kid)

    document = pikepdf.open(io.BytesIO(data))
    return document, [*walk(document.Root.StructTreeRoot.K[0])]


def named(data, name):
    document, found = elements(data)
    return document, [element for element in found if f"/{name}" == element.S]


def conforms(pdf):
    report = validator.validate_pdf_bytes(pdf.data, profile=validator.ValidationProfile.PDF_UA_1)
    return [failure.message for failure in report.failures]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_sheet_is_accessible(tag):
    """PDF/UA-1, by a validator that passes veraPDF's corpus; in each script."""
    assert conforms(typeset(page(edition(medicine(), tag)))) == []


def test_a_topic_with_a_table_is_accessible():
    assert conforms(typeset(page(edition(topic())))) == []


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_same_page_gives_the_same_bytes(tag):
    one, other = (typeset(page(edition(medicine(), tag))) for _ in range(2))
    assert one == other


def test_heads_and_feet_are_artifacts():
    """What stands on every side is not read out on every side; the band is."""
    pdf = typeset(page(edition(medicine())))
    text = pypdfium2.PdfDocument(pdf.data)[0].get_textpage().get_text_bounded()
    assert "Riverside Clinic" in text
    document, found = elements(pdf.data)
    content = b"\n".join(sheet.Contents.read_bytes() for sheet in document.pages)
    assert content.count(b"/Subtype /Header") >= 2
    assert content.count(b"/Subtype /Footer") >= 2
    # As many marks that a structure element may hold as are held.
    held = [element for element in found if "/K" in element]
    marks = sum(isinstance(kid, int) for element in held for kid in element.K)
    assert content.count(b"/MCID") == marks


def test_margin_boxes_are_artifacts():
    """WeasyPrint #1836: their text would be content that nothing holds."""
    style = '@page { size: A4; @bottom-center { content: "Page" counter(page) } }'
    pdf = typeset(html("<p>A</p>", styles=('html { font-family: "Noto Sans" }', style)))
    assert conforms(pdf) == []


def test_parts_have_their_language():
    """A screen reader must not read English with an Arabic voice."""
    _document, found = elements(typeset(page(edition(medicine(), "ar"))).data)
    assert {str(element.Lang) for element in found if "/Lang" in element} == {"ar", "en"}


def test_header_cells_have_a_scope():
    _document, heads = named(typeset(page(edition(topic()))).data, "TH")
    assert [str(head.A.Scope) for head in heads] == ["/Column", "/Column", "/Row"]


def test_only_the_code_is_a_figure_and_lies_where_it_says():
    document, figures = named(typeset(page(edition(medicine()))).data, "Figure")
    assert [str(figure.Alt) for figure in figures] == [
        "QR code: full guide at https://leaflets.example.org/en/testamin/?r=a1b2c3"
    ]
    left, bottom, right, top = map(float, figures[0].A.BBox)
    _x, _y, width, height = map(float, document.pages[1].MediaBox)
    assert 0 < left < right < width
    assert 0 < bottom < top < height / 2 + height / 4
    assert right - left == pytest.approx(29 / 25.4 * 72, abs=0.5)


def test_list_items_with_blocks_have_a_body():
    data = typeset(html("<ul><li><p>A</p><p>B</p></li></ul>")).data
    _document, items = named(data, "LI")
    assert [[str(kid.S) for kid in item.K] for item in items] == [["/Lbl", "/LBody"]]


def test_hindi_can_be_copied():
    """Shaping moves its letters; without ActualText copied words are wrong, not only odd."""
    words = "पेनिसिलिन दवा बीमारी"
    style = 'html { font-family: "Noto Sans Devanagari" }'
    data = typeset(html(f"<p>{words}</p>", styles=(style,))).data
    document = pikepdf.open(io.BytesIO(data))
    marks = [
        operands[1]
        for operands, operator in pikepdf.parse_content_stream(document.pages[0])
        if str(operator) == "BDC" and "/ActualText" in operands[1]
    ]
    assert [str(mark.ActualText) for mark in marks] == [words]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_code_is_read_from_a_grey_scan(paper):
    """As a fax machine of 150 dpi would see it."""
    pdf = typeset(page(edition(medicine(), "hi"), paper=paper))
    image = pypdfium2.PdfDocument(pdf.data)[1].render(scale=150 / 72, grayscale=True).to_pil()
    found = [code.text for code in zxingcpp.read_barcodes(image)]
    assert found == ["https://leaflets.example.org/hi/testamin/?r=a1b2c3"]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nothing_is_smaller_than_nine_points(tag):
    """Neither on the tightest rung nor in the foot."""
    last = ladder.rungs(LANGUAGES[tag].script) - 1
    laid = lay(page(edition(medicine(), tag), Fit(last)))
    sizes = [
        box.style["font_size"] * 0.75
        for sheet in laid.document.pages
        for box in sheet._page_box.descendants()
        if type(box).__name__ == "TextBox"
    ]
    assert min(sizes) >= 9


@pytest.mark.parametrize("run", ["250-500 mg", "+1 202-555-0143", "38.5 °C", "a.example/ar/x"])
def test_runs_in_arabic_stand_left_to_right(run):
    """By the Unicode rules alone the reader would see "mg 500-250"."""
    arabic = LANGUAGES["ar"]
    body = f"<p>خذ {typeset_text(run, arabic)} الآن</p>"
    style = 'html { font-family: "Noto Sans Arabic", "Noto Sans"; direction: rtl }'
    text = pypdfium2.PdfDocument(typeset(html(body, styles=(style,))).data)[0].get_textpage()
    places = [
        (text.get_charbox(n)[0], letter)
        for n, letter in enumerate(text.get_text_range())
        if letter.isascii() and not letter.isspace()
    ]
    seen = "".join(letter for _x, letter in sorted(places))
    assert seen == "".join(letter for letter in run if letter.isascii() and letter != " ")


# ------------------------------------------------------------------ what must not happen


def test_a_missing_letter_is_named_with_its_sentence(caplog):
    with pytest.raises(PressError) as error:
        typeset(html("<p>Take it</p><p>with ሚግ water</p>"))
    assert "“ሚ” (U+121A) in “with ሚግ water”" in str(error.value)
    assert {problem.code for problem in error.value.problems} == {"glyph"}
    caplog.clear()


@pytest.mark.parametrize("body", [
    '<img src="file:///etc/passwd" alt="x">',
    '<img src="http://localhost:9/x.png" alt="x">',
    '<p style="background-image: url(https://localhost:9/x)">x</p>',
    '<link rel="attachment" href="file:///etc/passwd"><p>x</p>',
    '<link rel="stylesheet" href="file:///etc/passwd"><p>x</p>',
    "<style>@import url(file:///etc/passwd);</style><p>x</p>",
    '<img src="bundle:unknown" alt="x">',
    '<object data="file:///etc/passwd">x</object>',
])  # fmt: skip
def test_no_page_reaches_disk_or_network(body, caplog):
    with pytest.raises(PressError) as error:
        typeset(html(body))
    assert {problem.code for problem in error.value.problems} <= {"blocked", "layout"}
    caplog.clear()


def test_what_weasyprint_does_not_understand_is_an_error(caplog):
    """A typo in the CSS must not change the look in silence."""
    with pytest.raises(PressError, match="colour"):
        typeset(html("<p>x</p>", styles=("p { colour: red }",)))
    caplog.clear()


def test_a_bundled_picture_is_shown():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    body = '<p><img src="bundle:a.svg" alt=""> A</p>'
    pdf = typeset(html(body, resources={"bundle:a.svg": (svg, "image/svg+xml")}))
    assert conforms(pdf) == []


# ------------------------------------------------------------------ a small start


def test_the_import_is_lean_and_leaves_no_trace():
    """No process is started, fontTools is not imported, and both still work afterwards."""
    script = f"""
import ctypes.util, json, subprocess, sys
from pathlib import Path
started = []
subprocess.Popen.__init__ = lambda *a, **k: started.append(a) or (_ for _ in ()).throw(OSError())
find = ctypes.util.find_library
from medleaf.printing import fonts
fonts.use(Path({str(FONTS)!r}))
from medleaf.printing.typeset import load
load()
lean = not [name for name in sys.modules if name.startswith("fontTools")]
from fontTools.ttLib import TTFont
print(json.dumps([len(started), lean, ctypes.util.find_library is find, TTFont.__name__]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(done.stdout) == [0, True, True, "TTFont"]


def test_measures_are_taken_without_writing():
    laid = lay(page(edition(medicine())))
    assert [side.side for side in laid.pages] == [1, 2]
    assert laid.problems() == ()
    assert all(side.room > 0 for side in laid.pages)


def test_what_a_worker_lays_out_to_get_ready_is_a_page_without_a_fault():
    """A rehearsal that fails is passed over, and would rehearse nothing."""
    assert typeset(finish._rehearsal(style(TEMPLATES / STANDARD))).pages == 1
