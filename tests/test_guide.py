"""Laws of the guide: a page behind every QR code, whole and true, and nothing from elsewhere."""

import errno
import http.client
import json
import re
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from guides import BASE, FIRST, GRAVE, SECOND, Made, Seen, bare
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import CLINIC, LANGUAGES, TEMPLATES, edition, medicine, topic
from test_build import edit, translate

from medleaf.build import guide as building
from medleaf.build import revisions, site
from medleaf.build.guide import Report, SiteOrder, guide
from medleaf.build.library import Library
from medleaf.faces.guide import Shop
from medleaf.language import locales
from medleaf.model.edition import Edition, State
from medleaf.model.guide import Gone, Guide, Known, Site
from medleaf.model.problem import PressError
from medleaf.printing import qr
from medleaf.printing.guide.chapters import chapters
from medleaf.printing.guide.pages import pages
from medleaf.printing.page import page_of
from medleaf.workspace import Workspace

pytestmark = pytest.mark.xdist_group("guide")  # made once, looked at by one worker
KIND = {"unreviewed": "Not yet reviewed – not for patients"}


def codes(error) -> set[str]:
    return {problem.code for problem in error.value.problems}


def carry_out(place: Workspace, out: Path, **options) -> Report:
    order = SiteOrder(out, place.root / "out", workers=2, **options)
    with guide(place, order) as (report, outcomes):
        list(outcomes)
    return report


@pytest.fixture
def no_prints(monkeypatch):
    """Sites of small tests offer no PDF: printing is another test's."""
    monkeypatch.setattr(building, "FORMATS", ())


# ------------------------------------------------------------------ what is on the site


def test_every_offered_edition_has_its_page(site_made: Made):
    library = Library(site_made.place, date(2026, 11, 25))
    for pair in library.offered():
        assert f"{locales.language(pair.tag).html}/{pair.leaflet}/" in site_made.pages
    assert site_made.refused == ()


def test_every_qr_address_answers(site_made: Made):
    """Whatever was printed once: of today, of an older text, or of a guide that is gone."""
    rows = revisions.read(site_made.place.revisions)
    assert len(rows) > 40
    for row in rows:
        language = locales.language(row.language)
        address = qr.address(site_made.clinic, language, row.leaflet, row.revision)
        assert address.startswith(f"{BASE}/")
        path = urlsplit(address.removeprefix(f"{BASE}/")).path
        page = site_made.pages[path]
        listed = {it["data-revision"] for it in page.all("li") if "data-revision" in it}
        current = [it["data-current"] for it in page.all("section") if "data-current" in it]
        gone = not current
        assert gone or row.revision in {*listed, *current}
        assert gone == bool(page.all("meta", name="robots", content="noindex"))


def test_every_sentence_is_on_the_page(site_made: Made):
    """What is printed and what only the guide says: nothing that was translated is lost."""
    library = Library(site_made.place, date(2026, 11, 25))
    for pair in library.offered():
        found = library.recall(pair).edition
        page = page_of(found, site_made.clinic, TEMPLATES)
        text = site_made.pages[f"{found.language.html}/{pair.leaflet}/"].text
        lost = [s.text for s in found.leaflet.sentences() if bare(page.plain(s.text)) not in text]
        assert lost == [], pair


def test_the_state_is_told_as_on_paper(site_made: Made):
    """The band in the reader's language and in English, and who reviewed it, on every guide."""
    library = Library(site_made.place, date(2026, 11, 25))
    for pair in library.offered():
        found = library.recall(pair).edition
        page = site_made.pages[f"{found.language.html}/{pair.leaflet}/"]
        head = page.markup[: page.markup.index("<h1")]
        assert found.words.band in head
        assert KIND[found.state] in head
        assert bare(found.words.unreviewed) in page.text


