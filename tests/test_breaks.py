"""A line holds what fits it, also where a text is followed by a number that stands for itself."""

import pytest
from sheets import FONTS, use_fonts

from medleaf.model.page import Html
from medleaf.printing.measure import read, walk
from medleaf.printing.typeset import lay

# A sentence with a number in it, and how a line of it begins that is broken too early.
SAID = {
    "ar": ("خذها قبل منتصف الليل. لا تأخذ جرعتين <bdi dir=ltr>2</bdi> معًا أبدًا.", "خذها"),
    "ur": ("رات سے پہلے لیں۔ خوراکیں کبھی <bdi dir=ltr>2</bdi> اکٹھی نہ لیں۔", "رات"),
    "en": ("Take it before midnight. Never take more than <bdi>2</bdi> doses at once.", "Take"),
}


@pytest.mark.parametrize("tag", SAID)
def test_no_width_leaves_the_first_word_alone(tag):
    """Half a pixel apart, from two words on a line to all of them on one."""
    use_fonts()
    said, word = SAID[tag]
    widths = [60 + n / 2 for n in range(280)]
    body = "".join(f'<p style="width: {width}mm">{said}</p>' for width in widths)
    direction = "ltr" if tag == "en" else "rtl"
    family = {"ar": "Noto Sans Arabic", "ur": "Noto Nastaliq Urdu"}.get(tag, "Noto Sans")
    html = Html(
        f'<html lang="{tag}" dir="{direction}"><head><title>T</title></head><body>{body}</body></html>',
        "T", tag, "A4", FONTS / "t.yaml",
        styles=(f'html {{ font: 12pt "{family}", "Noto Sans" }} @page {{ size: 300mm 5000mm }}',),
    )  # fmt: skip
    blocks = [
        box
        for page in lay(html).document.pages
        for box in walk(page._page_box)
        if box.element_tag == "p" and type(box).__name__ == "BlockBox"
    ]
    assert len(blocks) == len(widths)
    lines = {len(block.children) for block in blocks}
    assert {1, 2} <= lines, "no width at which a line is full"
    assert [block.width for block in blocks if read([block.children[0]]).strip() == word] == []
