"""Braille against the real liblouis: pages an embosser takes, and words that come back."""

import re
import subprocess
from pathlib import Path

import pytest
from sheets import CLINIC, TEMPLATES, edition, medicine, topic

from medleaf.build.library import Pair
from medleaf.build.run import open_library
from medleaf.language.table import BRAILLE
from medleaf.model.problem import PressError
from medleaf.printing import braille
from medleaf.printing.braille import CELLS, LINES, emboss
from medleaf.printing.plain import Line, lines
from medleaf.workspace import find, read_clinic

PLACE = find(Path(__file__).parent.parent)
LIBRARY = open_library(PLACE)
FILE = Path("t.brf")
# The least share of words that liblouis reads back as they were written, sentence by sentence.
BACK = {"en": 1, "es": 1, "pl": 1, "fr": 1, "ru": 1, "ar": 1, "de": 0.7, "ur": 0.6}
# Tables that are made for writing: what is read back with them are not the letters of a text.
FORWARD = {
    "hi": "a consonant and its vowel sign come back as two letters",
    "bn": "a consonant and its vowel sign come back as two letters",
    "vi": "letters with a tone come back as cells",
    "zh_Hans": "a syllable is the braille of many characters, and comes back as any of them",
}
DIGITS = str.maketrans("0123456789", "JABCDEFGHI")  # behind a number sign
FRENCH = str.maketrans("0123456789", "#*<%?:$]\\[")  # of Antoine, which French has


def pages(told, tag="en"):
    return emboss(told, (BRAILLE[tag], BRAILLE["en"]), FILE)


def rows(told, tag="en"):
    return [row for page in pages(told, tag) for row in page.split("\r\n")[:-2]]


def back(text: str, table: str) -> str:
    done = subprocess.run(
        ["lou_translate", "--backward", f"en-us-brf.dis,{table}"],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("tag", sorted(BRAILLE))
def test_every_page_is_25_lines_of_at_most_40_cells_and_numbered(tag):
    of = LIBRARY.prepare(Pair("baclofen", tag)).edition
    made = pages(lines(of, read_clinic(PLACE), PLACE.templates), tag)
    assert len(made) > 3
    for page in made:
        assert page.endswith("\r\n") and page.count("\r\n") == LINES
        told = page.split("\r\n")
        assert max(map(len, told)) <= CELLS
        assert len(told[LINES - 1]) == CELLS and told[LINES - 1].strip()
        assert all(" " <= c <= "_" or c in "\r\n" for c in page), "no ASCII braille"


def test_each_language_is_read_back_or_says_why_not():
    assert BACK.keys() | FORWARD.keys() == BRAILLE.keys()
    assert not BACK.keys() & FORWARD.keys()


@pytest.mark.parametrize("tag", BACK)
def test_the_words_come_back(tag):
    """Of the steps, which say what to do; a contraction of German may be read in two ways."""
    said, read = [], []
    for step in LIBRARY.prepare(Pair("baclofen", tag)).edition.leaflet.take.steps:
        made = " ".join(" ".join(rows([Line(step.text)], tag)).split())
        found = "".join(back(made, BRAILLE[tag]).casefold().split())
        words = [w for w in step.text.replace("’", "'").casefold().split() if w.isalpha()]
        said += words
        read += [word for word in words if word in found]
    assert len(said) > 20
    assert len(read) >= BACK[tag] * len(said)


@pytest.mark.parametrize("tag", sorted(BRAILLE))
def test_every_number_and_every_heading_of_the_leaflet_is_there(tag):
    """Also where a table only goes forward: digits are the same cells in nearly all languages."""
    of = LIBRARY.prepare(Pair("baclofen", tag)).edition
    told = lines(of, read_clinic(PLACE), PLACE.templates)
    made = "".join("".join(rows(told, tag)).split())
    digits = FRENCH if tag == "fr" else DIGITS
    for number in {n for line in told for n in re.findall("[0-9]+", line.text)}:
        assert number.translate(digits) in made, number
    headings = [line for line in told if line.kind == "heading"]
    assert len(headings) > 10
    for heading in headings:
        assert "".join("".join(rows([heading], tag)).split()) in made, heading.text


def test_a_number_that_was_lost_is_seen():
    """A planted fault: the check above can fail."""
    made = "".join("".join(rows([Line("Take 25 mL.")])).split())
    assert "25".translate(DIGITS) in made and "26".translate(DIGITS) not in made


def test_a_number_stays_a_number():
    (row,) = [row for row in rows([Line("Take 2.5 mL, 10 times.")]) if row]
    assert back(row, BRAILLE["en"]).strip() == "Take 2.5 mL, 10 times."


def test_headings_stand_in_cell_5_items_run_over_to_cell_3_and_no_heading_ends_a_page():
    told = [Line("Heading", "heading"), Line("word " * 20, "item"), Line("word " * 20)]
    heading, *others = [row for row in rows(told) if row]
    assert heading.startswith("    ,HEAD")
    item, text = others[: len(others) // 2], others[len(others) // 2 :]
    assert [len(row) - len(row.lstrip()) for row in item[:2]] == [0, 2]
    assert [len(row) - len(row.lstrip()) for row in text[:2]] == [2, 0]
    for count in range(20, 26):
        told = [*[Line("word", "item")] * count, Line("Last", "heading"), Line("text")]
        for page in pages(told):
            body = [row for row in page.split("\r\n")[:-2] if row]
            assert not body[-1].endswith(",LAST")


def test_words_a_table_lacks_are_written_in_english_braille_and_others_refused():
    assert any(",RIVERSIDE" in row for row in rows([Line("اردو Riverside")], "ur"))
    with pytest.raises(PressError, match=r"no braille for '药' \(U\+836F\)"):
        pages([Line("药")], "en")


def test_every_kind_of_leaflet_has_braille():
    assert rows(lines(edition(topic()), CLINIC, TEMPLATES))
    assert rows(lines(edition(medicine()), CLINIC, TEMPLATES))


def test_without_liblouis_or_its_table_it_says_what_to_install(monkeypatch):
    with pytest.raises(PressError, match=r"no table no-such\.ctb.*liblouis-data"):
        emboss([Line("text")], ("no-such.ctb", "no-such.ctb"), FILE)
    monkeypatch.setattr(braille, "_PROGRAM", "no-such-program")
    with pytest.raises(PressError, match="apt install liblouis-bin"):
        pages([Line("text")])
