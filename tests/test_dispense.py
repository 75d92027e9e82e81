"""Leaflets for prescriptions: every row gets its leaflet or a reason, and nobody's name gets out."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest

from medleaf.build import manifest
from medleaf.build.dispense import Order, dispense, watch
from medleaf.build.dispensing import Report
from medleaf.model.columns import Columns
from medleaf.model.problem import PressError
from medleaf.workspace import Workspace

ROOT = Path(__file__).parent.parent
HEADS = "patient,birth_date,language,number,prescriber,medicine,dose,unit,times_a_day,text,status"
ROWS = """\
Zoë Quuxington,1951-03-04,en,RX-1,Dr. Vlonk,Baclofen 10 mg tablets,1,tablet,3,,
Łucja Żmijska,1960-01-01,pl,RX-2,Dr. Vlonk,Baclofen 10 mg tablets,1,tablet,3,,
Abe Ghost,1960-01-01,ro,RX-3,Dr. Vlonk,Baclofen 10 mg tablets,1,tablet,3,,
Bea Ghost,1960-01-01,en,RX-4,Dr. Vlonk,Aspirin 75 mg,1,tablet,3,,
Cid Ghost,1960-01-01,en,RX-5,Dr. Vlonk,Baclofen 10 mg tablets,1,tablet,3,,cancelled
Dot Ghost,1960-01-01,en,RX-6,Dr. Vlonk,Baclofen 10 mg tablets,1,teaspoon,3,one spoon thrice,
Eve Ghost,,,RX-7,Dr. Vlonk,Baclofen 10 mg tablets,1,tablet,3,,
"""
SECRETS = ("Quuxington", "Żmijska", "Ghost", "Vlonk", "RX-1", "RX-6", "1951")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The bundled library, with a memory of published texts of its own."""
    folder = tmp_path / "clinic"
    folder.mkdir()
    for room in ("templates", "fonts", "locales"):
        (folder / room).symlink_to(ROOT / room)
    (folder / "leaflets").mkdir()
    for file in (ROOT / "leaflets").iterdir():
        (folder / "leaflets" / file.name).write_bytes(file.read_bytes())
    (folder / "clinic.toml").write_bytes((ROOT / "clinic.toml").read_bytes())
    return Workspace(folder)


def table(folder: Path, rows: str = ROWS, name: str = "today.csv") -> Path:
    file = folder / name
    file.write_text(f"{HEADS}\n{rows}", "utf-8")
    return file


def run(workspace: Workspace, out: Path, *files: Path, **wishes) -> Report:
    with dispense(workspace, Order(files, **wishes), out) as (report, lines):
        for _ in lines:
            pass
    return report


def pages(file: Path) -> list[str]:
    with pypdfium2.PdfDocument(file) as pdf:
        texts = (str(page.get_textpage().get_text_bounded()) for page in pdf)
        return [" ".join(text.replace("\u00ad", "").split()) for text in texts]


def test_every_row_gets_its_leaflet_or_a_reason(workspace, tmp_path):
    out = tmp_path / "out"
    report = run(workspace, out, table(tmp_path))
    made = {it.file: (it.matched, it.directions, it.state) for it in report.printed}
    assert made == {
        "2-baclofen.en.pdf": ("name baclofen", "generated", "unreviewed"),
        "3-baclofen.pl.pdf": ("name baclofen", "generated", "unreviewed"),
        "7-baclofen.en.pdf": ("name baclofen", "written", "unreviewed"),
    }
    assert {(it.row, it.code) for it in report.refused} == {
        ("4", "unknown-language"), ("5", "no-leaflet"), ("6", "not-active"), ("8", "no-language"),
    }  # fmt: skip
    assert ("7", "spoon") in {(it.row, it.code) for it in report.notes}
    assert report.exit_code == 3
    first, _ = pages(out / "2-baclofen.en.pdf")
    assert all(it in first for it in ("Zoë Quuxington", "March 4, 1951", "RX-1", "Take 1 tablet."))
    assert "one spoon thrice" in pages(out / "7-baclofen.en.pdf")[0]
    rows = list(csv.reader(io.StringIO((out / "report.tsv").read_text("utf-8")), delimiter="\t"))
    assert {row[0] for row in rows[1:]} == {"4", "5", "6", "7", "8"}


