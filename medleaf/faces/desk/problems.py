"""Errors as programs are told them: problem details, https://www.rfc-editor.org/rfc/rfc9457."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from medleaf.build.desk import ClosedError
from medleaf.build.handout import UnreadableError
from medleaf.build.renders import BusyError, LostError
from medleaf.model.directions import RefusedError
from medleaf.model.problem import PressError, Problem

MEDIA = "application/problem+json"
# Of our codes those that are no refusal by the gate, which is 409: the edition has to change.
_STATUS = {
    "unknown-leaflet": 404,
    "unknown-language": 404,
    "not-offered": 404,
    "no-booklet": 404,
    "no-braille": 404,
    "no-beside": 404,
    "changed": 503,
    "not-written": 507,
    "press": 500,
    "worker": 500,
}


def status_of(error: PressError) -> int:
    """Return the status that tells *error*."""
    if isinstance(error, UnreadableError | RefusedError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(error, ClosedError):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return max((_STATUS.get(problem.code, 409) for problem in error.problems), default=500)


def answer(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """Return a problem as an answer; *more* are members that say it to a program."""
    said = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(said, status, headers, MEDIA)


def install(app: FastAPI) -> None:
    """Tell every error of *app* in this way."""
    app.exception_handler(PressError)(_press)
    app.exception_handler(BusyError)(_busy)
    app.exception_handler(LostError)(_lost)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)


def fault(problem: Problem) -> dict[str, Any]:
    """Return *problem* as plain data; of the file only its name, the folders are nobody's."""
    return {
        "code": problem.code,
        "detail": problem.message,
        "where": problem.file.name,
        "line": problem.line,
    }


def refused(error: PressError, status: int) -> JSONResponse:
    """Return *error* as an answer with *status*: all that is wrong at once."""
    headers = {"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    faults = [*map(fault, error.problems)]
    return answer(status, error.problems[0].message, headers, problems=faults)


async def _press(_request: Request, error: PressError) -> JSONResponse:
    return refused(error, status_of(error))


async def _busy(_request: Request, error: BusyError) -> JSONResponse:
    detail = f"there is much to print at the moment; {error}"
    return answer(503, detail, {"Retry-After": str(error.seconds)})


async def _lost(_request: Request, error: LostError) -> JSONResponse:
    return answer(500, f"could not be printed: {error}; look for what is odd in it")


async def _http(_request: Request, error: HTTPException) -> JSONResponse:
    return answer(error.status_code, str(error.detail), error.headers)


async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
    """Say what is wrong with a request, and nothing of what was in it."""
    problems = [
        {"code": it["type"], "detail": it["msg"], "where": ".".join(map(str, it["loc"]))}
        for it in error.errors()
    ]
    return answer(422, "the request is not as the API wants it", problems=problems)
