"""Laws of the workbench: beginning, choosing, signing, and the form of files."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_build import carry_out, edit, run, translate
from test_exchange import anything, bare, texts
from test_po import FILE, FOREIGN, HEADER, message

from medleaf.build import catalogs
from medleaf.build.approve import signing
from medleaf.build.begin import begin, save_new
from medleaf.build.glossary import terms
from medleaf.build.library import Library
from medleaf.build.pseudo import start_pseudo
from medleaf.build.run import Order
from medleaf.build.shelves import Pair
from medleaf.build.todo import todo
from medleaf.language import approvals, glossary, locales, po
from medleaf.language.approvals import Signer, fingerprint, same_person
from medleaf.language.form import normal
from medleaf.language.numbers import numbers
from medleaf.language.pseudo import pseudo
from medleaf.language.table import LANGUAGES, PSEUDO
from medleaf.language.update import update
from medleaf.model.deskwords import DeskWords
from medleaf.model.edition import State
from medleaf.model.problem import PressError
from medleaf.model.text import PLACEHOLDER
from medleaf.model.words import Words
from medleaf.workspace import Workspace

DE = Pair("testamin", "de")
TODAY = date(2026, 11, 23)


def library(place: Workspace, today: date = TODAY) -> Library:
    return Library(place, today)


def codes(error: pytest.ExceptionInfo[PressError]) -> set[str]:
    return {problem.code for problem in error.value.problems}


# ------------------------------------------------------------------ init


def test_a_language_begins_in_one_step(place):
    files = begin(library(place), "so", "UK", ["testamin"])
    save_new(files, place.locales / "so")
    assert locales.market(place, "so").name == "GB"
    for domain in ("interface", "phrases", "testamin"):
        made = po.read(place.catalog("so", domain))
        assert made.fields["Language"] == "so"
        assert made.fields["Plural-Forms"] == LANGUAGES["so"].plural_forms
    assert not catalogs.changes(library(place), ["so"])
    assert library(place).prepare(Pair("testamin", "so")).edition.state is State.INCOMPLETE


@pytest.mark.parametrize(
    ("tag", "market", "leaflet", "wanted"),
    [
        ("xx", "US", "testamin", {"unknown-language"}),
        ("../so", "US", "testamin", {"unknown-language"}),
        ("en_XA", "US", "testamin", {"unknown-language"}),
        ("so", "ZZ", "testamin", {"market"}),
        ("so", 'US"', "testamin", {"market"}),
        ("so", "US", "nothing", {"unknown-leaflet"}),
        ("am", "US", "testamin", {"no-font"}),
        ("zh_Hant", "US", "testamin", {"no-font"}),
        ("de", "EU", "testamin", {"exists"}),
        ("am", "XX", "nothing", {"no-font", "market", "unknown-leaflet"}),
    ],
)
def test_what_stands_against_a_language_is_told_at_once(place, tag, market, leaflet, wanted):
    before = texts(place)
    with pytest.raises(PressError) as error:
        begin(library(place), tag, market, [leaflet])
    assert wanted <= codes(error)
    assert texts(place) == before


def test_a_language_that_cannot_be_written_leaves_nothing(place, monkeypatch):
    files = begin(library(place), "so", "US")
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    before = texts(place)
    with pytest.raises(PressError, match="full"):
        save_new(files, place.locales / "so")
    assert texts(place) == before
    assert sorted(f.name for f in place.locales.iterdir()) == ["de", "en"]


def test_every_language_of_the_table_begins_or_says_which_font_it_needs(place):
    for tag in set(LANGUAGES) - {"en", "de"}:
        try:
            begin(library(place), tag, "US")
        except PressError as error:
            assert {p.code for p in error.problems} == {"no-font"}, tag  # noqa: PT017  or none


# ------------------------------------------------------------------ todo


def test_what_would_harm_a_patient_comes_first(place):
    catalogs.save(catalogs.changes(library(place), ["de"], ["testamin"]))
    tasks = todo(library(place), "de")
    assert [task.risk for task in tasks] == sorted(task.risk for task in tasks)
    assert tasks[0].message.role == "EMERGENCY"
    assert tasks[-1].message.text == "Below 25 °C."  # only the guide says it
    assert len(tasks) == sum(len(found) for found in library(place).messages.values())


def test_what_more_leaflets_wait_for_comes_first(place, small):
    other = small.replace("title: Testamin", "title: Other")
    (place.leaflets / "other.yaml").write_text(other, "utf-8")
    catalogs.save(catalogs.changes(library(place), ["de"], ["testamin", "other"]))
    tasks = todo(library(place), "de")
    by_risk = [[len(t.leaflets) for t in tasks if t.risk == risk] for risk in range(4)]
    assert all(counts == sorted(counts, reverse=True) for counts in by_risk)
    shared = next(task for task in tasks if task.message.text == "How to take it")
    assert shared.leaflets == ("other", "testamin")


def test_what_is_fuzzy_or_faulty_is_to_do_and_what_is_right_is_not(place):
    translate(place)
    assert todo(library(place), "de", ["testamin"]) == ()
    edit(place.catalog("de", "testamin"), "2,5 mL von water.»", "25 mL von water.»")
    (task,) = todo(library(place), "de", ["testamin"])
    assert (task.state, {p.code for p in task.problems}) == ("faulty", {"number"})


def test_a_leaflet_that_is_not_begun_can_be_looked_at(place):
    translate(place)
    shutil.copy(place.leaflet("testamin"), place.leaflet("other"))
    edit(place.leaflet("other"), "title: Testamin", "title: Other")
    tasks = todo(library(place), "de", ["other"])
    assert "Other" in {task.message.text for task in tasks}
    assert {task.message.domain for task in tasks} == {"other"}
    assert not place.catalog("de", "other").exists()


# ------------------------------------------------------------------ approve


def approve(place: Workspace, role: str, by: str, pair: Pair = DE, today: date = TODAY):
    found = signing(library(place, today), pair, Signer(role), by)
    catalogs.save(found.files())
    return found


def translated_by(place: Workspace, name: str, *domains: str) -> None:
    for domain in domains or ("interface", "phrases", "testamin"):
        file = place.catalog("de", domain)
        file.write_text(po.read(file).with_field("Last-Translator", name).dump(), "utf-8")


def state(place: Workspace, pair: Pair = DE) -> State:
    return library(place).prepare(pair).edition.state


def test_two_people_make_an_approved_edition(place):
    translate(place)
    approve(place, "reviser", "Ben")
    assert state(place) is State.UNREVIEWED
    approve(place, "clinical", "Cem")
    assert state(place) is State.APPROVED


def test_english_is_signed_by_a_clinician_only(place):
    pair = Pair("testamin", "en")
    with pytest.raises(PressError) as error:
        approve(place, "reviser", "Ben", pair)
    assert codes(error) == {"role"}
    approve(place, "clinical", "Cem", pair)
    assert state(place, pair) is State.APPROVED


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whoever_touches_one_letter_takes_the_approval_away(tmp_path_factory, data):
    """In English or in the translation, wherever it is. What the desk says is on no sheet."""
    place = bare(tmp_path_factory.mktemp("clinic"))
    translate(place)
    approve(place, "reviser", "Ben")
    approve(place, "clinical", "Cem")
    assert state(place) is State.APPROVED
    file = place.catalog("de", data.draw(st.sampled_from(["interface", "testamin"])))
    source = po.read(file)
    staff = {s.text for s in DeskWords.default().sentences()} - {
        s.text for s in Words.default().sentences()
    }
    told = [n for n, entry in enumerate(source.entries) if entry.id not in staff]
    at = data.draw(st.sampled_from(told))
    entry = source.entries[at]
    letter = data.draw(st.integers(0, len(entry.strings[0])))
    touched = (
        entry.strings[0][:letter] + data.draw(st.sampled_from("xzq")) + entry.strings[0][letter:]
    )
    entries = (*source.entries[:at], entry.changed(strings=(touched,)), *source.entries[at + 1 :])
    file.write_text(replace(source, entries=entries).dump(), "utf-8")
    assert state(place) is not State.APPROVED


def test_only_sentences_without_open_problems_are_signed(place):
    translate(place)
    edit(place.catalog("de", "testamin"), "2,5 mL von water.»", "25 mL von water.»")
    found = approve(place, "reviser", "Ben")
    assert {p.code for p in found.open} == {"number"}
    assert not any("25 mL" in item.text for item in found.items) and found.items
    edit(place.catalog("de", "testamin"), "25 mL von water.»", "2,5 mL von water.»")
    (item,) = approve(place, "reviser", "Ben").items
    assert item.english == "Take it with 2.5 mL of water."


@pytest.mark.parametrize(
    "by", ["ana", "ANA  Ruiz <a@b.de>", "Other <ANA@clinic.org>", "ana@clinic.org"]
)
def test_nobody_revises_their_own_work(place, by):
    translate(place)
    translated_by(place, "Ana Ruiz <ana@clinic.org>", "interface", "phrases")
    translated_by(place, "Ana", "testamin")
    found = approve(place, "reviser", by)
    mine = {"testamin"} if by == "ana" else {"interface", "phrases"}
    assert {p.file.stem for p in found.open} == mine
    assert {p.code for p in found.open} == {"own-work"}
    assert {i.file.stem for i in found.items} == {"interface", "phrases", "testamin"} - mine


def test_two_names_are_one_person_where_name_or_address_is_the_same():
    assert same_person("Ana Ruiz <ana@x.org>", "ana  ruiz")
    assert same_person('"Ana" <a@x.org>', "A@X.ORG")
    assert not same_person("Ana <a@x.org>", "Ben <b@x.org>")
    assert not same_person("<>", "")


def test_who_translated_is_kept_from_the_day_it_was_signed(place):
    """A new name in the catalog's header does not turn Ana's work into Ben's."""
    translate(place)
    translated_by(place, "Ana")
    approve(place, "clinical", "Cem")
    translated_by(place, "Ben")
    found = approve(place, "reviser", "Ana")
    assert found.items == () and {p.code for p in found.open} == {"own-work"}
    edit(place.catalog("de", "testamin"), "«kein alcohol.»", "«Nie Alkohol.»")
    (item,) = approve(place, "reviser", "Ana").items
    assert item.text == "«Nie Alkohol.»"
    rows = approvals.signatures(place.approvals("de"))
    assert {row.translator for row in rows if row.role is Signer.REVISER} == {"Ben"}


