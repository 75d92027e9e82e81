"""Laws of the proof: every sentence, in order, and no English where it must not be seen."""

import re
from pathlib import Path

import pypdfium2
import pytest

from medleaf.build.proof import proof
from medleaf.build.shelves import Pair
from medleaf.faces import translate as faces
from medleaf.model.problem import PressError
from medleaf.printing.proof import Kind
from tests import marks
from tests.test_build import edit, translate

PAIR = Pair("testamin", "de")
IMAGE = 3  # pdfium's FPDF_PAGEOBJ_IMAGE


def texts(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    said = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(said.split())


def flip(text: str) -> str:
    """A language that shares no word with English, but has the words that checks look for."""
    table = str.maketrans("abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")

    def word(found: re.Match[str]) -> str:
        own = found[0].lower().translate(table)
        return found[0] if found[0] == "mL" else marks.WORDS.get(found[0].lower(), own)

    text = re.sub(r"(?<=[0-9])[.](?=[0-9])", ",", text)
    return re.sub(r"(?<!\{)(?<!°)\b[A-Za-z]+\b(?!\})", word, text)


@pytest.fixture(params=["A4", "Letter"])
def paper(request):
    return request.param


def test_a_bilingual_proof_has_each_sentence_its_english_and_its_number(place, paper):
    translate(place, flip)
    pdf = proof(place, PAIR, Kind.BILINGUAL, paper)
    said = texts(pdf.data)
    assert "Take it with 2.5 mL of water." in said
    assert "nehmen rg mit 2,5 mL von dzgvi." in said
    count = said.count("right change:")
    assert f"I read all {count} sentences" in said
    heads = [
        said.index(f" {n} {english}") for n, english in ((1, "Testamin"), (3, "Take it every"))
    ]
    assert heads == sorted(heads)
    assert "Signed:" in said
    document = pypdfium2.PdfDocument(pdf.data)
    items = [item for page in document for item in page.get_objects(max_depth=5)]
    assert sum(item.type == IMAGE for item in items) >= 40  # sentences on the sheet
    size = document[0].get_size()
    assert (round(size[0]), round(size[1])) == {"A4": (595, 842), "Letter": (612, 792)}[paper]


def test_a_back_proof_has_both_and_a_blind_one_no_english(place):
    translate(place, flip)
    back, blind = (texts(proof(place, PAIR, kind).data) for kind in (Kind.BACK, Kind.BLIND))
    assert "Wait 8 hours." in back
    assert "dzrg 8 Stunden." in back
    assert "dzrg 8 Stunden." in blind
    leaflet = place.leaflet("testamin").read_text("utf-8")
    english = set(re.findall(r"[a-z]{3,}", leaflet.lower()))
    english |= {"right", "change", "signed", "date", "page", "dose", "warning", "heading"}
    # The guide's address has the leaflet's name, which is the same in all languages.
    own = set(re.findall(r"[a-z]+", flip(leaflet))) | {"testamin"}
    assert set(re.findall(r"[a-z]{3,}", blind.lower())) & (english - own) == set()


def test_a_blind_proof_carries_no_picture_of_the_sheet_and_no_english_title(place):
    translate(place, flip)
    data = proof(place, PAIR, Kind.BLIND).data
    document = pypdfium2.PdfDocument(data)
    kinds = {item.type for page in document for item in page.get_objects()}
    assert IMAGE not in kinds
    assert document.get_metadata_dict()["Title"] == "gvhgznrm – Deutsch"


def test_what_is_not_ready_is_shown_as_it_was_typed_and_english_never_in_a_blind_proof(place):
    translate(place, flip)
    edit(place.catalog("de", "testamin"), 'msgstr "izhs"', 'msgstr ""')
    edit(place.catalog("de", "testamin"), '"uvevi"', '"<b>uvevi</b> & {nobody}"')
    shown, blind = (texts(proof(place, PAIR, k).data) for k in (Kind.BILINGUAL, Kind.BLIND))
    assert "(not translated yet)" in shown
    assert "draft: not ready yet: 2" in shown
    assert "<b>uvevi</b> & {nobody}" in shown
    assert "Rash" not in blind


def test_a_leaflet_nobody_began_is_refused_in_words(place):
    with pytest.raises(PressError, match="not offered in de"):
        proof(place, PAIR, Kind.BACK)


def test_the_command_writes_where_it_is_told(place, monkeypatch, tmp_path, capsys):
    translate(place, flip)
    monkeypatch.chdir(place.root)
    out: Path = tmp_path / "proof.pdf"
    assert faces.proof("de", "testamin", blind=True, out=out) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert "pages" in capsys.readouterr().out
    assert faces.proof("de", "testamin") == 0
    assert (place.root / "out/de/testamin.proof-bilingual.pdf").is_file()
