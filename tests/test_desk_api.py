"""The API says what the other faces say, and tells every error in one form (RFC 9457)."""

import json
import logging
import subprocess
import sys
from itertools import cycle

import pytest
from conftest import ROOT
from feeds import Door
from hypothesis import given, settings
from hypothesis import strategies as st

from medleaf.faces.desk import examples, said
from medleaf.workspace import Workspace

API = "/api/v1"
SECRET = "Zebulon-Quagmire"
DOSAGES = [
    [examples.DOSAGE],
    [{"text": "as directed"}],
    [{"doseAndRate": [{"doseQuantity": {"value": 1}}]}],
    {"resourceType": "MedicationRequest", "dosageInstruction": [examples.DOSAGE]},
    [{"modifierExtension": [{"url": "x"}], **examples.DOSAGE}],
]


@pytest.fixture(scope="module")
def door(tmp_path_factory) -> Door:
    return Door(Workspace(ROOT), tmp_path_factory.mktemp("out"))


def problem(made, status: int) -> dict:
    """Return a problem after holding it against RFC 9457."""
    assert (made.status_code, made.headers["content-type"]) == (status, "application/problem+json")
    told = said.Trouble.model_validate(made.json())
    assert told.status == status
    assert told.title
    assert told.detail
    return made.json()


# ------------------------------------------------------------------ what there is


def test_the_lists_say_what_the_shelf_says(door):
    """Every leaflet, language and edition once, with the titles, states and reasons there are."""
    shelf = door.desk.shelf()
    listed = said.Leaflets.model_validate(door.get(f"{API}/leaflets").json()).leaflets
    assert sorted(it.id for it in listed) == sorted(shelf.ids)
    tongues = said.Languages.model_validate(door.get(f"{API}/languages").json()).languages
    assert [it.tag for it in tongues] == [it.tag for it in shelf.languages]
    states = said.States.model_validate(door.get(f"{API}/states").json()).states
    rows = {(it.leaflet, it.language): it for it in shelf.rows()}
    assert {(it.leaflet, it.language) for it in states} == rows.keys()
    for it in states:
        row = rows[it.leaflet, it.language]
        assert (it.state, it.printable, it.reason) == (row.state, row.printable, row.reason)
        assert (it.pdf is None) == (it.guide is None) == (not row.printable)


def test_a_leaflet_lists_its_editions_and_where_they_are(door):
    made = said.Leaflet.model_validate(door.get(f"{API}/leaflets/baclofen").json())
    assert made.codes["rxnorm"] == ("1292",)
    chinese = next(it for it in made.editions if it.language == "zh_Hans")
    assert chinese.pdf == "http://desk.example/api/v1/leaflets/baclofen/zh_Hans.pdf"
    assert chinese.guide == "https://leaflets.example.org/zh-Hans/baclofen/"


def test_a_search_finds_by_name_brand_and_code(door):
    for words in ("baclofène", "lioresal", "1292", "M03BX01", " BACLOFEN "):
        made = door.get(f"{API}/leaflets", params={"q": words, "language": "fr"}).json()["leaflets"]
        assert (made[0]["id"], made[0]["title"]) == ("baclofen", "Baclofène"), words


def test_an_edition_that_may_not_go_out_says_why_and_has_no_address(place, tmp_path):
    settings_ = place.settings.read_text("utf-8").replace('"unreviewed" ', '"approved" ')
    place.settings.write_text(settings_, "utf-8")
    (it,) = said.States.model_validate(Door(place, tmp_path).get(f"{API}/states").json()).states
    assert (it.printable, it.mender, it.pdf, it.guide) == (False, "reviewer", None, None)
    assert "signed" in it.reason