def test_an_unknown_translator_is_said(place):
    translate(place)
    translated_by(place, "FULL NAME <EMAIL@ADDRESS>", "interface")
    found = approve(place, "reviser", "Ana")
    assert {p.file.stem for p in found.warnings} == {"interface", "phrases", "testamin"}
    assert {row.translator for row in approvals.signatures(found.file)} == {""}


def test_signing_again_changes_nothing_and_the_file_is_sorted(place):
    translate(place)
    approve(place, "reviser", "Ben")
    approve(place, "clinical", "Cem")
    file = place.approvals("de")
    before = file.read_bytes()
    again = approve(place, "clinical", "Dan", today=date(2027, 1, 1))
    assert again.items == () and again.files() == {} and file.read_bytes() == before
    header, *rows = file.read_text("utf-8").splitlines()
    assert header.split("\t") == ["hash", "role", "by", "date", "translator"]
    assert rows == sorted(rows) and len({tuple(r.split("\t")[:2]) for r in rows}) == len(rows)


def test_two_people_can_sign_in_two_branches(place, tmp_path):
    """git merges the files without a conflict where both signed other sentences."""
    translate(place)
    approve(place, "reviser", "Ben")
    rows = approvals.signatures(place.approvals("de"))
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    marks = sorted({row.mark for row in rows})
    halves = (
        rows[::3],
        [r for r in rows if r in rows[::3] or r.mark < marks[5]],
        [r for r in rows if r in rows[::3] or r.mark > marks[-5]],
    )
    for file, part in zip((base, ours, theirs), halves, strict=True):
        file.write_text(approvals.dump(part), "utf-8")
    done = subprocess.run(["git", "merge-file", ours, base, theirs], check=False)
    assert done.returncode == 0
    merged = approvals.signatures(ours)
    assert approvals.dump(merged) == ours.read_text("utf-8")


