"""Stands before every page and door: who may come in, with what, and what is written down of it.

Of a request the log has the method, the pattern of its path, the status, how long and how much:
never a value that somebody typed. Nor does it quote an exception, which may quote a patient.
"""

import asyncio
import base64
import binascii
import hmac
import ipaddress
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from traceback import extract_tb
from typing import Any

from medleaf.faces.loopback import SAFE

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
# A refusal as a page for people, or None for programs: from the request, the status, what is said.
Tell = Callable[[Scope, int, str], Awaitable[bytes | None]]

MOST_BYTES = 8_000_000  # of a body; a bundle of FHIR with a year of prescriptions has 2
SECONDS_A_PIECE = 10.0  # until the next piece of a body comes
SECONDS_A_BODY = 30.0
SHORTEST_TOKEN = 20
MOST_INSIDE = 200  # requests that are answered at a time
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# Refusals that people see as pages: of those who may come in, and where there is time for one.
_PAGES = {
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.INTERNAL_SERVER_ERROR,
}
_OPEN = {"/healthz", "/readyz"}  # for those who look whether it lives
_OWN = {"localhost"}
_HEADERS = {
    **SAFE,
    "Content-Security-Policy": "default-src 'none'; img-src 'self' data:; style-src 'self'; "
    "script-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self' blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    # With no-referrer a browser that knows no Sec-Fetch-Site says `Origin: null` of our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "SAMEORIGIN",
}
_log = logging.getLogger("medleaf.desk")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in: by which *names* the desk is called, and with which *token*, if any.

    *names* are host names without ports. An address of numbers is a name, too, where the desk
    is *reachable* from other machines: no foreign page can make a browser take it for its own.
    """

    names: frozenset[str] = frozenset()
    token: str = field(default="", repr=False)
    reachable: bool = False

    def knows(self, host: str) -> bool:
        """Return whether the desk is called *host*, a value of the header of that name."""
        name = _name(host)
        if name in self.names | _OWN:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.reachable or address.is_loopback

    def admits(self, authorization: str) -> bool:
        """Return whether *authorization*, Bearer or Basic with the token as password, is right."""
        if not self.token:
            return True
        return hmac.compare_digest(_sum(_secret(authorization)), _sum(self.token.encode()))


def _name(host: str) -> str:
    """Return the name in a Host header, without the port and the brackets of IPv6."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].rstrip(".").lower()


def _secret(authorization: str) -> bytes:
    scheme, _, value = authorization.strip().partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip().encode("latin-1", "replace")
        case "basic":
            try:
                return base64.b64decode(value.strip(), validate=True).partition(b":")[2]
            except (binascii.Error, ValueError):
                return b""
    return b""


def _sum(secret: bytes) -> bytes:
    return sha256(secret).digest()  # so that the comparison tells no length either


class RefusedError(Exception):
    """A request that goes no further: its status, what is said of it, and more headers."""

    def __init__(
        self, status: HTTPStatus, detail: str, headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.status, self.detail, self.headers = status, detail, tuple(headers)
        super().__init__(detail)


class Guard:
    """ASGI middleware around everything."""

    def __init__(self, app: App, access: Access, tell: Tell) -> None:
        """Let through to *app* what *access* admits; *tell* says the rest to people."""
        self._app, self._access, self._tell = app, access, tell
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        body = _Body(receive)
        answer = _Answer(send, body)
        began = time.perf_counter()
        self._inside += 1
        try:
            self._look_at(scope)
            await self._app(scope, body, answer)
        except RefusedError as refused:
            await answer.refuse(refused, await self._page(scope, refused))
        except Exception as error:  # noqa: BLE001  the boundary; see above
            _log.error("fault: %s", _where(error))
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            fault = RefusedError(status, "a fault in medleaf; its log says where")
            await answer.refuse(fault, await self._page(scope, fault))
        finally:
            self._inside -= 1
            path = getattr(scope.get("route"), "path", "-")
            taken = 1000 * (time.perf_counter() - began)
            _log.info(
                "%s %s %d %d bytes %.0f ms",
                scope["method"] if scope["method"] in _METHODS else "-",
                path, answer.status, answer.length, taken,
            )  # fmt: skip

    async def _page(self, scope: Scope, refused: RefusedError) -> bytes | None:
        """Return the refusal as a page; a stranger sees none, nor whose desk it is."""
        if refused.status not in _PAGES:
            return None
        try:
            return await self._tell(scope, refused.status.value, refused.detail)
        except Exception as error:  # noqa: BLE001  what is said otherwise needs nothing
            _log.error("fault: %s", _where(error))
            return None

    def _look_at(self, scope: Scope) -> None:
        """Raise RefusedError where a request may not go further."""
        headers = _headers(scope)
        host = headers.get("host", "")
        if not self._access.knows(host):
            detail = "the desk is not called that; `serve --name` tells it its name"
            raise RefusedError(HTTPStatus.MISDIRECTED_REQUEST, detail)
        if scope["path"] in _OPEN:
            return
        if self._inside > MOST_INSIDE:
            detail, again = "very many ask at the moment; come again", [("Retry-After", "2")]
            raise RefusedError(HTTPStatus.SERVICE_UNAVAILABLE, detail, again)
        if not self._access.admits(headers.get("authorization", "")):
            ask = [("WWW-Authenticate", 'Basic realm="medleaf", charset="UTF-8"'),
                   ("WWW-Authenticate", 'Bearer realm="medleaf"')]  # fmt: skip
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "the desk asks for its token", ask)
        if scope["method"] in _CHANGING and not _same_origin(headers, host):
            detail = "only pages of the desk itself, and programs, may send this"
            raise RefusedError(HTTPStatus.FORBIDDEN, detail)
        if headers.get("content-encoding", "identity") != "identity":
            detail = "send the body as it is, without Content-Encoding"
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > MOST_BYTES:
            raise _too_large()


