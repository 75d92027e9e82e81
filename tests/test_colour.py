"""Laws of colour: read by all in any light, printed in grey, and never alone in what it says.

The colours are those that CSS and theme give to what is laid out, for the bundled colour and for
the palest that clinic.toml allows in several hues.
"""

import colorsys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import tinycss2
from sheets import CLINIC, TEMPLATES, edition, medicine, page, topic, use_fonts

from medleaf.model.clinic import Clinic
from medleaf.model.page import Fit, Html
from medleaf.printing.bilingual import compose_bilingual
from medleaf.printing.booklet import compose_booklet
from medleaf.printing.colour import ENOUGH, TINT, contrast, tint, too_pale
from medleaf.printing.easy import compose_easy
from medleaf.printing.large import compose_large
from medleaf.printing.measure import walk
from medleaf.printing.typeset import Laid, lay

PRINTED = ("leaflet.css", "flow.css", "large.css", "bilingual.css", "easy.css", "booklet.css")
BARE = {"skip_comments": True, "skip_whitespace": True}
HUES = (0.0, 0.08, 0.3, 0.5, 0.6, 0.8)
Colour = tuple[float, float, float]


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def palest(hue: float, saturation: float) -> str:
    """The palest colour of a *hue* that clinic.toml allows."""
    for light in range(99, 0, -1):
        channels = colorsys.hls_to_rgb(hue, light / 100, saturation)
        colour = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
        if too_pale(colour) is None:
            return colour
    raise AssertionError(hue)


COLOURS = (CLINIC.colour, palest(0, 0), *(palest(hue, 0.9) for hue in HUES))


def clinic_of(colour: str) -> Clinic:
    return CLINIC.model_copy(update={"colour": colour})


def sheets(colour: str) -> Iterator[Html]:
    """All that can stand on a printed page, in a *colour*."""
    clinic = clinic_of(colour)
    whole = medicine(
        effects={"now": ["a"], "today": ["b"], "visit": ["c"], "passes": ["d"], "note": "e"},
        alarm={
            "heading": "Do not stop", "lead": "It can cause:", "signs": ["fever"],
            "act": "Call us if", "reasons": ["you miss 1 day"], "call": "emergency",
            "closing": {"lead": "Ask first.", "text": "We help you stop."},
        },
    )  # fmt: skip
    for leaflet in (whole, topic()):
        yield page(edition(leaflet), clinic=clinic)
        yield compose_large(edition(leaflet, "ar"), clinic, "A4", TEMPLATES)
        both = edition(leaflet, "ar"), edition(leaflet)
        yield compose_bilingual(*both, clinic, "A4", TEMPLATES)
    yield compose_easy(edition(whole), clinic, "A4", TEMPLATES)
    yield compose_booklet(edition(whole), clinic, Fit(), TEMPLATES)
    left = whole.what.text[0]
    draft = replace(edition(whole, "ar"), leaflet=whole, missing=frozenset({left}))
    yield page(draft, clinic=clinic, draft=True)


def hexed(colour: Any) -> str:
    channels = colour.to("srgb").coordinates
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def pairs(box: Any, ground: str) -> Iterator[tuple[str, str, str]]:
    """Every text below *box*: its colour, what it stands on, its words."""
    box = getattr(box, "_box", box)
    own = box.style["background_color"]
    if own != "currentcolor" and own.alpha:
        assert own.alpha == 1, "what shines through is not measured"
        ground = hexed(own)
    if type(box).__name__ == "TextBox":
        yield hexed(box.style["color"]), ground, box.text
    for child in getattr(box, "children", ()):
        yield from pairs(child, ground)


def seen(laid: Laid) -> set[tuple[str, str]]:
    """The colours of texts with their grounds; each is at least 7 to 1."""
    found = set()
    for side in laid.document.pages:
        for ink, ground, text in pairs(side._page_box, "#ffffff"):
            assert contrast(ink, ground) >= ENOUGH, (text, ink, ground, contrast(ink, ground))
            found.add((ink, ground))
    return found


@pytest.mark.parametrize("colour", COLOURS)
def test_every_text_stands_out_from_what_it_stands_on(colour):
    """WCAG 2, level AAA."""
    for html in sheets(colour):
        assert seen(lay(html))