def test_pages_of_one_guide_name_each_other(site_made: Made):
    """hreflang holds in both directions, names the page itself, and leads to pages there are."""
    named = {}
    for path, page in site_made.pages.items():
        links = {it["hreflang"]: it["href"] for it in page.all("link", rel="alternate")}
        if not page.all("meta", name="robots"):
            (canonical,) = page.all("link", rel="canonical")
            assert canonical["href"] == f"{BASE}/{path}"
            assert "x-default" in links
            named[canonical["href"]] = links
    for address, links in named.items():
        for tag, other in links.items():
            assert other in named, other
            if tag != "x-default" and address != f"{BASE}/":
                assert named[other] == links
        assert address in links.values()


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(site_made: Made):
    """No tracker, no cookie banner, no script or style that a strict policy would refuse."""
    for path, page in site_made.pages.items():
        loaded = [it.get("href", "") for it in page.all("link") if it["rel"] not in
                  {"canonical", "alternate"}]  # fmt: skip
        loaded += [it["src"] for _, it in page.elements if "src" in it]
        assert loaded
        assert [it for it in loaded if not re.match(r"(\.\./)*assets/", it)] == [], path
        assert [it for _, it in page.elements if {"style", "action", "srcset"} & it.keys()] == []
        assert [it for _, it in page.elements if any(name.startswith("on") for name in it)] == []
        assert all(it.get("type") == "application/ld+json" for it, text in page.inline if text)
        policy = page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    sheets = [*site_made.out.glob("assets/*.css"), *site_made.out.glob("assets/*.js")]
    assert len(sheets) == 3
    for sheet in sheets:
        assert not re.search(r"https?:|@import|document\.cookie|eval\(", sheet.read_text("utf-8"))


def test_every_link_within_the_site_leads_somewhere(site_made: Made):
    """Anchors too; and none begins with a slash, so that the site works below any path."""
    for path, page in site_made.pages.items():
        names = [it["id"] for _, it in page.elements if "id" in it]
        assert len(names) == len(set(names)), path
        for _, it in page.elements:
            target = it.get("href") or it.get("src") or ""
            if not target or re.match(r"(https?|tel):", target):
                continue
            assert not target.startswith("/")
            if target.startswith("#"):
                assert target[1:] in names
                continue
            file = (site_made.out / path / urlsplit(target).path).resolve()
            assert file.is_relative_to(site_made.out.resolve())
            assert (file / "index.html" if file.is_dir() else file).is_file(), target


def test_all_languages_of_a_guide_are_one_click_away_in_their_own_script(site_made: Made):
    for path, page in site_made.pages.items():
        if not re.fullmatch(r"[\w-]+/baclofen/", path):
            continue
        links = {it["hreflang"]: it for it in page.all("a") if "hreflang" in it}
        assert len(links) == 12
        for tag, it in links.items():
            language = next(x for x in map(locales.language, site_made.place.tags)
                            if x.html == tag)  # fmt: skip
            assert it["href"] == f"../../{tag}/baclofen/"
            assert (it["lang"], it["dir"]) == (tag, language.direction)
            assert language.own in page.markup


def test_pages_and_fonts_are_light(site_made: Made):
    assert max(len(page.markup.encode()) for page in site_made.pages.values()) <= 50_000
    fonts = {file.name: file.stat().st_size for file in site_made.out.glob("assets/fonts/*.woff2")}
    assert max(size for name, size in fonts.items() if name.startswith("NotoSans-")) <= 40_000
    assert sum(fonts.values()) <= 1_000_000
    assert (site_made.out / "assets/fonts/LICENSE-OFL.txt").is_file()


def test_programs_are_told_the_truth(site_made: Made):
    """schema.org without a review nobody made, in data that cannot leave its element."""
    kinds = set()
    for path, page in site_made.pages.items():
        data = [json.loads(text) for it, text in page.inline if it.get("type")]
        if re.fullmatch(r"[\w-]+/[\w-]+/", path) and not page.all("meta", name="robots"):
            (said,) = data
            assert said["@type"] == "MedicalWebPage"
            assert said["url"] == f"{BASE}/{path}"
            assert said["creativeWorkStatus"] == "Not yet reviewed – not for patients"
            assert not {"reviewedBy", "lastReviewed"} & said.keys()
            kinds.add(said.get("about", {}).get("@type"))
            assert page.all("meta", property="og:url", content=f"{BASE}/{path}")
        else:
            assert data == []
    assert kinds == {"Drug", "DietarySupplement", None}
    (said,) = (json.loads(t) for it, t in site_made.pages["en/testamin/"].inline if it.get("type"))
    assert said["about"]["alternateName"] == ["testamin", "<i>Tést</i> & co"]


def test_the_map_of_the_site_names_every_page_that_people_should_find(site_made: Made):
    tree = ET.parse(site_made.out / "sitemap.xml")
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    named = {it.text for it in tree.iter(name)}
    shown = {path for path, page in site_made.pages.items() if not page.all("meta", name="robots")}
    assert named == {f"{BASE}/{path}" for path in shown}
    assert f"Sitemap: {BASE}/sitemap.xml" in (site_made.out / "robots.txt").read_text("utf-8")


