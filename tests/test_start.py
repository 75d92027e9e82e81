"""Laws of the start: workers that get ready too early harm nothing, and what is kept is not trusted."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from medleaf.build.ahead import needed
from medleaf.printing.template import render
from medleaf.workers import Ahead
from medleaf.workspace import Workspace
from tests.test_build import translate

ROOT = Path(__file__).parent.parent


def pids(crew: object) -> set[int]:
    assert isinstance(crew, ProcessPoolExecutor)
    return {*crew._processes}


def test_who_is_ready_is_handed_out_once():
    ahead = Ahead(2, os.getpid)
    kept = [*ahead._kept]
    with ahead(1) as first, ahead(1) as second, ahead(1) as third:
        third.submit(os.getpid).result()
        assert [first, second] == kept
        assert len(pids(first) | pids(second) | pids(third)) == 3
    ahead.close()


def test_who_is_not_needed_is_stopped():
    ahead = Ahead(2, os.getpid)
    processes = [it for one in ahead._kept for it in one._processes.values()]
    with ahead(2) as others:
        assert others.submit(os.getpid).result() not in {it.pid for it in processes}
    ahead.close()
    assert not any(it.is_alive() for it in processes)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("status", 0),
        ("build", 4),
        ("build --help", 0),
        ("build --workers 2", 2),
        ("build --workers=3 --paper A4 --paper Letter", 3),
        ("build --out new", 4),
        ("build --out=old", 0),
        ("build testamin --language de --out old", 0),
        ("build testamin --language en --out old", 1),
        ("build testamin --language=en --language=de --paper A4 --paper Letter --out=old", 2),
        ("build testamin --language en --edition large --edition easy --workers 1 --out old", 1),
        ("build nothing --language en --out old", 0),
        ("build testamin --out old --workers many", 0),
        ("build --workers 1000 --out new", 0),
        ("build ../leaflets/testamin --language en --out old", 0),
        ("build {leaflet} --language en --out old", 0),
    ],
)
def test_workers_start_where_it_is_plain_that_they_are_needed(
    place: Workspace, monkeypatch, words, count
):
    monkeypatch.chdir(place.root)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    (place.root / "old" / "de").mkdir(parents=True)
    (place.root / "old" / "de" / "testamin.large.pdf").touch()
    elsewhere = place.leaflet("testamin").with_suffix("")  # no name, though there is such a file
    assert needed(words.format(leaflet=elsewhere).split(), place) == count


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("build testamin --language en", 1),
        ("build testamin --language en --paper A3", 2),
        ("build testamin --language en --out clinic.toml", 1),
    ],
    ids=["settings", "usage", "folder"],
)
def test_a_command_that_fails_leaves_no_worker(place: Workspace, words, code):
    place.settings.write_text("name = 1\n", "utf-8")
    command = [sys.executable, ROOT / "generate.py", *words.split()]
    done = subprocess.run(
        command, cwd=place.root, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_a_sheet_that_is_named_is_the_same_whether_it_was_there_or_not(place: Workspace, tmp_path):
    """Once with workers that were started early, once with those of the usual way."""
    translate(place)
    out = tmp_path / "out"
    command = [sys.executable, ROOT / "generate.py", "build", "--workers", "1", "--out", out]
    sheet = out / "de" / "testamin.pdf"
    printed = []
    for words in (["testamin", "--language", "de"], ["testamin", "--language", "de"], []):
        subprocess.run([*command, *words], cwd=place.root, check=True, capture_output=True)
        printed.append(sheet.read_bytes())
        sheet.unlink()
    assert len({*printed}) == 1


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_the_command_however_it_ends(place: Workspace, tmp_path, end):
    translate(place)
    command = [sys.executable, ROOT / "generate.py", "build", "--workers", "2", "--paper", "A4"]
    going = subprocess.Popen(
        [*command, "--paper", "Letter", "--out", tmp_path / "out"],
        cwd=place.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while going.poll() is None and len(pids_of(going.pid)) < 3:
        time.sleep(0.01)
    workers = pids_of(going.pid) - {going.pid}
    going.send_signal(end)
    going.wait(timeout=60)
    assert workers
    until = time.monotonic() + 60
    while pids_of(going.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert pids_of(going.pid) == set()


def pids_of(session: int) -> set[int]:
    """The processes of a session that are alive, as Linux tells them."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, its = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(its) == session and state != "Z":
                found.add(int(folder.name))
    return found


# ------------------------------------------------------------------ templates as code


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "templates" / "desk"
    folder.mkdir(parents=True)
    (tmp_path / "clinic.toml").touch()
    (folder / "page.html").write_text("{% for n in many %}<b>{{ n }}</b>{% endfor %}", "utf-8")
    return folder


def filled(room: Path) -> str:
    """Fill the template in another process, which has compiled nothing itself yet."""
    code = (
        "import sys; from pathlib import Path; from medleaf.printing.template import render;"
        "print(render(Path(sys.argv[1]), many=[1, '<']))"
    )
    command = [sys.executable, "-c", code, room / "page.html"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


SPOILT = {
    "half": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "one bit": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "foreign": lambda _: b"\x80\x05cos\nsystem\n" * 9,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_code_that_is_spoilt_is_made_anew(room: Path, spoil):
    first = filled(room)
    (kept,) = (room.parent.parent / ".cache" / "templates").iterdir()
    assert [*room.parent.iterdir()] == [room], "what lies among templates is part of every sheet"
    sound = kept.read_bytes()
    kept.write_bytes(spoil(sound))
    assert filled(room) == first == "<b>1</b><b>&lt;</b>"
    assert kept.read_bytes() == sound


def test_another_text_is_other_code(room: Path):
    filled(room)
    (room / "page.html").write_text("{{ many | length }}", "utf-8")
    assert filled(room) == "2"


def test_where_nothing_can_be_kept_templates_are_filled_all_the_same(room: Path):
    (room.parent.parent / ".cache").write_text("a file, not a folder", "utf-8")
    assert render(room / "page.html", many=[7]) == "<b>7</b>"
    (room.parent.parent / "clinic.toml").unlink()
    assert filled(room) == "<b>1</b><b>&lt;</b>"


# ------------------------------------------------------------------ the end


def test_a_command_ends_with_its_code_though_nobody_tidies_up(tmp_path: Path):
    """All that was said is out, and nothing of ours stays behind."""
    command = [sys.executable, str(ROOT / "generate.py")]
    done = subprocess.run(  # noqa: PLW1510  the code is what is looked at
        [*command, "build", "nothing", "--out", tmp_path], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "there is no leaflet 'nothing'" in done.stdout + done.stderr
    told = subprocess.run([*command, "status", "--json"], cwd=ROOT, capture_output=True, check=True)
    assert told.stdout.endswith(b"\n")


def test_a_command_whose_words_nobody_reads_ends_all_the_same():
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(  # noqa: PLW1510
        [sys.executable, str(ROOT / "generate.py"), "--help"],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(writer)
    assert done.returncode != 0
