"""What answers of the doors for programs have in common."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import Header, HTTPException, Request, Response

from medleaf.build.files import digest

Seen = Annotated[str | None, Header(alias="If-None-Match", max_length=2000)]


def fresh(
    data: bytes,
    media: str,
    seen: str | None,
    headers: Mapping[str, str] | None = None,
    mark: str = "",
) -> Response:
    """Return *data*, or that it is as the client has *seen* it (RFC 9110, 13.1.2).

    *mark* is the sha256 of *data*, if it is known.
    """
    tag = f'"{mark or digest(data)}"'
    more = {"ETag": tag, "Cache-Control": "private, no-cache", **(headers or {})}
    marks = {it.strip().removeprefix("W/") for it in (seen or "").split(",")}
    if marks & {"*", tag}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=more)
    return Response(data, headers=more, media_type=media)


def base_of(request: Request) -> str:
    """Return the address under which the client knows the desk, without a slash at its end.

    A proxy that ends TLS says so in X-Forwarded-Proto; the guard has looked at the name.
    """
    secure = request.headers.get("x-forwarded-proto") == "https"
    address = request.base_url.replace(scheme="https") if secure else request.base_url
    return str(address).rstrip("/")


async def body_of(request: Request, *media: str) -> bytes:
    """Return the body of a request, which must be of one of the types *media*; else 415."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in media:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send it as {' or '.join(media)}")
    return await request.body()
