"""A page on this machine that shows a translator the sheet. Nothing leaves the machine."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

from markupsafe import Markup

from medleaf.build.preview import View
from medleaf.faces.report import screen
from medleaf.model.language import Language
from medleaf.printing.fonts import Font, read_fonts, stack
from medleaf.printing.template import render, style
from medleaf.printing.typography import typeset_text
from medleaf.workspace import Workspace

HOST = "127.0.0.1"
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; "
    "script-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
Answer = tuple[str, bytes]  # media type, body


class Stand(ThreadingHTTPServer):
    """Shows the view it was given last. Only the thread that makes views prints."""

    daemon_threads = True

    def __init__(self, workspace: Workspace, port: int, *, watch: bool) -> None:
        """Listen on this machine alone; port 0 is any that is free."""
        super().__init__((HOST, port), _Answers)
        self.workspace, self.watch = workspace, watch
        self.answers: dict[str, Answer] = {}

    @property
    def hosts(self) -> set[str]:
        """What a browser on this machine calls this page; another name is a foreign page's."""
        return {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def show(self, view: View) -> None:
        """Take *view* from now on."""
        folder = self.workspace.templates

        def t(text: str) -> Markup:
            return typeset_text(text, view.language)

        page = render(folder / "preview.html", view=view, watch=self.watch, t=t)
        script = style(folder / "preview.js")
        answers = {
            "/": ("text/html; charset=utf-8", page.encode()),
            "/version": ("text/plain; charset=utf-8", str(view.version).encode()),
            "/preview.css": ("text/css; charset=utf-8", self._style(view.language).encode()),
            "/preview.js": ("text/javascript; charset=utf-8", script.encode()),
        }
        for number, picture in enumerate(view.pages, start=1):
            answers[f"/page/{number}.png"] = "image/png", picture.png
        for font in self._fonts(view.language):
            answers[f"/font/{font.file.name}"] = "font/ttf", font.file.read_bytes()
        self.answers = answers

    def _fonts(self, language: Language) -> list[Font]:
        """Return the fonts of the sheet: a browser may have none for the language."""
        families = stack(language.script)[:2]
        return [f for f in read_fonts(self.workspace.fonts).fonts if f.family in families]

    def _style(self, language: Language) -> str:
        faces = [
            f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; '
            f'src: url("/font/{font.file.name}") }}'
            for font in self._fonts(language)
        ]
        families = ", ".join(f'"{family}"' for family in stack(language.script))
        own = f"[lang={language.html}] {{ font-family: {families} }}"
        return "\n".join((*faces, style(self.workspace.templates / "preview.css"), own))


class _Answers(BaseHTTPRequestHandler):
    server: Stand
    server_version = "medleaf"
    sys_version = ""
    timeout: ClassVar[int] = 10

    def do_GET(self) -> None:
        """Answer from what is shown."""
        if self.headers.get("Host") not in self.server.hosts:
            self._say(HTTPStatus.MISDIRECTED_REQUEST, b"this page is for this machine only")
        elif answer := self.server.answers.get(urlsplit(self.path).path):
            self._say(HTTPStatus.OK, answer[1], answer[0])
        else:
            self._say(HTTPStatus.NOT_FOUND, b"not here")

    def _refuse(self) -> None:
        self._say(HTTPStatus.METHOD_NOT_ALLOWED, b"only GET")

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _refuse  # noqa: N815

    def _say(self, status: HTTPStatus, body: bytes, media: str = "text/plain") -> None:
        self.send_response(status)
        for name, value in _SAFE.items():
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


def serve(workspace: Workspace, looks: Iterator[View | None], port: int, *, watch: bool) -> None:
    """Show *looks* as they come, until Ctrl-C."""
    with Stand(workspace, port, watch=watch) as stand:
        thread = threading.Thread(target=stand.serve_forever, kwargs={"poll_interval": 0.1})
        try:
            with suppress(KeyboardInterrupt):
                for view in looks:
                    if view is None:
                        continue
                    stand.show(view)
                    if not thread.is_alive():
                        thread.start()
                        screen.print(f"http://{HOST}:{stand.server_port}/ – Ctrl-C ends it")
                    screen.print(_told(view), markup=False)
        finally:
            if thread.is_alive():
                stand.shutdown()
                thread.join()


def _told(view: View) -> str:
    count = sum(len(shown.row.problems) for shown in view.faulty) + len(view.problems)
    state = "draft" if view.draft else "complete"
    return f"look {view.version}: {state}, {count} problems"
