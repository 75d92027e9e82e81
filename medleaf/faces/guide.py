"""Says what became of the guide, and shows it on this machine."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from medleaf.build import site
from medleaf.build.guide import Report
from medleaf.faces.loopback import Answer, Loopback
from medleaf.faces.report import MOST_REFUSED, errors, problem_json, say_problems, screen

_MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".brf": "text/plain; charset=us-ascii",
    ".pdf": "application/pdf",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


class Shop(Loopback):
    """Shows the files of a site, and nothing else that may lie in its folder or beyond."""

    def __init__(self, folder: Path, port: int) -> None:
        """Show the site in *folder*; port 0 is any that is free."""
        super().__init__(port)
        self.folder = folder
        self.known: Mapping[str, str] = site.ours(folder)

    def answer(self, path: str) -> Answer | None:
        """Return the file at *path*; a folder's is its index. Only what we wrote is ever named."""
        name = path.removeprefix("/")
        if not name or name.endswith("/"):
            name += "index.html"
        data = site.kept(self.folder, self.known, name)
        return None if data is None else (_MEDIA[Path(name).suffix], data)


def serve(folder: Path, port: int) -> None:
    """Show the site in *folder* until Ctrl-C."""
    with Shop(folder, port) as shop:
        screen.print(f"{shop.address} – Ctrl-C ends it")
        with suppress(KeyboardInterrupt):
            shop.serve_forever(poll_interval=0.1)


def guide_json(report: Report) -> dict[str, Any]:
    """Return what became of the guide, as plain data."""
    return {
        "out": str(report.out),
        "base": report.base,
        "written": list(report.changes.written),
        "unchanged": list(report.changes.unchanged),
        "removed": list(report.changes.removed),
        "refused": [
            {
                "leaflet": it.pair.leaflet,
                "language": it.pair.tag,
                "problems": [problem_json(problem) for problem in it.problems],
            }
            for it in report.refused
        ],
        "failed": [
            {"file": str(it.target.path), "problems": [problem_json(p) for p in it.problems]}
            for it in report.failed
        ],
    }


def say_guide(report: Report) -> None:
    """Print what became of the guide, and everything that is not in it."""
    stopped = [
        *((f"{it.pair.leaflet} in {it.pair.tag}: refused", it.problems) for it in report.refused),
        *((f"{it.target.path}: failed", it.problems) for it in report.failed),
    ]
    for what, problems in stopped:
        errors.print(what, style="bold red", markup=False)
        say_problems(problems[:MOST_REFUSED])
        if (more := len(problems) - MOST_REFUSED) > 0:
            errors.print(f"  and {more} more; `--json` lists them all", markup=False)
    counts = {
        "written": len(report.changes.written),
        "unchanged": len(report.changes.unchanged),
        "removed": len(report.changes.removed),
        "refused": len(report.refused),
        "failed": len(report.failed),
    }
    said = ", ".join(f"{n} {word}" for word, n in counts.items() if n)
    screen.print(f"{said} → {report.out}, for {report.base}", markup=False)
