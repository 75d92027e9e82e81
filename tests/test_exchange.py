"""Laws of the exchange: what goes out comes back, and nothing wrong gets in."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_build import edit, translate

from medleaf.build import catalogs, exchange
from medleaf.build.exchange import ENDINGS, take
from medleaf.build.library import Library
from medleaf.language import locales, po
from medleaf.language.exchange import columns, comma, sheet, xliff
from medleaf.language.exchange.rows import MOST_ROWS, Stage, Unit
from medleaf.language.update import new_header
from medleaf.model.problem import PressError
from medleaf.workspace import Workspace

FORMATS = tuple(ENDINGS)
STEP = "Take it with 2.5 mL of water."
GERMAN = locales.language("de")


def library(place: Workspace) -> Library:
    return Library(place, date(2026, 11, 23))


def texts(place: Workspace) -> dict[str, bytes]:
    return {str(f): f.read_bytes() for f in sorted(place.locales.rglob("*")) if f.is_file()}


def send(place: Workspace, form: str) -> Path:
    """The file that a translator of German gets."""
    out = place.root / f"job{ENDINGS[form]}"
    catalogs.save(exchange.export(library(place), "de", (), form, out))
    return out


def answer(file: Path, english: str, text: str, state: str = "translated") -> int:
    """Write a translation into *file*, as a translator's tool does; return its row."""
    if file.suffix == ".xlsx":
        book = openpyxl.load_workbook(file)
        page = book.active
        head = [cell.value for cell in page[1]]
        for row in page.iter_rows(min_row=2):
            cells = dict(zip(head, row, strict=True))
            if cells["english"].value == english:
                cells["translation"].value, cells["state"].value = text, state
                book.save(file)
                return row[0].row
    elif file.suffix == ".csv":
        rows = list(comma._reader(file.read_text("utf-8-sig"), ","))
        for number, row in enumerate(rows, start=1):
            if row[4] == english:
                row[5:7] = [text, state]
                write_csv(file, rows)
                return number
    else:
        lines = file.read_text("utf-8").split("\n")
        at = next(n for n, line in enumerate(lines) if f"<source>{english}</source>" in line)
        xml_state = {"needs-work": "initial"}.get(state, "translated")
        lines[at] = f'<segment state="{xml_state}"><source>{english}</source>'
        lines[at + 1] = f"<target>{text}</target></segment></unit>"
        file.write_text("\n".join(lines), "utf-8")
        return at  # the unit begins a line above
    raise AssertionError(english)


def write_csv(file: Path, rows: list[list[str]], sign: str = ",") -> None:
    made = io.StringIO(newline="")
    comma.csv.writer(made, delimiter=sign).writerows(rows)
    file.write_text(made.getvalue(), "utf-8", newline="")


def told(place: Workspace, file: Path) -> set[tuple[int, str]]:
    return {(p.line, p.code) for p in take(library(place), file).problems}


def refused(place: Workspace, file: Path) -> set[tuple[int, str]]:
    """What makes a file unreadable as a whole."""
    before = texts(place)
    with pytest.raises(PressError) as error:
        take(library(place), file)
    assert texts(place) == before
    return {(p.line, p.code) for p in error.value.problems}


# ------------------------------------------------------------------ round trips

anything = st.text(st.characters(exclude_categories=("Cs",))) | st.text(
    st.sampled_from("=+-@'\t\r\n_x0041,;\"<&>]\x00\x85\u2028\ufeff {}aé")
)
units = st.dictionaries(
    anything.filter(bool), st.tuples(anything, st.sampled_from(list(Stage)[1:])), min_size=1
).map(
    lambda found: [
        Unit("x", english, text, stage if text else Stage.NEEDS_TRANSLATION, "p", "DOSE")
        for english, (text, stage) in found.items()
    ]
)