def _headers(scope: Scope) -> Mapping[str, str]:
    """Return the headers of a request; of one that comes twice both values are lost on nobody."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _same_origin(headers: Mapping[str, str], host: str) -> bool:
    """Return whether a request comes from a page of the desk, or from no page at all.

    https://www.w3.org/TR/fetch-metadata; browsers that do not know it send Origin.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == host


def _too_large() -> RefusedError:
    detail = f"the body has more than {MOST_BYTES:,} bytes; send less at a time"
    return RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


class _Body:
    """Receives a body piece by piece, with limits of size and time; *refused* says which broke."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left, self._length = SECONDS_A_BODY, 0
        self.whole = False
        self.refused: RefusedError | None = None

    async def __call__(self) -> Message:
        if self.whole:
            return await self._receive()  # waits until the client goes
        try:
            return await self._next()
        except RefusedError as refused:
            self.refused = refused  # whoever reads the body may take it for a fault of its own
            raise

    async def _next(self) -> Message:
        began = time.monotonic()
        try:
            async with asyncio.timeout(max(min(SECONDS_A_PIECE, self._left), 0)):
                message = await self._receive()
        except TimeoutError:
            detail = "the body came too slowly"
            raise RefusedError(HTTPStatus.REQUEST_TIMEOUT, detail) from None
        self._left -= time.monotonic() - began
        self._length += len(message.get("body", b""))
        if self._length > MOST_BYTES:
            raise _too_large()
        self.whole = not message.get("more_body", False)
        return message


class _Answer:
    """Sends an answer with the headers that all answers have."""

    def __init__(self, send: Send, body: _Body) -> None:
        self._send, self._body = send, body
        self.status, self.length = 0, 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._body.refused:
                raise self._body.refused
            self.status = message["status"]
            names = {name.lower() for name, _ in message["headers"]}
            more = [(k.lower().encode(), v.encode()) for k, v in _HEADERS.items()]
            headers = [*message["headers"], *(it for it in more if it[0] not in names)]
            message = {**message, "headers": headers}
        else:
            self.length += len(message.get("body", b""))
        await self._send(message)

    async def refuse(self, refused: RefusedError, page: bytes | None) -> None:
        """Answer with a *page* or else a problem (RFC 9457), if nothing was answered yet."""
        if self.status:
            return
        self._body.refused = None
        problem = {"title": refused.status.phrase, "status": refused.status.value}
        body = page or json.dumps({**problem, "detail": refused.detail}).encode()
        media = b"text/html; charset=utf-8" if page else b"application/problem+json"
        headers = [
            (b"content-type", media),
            (b"content-length", str(len(body)).encode()),
            *((name.lower().encode(), value.encode()) for name, value in refused.headers),
        ]
        if not self._body.whole:  # nobody reads the rest of it
            headers.append((b"connection", b"close"))
        start = {"type": "http.response.start", "status": refused.status.value, "headers": headers}
        await self(start)
        await self({"type": "http.response.body", "body": body})


def _where(error: BaseException) -> str:
    """Return the kind of *error* and the places it went through, and nothing of what it says."""
    frames = extract_tb(error.__traceback__)[-6:]
    places = (f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {' < '.join(reversed([*places]))}"