@pytest.mark.parametrize("by", ["", " ", "Ana\tRuiz", "Ana\nRuiz", "FULL NAME <EMAIL@ADDRESS>"])
def test_nobody_cannot_sign(place, by):
    translate(place)
    with pytest.raises(PressError) as error:
        approve(place, "clinical", by)
    assert codes(error) == {"signer"}


@pytest.mark.parametrize("pair", [Pair("nothing", "de"), Pair("testamin", "fr")])
def test_what_is_not_offered_is_not_signed(place, pair):
    translate(place)
    with pytest.raises(PressError):
        approve(place, "clinical", "Cem", pair)


def test_the_hash_is_of_composed_text():
    assert fingerprint("a", "é") == fingerprint("a", "e\u0301") != fingerprint("aé", "")


# ------------------------------------------------------------------ glossary


def test_a_glossary_begins_with_the_leaflets_terms_and_keeps_what_people_write(place):
    edit(
        place.leaflet("testamin"),
        "teach:",
        "guide: {glossary: [{term: Spasm, meaning: A cramp.}]}\nteach:",
    )
    translate(place)
    found = {term.english: term for term in terms(library(place), "de")}
    assert (found["Spasm"].translation, found["Spasm"].note) == ("«Spasm»", "A cramp.")
    assert {"allergic", "kidney", "overdose"} & set(found) == {"allergic", "kidney"}
    own = glossary.Term("Spasm", "Krampf", "mine", ("Spasmus", "Zuckung"))
    place.glossary("de").write_text(glossary.dump([own]), "utf-8")
    kept = {term.english: term for term in terms(library(place), "de")}
    assert replace(kept["Spasm"], line=0) == own and set(kept) == set(found)