def test_the_search_knows_all_names_codes_and_titles(site_made: Made):
    library = Library(site_made.place, date(2026, 11, 25))
    (file,) = site_made.out.glob("assets/search.*.json")
    known = json.loads(file.read_bytes())
    for pair in library.offered():
        leaflet = library.recall(pair).edition.leaflet
        names = leaflet.names
        wanted = {leaflet.title, *([names.inn] if names.inn else [])}
        wanted |= {
            it for group in (*names.spellings.values(), *names.brands.values()) for it in group
        }
        wanted |= {code for _, group in leaflet.codes for code in group}
        assert wanted <= set(known[pair.leaflet])


def test_old_texts_are_listed_with_what_they_lack(site_made: Made):
    """Without a script a reader finds the sheet's own revision, its date and what to do."""
    page = site_made.pages["en/testamin/"]
    rows = {it["data-revision"]: it for it in page.all("li") if "data-revision" in it}
    assert {mark: it["data-changes"] for mark, it in rows.items()} == {
        FIRST: "1", SECOND: "2", GRAVE: "2",
    }  # fmt: skip
    assert [mark for mark, it in rows.items() if "data-grave" in it] == [GRAVE]
    assert [it["data-change"] for it in page.all("li") if "data-change" in it] == ["3", "2", "1"]
    assert bare("Revision aaaaaaa, January 2, 2026") in page.text


# ------------------------------------------------------------------ composing


def compose(*editions: Edition, known=(), gone=()):
    guides: dict[str, dict[str, Guide]] = {}
    for it in editions:
        guides.setdefault(it.leaflet.id, {})[it.language.tag] = Guide(it, known)
    voices = {it.language.tag: it for it in editions}
    made = Site(CLINIC, TEMPLATES, guides, voices, gone)
    return {page.path: Seen(page.markup) for page in pages(made)}


@given(st.text(min_size=1, max_size=60).map(str.strip).filter(bool))
@settings(max_examples=25, deadline=None)
def test_no_text_becomes_markup(text):
    """Titles, names of brands and answers are text wherever they stand, also in data for programs."""
    attack = f"</script><img src=x>{text}".replace("{", "(")
    leaflet = medicine(title=attack, names={"inn": attack, "brands": {"us": [attack]}})
    made = compose(edition(leaflet), gone=(Gone("</script>", LANGUAGES["de"]),))
    for page in made.values():
        assert page.all("img") == []
    (said,) = (json.loads(t) for it, t in made["en/testamin/"].inline if it.get("type"))
    assert attack in said["name"]


def test_an_approved_guide_has_no_band_and_says_when_it_was_reviewed():
    page = compose(edition(medicine(), state=State.APPROVED))["en/testamin/"]
    assert "Not yet reviewed" not in page.markup
    assert bare("Reviewed by a clinician, November 23, 2026") in page.text


def test_sections_of_a_leaflet_keep_their_names_apart_from_those_of_the_page():
    """Anchors are there once, whatever a leaflet calls its sections."""
    sections = [
        {"id": name, "heading": f"About {name}", "text": ["Some words."]}
        for name in ("storage", "sources", "content", "kidneys", "kidneys")
    ]
    for leaflet in (medicine(guide={"sections": sections}), topic(guide={"sections": sections})):
        found = [it.name for it in chapters(edition(leaflet), CLINIC)]
        assert len(found) == len(set(found))
        assert {"kidneys", "kidneys-more", "sources-more"} <= set(found)
        assert "sources" not in found


@pytest.mark.parametrize("leaflet", [medicine(), topic()], ids=["medicine", "topic"])
def test_anchors_are_the_same_in_all_languages(leaflet):
    names = {tuple(it.name for it in chapters(edition(leaflet, tag), CLINIC)) for tag in LANGUAGES}
    assert len(names) == 1
    assert all(next(iter(names)))


def test_a_guide_that_is_gone_leads_to_the_other_languages_and_to_the_phone():
    made = compose(edition(medicine()), gone=(Gone("testamin", LANGUAGES["ar"]),))
    page = made["ar/testamin/"]
    assert "This guide is not available in this language at present." in page.markup
    assert page.all("a", hreflang="en", href="../../en/testamin/")
    assert page.all("a", href="tel:+12025550143") or page.all("a", href=f"tel:{CLINIC.phone}")


def test_what_went_out_is_told_to_those_without_a_script():
    day = date(2026, 1, 2)
    known = (Known("0ld", day, sound=True, changes=0), Known("bad", day, sound=False, changes=0))
    text = compose(edition(medicine()), known=known)["en/testamin/"].text
    assert bare("A dose or a warning has changed since your sheet was printed.") in text