def back(form: str, sent: list[Unit], folder: Path) -> list[tuple[str, ...]]:
    file = folder / f"x{ENDINGS[form]}"
    dump = {
        "csv": lambda: comma.dump(sent, "de"),
        "xlsx": lambda: sheet.dump(sent, GERMAN),
        "xliff": lambda: xliff.dump(sent, GERMAN),
    }
    file.write_bytes(dump[form]())
    assert dump[form]() == file.read_bytes(), "the same input gives the same bytes"
    read = {"csv": comma.read, "xlsx": sheet.read, "xliff": xliff.read}[form]
    parcel = read(file)
    assert parcel.tag == "de" and parcel.problems == ()
    return [(r.domain, r.mark, r.english, r.text, r.stage.standing, r.base) for r in parcel.rows]


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=60, deadline=None)
@given(sent=units)
def test_any_text_comes_back_as_it_went_out(form, tmp_path_factory, sent):
    assert back(form, sent, tmp_path_factory.mktemp("x")) == [
        (u.domain, u.mark, u.english, u.text, u.stage.standing, u.base) for u in sent
    ]


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=15, deadline=None)
@given(words=st.lists(anything, min_size=4, max_size=4), fuzzy=st.booleans())
def test_export_then_import_changes_no_byte(form, tmp_path_factory, words, fuzzy):
    """Whatever a catalog says, sound or not."""
    place = bare(tmp_path_factory.mktemp("clinic"))
    catalogs.save(catalogs.changes(library(place), ["de"], ["testamin"]))
    for domain in ("interface", "testamin"):
        file = place.catalog("de", domain)
        source = po.read(file)
        entries = tuple(
            e.changed(strings=(word,), flags=("fuzzy", *e.flags) if fuzzy else e.flags)
            for e, word in zip(source.entries, words, strict=False)
        )
        rest = source.entries[len(entries) :]
        file.write_text(po.Po(source.header, entries + rest).dump(), "utf-8", newline="")
    before = texts(place)
    taken = take(library(place), send(place, form))
    assert (taken.files, taken.problems, taken.changed) == ({}, (), 0)
    assert texts(place) == before


def bare(folder: Path) -> Workspace:
    """A workspace for catalogs only."""
    from conftest import SMALL

    (folder / "leaflets").mkdir()
    (folder / "leaflets" / "testamin.yaml").write_text(SMALL, "utf-8")
    (folder / "leaflets" / "phrases.yaml").write_text("- How to take it\n", "utf-8")
    for tag in ("en", "de"):
        (folder / "locales" / tag).mkdir(parents=True)
        (folder / "locales" / tag / "locale.toml").write_text('market = "EU"\n', "utf-8")
    return Workspace(folder)


# ------------------------------------------------------------------ what comes in


@pytest.mark.parametrize("form", FORMATS)
def test_a_translation_goes_in_and_nothing_else_changes(place, form):
    translate(place)
    file = send(place, form)
    answer(file, STEP, "Mit 2,5 mL Wasser nehmen.")
    before = place.catalog("de", "testamin").read_text("utf-8")
    taken = take(library(place), file, by="Ana <ana@clinic.org>")
    assert (taken.changed, taken.problems) == (1, ())
    catalogs.save(taken.files)
    after = place.catalog("de", "testamin").read_text("utf-8")
    changed = set(after.splitlines()) ^ set(before.splitlines())
    assert changed == {
        'msgstr "«nehmen it mit 2,5 mL von water.»"',
        'msgstr "Mit 2,5 mL Wasser nehmen."',
        '"Last-Translator: Ana <ana@clinic.org>\\n"',
    }
    assert take(library(place), file, by="Ana <ana@clinic.org>").files == {}, "idempotent"


@pytest.mark.parametrize("form", FORMATS)
def test_a_wrong_number_is_refused_with_its_row_and_the_rest_waits(place, form):
    translate(place)
    file = send(place, form)
    answer(file, "Wait 8 hours.", "8 Stunden warten.")
    row = answer(file, STEP, "Mit 25 mL Wasser nehmen.")
    taken = take(library(place), file)
    assert taken.refused
    (problem,) = taken.problems
    assert (problem.file, problem.line, problem.code) == (file, row, "number")
    assert "English says 2.5" in problem.message and "Your text says 25" in problem.message
    assert taken.changed == 1, "with --partial, the good row goes in"