def test_a_second_run_does_only_what_is_missing(workspace, tmp_path):
    out, file = tmp_path / "out", table(tmp_path)
    run(workspace, out, file)
    assert run(workspace, out, file).printed == []
    (out / "2-baclofen.en.pdf").unlink()
    (out / "3-baclofen.pl.pdf").write_bytes(b"spoilt")
    again = run(workspace, out, file)
    assert {it.file for it in again.printed} == {"2-baclofen.en.pdf", "3-baclofen.pl.pdf"}
    table(tmp_path, ROWS.replace("Zoë Quuxington", "Zoë Quuxingtom"))
    changed = run(workspace, out, file)
    assert [it.file for it in changed.printed] == ["2-baclofen.en.pdf"]


def test_what_cannot_be_said_is_left_blank_where_the_pharmacy_wants_that(workspace, tmp_path):
    settings = workspace.settings.read_text("utf-8")
    workspace.settings.write_text(settings + '\n[dispense]\nrefused = "blank"\n', "utf-8")
    report = run(workspace, tmp_path / "out", table(tmp_path, ROWS.splitlines()[5] + "\n"))
    assert [it.directions for it in report.printed] == ["blank"]
    assert "thrice" not in pages(tmp_path / "out" / "2-baclofen.en.pdf")[0]


def test_a_language_on_order_is_for_everybody_and_names_can_be_mapped(workspace, tmp_path):
    settings = workspace.settings.read_text("utf-8")
    workspace.settings.write_text(
        settings + '\n[dispense.languages]\nDeutsch-leicht = "de"\n', "utf-8"
    )
    file = table(tmp_path, ROWS.splitlines()[0].replace(",en,", ",Deutsch-Leicht,") + "\n")
    assert [it.language for it in run(workspace, tmp_path / "one", file).printed] == ["de"]
    wished = run(workspace, tmp_path / "two", file, language="es")
    assert [it.language for it in wished.printed] == ["es"]


def test_only_approved_editions_go_out_where_that_is_the_policy(workspace, tmp_path):
    report = run(workspace, tmp_path / "out", table(tmp_path), release="approved")
    assert report.printed == []
    assert {it.code for it in report.refused if it.row in {"2", "3", "7"}} == {"gate"}


def test_rows_of_several_files_are_told_apart(workspace, tmp_path):
    one, two = table(tmp_path, name="a.csv"), table(tmp_path, name="b.csv")
    report = run(workspace, tmp_path / "out", one, two)
    assert {it.file for it in report.printed} >= {"1-2-baclofen.en.pdf", "2-2-baclofen.en.pdf"}


def test_a_pharmacys_own_columns_are_understood(workspace, tmp_path):
    file = tmp_path / "eigene.csv"
    file.write_text(
        "Kunde;Sprache;Artikel;Menge;Einheit;Anzahl\nZoë;de;Baclofen;0,5;Tablette;2\n", "utf-8"
    )
    columns = Columns(
        patient="Kunde", language="Sprache", medicine="Artikel", dose="Menge", unit="Einheit",
        times_a_day="Anzahl",
    )  # fmt: skip
    report = run(workspace, tmp_path / "out", file, columns=columns)
    assert [it.directions for it in report.printed] == ["generated"]
    assert "½ Tablette" in pages(tmp_path / "out" / "2-baclofen.de.pdf")[0]


SEVERAL = """\
Ana Pérez,1951-03-04,es,RX-1,Dr. Vlonk,Baclofen 10 mg,1,tablet,3,,
Ben Li,1960-01-01,en,RX-2,Dr. Vlonk,Warfarin 3 mg,1,tablet,1,,
Ana Pérez,1951-03-04,es,RX-3,Dr. Vlonk,Warfarin 3 mg,1,tablet,1,,
"""