cells = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(
    lambda text: ";" not in text
)


@given(
    st.dictionaries(cells.map(str.casefold), st.tuples(cells, cells, st.lists(cells, max_size=2)))
)
def test_a_glossary_is_read_as_it_was_written(tmp_path_factory, found):
    assume(not {"english"} & set(found) and len({k.casefold() for k in found}) == len(found))
    file = tmp_path_factory.mktemp("x") / "glossary.tsv"
    written = [glossary.Term(e, t, n, tuple(f)) for e, (t, n, f) in found.items()]
    file.write_text(glossary.dump(written), "utf-8")
    read = [replace(term, line=0) for term in glossary.read(file)]
    assert sorted(read, key=str) == sorted(written, key=str)
    assert glossary.dump(read) == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "code"), [("\tb", "glossary"), ("a\tb\tc\td\te", "glossary"), ("A\tb", "duplicate")]
)
def test_a_wrong_line_of_a_glossary_is_told(tmp_path, row, code):
    file = tmp_path / "glossary.tsv"
    file.write_text(f"english\ttranslation\na\tb\n{row}\n", "utf-8")
    with pytest.raises(PressError) as error:
        glossary.read(file)
    assert [(p.line, p.code) for p in error.value.problems] == [(3, code)]


# ------------------------------------------------------------------ pseudo


@pytest.mark.parametrize("tag", PSEUDO)
@given(
    text=st.lists(st.sampled_from(["Take", "it", "2.5", "mg", "{phone}", "4", "to", "6", "Call:"]))
)
def test_languages_for_tests_keep_numbers_and_placeholders(tag, text):
    english = " ".join(text)
    made = pseudo(english, tag)

    def values(text):
        return [number.value for number in numbers(PLACEHOLDER.sub("", text))]

    assert values(made) == values(english)
    assert PLACEHOLDER.findall(made) == PLACEHOLDER.findall(english)


def test_each_language_for_tests_is_hard_in_its_own_way():
    english = "Take the tablet with food and a full glass of water."
    assert 1.3 <= len(pseudo(english, "en_XA")) / len(english) <= 1.5
    assert max(map(len, pseudo(english, "en_XC").split())) >= 12
    assert locales.language("en_XB").direction == "rtl"
    assert not any("a" <= char <= "z" for char in pseudo(english, "en_XB"))


@pytest.mark.parametrize("tag", PSEUDO)
def test_a_workspace_for_tests_builds_and_ours_does_not_know_it(place, tmp_path, tag):
    before = texts(place)
    folder = tmp_path / f"pseudo-{tag}"
    start_pseudo(library(place), tag, folder)
    start_pseudo(library(place), tag, folder)
    there = Workspace(folder)
    report = carry_out(there, tmp_path / "out", Order(languages=(tag,)))
    assert not report.planned.refused and not report.failed, report
    assert [p.target.pair.tag for p in report.printed] == [tag]
    assert texts(place) == before and tag not in library(place).tags


