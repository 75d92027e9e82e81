"""Puts the desk together: its pages and doors, behind its guard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from medleaf import __version__
from medleaf.build.desk import Desk
from medleaf.build.printouts import Printouts
from medleaf.build.renders import Renders
from medleaf.faces.desk import problems
from medleaf.faces.desk.guard import Access, Guard
from medleaf.faces.desk.room import Here, Room
from medleaf.model.problem import PressError

_ROUTERS = ("prints", "api", "ehr", "pages")


def create(desk: Desk, renders: Renders, access: Access) -> FastAPI:
    """Return the desk as an ASGI application; its workers live as long as its lifespan."""
    room = Room(desk, renders, Printouts(renders))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        shelf = desk.shelf()
        await renders.open(shelf.press, shelf.look)
        getting_ready = asyncio.create_task(asyncio.to_thread(lambda: shelf.finder))
        try:
            yield
        finally:
            await getting_ready
            await renders.close()

    app = FastAPI(
        title="medleaf",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # it would load a script from elsewhere
        redoc_url=None,
    )
    app.state.room = room
    app.add_middleware(Guard, access=access)
    problems.install(app)
    for name in _ROUTERS:
        if find_spec(f"medleaf.faces.desk.{name}"):
            app.include_router(import_module(f"medleaf.faces.desk.{name}").router)
    app.add_api_route("/healthz", _health, include_in_schema=False)
    app.add_api_route("/readyz", _readiness, include_in_schema=False)
    return app


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
    return JSONResponse({"ready": True, "workers": workers, "busy": busy, "waiting": waiting})