def test_who_takes_several_medicines_gets_a_page_with_all_of_them(workspace, tmp_path):
    out, file = tmp_path / "out", table(tmp_path, SEVERAL)
    report = run(workspace, out, file)
    assert [it.file for it in report.printed if it.leaflet == "schedule"] == ["4-schedule.es.pdf"]
    text = " ".join(pages(out / "4-schedule.es.pdf"))
    assert all(it in text for it in ("Ana Pérez", "Baclofeno", "Warfarina", "Tome 1 pastilla"))
    assert "Ben Li" not in text
    assert run(workspace, out, file).printed == []


def test_a_print_run_holds_every_copy_on_a_sheet_of_its_own_in_the_order_of_the_rows(
    workspace, tmp_path
):
    out, file = tmp_path / "out", table(tmp_path, SEVERAL)
    report = run(workspace, out, file, one_file=True)
    assert {(it.file, it.row) for it in report.printed} == {
        ("print-run.pdf", row) for row in ("2", "3", "4")
    }
    fronts = pages(out / "print-run.pdf")[::2]
    names = ("Ana Pérez", "Ben Li", "Ana Pérez", "Ana Pérez")  # the last is the schedule
    assert [name in front for name, front in zip(names, fronts, strict=True)] == [True] * 4
    again = run(workspace, out, file, one_file=True)
    assert (again.printed, len(again.fresh)) == ([], 4)
    assert run(workspace, out, file, one_file=True, separators=True).printed
    assert len(pages(out / "print-run.pdf")) == 16


def test_every_edition_carries_the_patients_own_directions(workspace, tmp_path):
    """On paper, for the ear and for the finger; a language never stands beside itself."""
    out, rows = tmp_path / "out", ROWS.splitlines()[:2]
    formats = ("large", "bilingual", "easy", "text", "braille")
    report = run(workspace, out, table(tmp_path, "\n".join(rows) + "\n"), formats=formats)
    assert report.failed == report.refused == []
    assert [(it.row, it.code) for it in report.notes] == [("2", "no-beside")]
    for format_ in ("large", "bilingual", "easy"):
        text = " ".join(pages(out / f"3-baclofen.pl.{format_}.pdf"))
        assert "Łucja Żmijska" in text, format_
        assert re.search(r"1 tabletk[ęa]", text), format_
    assert "1 tablet" in (out / "2-baclofen.en.text.txt").read_text("utf-8")
    assert "Zoë Quuxington" in (out / "2-baclofen.en.text.txt").read_text("utf-8")
    cells = (out / "2-baclofen.en.braille.brf").read_text("ascii")
    assert "#A TABLET" in cells.upper()


def test_a_print_run_is_for_paper(workspace, tmp_path):
    with pytest.raises(PressError, match="on paper"):
        run(workspace, tmp_path / "out", table(tmp_path), one_file=True, formats=("text",))


