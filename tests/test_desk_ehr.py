"""What a health record asks is answered truthfully, in its own form, and nothing of it is kept."""

import json
import logging
from contextlib import suppress
from urllib.parse import parse_qsl

import pytest
from cases import CASES, needs_cases
from conftest import ROOT
from feeds import ATOM, LANG, RXNORM, Door, categories, valid
from hypothesis import given, settings
from hypothesis import strategies as st

from medleaf.build.hooks import MOST_SUMMARY, SERVICES
from medleaf.build.infobutton import CHAPTERS, answer
from medleaf.build.shelves import Pair
from medleaf.dosing import knowledge
from medleaf.dosing.hooks import visit
from medleaf.faces.desk.examples import CALLS
from medleaf.model.problem import PressError
from medleaf.printing import feed
from medleaf.printing.guide.chapters import chapters
from medleaf.workspace import Workspace

BACLOFEN = {"mainSearchCriteria.v.c": "1292", "mainSearchCriteria.v.cs": RXNORM}
BY_HOOK = {it.hook: f"/cds-services/{it.id}" for it in SERVICES}
SECRET = "Zebulon-Quagmire"


def real_requests() -> list:
    file = CASES / "infobutton" / "requests.json"
    if not file.is_file():
        return [pytest.param("", "", marks=needs_cases)]
    rows = json.loads(file.read_text("utf-8"))["requests"]
    return [(it["name"], it.get("query") or it["url"].partition("?")[2]) for it in rows]


# What the real requests lead to; all others are about no leaflet of ours.
KNOWN = {
    "MedlinePlus Connect drug RxCUI JSON": ("baclofen", "en"),
    "MedlinePlus Connect drug RxCUI XML es": ("baclofen", "es"),
}


@pytest.fixture(scope="module")
def door(tmp_path_factory) -> Door:
    return Door(Workspace(ROOT), tmp_path_factory.mktemp("out"))


def asked(door, **parameters):
    return valid(door.get("/infobutton", params={**BACLOFEN, **parameters}).content)


# ------------------------------------------------------------------ infobutton


@pytest.mark.parametrize(("name", "query"), real_requests())
def test_every_real_request_is_answered(door, name, query):
    """A leaflet or none, never an error; all criteria come back, nothing of the patient does."""
    made = door.get(f"/infobutton?{query}")
    assert made.status_code == 200, made.text
    parameters = dict(parse_qsl(query))
    if parameters.get("knowledgeResponseType") == "application/json":
        told = made.json()["feed"]
        echoed = [(it["scheme"], it["term"]) for it in told["category"]]
        found = [(it["link"][0]["href"], it["lang"]) for it in told["entry"]]
        assert all(
            it["title"]["_value"] and it["summary"]["_type"] == "html" for it in told["entry"]
        )
    else:
        told = valid(made.content)
        echoed = categories(told)
        entries = told.findall(f"{ATOM}entry")
        found = [(it.find(f"{ATOM}link").get("href"), it.get(LANG)) for it in entries]
    wanted = {
        (key.replace(".c.", ".v.", 1), value)
        for key, value in parameters.items()
        if key.startswith("mainSearchCriteria")
    }
    assert wanted <= set(echoed)
    private = [
        v for k, v in parameters.items() if k.startswith(("patient", "age", "holder", "obs"))
    ]
    assert not [v for v in private if len(v) > 2 and v in made.text]
    expected = [KNOWN[name]] if name in KNOWN else []
    assert [(h.split("/")[-2], tag) for h, tag in found] == expected


def test_the_older_spelling_means_the_same(door):
    old = {key.replace(".v.", ".c."): value for key, value in BACLOFEN.items()}
    assert (
        door.get("/infobutton", params=old).content
        == door.get("/infobutton", params=BACLOFEN).content
    )


