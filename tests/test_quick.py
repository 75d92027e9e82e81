"""The quick mends spare work, never a byte: every PDF is the one WeasyPrint makes without them.

Processes print the same documents with mends and without; what is compared are the hashes.
"""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import astuple
from fnmatch import fnmatch
from resource import RUSAGE_SELF, getrusage
from runpy import run_path
from typing import Any

import cssselect2
import pytest
from documents import corpus
from printer import ROOT, Answer, Printer, Task, hash_of

from medleaf.build.plan import engine
from medleaf.printing import quick
from medleaf.printing.quick import cascade, computed, frames
from medleaf.workspace import find, read_clinic

# What stock WeasyPrint makes is printed once, by one worker.
once = pytest.mark.xdist_group("quick")

# Documents that lead through every line of a mend; it is tried on an eighth of the others, too.
SHOWN_BY = {
    "collector": (),
    "frames": (),
    "cycles": ("pictures", "pictograms", "backgrounds", "footnotes"),
    "parsing": ("bidi",),
    "trees": ("links", "pictures", "table-collapse"),
    "matches": ("align", "float*", "links", "list*", "running-tables", "table*"),
    "cascade": ("anchors", "first-*", "footnotes", "list-markers", "variables"),
    "computed": ("links", "nonsense", "table-collapse", "units", "variables"),
    "styles": ("first-*", "logical", "margins"),
    "values": ("nonsense", "units", "variables"),
    "used": ("box-sizing", "rounded", "table-collapse", "table-pages"),
    "contexts": ("justified-spaced", "ligatures", "links", "numerals", "pre", "small-caps"),
    "lines": ("footnotes", "hyphens", "justified", "line-clamp", "links"),
    "glyphs": (
        "inline-block", "justified", "line-clamp", "list-markers", "missing-letters",
        "mixed-scripts", "soft-hyphens",
    ),
    "backgrounds": ("backgrounds", "colours", "rounded"),
    "borders": ("borders", "columns*", "table-collapse"),
    "pictures": ("pictograms", "pictures"),
    "floats": ("bidi", "float*"),
    "collisions": ("align", "bidi", "columns", "float*", "justified"),
    "margins": ("margins", "table-pages"),
    "walks": ("float*", "footnotes", "running*"),
    "markers": ("list*", "sizes"),
    "running": ("running*",),
    "numbers": ("justified", "transforms"),
    "streams": ("mixed-scripts", "sizes"),
    "subsets": ("ligatures", "missing-letters", "mixed-scripts", "same-again"),
}  # fmt: skip

# A mend, a fault that is planted in its module, and documents that must show it.
PLANTED = (
    ("cycles", "partial = lambda *known, **named: lambda **asked: None", "pict*"),
    ("cycles", "_Itself.__get__ = lambda self, whose, kind: {}", "list.*"),
    ("parsing", "sorted = lambda characters: 'x'", "bidi.*"),
    ("trees", "list = lambda elements: [*elements][:9]", "table-collapse.*"),
    ("matches", "_PLACED |= {'index', 'divmod'}", "running-tables.*"),
    ("matches", "_seen_within = lambda code: set()", "table-collapse.*"),
    ("matches", "_PLACED |= {'previous'}", "align.*"),
    ("cascade", "_PSEUDO = 2", "first-letter.*"),
    ("computed", "_text = lambda tokens: ''", "variables.*"),
    ("computed", "_nameless = lambda kept: kept", "columns.*"),
    ("styles", "_PROPAGATED |= {'margin_left'}", "margins.*"),
    ("values", "_Unseen.__getitem__ = lambda self, key: 10", "units.*"),
    ("used", "_firm = lambda length: True", "calc.*"),
    ("contexts", "_SHAPED_BY = ('direction',)", "sizes.*"),
    ("lines", "key_of = lambda style: ()", "sizes.*"),
    ("glyphs", "_PLACED = 8", "mixed-scripts.*"),
    ("backgrounds", "_is_bare = lambda style: True", "backgrounds.*"),
    ("borders", "_SIDES = ('border_left_width',) * 4", "borders.*"),
    ("pictures", "_START = ()", "pictograms.*"),
    ("floats", "all = lambda shapes: True", "floats-many.*"),
    ("cascade", "id = lambda rule: 0", "table-collapse.*"),
    ("collisions", "_RIGHT_TO_LEFT = 'ltr'", "align.*"),
    ("margins", "min = max", "margins.*"),
    ("walks", "iter = lambda children: ()", "running.*"),
    ("markers", "shape_of = lambda style: 1", "list*"),
    ("running", "_Pages.get = lambda self, page, _=None: self[page] if page in self else []",
     "running-notes.*"),
    ("running", "_in_table = lambda box, at: False", "running-tables.*"),
    ("numbers", "_DIGITS = b'%.5f'", "justified.*"),
    ("streams", "hashlib.blake2b = lambda data, **_: types.SimpleNamespace(digest=bytes)", "sizes.*"),
    ("subsets", "frozenset = bool", "table*.de"),
)  # fmt: skip

# Whatever a mend keeps, it keeps three of.
FORGETFUL = """
from importlib import import_module
from medleaf.printing import quick
for mend in quick.MENDS:
    limits = vars(import_module(f"medleaf.printing.quick.{mend}"))
    limits.update((name, 3) for name in limits if name.startswith("_MOST"))
"""


@pytest.fixture(scope="module")
def printer() -> Iterator[Printer]:
    with Printer() as printer:
        yield printer