def test_files_that_arrive_are_served_one_by_one(workspace, tmp_path, monkeypatch):
    box, out, said = tmp_path / "box", tmp_path / "out", []
    box.mkdir()
    table(box, SEVERAL.splitlines()[1] + "\n", "a.csv")
    (box / "b.csv").write_text("\0\0\0", "utf-8")
    looks = iter(range(4))

    def rest(_seconds):
        if next(looks, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", rest)
    monkeypatch.setattr("medleaf.build.inbox.watch.__defaults__", (rest,))
    with pytest.raises(KeyboardInterrupt):
        watch(workspace, Order(()), out, box, lambda *it: said.append(it))
    assert [it.name for it in (box / "done").iterdir()] == ["a.csv"]
    assert [it.name for it in (box / "failed").iterdir()] == ["b.csv"]
    assert [it.name for it in out.glob("*/*.pdf")] == ["2-warfarin.en.pdf"]
    assert sorted(report is None for _, report, _ in said) == [False, True]


def test_a_file_that_cannot_be_read_stops_everything_before_it_begins(workspace, tmp_path):
    (tmp_path / "bad.json").write_text("{", "utf-8")
    with pytest.raises(PressError, match=r"bad\.json"):
        run(workspace, tmp_path / "out", table(tmp_path), tmp_path / "bad.json")
    assert not list((tmp_path / "out").glob("*.pdf"))


@pytest.mark.parametrize("where", ["none", "0", "tcp:/x", "-1", "tcp://127.0.0.1:1"])
def test_workers_that_are_not_there_are_named(workspace, tmp_path, where, monkeypatch):
    monkeypatch.setattr("medleaf.workers.PATIENCE", "1s")
    with pytest.raises(PressError, match="--workers"):
        run(workspace, tmp_path / "out", table(tmp_path), workers=where)


def test_nothing_of_a_patient_is_left_anywhere_but_on_the_sheets(workspace, tmp_path):
    """Names, numbers and dates are planted; everything the run left or said is searched."""
    out, temp, home = tmp_path / "out", tmp_path / "temp", tmp_path / "home"
    for folder in (temp, home):
        folder.mkdir()
    file = table(tmp_path)
    command = [sys.executable, "-X", "dev", str(ROOT / "generate.py"), "dispense", str(file)]
    env = {
        "PATH": os.environ["PATH"],
        "TMPDIR": str(temp),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    done = subprocess.run(
        [*command, "--out", str(out), "--json"],
        cwd=workspace.root,
        env=env,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    sheets = sorted(out.glob("*.pdf"))
    assert len(sheets) == 3
    left = [it for it in tmp_path.rglob("*") if it.is_file() and it not in (file, *sheets)]
    assert out / "manifest.tsv" in left
    said = [
        done.stdout,
        done.stderr,
        *(it.read_bytes() for it in left),
        *(str(it).encode() for it in left),
    ]
    for sheet in sheets:
        with pypdfium2.PdfDocument(sheet) as pdf:
            said.append(json.dumps(pdf.get_metadata_dict()).encode())
            said.append(json.dumps([it.get_title() for it in pdf.get_toc()]).encode())
    for secret in SECRETS:
        assert [text for text in said if secret.encode() in text] == [], secret


def test_digests_cannot_be_guessed_from_what_was_printed(workspace, tmp_path):
    """Two folders, the same patients: no digest is the same, since each has a secret of its own."""
    file = table(tmp_path)
    one = {it.file: it for it in run(workspace, tmp_path / "one", file).printed}
    two = {it.file: it for it in run(workspace, tmp_path / "two", file).printed}
    for name, line in one.items():
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        assert line.inputs != two[name].inputs
        assert line.digest != two[name].digest
    assert (tmp_path / "one" / manifest.SECRET).stat().st_mode & 0o077 == 0


def test_a_cluster_prints_every_prescription_once_though_a_worker_is_killed(workspace, tmp_path):
    """A real scheduler with two real workers; one of them is killed while it prints."""
    rows = "".join(
        f"Patient {n},1960-01-01,{tag},RX-{n},Dr. Vlonk,Baclofen 10 mg,{n % 4 + 1},tablet,3,,\n"
        for n, tag in enumerate(["en", "es", "fr", "de"] * 6)
    )
    here = "--host", "127.0.0.1", "--no-dashboard"
    scheduler, address = start(
        tmp_path / "scheduler.log", "distributed.cli.dask_scheduler", "--port", "0", *here
    )
    alone = "--nthreads", "1", "--no-nanny"
    workers = [
        start(tmp_path / f"{n}.log", "distributed.cli.dask_worker", address, *alone, *here)[0]
        for n in range(2)
    ]
    try:
        order = Order((table(tmp_path, rows),), workers=address)
        with dispense(workspace, order, tmp_path / "out") as (report, lines):
            for n, _ in enumerate(lines):
                if n == 0:
                    workers[0].send_signal(signal.SIGKILL)
        assert report.failed == report.refused == []
        files = [it.file for it in report.printed]
        assert len(files) == len(set(files)) == 24
        for n, tag in enumerate(["en", "es", "fr", "de"] * 6):
            assert f"Patient {n}" in pages(tmp_path / "out" / f"{n + 2}-baclofen.{tag}.pdf")[0]
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def start(log: Path, module: str, *words: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start a process of Dask on loopback, and return it with the address that it tells."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            stderr=said,
            stdout=said,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    for _ in range(600):
        if found := re.search(r"(?:Scheduler at|Registered to):\s+(tcp://\S+)", log.read_text()):
            return process, found[1]
        time.sleep(0.2)
    process.kill()
    raise AssertionError(log.read_text())
