"""Plural forms in the workbench: as many as the language has, each one checked, sent and signed."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from test_build import edit

from medleaf.build import catalogs, exchange
from medleaf.build.approve import signing
from medleaf.build.library import Library
from medleaf.build.shelves import Pair
from medleaf.build.todo import todo
from medleaf.build.translations import check
from medleaf.language import po
from medleaf.language.approvals import Signer
from medleaf.language.catalog import DIRECTIONS, Message
from medleaf.language.table import LANGUAGES, form_count, form_of
from medleaf.language.update import update
from medleaf.model.text import Plural, Role, Text
from medleaf.workspace import Workspace

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 24)
TABLETS = "Take {n} tablets."


@pytest.fixture
def russian(place: Workspace) -> Workspace:
    """The small workspace, with directions in Russian."""
    shutil.copytree(ROOT / "locales" / "ru", place.locales / "ru")
    return place


def library(place: Workspace) -> Library:
    return Library(place, TODAY)


def catalog(place: Workspace) -> Path:
    return place.catalog("ru", DIRECTIONS)


def message(text: Text) -> Message:
    return Message(DIRECTIONS, text, ("here",), ("directions",), Role.DOSE, printed=True)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_as_many_forms_as_its_table_says(tag):
    made = update(None, [message(Plural("{n} day", "{n} days"))], tag)
    (entry,) = made.entries
    assert entry.plural == "{n} days"
    assert entry.strings == ("",) * form_count(tag)
    assert {form_of(tag)(n) for n in range(300)} <= set(range(form_count(tag)))
    assert update(made, [message(Plural("{n} day", "{n} days"))], tag).dump() == made.dump()


def test_a_message_that_becomes_plural_keeps_its_words_as_needing_work():
    old = update(None, [message(Text("{n} day"))], "pl")
    done = po.Po(old.header, (old.entries[0].changed(strings=("{n} dzień",)),))
    (entry,) = update(done, [message(Plural("{n} day", "{n} days"))], "pl").entries
    assert entry.strings == ("{n} dzień", "", "") and entry.fuzzy


def faults(place: Workspace) -> set[str]:
    return {p.code for p in library(place).spoken("ru").problems}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Примите {n} таблеток.", "", "untranslated"),
        ("Примите {n} таблеток.", "Примите таблетки.", "placeholder"),
        ("Примите {n} таблеток.", "Примите {n} капсул.", "unit"),
        ("Примите {n} таблеток.", "Не примите {n} таблеток.", "negation"),
    ],
)
def test_a_fault_in_one_form_keeps_the_message_from_being_printed(russian, old, new, code):
    assert faults(russian) == set()
    edit(catalog(russian), f'"{old}"', f'"{new}"')
    assert code in faults(russian)
    assert "Take {n} tablet." not in library(russian).spoken("ru").forms
    (task,) = [t for t in todo(library(russian), "ru") if t.message.domain == DIRECTIONS]
    assert task.message.text == "Take {n} tablet."
    found = check(russian, ["ru"], [DIRECTIONS])
    assert found.blocked and code in {it.check for it in found.found}


def test_a_form_too_few_is_told():
    text = (ROOT / "locales/ru/LC_MESSAGES/directions.po").read_text("utf-8")
    assert text.count("msgstr[2]") == text.count("msgid_plural")


@pytest.mark.parametrize("form", ["csv", "xlsx", "xliff"])
def test_every_form_goes_out_and_comes_back_alone(russian, tmp_path, form):
    shelf = library(russian)
    sent = [u for u in exchange.units(shelf, "ru") if u.english.startswith("Take {n} tablet")]
    assert [u.text for u in sent] == [
        "Примите {n} таблетку.", "Примите {n} таблетки.", "Примите {n} таблеток.",
    ]  # fmt: skip
    assert len({u.mark for u in sent}) == 3
    assert "for numbers such as 1, 21" in sent[0].place
    out = exchange.export(shelf, "ru", [], form, tmp_path / f"ru{exchange.ENDINGS[form]}")
    catalogs.save(out)
    (file,) = out
    if form == "csv":
        edit(file, "Примите {n} таблеток.", "Принимайте {n} таблеток.")
    taken = exchange.take(shelf, file)
    assert not taken.refused
    assert taken.changed == (form == "csv")
    catalogs.save(taken.files)
    (entry,) = [e for e in po.read(catalog(russian)).entries if e.id == "Take {n} tablet."]
    wanted = "Принимайте" if form == "csv" else "Примите"
    assert entry.strings == (
        "Примите {n} таблетку.", "Примите {n} таблетки.", f"{wanted} {{n}} таблеток.",
    )  # fmt: skip


def test_directions_are_signed_form_by_form_and_a_change_unsigns_one(russian):
    pair = Pair(DIRECTIONS, "ru")
    for role, by in ((Signer.REVISER, "Ben"), (Signer.CLINICAL, "Cem")):
        catalogs.save(signing(library(russian), pair, role, by).files())
    assert library(russian).spoken("ru").reviewed == TODAY
    edit(catalog(russian), "Примите {n} таблеток.", "Принимайте {n} таблеток.")
    assert library(russian).spoken("ru").reviewed is None
    assert len(signing(library(russian), pair, Signer.CLINICAL, "Cem").items) == 1
