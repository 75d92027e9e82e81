"""FHIR -> Dosage and Prescription: everything is read, or it is a doubt."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from medleaf.dosing.fhir import document
from medleaf.dosing.fhir.dosage import dosage
from medleaf.dosing.fhir.wire import parse
from medleaf.dosing.files import read
from medleaf.model.dosage import Dosage, Quantity
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError
from tests import cases


def said(value: object) -> Dosage:
    return dosage(parse(json.dumps(value)), "dosage")


def outcomes(*values: object) -> list[Prescription | Unread]:
    return list(read([io.BytesIO(json.dumps(value).encode()) for value in values]))


def test_numbers_stay_as_they_were_written():
    found = dosage(parse('{"doseAndRate": [{"doseQuantity": {"value": 1.50}}]}'), "dosage")
    assert str(found.dose_and_rate[0].dose.value) == "1.50"


@pytest.mark.parametrize(
    "value",
    [
        {"timing": {"repeat": {"frequency": 0, "period": 1, "periodUnit": "d"}}},
        {"timing": {"repeat": {"frequency": 100, "period": 1, "periodUnit": "d"}}},
        {"timing": {"repeat": {"timeOfDay": ["24:00:00"]}}},
        {"timing": {"repeat": {"timeOfDay": ["08:00", "08:00:00"]}}},
        {"timing": {"repeat": {"when": ["MORN", "MORN"]}}},
        {"timing": {"repeat": {"boundsPeriod": {"start": "2026-02-30"}}}},
        {"timing": {"repeat": {"boundsPeriod": {"start": "2026-02-03", "end": "2026-02-02"}}}},
        {"timing": {"repeat": {"count": 4, "countMax": 3}}},
        {"doseAndRate": [{"doseQuantity": {"value": -1, "unit": "mg"}}]},
        {"doseAndRate": [{"doseQuantity": {"value": True, "unit": "mg"}}]},
        {"doseAndRate": [{"doseQuantity": {"value": "2,5", "unit": "mg"}}]},
        {"doseAndRate": [{"doseQuantity": {"value": 10**7, "unit": "mg"}}]},
        {"doseAndRate": [{"doseQuantity": {"value": [1, 2], "unit": "mg"}}]},
        {"doseAndRate": [{"doseQuantity": {"unit": "mg", "_value": {"extension": []}}}]},
        {"modifierExtension": [{"url": "https://example.org/x"}]},
        {"timing": {"modifierExtension": [{"url": "https://example.org/x"}]}},
        {"timing": {"repeat": {"modifierExtension": [{"url": "https://example.org/x"}]}}},
        {"doseAndRate": [{"modifierExtension": [{"url": "https://example.org/x"}]}]},
        {"asNeededBoolean": False, "asNeededFor": [{"text": "pain"}]},
        {"somethingNew": 5},
        {"timing": []},
    ],
)
def test_what_cannot_be_meant_is_a_doubt(value):
    assert said(value).doubts


@pytest.mark.parametrize("number", ["1e2", "1E400", "-0.0001", "NaN", "Infinity", "9" * 10**6])
def test_a_number_that_is_not_plain_is_a_doubt(number):
    text = f'{{"doseAndRate": [{{"doseQuantity": {{"value": {number}}}}}]}}'
    found = dosage(parse(text), "dosage")
    assert found.doubts
    assert len(found.doubts[0]) < 200


def test_stu3_r4_and_r5_say_the_same():
    dose = {"value": 2, "unit": "tablet"}
    limit = {"numerator": dose, "denominator": {"value": 24, "unit": "h"}}
    reason = {"text": "pain"}
    stu3 = {"doseQuantity": dose, "asNeededCodeableConcept": reason, "maxDosePerPeriod": limit}
    r4 = {"doseAndRate": [{"doseQuantity": dose}]} | {
        "asNeededCodeableConcept": reason, "maxDosePerPeriod": limit,
    }  # fmt: skip
    r5 = {"doseAndRate": [{"doseQuantity": dose}]} | {
        "asNeeded": True, "asNeededFor": [reason], "maxDosePerPeriod": [limit],
    }  # fmt: skip
    assert said(stu3) == said(r4) == said(r5)
    assert said(r5).dose_and_rate[0].dose == Quantity(Decimal(2), "tablet")
    assert not said(r5).doubts


@cases.needs_cases
def test_every_real_dosage_is_read():
    """Most without a doubt; those with one are the ones that nobody can follow."""
    read_well = [
        case["id"]
        for case in cases.dosages()
        if not any(dosage(it, "dosage").doubts for it in case["input"])
    ]
    assert len(read_well) >= 315


def order(**fields: object) -> dict[str, object]:
    return {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationCodeableConcept": {"text": "baclofen"},
    } | fields  # fmt: skip


def bundle(*resources: dict[str, object], **fields: object) -> dict[str, object]:
    entry = [{"resource": it, "fullUrl": f"urn:uuid:{n}"} for n, it in enumerate(resources)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry} | fields


PATIENT = {
    "resourceType": "Patient", "id": "p", "birthDate": "1950-03-01",
    "name": [{"use": "old", "text": "Old"}, {"use": "official", "given": ["Zsófia"], "family": "Őry"}],
    "communication": [
        {"language": {"coding": [{"code": "en"}]}},
        {"language": {"coding": [{"code": "hu"}]}, "preferred": True},
    ],
}  # fmt: skip


@pytest.mark.parametrize("reference", ["Patient/p", "urn:uuid:0", "https://x.org/fhir/Patient/p"])
def test_a_reference_leads_to_the_patient(reference):
    [found] = outcomes(bundle(PATIENT, order(subject={"reference": reference})))
    assert (found.patient.name, found.patient.language) == ("Zsófia Őry", "hu")
    assert found.patient.birth_date[:3] == (1950, 3, 1)


def test_a_reference_may_lead_into_another_file():
    found = outcomes(PATIENT, order(subject={"reference": "Patient/p"}))
    assert [it.patient.name for it in found] == ["Zsófia Őry"]


def test_two_patients_of_one_id_are_not_taken_for_each_other():
    other = PATIENT | {"birthDate": "1990-01-01"}
    [found] = outcomes(bundle(PATIENT, other, order(subject={"reference": "Patient/p"})))
    assert found.problem.code == "ambiguous"


def test_people_of_one_name_and_birth_date_stay_two():
    two = PATIENT | {"id": "q"}
    refer = [order(subject={"reference": f"Patient/{it}"}) for it in "ppq"]
    a, b, c = outcomes(bundle(PATIENT, two, *refer))
    assert a.key == b.key != c.key


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled"}, {"status": "stopped"}, {"status": "on-hold"},
        {"status": "entered-in-error"}, {"status": "draft"}, {"status": "unheard-of"},
        {"status": "completed"}, {"intent": "proposal"}, {"intent": "plan"},
        {"doNotPerform": True}, {"modifierExtension": [{"url": "urn:x"}]},
    ],
)  # fmt: skip
def test_what_must_not_be_taken_is_refused(fields):
    [found] = outcomes(order(**fields))
    assert found.refusal


def test_a_dispense_that_is_completed_is_not_refused():
    [found] = outcomes(order(resourceType="MedicationDispense", status="completed", intent=None))
    assert not found.refusal


def test_a_document_that_is_none_is_told_before_anything_is_read():
    with pytest.raises(PressError, match="json: is no JSON"):
        read([io.BytesIO(b'{"resourceType": ')])


@cases.needs_cases
def test_every_real_prescription_is_read():
    found = list(read(cases.prescriptions()))
    assert {type(it) for it in found} == {Prescription}
    assert all(it.medicine.words for it in found)


def test_the_dosages_of_a_list_a_dosage_and_an_order():
    one = {"text": "as told"}
    assert [it.text for it in document.dosages([one, one])] == ["as told"] * 2
    assert [it.text for it in document.dosages(one)] == ["as told"]
    assert [it.text for it in document.dosages(order(dosageInstruction=[one]))] == ["as told"]


def test_files_are_read_by_their_content(tmp_path: Path):
    file = tmp_path / "export.txt"
    file.write_text(f"{json.dumps(PATIENT)}\n\n{json.dumps(order())}\n", "utf-8-sig")
    assert [(it.row, it.file) for it in read([file])] == [(3, file)]


def test_only_the_newest_version_of_a_history_counts():
    gone = {"request": {"method": "DELETE", "url": "MedicationRequest/c"}}
    history = bundle(order(id="a"), order(id="b"), order(id="a", status="draft"), type="history")
    history["entry"] += [gone, {"resource": order(id="c")}]
    found = outcomes(history)
    assert [it.row for it in found if isinstance(it, Prescription)] == [1, 2]
    assert [it.problem.code for it in found if isinstance(it, Unread)] == ["duplicate"] * 2


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_request_and_its_dispense_are_one_medicine(status):
    given = order(
        resourceType="MedicationDispense", status=status, intent=None,
        authorizingPrescription=[{"reference": "MedicationRequest/r"}],
        dosageInstruction=[{"text": "as told"}],
    )  # fmt: skip
    for values in ([bundle(order(id="r"), given)], [order(id="r"), given]):
        found = outcomes(*values)
        printed = [it for it in found if isinstance(it, Prescription) and not it.refusal]
        assert len(printed) == 1
        assert bool(printed[0].dosages) is (status == "completed")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_is_read_in_every_unicode_encoding(encoding):
    data = json.dumps(order(subject={"display": "Łucja"}), ensure_ascii=False).encode(encoding)
    [found] = read([io.BytesIO(data)])
    assert found.patient.name == "Łucja"


def test_a_document_that_is_too_large_is_refused_with_a_way_out(tmp_path: Path):
    file = tmp_path / "large.json"
    with file.open("wb") as stream:
        stream.write(b'{"resourceType": "Bundle", "entry": [\n')
        stream.truncate(200_000_000)
    with pytest.raises(PressError, match="give NDJSON"):
        read([file])