@pytest.mark.parametrize("form", FORMATS)
def test_a_row_whose_english_has_changed_is_refused_with_its_number(place, form):
    translate(place)
    file = send(place, form)
    row = answer(file, STEP, "Mit 2,5 mL Wasser nehmen.")
    edit(place.leaflet("testamin"), "Take it with 2.5 mL", "Take it with 3.5 mL")
    assert told(place, file) == {(row, "english-changed")}


@pytest.mark.parametrize("form", FORMATS)
def test_work_of_somebody_else_is_not_overwritten(place, form):
    translate(place)
    file = send(place, form)
    row = answer(file, STEP, "Mit 2,5 mL Wasser nehmen.")
    edit(place.catalog("de", "testamin"), "«nehmen it mit", "«Nimm es mit")
    assert told(place, file) == {(row, "changed-since")}


@pytest.mark.parametrize("form", FORMATS)
def test_an_old_file_does_not_undo_what_was_done_since(place, form):
    translate(place)
    file = send(place, form)
    edit(place.catalog("de", "testamin"), "«nehmen it mit", "«Nimm es mit")
    taken = take(library(place), file)
    assert (taken.files, taken.problems) == ({}, ())


@pytest.mark.parametrize("form", FORMATS)
def test_what_needs_work_goes_in_as_fuzzy(place, form):
    """Its translator does not stand by it: it is kept, and never printed."""
    translate(place)
    file = send(place, form)
    answer(file, STEP, "Mit Wasser nehmen?", "needs-work")
    taken = take(library(place), file)
    assert (taken.changed, taken.unfinished, taken.problems) == (1, 1, ())
    (text,) = taken.files.values()
    (entry,) = (e for e in po.parse(text, file).entries if e.id == STEP)
    assert entry.fuzzy and entry.strings == ("Mit Wasser nehmen?",)


def test_a_signature_is_never_imported(place):
    translate(place)
    file = send(place, "xlsx")
    answer(file, STEP, "Mit 2,5 mL Wasser nehmen.", "signed-off")
    assert set(take(library(place), file).files) == {place.catalog("de", "testamin")}


def test_an_emptied_cell_takes_nothing_away(place):
    translate(place)
    file = send(place, "csv")
    row = answer(file, STEP, "")
    taken = take(library(place), file)
    assert {(p.line, p.code) for p in taken.problems} == {(row, "emptied")}
    assert not taken.refused and taken.files == {}


# ------------------------------------------------------------------ spreadsheets


def rows_of(file: Path) -> list[list[str]]:
    return list(comma._reader(file.read_text("utf-8-sig"), ","))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_columns_may_move_and_be_divided_otherwise(place, sign):
    translate(place)
    file = send(place, "csv")
    answer(file, STEP, 'Mit 2,5 mL Wasser nehmen; "langsam".')
    rows = [["Thank you!"], *([*row[::-1], "my own column"] for row in rows_of(file))]
    write_csv(file, rows, sign)
    assert take(library(place), file).changed == 1


def test_xlsx_columns_may_move(place):
    translate(place)
    file = send(place, "xlsx")
    row = answer(file, STEP, "Mit 25 mL Wasser nehmen.")
    book = openpyxl.load_workbook(file)
    moved = openpyxl.Workbook()
    moved.active.append(["A title above"])
    for cells in book.active.iter_rows(values_only=True):
        moved.active.append(cells[::-1])
    moved.save(file)
    assert told(place, file) == {(row + 1, "number")}


