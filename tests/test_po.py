"""Laws of catalogs: nothing a translator wrote is lost, and nothing is guessed."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medleaf.language import po
from medleaf.language.catalog import Message
from medleaf.language.update import new_header, update
from medleaf.model.problem import PressError
from medleaf.model.text import Role, Text

FILE = Path("x.po")
HEADER = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"X-Own: kept\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
MSGFMT = shutil.which("msgfmt")

# As Poedit, Weblate and msgmerge write them: wrapped, with previous English, obsolete entries.
FOREIGN = (
    HEADER
    + r"""
# A note of the translator
#. Where: title, page 1.
#: leaflets/x.yaml:7
#, fuzzy, python-brace-format
#| msgid "Call {phone} at once."
msgid "Call {phone}."
msgstr "Rufen Sie {phone} an."

#, c-format
msgctxt "dose"
msgid ""
"A long sentence that was wrapped by the tool, "
"over two lines."
msgstr ""
"Ein langer Satz,\n"
"über zwei Zeilen mit \"Zitat\" und \\ Strich."

msgid "one"
msgid_plural "many"
msgstr[0] "eins"
msgstr[1] "viele"

#~ msgid "gone"
#~ msgstr "weg"
"""
)


def message(text: str, place: str = "title, page 1", role: Role = Role.BODY) -> Message:
    return Message("x", Text(text), (place,), ("leaflets/x.yaml",), role, printed=True)


def codes(source: str) -> set[tuple[int, str]]:
    with pytest.raises(PressError) as told:
        po.parse(source, FILE)
    return {(p.line, p.code) for p in told.value.problems}


def test_a_file_that_did_not_change_is_written_as_it_was():
    assert po.parse(FOREIGN, FILE).dump() == FOREIGN


def test_everything_in_an_entry_is_understood():
    first, second, third, last = po.parse(FOREIGN, FILE).entries
    assert first.fuzzy and first.previous == "Call {phone} at once."
    assert first.comments == ("A note of the translator",)
    assert first.references == ("leaflets/x.yaml:7",)
    assert second.context == "dose"
    assert second.id == "A long sentence that was wrapped by the tool, over two lines."
    assert second.strings == ('Ein langer Satz,\nüber zwei Zeilen mit "Zitat" und \\ Strich.',)
    assert (third.plural, third.strings) == ("many", ("eins", "viele"))
    assert last.obsolete and last.id == "gone"
    assert po.parse(FOREIGN, FILE).fields["X-Own"] == "kept"


words = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"\\{}'))


@given(st.dictionaries(words.filter(bool), words), st.booleans())
def test_what_is_written_is_read_back(pairs, fuzzy):
    flags = ("fuzzy",) if fuzzy else ()
    entries = tuple(po.Entry(id=a, strings=(b,), flags=flags) for a, b in pairs.items())
    again = po.parse(po.Po(new_header("de"), entries).dump(), FILE)
    assert [(e.id, e.strings, e.fuzzy) for e in again.entries] == [
        (e.id, e.strings, e.fuzzy) for e in entries
    ]


@pytest.mark.skipif(MSGFMT is None, reason="gettext is not installed: msgfmt was NOT asked")
def test_msgfmt_agrees_that_our_files_are_good(tmp_path):
    """A real peer reads what we write."""
    file = tmp_path / "x.po"
    messages = [message('Say "no".'), message("Call {phone}."), message("50 % of\ttabs")]
    made = update(po.parse(FOREIGN, FILE), messages, "de")
    file.write_text(made.dump(), "utf-8")
    done = subprocess.run(
        [MSGFMT, "-c", "-o", "/dev/null", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("msgid a\nmsgstr b\n", 7, "syntax"),
        ('msgid "a\nmsgstr "b"\n', 7, "syntax"),
        ('msgid "a"\n', 7, "syntax"),
        ('msgstr "a"\n', 7, "syntax"),
        ('msgid "a"\nmsgstr "\\q"\n', 8, "syntax"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 10, "duplicate"),
        ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 7, "merge-conflict"),
        ('msgid "a"\nmsgstr "b"\n=======\nmsgid "b"\nmsgstr "c"\n', 9, "merge-conflict"),
        ("what is this\n", 7, "syntax"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(text, line, code):
    assert (line, code) in codes(HEADER + "\n" + text)


def test_all_faults_are_told_at_once():
    source = HEADER + '\nmsgid a\nmsgstr b\n\nmsgid "c"\n\nmsgid "d"\nmsgstr "\\x"\n'
    assert {line for line, _ in codes(source)} == {7, 8, 10, 13}


def test_a_header_is_needed_and_it_says_utf8():
    assert codes('msgid "a"\nmsgstr "b"\n') == {(1, "header")}
    assert codes('msgid ""\nmsgstr "Content-Type: text/plain; charset=latin-1\\n"\n') == {
        (1, "charset")
    }


def test_windows_files_are_read(tmp_path):
    file = tmp_path / "x.po"
    file.write_bytes(b"\xef\xbb\xbf" + FOREIGN.replace("\n", "\r\n").encode())
    assert [e.id for e in po.read(file).entries] == [e.id for e in po.parse(FOREIGN, FILE).entries]


# ------------------------------------------------------------------ update


def translated(text: str, *messages: Message) -> po.Po:
    """A catalog in which every message is translated as *text*."""
    fresh = update(None, messages, "de")
    entries = tuple(e.changed(strings=(f"{text} {e.id}",)) for e in fresh.entries)
    return po.parse(po.Po(fresh.header, entries).dump(), FILE)


sentences = st.lists(st.text("abc 12{x}", min_size=1).map(str.strip).filter(bool), unique=True)


@given(sentences, sentences)
def test_updating_twice_is_updating_once(old, new):
    def numbered(texts):
        return [message(t, f"place {n}, page 1") for n, t in enumerate(texts)]

    once = update(translated("T", *numbered(old)), numbered(new), "de").dump()
    assert update(po.parse(once, FILE), numbered(new), "de").dump() == once
    assert [e.id for e in po.parse(once, FILE).entries if not e.obsolete] == new


@given(sentences)
def test_what_did_not_change_keeps_its_translation(texts):
    messages = [message(t, f"place {n}, page 1") for n, t in enumerate(texts)]
    before = translated("T", *messages)
    assert update(before, messages, "de").dump() == before.dump()
    shuffled = update(before, messages[::-1], "de")
    assert {e.id: e.strings for e in shuffled.entries} == {e.id: e.strings for e in before.entries}


def test_new_english_is_empty_however_like_the_old():
    """msgmerge filled "every 12 hours" with "every 6 hours"."""
    old = translated("Alle 6 Stunden", message("Take ibuprofen every 6 hours.", "step, 1, page 1"))
    new = [
        message("Take ibuprofen every 6 hours.", "step, 1, page 1"),
        message("Take morphine every 12 hours.", "step, 2, page 1"),
    ]
    assert update(old, new, "de").entries[1].strings == ("",)


def test_a_changed_sentence_is_fuzzy_beside_its_old_english():
    old = translated("Nehmen Sie", message("Take 4 tablets.", "step, 1, page 1"))
    (entry,) = update(old, [message("Take 3 tablets.", "step, 1, page 1")], "de").entries
    assert entry.fuzzy and entry.previous == "Take 4 tablets."
    assert entry.strings == ("Nehmen Sie Take 4 tablets.",)
    assert "Changed: 4 -> 3" in entry.extracted


def test_a_sentence_that_changed_twice_remembers_what_was_translated():
    old = translated("T", message("Take 4 tablets.", "step, 1, page 1"))
    once = update(old, [message("Take 3 tablets.", "step, 1, page 1")], "de")
    (entry,) = update(once, [message("Take 2 tablets.", "step, 1, page 1")], "de").entries
    assert entry.previous == "Take 4 tablets."


def test_what_vanished_is_kept_as_obsolete_and_comes_back():
    first, second = message("a 1", "step, 1, page 1"), message("b 2", "step, 2, page 1")
    old = translated("T", first, second)
    without = update(old, [first], "de")
    assert [e.id for e in without.entries if e.obsolete] == ["b 2"]
    back = update(po.parse(without.dump(), FILE), [first, second], "de")
    assert {e.id: (e.strings, e.obsolete) for e in back.entries} == {
        e.id: (e.strings, False) for e in old.entries
    }


def test_translators_see_where_a_sentence_stands_and_what_must_match():
    (entry,) = update(
        None, [message("Take 2 to 4 tablets every 8 hours. Call {phone}.", role=Role.DOSE)], "de"
    ).entries
    assert entry.extracted[0] == "Where: title, page 1."
    assert entry.extracted[1] == "Role: DOSE. Must match: 2 to 4 tablets; 8 hours; {phone}."
    assert entry.flags == ("python-brace-format",)
