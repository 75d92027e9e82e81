"""Personal copies in numbers: each made once, in its group, whatever becomes of the others."""

import os
import signal
import tracemalloc
from datetime import date

import pypdfium2
import pytest
from sheets import CLINIC, FONTS, TEMPLATES, edition, medicine, topic, use_fonts

from medleaf.build import personal
from medleaf.build.copies import _ready
from medleaf.build.job import Press
from medleaf.build.personal import Copy, Made, Unmade, groups, make, make_group
from medleaf.build.shelves import Pair
from medleaf.model.directions import Clause, Directions, Label

PRESS = Press(CLINIC, None, TEMPLATES, FONTS)
EDITIONS = {
    Pair("testamin", "en"): edition(medicine()),
    Pair("testamin", "ar"): edition(medicine(), "ar"),
    Pair("a-topic", "en"): edition(topic()),
}
EN, AR, TOPIC = EDITIONS
TOLD = Directions("generated", "en", (Clause("amount", "Take 1 tablet."),))
OTHER = Directions("generated", "en", (Clause("amount", "Take 2 tablets."),))


@pytest.fixture(autouse=True)
def _hermetic():
    use_fonts()


def label(name, **more):
    return Label(name=name, birth_date="3 March 1961", number="47", **more)


def gathered(copies):
    return [*groups(copies, EDITIONS, PRESS, "shared")]


def made(*copies: Copy):
    return [outcome for group in gathered(copies) for outcome in make_group(group)]


def text_of(data):
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
    return str(text).replace("\xa0", " ")


def test_copies_are_gathered_by_what_they_share_and_none_is_lost():
    wanted = [
        Copy(row, pair, told, label(f"Ana {row}"), paper)
        for row, (pair, told, paper) in enumerate(
            [(EN, TOLD, "A4"), (EN, OTHER, "A4"), (AR, TOLD, "A4"), (EN, TOLD, "Letter")] * 60
        )
    ]
    found = gathered(wanted)
    assert len({group.key for group in found}) == 4
    assert sorted(row for group in found for row, _ in group.labels) == list(range(240))
    full = gathered([Copy(row, EN, TOLD, label("Ana")) for row in range(personal.MOST + 1)])
    assert [len(group.labels) for group in full] == [personal.MOST, 1]


def test_a_group_holds_its_patients_only_in_their_labels():
    (group,) = gathered([Copy(1, EN, TOLD, label("Zygmunt"))])
    assert "Zygmunt" not in repr(group.job)
    assert "Zygmunt" not in group.key


def test_every_copy_has_its_own_name_and_the_directions_of_its_group():
    one, two, three = made(
        Copy(1, EN, TOLD, label("Ana")),
        Copy(2, EN, OTHER, label("Ben")),
        Copy(3, EN, TOLD, label("Zoë")),
    )[:3]
    by_row = {outcome.row: text_of(outcome.data) for outcome in (one, two, three)}
    assert "Ana" in by_row[1] and "1 tablet" in by_row[1] and "Ben" not in by_row[1]
    assert "Ben" in by_row[2] and "2 tablets" in by_row[2]
    assert "Zoë" in by_row[3] and "1 tablet" in by_row[3]
    assert all(outcome.stamped for outcome in (one, two, three))


@pytest.mark.parametrize(
    "name", ["王小明", "Иван Петров", "Maria " + "Wilhelmina " * 4, "Wilhelmine " * 25]
)
def test_what_cannot_be_stamped_is_laid_out_and_never_cut(name):
    """Letters the template does not hold; too wide; too wide even in small type."""
    (outcome,) = made(Copy(1, EN, TOLD, label(name.strip())))
    assert isinstance(outcome, Made)
    assert not outcome.stamped
    assert outcome.pages == 2
    shown = text_of(outcome.data)
    assert all(shown.count(word) >= name.split().count(word) for word in set(name.split()))