# ------------------------------------------------------------------ the folder, run after run


def test_what_did_not_change_is_not_written_again(place, tmp_path, no_prints):
    translate(place)
    first = carry_out(place, tmp_path / "site")
    assert first.exit_code == 0
    again = carry_out(place, tmp_path / "site")
    assert again.changes.written == again.changes.removed == ()
    edit(place.catalog("de", "testamin"), "«It helps tests.»", "«It helps all tests.»")
    third = carry_out(place, tmp_path / "site").changes
    assert "de/testamin/index.html" in third.written
    assert not any(path.startswith("en/") for path in third.written)


def test_what_is_no_longer_offered_disappears_and_its_qr_code_still_answers(
    place, tmp_path, no_prints
):
    translate(place)
    out = tmp_path / "site"
    carry_out(place, out)
    row = revisions.Revision("testamin", "de", "abcdef0", date(2026, 1, 1), "0" * 16, "First.")
    revisions.save(place.revisions, (row,))
    (out / "de" / "notes.txt").write_text("mine", "utf-8")
    place.catalog("de", "testamin").unlink()
    report = carry_out(place, out)
    assert "de/index.html" in report.changes.removed
    page = (out / "de/testamin/index.html").read_text("utf-8")
    assert "It helps tests." not in page
    assert "noindex" in page
    revisions.save(place.revisions, ())
    carry_out(place, out)
    assert [file.name for file in (out / "de").iterdir()] == ["notes.txt"]


def test_a_broken_edition_is_refused_and_the_others_go_on(place, tmp_path, no_prints):
    translate(place)
    edit(place.catalog("de", "testamin"), "«Wait 8 Stunden.»", "«Wait 6 Stunden.»")
    report = carry_out(place, tmp_path / "site")
    assert [it.pair.tag for it in report.refused] == ["de"]
    assert report.exit_code == 3
    assert not (tmp_path / "site/de/testamin/index.html").exists()
    assert (tmp_path / "site/en/testamin/index.html").exists()


def test_a_letter_that_no_font_has_is_refused(place, tmp_path, no_prints):
    edit(place.leaflet("testamin"), "Below 25 °C.", "Below 25 °C ☃.")
    report = carry_out(place, tmp_path / "site")
    assert {p.code for it in report.refused for p in it.problems} == {"glyph"}


def test_only_what_was_approved_is_shown_where_the_clinic_wants_it_so(place, tmp_path, no_prints):
    edit(place.settings, '"unreviewed"', '"approved"')
    row = revisions.Revision("testamin", "en", "abcdef0", date(2026, 1, 1), "0" * 16, "First.")
    revisions.save(place.revisions, (row,))
    report = carry_out(place, tmp_path / "site")
    assert report.exit_code == 3
    assert "It helps tests." not in (tmp_path / "site/en/testamin/index.html").read_text("utf-8")


