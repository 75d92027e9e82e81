"""The quick mends spare work, never a byte: every PDF is the one WeasyPrint makes without them.

Each process prints the same documents; what is compared are the hashes of the PDFs.
"""

import logging

import cssselect2
import pytest
from documents import corpus
from printer import Answer, Task, answer, start

from medleaf.build.plan import engine
from medleaf.printing import quick
from medleaf.printing.quick import cascade
from medleaf.workspace import read_clinic

pytestmark = pytest.mark.xdist_group("quick")  # what stock WeasyPrint makes is printed once

# A fault for each mend whose keys or conditions could be wrong, and a document that shows it.
PLANTED = {
    "cascade": (
        "from medleaf.printing.quick import cascade; cascade._PSEUDO = 2",
        "first-letter",
    ),
    "computed": (
        "from medleaf.printing.quick import computed; computed._text = lambda tokens: ''",
        "variables",
    ),
    "styles": (
        "from medleaf.printing.quick import styles; styles._PROPAGATED |= {'margin_left'}",
        "margins",
    ),
    "used": ("from medleaf.printing.quick import used; used._firm = lambda length: True", "calc"),
    "contexts": (
        "from medleaf.printing.quick import contexts; contexts._SHAPED_BY = ('direction',)",
        "sizes",
    ),
    "lines": ("from medleaf.printing.quick import lines; lines.key_of = lambda style: ()", "sizes"),
    "glyphs": ("from medleaf.printing.quick import glyphs; glyphs._PLACED = 8", "mixed-scripts"),
    "running": (
        ("from medleaf.printing.quick import running;"
        "running._Pages.get = lambda self, number, _=None: self[number] if number in self else []"),
        "running-notes",
    ),
    "numbers": ("from medleaf.printing.quick import numbers; numbers._DIGITS = b'%.5f'", "justified"),
}  # fmt: skip


def run(**options: object) -> Answer:
    return answer(start(Task(**options)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def stock() -> Answer:
    """What WeasyPrint makes of the corpus and of all bundled editions, on both papers."""
    return run(editions=True)


def differing(one: Answer, stock: Answer) -> list[str]:
    return [name for name, found in one.hashes.items() if stock.hashes[name] != found]


def test_the_corpus_is_wide():
    names = [document.name for document in corpus()]
    assert len(set(names)) == len(names) >= 100


@pytest.mark.parametrize("mend", quick.MENDS)
def test_each_mend_alone_changes_no_byte(mend, stock):
    mine = corpus()[quick.MENDS.index(mend) % 8 :: 8]  # each document has two mends or more
    one = run(mends=(mend,), documents=tuple(document.name for document in mine))
    assert one.mends == [mend]
    assert differing(one, stock) == []


def test_all_mends_together_change_no_byte_of_the_corpus_nor_of_any_edition(stock):
    """Twice in one process, so that what is kept from the first time is used."""
    one = run(mends=quick.MENDS, times=2, editions=True)
    assert one.mends == list(quick.MENDS)
    assert one.hashes.keys() == stock.hashes.keys()
    assert differing(one, stock) == []
    assert one.said[: len(stock.said)] == stock.said, "it complains of something else"


@pytest.mark.parametrize("mend", PLANTED)
def test_a_fault_in_a_mend_is_caught(mend, stock):
    planted, shown = PLANTED[mend]
    documents = tuple(d.name for d in corpus() if d.name.startswith(f"{shown}."))
    assert differing(run(mends=(mend,), documents=documents, planted=planted), stock)


def test_a_sheet_of_page_rules_alone_keeps_no_document_from_a_mend():
    """The frame of every edition of many pages is one; only an anchor asks for the old way."""
    assert cascade._parts(cssselect2.Matcher()) is not None
    anchored = cssselect2.Matcher()
    (selector,) = cssselect2.compile_selector_list("p::before")
    anchored.add_selector(selector, ([("anchor", "here", False)], None))
    assert cascade._parts(anchored) is None


def test_other_versions_print_without_the_mends_and_say_so_once(monkeypatch, caplog):
    monkeypatch.setattr(
        quick, "version", lambda name: quick.PROVEN[name] + ".1" * (name == "weasyprint")
    )
    with caplog.at_level(logging.WARNING):
        assert quick.install() == ()
    assert [(r.name, r.getMessage()) for r in caplog.records] == [
        (
            "medleaf.printing.quick",
            "printing without the quick mends: they are not proven on weasyprint 70.0.1",
        )
    ]


def test_they_are_left_out_where_the_environment_says_so(monkeypatch):
    monkeypatch.setenv("MEDLEAF_QUICK", "0")
    assert quick.install() == ()


def test_a_name_that_is_no_mend_is_an_error():
    with pytest.raises(KeyError, match="magic"):
        quick.install(["magic"])


def test_the_setting_in_clinic_toml_prints_nothing_again(place):
    """The bytes are the same with the mends and without; so the keys of the ledger are, too."""
    before = engine(place)
    text = place.settings.read_text("utf-8")
    place.settings.write_text(text.replace("quick = true", "quick = false"), "utf-8")
    assert not read_clinic(place).quick
    assert engine(place) == before
    place.settings.write_text(text.replace("opens = ", "opens = '7:00' #"), "utf-8")
    assert engine(place) != before