def test_a_copy_that_cannot_be_printed_fails_alone_and_is_not_quoted(caplog):
    """A letter no font has; a name of a thousand letters."""
    outcomes = made(
        Copy(1, EN, TOLD, label("Ana")),
        Copy(2, EN, TOLD, label("Zygmunt 𓀀")),
        Copy(3, EN, TOLD, label("Zygmunt " * 130)),
        Copy(4, EN, TOLD, label("Ben")),
    )
    caplog.clear()
    assert [type(outcome) for outcome in outcomes] == [Made, Unmade, Unmade, Made]
    told = [str(problem) for outcome in outcomes[1:3] for problem in outcome.problems]
    assert all("label: name" in message and "Zygmunt" not in message for message in told)


def test_directions_that_are_too_long_say_so_for_every_copy():
    long = Directions("written", "en", (Clause("wrote", "secretly " * 500),))
    outcomes = made(Copy(1, EN, long, label("Ana")), Copy(2, EN, long, label("Ben")))
    assert [outcome.row for outcome in outcomes] == [1, 2]
    for outcome in outcomes:
        assert "directions-too-long" in {problem.code for problem in outcome.problems}
        assert "secretly" not in "".join(map(str, outcome.problems))


def test_topics_other_formats_and_labels_that_say_nothing_are_printed_too():
    outcomes = made(
        Copy(1, TOPIC, TOLD, label("Ana")),
        Copy(2, EN, TOLD, label("Ana"), format="large"),
        Copy(3, EN, TOLD, Label(name=" \u200e ")),
        Copy(4, EN, TOLD, label("Ana"), format="text"),
    )
    assert all(isinstance(outcome, Made) for outcome in outcomes)
    assert "Take 1 tablet." not in text_of(outcomes[0].data)
    assert "Take 1 tablet." in text_of(outcomes[2].data)
    assert b"Take 1 tablet." in outcomes[3].data


def test_a_crew_makes_every_copy_once():
    wanted = [Copy(row, EN, (TOLD, OTHER)[row % 2], label(f"Ana {row}")) for row in range(250)]
    found = [*make(iter(gathered(wanted)), TEMPLATES, 2)]
    assert sorted(outcome.row for outcome in found) == list(range(250))
    assert all(isinstance(outcome, Made) for outcome in found)


def test_a_worker_that_dies_fails_its_group_alone(monkeypatch):
    good = personal.make_group

    def deadly(group):
        if group.job.target.pair == AR:
            os.kill(os.getpid(), signal.SIGKILL)
        return good(group)

    deadly.__module__, deadly.__qualname__ = personal.__name__, "make_group"
    monkeypatch.setattr(personal, "make_group", deadly)
    wanted = [Copy(1, EN, TOLD, label("Ana")), Copy(2, AR, TOLD, label("Ben"))]
    found = {it.row: it for it in make(iter(gathered(wanted)), TEMPLATES, 2)}
    assert isinstance(found[1], Made)
    assert [problem.code for problem in found[2].problems] == ["worker"]


def test_a_worker_keeps_what_it_laid_out_but_not_for_ever(monkeypatch):
    monkeypatch.setattr("medleaf.build.copies._MOST_TEMPLATES", 2)
    _ready.clear()
    for n in range(4):
        told = Directions("generated", "en", (Clause("amount", f"Take {n} mL."),))
        made(Copy(n, EN, told, label("Ana")))
    assert len(_ready) == 2


def test_memory_does_not_grow_with_the_number_of_copies():
    """Two thousand more copies of one group leave nothing behind."""

    def some(first, end):
        for start in range(first, end, 100):
            made(*(Copy(n, EN, TOLD, label(f"Ana {n}")) for n in range(start, start + 100)))

    some(0, 200)
    tracemalloc.start()
    try:
        some(200, 300)
        before, _ = tracemalloc.get_traced_memory()
        some(300, 2300)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 300_000


def test_the_day_is_not_part_of_a_copy():
    """Same patient, same bytes, whenever it is printed."""
    one, other = (made(Copy(1, EN, TOLD, label("Ana", date="1 May 2026")))[0] for _ in range(2))
    assert one.data == other.data
    assert str(date.today().year).encode() not in one.data[-3000:]  # noqa: DTZ011
