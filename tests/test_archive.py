"""PDF/A-3a for archives: a PDF/UA-1 as well, beside the sheet for readers, never in its place."""

import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import page as validator
import pikepdf
import pytest
from sheets import edition, medicine, page, use_fonts
from tagged import Tagged

from medleaf.build.job import Target
from medleaf.build.plan import Wanted
from medleaf.build.run import Order, build
from medleaf.build.shelves import Pair
from medleaf.printing.typeset import typeset

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDF_A = "{http://www.aiim.org/pdfa/ns/id/}"
PDF_UA = "{http://www.aiim.org/pdfua/ns/id/}"
TAGS = ("en", "ar", "ur", "hi", "zh-Hans")


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def archived(tag: str) -> bytes:
    return typeset(replace(page(edition(medicine(), tag)), conformance="a-3a")).data


def metadata(data: bytes) -> ET.Element:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return ET.fromstring(pdf.Root.Metadata.read_bytes())


@pytest.mark.parametrize("tag", TAGS)
def test_it_is_whole(tag):
    """Tags as in the sheet for readers, an output intent, an identifier, fonts embedded."""
    data = archived(tag)
    assert validator.validate_pdf_bytes(data, profile="ua1").failures == []
    assert Tagged(data).all_faults() == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert int(intent.DestOutputProfile.N) == 3
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp", "no colour profile"
        assert len(pdf.trailer.ID) == 2
        assert not pdf.is_encrypted
        for it in pdf.objects:
            if isinstance(it, pikepdf.Dictionary) and it.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in it
            if isinstance(it, pikepdf.Dictionary) and it.get("/Type") == "/Annot":
                assert int(it.F) == 4, "printed, and not hidden (6.3.2)"
            if isinstance(it, pikepdf.Dictionary):
                assert it.get("/S") not in {"/JavaScript", "/Launch"}


def test_it_says_what_it_conforms_to_in_one_place():
    """PDF/A-3a and PDF/UA-1, and the schema of the latter, which PDF/A does not know."""
    xmp = metadata(archived("en"))
    (rdf,) = xmp.iter(f"{RDF}RDF")
    told = {
        name: value for it in rdf.iter(f"{RDF}Description") for name, value in it.attrib.items()
    }
    assert (told[f"{PDF_A}part"], told[f"{PDF_A}conformance"]) == ("3", "A")
    assert told[f"{PDF_UA}part"] == "1"
    named = [it.text for it in rdf.iter() if it.tag.endswith("namespaceURI")]
    assert named == [PDF_UA.strip("{}")]


def test_a_sheet_for_readers_says_nothing_of_archives():
    xmp = metadata(typeset(page(edition(medicine()))).data)
    told = {name for it in xmp.iter() for name in it.attrib}
    assert f"{PDF_UA}part" in told
    assert f"{PDF_A}part" not in told


def test_the_same_page_gives_the_same_bytes():
    assert archived("ar") == archived("ar")


def test_it_lies_beside_the_sheet_and_is_fresh_by_itself(place, tmp_path):
    def carry_out(conformance: str) -> tuple[list[str], list[str]]:
        order = Order(languages=("en",), papers=("Letter",), conformance=conformance)
        with build(place, order, tmp_path) as (report, outcomes):
            list(outcomes)
        printed = [it.target.path.as_posix() for it in report.printed]
        return printed, [it.target.path.as_posix() for it in report.planned.fresh]

    assert carry_out("ua-1") == (["en/testamin.letter.pdf"], [])
    assert carry_out("a-3a") == (["en/testamin.letter.a-3a.pdf"], [])
    assert carry_out("ua-1") == ([], ["en/testamin.letter.pdf"])
    assert carry_out("a-3a") == ([], ["en/testamin.letter.a-3a.pdf"])


def test_its_name_tells_it_from_every_other():
    pair = Pair("baclofen", "es")
    assert Target(pair, "A4", conformance="a-3a").path == Path("es/baclofen.a-3a.pdf")
    assert Target(pair, "A4", draft=True, format="large", conformance="a-3a").path == Path(
        "es/baclofen.large.DRAFT.a-3a.pdf"
    )


def test_what_is_no_pdf_is_the_same_for_an_archive():
    wanted = Wanted(
        (Pair("a", "en"),), ("A4",), "unreviewed", formats=("text",), conformance="a-3a"
    )
    assert [str(target.path) for target in wanted.targets()] == ["en/a.text.txt"]
