"""What there is, for programs: leaflets, languages, states; and directions in words."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response

from medleaf.build import directions as build
from medleaf.build.desk import Shelf, mender
from medleaf.build.finder import LONGEST
from medleaf.build.offers import guide_of, sheet_of
from medleaf.build.status import Row
from medleaf.faces.desk import examples, problems, said
from medleaf.faces.desk.answers import Seen, base_of, body_of, fresh
from medleaf.faces.desk.prints import TAG, Name
from medleaf.faces.desk.room import Here, Room
from medleaf.language import locales
from medleaf.model.directions import Directions, RefusedError
from medleaf.model.language import SOURCE
from medleaf.model.problem import Problem
from medleaf.printing.guide.linked import names_of

router = APIRouter(prefix="/api/v1", tags=["leaflets"])

_MOST_FOUND = 100
_BODIES = ("application/json", "application/fhir+json")
_Language = Annotated[
    str,
    Query(
        max_length=20,
        pattern=TAG,
        description="The folder name of a language.",
        openapi_examples=examples.TAG,
    ),
]
_Wanted = Annotated[
    str,
    Query(
        min_length=1,
        max_length=60,
        description="A folder's name, BCP 47, or a name of the language.",
        openapi_examples=examples.READER,
    ),
]
_Words = Annotated[
    str,
    Query(
        max_length=LONGEST,
        description="A name, a brand, or a code, as it was scanned.",
        openapi_examples=examples.WORDS,
    ),
]


@router.get(
    "/leaflets", response_model=said.Leaflets, responses=examples.answers(examples.LEAFLETS)
)
async def leaflets(
    here: Here, q: _Words = "", language: _Language = SOURCE, seen: Seen = None
) -> Response:
    """List the leaflets, or those that *q* may mean, with their titles in a language."""

    def find(shelf: Shelf) -> said.Leaflets:
        named = q.strip()
        hits = shelf.search(q, language, _MOST_FOUND) if named else shelf.finder.all(language)
        tags: dict[str, list[str]] = {}
        for pair in shelf.table.offered():
            tags.setdefault(pair.leaflet, []).append(pair.tag)
        return said.Leaflets(
            leaflets=tuple(
                said.Found(
                    id=it.leaflet,
                    language=it.tag,
                    title=it.title,
                    subtitle=it.subtitle,
                    offered=tuple(tags.get(it.leaflet, ())),
                    how=it.how,
                    exact=it.exact,
                )
                for it in hits
            )
        )

    return await _told(here, find, seen)


@router.get(
    "/leaflets/{leaflet}",
    response_model=said.Leaflet,
    responses=examples.answers(examples.ONE_LEAFLET),
)
async def leaflet(request: Request, here: Here, leaflet: Name, seen: Seen = None) -> Response:
    """Tell of a leaflet: by what it is found, and how far it is in each language."""
    base = base_of(request)

    def find(shelf: Shelf) -> said.Leaflet:
        if leaflet not in shelf.ids:
            detail = f"there is no such leaflet; there are {', '.join(shelf.ids)}"
            raise HTTPException(HTTPStatus.NOT_FOUND, detail)
        content = shelf.library.leaflet(leaflet)
        rows = (shelf.row(it) for it in shelf.table.offered() if it.leaflet == leaflet)
        return said.Leaflet(
            id=leaflet,
            kind=content.kind,
            names=tuple(names_of(content)),
            codes={system: codes for system, codes in content.codes if codes},
            editions=tuple(said.Edition(**_edition(it, shelf, base)) for it in rows),
        )

    return await _told(here, find, seen)


@router.get(
    "/languages", response_model=said.Languages, responses=examples.answers(examples.LANGUAGES)
)
async def languages(here: Here, seen: Seen = None) -> Response:
    """List the languages there are, by their names in their own scripts."""

    def find(shelf: Shelf) -> said.Languages:
        return said.Languages(languages=shelf.languages)

    return await _told(here, find, seen)


@router.get("/states", response_model=said.States, responses=examples.answers(examples.STATES))
async def states(request: Request, here: Here, seen: Seen = None) -> Response:
    """Tell how far every edition is; of those that may not be printed, why and who can mend it."""
    base = base_of(request)

    def find(shelf: Shelf) -> said.States:
        found = (
            said.Standing(**_edition(it, shelf, base), problems=tuple(map(_fault, it.problems)))
            for it in shelf.rows()
        )
        return said.States(states=tuple(found))

    return await _told(here, find, seen)


@router.post(
    "/directions",
    response_model=said.Directions,
    responses=examples.answers(examples.SAID),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                media: {
                    "schema": {"type": ["object", "array"]},
                    "examples": {"dosages": {"value": [examples.DOSAGE]}},
                }
                for media in _BODIES
            },
        }
    },
)
async def directions(request: Request, here: Here, language: _Wanted) -> Response:
    """Say FHIR dosages (STU3 to R5) or those of one prescription in a patient's language.

    What cannot be said without losing something is refused with every reason. Nothing is kept.
    """
    data = await body_of(request, *_BODIES)

    def speak() -> Directions:
        shelf = here.desk.shelf()
        words = build.speech_of(shelf.library, language)
        return build.directions(build.read(data), words, shelf.clinic.habits)

    try:
        found = await asyncio.to_thread(speak)
    except RefusedError as error:
        code = error.problems[0].code
        return problems.refused(error, _STATUS.get(code, HTTPStatus.UNPROCESSABLE_ENTITY))
    told = said.Directions(language=language, **asdict(found), text=found.text)
    return Response(told.model_dump_json(), media_type="application/json")


_STATUS = {
    "json": HTTPStatus.BAD_REQUEST,
    "encoding": HTTPStatus.BAD_REQUEST,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


async def _told(here: Room, find: Callable[[Shelf], said.Said], seen: str | None) -> Response:
    """Return what *find* finds on the shelf of today."""
    data = await asyncio.to_thread(lambda: find(here.desk.shelf()).model_dump_json())
    return fresh(data.encode(), "application/json", seen)


def _fault(problem: Problem) -> said.Fault:
    return said.Fault(**problems.fault(problem))


def _edition(row: Row, shelf: Shelf, base: str) -> dict[str, Any]:
    language = locales.language(row.language)
    place = (row.leaflet, language)
    return {
        name: getattr(row, name)
        for name in (
            "leaflet", "language", "title", "subtitle", "state", "printable", "reason",
            "withdraw", "revision", "published",
        )
    } | {
        "mender": mender(row),
        "pdf": sheet_of(base, *place) if row.printable else None,
        "guide": guide_of(shelf.clinic, *place) if row.printable else None,
    }  # fmt: skip
