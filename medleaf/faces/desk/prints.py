"""Sheets and their pages, for browsers and programs."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from fastapi.responses import Response

from medleaf.build.desk import Order
from medleaf.build.documents import MEDIA
from medleaf.build.files import digest
from medleaf.build.shelves import Pair
from medleaf.faces.desk import examples
from medleaf.faces.desk.answers import Seen, fresh
from medleaf.faces.desk.room import Here, Room
from medleaf.model.page import Format, Size

router = APIRouter(prefix="/api/v1", tags=["prints"])

Name = Annotated[
    str, Path(max_length=80, pattern=r"^[a-z0-9-]+$", openapi_examples=examples.LEAFLET)
]
TAG = r"^[A-Za-z]{2,3}(_[A-Za-z0-9]+)*$"
Tag = Annotated[str, Path(max_length=20, pattern=TAG, openapi_examples=examples.TAG)]
Beside = Annotated[str | None, Query(max_length=20, pattern=TAG, openapi_examples=examples.TAG)]
PdfFormat = Literal["standard", "large", "bilingual", "easy"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An edition on a paper; by default the clinic's paper, beside the clinic's first language."""

    edition: PdfFormat = "standard"
    paper: Size | None = None
    beside: Beside = None


Asked = Annotated[Choice, Depends()]


@router.get(
    "/leaflets/{leaflet}/{tag}.pdf",
    response_class=Response,
    responses=examples.sheets("application/pdf"),
)
async def pdf(
    here: Here,
    leaflet: Name,
    tag: Tag,
    asked: Asked,
    seen: Seen = None,
) -> Response:
    """Return a sheet as PDF, the same for everybody."""
    order = await _ordered(here, Pair(leaflet, tag), asked.edition, asked.paper, asked.beside)
    return await _given(here, order, seen)


@router.get(
    "/leaflets/{leaflet}/{tag}.txt",
    response_class=Response,
    responses=examples.sheets("text/plain"),
)
async def text(here: Here, leaflet: Name, tag: Tag, seen: Seen = None) -> Response:
    """Return a leaflet as plain text in reading order."""
    order = await _ordered(here, Pair(leaflet, tag), "text")
    return await _given(here, order, seen)


@router.get(
    "/leaflets/{leaflet}/{tag}.brf",
    response_class=Response,
    responses=examples.sheets("text/plain"),
)
async def braille(here: Here, leaflet: Name, tag: Tag, seen: Seen = None) -> Response:
    """Return a leaflet as a file for an embosser."""
    order = await _ordered(here, Pair(leaflet, tag), "braille")
    return await _given(here, order, seen)


@router.get(
    "/leaflets/{leaflet}/{tag}/{page}.png",
    response_class=Response,
    responses=examples.sheets("image/png"),
)
async def picture(
    here: Here,
    leaflet: Name,
    tag: Tag,
    page: Annotated[int, Path(ge=1, le=99, openapi_examples=examples.PAGE)],
    asked: Asked,
    seen: Seen = None,
) -> Response:
    """Return a page of a sheet as a picture; pages are counted from 1."""
    order = await _ordered(here, Pair(leaflet, tag), asked.edition, asked.paper, asked.beside)
    pages = await here.printouts.pages(order)
    if page > len(pages):
        raise HTTPException(404, f"there is no such page; there are {len(pages)}")
    png = pages[page - 1].png
    return _known(png, digest(png), "image/png", order, seen)


async def _ordered(
    here: Room,
    pair: Pair,
    edition: Format,
    paper: Size | None = None,
    beside: str | None = None,
) -> Order:
    """Return how to make a sheet; reading and checking it may take a while the first time."""
    return await asyncio.to_thread(lambda: here.desk.shelf().order(pair, edition, paper, beside))


async def _given(here: Room, order: Order, seen: str | None) -> Response:
    """Return the sheet that *order* asks for; it counts as given out, though it is known."""
    sheet = await here.printouts.sheet(order)
    format_ = order.job.target.format
    await here.note(order.job.edition, format_)
    media = MEDIA.get(format_, "application/pdf")
    return _known(sheet.data, sheet.digest, media, order, seen)


def _known(data: bytes, mark: str, media: str, order: Order, seen: str | None) -> Response:
    """Return *data*, or that it is as the client has *seen* it."""
    name = order.job.target.path
    headers = {
        "Content-Language": order.job.edition.language.html,
        "Content-Disposition": f'inline; filename="{name.stem}.{name.parent}{name.suffix}"',
    }
    return fresh(data, media, seen, headers, mark)
