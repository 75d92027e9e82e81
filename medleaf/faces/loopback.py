"""Pages for this machine alone: what may be asked for, by whom, and with which headers."""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

HOST = "127.0.0.1"
SAFE = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; "
    "script-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
Answer = tuple[str, bytes]  # media type, body


class Loopback(ThreadingHTTPServer):
    """Answers browsers on this machine; what it answers is said by :meth:`answer`."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        """Listen on this machine alone; port 0 is any that is free."""
        super().__init__((HOST, port), _Answers)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server_port}/"

    @property
    def hosts(self) -> set[str]:
        """What a browser on this machine calls it; another name is a foreign page's."""
        return {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def answer(self, path: str) -> Answer | None:
        """Return what lies at *path*, None if nothing does."""
        raise NotImplementedError


class _Answers(BaseHTTPRequestHandler):
    server: Loopback
    server_version = "medleaf"
    sys_version = ""
    timeout: ClassVar[int] = 10

    def do_GET(self) -> None:
        """Answer from what there is."""
        if self.headers.get("Host") not in self.server.hosts:
            self._say(HTTPStatus.MISDIRECTED_REQUEST, b"this page is for this machine only")
        elif answer := self.server.answer(urlsplit(self.path).path):
            self._say(HTTPStatus.OK, answer[1], answer[0])
        else:
            self._say(HTTPStatus.NOT_FOUND, b"not here")

    def _refuse(self) -> None:
        self._say(HTTPStatus.METHOD_NOT_ALLOWED, b"only GET")

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _refuse  # noqa: N815

    def _say(self, status: HTTPStatus, body: bytes, media: str = "text/plain") -> None:
        self.send_response(status)
        for name, value in SAFE.items():
            self.send_header(name, value)
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET")
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  http.server's name
        """Say nothing: a page asks for its version several times a second."""