@pytest.mark.parametrize("path", ["leaflets", "leaflets/baclofen", "languages", "states"])
def test_a_list_that_did_not_change_is_not_sent_again(door, path):
    first = door.get(f"{API}/{path}")
    for mark in (first.headers["ETag"], f'"x", W/{first.headers["ETag"]}', "*"):
        again = door.get(f"{API}/{path}", headers={"If-None-Match": mark})
        assert (again.status_code, again.content) == (304, b"")
    assert door.get(f"{API}/{path}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_changed_leaflet_has_another_mark(place, tmp_path):
    door = Door(place, tmp_path)
    before = door.get(f"{API}/leaflets/testamin").headers["ETag"]
    file = place.leaflet("testamin")
    file.write_text(file.read_text("utf-8").replace("It helps tests.", "It helps."), "utf-8")
    door.desk._looked = 0.0  # a second later
    assert door.get(f"{API}/leaflets/testamin").headers["ETag"] != before


# ------------------------------------------------------------------ directions


@pytest.mark.parametrize(("tag", "dosages"), zip(cycle(["ar", "zh_Hans"]), DOSAGES, strict=False))
def test_directions_are_those_of_the_command(door, tag, dosages):
    """The same words, the same table and the same reasons against them as `directions --json`."""
    made = door.post(f"{API}/directions", params={"language": tag}, json=dosages)
    done = subprocess.run(
        [sys.executable, "generate.py", "directions", "--language", tag, "--json"],
        input=json.dumps(dosages), capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    told = json.loads(done.stdout)
    if made.status_code == 200:
        assert done.returncode == 0
        assert made.json() == told
        said.Directions.model_validate(told)
    else:
        assert done.returncode == 3
        reasons = [(it["code"], it["detail"], it["line"]) for it in problem(made, 422)["problems"]]
        assert reasons == [(it["code"], it["message"], it["line"]) for it in told["refused"]]


def test_directions_take_any_name_of_a_language(door):
    texts = {
        door.post(f"{API}/directions", params={"language": tag}, json=[examples.DOSAGE]).json()[
            "text"
        ]
        for tag in ("es", "es-MX", "spa", "Spanish", "Español")
    }
    assert len(texts) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["timing", "repeat", "frequency", "text", "doseAndRate", "resourceType"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(body=JSON, language=st.sampled_from(["es", "ar"]) | st.text(max_size=70))
def test_any_dosage_in_any_language_is_said_or_refused(door, body, language):
    made = door.post(
        f"{API}/directions",
        params={"language": language},
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert made.status_code in {200, 422}
    if made.status_code == 422:
        problem(made, 422)


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("method", "path", "what", "status"),
    [
        ("GET", "/api/v1/leaflets/none", {}, 404),
        ("GET", "/api/v1/none", {}, 404),
        ("GET", "/api/v1/leaflets/..%2F..%2Fclinic.toml", {}, 404),
        ("GET", "/api/v1/leaflets/%2e%2e", {}, 422),
        ("GET", "/api/v1/leaflets/baclofen%00", {}, 422),
        ("GET", "/api/v1/leaflets/baclofen%0A", {}, 422),
        ("GET", "/api/v1/leaflets/" + "a" * 100, {}, 422),
        ("GET", "/api/v1/leaflets/baclofen/..%2Fen.pdf", {}, 404),
        ("GET", "/api/v1/leaflets/baclofen/en/..%2F1.png", {}, 404),
        ("GET", "/api/v1/leaflets/baclofen/xx.pdf", {}, 404),
        ("GET", "/api/v1/leaflets/baclofen/en.pdf?paper=A0", {}, 422),
        ("GET", "/api/v1/leaflets/baclofen/en.pdf?edition=large&paper=A5", {}, 404),
        ("GET", "/api/v1/leaflets?q=" + "a" * 300, {}, 422),
        ("GET", "/api/v1/leaflets?language=../../etc", {}, 422),
        ("DELETE", "/api/v1/leaflets", {}, 405),
        ("PATCH", "/api/v1/directions", {}, 405),
        ("TRACE", "/api/v1/states", {}, 405),
        ("POST", "/api/v1/directions", {"json": []}, 422),
        ("POST", "/api/v1/directions?language=es", {"content": b"{}"}, 415),
        ("POST", "/api/v1/directions?language=es", {"data": {"a": "b"}}, 415),
    ],
)
def test_every_error_is_a_problem(door, method, path, what, status):
    made = door.ask(method, path, **what)
    problem(made, status)
    assert ("allow" in made.headers) == (status == 405)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"\xff\xfe\xff", 400), (b"<xml/>", 400), (b"[" * 100_000, 422),
        (b'[{"text": 1, "text": 2}]', 422), (b"[1]", 422), (b"null", 422), (b" " * 9_000_000, 413),
        (b'[{"doseAndRate": [{"doseQuantity": {"value": 1e999999, "unit": "mL"}}]}]', 422),
    ],
)  # fmt: skip
def test_a_hostile_body_is_refused_and_the_next_one_said(door, body, status):
    headers = {"Content-Type": "application/fhir+json"}
    problem(door.post(f"{API}/directions?language=es", content=body, headers=headers), status)
    good = door.post(f"{API}/directions?language=es", json=[examples.DOSAGE])
    assert good.status_code == 200


