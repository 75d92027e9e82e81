"""Tables of prescriptions: what a row says is said by FHIR in the same way, or it is refused."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medleaf.dosing.fhir.document import dosages as fhir
from medleaf.dosing.fhir.wire import parse
from medleaf.dosing.files import read
from medleaf.dosing.table import cells
from medleaf.dosing.table.heads import columns_of
from medleaf.model.columns import FIELDS, Columns
from medleaf.model.dosage import Dosage
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError, Severity

USUAL = Columns.default()


def table(text: str | bytes, columns: Columns = USUAL) -> list[Prescription | Unread]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read([io.BytesIO(data)], columns))


def row(**fields: str) -> Prescription:
    """Return what a table with one row says, its columns named as our fields are."""
    made = io.StringIO()
    import csv

    writer = csv.writer(made)
    writer.writerows([["medicine", *fields], ["baclofen", *fields.values()]])
    [found] = table(made.getvalue())
    return found


def doubts(found: Prescription) -> tuple[str, ...]:
    return tuple(doubt for it in found.dosages for doubt in it.doubts)


def as_fhir(*values: object) -> tuple[Dosage, ...]:
    return fhir(parse(json.dumps(values)))


PAIN = {
    "text": "pain",
    "coding": [{"system": "http://snomed.info/sct", "code": "22253000", "display": "pain"}],
}
TABLET = {"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}]}


def repeat(**fields: object) -> dict[str, object]:
    return {**TABLET, "timing": {"repeat": fields}}


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"times_a_day": "3"}, [repeat(frequency=3, period=1, periodUnit="d")]),
        ({"times_a_day": "2-3"}, [repeat(frequency=2, frequencyMax=3, period=1, periodUnit="d")]),
        ({"frequency": "2", "period": "1", "period_unit": "week"},
         [repeat(frequency=2, period=1, periodUnit="wk")]),
        ({"frequency": "Twice daily"}, [repeat(frequency=2, period=1, periodUnit="d")]),
        ({"frequency": "every 4-6 hours"},
         [repeat(frequency=1, period=4, periodMax=6, periodUnit="h")]),
        ({"times": "8:00, 20:30"}, [repeat(timeOfDay=["08:00", "20:30"])]),
        ({"days": "Mon, thursday"}, [repeat(dayOfWeek=["mon", "thu"])]),
        ({"start": "31.1.2026", "end": "2026-02-07"},
         [repeat(boundsPeriod={"start": "2026-01-31", "end": "2026-02-07"})]),
        ({"as_needed": "yes", "reason": "pain", "gap_hours": "6"},
         [repeat(frequency=1, period=6, periodUnit="h")
          | {"asNeededBoolean": True, "asNeededFor": [PAIN]}]),
        ({"as_needed": "yes", "reason": "a bad day"},
         [{**TABLET, "asNeededFor": [{"text": "a bad day"}]}]),
        ({"morning": "x", "bedtime": "x"}, [repeat(when=["MORN", "HS"])]),
    ],
)  # fmt: skip
def test_a_row_says_what_fhir_says(fields, same):
    found = row(dose="1", unit="tablet", **fields)
    assert found.dosages == as_fhir(*same)
    assert not doubts(found)


def test_a_scheme_and_columns_of_the_day_are_the_same():
    scheme = row(scheme="1-0-½-2", unit="tablet")
    columns = row(morning="1", noon="0", evening="0,5", bedtime="2", unit="tablet")
    assert scheme.dosages == columns.dosages
    amounts = {it.timing.repeat.when: it.dose_and_rate[0].dose.value for it in scheme.dosages}
    assert amounts == {("MORN",): 1, ("EVE",): Decimal("0.5"), ("HS",): 2}


@pytest.mark.parametrize(
    "fields",
    [
        {"dose": "one"}, {"dose": "1,500"}, {"dose": "2-1"}, {"dose": "1/3"}, {"dose": "-1"}, {"dose": "1000001"},
        {"dose": "2 ml", "unit": "mg"}, {"frequency": "3"}, {"frequency": "often"},
        {"times_a_day": "0"}, {"times_a_day": "100"}, {"times_a_day": "1.5"},
        {"times_a_day": "3", "times": "8:00, 20:00"}, {"times": "24:00"}, {"times": "12:99"},
        {"days": "someday"}, {"days": "mon, mon"}, {"scheme": "1-1"}, {"scheme": "0-0-0"},
        {"scheme": "1-0-1", "times_a_day": "3"}, {"scheme": "1-0-1", "dose": "1"},
        {"morning": "1", "scheme": "1-0-0"}, {"as_needed": "perhaps"}, {"reason": "pain"},
        {"as_needed": "no", "reason": "pain"}, {"gap_hours": "4"}, {"max_per_day": "0"},
        {"start": "2026-02-30"}, {"start": "2026-02-02", "end": "2026-02-01"},
        {"start": "2026-02-02", "duration": "7 days"}, {"start": "3/4/2026"},
        {"duration": "7"}, {"duration": "7 moons"}, {"period": "8"}, {"period_unit": "h"},
        {"dosage": "[{]"}, {"dosage": '[{"text": "a"}]', "dose": "1"},
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_meant_is_a_doubt_that_names_its_column(fields):
    found = doubts(row(**fields))
    assert any(f"column {name!r}" in doubt for doubt in found for name in FIELDS)


@given(whole=st.integers(0, 999), part=st.sampled_from(["", "½", " 1/2", ".5", ",5", ",50"]))
def test_numbers_are_read_as_people_write_them(whole, part):
    half = Decimal("0.5") if part else Decimal(0)
    assert cells.number(f"{whole}{part}") == whole + half


def test_rows_that_fail_do_not_stop_the_others_and_say_where():
    text = (
        "Patient,DOB,Rx,Medicine,Sig,Shelf\r\n"
        "Zsófia Őry,1950-03-01,1,baclofen,as told,A\r\n"
        "\r\n"
        '"Two\nlines",1950-03-01,2,baclofen,as told,A\r\n'
        "Zsófia Őry,1950-03-01,1,baclofen,as told,B\r\n"
        "Ann,1950-03-01\r\n"
        "Ann,1950-02-31,3,baclofen,as told,B\r\n"
        '=HYPERLINK("http://x.org"),1950-03-01,4,baclofen,as told,B\r\n'
        "Ann,1950-03-01,5,,as told,B\r\n"
        'A "quoted" one,1950-03-01,6,baclofen,"never closed\r\n'
        "Ann,1950-03-01,7,baclofen,as told,B\r\n"
    )
    found = table(text)
    said = {it.row: it.problem for it in found if isinstance(it, Unread)}
    assert {n: it.code for n, it in said.items()} == {
        1: "columns", 5: "duplicate", 6: "cells", 7: "date", 8: "formula", 9: "no-medicine",
        10: "csv",
    }  # fmt: skip
    assert said[1].severity is Severity.WARNING
    assert "row 2" in said[5].message and "11 to 12" in said[10].message
    assert [it.row for it in found if isinstance(it, Prescription)] == [2, 4]
    assert not any(name in str(it) for it in said.values() for name in ("Ann", "Zs", "HYPER"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_names_in_every_script_survive_every_unicode_file(encoding, sign):
    names = ["Łukasz Żak", "محمد علي", "नीता", "李小龍", "Ana 💊", "Ñ" * 300]
    heads = sign.join(("patient", "medicine"))
    text = "\n".join([heads, *(f"{name}{sign}baclofen" for name in names)])
    assert [it.patient.name for it in table(text.encode(encoding))] == names


def test_another_encoding_is_never_guessed():
    data = "patient;medicine\nJürgen;baclofen\n".encode("cp1252")
    with pytest.raises(PressError, match="is not UTF-8; save it"):
        table(data)
    [found] = table(data, Columns(encoding="windows-1252"))
    assert found.patient.name == "Jürgen"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("medicine,drug\nA,B\n", "'medicine' and 'drug' are both medicine"),
        ("patient,dose\nA,1\n", "no column says which medicine"),
        ("medicine,dose,x,x\nA,1,,\n", "'x' is there twice"),
        ("Ann,1950\nBob,1951\n", "does not name the columns"),
        ("", "is empty"),
        ("PK\x03\x04", "is a spreadsheet"),
        ("medicine,dose\nA,\0\n", "zero bytes"),
    ],
)
def test_a_table_that_is_none_is_told_at_once(text, what):
    with pytest.raises(PressError, match=what) as error:
        table(text)
    assert "Ann" not in str(error.value)


def test_a_map_of_columns_names_them(tmp_path: Path):
    file = tmp_path / "map.toml"
    file.write_text('medicine = "Artikel"\ntimes_a_day = "Anzahl"\ndates = "month first"\n')
    text = "Artikel;Anzahl;start\nbaclofen;3;3/4/2026\n"
    for columns in (
        columns_of(str(file)),
        columns_of("medicine=Artikel,times_a_day=Anzahl,dates=month first"),
    ):
        [found] = table(text, columns)
        assert found.dosages[0].timing.repeat.frequency == 3
        assert found.dosages[0].timing.repeat.bounds.start[:3] == (2026, 3, 4)
    with pytest.raises(PressError, match="medicin: "):
        columns_of("medicin=Artikel")
    with pytest.raises(PressError, match="'Arzt' of the map is not in the table"):
        table("medicine,dose\nA,1\n", Columns(prescriber="Arzt"))


def test_flat_rows_of_ndjson_are_rows():
    lines = [
        {"medicine": "baclofen", "dose": 1.5, "unit": "tablet", "times_a_day": 3},
        {"medicine": "baclofen", "dosage": [{"text": "as told"}], "as_needed": None},
        {"medicine": "baclofen", "status": "cancelled"},
    ]
    found = table("\n".join(map(json.dumps, lines)))
    assert [it.row for it in found] == [1, 2, 3]
    assert str(found[0].dosages[0].dose_and_rate[0].dose.value) == "1.5"
    assert found[1].dosages == as_fhir({"text": "as told"})
    assert found[2].refusal


def test_the_code_of_a_medicine_has_a_system():
    assert row(atc="M03BX01").medicine.codings[0].system == "http://www.whocc.no/atc"
    assert row(code="1292", code_system="RxNorm").medicine.codings[0].code == "1292"
    assert row(code="1292").problem.code == "code-system"


def test_a_name_alone_is_no_patient():
    text = "patient,dob,medicine\nAnn,,a\nAnn,,b\nAnn,1950-01-01,c\nAnn,1950-01-01,d\n"
    keys = [it.key for it in table(text)]
    assert len(set(keys)) == 3
    assert keys[2] == keys[3]


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=9), max_size=6))
def test_no_table_however_odd_stops_the_reader(rows):
    import csv

    made = io.StringIO()
    csv.writer(made).writerows([["patient", "medicine", "dose", "unit", "times", "days"], *rows])
    try:
        found = table(made.getvalue().encode("utf-8", "surrogatepass"))
    except PressError:
        return
    assert len(found) <= len(rows) + 1


TAPER = "patient,dob,medicine,dose,unit,times a day,duration,step\n"


def test_the_steps_of_a_taper_are_one_prescription():
    steps = [f"Ann,1950-01-01,pred,{4 - n},tablet,1,7 days,{n} of 3\n" for n in (1, 2, 3)]
    other = "Bob,1950-01-01,pred,1,tablet,1,7 days,\n"
    first, second = table(TAPER + "".join(steps) + other)
    assert [it.sequence for it in first.dosages] == [1, 2, 3]
    assert (first.row, second.row, second.patient.name) == (2, 5, "Bob")
    assert not doubts(first) and not doubts(second)


@pytest.mark.parametrize("order", [(1, 2), (2, 3), (1, 3), (1, 2, 0, 3), (3, 2, 1), (1, 1, 2, 3)])
def test_a_taper_is_whole_or_it_is_doubted(order):
    steps = [f"Ann,1950-01-01,pred,{9 - n},tablet,1,7 days,{n} of 3\n" for n in range(4)]
    steps[0] = "Bob,1950-01-01,pred,1,tablet,1,7 days,\n"
    found = table(TAPER + "".join(steps[n] for n in order))
    ann = [it for it in found if isinstance(it, Prescription) and it.patient.name == "Ann"]
    assert ann and all(doubts(it) for it in ann)
