"""The use log counts every print, says nothing of anybody, and never stands in a print's way."""

import logging
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from medleaf.build import revisions, uselog
from medleaf.build.library import Library
from medleaf.build.revisions import Revision
from medleaf.build.uselog import Count, Use, UseLog, withdrawn
from medleaf.model.problem import PressError

USES = st.builds(
    Use,
    leaflet=st.sampled_from(["baclofen", "warfarin"]),
    revision=st.sampled_from(["aaaaaaa", "bbbbbbb"]),
    language=st.sampled_from(["en", "zh_Hans"]),
    edition=st.sampled_from(["standard", "large"]),
    hour=st.sampled_from(["2026-11-25T09", "2026-11-25T10"]),
)
A_USE = Use("baclofen", "aaaaaaa", "en", "standard", "2026-11-25T09")


@pytest.fixture(autouse=True)
def eager(monkeypatch):
    monkeypatch.setattr(uselog, "_PAUSE", 0.01)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(uselog, "_PATIENCE", 0.05)


def opened(url: str) -> "closing[UseLog]":
    return closing(UseLog(url))


def total(url: str) -> int:
    with opened(url) as log:
        return log.usage().prints


@pytest.fixture(params=["file", "memory", "driver"])
def url(request, tmp_path) -> str:
    """Addresses of databases, as SQLAlchemy writes them."""
    return {
        "file": f"sqlite:///{tmp_path}/deep/use.sqlite",
        "memory": "sqlite://",
        "driver": f"sqlite+pysqlite:///{tmp_path}/use.db",
    }[request.param]


@settings(max_examples=15, deadline=None)
@given(st.lists(USES, max_size=30), st.integers(0, 30))
def test_every_print_is_counted_once_whenever_it_is_written(tmp_path_factory, uses, when):
    """What is written, what waits and both together add up; sums by text, language, leaflet agree."""
    file = tmp_path_factory.mktemp("log") / "use.sqlite"
    with opened(f"sqlite:///{file}") as log:
        for number, use in enumerate(uses):
            log.note(use)
            if number == when:
                assert log.flush()
        usage = log.usage()
    assert total(f"sqlite:///{file}") == usage.prints == len(uses)
    assert sum(usage.languages.values()) == sum(usage.leaflets.values()) == len(uses)
    assert sum(usage.pairs.values()) == len(uses)
    for it in usage.counts:
        same = [use for use in uses if uselog._text(use) == uselog._text(it)]
        assert it.prints == len(same)
        assert (it.first, it.last) == (min(u.hour for u in same), max(u.hour for u in same))
    assert list(usage.languages.values()) == sorted(usage.languages.values(), reverse=True)


def test_any_address_will_do(url):
    with opened(url) as log:
        log.note(A_USE)
        assert log.flush()
        log.note(A_USE)
        assert log.flush()
        usage = log.usage()
    assert usage.counts == (
        Count("baclofen", "aaaaaaa", "en", "standard", 2, A_USE.hour, A_USE.hour),
    )
    assert usage.standing == uselog.Standing()


