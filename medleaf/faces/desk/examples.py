"""Examples for the description of the API. Those of requests work with the bundled leaflets."""

from typing import Any

from fastapi.openapi.models import Example

Responses = dict[int | str, dict[str, Any]]

RXNORM = "2.16.840.1.113883.6.88"
LEAFLET: dict[str, Example] = {"baclofen": {"value": "baclofen"}}
TAG: dict[str, Example] = {
    "Spanish": {"value": "es"},
    "Chinese": {"value": "zh_Hans", "description": "Simplified letters: a folder's name."},
}
PAGE: dict[str, Example] = {"first": {"value": 1}}
WORDS: dict[str, Example] = {
    "name": {"value": "Lioresal"},
    "code": {"value": "1292", "description": "RxNorm; any code of the leaflet will do."},
}
READER: dict[str, Example] = {
    "Spanish": {"value": "es"},
    "Mexico": {"value": "es-MX", "description": "BCP 47: the nearest language is taken."},
}

DOSAGE = {
    "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN"]}},
    "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}], "text": "oral"},
    "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
}
_ORDER = {
    "resourceType": "MedicationRequest",
    "id": "baclofen",
    "status": "draft",
    "intent": "order",
    "medicationCodeableConcept": {
        "coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1292"}],
        "text": "Baclofen 10 mg tablet",
    },
}
_PATIENT = {"resourceType": "Patient", "communication": [{"language": {"text": "es"}}]}
CALLS: dict[str, dict[str, Any]] = {
    "patient-view": {
        "hook": "patient-view",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/1", "patientId": "1"},
        "prefetch": {
            "patient": _PATIENT,
            "medications": {
                "resourceType": "Bundle",
                "entry": [{"resource": {**_ORDER, "status": "active"}}],
            },
        },
    },
    "order-select": {
        "hook": "order-select",
        "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2eb",
        "context": {
            "userId": "Practitioner/1",
            "patientId": "1",
            "selections": ["MedicationRequest/baclofen"],
            "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": _ORDER}]},
        },
        "prefetch": {"patient": _PATIENT},
    },
}

_EDITION = {
    "leaflet": "baclofen",
    "language": "es",
    "title": "Baclofeno",
    "subtitle": "Medicamento para músculos tensos y rígidos",
    "state": "unreviewed",
    "printable": True,
    "reason": "",
    "mender": "",
    "withdraw": False,
    "revision": "15b8877",
    "published": "2026-11-24",
    "pdf": "http://127.0.0.1:8080/api/v1/leaflets/baclofen/es.pdf",
    "guide": "https://leaflets.example.org/es/baclofen/",
}
LEAFLETS = {
    "leaflets": [
        {
            "id": "baclofen",
            "language": "es",
            "title": "Baclofeno",
            "subtitle": "Medicamento para músculos tensos y rígidos",
            "offered": ["en", "es"],
            "how": "Lioresal",
            "exact": False,
        }
    ]
}
ONE_LEAFLET = {
    "id": "baclofen",
    "kind": "medicine",
    "names": ["baclofen", "baclofène", "Lioresal"],
    "codes": {"atc": ["M03BX01"], "rxnorm": ["1292"]},
    "editions": [_EDITION],
}
LANGUAGES = {
    "languages": [
        {
            "tag": "zh_Hans",
            "html": "zh-Hans",
            "script": "Hans",
            "direction": "ltr",
            "own": "简体中文",
            "english": "Simplified Chinese",
        }
    ]
}
STATES = {"states": [{**_EDITION, "problems": []}]}
SAID = {
    "language": "es",
    "origin": "generated",
    "lang": "es",
    "clauses": [
        {"kind": "often", "text": "1 vez al día."},
        {"kind": "way", "text": "Tómelo por la boca."},
    ],
    "grid": {
        "kind": "times",
        "head": ["Mañana", "Mediodía", "Noche", "Al acostarse"],
        "rows": [["1 pastilla", "", "", ""]],
        "pictures": ["morning", "noon", "evening", "bedtime"],
    },
    "warning": "",
    "algorithm": "1",
    "text": "1 vez al día.\nTómelo por la boca.\nMañana: 1 pastilla",
}
FEED = {
    "feed": {
        "base": "http://127.0.0.1:8080/",
        "lang": "es",
        "id": {"_value": "urn:uuid:1d00e61b-85c1-57c3-9866-e726f1424867"},
        "title": {"_value": "Guías de medicamentos – Riverside Clinic", "_type": "text"},
        "updated": {"_value": "2026-11-24T00:00:00Z"},
        "category": [{"scheme": "mainSearchCriteria.v.c", "term": "1292"}],
        "entry": [
            {
                "lang": "es",
                "id": {"_value": "https://leaflets.example.org/es/baclofen/"},
                "title": {"_value": "Baclofeno", "_type": "text"},
                "link": [{"href": "https://leaflets.example.org/es/baclofen/"}],
                "summary": {
                    "_value": "<p>Medicamento para músculos tensos y rígidos</p>",
                    "_type": "html",
                },
            }
        ],
    }
}
SERVICE: dict[str, Example] = {"patient-view": {"value": "leaflets"}}
SERVICES = {
    "services": [
        {
            "hook": "order-select",
            "id": "leaflets-for-orders",
            "title": "Medication leaflets for orders",
            "description": "Links to leaflets, in the patient's language.",
            "prefetch": {"patient": "Patient/{{context.patientId}}"},
        }
    ]
}
CARDS = {
    "cards": [
        {
            "summary": "Leaflet for the patient: Baclofen (Spanish, Español)",
            "indicator": "info",
            "detail": "**Not yet reviewed – not for patients.**\n\n"
            "Found by rxnorm 1292. Revision 15b8877, 2026-11-24.",
            "source": {"label": "Riverside Clinic", "url": "https://leaflets.example.org"},
            "links": [
                {
                    "label": "Guide online (Spanish, Español)",
                    "url": "https://leaflets.example.org/es/baclofen/",
                    "type": "absolute",
                }
            ],
        }
    ]
}