def test_only_the_translation_and_its_state_can_be_typed_into(place):
    translate(place)
    page = openpyxl.load_workbook(send(place, "xlsx")).active
    assert page.protection.sheet
    free = {cell.column for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert {page.cell(1, column).value for column in free} == {"translation", "state"}


def test_a_formula_is_refused_in_its_row(place):
    translate(place)
    for form in ("xlsx", "csv"):
        file = send(place, form)
        row = answer(file, STEP, '=HYPERLINK("http://x","2.5")')
        assert told(place, file) == {(row, "formula")}


def test_a_number_or_date_in_place_of_a_text_is_refused(place):
    translate(place)
    file = send(place, "xlsx")
    row = answer(file, "Morning", date(2026, 2, 1))
    assert told(place, file) == {(row, "not-text")}


def test_no_exported_cell_is_a_formula():
    """What a translator opens must never run."""
    sent = [Unit("x", sign, "=1+1", Stage.TRANSLATED) for sign in "=+-@"]
    for row in comma._reader(comma.dump(sent, "de").decode("utf-8-sig"), ","):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    page = openpyxl.load_workbook(io.BytesIO(sheet.dump(sent, GERMAN))).active
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (9, "b0", "changed-since"),
        (8, "h0123456789abcdef", "unknown-id"),
        (0, "nothing", "unknown-catalog"),
        (4, "Take it with 25 mL of water.", "english-edited"),
        (6, "finished", "state"),
    ],
)
def test_a_row_that_was_tampered_with_is_refused_in_its_row(place, column, text, code):
    translate(place)
    file = send(place, "csv")
    row = answer(file, STEP, "Mit 2,5 mL Wasser nehmen.")
    rows = rows_of(file)
    rows[row - 1][column] = text
    write_csv(file, rows)
    assert told(place, file) == {(row, code)}


def test_a_sentence_that_is_translated_twice_is_refused(place):
    translate(place)
    file = send(place, "csv")
    row = answer(file, STEP, "Mit 2,5 mL Wasser nehmen.")
    rows = rows_of(file)
    rows.append([*rows[row - 1][:5], "Nehmen: 2,5 mL.", *rows[row - 1][6:]])
    write_csv(file, rows)
    assert {code for _, code in told(place, file)} == {"twice"}
    assert take(library(place), file).changed == 0


@pytest.mark.parametrize("gone", sorted(columns.NEEDED))
def test_a_lost_column_is_told(place, gone):
    translate(place)
    file = send(place, "csv")
    at = columns.COLUMNS.index(gone)
    write_csv(file, [row[:at] + row[at + 1 :] for row in rows_of(file)])
    assert refused(place, file) == {(1, "columns")}


# ------------------------------------------------------------------ bad files


