"""A line holds what fits it, also where a text is followed by a number that stands for itself."""

from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw
from sheets import FONTS, use_fonts

from medleaf.model.page import Html
from medleaf.printing.measure import read, walk
from medleaf.printing.typeset import Laid, lay

# A sentence with a number in it, and how a line of it begins that is broken too early.
SAID = {
    "ar": ("خذها قبل منتصف الليل. لا تأخذ جرعتين <bdi dir=ltr>2</bdi> معًا أبدًا.", "خذها"),
    "ur": ("رات سے پہلے لیں۔ خوراکیں کبھی <bdi dir=ltr>2</bdi> اکٹھی نہ لیں۔", "رات"),
    "en": ("Take it before midnight. Never take more than <bdi>2</bdi> doses at once.", "Take"),
}


def laid(tag: str, said: str, widths: list[float]) -> Laid:
    """The paragraphs of *said* in columns of *widths*, in mm, laid out."""
    use_fonts()
    body = "".join(f'<p style="width: {width}mm">{said}</p>' for width in widths)
    direction = "ltr" if tag == "en" else "rtl"
    family = {"ar": "Noto Sans Arabic", "ur": "Noto Nastaliq Urdu"}.get(tag, "Noto Sans")
    html = Html(
        f'<html lang="{tag}" dir="{direction}"><head><title>T</title></head><body>{body}</body></html>',
        "T", tag, "A4", FONTS / "t.yaml",
        styles=(f'html {{ font: 12pt "{family}", "Noto Sans" }} @page {{ size: 300mm 5000mm }}',),
    )  # fmt: skip
    return lay(html)


def blocks(made: Laid) -> list[Any]:
    """The boxes of the paragraphs."""
    return [
        box
        for page in made.document.pages
        for box in walk(page._page_box)
        if box.element_tag == "p" and type(box).__name__ == "BlockBox"
    ]


WIDTHS = [60 + n / 2 for n in range(280)]


@pytest.mark.parametrize("tag", SAID)
def test_no_width_leaves_the_first_word_alone(tag):
    """Half a pixel apart, from two words on a line to all of them on one."""
    said, word = SAID[tag]
    made = blocks(laid(tag, said, WIDTHS))
    assert len(made) == len(WIDTHS)
    assert {1, 2} <= {len(block.children) for block in made}, "no width at which a line is full"
    assert [block.width for block in made if read([block.children[0]]).strip() == word] == []


@pytest.mark.parametrize("around", ["{}", "<strong>{}</strong>"])
@pytest.mark.parametrize("tag", SAID)
def test_texts_stand_side_by_side_from_the_edge_of_the_column_on(tag, around):
    """Wherever a line ends: no gap within it, and none before it."""
    for block in blocks(laid(tag, around.format(SAID[tag][0]), WIDTHS)):
        left, right = block.content_box_x(), block.content_box_x() + block.width
        for line in block.children:
            texts = [box for box in walk(line) if type(box).__name__ == "TextBox"]
            spans = sorted((box.position_x, box.position_x + box.width) for box in texts)
            start, begins = (spans[0][0], left) if tag == "en" else (spans[-1][1], right)
            assert start == pytest.approx(begins, abs=0.1), read([line])
            for (_, end), (begin, _) in pairwise(spans):
                assert begin == pytest.approx(end, abs=0.1), read([line])


@pytest.mark.parametrize("tag", SAID)
def test_no_text_is_drawn_beside_its_column(tag):
    """As pdfium sees it: a space that was taken away is not drawn, and moves nothing."""
    made = laid(tag, SAID[tag][0], WIDTHS)
    (page,) = pypdfium2.PdfDocument(made.write().data)
    bounds = [it.get_bounds() for it in page.get_objects() if it.type == raw.FPDF_PAGEOBJ_TEXT]
    column = blocks(made)[0]
    left, right = column.content_box_x() * 0.75, (column.content_box_x() + column.width) * 0.75
    bearing = 1.0  # points that a letter may lean over
    if tag == "en":
        assert min(start for start, *_ in bounds) >= left - bearing
    else:
        assert max(end for _, _, end, _ in bounds) <= right + bearing