def answers(example: dict[str, Any]) -> Responses:
    """Return the responses of a list: what *example* shows, or that nothing changed."""
    content = {"application/json": {"example": example}}
    return {200: {"description": "As asked.", "content": content}, **_UNCHANGED}


def sheets(media: str) -> Responses:
    """Return the responses of what is printed, which is of type *media*."""
    data = {"type": "string", "format": "binary"}
    return {
        200: {"description": "As asked.", "content": {media: {"schema": data}}},
        **_UNCHANGED,
        404: {"description": "There is no such leaflet, language or page."},
        409: {"description": "It may not be printed; the problems say why."},
        503: {"description": "There is much to print; come again as Retry-After says."},
    }


_TAKEN = {**_ORDER, "status": "active", "dosageInstruction": [DOSAGE]}
_TAKEN_XML = """\
<MedicationRequest xmlns="http://hl7.org/fhir">
  <status value="active"/>
  <intent value="order"/>
  <medicationCodeableConcept><text value="Baclofen 10 mg tablet"/></medicationCodeableConcept>
</MedicationRequest>
"""
PRESCRIPTIONS: dict[str, Any] = {
    "required": True,
    "description": "MedicationRequest, Dispense or Statement, alone or in a Bundle; or a table.",
    "content": {
        "application/fhir+json": {
            "schema": {"type": "object"},
            "examples": {"MedicationRequest": {"value": _TAKEN}},
        },
        "application/fhir+xml": {
            "schema": {"type": "string"},
            "examples": {"MedicationRequest": {"value": _TAKEN_XML}},
        },
        "text/csv": {
            "schema": {"type": "string"},
            "examples": {"table": {"value": "medicine,directions\nbaclofen,as you were told\n"}},
        },
    },
}
COPIES: Responses = {
    200: {
        "description": "As Accept says: one PDF for paper, or FHIR with a document for each copy.",
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
            "text/plain": {"schema": {"type": "string"}},
            "application/fhir+json": {
                "schema": {"type": "object"},
                "example": {
                    "resourceType": "DocumentReference",
                    "status": "current",
                    "content": [{"attachment": {"contentType": "application/pdf"}}],
                },
            },
        },
    },
    406: {"description": "Leaflets are not given as that."},
    415: {"description": "Prescriptions are not read from that."},
    503: {"description": "There is much to print; come again as Retry-After says."},
}
_UNCHANGED: Responses = {304: {"description": "It is as If-None-Match says."}}