def test_a_workspace_for_tests_takes_nobodys_folder(place, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    for folder in (tmp_path / "mine", place.root):
        with pytest.raises(PressError, match="something else"):
            start_pseudo(library(place), "en_XA", folder)
    with pytest.raises(PressError, match="no language for tests"):
        start_pseudo(library(place), "de", tmp_path / "new")


# ------------------------------------------------------------------ form, and gettext's tools


def test_fmt_loses_nothing_and_twice_is_once():
    source = po.parse("# A licence\n\n" + FOREIGN + "\n# the end\n", FILE)
    once = normal(source)
    again = po.parse(once.dump(), FILE)
    assert again.entries == tuple(
        replace(e, line=a.line) for e, a in zip(source.entries, again.entries, strict=True)
    )
    assert "# A licence" in once.dump() and once.dump().endswith("# the end\n")
    assert normal(again).dump() == once.dump()


@given(st.dictionaries(anything.filter(bool), st.tuples(anything, anything), max_size=3))
def test_fmt_of_any_text_twice_is_once(pairs):
    made = tuple(
        po.Entry(id=a, strings=(b,), comments=(" ".join(c.split()),) if c.strip() else ())
        for a, (b, c) in pairs.items()
    )
    source = po.parse(po.Po(po.parse(FOREIGN, FILE).header, made).dump(), FILE)
    once = normal(source).dump()
    assert normal(po.parse(once, FILE)).dump() == once
    assert [(e.id, e.strings) for e in po.parse(once, FILE).entries] == [
        (e.id, e.strings) for e in made
    ]


def test_what_our_form_cannot_hold_stays_as_it_is():
    odd = HEADER + '\n#| msgctxt "old"\n#| msgid "a"\n#, fuzzy\nmsgid ""\n"b"\nmsgstr "c"\n'
    assert '#| msgctxt "old"' in normal(po.parse(odd, FILE)).dump()


def test_comments_that_stand_alone_are_kept():
    odd = "# top\n\n" + FOREIGN + "\n# alone\n\n# last\n"
    assert po.parse(odd, FILE).dump() == odd
    changed = po.parse(odd, FILE)
    entries = tuple(replace(e, raw="") for e in changed.entries)
    assert "# alone" in replace(changed, entries=entries).dump()


def gettext(tool: str, *words: str | Path) -> str:
    if shutil.which(tool) is None:
        pytest.skip(f"gettext is not installed: {tool} was NOT asked")
    done = subprocess.run([tool, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


SENTENCES = [
    message("Take 2 tablets.", "step, 1, page 1"),
    message(
        "Call {phone} if you have a very high fever, a stiff neck, or if you feel unwell in any other way."
    ),
    message('Say "no" \\ 50 %.', "step, 3, page 1"),
]


def ours() -> po.Po:
    made = update(None, SENTENCES, "de")
    first, *rest = (e.changed(strings=(f"«{e.id}»",)) for e in made.entries)
    fuzzy = first.changed(flags=("fuzzy",), previous="Take 3 tablets.", comments=("unsure",))
    gone = po.Entry(id="gone", strings=("weg",), obsolete=True, flags=("fuzzy",), previous="went")
    return po.Po(made.header, (fuzzy, *rest, gone))


@pytest.mark.parametrize("options", [(), ("--no-wrap",), ("--sort-output",), ("--width=40",)])
def test_a_file_that_msgcat_wrote_is_understood_and_left_alone(tmp_path, options):
    file = tmp_path / "x.po"
    file.write_text(ours().dump(), "utf-8")
    text = gettext("msgcat", *options, file)
    theirs = po.parse(text, FILE)
    assert {(e.id, e.strings, e.flags, e.previous, e.obsolete) for e in theirs.entries} == {
        (e.id, e.strings, e.flags, e.previous, e.obsolete) for e in ours().entries
    }
    assert theirs.dump() == text
    order = {e.id: n for n, e in enumerate(theirs.entries)}
    wanted = sorted(SENTENCES, key=lambda m: order[m.text])
    assert update(theirs, wanted, "de").dump() == text, "update leaves what did not change"


def test_a_file_that_msgmerge_wrote_comes_back_unchanged(tmp_path):
    old, template = tmp_path / "old.po", tmp_path / "new.pot"
    old.write_text(ours().dump(), "utf-8")
    template.write_text(update(None, SENTENCES, "de").dump(), "utf-8")
    text = gettext("msgmerge", "--previous", "--quiet", old, template)
    theirs = po.parse(text, FILE)
    assert theirs.dump() == text
    assert update(theirs, SENTENCES, "de").dump() == text


def test_gettext_accepts_our_form_and_finds_nothing_lost(tmp_path):
    first, second = tmp_path / "a.po", tmp_path / "b.po"
    source = po.parse(FOREIGN, FILE).with_field("Plural-Forms", LANGUAGES["de"].plural_forms)
    first.write_text(source.dump(), "utf-8")
    second.write_text(normal(source).dump(), "utf-8")
    gettext("msgfmt", "-c", "-o", tmp_path / "x.mo", second)
    assert gettext("msgcat", first) == gettext("msgcat", second)


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.text("ab {}\"\\'%\t\a\b\u2028é", min_size=1).filter(str.strip),
        st.text('ab "\\\t\v\f\u2028\u0085é'),
        max_size=4,
    )
)
def test_gettext_reads_any_text_as_we_do(tmp_path_factory, pairs):
    file = tmp_path_factory.mktemp("x") / "x.po"
    entries = tuple(po.Entry(id=a, strings=(b,)) for a, b in pairs.items())
    made = po.Po(update(None, [], "de").header, entries)
    file.write_text(made.dump(), "utf-8", newline="")
    theirs = po.parse(gettext("msgcat", "--force-po", file), FILE)
    assert [(e.id, e.strings) for e in theirs.entries] == [(e.id, e.strings) for e in entries]


# ------------------------------------------------------------------ as people run it


def test_the_commands_work_together(place, tmp_path):
    """Begin, send, take in, sign: exit codes and no tracebacks."""
    steps = [
        (("translate", "init", "so", "--market", "UK", "--leaflet", "testamin"), 0),
        (("translate", "init", "so", "--market", "UK"), 1),
        (("translate", "update", "de", "--leaflet", "testamin"), 0),
        (("translate", "todo", "so", "--limit", "2"), 0),
        (("translate", "todo", "en"), 1),
        (("translate", "export", "so", "testamin", "--format", "csv", "--out", "so.csv"), 0),
        (("translate", "export", "so", "--format", "docx"), 2),
        (("translate", "import", "so.csv"), 0),
        (("translate", "import", "so.txt"), 1),
        (("translate", "fmt", "--check"), 0),
        (("translate", "glossary", "so"), 0),
        (("translate", "approve", "so", "testamin", "--role", "nobody", "--by", "Ana"), 2),
        (
            ("translate", "approve", "so", "testamin", "--role", "reviser", "--by", "Ana", "--yes"),
            3,
        ),
        (("translate", "approve", "en", "testamin", "--role", "clinical", "--by", "Ana"), 2),
        (
            (
                "translate",
                "approve",
                "en",
                "testamin",
                "--role",
                "clinical",
                "--by",
                "Ana",
                "--yes",
            ),
            0,
        ),
        (("translate", "pseudo", "de"), 1),
    ]
    for words, code in steps:
        done = run(place, *words, stdin=subprocess.DEVNULL)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
    assert state(place, Pair("testamin", "en")) is State.APPROVED


def test_an_import_with_a_wrong_row_writes_nothing_unless_partial(place):
    from test_exchange import STEP, answer, send

    translate(place)
    file = send(place, "csv")
    answer(file, "Wait 8 hours.", "8 Stunden warten.")
    row = answer(file, STEP, "Mit 25 mL Wasser nehmen.")
    before = texts(place)
    done = run(place, "translate", "import", str(file))
    assert done.returncode == 3 and f"{file}:{row}: number:" in done.stderr
    assert texts(place) == before
    done = run(place, "translate", "import", str(file), "--partial")
    assert done.returncode == 3
    said = place.catalog("de", "testamin").read_text("utf-8")
    assert "8 Stunden warten." in said and "25 mL Wasser" not in said


def test_todo_tells_programs_what_waits(place):
    catalogs.save(catalogs.changes(library(place), ["de"], ["testamin"]))
    done = run(place, "translate", "todo", "de", "--json", "--limit", "1")
    told = json.loads(done.stdout)
    assert told["total"] > len(told["tasks"]) == 1
    assert told["tasks"][0]["role"] == "EMERGENCY" and told["tasks"][0]["unlocks"] == 1


def test_fmt_check_finds_another_form_and_fmt_mends_it(place):
    translate(place)
    file = place.catalog("de", "testamin")
    text = file.read_text("utf-8")
    file.write_text(text.replace('msgid "Wait 8 hours."', 'msgid ""\n"Wait "\n"8 hours."'), "utf-8")
    assert run(place, "translate", "update", "--check").returncode == 0
    assert run(place, "translate", "fmt", "--check").returncode == 3
    assert run(place, "translate", "fmt").returncode == 0
    assert file.read_text("utf-8") == text
