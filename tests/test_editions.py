"""Laws of every bundled edition, on every paper: right, whole, and readable by all."""

import io
from functools import cache
from pathlib import Path

import page  # of the package page-validation
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from medleaf.build import catalogs
from medleaf.build.library import Library
from medleaf.build.run import open_library
from medleaf.build.shelves import Pair
from medleaf.language import locales
from medleaf.model.edition import Edition, State
from medleaf.workspace import find, read_clinic

ROOT = Path(__file__).parent.parent
PLACE = find(ROOT)
LIBRARY: Library = open_library(PLACE)
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
TWELVE = ("en", "ar", "bn", "de", "es", "fr", "hi", "pl", "ru", "ur", "vi", "zh_Hans")
FIVE = ("en", "ar", "es", "fr", "zh_Hans")
SCAN = 150 / 72  # dots of a poor scan to a point
KILOBYTES = {"Latn": 60, "Hans": 120}

pytestmark = pytest.mark.xdist_group("editions")  # printed once, looked at by one worker


@cache
def edition(pair: Pair) -> Edition:
    return LIBRARY.prepare(pair).edition


def test_what_is_promised_is_offered():
    """Baclofen in twelve languages, the others in five."""
    assert set(LIBRARY.offered()) == {
        Pair(name, tag) for name in LIBRARY.ids for tag in (TWELVE if name == "baclofen" else FIVE)
    }


def test_translators_files_are_in_step_with_the_english():
    """`translate update` has nothing to do."""
    assert catalogs.changes(LIBRARY, LIBRARY.tags[1:]) == {}


def test_every_edition_is_complete_and_none_claims_a_review():
    for pair in LIBRARY.offered():
        prepared = LIBRARY.prepare(pair)
        assert prepared.problems == ()
        assert prepared.edition.state is State.UNREVIEWED


def test_shared_catalogs_are_whole_in_every_language():
    """A phrase that only another leaflet uses is translated too."""
    for tag in TWELVE[1:]:
        lookup = LIBRARY._lookup(tag)
        for phrase in LIBRARY.phrases:
            assert lookup("phrases", phrase).text, (tag, phrase)


def test_every_edition_is_two_sides_of_its_paper(printed):
    assert len(printed) == 2 * len(LIBRARY.offered())
    for (pair, paper), data in printed.items():
        document = pypdfium2.PdfDocument(data)
        sizes = [tuple(round(n) for n in side.get_size()) for side in document]
        document.close()
        assert sizes == [PAPERS[paper]] * 2, (pair, paper)


@cache
def scanned(data: bytes) -> tuple[zxingcpp.Barcode, float]:
    """The code on side 2 as a grey picture shows it, and the height of the side in points."""
    document = pypdfium2.PdfDocument(data)
    side = document[1]
    picture, height = side.render(scale=SCAN, grayscale=True).to_pil(), side.get_height()
    document.close()
    (code,) = zxingcpp.read_barcodes(picture)
    return code, height


def test_every_qr_code_scans_from_a_poor_scan_and_leads_to_the_guide(printed):
    """Side 2 as a grey picture of 150 dots an inch."""
    for (pair, paper), data in printed.items():
        code, _ = scanned(data)
        language = locales.language(pair.tag)
        base = read_clinic(PLACE).guide
        revision = edition(pair).revision
        assert code.text == f"{base}/{language.html}/{pair.leaflet}/?r={revision}", (pair, paper)
        assert code.ec_level in {"M", "Q", "H"}


def test_every_edition_is_pdf_ua(printed):
    for (pair, paper), data in printed.items():
        found = page.validate_pdf_bytes(data, profile="ua1").failures
        assert [f"{fault.rule_id}: {fault.message}" for fault in found] == [], (pair, paper)


def test_the_validator_sees_what_is_not_pdf_ua():
    """A planted fault: the check above can fail."""
    with pikepdf.new() as plain:
        plain.add_blank_page()
        untagged = io.BytesIO()
        plain.save(untagged)
    assert page.validate_pdf_bytes(untagged.getvalue(), profile="ua1").failures


def test_title_and_language_are_told_to_screen_readers(printed):
    for (pair, _), data in printed.items():
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert str(pdf.Root.Lang) == locales.language(pair.tag).html
            assert edition(pair).leaflet.title in str(pdf.docinfo["/Title"])
            assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_files_are_small_enough_to_send(printed):
    for (pair, _), data in printed.items():
        script = locales.language(pair.tag).script
        assert len(data) <= 1000 * KILOBYTES.get(script, 120), pair


def test_every_english_sentence_is_on_the_page(printed):
    """WeasyPrint has lost text without a word before (its issue 2798)."""
    for (pair, paper), data in printed.items():
        if pair.tag == "en":
            text = squeezed(text_of(data))
            for sentence in edition(pair).leaflet.sentences():
                if sentence.printed and "{" not in sentence.text:
                    assert squeezed(sentence.text) in text, (pair, paper)


def test_the_band_is_on_every_side_in_both_languages(printed):
    for (pair, paper), data in printed.items():
        document = pypdfium2.PdfDocument(data)
        texts = [squeezed(side.get_textpage().get_text_bounded()) for side in document]
        document.close()
        assert all(squeezed("Not yet reviewed – not for patients") in t for t in texts), (
            pair,
            paper,
        )


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = " ".join(side.get_textpage().get_text_bounded() for side in document)
    document.close()
    return text


def squeezed(text: str) -> str:
    """Text without spaces: lines end where they will."""
    return "".join(text.replace("\u00ad", "").replace("\ufffe", "").split())