def test_a_text_that_does_not_stand_out_is_seen():
    """A planted fault: grey in a coloured box of an approved page."""
    html = page(edition(medicine()))
    faint = replace(html, styles=(*html.styles, ".key p { color: #777777 }"))
    with pytest.raises(AssertionError, match="#777777"):
        seen(lay(faint))


def test_a_colour_that_cannot_be_read_is_refused():
    """On white alone it would do; in the boxes that it tints it would not."""
    grey = "#595959"
    assert contrast(grey, "#ffffff") >= ENOUGH
    assert contrast(grey, tint(grey, TINT)) < ENOUGH
    assert "in the boxes it tints" in (too_pale(grey) or "")


def declared(file: str) -> Iterator[str]:
    """The values of every colour and background in a style sheet, as they are written."""
    rules = tinycss2.parse_stylesheet((TEMPLATES / file).read_text("utf-8"), **BARE)
    for rule in rules:
        if rule.type == "qualified-rule":
            for line in tinycss2.parse_blocks_contents(rule.content, **BARE):
                if line.type == "declaration" and line.name in {
                    "color",
                    "background",
                    "background-color",
                }:
                    yield tinycss2.serialize(line.value).strip()


def test_no_colour_of_the_style_sheets_escapes_the_measure():
    """What is written there is what was seen on the pages above."""
    colour = COLOURS[0]
    known = {
        "var(--clinic)": colour, "var(--tint)": tint(colour, TINT), "var(--red)": "#9b1020",
        "var(--ink)": "#15202b", "#fff": "#ffffff",
    }  # fmt: skip
    found = {part for html in sheets(colour) for pair in seen(lay(html)) for part in pair}
    values = {value for file in PRINTED for value in declared(file)} - {"inherit"}
    assert {known.get(value, value) for value in values} <= found


# ------------------------------------------------------------------ without colour


def classed(laid: Laid, name: str) -> tuple[int, Any]:
    """The page and the box of the first element of a class."""
    for number, side in enumerate(laid.document.pages):
        for box in walk(side._page_box):
            if box.element is not None and name in box.element.get("class", "").split():
                return number, box
    raise AssertionError(name)


def grey(laid: Laid, name: str) -> tuple[float, float]:
    """How light the left edge and the ground of a box are in a grey print, 0 to 255."""
    number, box = classed(laid, name)
    document = pypdfium2.PdfDocument(laid.write().data)
    image = document[number].render(scale=2, grayscale=True).to_pil().convert("L")
    document.close()
    left, top = box.border_box_x() * 1.5, box.border_box_y() * 1.5
    right, bottom = left + box.border_width() * 1.5, top + box.border_height() * 1.5
    edge = image.crop((round(left) + 1, round(top) + 20, round(left) + 3, round(bottom) - 20))
    head = image.crop((round(left) + 12, round(top) + 8, round(right) - 12, round(top) + 10))
    return mean(edge), mean(head)


def mean(image: Any) -> float:
    counts = image.histogram()
    return sum(value * count for value, count in enumerate(counts)) / sum(counts)


@pytest.mark.parametrize("colour", COLOURS)
def test_red_box_and_headline_box_differ_in_a_grey_print(colour):
    """The red one has a dark frame and a dark head, the other neither."""
    laid = lay(page(edition(medicine()), clinic=clinic_of(colour)))
    alarm_edge, alarm_head = grey(laid, "alarm")
    key_edge, key_head = grey(laid, "key")
    assert alarm_edge < 90
    assert alarm_head < 110
    assert min(key_edge, key_head) > 200


def test_no_box_says_by_its_colour_alone_what_it_is():
    """Each coloured box has a heading of its own words, and no two the same."""
    for html in sheets(COLOURS[0]):
        boxes = [
            box
            for side in lay(html).document.pages
            for box in walk(side._page_box)
            if box.element is not None
            and set(box.element.get("class", "").split()) & {"alarm", "key", "contact", "now", "today", "visit", "passes"}
        ]  # fmt: skip
        heads = {}
        for box in boxes:
            texts = [it for it in walk(box) if type(it).__name__ == "TextBox" and it.text.strip()]
            heads[box.element] = " ".join(it.text.strip() for it in texts)
        assert len(heads) >= 2
        for element in heads:
            own = [
                it
                for it in element.iter()
                if str(it.tag) in {"h2", "h3"}
                or {"heading", "words"} & set(str(it.get("class")).split())
            ]
            assert own, element.get("class")
            assert "".join(own[0].itertext()).strip(), element.get("class")
