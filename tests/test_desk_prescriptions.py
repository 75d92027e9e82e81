"""Prescriptions at the desk: what may be printed is, what may not is told, nothing of it is kept."""

import base64
import io
import json
import re

import pikepdf
import pytest
from desks import ROOT, running
from reading import pdfium

FHIR = {"Content-Type": "application/fhir+json"}
WITH = "application/fhir+json"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
NAME, FIRST = "Qvistgaard-Ødegård", "Xanthippe"


def bundle(*codes: str, language="es", dose=1, name=NAME):
    """Return a bundle with one patient and a request for each RxNorm code."""
    patient = {
        "resourceType": "Patient",
        "name": [{"family": name, "given": [FIRST]}],
        "birthDate": "1961-03-03",
        "communication": [{"language": {"coding": [{"code": language}]}, "preferred": True}],
    }
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN", "NIGHT"]}
    quantity = {"value": dose, "unit": "tablet"}
    orders = [
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "subject": {"reference": "urn:uuid:1"},
            "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": code}]},
            "dosageInstruction": [
                {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": quantity}]}
            ],
        }
        for code in codes
    ]
    entries = [{"fullUrl": "urn:uuid:1", "resource": patient}, *({"resource": it} for it in orders)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with running(ROOT, tmp_path_factory.mktemp("out")) as desk:
        yield desk


def post(desk, body, accept="application/pdf", **query):
    headers = {**FHIR, "Accept": accept}
    return desk.client.post("/api/v1/prescriptions", content=body, headers=headers, params=query)


def test_a_prescription_becomes_the_patients_own_sheet(desk):
    made = post(desk, bundle("1292"))
    assert made.status_code == 200, made.text
    assert made.headers["Cache-Control"] == "no-store"
    text = pdfium(made.content)
    assert NAME in text
    assert "baclofeno" in text.lower()
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root


def test_several_become_one_file_with_a_schedule(desk):
    made = post(desk, bundle("1292", "11289"), language="en")
    assert made.status_code == 200, made.text
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert len(pdf.pages) == 6  # two sheets of two sides, the schedule, and its blank side


def test_a_record_gets_documents_and_what_could_not_be_done(desk):
    one = post(desk, bundle("1292"), WITH).json()
    assert one["resourceType"] == "DocumentReference"
    assert one["docStatus"] == "preliminary"
    attachment = one["content"][0]["attachment"]
    data = base64.b64decode(attachment["data"])
    assert len(data) == attachment["size"]
    assert data.startswith(b"%PDF-")
    assert attachment["language"] == "es"
    assert NAME not in json.dumps(one)
    both = post(desk, bundle("1292", "999"), WITH).json()
    kinds = [entry["resource"]["resourceType"] for entry in both["entry"]]
    assert (both["type"], kinds) == ("collection", ["DocumentReference", "OperationOutcome"])
    (issue,) = both["entry"][1]["resource"]["issue"]
    assert (issue["diagnostics"], issue["details"]["coding"]) == (
        "prescription 2",
        [{"code": "no-leaflet"}],
    )


def test_a_pdf_never_leaves_a_prescription_out_unseen(desk):
    refused = post(desk, bundle("1292", "999"))
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert [it["row"] for it in refused.json()["problems"]] == ["2"]
    blank = post(desk, bundle("1292").replace("NIGHT", "XYZ"))
    assert blank.status_code == 200
    assert "1 blank" in blank.headers["Medleaf-Notes"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "is empty"),
        ("{", "is no JSON"),
        ("[" * 100_000, "nested"),
        ('{"resourceType": "Patient"}', "no prescription"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><Bundle xmlns="http://hl7.org/fhir">&a;</Bundle>',
            "entities",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_the_next_request_works(desk, body, says):
    answer = post(desk, body)
    assert answer.status_code == 422, answer.text
    assert says in answer.text
    assert desk.client.get("/readyz").json()["ready"]


def test_a_run_for_hundreds_is_not_for_the_desk(desk):
    answer = post(desk, bundle(*["1292"] * 500), WITH)
    told = [it["resource"] for it in answer.json()["entry"]]
    (outcome,) = [it for it in told if it["resourceType"] == "OperationOutcome"]
    assert [it["details"]["coding"][0]["code"] for it in outcome["issue"]] == ["too-many"]
    assert sum(it["resourceType"] == "DocumentReference" for it in told) == 60


def test_other_media_are_refused_both_ways(desk):
    data = {"Content-Type": "image/png", "Accept": "*/*"}
    assert desk.client.post("/api/v1/prescriptions", content=b"x", headers=data).status_code == 415
    assert post(desk, bundle("1292"), accept="image/png").status_code == 406


def test_nothing_of_a_patient_is_written_down_anywhere(desk, tmp_path):
    for query in ({}, {"language": NAME[:30]}, {"beside": "zz"}):
        post(desk, bundle("1292", "999"), WITH, **query)
    desk.client.get(f"/leaflets/{NAME}", params={"q": FIRST})
    desk.client.get(f"/{NAME}/{FIRST}.pdf")
    post(desk, bundle("1292").replace('"value": 1', f'"value": "{NAME}"'))
    post(desk, f"{{{NAME}")
    log = desk.log
    assert re.search(r"POST /api/v1/prescriptions \d+", log)
    left = [it.read_bytes() for it in desk.out.rglob("*") if it.is_file()]
    for word in (NAME, FIRST, "Qvistgaard", "1961", "degård"):
        assert word not in log
        assert all(word.encode() not in data for data in left)