def test_a_fault_of_ours_tells_nothing_of_the_request(door, monkeypatch, caplog):
    """Where a program fails, neither the answer nor the log quotes what it was about."""

    def fail(_body):
        raise RuntimeError(SECRET)

    monkeypatch.setattr("medleaf.build.directions.read", fail)
    with caplog.at_level(logging.DEBUG):
        made = door.post(f"{API}/directions", params={"language": "es"}, json=[SECRET])
    assert SECRET not in json.dumps(problem(made, 500))
    lines = [r.getMessage() + str(r.exc_info) for r in caplog.records if "medleaf" in r.name]
    assert any("RuntimeError" in line for line in lines)
    assert not [line for line in lines if SECRET in line]


def test_nothing_of_a_patient_is_logged_or_counted(door, caplog):
    """A planted name is in no line of the log and in no column of the use log."""
    dosage = {**examples.DOSAGE, "patientInstruction": SECRET}
    with caplog.at_level(logging.DEBUG):
        door.post(f"{API}/directions", params={"language": SECRET}, json=[dosage])
        door.post(f"{API}/directions", params={"language": "es"}, json=[dosage])
        door.get(f"{API}/leaflets", params={"q": SECRET, SECRET: SECRET})
        door.get(f"{API}/leaflets/{SECRET.lower()}")
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("medleaf")]
    assert lines
    assert not [line for line in lines if SECRET.lower() in line.lower()]
    assert door.log().usage().counts == ()


# ------------------------------------------------------------------ the description


def operations(door) -> list:
    paths = door.get(f"{API}/openapi.json").json()["paths"]
    return [(path, how, it) for path, group in paths.items() for how, it in group.items()]


def test_everything_in_the_description_has_an_example(door):
    """Parameters, bodies and answers that are JSON: a reader can try each of them."""
    document = door.get(f"{API}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    missing = []
    for path, how, it in operations(door):
        assert it["responses"]["default"] == {"$ref": "#/components/responses/Problem"}, path
        assert "422" not in it["responses"] or "problem+json" in json.dumps(it["responses"]["422"])
        for parameter in it.get("parameters", ()):
            plain = "enum" in json.dumps(parameter["schema"]) or parameter["in"] == "header"
            if not plain and not parameter.keys() & {"example", "examples"}:
                missing.append(f"{how} {path} {parameter['name']}")
        contents = [it.get("requestBody", {}).get("content", {}), it["responses"]["200"]["content"]]
        for content in contents:
            for media, shown in content.items():
                if "json" in media and not shown.keys() & {"example", "examples"}:
                    missing.append(f"{how} {path} {media}")
    assert missing == []


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (said.Leaflets, examples.LEAFLETS), (said.Leaflet, examples.ONE_LEAFLET),
        (said.Languages, examples.LANGUAGES), (said.States, examples.STATES),
        (said.Directions, examples.SAID),
    ],
)  # fmt: skip
def test_the_examples_of_answers_are_answers(model, example):
    assert model.model_validate(example).model_dump(mode="json").keys() == example.keys()


def test_the_examples_of_requests_work_and_answer_as_shown(door):
    made = door.post(f"{API}/directions?language=es", json=[examples.DOSAGE])
    assert made.json() == examples.SAID
    hits = door.get(f"{API}/leaflets", params={"q": "Lioresal", "language": "es"}).json()[
        "leaflets"
    ]
    assert hits[0] | {"offered": ["en", "es"]} == examples.LEAFLETS["leaflets"][0]
    for hook, call in examples.CALLS.items():
        path = {"patient-view": "leaflets", "order-select": "leaflets-for-orders"}[hook]
        (card,) = door.post(f"/cds-services/{path}", json=call).json()["cards"]
        assert card["summary"] == examples.CARDS["cards"][0]["summary"]
