"""How pages look: one leaflet in each script and format, as small pictures we approved.

After a wanted change of looks: ``pytest tests/test_pictures.py --accept``. The gallery shows
the same pages larger.
"""

import io
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from sheets import use_fonts

from medleaf.build.gallery import gallery
from medleaf.build.library import Library, Pair
from medleaf.build.run import Order
from medleaf.model.edition import Edition
from medleaf.model.page import Fit, Html
from medleaf.printing.bilingual import compose_bilingual
from medleaf.printing.booklet import compose_booklet
from medleaf.printing.compose import compose
from medleaf.printing.easy import compose_easy
from medleaf.printing.large import compose_large
from medleaf.printing.typeset import lay
from medleaf.workspace import find, read_clinic

PLACE = find(Path(__file__).parent.parent)
LIBRARY = Library(PLACE, date(2026, 1, 1))
GOLDEN = Path(__file__).parent / "pictures"
TAGS = ("en", "ru", "ar", "ur", "hi", "bn", "zh_Hans")  # one of each script
FORMATS = ("standard", "large", "bilingual", "easy", "booklet")
HEIGHT = 110  # pixels of a page
MOST = 0.004  # of all the ink there could be: what another version of Pango may move

pytestmark = pytest.mark.xdist_group("pictures")


@cache
def edition(tag: str) -> Edition:
    return LIBRARY.prepare(Pair("baclofen", tag)).edition


def page(tag: str, kind: str) -> Html:
    of, clinic, looks = edition(tag), read_clinic(PLACE), PLACE.templates
    match kind:
        case "large":
            return compose_large(of, clinic, "A4", looks)
        case "bilingual":
            return compose_bilingual(
                of, edition("ar" if tag == "en" else "en"), clinic, "A4", looks
            )
        case "easy":
            return compose_easy(of, clinic, "A4", looks)
        case "booklet":
            return compose_booklet(of, clinic, Fit(), looks)
    return compose(of, clinic, "A4", Fit(), looks)


def picture(html: Html) -> Image.Image:
    """All pages side by side, in grey."""
    import pypdfium2

    use_fonts()
    document = pypdfium2.PdfDocument(lay(html).write().data)
    pages = [p.render(scale=HEIGHT / p.get_height(), grayscale=True).to_pil() for p in document]
    document.close()
    whole = Image.new("L", (sum(it.width for it in pages), HEIGHT), 255)
    at = 0
    for it in pages:
        whole.paste(it, (at, 0))
        at += it.width
    return whole


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ, from 0 to 1."""
    if one.size != other.size:
        return 1.0
    histogram = ImageChops.difference(one, other).histogram()
    return sum(n * count for n, count in enumerate(histogram)) / 255 / (one.width * one.height)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_look_as_we_approved(tag, kind, request):
    file = GOLDEN / f"baclofen.{kind}.{tag}.png"
    made = picture(page(tag, kind))
    if request.config.getoption("--accept"):
        file.parent.mkdir(exist_ok=True)
        made.save(file, optimize=True)
    assert difference(made, Image.open(file).convert("L")) <= MOST


def test_a_box_that_vanished_is_seen():
    """A planted fault: the check above can fail."""
    file = GOLDEN / "baclofen.standard.en.png"
    approved = Image.open(file).convert("L")
    spoilt = approved.copy()
    spoilt.paste(255, (4, 78, 74, 100))  # the red box
    assert difference(spoilt, approved) > MOST


def test_no_approved_picture_is_left_over():
    assert {file.name for file in GOLDEN.iterdir()} == {
        f"baclofen.{kind}.{tag}.png" for kind in FORMATS for tag in TAGS
    }


def test_the_gallery_shows_every_file_and_names_what_is_not_there(place, tmp_path):
    (place.locales / "fr").mkdir()
    (place.locales / "fr" / "locale.toml").write_text('market = "EU"\n', "utf-8")
    done = gallery(place, Order(beside="fr"), tmp_path)
    shown = done.page.read_text("utf-8")
    # standard on three papers, large and easy on two, text and braille; no pair with French
    assert done.count == 9
    assert shown.count("<figure>") == 9
    assert "testamin is not offered in fr" in shown and done.exit_code == 3
    assert "smallest type 16.0 pt" in shown and "unreviewed" in shown
    assert Image.open(io.BytesIO((done.page.parent / "large-A4.png").read_bytes())).width > 100
    assert "no caption" not in shown
