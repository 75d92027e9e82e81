"""Prescriptions that programs hand in, and the leaflets they get. Nothing of it is kept."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response

from medleaf.build.counter import Turned, Wishes
from medleaf.build.documents import MEDIA, documents, lost
from medleaf.build.handout import Handout, hand_in
from medleaf.build.personal import Made, Unmade
from medleaf.faces.desk import examples, problems
from medleaf.faces.desk.prints import Beside
from medleaf.faces.desk.room import Here, Room
from medleaf.model.page import PAPERLESS, Format, Paper

router = APIRouter(prefix="/api/v1", tags=["prescriptions"])

FHIR = "application/fhir+json"
_FHIR_ALSO = {FHIR, "application/json"}
_ANY = {"*/*", "application/*", "application/pdf", "text/*", "text/plain", ""}
_READ = {
    "application/fhir+json", "application/json", "application/fhir+xml", "application/xml",
    "text/xml", "application/fhir+ndjson", "application/x-ndjson", "text/csv",
    "text/tab-separated-values",
}  # fmt: skip


@router.post(
    "/prescriptions",
    response_class=Response,
    openapi_extra={"requestBody": examples.PRESCRIPTIONS},
    responses=examples.COPIES,
)
async def prescriptions(
    here: Here,
    request: Request,
    language: Annotated[str, Query(max_length=40, openapi_examples=examples.READER)] = "",
    edition: Annotated[tuple[Format, ...], Query(min_length=1, max_length=6)] = ("standard",),
    paper: Paper | None = None,
    beside: Beside = None,
    accept: Annotated[str, Header(max_length=1000)] = "*/*",
) -> Response:
    """Return leaflets with the patients' own directions, as PDF or as FHIR.

    Without a language everybody gets the one of their record. As PDF all of it is one file, and
    there is none where one prescription gets nothing; as FHIR a Bundle says which and why.
    """
    as_fhir = _wants_fhir(accept)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in _READ:
        raise HTTPException(415, f"prescriptions are read as {', '.join(sorted(_READ))}")
    data = await request.body()

    def read() -> Handout:
        shelf = here.desk.shelf()
        size, release = paper or shelf.clinic.paper, shelf.clinic.release
        wishes = Wishes(language, size, tuple(dict.fromkeys(edition)), release, beside or "")
        return hand_in(shelf, data, wishes)

    handout = await asyncio.to_thread(read)
    if not handout.served or (handout.turned and not as_fhir):
        return _refused(handout.turned or handout.notes)
    made, unmade = await here.printouts.copies(handout)
    if as_fhir:
        found = documents(handout, made, unmade, datetime.now(UTC))
        answer: Response = JSONResponse(found, media_type=FHIR)
    elif unmade:
        return _refused(_failed(handout, unmade))
    else:
        answer = await _one_file(here, handout, made)
    for served in handout.served:
        for copy in served.copies:
            if any(it.row == copy.row for it in made):
                await here.note(served.edition, copy.format)
    return answer


def _wants_fhir(accept: str) -> bool:
    """Return whether FHIR is wanted, not a PDF; raise HTTPException where it is neither."""
    wanted = [it.partition(";")[0].strip().lower() for it in accept.split(",")]
    for media in wanted:
        if media in _FHIR_ALSO:
            return True
        if media in _ANY:
            return False
    raise HTTPException(406, f"leaflets are given as application/pdf or {FHIR}")


async def _one_file(here: Room, handout: Handout, made: tuple[Made, ...]) -> Response:
    """Return one copy as it is, several as one PDF for paper."""
    formats = {copy.format for it in handout.served for copy in it.copies}
    told = ", ".join(f"{it.row} {it.code}" for it in handout.notes)
    headers = {"Medleaf-Notes": told} if told else {}
    if len(made) == 1:
        (format_,) = formats
        media = MEDIA.get(format_, "application/pdf")
        return Response(made[0].data, headers=headers, media_type=media)
    if formats & PAPERLESS:
        raise HTTPException(406, f"several copies without paper are given as {FHIR} only")
    data = await here.printouts.bound(made, handout.look)
    return Response(data, headers=headers, media_type="application/pdf")


def _failed(handout: Handout, unmade: tuple[Unmade, ...]) -> list[Turned]:
    rows = {copy.row: served for served in handout.served for copy in served.copies}
    return [
        lost(rows[it.row], it)
        if it.row in rows
        else Turned("schedule", it.problems[0].code, it.problems[0].message)
        for it in unmade
    ]


def _refused(turned: Any) -> JSONResponse:
    rows = [{"row": it.row, "code": it.code, "detail": it.reason} for it in turned]
    detail = rows[0]["detail"] if len(rows) == 1 else f"{len(rows)} prescriptions get nothing"
    return problems.answer(422, detail, problems=rows)
