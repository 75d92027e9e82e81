"""The pages of the desk that anybody may ask for by an address: search, leaflets, use."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from medleaf.build.desk import Order, Shelf, mender
from medleaf.build.offers import guide_of
from medleaf.build.shelves import Pair
from medleaf.build.wardrobe import wardrobe
from medleaf.faces.desk import forms
from medleaf.faces.desk.frames import ASSETS, frame_of, page
from medleaf.faces.desk.prints import Name
from medleaf.faces.desk.room import Here, Room
from medleaf.faces.desk.tiles import named, pictured, tile, tiles
from medleaf.language import locales
from medleaf.language.negotiate import nearest
from medleaf.model.desk import (
    Barred,
    Count,
    Frame,
    Front,
    Layout,
    Named,
    Offer,
    Old,
    Picture,
    Standing,
    Used,
    Wish,
)
from medleaf.model.language import SOURCE, Language
from medleaf.model.page import PAPERLESS, Format, Paper, Size
from medleaf.model.problem import PressError
from medleaf.printing.desk import pages
from medleaf.printing.guide import webfonts

if TYPE_CHECKING:  # see medleaf.faces.desk.room
    from medleaf.build.uselog import Usage

router = APIRouter(include_in_schema=False)
router.include_router(forms.router)

PAPERS: tuple[Paper, ...] = ("A4", "Letter")
LAYOUTS: tuple[Layout, ...] = (
    "standard", "booklet", "large", "bilingual", "easy", "text", "braille",
)  # fmt: skip
_MOST_USED = 6
_PATIENCE = 0.25  # seconds that the first page waits for the use log, which opens slowly once
_SUFFIX: Mapping[Format, tuple[str, str]] = {
    "text": ("txt", "text/plain"),
    "braille": ("brf", "text/x-brf"),
}
_Words = Annotated[str, Query(max_length=200)]
_Wanted = Annotated[str, Query(max_length=40)]
_KEEP = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get("/")
async def front(request: Request, here: Here, q: _Words = "") -> Response:
    """Show the search, and go to the leaflet at once where only one can be meant."""
    used = await _usage(here, _PATIENCE)

    def compose() -> Response:
        shelf = here.desk.shelf()
        frame = frame_of(request, shelf)
        tag = frame.interface.language.tag
        hits = shelf.search(q, tag) if q.strip() else ()
        if len(hits) == 1:
            ui = {"ui": frame.chosen} if frame.chosen else {}
            address = f"/leaflets/{hits[0].leaflet}?{urlencode(ui)}".rstrip("?")
            return RedirectResponse(address, 303)
        kinds = defaultdict(list)
        for name in shelf.ids:
            if found := tile(shelf, name, tag):
                kinds[shelf.library.leaflet(name).kind].append(found)
        most = [*used.leaflets][:_MOST_USED] if used else []
        return page(
            pages.front(
                frame,
                Front(
                    query=q,
                    found=tiles(shelf, (it.leaflet for it in hits), tag) if q.strip() else None,
                    favourites=tiles(shelf, shelf.clinic.desk.favourites, tag),
                    most=tiles(shelf, most, tag),
                    groups={kind: tuple(group) for kind, group in kinds.items()},
                ),
            )
        )

    return await asyncio.to_thread(compose)


@router.get("/hits")
async def hits(request: Request, here: Here, q: _Words = "") -> Response:
    """Return what was found so far, for a search that goes on while somebody types."""

    def compose() -> Response:
        shelf = here.desk.shelf()
        frame = frame_of(request, shelf)
        tag = frame.interface.language.tag
        found = tiles(shelf, (it.leaflet for it in shelf.search(q, tag)), tag)
        return page(pages.hits(frame, Front(query=q, found=found)))

    return await asyncio.to_thread(compose)


# ------------------------------------------------------------------ a leaflet


@router.get("/leaflets/{leaflet}")
async def sheet(
    request: Request,
    here: Here,
    leaflet: Name,
    language: _Wanted = "",
    edition: Format = "standard",
    paper: Size | None = None,
    beside: _Wanted = "",
) -> Response:
    """Show a leaflet as it is printed, what there is to choose, and whether it may be printed."""
    used = await _usage(here, _PATIENCE)

    def choose() -> tuple[Frame, Offer, Order | None]:
        shelf = here.desk.shelf()
        if leaflet not in shelf.ids:
            raise HTTPException(404, "there is no such leaflet")
        frame = frame_of(request, shelf)
        wish = _wish(shelf, frame, leaflet, language, edition, paper, beside, used)
        return (frame, *_offer(shelf, frame, wish, used))

    frame, offer, order = await asyncio.to_thread(choose)
    if order is not None:
        offer = await _pictured(here, offer, order)
    return page(await asyncio.to_thread(pages.sheet, frame, offer))


def _tongues(shelf: Shelf, leaflet: str, used: "Usage | None") -> tuple[Language, ...]:
    """Return the languages that *leaflet* is offered in, the most used first."""
    often = used.languages if used else {}
    first = shelf.clinic.languages
    own = [it for it in shelf.languages if Pair(leaflet, it.tag) in shelf.offered]

    def rank(it: Language) -> tuple[int, int]:
        return -often.get(it.tag, 0), first.index(it.tag) if it.tag in first else len(first)

    return tuple(sorted(own, key=rank))


def _wish(  # noqa: PLR0913, PLR0917  what an address names
    shelf: Shelf,
    frame: Frame,
    leaflet: str,
    language: str,
    edition: Format,
    paper: Size | None,
    beside: str,
    used: "Usage | None",
) -> Wish:
    tags = [it.tag for it in _tongues(shelf, leaflet, used)]
    every = [it.tag for it in shelf.languages]
    tag = nearest(language, every) if language else None
    own = frame.interface.language.tag
    tag = tag or (own if own in tags else next(iter(tags), SOURCE))
    second = None
    if edition == "bilingual":
        wanted = [nearest(beside, tags), *shelf.clinic.languages, SOURCE, *tags]
        second = next((it for it in wanted if it in tags and it != tag), None)
    size = paper or shelf.clinic.paper
    if size == "A5" and edition != "standard":
        size = shelf.clinic.paper
    there = locales.language(second) if second else None
    return Wish(leaflet, locales.language(tag), edition, size, there)


def _offer(
    shelf: Shelf, frame: Frame, wish: Wish, used: "Usage | None"
) -> tuple[Offer, Order | None]:
    """Return what the page says of *wish* before it is laid out, and how to lay it out."""
    pair = Pair(wish.leaflet, wish.language.tag)
    row, order, barred = shelf.row(pair), None, None
    try:
        beside = wish.beside.tag if wish.beside else None
        order = shelf.order(pair, wish.format, wish.paper, beside)
    except PressError as error:
        reasons = tuple(dict.fromkeys(str(it.message) for it in error.problems))
        barred = Barred(reasons, mender(row) or ("translator" if not row.offered else None))
    title, about = named(shelf, wish.leaflet, wish.language.tag)
    own = named(shelf, wish.leaflet, frame.interface.language.tag)
    tongues = _tongues(shelf, wish.leaflet, used)
    suffix, media = _SUFFIX.get(wish.format, ("pdf", "application/pdf"))
    leaflet = shelf.library.leaflet(wish.leaflet)
    return (
        Offer(
            wish=wish,
            title=own[0] if row.title == "" else title,
            about=about,
            languages=tongues,
            absent=tuple(it for it in shelf.languages if it not in tongues),
            formats=LAYOUTS,
            papers=() if wish.format in PAPERLESS or wish.paper == "A5" else PAPERS,
            standing=_standing(order, withdrawn=row.withdraw) if order else None,
            file=_file(wish, suffix) if order else "",
            name=f"{wish.leaflet}.{wish.language.tag}.{suffix}",
            media=media,
            guide=guide_of(shelf.clinic, wish.leaflet, wish.language) if order else "",
            barred=barred,
            told=leaflet.kind != "topic",
        ),
        order,
    )


def _standing(order: Order, *, withdrawn: bool) -> Standing:
    it = order.job.edition
    return Standing(it.state, it.revision, it.published, it.reviewed, withdrawn)


def _file(wish: Wish, suffix: str) -> str:
    address = f"/api/v1/leaflets/{wish.leaflet}/{wish.language.tag}.{suffix}"
    return address if wish.format in PAPERLESS else f"{address}?{_query(wish)}"


def _query(wish: Wish) -> str:
    query: dict[str, str] = {"edition": wish.format, "paper": wish.paper}
    if wish.beside:
        query["beside"] = wish.beside.tag
    return urlencode(query)


async def _pictured(here: Room, it: Offer, order: Order) -> Offer:
    """Return *it* with its pages, or with the reasons why there are none."""
    wish = it.wish
    try:
        if wish.format in PAPERLESS:
            data = (await here.printouts.sheet(order)).data
            return replace(it, text=data.decode("utf-8", "replace"))
        sizes = await here.printouts.pages(order)
    except PressError as error:
        reasons = tuple(dict.fromkeys(problem.message for problem in error.problems))
        return replace(it, file="", guide="", standing=None, barred=Barred(reasons, "editor"))
    base = f"/api/v1/leaflets/{wish.leaflet}/{wish.language.tag}"
    found = tuple(
        Picture(f"{base}/{number}.png?{_query(wish)}", *pictured(size))
        for number, size in enumerate(sizes, start=1)
    )
    return replace(it, pages=found)


# ------------------------------------------------------------------ what was printed


@router.get("/use")
async def use(request: Request, here: Here) -> Response:
    """Show how often what was printed, and what of it is withdrawn now."""
    usage = await _usage(here)

    def compose() -> Response:
        shelf = here.desk.shelf()
        frame = frame_of(request, shelf)
        return page(pages.use(frame, _used(shelf, usage)))

    return await asyncio.to_thread(compose)


def _used(shelf: Shelf, usage: "Usage | None") -> Used:
    from medleaf.build.uselog import withdrawn

    if usage is None:
        return Used(broken=True)

    def known(leaflet: str, tag: str) -> tuple[Named, Language]:
        language = locales.language(tag if tag in shelf.table.tags else SOURCE)
        return named(shelf, leaflet, language.tag)[0], language

    counts = sorted(usage.pairs.items(), key=lambda it: -it[1])
    old = withdrawn(usage.counts, shelf.library)
    first = min((it.first for it in usage.counts), default="")
    return Used(
        counts=tuple(Count(*known(*pair), prints) for pair, prints in counts),
        old=tuple(
            Old(
                *known(it.count.leaflet, it.count.language),
                it.count.revision,
                it.count.prints,
                date.fromisoformat(it.count.last[:10]),
            )
            for it in old
        ),
        since=date.fromisoformat(first[:10]) if first else None,
        broken=bool(usage.standing.trouble),
    )


async def _usage(here: Room, patience: float | None = None) -> "Usage | None":
    """Return what was printed so far; None where that takes longer than *patience*."""
    asked = asyncio.create_task(asyncio.to_thread(lambda: here.log().usage()))
    try:
        async with asyncio.timeout(patience):
            return await asyncio.shield(asked)
    except TimeoutError:
        return None


# ------------------------------------------------------------------ what pages need


@router.get(f"{ASSETS}/{{name}}")
async def asset(here: Here, name: Annotated[str, Path(max_length=60)]) -> Response:
    """Return the style, the script or a picture of all pages."""
    dress = wardrobe(await asyncio.to_thread(here.desk.shelf))
    if name == dress.letters:
        data = await asyncio.to_thread(lambda: dress.faces_style)
    elif name in dress.look.files:
        data = dress.look.files[name]
    else:
        raise HTTPException(404)
    return Response(data, headers=_KEEP, media_type=_MEDIA[name.rpartition(".")[2]])


@router.get(f"{ASSETS}/fonts/{{name}}")
async def font(here: Here, name: Annotated[str, Path(max_length=80)]) -> Response:
    """Return a font, cut to the letters that there are when it is first asked for."""
    shelf = await asyncio.to_thread(here.desk.shelf)
    dress = wardrobe(shelf)
    faces = await asyncio.to_thread(lambda: dress.faces)
    if name not in faces:
        raise HTTPException(404)
    data = await asyncio.to_thread(dress.kept, name)
    if data is None:
        data = await here.renders.make(webfonts.cut, faces[name], shelf.look)
        await asyncio.to_thread(dress.keep, name, data)
    return Response(data, headers=_KEEP, media_type=webfonts.MEDIA)


_MEDIA = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
}
