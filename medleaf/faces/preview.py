"""A page on this machine that shows a translator the sheet. Nothing leaves the machine."""

import threading
from collections.abc import Iterator
from contextlib import suppress

from markupsafe import Markup

from medleaf.build.preview import View
from medleaf.faces.loopback import Answer, Loopback
from medleaf.faces.report import screen
from medleaf.model.language import Language
from medleaf.printing.fonts import Font, read_fonts, stack
from medleaf.printing.style import style
from medleaf.printing.template import render
from medleaf.printing.typography import typeset_text
from medleaf.workspace import Workspace


class Stand(Loopback):
    """Shows the view it was given last. Only the thread that makes views prints."""

    def __init__(self, workspace: Workspace, port: int, *, watch: bool) -> None:
        """Listen on this machine alone; port 0 is any that is free."""
        super().__init__(port)
        self.workspace, self.watch = workspace, watch
        self.answers: dict[str, Answer] = {}

    def answer(self, path: str) -> Answer | None:
        """Return a part of what is shown."""
        return self.answers.get(path)

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
                        screen.print(f"{stand.address} – Ctrl-C ends it")
                    screen.print(_told(view), markup=False)
        finally:
            if thread.is_alive():
                stand.shutdown()
                thread.join()


def _told(view: View) -> str:
    count = sum(len(shown.row.problems) for shown in view.faulty) + len(view.problems)
    state = "draft" if view.draft else "complete"
    return f"look {view.version}: {state}, {count} problems"