@pytest.mark.parametrize(
    "query",
    [
        (
            "mainSearchCriteria1.v.c=1292&mainSearchCriteria2.v.c=11289"
            "&mainSearchCriteria1.v.cs={0}&mainSearchCriteria2.v.cs={0}"
        ),
        (
            "mainSearchCriteria.v.c1=1292&mainSearchCriteria.v.c2=11289"
            "&mainSearchCriteria.v.cs1={0}&mainSearchCriteria.v.cs2={0}"
        ),
        (
            "mainSearchCriteria.v.c=1292&mainSearchCriteria.v.cs={0}"
            "&mainSearchCriteria.v.c=11289&mainSearchCriteria.v.cs={0}"
        ),
        (
            "MAINSEARCHCRITERIA.V.C=1292&mainsearchcriteria.v.cs={0}"
            "&mainSearchCriteria1.c.c=11289&mainSearchCriteria1.c.cs=urn:oid:{0}"
        ),
    ],
)
def test_several_criteria_are_told_apart(door, query):
    """Each leaflet has an entry of its own, with the criterion that led to it."""
    made = valid(door.get("/infobutton?" + query.format(RXNORM)).content)
    entries = made.findall(f"{ATOM}entry")
    assert [it.findtext(f"{ATOM}title") for it in entries] == ["Baclofen", "Warfarin"]
    codes = [[term for scheme, term in categories(it) if ".v.cs" not in scheme] for it in entries]
    assert codes == [["1292"], ["11289"]]


def test_two_codes_of_one_medicine_lead_to_one_entry(door):
    query = (
        f"mainSearchCriteria1.v.c=1292&mainSearchCriteria1.v.cs={RXNORM}"
        "&mainSearchCriteria2.v.c=M03BX01&mainSearchCriteria2.v.cs=2.16.840.1.113883.6.73"
    )
    (entry,) = valid(door.get(f"/infobutton?{query}").content).findall(f"{ATOM}entry")
    assert len(categories(entry)) == 4


@pytest.mark.parametrize(
    ("wanted", "served"),
    [
        ("es", "es"), ("es-MX", "es"), ("spa", "es"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"),
        ("zh-TW", "en"), ("tlh", "en"), ("ar", "ar"), ("", "en"), ("🙂", "en"),
    ],
)  # fmt: skip
def test_the_nearest_language_is_served_and_named(door, wanted, served):
    """xml:lang says the language of what stands there, whatever was asked for."""
    made = asked(door, **{"informationRecipient.languageCode.c": wanted})
    (entry,) = made.findall(f"{ATOM}entry")
    assert (made.get(LANG), entry.get(LANG)) == (served, served)
    link = entry.find(f"{ATOM}link").get("href")
    assert link == f"https://leaflets.example.org/{served}/baclofen/"


def test_a_caregiver_reads_their_own_language(door):
    both = {"performer.languageCode.c": "fr"}
    provider = asked(door, informationRecipient="PROV", **both)
    patient = asked(door, informationRecipient="PAT", **both)
    assert [it.get(LANG) for it in (provider, patient)] == ["fr", "en"]


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_subtopic_leads_to_its_chapter(door, code):
    """The anchor is there in the guide of every leaflet that can be found, in any language."""
    mesh = {"subTopic.v.c": code, "subTopic.v.cs": "2.16.840.1.113883.6.177"}
    links = asked(door, **mesh).findall(f"{ATOM}entry/{ATOM}link")
    assert links[0].get("href").endswith(f"/en/baclofen/#{CHAPTERS[code]}")
    assert "#" not in links[1].get("href")
    other = asked(door, **{**mesh, "subTopic.v.cs": "another"})
    assert "#" not in other.find(f"{ATOM}entry/{ATOM}link").get("href")
    shelf = door.desk.shelf()
    for name in {*shelf.index.names.values()}:
        edition = shelf.prepared(Pair(name, "en")).edition
        assert CHAPTERS[code] in [it.name for it in chapters(edition, shelf.clinic)], name


def test_what_nobody_reviewed_says_so_in_both_languages(door):
    made = asked(door, **{"informationRecipient.languageCode.c": "ur"})
    summary = made.findtext(f"{ATOM}entry/{ATOM}summary")
    assert 'lang="ur" dir="rtl"' in summary
    assert '<p lang="en" dir="ltr">Not yet reviewed' in summary


def test_a_medicine_without_a_leaflet_has_an_empty_feed_that_says_why(door):
    made = valid(
        door.get("/infobutton", params={**BACLOFEN, "mainSearchCriteria.v.c": "1"}).content
    )
    assert made.findall(f"{ATOM}entry") == []
    assert "no code" in made.findtext(f"{ATOM}subtitle")


def test_a_combination_gets_no_leaflet_of_one_part(door):
    made = asked(door, **{"mainSearchCriteria.v.dn": "baclofen / tizanidine 10 mg tablet"})
    assert made.findall(f"{ATOM}entry") == []


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("text/xml", "text/xml"),
        ("application/json", "application/json"),
        ("", "application/atom+xml"),
    ],
)
def test_the_answer_has_the_type_that_was_asked_for(door, kind, media):
    made = door.get("/infobutton", params={**BACLOFEN, "knowledgeResponseType": kind})
    assert made.headers["content-type"].partition(";")[0] == media
    again = door.get("/infobutton", params=BACLOFEN, headers={"Accept": f"{media};q=0.9, */*"})
    assert again.headers["content-type"].partition(";")[0] == media


