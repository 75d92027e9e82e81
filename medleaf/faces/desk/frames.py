"""A request -> the frame of its page, and a page -> an answer; errors in the same look."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from medleaf.build.desk import Shelf
from medleaf.build.renders import BusyError, LostError
from medleaf.build.wardrobe import wardrobe
from medleaf.language.negotiate import nearest
from medleaf.model.desk import Frame, Trouble
from medleaf.model.language import SOURCE
from medleaf.model.problem import PressError
from medleaf.printing.desk import pages

ASSETS = "/assets"
_LANGUAGE = re.compile(r"\s*([A-Za-z0-9-]{1,20})(?:\s*;\s*q=([0-9.]{1,5}))?\s*")
_MOST_LANGUAGES = 20
_PROGRAMS = ("/api/", "/infobutton", "/cds-services", "/assets/")

Handler = Callable[[Request, Any], Awaitable[Response]]


def frame_of(request: Request, shelf: Shelf) -> Frame:
    """Return the frame of the page that *request* asks for, in the language of who asks."""
    tags = tuple(it.tag for it in shelf.languages)
    chosen = nearest(request.query_params.get("ui", "")[:40], tags)
    tag = chosen or _accepted(request, tags) or next(iter(shelf.clinic.languages), SOURCE)
    dress = wardrobe(shelf)
    names = {"logo": "", **dress.look.names, "letters": dress.letters}
    query = [(k, v) for k, v in request.query_params.multi_items() if k != "ui"]
    # A page that was sent by a form has an address of its own, without what was sent.
    path = request.url.path if request.method == "GET" else _shown(request.url.path)
    address = f"{path}?{urlencode([*query, ('ui', '')] if request.method == 'GET' else {'ui': ''})}"
    interface = shelf.interface(tag)
    return Frame(
        clinic=shelf.clinic,
        templates=shelf.workspace.templates,
        assets={name: f"{ASSETS}/{file}" if file else "" for name, file in names.items()},
        interface=interface,
        tongues=shelf.languages,
        address=address,
        chosen=interface.language.html if chosen else "",
    )


def _shown(path: str) -> str:
    return "/basket" if path.startswith("/basket") else "/directions"


def _accepted(request: Request, tags: tuple[str, ...]) -> str | None:
    """Return the language that the browser's person reads best (RFC 9110, 12.5.4)."""
    wanted = []
    header = request.headers.get("accept-language", "")[:400]
    for part in header.split(",")[:_MOST_LANGUAGES]:
        if found := _LANGUAGE.fullmatch(part):
            weight = found[2] or "1"
            wanted.append((float(weight) if re.fullmatch(r"\d?\.?\d+", weight) else 0.0, found[1]))
    best = sorted(wanted, key=lambda it: -it[0])
    return next((tag for weight, it in best if weight and (tag := nearest(it, tags))), None)


def page(markup: str, status: int = 200, *, private: bool = False) -> Response:
    """Return *markup* as an answer; what is *private* is kept by no browser."""
    keep = "no-store" if private else "private, no-cache"
    headers = {"Cache-Control": keep, "Vary": "Accept-Language"}
    return HTMLResponse(markup, status, headers)


async def trouble(request: Request, status: int, reasons: tuple[str, ...] = ()) -> Response:
    """Return the page that says why something was not done."""
    desk = request.app.state.room.desk

    def compose() -> str:
        return pages.trouble(frame_of(request, desk.shelf()), Trouble(status, reasons))

    return page(await asyncio.to_thread(compose), status, private=True)


async def refusal(scope: dict[str, Any], status: int, detail: str) -> bytes | None:
    """Return what the guard says of a request as a page; None where a program asked."""
    request = Request(scope)
    if not for_people(request):
        return None
    return bytes((await trouble(request, status, (detail,))).body)


def install(app: FastAPI) -> None:
    """Tell errors to people as pages; programs go on getting problem details."""
    kinds = (PressError, BusyError, LostError, HTTPException, RequestValidationError)
    for kind in kinds:
        handler: Any = app.exception_handlers[kind]
        app.exception_handler(kind)(_told(handler))


def _told(otherwise: Handler) -> Handler:
    async def tell(request: Request, error: Exception) -> Response:
        answer = await otherwise(request, error)
        if not for_people(request):
            return answer
        try:
            shown = await trouble(request, answer.status_code, _reasons(error))
        except PressError:
            return answer  # not even the settings can be read
        for name in ("Retry-After", "Allow"):
            if name in answer.headers:
                shown.headers[name] = answer.headers[name]
        return shown

    return tell


def for_people(request: Request) -> bool:
    """Return whether an answer is read by a person, in a browser."""
    html = "text/html" in request.headers.get("accept", "")
    return html and not request.url.path.startswith(_PROGRAMS)


def _reasons(error: Exception) -> tuple[str, ...]:
    match error:
        case PressError():
            return tuple(dict.fromkeys(problem.message for problem in error.problems))
        case LostError():
            return (str(error),)
        case HTTPException(status_code=status, detail=detail) if status not in {404, 405}:
            return (str(detail),)
    return ()
