"""What holds for every dosage and every file, sound or broken: nothing crashes, nothing is lost."""

import copy
import io
import json
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medleaf.build.directions import directions, speech
from medleaf.build.library import Library
from medleaf.dosing.fhir.document import dosages
from medleaf.dosing.fhir.dosage import dosage
from medleaf.dosing.fhir.orders import dosages_of
from medleaf.dosing.fhir.wire import DEEPEST, Number, parse
from medleaf.dosing.fhir.xml import parse_xml
from medleaf.dosing.files import read
from medleaf.model.directions import RefusedError
from medleaf.model.dosage import Dosage
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError
from medleaf.workspace import Workspace
from tests import cases
from tests.fhirxml import xml

ROOT = Path(__file__).parent.parent
SNOMED, UCUM = "http://snomed.info/sct", "http://unitsofmeasure.org"

number = st.integers(1, 98) | st.decimals("0.1", 999, places=2).map(float)
small = st.integers(1, 98)
word = st.sampled_from(["tablet", "mg", "mL", "pain", "as told"])
quantity = st.fixed_dictionaries(
    {"value": number}, optional={"unit": word, "code": st.just("mg"), "system": st.just(UCUM)}
)
ranged = st.fixed_dictionaries({}, optional={"low": quantity, "high": quantity})
ratio = st.fixed_dictionaries({"numerator": quantity, "denominator": quantity})
concept = st.fixed_dictionaries(
    {"text": word},
    optional={
        "coding": st.lists(
            st.fixed_dictionaries({"system": st.just(SNOMED), "code": word}), max_size=2
        )
    },
)
dates = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(str)
repeat = st.fixed_dictionaries(
    {},
    optional={
        "boundsDuration": quantity, "boundsRange": ranged,
        "boundsPeriod": st.fixed_dictionaries({}, optional={"start": dates, "end": dates}),
        "count": small, "countMax": small, "duration": number, "durationMax": number,
        "durationUnit": st.sampled_from(["h", "min"]), "frequency": small, "frequencyMax": small,
        "period": number, "periodMax": number, "periodUnit": st.sampled_from(["h", "d", "wk"]),
        "dayOfWeek": st.lists(st.sampled_from(["mon", "tue"]), max_size=2),
        "timeOfDay": st.lists(st.times().map(lambda it: it.strftime("%H:%M:%S")), max_size=3),
        "when": st.lists(st.sampled_from(["MORN", "AC", "C"]), max_size=2), "offset": small,
    },
)  # fmt: skip
sound = st.fixed_dictionaries(
    {},
    optional={
        "sequence": small, "text": word, "patientInstruction": word,
        "additionalInstruction": st.lists(concept, max_size=2),
        "timing": st.fixed_dictionaries(
            {}, optional={"repeat": repeat, "event": st.lists(dates, max_size=2), "code": concept}
        ),
        "asNeededBoolean": st.booleans(), "asNeededCodeableConcept": concept,
        "asNeededFor": st.lists(concept, max_size=2), "site": concept, "route": concept,
        "method": concept, "doseQuantity": quantity, "doseRange": ranged, "rateRatio": ratio,
        "doseAndRate": st.lists(
            st.fixed_dictionaries(
                {}, optional={"doseQuantity": quantity, "doseRange": ranged, "rateRange": ranged,
                              "rateQuantity": quantity, "rateRatio": ratio, "type": concept}
            ), max_size=2,
        ),
        "maxDosePerPeriod": ratio | st.lists(ratio, max_size=2),
        "maxDosePerAdministration": quantity, "maxDosePerLifetime": quantity,
    },
)  # fmt: skip
ODD = [None, [], {}, "", "x", "2", -1, 0, 1e9, True, [3, 4], {"value": 5}, "2021-06-35", "12:99"]


def leaves(value: object) -> list[str]:
    """Return every number of a document, and every date and time, as they were written."""
    if isinstance(value, dict):
        return [it for name, item in value.items() for it in leaves((name, item))]
    if isinstance(value, list):
        return [it for item in value for it in leaves(item)]
    if isinstance(value, tuple):
        name, item = value
        if name in {"timeOfDay", "event", "start", "end"}:
            return [it for it in json.dumps(item).split('"') if it[:1].isdigit()] or leaves(item)
        return leaves(item)
    return [value] if isinstance(value, Number) else []


def facts(value: object) -> set[str]:
    """Return the same of a dosage that was read."""
    if isinstance(value, str | time):
        return {value if isinstance(value, str) else value.isoformat()}
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return {str(value)}
    if isinstance(value, tuple) and hasattr(value, "year"):
        return {"-".join(f"{it:02}" for it in value[:3] if it)}
    if is_dataclass(value):
        return set().union(*(facts(getattr(value, it.name)) for it in fields(value)))
    if isinstance(value, tuple):
        return set().union(*map(facts, value))
    return set()


def holds(value: object) -> None:
    found = dosage(parse(json.dumps(value)), "dosage")
    lost = set(leaves(parse(json.dumps(value)))) - facts(found)
    assert not lost or found.doubts


