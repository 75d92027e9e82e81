"""Finished copies as FHIR resources, for the record that asked for them.

DocumentReference and Bundle: https://hl7.org/fhir/R4/documentreference.html; OperationOutcome for
prescriptions that got nothing. LOINC 69730-0 is "Instructions". Nothing of the patient is repeated.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from medleaf.build.counter import Served, Turned
from medleaf.build.handout import Handout
from medleaf.build.personal import Copy, Made, Unmade
from medleaf.model.edition import State
from medleaf.model.page import PAPERLESS, Format

MEDIA: Mapping[Format, str] = {
    "text": "text/plain; charset=utf-8",
    "braille": "text/plain; charset=us-ascii",
}
_TYPE = {
    "coding": [{"system": "http://loinc.org", "code": "69730-0", "display": "Instructions"}],
    "text": "Medication leaflet",
}


def documents(
    handout: Handout, made: Iterable[Made], unmade: Iterable[Unmade], now: datetime
) -> dict[str, Any]:
    """Return what *handout* became: a DocumentReference, or a Bundle where it is not just one."""
    done = {it.row: it for it in made}
    failed = {it.row: it for it in unmade}
    entries: list[dict[str, Any]] = []
    for served in handout.served:
        for copy in served.copies:
            if copy.row in done:
                entries.append(_document(served, copy, done.pop(copy.row), now))
            else:
                entries.append(_outcome([lost(served, failed.pop(copy.row))]))
    for schedule in handout.schedules:
        language = schedule.taken[0].copy.language.html
        if schedule.row in done:
            entries.append(_schedule(language, done[schedule.row], now))
        else:
            problem = failed[schedule.row].problems[0]
            entries.append(_outcome([Turned("schedule", problem.code, problem.message)]))
    if handout.turned:
        entries.append(_outcome(handout.turned))
    if handout.notes:
        entries.append(_outcome(handout.notes, "warning"))
    if len(entries) == 1 and entries[0]["resourceType"] == "DocumentReference":
        return entries[0]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(timespec="seconds"),
        "entry": [{"resource": entry} for entry in entries],
    }


def lost(served: Served, unmade: Unmade) -> Turned:
    """Return why a copy of *served* could not be made, by its row."""
    problem = unmade.problems[0]
    return Turned(served.row, problem.code, problem.message)


def _document(served: Served, copy: Copy, made: Made, now: datetime) -> dict[str, Any]:
    edition = served.edition
    of = f"prescription {served.row}: {copy.pair.leaflet}, {edition.language.english}"
    final = "final" if edition.state is State.APPROVED else "preliminary"
    found = _reference(f"Leaflet for {of}", edition.language.html, made, copy.format, now)
    return {**found, "docStatus": final, "identifier": [{"value": served.row}]}


def _schedule(language: str, made: Made, now: datetime) -> dict[str, Any]:
    return _reference("Schedule of all medicines", language, made, "standard", now)


def _reference(
    title: str, language: str, made: Made, format_: Format, now: datetime
) -> dict[str, Any]:
    moment = now.isoformat(timespec="seconds")
    sha1 = hashlib.sha1(made.data, usedforsecurity=False).digest()  # what FHIR asks for
    attachment = {
        "contentType": MEDIA[format_] if format_ in PAPERLESS else "application/pdf",
        "language": language,
        "data": base64.b64encode(made.data).decode("ascii"),
        "size": len(made.data),
        "hash": base64.b64encode(sha1).decode("ascii"),
        "title": title,
        "creation": moment,
    }
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": _TYPE,
        "date": moment,
        "description": title,
        "content": [{"attachment": attachment}],
    }


def _outcome(told: Iterable[Turned], severity: str = "error") -> dict[str, Any]:
    issues = [
        {
            "severity": severity,
            "code": "informational" if severity == "warning" else "processing",
            "details": {"coding": [{"code": it.code}], "text": it.reason},
            "diagnostics": f"prescription {it.row}",
        }
        for it in told
    ]
    return {"resourceType": "OperationOutcome", "issue": issues}
