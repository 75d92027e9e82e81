"""The desk answers from one look at a workspace: what is there, what may be printed, and why not."""

import signal

import pytest
from desks import ROOT, running

from medleaf.build.desk import ClosedError, Desk, mender
from medleaf.build.shelves import Pair
from medleaf.faces.desk.problems import status_of
from medleaf.model.edition import State
from medleaf.model.problem import PressError
from medleaf.workspace import Workspace


def test_a_search_finds_leaflets_in_any_language_and_by_any_code(tmp_path):
    shelf = Desk(Workspace(ROOT), tmp_path).shelf()
    for text in ("bacl", "BACLOFEN", "Baclofène", "باكلوفين", "baclofin", "1292", "M03BX01"):
        hits = shelf.search(text, "es")
        assert hits[0].leaflet.startswith("baclofen"), text
        assert hits[0].tag == "es"
    assert shelf.search("1292", "es")[0].exact
    assert shelf.search("", "es") == () == shelf.search("qqqqqqqq", "es")


def test_what_may_not_be_printed_says_why_and_who_can_change_it(place):
    shelf = Desk(place, place.root / "out").shelf()
    row = shelf.row(Pair("testamin", "en"))
    assert (row.state, row.title, mender(row)) == (State.UNREVIEWED, "Testamin", "")
    with pytest.raises(PressError, match="there is no such leaflet"):
        shelf.order(Pair("../clinic", "en"))
    with pytest.raises(PressError, match="not offered"):
        shelf.order(Pair("testamin", "de"))


def test_a_changed_file_is_a_new_shelf_and_an_old_shelf_prints_no_half(place):
    desk = Desk(place, place.root / "out")
    before = desk.shelf()
    file = place.leaflet("testamin")
    file.write_text(file.read_text("utf-8").replace("It helps tests.", "It helps."), "utf-8")
    with pytest.raises(PressError, match="changed just now"):
        before.order(Pair("testamin", "en"))
    after = desk.shelf()
    assert after is not before
    assert after.order(Pair("testamin", "en")).job.edition.leaflet.what.text == ("It helps.",)


def test_a_desk_prints_a_sheet_and_shows_its_pages(place):
    with running(place.root, place.root / "out") as desk:
        made = desk.client.get("/api/v1/leaflets/testamin/en.pdf")
        assert made.status_code == 200, made.text
        assert made.content.startswith(b"%PDF-")
        same = desk.client.get(
            "/api/v1/leaflets/testamin/en.pdf", headers={"If-None-Match": made.headers["ETag"]}
        )
        assert (same.status_code, same.content) == (304, b"")
        page = desk.client.get("/api/v1/leaflets/testamin/en/2.png")
        assert page.content.startswith(b"\x89PNG")
        assert desk.client.get("/api/v1/leaflets/testamin/en/3.png").status_code == 404
        assert desk.stop() == -signal.SIGTERM


def test_settings_that_are_broken_close_the_desk_until_they_are_mended(place):
    desk = Desk(place, place.root / "out")
    assert desk.shelf()
    sound = place.settings.read_text("utf-8")
    place.settings.write_text(f"{sound}\nnonsense = 1\n", "utf-8")
    desk._looked = 0.0
    with pytest.raises(ClosedError, match="nonsense") as closed:
        desk.shelf()
    assert status_of(closed.value) == 503
    place.settings.write_text(sound, "utf-8")
    assert desk.shelf().order(Pair("testamin", "en"))
