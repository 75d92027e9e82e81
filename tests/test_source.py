"""Laws of reading: every mistake is told, all at once, each with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medleaf.model.leaflet import Medicine
from medleaf.model.problem import PressError
from medleaf.model.text import Role, Sentence
from medleaf.source.leaflets import read_leaflet, read_phrases
from medleaf.source.readability import MOST_GRADE, MOST_WORDS, reading
from medleaf.source.schema import schema
from medleaf.source.wording import faults, near_misses, unshared
from medleaf.workspace import Workspace

ROOT = Path(__file__).parent.parent
LEAFLETS = Workspace(ROOT).leaflet_files


def refused(file: Path) -> list[tuple[int, str]]:
    with pytest.raises(PressError) as told:
        read_leaflet(file)
    assert all(problem.file == file for problem in told.value.problems)
    return [(problem.line, problem.code) for problem in told.value.problems]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "testamin.yaml"


def test_a_good_leaflet_is_read_and_named_after_its_file(file: Path, small: str):
    file.write_text(small, "utf-8")
    leaflet = read_leaflet(file)
    assert isinstance(leaflet, Medicine)
    assert leaflet.id == "testamin"


def test_every_mistake_is_told_at_once_with_its_line(file: Path, small: str):
    spoilt = (
        small.replace("title: Testamin", "titel: Testamin")
        .replace("teach: [When will you take it?]", "teach: [3]")
        .replace("shape: times", "shape: round")
        .replace("review_due: 2029-01-01", "review_due: soon")
    )
    file.write_text(spoilt, "utf-8")
    lines = spoilt.splitlines()

    def line(start: str) -> int:
        return next(n for n, row in enumerate(lines, 1) if row.startswith(start))

    assert set(refused(file)) == {
        (1, "missing"),
        (line("titel"), "extra-forbidden"),
        (line("teach"), "string-type"),
        (line("plan"), "literal-error"),
        (line("review_due"), "date-from-datetime-parsing"),
    }


def test_a_misspelt_key_is_told_with_the_right_one(file: Path, small: str):
    file.write_text(small.replace("  reasons:", "  reason:"), "utf-8")
    with pytest.raises(PressError, match="did you mean 'reasons'"):
        read_leaflet(file)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda text: text + "title: Again\n", "duplicate-key"),
        (lambda text: text.replace("  lead:", "\tlead:"), "yaml"),
        (lambda text: text.replace("Testamin\n", "&x Testamin\n", 1), "yaml-alias"),
        (lambda text: text.replace("Testamin\n", "!!python/object:os.system x\n", 1), "yaml-tag"),
        (lambda text: text.replace("kind: medicine", "kind: poison"), "kind"),
        (lambda text: text.replace("kind: medicine", "id: other\nkind: medicine"), "id"),
        (lambda _: "- a list\n", "not-a-leaflet"),
        (lambda _: "", "empty"),
        (lambda _: "a: [b", "yaml"),
        (lambda _: "[" * 5000 + "]" * 5000, "too-deep"),
        (lambda text: text + "# " + "x" * 1_000_000, "too-large"),
        (lambda text: text.replace("Testamin", "Test\x01amin"), "yaml"),
    ],
)
def test_bad_yaml_is_refused_with_a_word(file: Path, small: str, spoil, code: str):
    file.write_text(spoil(small), "utf-8")
    assert code in {found for _, found in refused(file)}


def test_an_alias_bomb_costs_nothing(file: Path):
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    file.write_text("\n".join(rows), "utf-8")
    assert refused(file) == [(1, "yaml-alias")]


def test_what_is_not_utf8_is_refused_with_its_line(file: Path, small: str):
    file.write_bytes(small.encode() + "# Größe\n".encode("latin-1"))
    assert refused(file) == [(len(small.splitlines()) + 1, "not-utf8")]


def test_a_file_that_is_gone_is_a_problem_not_a_crash(file: Path):
    assert refused(file) == [(0, "unreadable")]


@given(st.text(max_size=300))
def test_no_text_whatever_crashes_the_reader(tmp_path_factory, text: str):
    file = tmp_path_factory.mktemp("any") / "x.yaml"
    file.write_text(text, "utf-8", errors="surrogatepass")
    with pytest.raises(PressError):
        read_leaflet(file)


@pytest.mark.parametrize("rows", ["- a\n- a\n", "- 3\n", "a: b\n", "- ''\n"])
def test_phrases_are_a_list_of_different_sentences(tmp_path: Path, rows: str):
    file = tmp_path / "phrases.yaml"
    file.write_text(rows, "utf-8")
    with pytest.raises(PressError):
        read_phrases(file)


def test_the_schema_in_the_folder_is_the_models():
    """`make schema` writes it again."""
    assert (ROOT / "leaflets" / "schema.json").read_text("utf-8") == schema()


@pytest.mark.parametrize("source", LEAFLETS, ids=lambda f: f.stem)
def test_bundled_leaflets_are_plain_and_safe_to_read(source: Path):
    """Grade 6 at most, room for two sides, none of the error-prone ways of writing."""
    leaflet = read_leaflet(source)
    measured = reading(leaflet)
    assert measured.grade <= MOST_GRADE
    assert measured.words <= MOST_WORDS
    assert [fault for sentence in leaflet.sentences() for fault in faults(sentence)] == []


def test_what_leaflets_share_is_a_phrase():
    phrases = frozenset(read_phrases(ROOT / "leaflets" / "phrases.yaml"))
    leaflets = [read_leaflet(file) for file in LEAFLETS]
    assert unshared(leaflets, phrases) == {}
    said = {str(s.text) for leaflet in leaflets for s in leaflet.sentences()}
    assert phrases <= said, "a phrase that no leaflet says"


def test_a_near_phrase_is_pointed_at(file: Path, small: str):
    file.write_text(small.replace("Talk to us first.", "Talk to us at first."), "utf-8")
    found = list(near_misses(read_leaflet(file), frozenset({"Talk to us first."})))
    assert found == [("Talk to us at first.", "Talk to us first.")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Take 1.0 mg.", "trailing-zero"),
        ("Take .5 mg.", "leading-zero"),
        ("Take 5mg.", "unit-space"),
        ("Take 5 mcg.", "abbreviation"),
        ("Take 10 IU.", "abbreviation"),
        ("Take 5 ml.", "abbreviation"),
        ("Take it prn.", "latin"),
        ("Take it b.i.d.", "latin"),
        ("Every 4-6 hours.", "sign"),
        ("If it is > 38 °C.", "sign"),
        ("Take 1/2 tablet.", "sign"),
        ("From 03/09/2026.", "date"),
        ("Take 1,000 mg.", "thousands"),
        ("Take it twice a day.", "number-word"),
        ("Use as directed.", "vague"),
        ("Take 1 teaspoon.", "spoon"),
        ("A rare effect.", "frequency"),
        ("Just take it.", "tone"),
        ("word " * 21, "long"),
    ],
)
def test_error_prone_wording_is_found(text: str, code: str):
    assert code in {found for found, _ in faults(Sentence(text))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["Take 0.5 mg.", "Take 10 mg.", "Every 4 to 6 hours.", "1000 mg", "5 mL", "38 °C", "Stop it."],
)
def test_safe_wording_passes(text: str):
    assert list(faults(Sentence(text))) == []  # type: ignore[arg-type]


def test_roles_and_pages_come_from_the_place(file: Path, small: str):
    file.write_text(small, "utf-8")
    found = {str(s.text): s for s in read_leaflet(file).sentences()}
    assert found["Wait 8 hours."].role is Role.DOSE
    assert found["Wait 8 hours."].place == "how to take it, step, 2"
    assert found["Trouble breathing"].role is Role.EMERGENCY
    assert found["kidney disease"].role is Role.CONTRAINDICATION
    assert found["kidney disease"].page == 2
    assert not found["Below 25 °C."].printed


@given(st.data())
def test_what_is_extracted_is_what_is_translated(data):
    """One walk: rewriting visits exactly the sentences, in their order."""
    leaflet = read_leaflet(data.draw(st.sampled_from(LEAFLETS)))
    marked = leaflet.rewrite(lambda s: f"«{s.text}»")
    assert [s.text for s in marked.sentences()] == [f"«{s.text}»" for s in leaflet.sentences()]
    assert leaflet.rewrite(lambda s: s.text) == leaflet
