"""A real browser for tests: Debian's Chromium through Playwright, axe-core, and the Nu checker.

The tools come from setup.sh; a test that misses one fails, it is never skipped.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
MODULES = ROOT / ".venv" / "npm" / "node_modules"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# WCAG 2.2 A and AA, and what axe-core calls best practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PHONE = {"width": 360, "height": 740}
# A file has no origin, so that the checker takes its own style sheet for a stranger's.
_OF_FILES = ".*violates Content Security Policy.*"
DESKTOP = {"width": 1280, "height": 900}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium; nothing is downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not installed: run `make test`, which installs it"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@cache
def _axe() -> str:
    return (MODULES / "axe-core" / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on *page*: the rule and the element, one line each."""
    # Not as a script element: the page's policy refuses those of others.
    page.evaluate(f"() => {{ {_axe()} }}")
    options = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{it['id']}: {node['html'][:160]}" for it in found["violations"] for node in it["nodes"]
    ]


def nu(files: Iterable[Path]) -> list[str]:
    """Return the errors and warnings of the Nu HTML checker about *files*."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [
            "java",
            "-jar",
            jar,
            "--format",
            "json",
            "--exit-zero-always",
            "--filterpattern",
            _OF_FILES,
            *files,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [
        f"{Path(it.get('url', '')).parent.as_posix()[-40:]}:{it.get('lastLine', 0)}: "
        f"{it['message']} {it.get('extract', '')}"
        for it in messages
        if it["type"] != "info" or it.get("subType") == "warning"
    ]


def sideways(page: Page) -> int:
    """Return by how many pixels *page* is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
