"""Files that arrive are handled once, whole, and never lost; printing goes to a real command."""

import stat

import pytest

from medleaf.build import inbox, printer
from medleaf.model.problem import PressError


class StoppedError(Exception):
    """Ends a watch after so many looks."""


def run(folder, handle, looks=3, between=lambda _look: None):
    seen = []

    def rest(_seconds):
        seen.append(1)
        if len(seen) >= looks:
            raise StoppedError
        between(len(seen))

    with pytest.raises(StoppedError):
        inbox.watch(folder, handle, rest)


def names(folder):
    return sorted(it.name for it in folder.iterdir() if it.is_file())


def test_every_file_ends_in_done_or_failed_under_a_name_of_its_own(tmp_path):
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "a.csv").write_text("an older one")
    for name in ("a.csv", "b.csv", ".hidden"):
        (tmp_path / name).write_text(name)
    run(tmp_path, lambda file: file.read_text() == "a.csv")
    assert names(tmp_path / "done") == ["a-2.csv", "a.csv"]
    assert names(tmp_path / "failed") == ["b.csv"]
    assert names(tmp_path) == [".hidden"]
    assert names(tmp_path / "working") == []


def test_a_file_that_still_grows_is_left_alone_until_it_is_whole(tmp_path):
    file = tmp_path / "slow.csv"
    file.write_text("1")
    handled = []

    def grow(look):
        if look < 3:
            file.write_text("1" * (look + 1))

    run(tmp_path, lambda it: handled.append(it.read_text()) or True, looks=6, between=grow)
    assert handled == ["111"]


def test_what_a_stopped_run_had_claimed_is_handled_by_the_next(tmp_path):
    (tmp_path / "a.csv").write_text("a")

    def stopped(_file):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        inbox.watch(tmp_path, stopped, lambda _seconds: None)
    assert names(tmp_path / "working") == ["a.csv"]
    run(tmp_path, lambda file: file.read_text() == "a")
    assert names(tmp_path / "done") == ["a.csv"]
    assert names(tmp_path / "working") == []


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PressError, match="name a folder"):
        inbox.watch(tmp_path / "file", lambda _file: True)


@pytest.fixture
def queue(tmp_path, monkeypatch):
    """Programs in the place of CUPS, that keep what they were asked for."""
    asked = tmp_path / "asked"
    programs = {
        "lpstat": "#!/bin/sh\necho ward\n",
        "lp": f'#!/bin/sh\necho "$@" >> {asked}\ncase "$*" in *bad*) echo jam >&2; exit 1;; esac\n',
    }
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return asked


def test_files_go_to_the_printer_in_order_on_both_sides_of_the_paper(tmp_path, queue):
    printer.find("ward")
    problems = printer.send(
        [tmp_path / "1.pdf", tmp_path / "bad.pdf", tmp_path / "2.pdf"], "ward", "A4"
    )
    rows = queue.read_text().splitlines()
    assert [row.rpartition("/")[2] for row in rows] == ["1.pdf", "bad.pdf", "2.pdf"]
    assert all("-d ward -o sides=two-sided-long-edge -o media=A4 --" in row for row in rows)
    assert [str(it) for it in problems] == ["bad.pdf: not-printed: was not printed: jam"]


@pytest.mark.parametrize("name", ["none", "-o", ""])
def test_a_printer_that_is_not_there_is_named_before_the_work(queue, name):
    with pytest.raises(PressError, match="printer"):
        printer.find(name)


def test_without_cups_there_is_a_word_for_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PressError, match="needs CUPS"):
        printer.find("ward")
