"""Right on real paper: booklets that fold in order, ink that no printer cuts off."""

import io
import re
from dataclasses import replace
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from sheets import CLINIC, TEMPLATES, edition, medicine, topic, use_fonts
from test_typeset import conforms, elements

from medleaf.model.page import Fit, Pdf
from medleaf.printing.bilingual import compose_bilingual
from medleaf.printing.booklet import compose_booklet, fit_booklet, fold
from medleaf.printing.compose import compose
from medleaf.printing.easy import compose_easy
from medleaf.printing.large import compose_large
from medleaf.printing.measure import smallest
from medleaf.printing.typeset import Laid, lay

TAGS = ("en", "ar", "zh-Hans")
LONG = medicine(take={"heading": "How", "steps": [f"Do it {n} times." for n in range(1, 9)]})


def laid(leaflet, tag: str = "en", rung: int = 0) -> Laid:
    use_fonts()
    return lay(compose_booklet(edition(leaflet, tag), CLINIC, Fit(rung), TEMPLATES))


def numbers(pdf: Pdf) -> list[list[int]]:
    """The numbers at the foot of the pages of each side, from left to right."""
    document = pypdfium2.PdfDocument(pdf.data)
    found = []
    for side in document:
        width, text = side.get_width(), side.get_textpage()
        halves = [
            text.get_text_bounded(0, 0, width / 2, 45),
            text.get_text_bounded(width / 2, 0, width, 45),
        ]
        found.append(
            [int(m[1]) if (m := re.search(r"Page (\d+) of", half)) else 0 for half in halves]
        )
    document.close()
    return found


def test_a_booklet_printed_and_folded_reads_in_order():
    made = laid(LONG)
    count = len(made.pages)
    sides = numbers(fold(made.write(), right_to_left=False))
    whole = -(-count // 4) * 4
    assert len(sides) == whole // 2
    # Sheets lie in one another: the left halves of fronts end the booklet, the right ones begin it.
    order = [0] * (whole + 1)
    for n in range(0, len(sides), 2):
        (last, first), (second, before) = sides[n], sides[n + 1]
        order[n + 1], order[n + 2], order[whole - n - 1], order[whole - n] = (
            first,
            second,
            before,
            last,
        )
    assert order[1:] == [*range(1, count + 1), *[0] * (whole - count)]


@pytest.mark.parametrize("tag", TAGS)
def test_a_booklet_is_a4_pdf_ua_and_no_type_is_below_the_floor(tag):
    made = laid(medicine(), tag, rung=1)
    assert made.problems() == ()
    assert smallest(page._page_box for page in made.document.pages) >= 9
    pdf = fold(made.write(), right_to_left=tag == "ar")
    assert conforms(pdf) == []
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        assert document.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert {tuple(map(float, page.mediabox)) for page in document.pages} == {
            (0.0, 0.0, 841.89, 595.28)
        }


def test_a_screen_reader_reads_a_booklet_in_the_order_of_its_pages():
    made = laid(topic())
    plain = made.write()
    before, own = elements(plain.data)
    document, found = elements(fold(plain, right_to_left=False).data)
    assert [str(tag.S) for tag in own] == [str(tag.S) for tag in found]
    assert len(before.pages) <= 2 * len(document.pages)
    pages = [page.obj.objgen for page in document.pages]
    assert all(tag.Pg.objgen in pages for tag in found if "/Pg" in tag)


def test_the_same_booklet_has_the_same_bytes():
    one, other = (fold(laid(topic()).write(), right_to_left=False) for _ in range(2))
    assert one == other


class _Made(NamedTuple):
    """Stands for a booklet of so many pages, or for one that does not fit."""

    pages: str
    fits: bool = True

    def problems(self) -> bool:
        return not self.fits


@pytest.mark.parametrize(("large", "small", "rung"), [
    (_Made("1234"), None, 0),
    (_Made("12345"), _Made("1234"), 1),
    (_Made("12345"), _Made("12345"), 0),
    (_Made("12345"), _Made("1234", fits=False), 0),
    (_Made("123456"), None, 0),
    (_Made("123456", fits=False), _Made("123456"), 1),
])  # fmt: skip
def test_smaller_type_is_for_a_booklet_that_it_brings_onto_one_sheet(large, small, rung):
    """Else the larger type stays, on as many pages as it takes; nothing is laid out in vain."""
    made = {Fit(): large, Fit(1): small}
    assert fit_booklet(made.__getitem__) == (Fit(rung), made[Fit(rung)])


KINDS = ("standard", "large", "bilingual", "easy")


def _pages(kind: str) -> Pdf:
    use_fonts()
    of = edition(medicine(), "ar")
    match kind:
        case "standard":
            return lay(compose(of, CLINIC, "A4", Fit(), TEMPLATES)).write()
        case "large":
            return lay(compose_large(of, CLINIC, "Letter", TEMPLATES)).write()
        case "easy":
            return lay(compose_easy(of, CLINIC, "A4", TEMPLATES)).write()
        case "bilingual":
            return lay(
                compose_bilingual(of, edition(medicine()), CLINIC, "Letter", TEMPLATES)
            ).write()
    return fold(laid(medicine(), "ar").write(), right_to_left=True)


@pytest.mark.parametrize("kind", [*KINDS, "booklet"])
def test_printers_are_asked_for_both_sides(kind):
    """Turned on the long edge; a booklet on the short one, as its sheets lie across."""
    with pikepdf.open(io.BytesIO(_pages(kind).data)) as document:
        edge = "Short" if kind == "booklet" else "Long"
        assert document.Root.ViewerPreferences.Duplex == f"/DuplexFlip{edge}Edge"
        assert document.Root.ViewerPreferences.DisplayDocTitle


@pytest.mark.parametrize("kind", [*KINDS, "booklet"])
def test_no_ink_is_within_5_mm_of_an_edge(kind):
    """What common printers cannot reach."""
    document = pypdfium2.PdfDocument(_pages(kind).data)
    for page in document:
        picture = page.render(scale=1, grayscale=True).to_pil()
        edge = 5 / 25.4 * 72
        width, height = picture.size
        inner = picture.crop((int(edge), int(edge), int(width - edge), int(height - edge)))
        outside = picture.copy()
        outside.paste(255, (int(edge), int(edge), int(width - edge), int(height - edge)))
        assert inner.getextrema()[0] < 255 or kind == "booklet"
        assert outside.getextrema() == (255, 255), kind
    document.close()


def test_the_planted_fault_is_seen():
    """Ink at the edge: the check above can fail."""
    style = "@page { margin: 1mm } .head { margin-inline: -11mm }"
    html = compose_large(edition(medicine()), CLINIC, "A4", TEMPLATES)

    use_fonts()
    data = lay(replace(html, styles=(*html.styles, style))).write().data
    picture = pypdfium2.PdfDocument(data)[0].render(scale=1, grayscale=True).to_pil()
    picture.paste(255, (14, 14, picture.width - 14, picture.height - 14))
    assert picture.getextrema() != (255, 255)