@pytest.fixture(scope="module")
def stock(printer: Printer) -> Answer:
    """What WeasyPrint makes of the corpus without a mend."""
    return printer.print(Task(documents=named("*")))


def named(*patterns: str) -> tuple[str, ...]:
    """Return the documents that are named like one of *patterns*."""
    names = [document.name for document in corpus()]
    return tuple(name for name in names if any(fnmatch(name, pattern) for pattern in patterns))


def differing(one: Answer, stock: Answer) -> list[str]:
    return [name for name, found in one.hashes.items() if stock.hashes[name] != found]


def test_the_corpus_is_wide():
    names = [document.name for document in corpus()]
    assert len(set(names)) == len(names) >= 150


@once
@pytest.mark.parametrize("mend", quick.MENDS)
def test_each_mend_alone_changes_no_byte(mend, printer, stock):
    mine = named(*(f"{shown}.*" for shown in SHOWN_BY[mend]))
    others = named("*")[quick.MENDS.index(mend) % 8 :: 8]
    one = printer.print(Task((mend,), documents=(*mine, *others)))
    assert one.mends == [mend]
    assert differing(one, stock) == []


@once
def test_all_mends_together_change_no_byte_of_the_corpus(printer, stock):
    """Twice in one process, so that what is kept from the first time is used."""
    one = printer.print(Task(quick.MENDS, documents=named("*"), times=2))
    assert one.mends == list(quick.MENDS)
    assert one.hashes == stock.hashes
    assert sorted(one.said) == sorted(2 * stock.said), "it complains of something else"


@once
def test_what_is_kept_may_be_forgotten_at_any_time(printer, stock):
    one = printer.print(Task(quick.MENDS, documents=named("*")[::2], planted=FORGETFUL))
    assert differing(one, stock) == []


@once
@pytest.mark.parametrize(("mend", "fault", "shown"), PLANTED)
def test_a_fault_in_a_mend_is_caught(mend, fault, shown, printer, stock):
    assert differing(printer.print(Task((mend,), documents=named(shown), planted=fault)), stock)


@pytest.mark.xdist_group("editions")  # by the worker that printed them
def test_the_press_prints_every_edition_as_it_would_without_the_mends(pressed, printer):
    assert read_clinic(find(ROOT)).quick
    assert "MEDLEAF_QUICK" not in os.environ
    editions = [(p.target.pair.leaflet, p.target.pair.tag, p.target.paper) for p in pressed]
    fits = [astuple(p.fit) for p in pressed]
    plain = printer.print(Task(editions=tuple(zip(editions, fits, strict=True))))
    assert plain.mends == []
    assert plain.hashes == {str(p.target.path): hash_of(p.data) for p in pressed}


def test_a_sheet_of_page_rules_alone_keeps_no_document_from_a_mend():
    """The frame of every edition of many pages is one; only an anchor asks for the old way."""
    assert cascade._parts(cssselect2.Matcher()) is not None
    anchored = cssselect2.Matcher()
    (selector,) = cssselect2.compile_selector_list("p::before")
    anchored.add_selector(selector, ([("anchor", "here", False)], None))
    assert cascade._parts(anchored) is None


class Kind(dict[str, Any]):
    """A style as simple as can be: what nobody has set is initial."""

    def __missing__(self, key: str) -> Any:
        self[key] = value = f"initial {key}"
        return value


def test_copies_of_a_style_share_what_was_worked_out_after_the_same_changes_only():
    kept = Kind()
    vars(kept).update(quick_loud=[], cache={})

    class Twin(computed._copy(computed._Ear()), Kind):
        def __init__(self, *changes: tuple[str, str]) -> None:
            computed._fill(self, kept, kept, kept)
            for key, value in changes:
                self[key] = value
            self.changed = changes

        def knows(self) -> object:
            return vars(self).get("quick_used")

    fixed, wide = ("position", "fixed"), ("width", "9")
    ways = [(), (fixed,), (wide,), (fixed, wide), (("position", "static"),), (fixed, fixed, fixed)]
    for changes in ways[:-1]:
        first = Twin(*changes)
        assert first.knows() is None
        first.quick_used = changes
    for changes in ways:
        assert Twin(*changes).knows() == tuple(dict.fromkeys(changes))
        assert Twin(*changes[::-1]).knows() == tuple(dict.fromkeys(changes))
    assert Twin(("position", "initial position")).knows() == ()  # which is no change
    assert Twin(("position", []), wide).knows() is None  # what can change itself is no key


def test_functions_find_room_however_deep_they_are_called():
    """Where one stands at the end of a piece, each call would get and give back a new one."""

    def small() -> None: ...

    def deep(depth: int) -> None:
        for _ in range(1000):
            small()
        if depth:
            deep(depth - 1)

    def pages_asked_for(work: Callable[[int], None]) -> int:
        before = getrusage(RUSAGE_SELF).ru_minflt
        work(300)
        return getrusage(RUSAGE_SELF).ru_minflt - before

    assert pages_asked_for(frames._roomy(deep)) < 500


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


def test_all_that_is_compiled_is_there():
    """``contrib/compiled`` names modules of WeasyPrint, and mends."""
    script = run_path(str(ROOT / "contrib" / "compiled" / "compile.py"))
    modules = dict(script["hot"]())
    assert [name for name, source in modules.items() if not source.is_file()] == []
    ours = [name for name in modules if name.startswith("medleaf")]
    assert {name.rpartition(".")[2] for name in ours} <= set(quick.MENDS)