def test_json_and_atom_say_the_same(door):
    request = knowledge.request([*BACLOFEN.items(), ("informationRecipient.languageCode.c", "ar")])
    found = answer(request, door.desk.shelf(), "https://desk.example")
    atom, data = valid(feed.atom(found)), json.loads(feed.plain(found))["feed"]
    (one,), (other,) = atom.findall(f"{ATOM}entry"), data["entry"]
    for name in ("id", "title", "updated", "summary"):
        assert one.findtext(f"{ATOM}{name}") == other[name]["_value"]
    assert [it.attrib for it in one.findall(f"{ATOM}link")] == other["link"]
    assert categories(atom) == [(it["scheme"], it["term"]) for it in data["category"]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "no-criteria"),
        ("mainSearchCriteria.v.c=", "no-system"),
        ("mainSearchCriteria.v.c=1292", "no-system"),
        ("mainSearchCriteria.v.cs=x&knowledgeResponseType=application/javascript", "jsonp"),
        ("mainSearchCriteria.v.cs=x&knowledgeResponseType=text/html", "response-type"),
        (f"mainSearchCriteria.v.cs={'a' * 601}", "too-long"),
        ("&".join(f"mainSearchCriteria{n}.v.cs=a" for n in range(1000)), "too-many"),
    ],
)
def test_what_cannot_be_answered_is_told(door, query, code):
    made = door.get(f"/infobutton?{query}")
    assert (made.status_code, made.headers["content-type"]) == (400, "application/problem+json")
    assert code in [it["code"] for it in made.json()["problems"]]


