"""A stamped copy is the copy that would have been laid out: pixels, text, structure."""

import hashlib
import io
import pickle
import resource
import subprocess
from dataclasses import replace
from datetime import date
from functools import cache

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import LANGUAGES, edition, medicine, page, use_fonts
from test_typeset import conforms

from medleaf.model.directions import Clause, Directions, Grid, Label, clean
from medleaf.model.edition import fill
from medleaf.model.page import Pdf
from medleaf.model.problem import PressError
from medleaf.printing.page import long_date, slot_text
from medleaf.printing.stamp import CannotStampError, Stamp
from medleaf.printing.typeset import lay, stamp_of

LABEL = Label("Zoë Ångström", "3 March 1961", "RX-0047", "Dr. Weiß", "24 November 2026")
MARKS = Label(*"XXXXX")
TOLD = Directions(
    "generated", "en", (Clause("food", "Take it with food."),),
    Grid("times", ("Morning", "Noon", "Evening", "Bedtime"), (("1", "", "½", ""),)),
)  # fmt: skip
NAMES = {
    "en": ["Zoë Ångström-Żółć", "Nguyễn Thị Minh Khai", "O’Neil fiancé (jr.) ffi fl", "Ana"],
    "ar": [
        "محمد عبد الله الأحمد",
        "سارة لطفي",
        "فاطمة الزهراء",
        "Zoë (jr.) Ångström",
        "لؤي آل ثاني",
    ],
    "hi": ["सुनीता शर्मा", "सूर्यकांत त्रिपाठी", "राजेश कुमार", "Zoë Ångström"],
    "zh-Hans": ["Zoë Ångström", "Lǐ Wěi"],
}
SPECIMENS = [(tag, name) for tag, names in NAMES.items() for name in names]


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


@cache
def stamp(tag="en") -> Stamp:
    """A template of the small medicine, having been to another process and back."""
    use_fonts()
    copy = fill(edition(medicine(), tag), replace(TOLD, lang=tag), MARKS)
    return stamp_of(pickle.loads(pickle.dumps(lay(page(copy)).template())))  # noqa: S301


def values(label):
    return {name: slot_text(value) for name, value in label.known()}


def stamped(label, tag="en"):
    return stamp(tag)(values(label))


def laid(label, tag="en"):
    copy = fill(edition(medicine(), tag), replace(TOLD, lang=tag), label)
    return lay(page(copy)).write().data


def pixels(data):
    return [bytes(sheet.render(scale=2).buffer) for sheet in pypdfium2.PdfDocument(data)]


def read(data, tmp_path, command):
    file = tmp_path / "copy.pdf"
    file.write_bytes(data)
    done = subprocess.run([*command, file, *(["-"] if command[0] == "pdftotext" else [])],
                          capture_output=True, check=True)  # fmt: skip
    assert done.stderr == b""
    return done.stdout


def tree(data):
    """The structure, element by element: what it is, its language, what it says, its marks."""

    def walk(element):
        if isinstance(element, pikepdf.Dictionary):
            kids = element.get("/K", [])
            kids = kids if isinstance(kids, pikepdf.Array) else [kids]
            marks = [int(kid) for kid in kids if isinstance(kid, int)]
            said = str(element.get("/ActualText", ""))
            yield str(element.get("/S")), str(element.get("/Lang", "")), said, marks
            for kid in kids:
                yield from walk(kid)

    document = pikepdf.open(io.BytesIO(data))
    return [*walk(document.Root.StructTreeRoot.K[0])]


@pytest.mark.parametrize(("tag", "name"), SPECIMENS)
def test_a_stamped_copy_is_the_one_that_would_have_been_laid_out(tag, name, tmp_path):
    label = replace(LABEL, name=name)
    one, other = stamped(label, tag), laid(label, tag)
    assert pixels(one) == pixels(other)
    for command in (["pdftotext", "-layout"], ["pdfinfo", "-struct-text"]):
        assert read(one, tmp_path, command) == read(other, tmp_path, command)
    assert tree(one) == tree(other)


@pytest.mark.parametrize("tag", NAMES)
def test_a_stamped_copy_is_accessible_and_whole(tag):
    data = stamped(LABEL, tag)
    assert conforms(Pdf(data, 2, "", tag, "")) == []
    document = pikepdf.open(io.BytesIO(data))
    assert document.check_pdf_syntax() == []
    assert len(document.pages) == 2


