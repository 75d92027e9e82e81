"""The API as OpenAPI 3.1 describes it: what FastAPI knows, and how errors are told."""

from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from medleaf.faces.desk.problems import MEDIA
from medleaf.faces.desk.said import Trouble

_ABOUT = """\
Leaflets that patients can read, from the desk of a clinic. Errors are problem details (RFC 9457);
lists and sheets have an ETag. Where the desk asks for a token, send it as `Authorization: Bearer`.
"""
_FASTAPIS = ("HTTPValidationError", "ValidationError")  # FastAPI's own way to tell what is invalid
_PROBLEM = {
    "description": "The request was not fulfilled.",
    "content": {
        MEDIA: {
            "schema": {"$ref": "#/components/schemas/Trouble"},
            "example": {
                "title": "Not Found",
                "status": 404,
                "detail": "there is no such leaflet; there are baclofen, warfarin",
            },
        }
    },
}


class Described(FastAPI):
    """An application whose description tells errors as they are told."""

    def openapi(self) -> dict[str, Any]:
        """Return the description; it is made once."""
        if self.openapi_schema is None:
            self.openapi_schema = _document(self)
        return self.openapi_schema


def _document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    components = found["components"]
    schemas: dict[str, Any] = components["schemas"]
    for name in _FASTAPIS:
        schemas.pop(name, None)
    wanted: list[tuple[type[BaseModel], Literal["serialization"]]] = [(Trouble, "serialization")]
    _, ours = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    schemas.update(ours["$defs"])
    components["responses"] = {"Problem": _PROBLEM}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    found["security"] = [{}, {"token": []}]
    for operations in found["paths"].values():
        for operation in operations.values():
            _tell_errors(operation["responses"])
    return found


def _tell_errors(responses: dict[str, Any]) -> None:
    responses.pop("422", None)
    for status, response in responses.items():
        if status.startswith("4"):
            response["content"] = _PROBLEM["content"]
    responses["default"] = {"$ref": "#/components/responses/Problem"}
