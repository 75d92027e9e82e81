"""The table of leaflets and languages tells the truth, and what to do next."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_build import SLOW, edit, imported, run, sign, translate

from medleaf.build.status import Row, status, unlocks
from medleaf.model.edition import State


def row(place, tag: str) -> Row:
    (found,) = (r for r in status(place) if r.language == tag)
    return found


def test_every_sentence_is_counted_once_where_it_stands(place):
    translate(place)
    whole = row(place, "de")
    assert whole.state is State.UNREVIEWED
    assert whole.printable
    count = whole.counts.translated
    edit(place.catalog("de", "testamin"), 'msgstr "«Rash»"', 'msgstr ""')
    edit(place.catalog("de", "testamin"), 'msgid "Keep it dry."', '#, fuzzy\nmsgid "Keep it dry."')
    spoilt = row(place, "de")
    assert (spoilt.counts.untranslated, spoilt.counts.needs_work) == (1, 1)
    assert spoilt.counts.translated == count - 2
    assert spoilt.missing == ("Keep it dry.", "Rash")
    assert not spoilt.printable
    assert "2 sentences" in spoilt.reason


def test_signatures_are_counted_and_the_release_policy_is_obeyed(place):
    translate(place)
    sign(place, "de", ("reviser",))
    assert row(place, "de").counts.revised > 0
    sign(place, "de", ("reviser", "clinical"))
    assert row(place, "de").counts.translated == 0
    edit(place.settings, 'release = "unreviewed"', 'release = "approved"')
    assert row(place, "de").printable
    assert row(place, "en").reason == "not every sentence is signed"


def test_what_is_not_offered_shows_as_such(place):
    assert not row(place, "de").offered
    assert row(place, "de").reason == "not offered"


texts = st.frozensets(st.sampled_from("abcdefgh"), min_size=1)


@given(st.dictionaries(st.tuples(st.sampled_from("xyz"), st.sampled_from(["de", "fr"])), texts))
def test_unlocking_does_what_it_promises(needs):
    """Exactly the leaflets that need nothing else become printable, and all of them in the end."""
    rows = [
        Row(name, tag, offered=True, missing=tuple(sorted(missing)))
        for (name, tag), missing in needs.items()
    ]
    found = unlocks(rows)
    for unlock in found:
        done = set(unlock.sentences)
        opened = {
            n for (n, tag), missing in needs.items() if tag == unlock.language and missing <= done
        }
        assert set(unlock.leaflets) == opened
    for tag in {tag for _, tag in needs}:
        last = {name for u in found if u.language == tag for name in u.leaflets}
        assert last == {name for name, t in needs if t == tag}
    worth = [len(u.leaflets) / len(u.sentences) for u in found]
    assert worth == sorted(worth, reverse=True)


def test_the_page_says_every_state_in_words(place):
    translate(place)
    edit(place.catalog("de", "testamin"), 'msgstr "«Rash»"', 'msgstr ""')
    done = run(place, "status", "--html", "status.html")
    assert done.returncode == 0, done.stderr
    page = (place.root / "status.html").read_text("utf-8")
    assert ">incomplete" in page
    assert "1 untranslated" in page
    assert "<li>Rash</li>" in page
    assert "<script" not in page


def test_programs_get_the_same_table(place):
    rows = json.loads(run(place, "status", "--json").stdout)
    assert {(r["language"], r["printable"]) for r in rows} == {("en", True), ("de", False)}


# ------------------------------------------------------------------ what is remembered


def test_a_remembered_table_is_the_one_that_was_worked_out(place, monkeypatch):
    """All of it: problems with their lines, counts, what is missing."""
    translate(place)
    edit(place.catalog("de", "testamin"), 'msgstr "«Rash»"', 'msgstr ""')
    edit(place.catalog("de", "testamin"), "«Wait 8 Stunden.»", "«Wait 6 Stunden.»")
    (place.leaflet("broken")).write_text("kind: medicine\n", "utf-8")
    first = status(place)
    monkeypatch.setattr("medleaf.build.status._row", None)  # whoever works out a row fails
    assert status(place) == first
    assert {row.reason for row in first} >= {"", "cannot be read", "not offered"}


def test_a_changed_file_is_worked_out_again(place):
    translate(place)
    assert row(place, "de").printable
    edit(place.catalog("de", "testamin"), "«Wait 8 Stunden.»", "«Wait 6 Stunden.»")
    assert not row(place, "de").printable
    edit(place.settings, 'release = "unreviewed"', 'release = "approved"')
    assert row(place, "en").reason == "not every sentence is signed"


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '"x"', "[1]"])
def test_a_spoilt_memory_costs_only_work(place, spoilt):
    first = status(place)
    (place.cache / "status.json").write_text(spoilt)
    assert status(place) == first
    rows = json.loads((place.cache / "status.json").read_text())
    (place.cache / "status.json").write_text(json.dumps(dict.fromkeys(rows, spoilt)))
    assert status(place) == first


def test_a_remembered_table_reads_no_leaflet(place):
    status(place)
    assert imported(place, "status") & SLOW == set()
