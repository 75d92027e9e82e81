"""Laws of the preview: it shows what is saved, at once, to this machine alone, and stops."""

import http.client
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from medleaf.build.preview import views
from medleaf.build.shelves import Pair
from medleaf.model.problem import PressError
from medleaf.workspace import Workspace
from tests.test_build import edit, translate

ROOT = Path(__file__).parent.parent
SOON = 2.0  # seconds from saving a file to its page


@dataclass
class Running:
    """A preview at work, as a translator starts it."""

    process: subprocess.Popen[str]
    port: int
    place: Workspace

    def ask(self, path: str = "/", method: str = "GET", host: str = ""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def page(self) -> str:
        return self.ask()[1].decode()

    def version(self) -> int:
        return int(self.ask("/version")[1])

    def saved(self, file: Path, old: str, new: str) -> float:
        """Change a file and return the seconds until the page has a new version."""
        before, began = self.version(), time.monotonic()
        draft = file.with_name(".draft")  # as editors save: no half of it is ever seen
        draft.write_bytes(file.read_bytes())
        edit(draft, old, new)
        draft.replace(file)
        while self.version() == before:
            assert time.monotonic() - began < 30, "nothing new was shown"
            time.sleep(0.02)
        return time.monotonic() - began


@pytest.fixture
def running(place) -> Iterator[Running]:
    translate(place)
    command = [sys.executable, ROOT / "generate.py", "translate", "preview", "de", "testamin"]
    with subprocess.Popen(
        [*command, "--watch", "--port", "0"],
        cwd=place.root,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            line = process.stdout.readline()
            assert "http://127.0.0.1:" in line, line or process.stderr.read()
            yield Running(process, int(re.search(r":(\d+)/", line)[1]), place)
        finally:
            process.kill()


def test_a_session_from_the_first_look_to_the_last(running):
    """One process, as it takes a second to start: every law of a running preview."""
    page = running.page()
    assert "«It helps tests.»" in page
    assert "It helps tests." in page
    assert "Complete" in page
    # Each printed sentence has its place, each guide sentence none.
    assert re.search(
        r'<a href="#s\d+" data-n="\d+"><title>\d+: It helps tests\.</title><rect', page
    )
    assert not re.search(r"<title>\d+: Below 25 °C\.</title>", page)
    picture, png = running.ask("/page/1.png?v=1")
    assert (picture.status, png[:8]) == (200, b"\x89PNG\r\n\x1a\n")

    # Nothing of other places, nothing for other places.
    answer, _ = running.ask()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"(?:src|href)=\"(?!/|#|data:,)", page)
    assert not re.search(r"\sstyle=|\son\w+=", page)
    for host in ("evil.example", f"evil.example:{running.port}", "127.0.0.1", "127.0.0.1:1"):
        assert running.ask(host=host)[0].status == 421
    assert running.ask(host=f"localhost:{running.port}")[0].status == 200
    for method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"):
        assert running.ask(method=method)[0].status == 405
    for path in ("/../clinic.toml", "/%2e%2e/clinic.toml", "/page/3.png", "//etc/passwd"):
        assert running.ask(path)[0].status == 404

    # A saved catalog is shown at once; so are a leaflet and a template.
    file = running.place.catalog("de", "testamin")
    words = ["«It helps tests.»", *(f"«Es hilft {n} mal.»" for n in "abc")]
    took = [running.saved(file, *pair) for pair in pairwise(words)]
    assert min(took) < SOON
    assert words[-1] in running.page()
    running.saved(running.place.leaflet("testamin"), "Keep it dry.", "Keep it <i>cool</i>.")
    page = running.page()
    assert "Keep it &lt;i&gt;cool&lt;/i&gt;." in page
    assert "Draft" in page
    running.saved(running.place.templates / "preview.html", "<h2>Sentences</h2>", "<h2>All</h2>")
    assert "<h2>All</h2>" in running.page()

    # A fault outlines its sentence on the page and in the list.
    running.saved(file, "«Wait 8 Stunden.»", "«Wait 6 Stunden.»")
    page = running.page()
    (number,) = re.findall(r'<li id="s(\d+)" data-n="\d+" class="bad">(?=[^§]*?Wait 8)', page)[-1:]
    assert "English says 8 hours. Your text says 6" in page
    assert re.search(rf'<a href="#s{number}" data-n="{number}" class="bad">', page)

    # A file that cannot be read is told, and the last pages stay.
    running.saved(file, 'msgid "Rash"', 'msgid "Rash')
    page = running.page()
    assert "testamin.po, line" in page
    assert "/page/1.png" in page

    # Ctrl-C ends it, without a word of complaint.
    running.process.send_signal(signal.SIGINT)
    _, errors = running.process.communicate(timeout=60)
    assert running.process.returncode == 0
    assert errors == ""


def test_an_edition_nobody_began_is_refused_before_anything_is_shown(place):
    with pytest.raises(PressError, match="not offered in de"):
        next(views(place, Pair("testamin", "de")))


def test_what_is_too_long_for_the_sheet_is_shown_and_told(place):
    translate(place)
    edit(place.catalog("de", "testamin"), "«It helps tests.»", "«" + "sehr lange " * 700 + "»")
    view = next(views(place, Pair("testamin", "de")))
    assert len(view.pages) > 2
    assert {problem.code for problem in view.problems} == {"fit"}


def test_without_watching_a_change_is_not_looked_for(place):
    translate(place)
    looks = views(place, Pair("testamin", "de"))
    assert next(looks).version == 1
    edit(place.catalog("de", "testamin"), "«It helps tests.»", "«Es hilft.»")
    assert next(looks) is None
