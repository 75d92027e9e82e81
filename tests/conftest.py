"""What tests share: a small workspace of their own, and silence from the press."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from medleaf.build.job import Printed
from medleaf.build.run import Order, build
from medleaf.build.shelves import Pair
from medleaf.workspace import Workspace, find

if TYPE_CHECKING:
    from guides import Made

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

SMALL = """\
kind: medicine
title: Testamin
subtitle: Medicine for tests
review_due: 2029-01-01
sources: [{title: A source, publisher: A publisher}]
key:
  - {text: Take it every day., picture: every-day}
what: {heading: What it does, text: [It helps tests.]}
soon: {heading: How soon it works, text: [It works in 2 hours.]}
plan: {heading: Your dose plan, note: Your prescriber fills this in., shape: times}
take: {heading: How to take it, steps: [Take it with 2.5 mL of water., Wait 8 hours.]}
alarm:
  heading: Do not stop suddenly
  lead: "Stopping can cause:"
  signs: [fever]
  act: Call us at once if
  reasons: [you missed 1 day or more]
  call: phone
before:
  heading: Before you take it
  never: [Do not take it if you are allergic to it.]
  lead: "Tell us if you have or had:"
  tell: [kidney disease]
others: {heading: "Medicines, alcohol, driving", advice: [{text: No alcohol.}]}
pregnancy: {heading: Pregnancy and breastfeeding, text: [Talk to us first.]}
effects: {now: [Trouble breathing], today: [Rash]}
overdose: {heading: Took too much, text: ["Call {emergency} now."]}
storage: {heading: Storage, text: [Keep it dry.], guide: [Below 25 °C.]}
teach: [When will you take it?]
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="Keep golden files as they are now.")


@pytest.fixture(scope="session")
def small() -> str:
    """The text of the smallest leaflet there can be."""
    return SMALL


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace with one small leaflet, in English and in a German of marks («…»)."""
    return _small(tmp_path / "clinic")


@pytest.fixture(scope="module")
def small_place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same for all tests of a module that do not change it."""
    return _small(tmp_path_factory.mktemp("small") / "clinic")


def _small(folder: Path) -> Workspace:
    for room in ("templates", "fonts"):
        shutil.copytree(ROOT / room, folder / room, copy_function=_link)
    (folder / "leaflets").mkdir()
    (folder / "leaflets" / "testamin.yaml").write_text(SMALL, "utf-8")
    (folder / "leaflets" / "phrases.yaml").write_text("- How to take it\n", "utf-8")
    shutil.copy(ROOT / "clinic.toml", folder)
    for tag, market in (("en", "US"), ("de", "EU")):
        (folder / "locales" / tag).mkdir(parents=True)
        (folder / "locales" / tag / "locale.toml").write_text(f'market = "{market}"\n', "utf-8")
    return Workspace(folder)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source) if "fonts" in source else shutil.copy2(source, target)


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Printed, ...]:
    """All bundled editions on both papers, from the press."""
    place, out = find(ROOT), tmp_path_factory.mktemp("editions")
    before = place.revisions.read_bytes()
    with build(place, Order(papers=("A4", "Letter"), workers=2), out) as (report, outcomes):
        list(outcomes)
    assert [item.problems for item in (*report.planned.refused, *report.failed)] == []
    assert place.revisions.read_bytes() == before, "an edition is new: run `make leaflets`, commit"
    return tuple(report.printed)


@pytest.fixture(scope="session")
def printed(pressed: tuple[Printed, ...]) -> dict[tuple[Pair, str], bytes]:
    """The PDFs of all bundled editions by edition and paper."""
    return {(p.target.pair, p.target.paper): p.data for p in pressed}


@pytest.fixture(autouse=True)
def silent_press(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning of WeasyPrint fails the test that caused it."""
    yield
    said = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.name.startswith("weasyprint") and record.levelno >= logging.WARNING
    ]
    assert said == []


@pytest.fixture(scope="session")
def site_made(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Made"]:
    """The guide of all bundled leaflets, made once; its tests share a worker."""
    from guides import made

    yield from made(tmp_path_factory.mktemp("guide"))