@settings(max_examples=300, deadline=None)
@given(sound)
def test_every_number_date_and_time_is_read_or_there_is_a_doubt(value):
    holds(value)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_dosage_broken_anywhere_loses_nothing_either(data):
    value = copy.deepcopy(data.draw(sound))
    for _ in range(data.draw(st.integers(1, 4))):
        place: dict | list = value
        while place:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            key = data.draw(st.sampled_from(keys))
            if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
                place = place[key]
                continue
            match data.draw(st.sampled_from(["cut", "odd", "rename"])):
                case "cut":
                    del place[key]
                case "odd":
                    place[key] = copy.deepcopy(data.draw(st.sampled_from(ODD)))
                case "rename" if isinstance(place, dict):
                    place[f"{key}X"] = place.pop(key)
            break
    holds(value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["resourceType", "entry", "resource", "dosageInstruction", "timing", "name",
                         "contained", "subject", "reference", "identifier", "medication", "status",
                         "extension", "modifierExtension", "url", "repeat", "id", "code", "coding"])
        | st.text(max_size=3),
        inner | st.sampled_from(["Bundle", "MedicationRequest", "Patient", "Medication", "#a"]),
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(json_values)
def test_no_document_however_odd_stops_the_reader(value):
    data = json.dumps(value).encode()
    for text in (data, data + b"\n" + data):
        try:
            found = list(read([io.BytesIO(text)]))
        except PressError:
            continue
        assert {type(it) for it in found} <= {Prescription, Unread}
        assert [it for it in found if isinstance(it, Unread) and it.problem.code == "fault"] == []


@cache
def english():
    return speech(Library(Workspace(ROOT), date(2026, 1, 1)), "en")


@cases.needs_cases
def test_what_the_nhs_refuses_is_refused():
    """By the reader, or where it is put into words: 51 dosages that nobody could follow."""
    bad = [case for case in cases.dosages() if case.get("expected_error")]
    assert len(bad) == 51
    passed = []
    for case in bad:
        try:
            directions(dosages(case["input"]), english())
        except RefusedError:
            continue
        passed.append((case["id"], case["expected_error"]))
    assert passed == []


@cases.needs_cases
def test_json_and_xml_say_the_same():
    for case in cases.dosages():
        order = {"resourceType": "MedicationRequest", "dosageInstruction": case["input"]}
        assert dosages_of(parse_xml(xml(order))) == dosages_of(order), case["id"]
    for file in cases.prescriptions():
        data = file.read_bytes()
        by_json, by_xml = (list(read([io.BytesIO(it)])) for it in (data, xml(parse(data))))
        assert by_json == by_xml, file.name


@settings(max_examples=200, deadline=None)
@given(sound)
def test_json_and_xml_say_the_same_of_any_dosage(value):
    made = parse(json.dumps(value))
    order = {"resourceType": "MedicationRequest", "dosageInstruction": [made]}
    assert dosages_of(parse_xml(xml(order))) == dosages_of(order)


BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<MedicationRequest xmlns="http://hl7.org/fhir"><status value="&b;"/></MedicationRequest>'
)
OUTSIDE = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    b'<MedicationRequest xmlns="http://hl7.org/fhir"><status value="&a;"/></MedicationRequest>'
)
DEEP = 3_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "xml-entities"),
        (OUTSIDE, "xml-entities"),
        (b"<html><body>no</body></html>", "xml"),
        (b"<MedicationRequest", "xml"),
        (b'{"a":' * 200_000, "too-deep"),
        (b"[" * 200_000 + b"]" * 200_000, "too-deep"),
        (b'{"resourceType": "MedicationRequest", }', "json"),
        (b'{"resourceType": "Bundle", "x": "\xff"}', "encoding"),
        (b"   \n", "empty"),
    ],
)
def test_hostile_files_are_refused_as_a_whole(data, code):
    with pytest.raises(PressError) as error:
        list(read([io.BytesIO(data)]))
    assert [it.code for it in error.value.problems] == [code]


def nested(depth: int) -> bytes:
    name = '{"extension":[' * depth + "]}" * depth
    return (
        b'{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"a"},'
        b'"extension":[' + name.encode() + b"]}"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (nested(DEEPEST), "too-deep"),
        (b'{"resourceType":"MedicationRequest","status":"active","status":"active"}', "twice"),
        (b'{"resourceType":"MedicationRequest"}', "no-medicine"),
        (b'{"resourceType":"MedicationRequest","medicationReference":{"reference":"#x"}}',
         "no-medicine"),
        (b'{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"%b"}}'
         % (b"x" * 5_000), "too-long"),
    ],
)  # fmt: skip
def test_one_bad_resource_does_not_stop_the_others(data, code):
    good = b'{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"a"}}'
    for file in (b"[%b,%b]" % (data, good), b"%b\n%b\n" % (good, data)):
        found = list(read([io.BytesIO(file)]))
        assert sorted(type(it).__name__ for it in found) == ["Prescription", "Unread"]
        assert [it.problem.code for it in found if isinstance(it, Unread)] == [code]


@pytest.mark.parametrize("name", ["Zsófia Őry", "Smith", "anna"])
def test_messages_name_no_patient(name):
    """Names and free text stand in no message, whatever is wrong and wherever they stand."""
    broken = {
        "resourceType": "MedicationRequest", "subject": {"display": name},
        "medicationCodeableConcept": {"text": "a"}, "status": name, "intent": name,
        "authoredOn": name,
        "dosageInstruction": [{
            "sequence": name, "timing": {"event": [name], "repeat": {
                "when": [name], "timeOfDay": [name], "frequency": name, "periodUnit": name,
                "boundsPeriod": {"start": name}}},
            "asNeededBoolean": name, "doseAndRate": [{"doseQuantity": {"value": name}}, name],
            "modifierExtension": [{"url": name}, name],
        }],
    }  # fmt: skip
    [late] = read([io.BytesIO(json.dumps(broken).encode())])
    del broken["authoredOn"]
    [found] = read([io.BytesIO(json.dumps(broken).encode())])
    said = [str(late.problem), found.refusal, *found.dosages[0].doubts]
    assert len(said) > 11
    assert [it for it in said if name in it] == []


def test_a_dosage_that_says_nothing_is_no_dosage():
    order = {"dosageInstruction": [{"extension": [{"url": "https://example.org/flag"}]}]}
    assert dosages_of(order) == ()
    assert dosages([{}])[0] != Dosage()
