"""Puts the desk together: its pages and doors, behind its guard."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from medleaf import __version__
from medleaf.build.desk import Desk, Shelf
from medleaf.build.printouts import Printouts
from medleaf.build.renders import Renders
from medleaf.faces.desk import api, ehr, frames, pages, prescriptions, prints, problems
from medleaf.faces.desk.guard import Access, Guard
from medleaf.faces.desk.room import Here, Room
from medleaf.faces.desk.schema import Described
from medleaf.model.problem import PressError

if TYPE_CHECKING:  # see medleaf.faces.desk.room
    from medleaf.build.uselog import UseLog

_GRACE = 1.0  # seconds that are left to the first page before what it does not need is read


def create(desk: Desk, renders: Renders, log: "Callable[[], UseLog]", access: Access) -> FastAPI:
    """Return the desk as an ASGI application; workers and use log live as long as its lifespan.

    *log* opens the use log, once.
    """
    room = Room(desk, renders, Printouts(renders), log)

    def get_ready(shelf: Shelf) -> None:
        shelf.finder  # noqa: B018  indexes what there is
        log()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        shelf = desk.shelf()
        await renders.open(shelf.press, shelf.look)
        getting_ready = asyncio.create_task(_after(_GRACE, get_ready, shelf))
        try:
            yield
        finally:
            await renders.close()
            await getting_ready
            await asyncio.to_thread(log().close)

    app = Described(
        title="medleaf",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # it would load a script from elsewhere
        redoc_url=None,
    )
    app.state.room = room
    app.add_middleware(Guard, access=access, tell=frames.refusal)
    problems.install(app)
    frames.install(app)
    for part in (prints, prescriptions, api, ehr, pages):
        app.include_router(part.router)
    app.add_api_route("/healthz", _health, include_in_schema=False)
    app.add_api_route("/readyz", _readiness, include_in_schema=False)
    return app


async def _after(seconds: float, do: Callable[[Shelf], None], shelf: Shelf) -> None:
    await asyncio.sleep(seconds)
    await asyncio.to_thread(do, shelf)


async def _health() -> Response:
    """Say that the process is alive."""
    return PlainTextResponse("alive\n")


async def _readiness(here: Here) -> Response:
    """Say whether the desk can print, and how much there is to do."""
    workers, busy, waiting = here.renders.load
    try:
        await asyncio.to_thread(here.desk.shelf)
    except PressError as error:
        told = [str(problem) for problem in error.problems]
        return JSONResponse({"ready": False, "problems": told}, 503)
    log = (await asyncio.to_thread(here.log)).standing
    load = {"workers": workers, "busy": busy, "waiting": waiting}
    # A use log that does not answer stops no print, so the desk is ready all the same.
    return JSONResponse({"ready": True, **load, "use_log": log.trouble or "ok"})