def bomb(file: Path) -> None:
    """A workbook of 40 kB that unpacks to gigabytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * (sheet.MOST_UNPACKED + 1))


def test_a_zip_bomb_is_not_unpacked(place):
    file = place.root / "x.xlsx"
    bomb(file)
    assert file.stat().st_size < 100_000
    assert refused(place, file) == {(0, "too-large")}


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".xlf"])
def test_a_file_of_50_mb_is_not_read(place, ending):
    file = place.root / f"x{ending}"
    with file.open("wb") as made:
        made.truncate(50_000_000)
    assert refused(place, file) == {(0, "too-large")}


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".xlf"])
@settings(max_examples=20, deadline=None)
@given(junk=st.binary(max_size=200))
def test_junk_is_refused_and_never_breaks_us(ending, tmp_path_factory, junk):
    file = tmp_path_factory.mktemp("x") / f"x{ending}"
    file.write_bytes(junk)
    read = {".csv": comma.read, ".xlsx": sheet.read, ".xlf": xliff.read}[ending]
    with pytest.raises(PressError):
        read(file)


def test_a_workbook_that_lost_a_part_is_refused(place):
    translate(place)
    file = send(place, "xlsx")
    with zipfile.ZipFile(file) as old:
        parts = {n: old.read(n) for n in old.namelist() if not n.endswith("sheet1.xml")}
    with zipfile.ZipFile(file, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    assert refused(place, file) == {(0, "xlsx")}


def test_a_sheet_without_end_is_refused(place):
    translate(place)
    file = send(place, "csv")
    with file.open("a", encoding="utf-8") as more:
        more.write("\n" * MOST_ROWS)
    assert refused(place, file) == {(MOST_ROWS + 1, "too-large")}


ENTITY = '<!DOCTYPE xliff [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE xliff [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("prolog", [ENTITY, LAUGHS, "<!DOCTYPE xliff>"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_xliff_with_entities_or_a_document_type_is_refused(place, prolog, charset):
    translate(place)
    file = send(place, "xliff")
    text = file.read_text("utf-8").partition("\n")[2]
    file.write_text(prolog + "\n" + text.replace("Fever", "&e;"), charset)
    assert refused(place, file) == {(1, "unsafe-xml")}


def test_broken_xml_is_told_with_its_line(place):
    translate(place)
    file = send(place, "xliff")
    lines = file.read_text("utf-8").split("\n")
    lines[6] = lines[6].replace("</unit>", "").replace("</notes>", "")
    file.write_text("\n".join(lines), "utf-8")
    ((line, code),) = refused(place, file)
    assert code == "xml" and line >= 7


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('version="2.1"', 'version="1.2"', "xliff"),
        ('trgLang="de"', 'trgLang="fi"', "unknown-language"),
        ('trgLang="de"', 'trgLang="en"', "unknown-language"),
    ],
)
def test_another_xliff_is_refused(place, old, new, code):
    translate(place)
    file = send(place, "xliff")
    edit(file, old, new)
    assert refused(place, file) == {(1, code)}


def test_what_tools_do_to_xliff_is_understood(place):
    """Marks round words, and a unit that was cut into two segments."""
    translate(place)
    file = send(place, "xliff")
    text = file.read_text("utf-8")
    at = text.index(f"<source>{STEP}</source>")
    start, end = text.rindex("<segment", 0, at), text.index("</unit>", at)
    cut = (
        '<segment state="translated"><source>Take it with</source>'
        '<target>Mit <mrk id="m1" type="term">2,5</mrk></target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="reviewed"><source>2.5 mL of water.</source>'
        "<target>mL Wasser nehmen.</target></segment>"
    )
    file.write_text(text[:start] + cut + text[end:], "utf-8")
    taken = take(library(place), file)
    assert taken.problems == ()
    assert "Mit 2,5 mL Wasser nehmen." in "".join(taken.files.values())


def test_an_inline_code_is_refused_in_its_line(place):
    translate(place)
    file = send(place, "xliff")
    row = answer(file, STEP, 'Mit <ph id="1"/> Wasser.')
    assert told(place, file) == {(row, "xliff")}


def test_states_are_those_of_xliff():
    sent = [Unit("x", stage, "ja", stage) for stage in Stage]
    text = xliff.dump(sent, GERMAN).decode()
    for stage, state in zip(Stage, ("initial", "initial", "translated", "final"), strict=True):
        assert f'<segment state="{state}" subState="medleaf:{stage}">' in text


def test_one_file_for_each_catalog_and_notes_for_the_translator(place):
    translate(place)
    text = send(place, "xliff").read_text("utf-8")
    for domain in ("interface", "phrases", "testamin"):
        assert text.count(f'<file id="{domain}"') == 1
    assert '<note category="role">DOSE</note>' in text
    assert '<note category="must match">2.5 mL</note>' in text


# ------------------------------------------------------------------ going out


def test_a_leaflet_goes_out_with_its_phrases_only(place):
    translate(place)
    edit(place.leaflets / "phrases.yaml", "- How to take it\n", "- How to take it\n- Unused\n")
    sent = exchange.units(library(place), "de", ["testamin"])
    assert {u.domain for u in sent} == {"interface", "phrases", "testamin"}
    assert "Unused" not in {u.english for u in sent}


def test_a_file_that_is_there_is_not_overwritten(place):
    """It may hold a translator's work; the same file again is fine."""
    translate(place)
    file = send(place, "xlsx")
    assert send(place, "xlsx") == file
    answer(file, STEP, "Mit 2,5 mL Wasser nehmen.")
    with pytest.raises(PressError, match="already"):
        send(place, "xlsx")


@pytest.mark.parametrize(("tag", "leaflet"), [("en", ()), ("xx", ()), ("de", ("nothing",))])
def test_what_cannot_go_out_is_told(place, tag, leaflet):
    translate(place)
    with pytest.raises(PressError):
        exchange.units(library(place), tag, leaflet)


def test_a_header_field_is_set_once():
    made = po.Po(new_header("de")).with_field("Last-Translator", "A")
    assert made.with_field("Last-Translator", "B").fields["Last-Translator"] == "B"
    assert made.with_field("Last-Translator", "B").dump().count("Last-Translator") == 1
