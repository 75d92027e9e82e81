"""Opens the desk to browsers and programs until it is told to stop."""

import asyncio
import errno
import gc
import ipaddress
import os
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from logging.config import dictConfig
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from medleaf.build.desk import Desk
from medleaf.build.renders import SECONDS, Renders
from medleaf.faces.desk.app import create
from medleaf.faces.desk.guard import SHORTEST_TOKEN, Access
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace

if TYPE_CHECKING:  # see medleaf.faces.desk.room
    from medleaf.build.uselog import UseLog

SECONDS_A_HEAD = 10.0  # until a request has all its headers
SECONDS_TO_STOP = int(SECONDS) + 5  # what was begun may take that long
MOST_CONNECTIONS = 500  # those that ask nothing yet count, too
MOST_HEAD_BYTES = 16_000
_LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "medleaf.desk": {"handlers": ["out"], "level": "INFO", "propagate": False},
        "uvicorn": {"handlers": ["out"], "level": "WARNING", "propagate": False},
    },
}


def access(host: str, names: Iterable[str], token: str) -> Access:
    """Return who may come in; raise PressError where the desk would stand open."""
    known = frozenset(name.lower() for name in (*names, host, socket.gethostname()))
    reachable = not is_loopback(host)
    if reachable and not token:
        message = (
            f"{host} can be reached from other machines, so the desk needs a token: set "
            "MEDLEAF_TOKEN or give --token-file; docs/desk.md says how to put TLS in front"
        )
        raise PressError([Problem(Path("--host"), 0, "no-token", message)])
    return Access(known, token, reachable)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach *host*."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_token(file: Path | None) -> str:
    """Return the token in *file*, else in MEDLEAF_TOKEN; empty where there is none.

    Raises PressError for a file that cannot be read and for a token that can be guessed.
    """
    where = file or Path("MEDLEAF_TOKEN")
    try:
        token = (file.read_text("utf-8") if file else os.environ.get("MEDLEAF_TOKEN", "")).strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', 'is not UTF-8 text')}"
        raise PressError([Problem(where, 0, "token", message)]) from error
    if (file or token) and (len(token) < SHORTEST_TOKEN or not token.isascii()):
        message = (
            f"the token needs at least {SHORTEST_TOKEN} letters and digits; "
            "`openssl rand -hex 24` makes one"
        )
        raise PressError([Problem(where, 0, "token", message)])
    return token


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at *host* and *port*; raise PressError where it cannot."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, proto)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(MOST_CONNECTIONS)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        message = f"{host}:{port} cannot be used: {error.strerror}" + (
            "; another program has it, choose another --port" if taken else ""
        )
        raise PressError([Problem(Path("--port"), 0, "port", message)]) from error
    return listener


@dataclass(frozen=True, slots=True)
class Terms:
    """How the desk serves: *out* is the folder of builds, *log* the database of the use log.

    Without *log* it is a file in *out*.
    """

    out: Path
    workers: int
    log: str = ""


def serve(
    workspace: Workspace,
    terms: Terms,
    listener: socket.socket,
    door: Access,
    say: Callable[[str], None],
) -> None:
    """Answer at *listener* until the process is told to stop; then finish what was begun.

    *say* hears the address once somebody may come. Raises PressError where settings cannot be read.
    """
    opening, opened = Lock(), list["UseLog"]()

    def log() -> "UseLog":
        from medleaf.build import uselog

        with opening:
            if not opened:
                url = terms.log or f"sqlite:///{terms.out / uselog.FILE}"
                opened.append(uselog.UseLog(url))
            return opened[0]

    gc.enable()  # a long life makes garbage
    dictConfig(_LOG)
    desk = Desk(workspace, terms.out)
    desk.shelf()  # what cannot be read is told before anything is opened
    if terms.log:
        log()
    app = create(desk, Renders(terms.workers), log, door)
    config = uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,  # it would log queries; the guard has its own
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_STOP,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=MOST_HEAD_BYTES,
    )
    host, port = listener.getsockname()[:2]
    say(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    with suppress(KeyboardInterrupt):  # uvicorn says it again once it has stopped
        uvicorn.Server(config).run([listener])


class Patient(H11Protocol):
    """HTTP/1.1 that does not wait for ever: a request whose headers do not come is hung up on."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take what uvicorn gives."""
        super().__init__(*given, **named)
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; wait on if it was not a whole head."""
        super().data_received(data)
        if self.conn.their_state.__name__ == "IDLE" and self.conn.trailing_data[0]:
            self._wait()
        elif self._late:
            self._late.cancel()
            self._late = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self._late:
            self._late.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(SECONDS_A_HEAD, self.transport.abort)