def test_two_processes_may_write_one_database(tmp_path):
    """Two desks of a clinic count into the same lines, at the same time."""
    url = f"sqlite:///{tmp_path}/use.sqlite"
    code = (
        "import sys; from contextlib import closing; from medleaf.build.uselog import Use, UseLog\n"
        f"with closing(UseLog({url!r})) as log:\n"
        "  for _ in range(25):\n"
        "    log.note(Use('baclofen', 'aaaaaaa', 'en', 'standard', '2026-11-25T09')); log.flush()\n"
        "  assert any(log.flush() for _ in range(20)), log.standing\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(2)]
    assert [it.wait(60) for it in both] == [0, 0]
    assert total(url) == 50


def locked(file: Path) -> Callable[[], None]:
    with closing(sqlite3.connect(file)) as first:
        first.execute("create table other (x)")
        first.commit()
    other = sqlite3.connect(file)
    other.execute("begin exclusive")
    return other.close


def spoilt(file: Path) -> Callable[[], None]:
    file.write_bytes(b"this is no database " * 100)
    return file.unlink


def folder(file: Path) -> Callable[[], None]:
    file.mkdir()
    return file.rmdir


def no_room(file: Path) -> Callable[[], None]:
    file.symlink_to("/dev/full")
    return file.unlink


def no_folder(file: Path) -> Callable[[], None]:
    file.parent.rmdir()
    file.parent.write_text("a file where the folder was")
    return file.parent.unlink


@pytest.mark.parametrize("fault", [locked, spoilt, folder, no_room, no_folder])
def test_a_database_in_trouble_loses_nothing(tmp_path, fault, caplog, impatient):
    """Prints go on and are counted; it is said that there is trouble; once mended, all is written."""
    file = tmp_path / "log" / "use.sqlite"
    file.parent.mkdir()
    mend = fault(file)
    with caplog.at_level(logging.WARNING), opened(f"sqlite:///{file}") as log:
        for _ in range(3):
            log.note(A_USE)
        assert not log.flush()
        assert log.usage().prints == 3
        assert log.standing.waiting == 3
        assert "kept in memory" in log.standing.trouble
        mend()
        log.note(A_USE)
        assert log.flush()
        assert log.standing == uselog.Standing()
    assert total(f"sqlite:///{file}") == 4
    assert len(caplog.records) == 1, "one line a trouble, not one an attempt"


def test_a_database_that_vanishes_is_made_again(tmp_path):
    file = tmp_path / "use.sqlite"
    with opened(f"sqlite:///{file}") as log:
        log.note(A_USE)
        assert log.flush()
        file.unlink()
        log.note(A_USE)
        assert log.flush()
    assert total(f"sqlite:///{file}") == 1


def test_a_full_disk_keeps_what_was_written(tmp_path):
    """A batch for which there is no room is not half there; what was there before still is."""
    file = tmp_path / "use.sqlite"
    code = (
        "import resource; from contextlib import closing\n"
        "from medleaf.build.uselog import Use, UseLog\n"
        f"with closing(UseLog('sqlite:///{file}')) as log:\n"
        "  log.note(Use('baclofen', 'aaaaaaa', 'en', 'standard', 'x')); assert log.flush()\n"
        f"  resource.setrlimit(resource.RLIMIT_FSIZE, ({12_288}, {resource.RLIM_INFINITY}))\n"
        "  for n in range(1000): log.note(Use('baclofen', 'aaaaaaa', 'en', 'standard', str(n)))\n"
        "  assert not log.flush(); assert log.standing.waiting == 1000\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)
    assert total(f"sqlite:///{file}") == 1


def test_memory_has_a_limit_and_the_log_says_what_was_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(uselog, "MOST_WAITING", 2)
    with opened(f"sqlite:////{tmp_path}") as log:
        for hour in ("1", "2", "3", "1"):
            log.note(Use("baclofen", "aaaaaaa", "en", "standard", hour))
        log.flush()
        assert (log.standing.waiting, log.standing.lost) == (3, 1)


def test_notes_are_written_without_being_asked(tmp_path):
    url = f"sqlite:///{tmp_path}/use.sqlite"
    with opened(url) as log:
        log.note(A_USE)
    assert total(url) == 1


def test_a_use_has_no_room_for_a_person():
    """No field takes what is a patient's: the columns are those of the text and the hour."""
    names = ["leaflet", "revision", "language", "edition", "hour"]
    assert [it.name for it in fields(Use)] == names
    assert list(uselog._USES.columns.keys()) == [*names, "prints"]
    assert len(uselog.this_hour()) == 13


@pytest.mark.parametrize(
    "url", ["", "nonsense", "oracle9://x:s3cret@h/d", "mysql+nodriver://u:s3cret@h/d"]
)
def test_what_is_no_address_is_told_at_the_start_without_its_password(url):
    with pytest.raises(PressError, match="use log") as caught:
        UseLog(url)
    assert "s3cret" not in str(caught.value)


def test_sheets_of_an_old_warning_are_named(place):
    """Withdrawn is what says an old dose or warning, what no leaflet is of, what nobody knows."""
    library = Library(place, date(2026, 1, 1))
    sound = revisions.safety_of(library.leaflet("testamin"))
    day = date(2026, 1, 1)
    rows = [
        Revision("testamin", "en", "sound00", day, sound, "First edition."),
        Revision("testamin", "en", "grave00", day, "0" * 16, "First edition."),
        Revision("vanished", "en", "sound00", day, sound, "First edition."),
    ]
    revisions.save(place.revisions, rows)
    counts = [
        Count(leaflet, revision, "en", "standard", 1, "2026-01-01T00", "2026-01-01T00")
        for leaflet, revision in [
            ("testamin", "sound00"),
            ("testamin", "grave00"),
            ("testamin", "strange"),
            ("vanished", "sound00"),
        ]
    ]
    found = withdrawn(counts, Library(place, date(2026, 1, 1)))
    assert [(it.count, it.reason) for it in found] == [
        (counts[1], "changed"),
        (counts[2], "unknown"),
        (counts[3], "gone"),
    ]
    place.leaflet("testamin").write_text(SMALL.replace("Wait 8 hours", "Wait 4 hours"), "utf-8")
    found = withdrawn(counts[:1], Library(place, date(2026, 1, 1)))
    assert [it.reason for it in found] == ["changed"]
    place.leaflet("testamin").write_text("kind: [", "utf-8")
    found = withdrawn(counts[:1], Library(place, date(2026, 1, 1)))
    assert [it.reason for it in found] == ["unknown"]
