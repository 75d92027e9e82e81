"""Laws of the press: what is printed is right, whole, and printed once."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest
from marks import german

from medleaf.build import catalogs, crew, ledger, press, revisions
from medleaf.build import run as building
from medleaf.build.files import locked, write
from medleaf.build.job import Printed, Target
from medleaf.build.library import Library
from medleaf.build.plan import Plan, Wanted, sift
from medleaf.build.run import Order, Report, build
from medleaf.build.shelves import Pair, Shelves
from medleaf.language import approvals, po
from medleaf.model.edition import State
from medleaf.model.page import Fit
from medleaf.model.problem import PressError
from medleaf.printing import fit, fonts
from medleaf.workspace import Workspace

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
PDF = b"%PDF-"


def library(place: Workspace) -> Library:
    return Library(place, TODAY)


def carry_out(place: Workspace, out: Path, order: Order = Order()) -> Report:  # noqa: B008
    with build(place, order, out) as (report, outcomes):
        list(outcomes)
    return report


def translate(place: Workspace, change=german) -> None:
    """Begin and fill the German of marks."""
    catalogs.save(catalogs.changes(library(place), ["de"], ["testamin"]))
    for domain in ("interface", "phrases", "testamin"):
        file = place.catalog("de", domain)
        source = po.read(file)
        entries = tuple(e.changed(strings=(change(e.id),)) for e in source.entries)
        file.write_text(po.Po(source.header, entries).dump(), "utf-8")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def sign(place: Workspace, tag: str, roles: tuple[str, ...]) -> None:
    prepared = library(place)
    found = {}
    lookup = prepared._lookup(tag)
    leaflet = prepared.leaflet("testamin")
    for sentence in leaflet.sentences():
        domain = "phrases" if sentence.text in prepared.phrases else "testamin"
        found[lookup(domain, sentence.text)] = None
    for sentence in prepared.words.sentences():
        found[lookup("interface", sentence.text)] = None
    rows = ["\t".join(approvals.COLUMNS)]
    rows += [
        "\t".join(
            (approvals.fingerprint(i.english, i.text), role, "a pharmacist", "2026-11-20", "")
        )
        for i in found
        for role in roles
    ]
    place.approvals(tag).write_text("\n".join(rows) + "\n", "utf-8")


def test_everything_offered_is_printed_once_and_then_is_fresh(place, tmp_path):
    translate(place)
    out = tmp_path / "out"
    order = Order(papers=("A4", "Letter"))
    report = carry_out(place, out, order)
    assert not report.failed, report.failed
    files = {
        "en/testamin.pdf",
        "en/testamin.letter.pdf",
        "de/testamin.pdf",
        "de/testamin.letter.pdf",
    }
    assert {str(p.target.path) for p in report.printed} == files
    assert all((out / name).read_bytes().startswith(PDF) for name in files)
    assert all(printed.pages == 2 for printed in report.printed)
    again = carry_out(place, out, order)
    assert again.printed == []
    assert {str(item.target.path) for item in again.planned.fresh} == files


def test_languages_are_printed_one_after_another_and_so_are_papers(tmp_path):
    shelves = Shelves(Workspace(ROOT))
    wanted = Wanted(shelves.offered(), ("A4", "Letter"), "unreviewed")
    targets = [item.target for item in sift(shelves, wanted, "look", tmp_path, {})[1]]
    assert [tag for tag, _ in groupby(it.pair.tag for it in targets)] == [*shelves.tags]
    pairs = [pair for pair, _ in groupby(it.pair for it in targets)]
    assert sorted(pairs) == sorted(shelves.offered())


def test_one_changed_sentence_prints_that_language_alone(place, tmp_path):
    translate(place)
    carry_out(place, tmp_path / "out")
    edit(place.catalog("de", "testamin"), "«It helps tests.»", "«Es hilft Tests.»")
    report = carry_out(place, tmp_path / "out")
    assert [p.target.pair for p in report.printed] == [Pair("testamin", "de")]


def test_a_comment_in_a_catalog_prints_nothing(place, tmp_path):
    translate(place)
    carry_out(place, tmp_path / "out")
    with place.catalog("de", "testamin").open("a", encoding="utf-8") as file:
        file.write('\n#~ msgid "old"\n#~ msgstr "alt"\n')
    assert carry_out(place, tmp_path / "out").printed == []


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"spoilt")])
def test_a_lost_or_spoilt_pdf_is_printed_again_without_fitting_again(
    place, tmp_path, monkeypatch, harm
):
    first = carry_out(place, tmp_path / "out").printed[0]
    harm(tmp_path / "out" / first.target.path)
    monkeypatch.setattr(fit, "fit", None)  # whoever asks for it fails
    report = carry_out(place, tmp_path / "out")
    assert [(printed.target, printed.fit) for printed in report.printed] == [
        (first.target, first.fit)
    ]
    assert (tmp_path / "out" / first.target.path).read_bytes() == first.data


def test_the_same_input_gives_the_same_bytes(place, tmp_path):
    one, two = (carry_out(place, tmp_path / name).printed[0] for name in ("one", "two"))
    assert one.data == two.data


def test_a_spoilt_ledger_costs_only_a_printing(place, tmp_path):
    carry_out(place, tmp_path / "out")
    (tmp_path / "out" / ledger.NAME).write_text("{broken")
    assert len(carry_out(place, tmp_path / "out").printed) == 1


# ------------------------------------------------------------------ the gate


def test_an_incomplete_edition_is_refused_with_each_sentence(place, tmp_path):
    translate(place)
    edit(place.catalog("de", "testamin"), 'msgstr "«Rash»"', 'msgstr ""')
    edit(place.catalog("de", "testamin"), "«Wait 8 Stunden.»", "«Wait 6 Stunden.»")
    report = carry_out(place, tmp_path / "out")
    assert report.exit_code == 3
    (refused,) = report.planned.refused
    assert {(p.code, p.line > 0) for p in refused.problems} == {
        ("untranslated", True),
        ("number", True),
    }
    assert not (tmp_path / "out" / "de").exists()


def test_what_passed_once_is_checked_again_when_it_changes(place, tmp_path):
    """Recalling an unchanged edition is no way around the gate."""
    translate(place)
    carry_out(place, tmp_path / "out")
    (tmp_path / "out" / "de" / "testamin.pdf").unlink()
    edit(place.catalog("de", "testamin"), "«Wait 8 Stunden.»", "«Wait 6 Stunden.»")
    report = carry_out(place, tmp_path / "out")
    assert [p.code for item in report.planned.refused for p in item.problems] == ["number"]


def test_a_refused_edition_never_reaches_a_worker_though_printing_has_begun(
    place, tmp_path, monkeypatch
):
    """Workers print while the plan is still being made; the gate stands before each of them."""
    translate(place)
    edit(place.catalog("de", "testamin"), "«Wait 8 Stunden.»", "«Wait 6 Stunden.»")
    good = press.run
    seen = tmp_path / "seen"

    def watched(job):
        with seen.open("a") as file:
            file.write(f"{job.target.path}\n")
        return good(job)

    replace_run(monkeypatch, watched)
    report = carry_out(place, tmp_path / "out", Order(papers=("A4", "Letter"), workers=2))
    assert report.exit_code == 3
    assert sorted(seen.read_text().split()) == ["en/testamin.letter.pdf", "en/testamin.pdf"]
    assert {item.target.pair.tag for item in report.planned.refused} == {"de"}


def test_a_sheet_never_goes_out_before_its_text_is_remembered(place, tmp_path, monkeypatch):
    """Where the revisions cannot be written, no PDF is."""

    def full(_file, _rows):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(revisions, "save", full)
    with pytest.raises(PressError, match="must be remembered"):
        carry_out(place, tmp_path / "out")
    assert list((tmp_path / "out").glob("*/*.pdf")) == []


def test_a_draft_says_so_and_boxes_the_english(place, tmp_path):
    translate(place)
    edit(place.catalog("de", "testamin"), 'msgstr "«Rash»"', 'msgstr ""')
    report = carry_out(place, tmp_path / "out", Order(languages=("de",), draft=True))
    (printed,) = report.printed
    assert printed.target.path == Path("de/testamin.DRAFT.pdf")
    text = text_of(printed.data)
    assert "Draft – not complete – do not use" in text
    assert "Rash" in text and "«Rash»" not in text
    assert not place.revisions.exists(), "a draft is not published"


def test_the_band_stands_on_both_sides_until_all_is_signed(place, tmp_path):
    band = "Not yet reviewed – not for patients"
    assert text_of(carry_out(place, tmp_path / "out").printed[0].data).count(band) == 2
    refused = carry_out(place, tmp_path / "out", Order(release="approved"))
    assert [p.code for item in refused.planned.refused for p in item.problems] == ["unsigned"]
    assert refused.exit_code == 3
    sign(place, "en", ("clinical",))
    (printed,) = carry_out(place, tmp_path / "out", Order(release="approved")).printed
    text = text_of(printed.data)
    assert band not in text
    assert "Reviewed by a clinician, November 20, 2026" in text


def test_a_translation_needs_two_signatures_and_any_change_takes_them_away(place):
    translate(place)
    pair = Pair("testamin", "de")
    sign(place, "de", ("clinical",))
    assert library(place).prepare(pair).edition.state is State.UNREVIEWED
    sign(place, "de", ("reviser", "clinical"))
    assert library(place).prepare(pair).edition.state is State.APPROVED
    edit(place.catalog("de", "testamin"), "«Rash»", "«rash»")
    assert library(place).prepare(pair).edition.state is State.UNREVIEWED


def test_what_was_published_is_remembered_and_withdrawn_when_a_dose_changes(place, tmp_path):
    carry_out(place, tmp_path / "out")
    pair = Pair("testamin", "en")
    (row,) = place.revisions.read_text("utf-8").splitlines()[1:]
    assert row.split("\t")[:2] == ["testamin", "en"]
    assert not library(place).withdrawn(pair)
    edit(place.leaflet("testamin"), "It helps tests.", "It helps all tests.")
    assert not library(place).withdrawn(pair)
    edit(place.leaflet("testamin"), "Wait 8 hours.", "Wait 9 hours.")
    assert library(place).withdrawn(pair)


def test_a_lost_memory_of_what_was_published_is_written_again(place, tmp_path):
    carry_out(place, tmp_path / "out")
    before = place.revisions.read_bytes()
    place.revisions.unlink()
    assert carry_out(place, tmp_path / "out").printed == []
    assert place.revisions.read_bytes() == before


def test_the_date_is_that_of_the_content(place, tmp_path):
    carry_out(place, tmp_path / "out")
    later = Library(place, date(2031, 1, 1)).prepare(Pair("testamin", "en"))
    assert later.edition.published != date(2031, 1, 1)


# ------------------------------------------------------------------ workers


def test_a_bad_leaflet_does_not_stop_the_press(place, tmp_path):
    translate(place)
    (place.leaflet("broken")).write_text("kind: medicine\n", "utf-8")
    report = carry_out(place, tmp_path / "out")
    assert {item.target.pair.leaflet for item in report.planned.refused} == {"broken"}
    assert {p.target.pair.tag for p in report.printed} == {"en", "de"}


def replace_run(monkeypatch, stand_in) -> None:
    """Let workers do *stand_in*; it travels to them under the name of what it stands for."""
    stand_in.__module__, stand_in.__qualname__ = press.__name__, "run"
    monkeypatch.setattr(press, "run", stand_in)


def test_a_worker_that_dies_fails_its_job_alone(place, tmp_path, monkeypatch):
    translate(place)
    good = press.run

    def deadly(job):
        if job.target.pair.tag == "de":
            os.kill(os.getpid(), signal.SIGKILL)
        return good(job)

    replace_run(monkeypatch, deadly)
    report = carry_out(place, tmp_path / "out", Order(workers=2))
    assert [(f.target.pair.tag, f.problems[0].code) for f in report.failed] == [("de", "worker")]
    assert [p.target.pair.tag for p in report.printed] == ["en"]
    assert report.exit_code == 1


def test_workers_that_die_before_their_first_job_lose_none(place, tmp_path, monkeypatch):
    """Getting ready is a help and no duty."""
    translate(place)
    good = press.warm

    def deadly(_templates, *, composing):
        os.kill(os.getpid(), signal.SIGKILL)

    deadly.__module__, deadly.__qualname__ = good.__module__, "warm"
    monkeypatch.setattr(press, "warm", deadly)
    report = carry_out(place, tmp_path / "out", Order(papers=("A4", "Letter"), workers=2))
    assert (len(report.printed), report.failed) == (4, [])


def test_a_worker_that_hangs_is_stopped(place, tmp_path, monkeypatch):
    def endless(_job):
        time.sleep(600)

    replace_run(monkeypatch, endless)
    monkeypatch.setattr(crew, "SECONDS", 1)
    report = carry_out(place, tmp_path / "out")
    assert [p.code for item in report.failed for p in item.problems] == ["worker"]


# ------------------------------------------------------------------ the disk


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "x.pdf"
    write(target, b"old")

    def full(_self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_fails_the_sheet_and_leaves_nothing_half_done(place, tmp_path):
    """A real full disk: /dev/full stands where the press wants to write."""
    out = tmp_path / "out"
    (out / "en").mkdir(parents=True)
    (out / "en" / ".testamin.pdf.part").symlink_to("/dev/full")
    report = carry_out(place, out)
    assert [p.code for item in report.failed for p in item.problems] == ["not-written"]
    assert list((out / "en").iterdir()) == []


def test_two_builds_into_one_folder_do_not_mix(place, tmp_path):
    with locked(tmp_path / "out"), pytest.raises(PressError, match="another build"):
        carry_out(place, tmp_path / "out")


def test_a_folder_that_cannot_be_written_is_told(place, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(PressError, match="cannot be written to"):
        carry_out(place, tmp_path / "out")


# ------------------------------------------------------------------ wrong orders and settings


def test_all_unknown_names_are_told_at_once(place, tmp_path):
    order = Order(leaflets=("nothing", "none"), languages=("xx",))
    with pytest.raises(PressError) as told:
        carry_out(place, tmp_path / "out", order)
    assert sorted(p.code for p in told.value.problems) == [
        "unknown-language",
        "unknown-leaflet",
        "unknown-leaflet",
    ]


def test_what_is_not_offered_is_told(place, tmp_path):
    with pytest.raises(PressError, match="not offered"):
        carry_out(place, tmp_path / "out", Order(leaflets=("testamin",), languages=("de",)))


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('phone = "+1 202-555-0143"', "", 0, "missing-key"),
        ('phone = "+1 202-555-0143"', 'phone = "call us"', 5, "string_pattern_mismatch"),
        ('name = "Riverside', 'nmae = "Riverside', 3, "unknown-key"),
        ('paper = "A4"', 'paper = "A5"', 12, "literal_error"),
        ('country = "US"', 'country = "ZZ"', 0, "value_error"),
        ('name = "Riverside Clinic"', "name = Riverside", 3, "toml"),
        ("# logo", 'logo = "none.png"\n# logo', 15, "logo"),
        ("# logo", 'logo = "../../../etc/passwd"\n# logo', 15, "logo"),
        ("# logo", 'logo = "clinic.toml"\n# logo', 15, "logo"),
        ('colour = "#0b3c66"', 'colour = "blue"', 16, "string_pattern_mismatch"),
    ],
)
def test_wrong_settings_are_told_with_their_line(place, tmp_path, old, new, line, code):
    edit(place.settings, old, new)
    with pytest.raises(PressError) as told:
        carry_out(place, tmp_path / "out")
    assert (line, code) in {(p.line, p.code) for p in told.value.problems}


def test_a_huge_logo_is_refused(place, tmp_path):
    (place.root / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 1_000_000)
    edit(place.settings, "# logo", 'logo = "logo.png"\n# logo')
    with pytest.raises(PressError, match="1,000,008 bytes"):
        carry_out(place, tmp_path / "out")


def test_a_template_error_fails_the_sheet_with_a_word(place, tmp_path):
    edit(place.templates / "leaflet.html", "<body", "{{ nobody }}<body")
    report = carry_out(place, tmp_path / "out")
    assert [p.code for item in report.failed for p in item.problems] == ["template"]


def test_a_letter_without_a_glyph_is_named_with_its_sentence(place, tmp_path):
    edit(place.leaflet("testamin"), "It helps tests.", "It helps \u2c80 tests.")
    report = carry_out(place, tmp_path / "out")
    (problem,) = {p for item in report.failed for p in item.problems}
    assert problem.code == "glyph"
    assert "U+2C80" in problem.message and "It helps" in problem.message


def test_a_font_that_is_gone_stops_the_press_with_its_name(place, tmp_path):
    next(place.fonts.glob("*Bengali*Bold*")).unlink()
    with pytest.raises(PressError, match="Bengali"):
        carry_out(place, tmp_path / "out")


def test_nothing_is_written_before_the_fonts_are_proven(place, tmp_path):
    """However soon a sheet is done, and whoever asks for it first."""
    next(place.fonts.glob("*Bengali*Bold*")).unlink()
    out = tmp_path / "out"
    done = Printed(Target(Pair("testamin", "en"), "A4"), PDF, "0", 2, Fit())
    prove = partial(fonts.prove, place.fonts)
    under_way = building._Work(place, Report(Plan(), out), {}, prove)
    with pytest.raises(PressError, match="Bengali"):
        list(under_way.keep(iter([done])))
    assert not out.exists()


@pytest.mark.parametrize(
    "text",
    ["<img src='file:///etc/passwd'>", "<script>x</script>", "</p><link rel=attachment href=x>"],
)
def test_content_is_text_and_nothing_else(place, tmp_path, text):
    """Nothing is read, and the reader sees what was written."""
    edit(place.leaflet("testamin"), "text: [It helps tests.]", f"text: [{json.dumps(text)}]")
    report = carry_out(place, tmp_path / "out")
    assert [p.code for item in report.planned.refused for p in item.problems] == []
    assert text.replace(" ", "") in text_of(report.printed[0].data).replace(" ", "")


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{% include 'leaflet.css' %}", "{clinic.phone}"])
def test_content_is_no_template(place, tmp_path, text):
    """What looks like template code is refused before any template sees it."""
    edit(place.leaflet("testamin"), "text: [It helps tests.]", f"text: [{json.dumps(text)}]")
    report = carry_out(place, tmp_path / "out")
    assert {p.code for item in report.planned.refused for p in item.problems} == {"placeholder"}


# ------------------------------------------------------------------ as people run it


def run(place: Workspace, *words: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, Path(__file__).parent.parent / "generate.py", *words],
        cwd=place.root,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_the_command_tells_programs_what_it_did(place, tmp_path):
    done = run(place, "build", "--json", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    (printed,) = json.loads(done.stdout)["printed"]
    assert printed["file"] == "en/testamin.pdf"
    again = json.loads(run(place, "build", "--json", "--out", str(tmp_path / "out")).stdout)
    assert again["fresh"] == ["en/testamin.pdf"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("build", "--nonsense"), 2),
        (("build", "--paper", "A3"), 2),
        (("build", "nothing"), 1),
        (("nonsense",), 2),
        (("translate", "update", "--check"), 3),
        (("status",), 0),
        (("check", "--json"), 0),
    ],
)
def test_exit_codes(place, words, code):
    done = run(place, *words)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def imported(place: Workspace, *words: str) -> set[str]:
    """Return the modules that a command has imported when it ends."""
    code = (
        f"import sys; sys.argv[1:] = {words!r}\n"
        "from medleaf.faces.door import main\n"
        "try: main()\nexcept SystemExit as stop: assert not stop.code, stop.code\n"
        "sys.stderr.write('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=place.root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


SLOW = {"weasyprint", "fontTools", "textstat", "jinja2", "yaml", "babel", "medleaf.build.library"}


@pytest.mark.parametrize("words", [("--help",), ("build", "--help"), ("translate", "--help")])
def test_help_imports_nothing_heavy(place, words):
    assert (
        imported(place, *words) & (SLOW | {"pydantic", "markdown_it", "multiprocessing"}) == set()
    )


def test_nothing_to_do_imports_no_weasyprint(place, tmp_path):
    out = str(tmp_path / "out")
    assert run(place, "build", "--out", out).returncode == 0
    assert imported(place, "build", "--out", out) & (SLOW | {"medleaf.model.leaflet"}) == set()


def test_ctrl_c_leaves_no_half_file_and_no_worker(place, tmp_path):
    translate(place)
    out = tmp_path / "out"
    going = subprocess.Popen(
        [
            sys.executable,
            Path(__file__).parent.parent / "generate.py",
            "build",
            "--paper",
            "A4",
            "--paper",
            "Letter",
            "--out",
            out,
        ],
        cwd=place.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while going.poll() is None and not list(out.glob("*/*.pdf")):
        time.sleep(0.02)
    if going.poll() is None:
        os.killpg(going.pid, signal.SIGINT)
    _, said = going.communicate(timeout=30)
    assert going.returncode in {130, 0}, said
    assert "Traceback" not in said
    assert not list(out.rglob("*.part"))
    assert all(f.read_bytes().rstrip().endswith(b"%%EOF") for f in out.rglob("*.pdf"))
    kept = ledger.read(out)
    assert all(ledger.lies_there(out, path, line) for path, line in kept.items())
    with pytest.raises(ProcessLookupError):
        os.killpg(going.pid, 0)


def text_of(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())
