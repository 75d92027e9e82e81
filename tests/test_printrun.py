"""One PDF for many patients: every copy as it is alone, what they share once, each on a sheet."""

import io

import pikepdf
import pypdfium2
import pytest
from sheets import use_fonts
from test_personal import EN, OTHER, TOLD, label, made

from medleaf.build.files import writing
from medleaf.build.personal import Copy
from medleaf.printing.printrun import PrintRun


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def run(outcomes, **options):
    file = io.BytesIO()
    whole = PrintRun(file, **options)
    for it in outcomes:
        whole.add(it.row, it.data, it.shared, it.label)
    pages = whole.close()
    return file.getvalue(), pages


def pictures(data):
    return [bytes(page.render(scale=1).buffer) for page in pypdfium2.PdfDocument(data)]


def test_every_copy_looks_as_it_does_alone_and_rows_are_in_order():
    """Stamped ones, one that was laid out, and another template between them."""
    outcomes = made(
        Copy(3, EN, TOLD, label("Ana")),
        Copy(1, EN, OTHER, label("Ben")),
        Copy(2, EN, TOLD, label("王小明")),
        Copy(4, EN, TOLD, label("Zoë")),
    )
    data, pages = run(outcomes)
    assert pages == 8
    alone = [
        picture for it in sorted(outcomes, key=lambda it: it.row) for picture in pictures(it.data)
    ]
    assert pictures(data) == alone
    assert pikepdf.open(io.BytesIO(data)).check_pdf_syntax() == []


def test_what_copies_share_is_there_once():
    some = made(*(Copy(n, EN, TOLD, label(f"Ana {n}")) for n in range(100)))
    data, _ = run(some)
    assert len(data) < len(some[0].data) + 100 * 1200


def test_every_patient_starts_on_a_right_hand_page():
    """A copy in large print has an odd number of pages, and a blank one then."""
    large = made(*(Copy(n, EN, TOLD, label(f"Ana {n}"), format="large") for n in range(6)))
    single = [it for it in large if it.pages % 2]
    data, pages = run(large)
    assert pages == sum(it.pages + it.pages % 2 for it in large)
    document = pypdfium2.PdfDocument(data)
    starts = [
        n for n, page in enumerate(document) if "Ana" in page.get_textpage().get_text_bounded()
    ]
    assert starts == [n * (large[0].pages + large[0].pages % 2) for n in range(6)]
    assert len(single) in {0, 6}


def test_printers_are_asked_for_both_sides_of_the_paper():
    """Turned on the long edge; every copy has a sheet of its own."""
    data, _ = run(made(Copy(1, EN, TOLD, label("Ana"))))
    with pikepdf.open(io.BytesIO(data)) as document:
        assert document.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


def test_separators_are_sheets_with_black_edges():
    data, pages = run(made(*(Copy(n, EN, TOLD, label("Ana")) for n in range(3))), separators=True)
    assert pages == 12
    first = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
    assert first.getpixel((first.width // 2, 10)) == 0
    assert first.getpixel((first.width - 10, first.height // 2)) == 0
    assert first.getpixel((first.width // 2, first.height // 2)) == 255
    assert pikepdf.open(io.BytesIO(data)).check_pdf_syntax() == []


def test_nothing_of_the_patients_is_in_the_metadata():
    data, _ = run(made(Copy(1, EN, TOLD, label("Zygmunt"))))
    assert b"Zygmunt" not in data
    assert len(pikepdf.open(io.BytesIO(data)).docinfo) == 0


def test_a_run_that_breaks_off_leaves_no_file(tmp_path):
    def breaks_off():
        with writing(tmp_path / "run.pdf") as file:
            PrintRun(file)
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        breaks_off()
    assert list(tmp_path.iterdir()) == []