@pytest.mark.parametrize("tag", LANGUAGES)
def test_dates_can_be_stamped_in_every_language(tag):
    """The months are in the fonts, even of scripts whose names are not."""
    if tag == "de":  # the made-up German has long words, and no room for a date
        return
    for month in range(1, 13):
        day = long_date(date(1961, month, 30 if month != 2 else 28), LANGUAGES[tag])
        stamped(replace(LABEL, name="Ana", birth_date=day), tag)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), max_size=24))
def test_any_latin_name_is_stamped_as_it_is_laid_out_or_not_at_all(name):
    if not clean(name):
        return
    label = Label(name, "3 March 1961", "1", "Dr. Weiß", "24 November 2026")
    try:
        one = stamped(label)
    except CannotStampError:
        return
    assert pixels(one)[0] == pixels(laid(label))[0]


def test_what_asks_the_structure_hears_an_arabic_name_as_it_was_written():
    said = {text for _, _, text, _ in tree(stamped(replace(LABEL, name="لؤي آل ثاني"), "ar"))}
    assert "لؤي آل ثاني" in said


def test_a_copy_for_archives_can_be_stamped_too():
    """PDF/A wants an identity in the last trailer."""
    html = replace(page(fill(edition(medicine()), TOLD, MARKS)), conformance="a-3a")
    data = stamp_of(lay(html).template())(values(LABEL))
    document = pikepdf.open(io.BytesIO(data))
    assert document.check_pdf_syntax() == []
    assert "/ID" in document.trailer
    assert conforms(Pdf(data, 2, "", "en", "")) == []


def test_what_is_between_the_letters_stays_in_its_own_direction():
    """A Latin name in an Arabic leaflet, and an Arabic name in an English one."""
    text = pypdfium2.PdfDocument(stamped(LABEL, "ar"))[0].get_textpage().get_text_bounded()
    assert "RX-0047" in text
    with pytest.raises(CannotStampError):
        stamped(replace(LABEL, name="محمد"))


def test_only_the_label_differs():
    """Two copies share every byte of the template, and no copy holds another's name."""
    one, other = stamped(LABEL), stamped(replace(LABEL, name="Somebody Else"))
    shared = len(stamp().template.data)
    assert one[:shared] == other[:shared]
    assert len(one) - shared < 2000
    assert b"Else" not in one


@pytest.mark.parametrize(
    "name", ["王小明", "Иван", "W" * 60, "a\u0301\u0329x\u0301", "😀", "x\u0300"]
)
def test_what_the_template_does_not_hold_is_not_stamped(name):
    """A letter outside of the fonts, a shape that was not drawn, a name wider than its room."""
    with pytest.raises(CannotStampError):
        stamped(replace(LABEL, name=name))


def test_a_failed_stamp_leaves_nothing_behind():
    before = stamped(LABEL)
    for name in ("王", "W" * 60):
        with pytest.raises(CannotStampError):
            stamped(replace(LABEL, name=name))
    assert stamped(LABEL) == before


def test_a_page_whose_slots_were_lost_is_no_template():
    html = page(fill(edition(medicine()), TOLD, MARKS))
    broken = replace(html, markup=html.markup.replace("data-slot", "data-lost"))
    with pytest.raises(PressError, match="slots"):
        lay(broken).template()


def test_a_slot_that_is_not_drawn_is_noticed():
    html = page(fill(edition(medicine()), TOLD, MARKS))
    hidden = replace(html, styles=(*html.styles, ".slot.name { visibility: hidden }"))
    with pytest.raises(PressError, match="slot"):
        lay(hidden).template()


def test_the_digest_is_that_of_the_whole_copy():
    data = stamped(LABEL)
    assert stamp().digest(data) == hashlib.sha256(data).hexdigest()


def test_memory_is_flat_over_many_stamps():
    """Five thousand patients with as many prescribers: what a stamp remembers is bounded."""

    def some(first, end):
        for n in range(first, end):
            stamped(replace(LABEL, name=f"Ana {n}", number=str(n), prescriber=f"Dr. {n}"))
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    some(0, 600)
    before = some(600, 1200)
    assert some(1200, 6200) - before < 8