NAMES = st.sampled_from(
    ["mainSearchCriteria.v.c", "mainSearchCriteria.v.cs", "mainSearchCriteria.v.dn",
     "mainSearchCriteria2.v.dn", "mainSearchCriteria.c.ot", "subTopic.v.dn", "performer",
     "informationRecipient.languageCode.c", "informationRecipient", "knowledgeResponseType"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(), st.sampled_from(["1292", RXNORM, "baclofen", "es", "PROV", "text/xml"])
)


@settings(max_examples=150, deadline=None)
@given(parameters=st.lists(st.tuples(NAMES | st.text(), VALUES), max_size=8))
def test_any_query_is_answered_or_refused(door, parameters):
    """Whatever is asked, the feed is valid in both forms, and says what was asked."""
    try:
        request = knowledge.request(parameters)
    except PressError:
        return
    found = answer(request, door.desk.shelf(), "http://desk.example")
    echoed = categories(valid(feed.atom(found)))
    json.loads(feed.plain(found))
    assert len(echoed) == len(found.told)
    assert len(request.criteria) >= 1


def test_an_answer_that_did_not_change_is_not_sent_again(door):
    first = door.get("/infobutton", params=BACLOFEN)
    again = door.get(
        "/infobutton", params=BACLOFEN, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_links_lead_back_through_a_proxy_with_tls(door):
    made = door.get("/infobutton", params=BACLOFEN, headers={"X-Forwarded-Proto": "https"})
    links = valid(made.content).findall(f"{ATOM}entry/{ATOM}link")
    assert links[1].get("href") == "https://desk.example/api/v1/leaflets/baclofen/en.pdf"


# ------------------------------------------------------------------ CDS Hooks


def test_discovery_lists_what_can_be_called(door):
    listed = door.get("/cds-services").json()["services"]
    assert {it["hook"] for it in listed} == {"patient-view", "order-select"}
    for it in listed:
        assert it["id"] and it["title"] and it["description"]
        assert it["prefetch"]["patient"] == "Patient/{{context.patientId}}"
        assert door.post(f"/cds-services/{it['id']}", json=CALLS[it["hook"]]).status_code == 200


@pytest.mark.parametrize("hook", BY_HOOK)
def test_a_card_links_to_the_leaflet_in_the_patients_language(door, hook):
    (card,) = door.post(BY_HOOK[hook], json=CALLS[hook]).json()["cards"]
    assert len(card["summary"]) <= MOST_SUMMARY < 140
    assert card["indicator"] == "info"
    assert "Not yet reviewed" in card["detail"]
    assert card["source"]["label"] == "Riverside Clinic"
    assert [(it["type"], it["url"]) for it in card["links"]] == [
        ("absolute", "https://leaflets.example.org/es/baclofen/"),
        ("absolute", "http://desk.example/api/v1/leaflets/baclofen/es.pdf"),
    ]


def changed(hook: str, **order) -> dict:
    call = json.loads(json.dumps(CALLS[hook]))
    where = (
        call["context"]["draftOrders"]
        if hook == "order-select"
        else call["prefetch"]["medications"]
    )
    where["entry"][0]["resource"].update(order)
    return call


@pytest.mark.parametrize("hook", BY_HOOK)
@pytest.mark.parametrize(
    "order",
    [
        {"status": "stopped"}, {"status": "cancelled"}, {"doNotPerform": True},
        {"intent": "proposal"}, {"medicationCodeableConcept": {"text": "Somethingelse"}},
        {"medicationCodeableConcept": {"text": "baclofen and tizanidine"}},
        {"modifierExtension": [{"url": "x", "valueBoolean": True}]},
    ],
)  # fmt: skip
def test_what_is_not_to_be_taken_or_not_known_has_no_card(door, hook, order):
    made = door.post(BY_HOOK[hook], json=changed(hook, **order))
    assert (made.status_code, made.json()) == (200, {"cards": []})


def test_only_what_was_selected_has_a_card(door):
    call = json.loads(json.dumps(CALLS["order-select"]))
    call["context"]["selections"] = ["MedicationRequest/another"]
    assert door.post(BY_HOOK["order-select"], json=call).json() == {"cards": []}


def test_a_medicine_is_found_behind_a_reference(door):
    call = changed("order-select", medicationCodeableConcept=None,
                   medicationReference={"reference": "urn:uuid:11111111-1111-4111-8111-111111111111"})  # fmt: skip
    medication = {"resourceType": "Medication", "code": {"text": "Warfarin 1 mg"}}
    call["context"]["draftOrders"]["entry"].append(
        {"fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111", "resource": medication}
    )
    (card,) = door.post(BY_HOOK["order-select"], json=call).json()["cards"]
    assert "Warfarin" in card["summary"]


def test_a_language_that_is_not_there_is_said_and_english_linked(door):
    call = json.loads(json.dumps(CALLS["patient-view"]))
    call["prefetch"]["patient"]["communication"] = [{"language": {"text": "tlh"}}]
    (card,) = door.post(BY_HOOK["patient-view"], json=call).json()["cards"]
    assert "There is none in the patient's language: this one is in English" in card["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"[]", 400), (b"null", 400), (b'"x"', 400), (b"{}", 400),
        (b"\xff\xfe\x00", 400), (b"[" * 200_000, 400), (b'{"a":' * 50_000, 400),
        (b'{"hook": "patient-view", "hook": "patient-view"}', 400), (b"1e999999", 400),
        (b'{"hook": 1, "hookInstance": [], "context": "x", "prefetch": 7}', 400),
        (json.dumps(CALLS["order-select"]).encode(), 400),
        (json.dumps({**CALLS["patient-view"], "prefetch": {}}).encode(), 412),
        (json.dumps({**CALLS["patient-view"], "prefetch": None}).encode(), 412),
        (b" " * 9_000_000, 413),
    ],
)  # fmt: skip
def test_a_hostile_call_is_refused_clearly_and_the_next_one_works(door, body, status):
    headers = {"Content-Type": "application/json"}
    made = door.post(BY_HOOK["patient-view"], content=body, headers=headers)
    assert (made.status_code, made.headers["content-type"]) == (status, "application/problem+json")
    assert made.json()["detail"]
    call = CALLS["patient-view"]
    assert door.post(BY_HOOK["patient-view"], json=call).status_code == 200


def test_what_is_no_json_by_its_type_and_what_is_no_service_is_refused(door):
    assert door.post(BY_HOOK["patient-view"], content=b"<xml/>").status_code == 415
    made = door.post("/cds-services/nothing", json={})
    assert (made.status_code, "leaflets-for-orders" in made.json()["detail"]) == (404, True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["resourceType", "entry", "resource", "id", "status", "fullUrl", "text"]
            )
            | st.text(max_size=5),
            inner
            | st.sampled_from(["Bundle", "MedicationRequest", "Patient", "Medication", "active"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(hook=st.sampled_from([*BY_HOOK]), context=JSON, prefetch=JSON, orders=JSON)
def test_any_call_is_read_or_refused(hook, context, prefetch, orders):
    """A call of any shape gives medicines or a reason, never a fault."""
    call = {"hook": hook, "hookInstance": "x", "context": context, "prefetch": prefetch}
    bundle = {"resourceType": "Bundle", "entry": orders}
    inside = {**CALLS[hook]["context"], "draftOrders": bundle, "selections": [context]}
    sent = {"medications": bundle, "patient": prefetch}
    for it in (call, {**call, "context": inside, "prefetch": sent}):
        with suppress(PressError):
            visit(json.dumps(it).encode(), hook)


# ------------------------------------------------------------------ nothing is kept


def test_nothing_of_a_patient_is_answered_logged_or_kept(door, caplog, tmp_path):
    """A planted name comes back in no card, no feed, no line of the log and no database."""
    call = json.loads(json.dumps(CALLS["patient-view"]))
    call["prefetch"]["patient"] |= {
        "id": SECRET,
        "name": [{"family": SECRET}],
        "birthDate": "1950-01-01",
    }
    call["context"] |= {"patientId": SECRET, "userId": SECRET}
    call["fhirAuthorization"] = {"access_token": SECRET}
    parameters = {
        **BACLOFEN, "holder.assignedEntity.certificateText": SECRET, "patientPerson.n": SECRET,
        "observation.v.v": SECRET, SECRET: SECRET,
    }  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        answers = [
            door.post(BY_HOOK["patient-view"], json=call),
            door.post(BY_HOOK["order-select"], json=call),
            door.post(f"/cds-services/{SECRET}", json=call),
            door.get("/infobutton", params=parameters),
            door.get("/infobutton", params={SECRET: SECRET}),
            door.get(f"/infobutton/{SECRET}"),
            door.get("/infobutton", params={"mainSearchCriteria.v.c": SECRET}),
        ]
    assert [it.status_code for it in answers] == [200, 400, 404, 200, 400, 404, 400]
    assert not [it.text for it in answers if SECRET in it.text]
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("medleaf")]
    assert lines
    assert not [line for line in lines if SECRET in line or "1292" in line]


def test_a_language_that_may_not_go_out_is_not_offered(place, tmp_path):
    """An edition that the gate refuses is no answer: the next best one is, and says which it is."""
    file = place.catalog("de", "testamin")
    file.parent.mkdir(parents=True)
    for name in ("testamin", "phrases", "interface"):
        place.catalog("de", name).write_text('msgid ""\nmsgstr "Language: de\\n"\n', "utf-8")
    leaflet = place.leaflet("testamin")
    leaflet.write_text(leaflet.read_text("utf-8") + "names: {inn: testamin}\n", "utf-8")
    query = {"mainSearchCriteria.v.cs": RXNORM, "mainSearchCriteria.v.dn": "Testamin 1 mg"}
    german = {**query, "informationRecipient.languageCode.c": "de"}
    door = Door(place, tmp_path)
    (entry,) = valid(door.get("/infobutton", params=german).content).findall(f"{ATOM}entry")
    assert entry.get(LANG) == "en"
    place.settings.write_text(
        place.settings.read_text("utf-8").replace('"unreviewed" ', '"approved" ')
    )
    none = valid(Door(place, tmp_path).get("/infobutton", params=german).content)
    assert none.findall(f"{ATOM}entry") == []
    assert "may not be given out" in none.findtext(f"{ATOM}subtitle")
