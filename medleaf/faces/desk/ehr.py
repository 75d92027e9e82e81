"""The door for health records: HL7 infobutton, and CDS Hooks."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request, Response

from medleaf.build.hooks import SERVICES, cards
from medleaf.build.infobutton import answer
from medleaf.dosing import hooks, knowledge
from medleaf.faces.desk import examples, problems, said
from medleaf.faces.desk.answers import Seen, base_of, body_of, fresh
from medleaf.faces.desk.room import Here
from medleaf.model.problem import PressError
from medleaf.printing import feed

router = APIRouter(tags=["health records"])

_CALL_SCHEMA = {
    "type": "object",
    "required": ["hook", "hookInstance", "context"],
    "properties": {
        "hook": {"type": "string", "enum": [it.hook for it in SERVICES]},
        "hookInstance": {"type": "string"},
        "context": {"type": "object"},
        "prefetch": {"type": ["object", "null"]},
    },
}
_Service = Annotated[str, Path(max_length=60, openapi_examples=examples.SERVICE)]


def _asked(name: str, about: str, example: str, **more: Any) -> dict[str, Any]:
    kind = {"type": "string", "maxLength": knowledge.MOST_LETTERS}
    said = {"name": name, "in": "query", "description": about, "schema": kind, "example": example}
    return said | more


@router.get(
    "/infobutton",
    response_class=Response,
    openapi_extra={
        "parameters": [
            _asked("mainSearchCriteria.v.c", "A code of the medicine.", "1292"),
            _asked(
                "mainSearchCriteria.v.cs",
                "The identifier of its code system.",
                examples.RXNORM,
                required=True,
            ),
            _asked("mainSearchCriteria.v.dn", "What the code system calls it.", "baclofen"),
            _asked("informationRecipient.languageCode.c", "The reader's language.", "es"),
            _asked(
                "knowledgeResponseType",
                "The type of the answer; by default Atom.",
                "application/json",
                schema={"type": "string", "enum": ["", *knowledge.ATOM, *knowledge.JSON]},
            ),
        ]
    },
    responses={
        200: {
            "description": "A feed; it has no entry where there is no leaflet.",
            "content": {
                **{it: {"schema": {"type": "string"}} for it in knowledge.ATOM},
                **{
                    it: {"schema": {"type": "object"}, "example": examples.FEED}
                    for it in knowledge.JSON
                },
            },
        },
        400: {"description": "It cannot be told what is asked."},
    },
)
async def infobutton(request: Request, here: Here, seen: Seen = None) -> Response:
    """Find leaflets about the medicines that a health record names (HL7 infobutton).

    All parameters of the URL-based implementation guide may be given. Those that are about the
    patient are not read.
    """
    accept = request.headers.get("accept", "")
    try:
        asked = knowledge.request(request.query_params.multi_items(), accept)
    except PressError as error:
        return problems.refused(error, HTTPStatus.BAD_REQUEST)
    base = base_of(request)
    found = await asyncio.to_thread(lambda: answer(asked, here.desk.shelf(), base))
    data = feed.plain(found) if asked.media in knowledge.JSON else feed.atom(found)
    return fresh(data, f"{asked.media}; charset=utf-8", seen, {"Vary": "Accept"})


@router.get(
    "/cds-services",
    response_model=said.Services,
    responses={200: {"content": {"application/json": {"example": examples.SERVICES}}}},
)
async def services() -> said.Services:
    """Say what CDS Hooks services there are, and what they want to be sent (discovery)."""
    return said.Services(services=SERVICES)


@router.post(
    "/cds-services/{service}",
    response_model=said.Cards,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": _CALL_SCHEMA,
                    "examples": {name: {"value": it} for name, it in examples.CALLS.items()},
                }
            },
        }
    },
    responses={
        200: {
            "description": "Cards with links to leaflets; none where there is no leaflet.",
            "content": {"application/json": {"example": examples.CARDS}},
        },
        400: {"description": "The call is not as CDS Hooks wants it."},
        404: {"description": "There is no such service."},
        412: {"description": "The prefetch that the service asked for is missing."},
    },
)
async def call(request: Request, here: Here, service: _Service) -> said.Cards | Response:
    """Return cards with the leaflets of what a patient takes, or of what is being ordered.

    Nothing of the call is kept. The server of the health record is never asked anything.
    """
    known = next((it for it in SERVICES if it.id == service), None)
    if known is None:
        raise HTTPException(404, f"there is no such service; there are {', '.join(_IDS)}")
    data, base = await body_of(request, "application/json"), base_of(request)
    try:
        about = await asyncio.to_thread(hooks.visit, data, known.hook)
    except PressError as error:
        return problems.refused(error, _STATUS.get(error.problems[0].code, HTTPStatus.BAD_REQUEST))
    found = await asyncio.to_thread(lambda: cards(about, here.desk.shelf(), base))
    return said.Cards(cards=found)


_IDS = tuple(it.id for it in SERVICES)
_STATUS = {
    hooks.NO_PREFETCH: HTTPStatus.PRECONDITION_FAILED,  # as CDS Hooks says of missing prefetch
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