@pytest.mark.parametrize("there", ["thesis.txt", "index.html"])
def test_the_folder_of_somebody_else_is_left_alone(place, tmp_path, there):
    (tmp_path / there).write_text("mine", "utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(PressError) as error:
        carry_out(place, tmp_path)
    assert codes(error) == {"not-ours"}
    assert sorted(tmp_path.iterdir()) == before
    assert not (place.root / "out").exists()


def test_a_strange_file_in_the_way_is_not_overwritten(place, tmp_path, no_prints):
    out = tmp_path / "site"
    carry_out(place, out)
    translate(place)
    (out / "de").mkdir()
    (out / "de/index.html").write_text("mine", "utf-8")
    with pytest.raises(PressError) as error:
        carry_out(place, out)
    assert codes(error) == {"not-ours"}
    assert (out / "de/index.html").read_text("utf-8") == "mine"


def test_a_list_that_was_tampered_with_removes_nothing_elsewhere(place, tmp_path, no_prints):
    out, outside = tmp_path / "site", tmp_path / "precious.txt"
    carry_out(place, out)
    outside.write_text("mine", "utf-8")
    known = json.loads((out / site.NAME).read_bytes())
    known |= {"../precious.txt": "0", str(outside): "0", "a/../../precious.txt": "0"}
    (out / site.NAME).write_text(json.dumps(known), "utf-8")
    carry_out(place, out)
    assert outside.read_text("utf-8") == "mine"
    (out / site.NAME).write_text("{spoilt", "utf-8")
    with pytest.raises(PressError, match="is spoilt"):
        carry_out(place, out)


def test_a_full_disk_leaves_whole_files_and_the_next_run_mends_it(
    place, tmp_path, no_prints, monkeypatch
):
    out, room = tmp_path / "site", [6]
    whole = site.write

    def full(target: Path, data: bytes) -> None:
        room[0] -= 1
        if room[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(target, data)

    monkeypatch.setattr(site, "write", full)
    with pytest.raises(PressError) as error:
        carry_out(place, out)
    assert codes(error) == {"not-written"}
    assert list(out.rglob("*.part")) == []
    monkeypatch.setattr(site, "write", whole)
    assert carry_out(place, out).exit_code == 0
    assert (out / "en/testamin/index.html").is_file()


def test_a_file_where_the_folder_should_be_is_named(place, tmp_path):
    (tmp_path / "site").write_text("a file", "utf-8")
    with pytest.raises(PressError, match="is no folder"):
        carry_out(place, tmp_path / "site")


@pytest.mark.parametrize(
    "address", ["ftp://example.org", "example.org", "https://", "https://a.org/?x=1", "",
                "https://a.org/#x", 'https://a.org/"><script>', "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused_before_anything_is_done(place, tmp_path, address):
    with pytest.raises(PressError) as error:
        carry_out(place, tmp_path / "site", base=address)
    assert codes(error) == {"base-url"}
    assert not (tmp_path / "site").exists()
    assert not (place.root / "out").exists()


# ------------------------------------------------------------------ the command


def test_the_command_prints_what_it_offers_and_offers_what_lies_there(place, tmp_path):
    """Every edition that lies fresh beside the sheets is offered by itself; a stale one never."""

    def run(*words: str, code: int = 0):
        done = subprocess.run(
            [sys.executable, Path(__file__).parent.parent / "generate.py", *words],
            cwd=place.root, capture_output=True, text=True, check=False,
            env={"PATH": "", "PYTHONPATH": str(Path(__file__).parent.parent)},
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done

    told = json.loads(run("guide", "--base-url", f"{BASE}/", "--json").stdout)
    assert told["base"].rstrip("/") == BASE
    folder = "en/testamin"
    names = ("testamin.pdf", "testamin.letter.pdf", "testamin.text.txt")
    assert {f"{folder}/{name}" for name in names} <= set(told["written"])
    page = Seen((place.root / "site" / folder / "index.html").read_text("utf-8"))
    assert {it["href"] for it in page.all("a", type="application/pdf")} == set(names[:2])

    run("build", "--edition", "large")
    run("guide", "--base-url", BASE)
    page = Seen((place.root / "site" / folder / "index.html").read_text("utf-8"))
    assert page.all("a", href="testamin.large.pdf")

    edit(place.leaflet("testamin"), "It helps tests.", "It helps all tests.")
    told = json.loads(run("guide", "--base-url", BASE, "--json").stdout)
    assert told["removed"] == [f"{folder}/testamin.large.pdf"]
    assert "base-url" in run("guide", "--base-url", "nowhere", code=1).stderr


def test_the_site_is_shown_to_this_machine_alone_and_nothing_beside_it(site_made: Made):
    (site_made.out.parent / "secret.txt").write_text("secret", "utf-8")
    with Shop(site_made.out, 0) as shop:
        threading.Thread(target=shop.serve_forever, daemon=True).start()

        def ask(path: str, host: str = "", method: str = "GET"):
            connection = http.client.HTTPConnection("127.0.0.1", shop.server_port, timeout=10)
            connection.request(method, path, headers={"Host": host} if host else {})
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer, body

        try:
            for path, media in {
                "/": "text/html; charset=utf-8",
                "/en/": "text/html; charset=utf-8",
                "/ar/baclofen/?r=abc": "text/html; charset=utf-8",
                "/sitemap.xml": "application/xml",
            }.items():
                answer, _ = ask(path)
                assert (answer.status, answer.headers["Content-Type"]) == (200, media)
            (font, *_) = site_made.out.glob("assets/fonts/*.woff2")
            answer, body = ask(f"/assets/fonts/{font.name}")
            assert (answer.headers["Content-Type"], body) == ("font/woff2", font.read_bytes())
            for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/en/../../secret.txt",
                         "//etc/passwd", "/.medleaf.json", "/.lock", "/en/nothing/",
                         "/assets/"):  # fmt: skip
                assert ask(path)[0].status == 404, path
            assert ask("/", host="evil.example")[0].status == 421
            assert ask("/", method="POST")[0].status == 405
        finally:
            shop.shutdown()
