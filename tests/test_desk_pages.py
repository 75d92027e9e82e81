"""The desk as staff meet it: in a real Chromium, with a scanner, by keyboard, or without a script."""

import asyncio
import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pikepdf
import pytest
from browser import DESKTOP, PHONE, chromium, nu, sideways, violations
from desks import Running, running
from guides import workspace
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route, expect

from medleaf.build import slip
from medleaf.build.check import check
from medleaf.build.desk import Desk
from medleaf.build.renders import BusyError, Renders
from medleaf.build.uselog import UseLog
from medleaf.dosing.table.instruction import DIRECTIONS
from medleaf.faces.desk.app import create
from medleaf.faces.desk.guard import Access
from medleaf.model.problem import PressError

expect.set_options(timeout=30_000)  # a sheet is laid out in there, on a machine that is busy

pytestmark = pytest.mark.xdist_group("desk-pages")  # one desk and one browser for all of them

TABLET = {"width": 820, "height": 1180}
SIZES = (DESKTOP, TABLET, PHONE, {"width": 320, "height": 640})
ALL = ("?ui={ui}", "leaflets/warfarin?language={ui}&ui={ui}")
PATHS = (
    *ALL,
    "?q=bac&ui={ui}",
    "?q=xyzzy&ui={ui}",
    "leaflets/warfarin?language=hi&ui={ui}",
    "directions?leaflet=warfarin&ui={ui}",
    "basket?ui={ui}",
    "use?ui={ui}",
    "nowhere?ui={ui}",
)
NAME = "Zyxw Vutsrq"  # of a patient: no word of any page
# What cannot be printed here is told to the page instead: the printer of a headless browser.
PRINTER = "window.print = () => { top.printed = (top.printed ?? 0) + 1; }"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("desk")
    place = workspace(folder / "clinic")
    settings = place.settings.read_text("utf-8")
    place.settings.write_text(f'{settings}\n[desk]\nfavourites = ["warfarin"]\n', "utf-8")
    with running(place.root, folder / "out") as desk:
        yield desk


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, desk: Running) -> Iterator[Page]:
    """A page that fails its test when anything is asked of elsewhere, or said on the console."""
    context = browser.new_context(
        viewport=DESKTOP, base_url=desk.address, locale="en-US", accept_downloads=True
    )
    context.add_init_script(PRINTER)
    page = context.new_page()
    strange: list[str] = []

    def watch(route: Route) -> None:
        if not route.request.url.startswith(desk.address):
            strange.append(route.request.url)
        route.continue_()

    context.route("**/*", watch)
    page.on("console", lambda message: strange.append(message.text))
    page.on("pageerror", lambda error: strange.append(str(error)))
    yield page
    assert context.cookies() == []
    context.close()
    assert [it for it in strange if "404" not in it and "422" not in it] == []


@pytest.fixture
def prints(page: Page) -> list[bytes]:
    """What goes to the printer: the real answers, shown to the page as plain text."""
    sheets: list[bytes] = []

    def take(route: Route) -> None:
        answer = route.fetch()
        if answer.headers["content-type"] != "application/pdf":
            return route.fulfill(response=answer)
        sheets.append(answer.body())
        return route.fulfill(body="printed", content_type="text/plain")

    page.route(re.compile(r"/(api/v1/.*\.pdf|directions/print|basket/print)"), take)
    return sheets


def printed(page: Page, prints: list[bytes], number: int = 1) -> pikepdf.Pdf:
    """Wait until the printer was opened for the *number*-th time, and return what it got."""
    for _ in range(300):
        if page.evaluate("window.printed") == number:
            return pikepdf.open(io.BytesIO(prints[-1]))
        page.wait_for_timeout(100)
    raise AssertionError(page.locator("main").inner_text())


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#{name}").fill(value)


# ------------------------------------------------------------------ from a search to a sheet


def test_from_a_search_to_a_printed_sheet(page: Page, prints, desk: Running):
    """Type, pick, choose a language, see the pages, print, download: four keys and clicks."""
    page.goto("")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("coumad")
    expect(page.locator("#hits li")).to_have_count(1)
    expect(page.locator(".shelf")).to_be_hidden()
    page.locator("#hits a.main").click()
    page.locator(".choice").get_by_role("link", name="Español").click()
    expect(page.locator("h1")).to_have_text("Warfarina")
    expect(page.locator(".band")).to_contain_text("Not yet reviewed")
    pictures = page.locator(".pages img")
    expect(pictures).to_have_count(2)
    assert pictures.first.evaluate("it => it.decode().then(() => it.naturalWidth)") > 800
    page.wait_for_load_state()  # its script opens the printer
    page.get_by_role("link", name="Print", exact=True).click()
    sheet = printed(page, prints)
    assert len(sheet.pages) == 2
    assert str(sheet.Root.Lang) == "es"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert download.value.suggested_filename.endswith(".pdf")


def test_what_is_scanned_leads_to_its_sheet_from_any_page(page: Page):
    """A scanner is a keyboard that ends with Enter; nobody has to click into a field first."""
    page.goto("")
    page.keyboard.type("11289\n")
    page.wait_for_url("**/leaflets/warfarin*")
    page.keyboard.type("1292\n")
    page.wait_for_url("**/leaflets/baclofen*")
    page.goto("basket")
    page.keyboard.type("435\n")
    page.wait_for_url("**/leaflets/salbutamol*")
    page.goto("?q=nothing-like-it")
    expect(page.locator(".result")).to_have_text(
        "Nothing found. Check the spelling, or try another name."
    )


def test_every_edition_and_paper_is_one_click_away(page: Page):
    page.goto("leaflets/warfarin?language=fr")
    for name, pages in (("Large print", None), ("Small booklet", 4), ("Easy to read", None)):
        page.get_by_role("link", name=name).click()
        expect(page.locator('.rows [aria-current="true"]')).to_have_text(name)
        expect(page.locator(".pages img").first).to_be_visible()
        assert pages in {None, page.locator(".pages img").count()}
    page.get_by_role("link", name="Two languages side by side").click()
    beside = page.get_by_role("region", name="Second language")
    expect(beside.locator('[aria-current="true"]')).to_have_text("English")
    page.get_by_role("link", name="Plain text").click()
    expect(page.locator("pre")).to_contain_text("Warfarine")
    page.get_by_role("link", name="Two-page sheet").click()
    page.get_by_role("link", name="Letter").click()
    width, height = page.locator(".pages img").first.evaluate("it => [it.width, it.height]")
    assert height / width == pytest.approx(11 / 8.5, rel=0.02)


def test_what_may_not_be_printed_says_why_and_who_can_change_it(page: Page, desk: Running):
    page.goto("leaflets/warfarin?language=hi")
    expect(page.locator(".grave")).to_contain_text("This may not be printed.")
    expect(page.locator(".grave")).to_contain_text("not offered in hi")
    expect(page.locator(".grave")).to_contain_text("The translators of this language")
    expect(page.get_by_role("link", name="Print", exact=True)).to_have_count(0)
    for path in ("leaflets/nothing", "nowhere"):
        page.goto(path)
        expect(page.locator("h1")).to_have_text("There is no such page")
    assert desk.client.get("/nowhere").headers["content-type"] == "application/problem+json"


def test_what_the_clinic_uses_most_comes_first(page: Page, desk: Running):
    page.goto("")
    favourites = page.get_by_role("region", name="Favourites")
    expect(favourites.locator("strong")).to_have_text(["Warfarin"])
    for _ in range(3):
        assert desk.client.get("/api/v1/leaflets/warfarin/ar.pdf").status_code == 200
    page.goto("use")
    row = page.locator("tbody tr", has_text="العربية")
    assert int(row.locator(".figure").inner_text()) >= 3
    page.goto("")
    expect(page.get_by_role("region", name="Most used").locator("strong").first).to_be_visible()
    page.goto("leaflets/warfarin")
    first = page.locator(".choice").first.locator("a").all_inner_texts()
    assert first.index("العربية") < first.index("简体中文")


# ------------------------------------------------------------------ directions


def test_directions_are_seen_while_they_are_written(page: Page, prints, desk: Running):
    """Sentences and page, in the patient's language; then the sheet has them, and nobody else."""
    page.goto("directions?leaflet=baclofen&language=es")
    page.locator("#unit").select_option("tablet")
    fill(page, morning="1", evening="1/2", duration_days="14")
    told = page.locator("#proof .directions")
    expect(told).to_contain_text("½ pastilla")
    expect(told).to_contain_text("14 días")
    expect(told).to_have_attribute("lang", "es")
    expect(page.locator("#proof img").first).to_be_visible()
    page.locator("summary").click()
    fill(page, patient=NAME)
    page.get_by_role("button", name="Print").click()
    assert len(printed(page, prints).pages) == 2
    assert NAME not in desk.log
    kept = [it for it in desk.out.parent.rglob("*") if it.is_file()]
    assert [it for it in kept if NAME.encode() in it.read_bytes()] == []


@pytest.mark.parametrize(("kind", "values", "said"), [
    ("often", {"dose": "2", "unit": "puff", "times_a_day": "3"}, "3 times a day."),
    ("needed", {"dose": "2", "unit": "puff", "reason": "wheezing", "gap_hours": "4",
                "max_per_day": "8"}, "Only when needed, for: wheezing."),
    ("taper", {"unit": "tablet", "step1_duration_days": "3", "step1_morning": "2",
               "step2_duration_days": "3", "step2_morning": "1"}, "2 tablets"),
    ("words", {"text": "As we told you"}, "As your prescriber wrote: “As we told you”"),
])  # fmt: skip
def test_every_kind_of_directions_has_its_fields(page: Page, kind, values, said):
    page.goto("directions?leaflet=salbutamol&language=en")
    page.locator(f'[value="{kind}"]').check()
    for name, value in values.items():
        field = page.locator(f"#{name}")
        expect(field).to_be_visible()
        if name in {"unit", "reason"}:
            field.select_option(value)
        else:
            field.fill(value)
    expect(page.locator("#proof .directions")).to_contain_text(said)
    for other in {"#text", "#reason", "#step1_morning", "#times_a_day"} - {
        f"#{name}" for name in values
    }:
        expect(page.locator(other)).to_be_hidden()


def test_what_cannot_be_said_safely_says_why_and_is_not_printed(page: Page, prints):
    page.goto("directions?leaflet=baclofen&language=ar")
    page.locator("#unit").select_option("tablet")
    fill(page, morning="a few")
    expect(page.locator("#proof .grave")).to_contain_text("This cannot be said safely")
    expect(page.locator("#proof .grave")).to_contain_text("is no amount")
    page.get_by_role("button", name="Print").click()
    expect(page.locator("h1")).to_have_text("This was refused")
    expect(page.locator("main")).to_contain_text("is no amount")
    assert prints == []


def test_a_file_of_prescriptions_is_told_row_by_row(page: Page, prints, tmp_path):
    """What is left out is told before anything is printed; the rest is one file for paper."""
    file = tmp_path / "today.csv"
    file.write_text(
        "medicine,language,dose,unit,times_a_day,patient\n"
        f"Baclofen 10 mg tablets,es,1,tablet,3,{NAME}\n"
        "Warfarin,fr,1,tablet,1,B\n"
        "Unknownol,fr,1,tablet,1,C\n",
        "utf-8",
    )
    page.goto("directions")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator(".items > li")).to_have_count(3)
    out = page.locator(".items .out")
    expect(out).to_contain_text("Left out")
    expect(out).to_contain_text("no code and no name of the medicine belongs to a leaflet")
    page.wait_for_load_state()  # its script opens the printer
    page.get_by_role("button", name="Print all").click()
    assert len(printed(page, prints).pages) == 4
    broken = tmp_path / "broken.json"
    broken.write_text('{"resourceType": "Bundle", "entry": [', "utf-8")
    page.goto("directions")
    page.locator("#file").set_input_files(broken)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator(".grave")).to_contain_text("This may not be printed.")


# ------------------------------------------------------------------ basket


def test_a_basket_is_one_print_run_with_a_schedule(page: Page, prints):
    """It goes along from page to page in this tab, and is gone when it is emptied."""
    for leaflet in ("baclofen", "warfarin"):
        page.goto(f"directions?leaflet={leaflet}&language=fr")
        page.locator("#unit").select_option("tablet")
        fill(page, morning="1")
        page.get_by_role("button", name="Put into the basket").click()
        expect(page.locator(".items > li").first).to_be_visible()
        page.wait_for_load_state()  # its script has put down what is in the basket
    page.goto("leaflets/finasteride-alternatives?language=fr")
    expect(page.locator(".count")).to_have_text("2")
    page.get_by_role("button", name="Put into the basket").click()
    expect(page.locator(".items > li")).to_have_count(3)
    expect(page.locator(".items .directions")).to_have_count(2)
    page.wait_for_load_state()  # its script opens the printer
    page.get_by_role("button", name="Print all").click()
    sheet = printed(page, prints)
    assert len(sheet.pages) == 3 * 2 + 2  # two sides each, and the schedule on a sheet of its own
    page.get_by_role("button", name="Take out: Other ways to treat hair loss").click()
    expect(page.locator(".items > li")).to_have_count(2)
    page.wait_for_load_state()
    page.goto("")
    page.get_by_role("link", name="Basket").click()
    expect(page.locator(".items > li")).to_have_count(2)
    page.get_by_role("button", name="Empty the basket").click()
    expect(page.locator(".empty")).to_have_text("The basket is empty.")
    page.wait_for_load_state()  # its script has put down that there is nothing
    page.goto("")
    expect(page.locator(".count")).to_be_hidden()


# ------------------------------------------------------------------ for everybody


@pytest.fixture(scope="module")
def visits(browser: Browser, desk: Running) -> dict[str, tuple[list[str], list[int], str]]:
    """Each page once in each script: what axe finds, how much too wide it is, and its markup."""
    context = browser.new_context(viewport=DESKTOP, base_url=desk.address)
    page = context.new_page()
    found = {}
    for ui in ("en", "ar", "ur", "hi", "zh-Hans"):
        for path in PATHS if ui in {"en", "ar"} else ALL:
            page.set_viewport_size(DESKTOP)
            answer = page.goto(path.format(ui=ui))
            assert answer is not None
            markup = answer.text()
            faults = violations(page)
            wide = []
            for size in SIZES:
                page.set_viewport_size(size)
                wide.append(sideways(page))
            found[path.format(ui=ui)] = faults, wide, markup
    context.close()
    return found


def test_axe_finds_nothing_on_any_page_in_any_script(visits):
    """WCAG 2.2 AA and best practice."""
    assert {path: faults for path, (faults, *_) in visits.items() if faults} == {}


def test_nothing_sticks_out_of_any_screen(visits):
    assert {path: wide for path, (_, wide, _) in visits.items() if any(wide)} == {}


def test_the_nu_checker_finds_no_error_on_any_page(visits, tmp_path):
    files = []
    for number, (_, _, markup) in enumerate(visits.values()):
        file = tmp_path / str(number) / "index.html"
        file.parent.mkdir()
        file.write_text(markup, "utf-8")
        files.append(file)
    assert nu(files) == []


def test_axe_finds_nothing_where_directions_and_baskets_are_full(page: Page):
    for ui in ("en", "ar"):
        page.goto(f"directions?leaflet=baclofen&language={ui}&ui={ui}")
        page.locator("#unit").select_option("tablet")
        fill(page, morning="1")
        expect(page.locator("#proof img").first).to_be_visible()
        assert violations(page) == []
        fill(page, morning="x")
        expect(page.locator("#proof .grave")).to_be_visible()
        assert violations(page) == []
        fill(page, morning="1")
        page.locator('[name="do"][value="add"]').click()
        expect(page.locator(".items > li").first).to_be_visible()
        assert violations(page) == []
        page.set_viewport_size(PHONE)
        assert sideways(page) == 0
        page.set_viewport_size(DESKTOP)


def test_the_desk_speaks_the_language_of_who_asks(page: Page, browser: Browser, desk: Running):
    """The one that was chosen, else the browser's, else the clinic's; mirrored where it is so."""
    for locale, tag in {"ar-EG": "ar", "zh-CN": "zh-Hans", "sw": "en", "es-MX": "es"}.items():
        context = browser.new_context(base_url=desk.address, locale=locale)
        other = context.new_page()
        other.goto("")
        assert other.locator("html").get_attribute("lang") == tag
        context.close()
    page.goto("leaflets/warfarin?language=ar")
    page.get_by_role("navigation", name="Language of this page").get_by_text("العربية").click()
    page.wait_for_url("**ui=ar*")  # until it has its style, too
    assert page.locator("html").get_attribute("dir") == "rtl"
    side, view = page.locator(".side").bounding_box(), page.locator(".view").bounding_box()
    assert side["x"] > view["x"] + view["width"] / 2
    page.get_by_role("link", name="Letter").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_the_keyboard_is_enough(page: Page, prints):
    """Search, open, choose a language, print: with Tab and Enter alone, and one sees where."""
    page.goto("")
    page.keyboard.type("warfarin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leaflets/warfarin*")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")

    def reach(name: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").strip() == name:
                break
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")

    reach("Français")
    page.wait_for_url("**language=fr*")
    expect(page.get_by_role("link", name="Print", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    printed(page, prints)


def test_without_a_script_everything_works_but_previews_while_typing(
    browser: Browser, desk: Running
):
    context = browser.new_context(
        java_script_enabled=False, base_url=desk.address, viewport=PHONE, locale="en-US"
    )
    page = context.new_page()
    page.goto("")
    page.locator("#q").fill("baclo")
    page.get_by_role("button", name="Search").click()
    page.locator("#hits a.main").first.click()
    expect(page.locator(".pages img").first).to_be_visible()
    page.get_by_role("button", name="Add the patient’s directions").click()
    page.locator("#unit").select_option("tablet")
    fill(page, morning="1")
    page.get_by_role("button", name="Show the sheet").click()
    expect(page.locator("#proof")).to_contain_text("1 tablet")
    expect(page.locator("#proof img").first).to_be_visible()
    page.get_by_role("button", name="Put into the basket").click()
    page.locator("#leaflet").select_option("warfarin")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".items > li")).to_have_count(2)
    page.get_by_role("button", name="Take out: Warfarin").click()
    expect(page.locator(".items > li")).to_have_count(1)
    data = page.locator('[name="basket"]').get_attribute("value")
    context.close()
    made = desk.client.post("/basket/print", data={"basket": data, "edition": "large"})
    assert made.content.startswith(b"%PDF-")


# ------------------------------------------------------------------ what is sent


@given(
    st.sampled_from(["daily", "often", "needed", "taper", "words", "", "odd"]),
    st.dictionaries(
        st.sampled_from([*DIRECTIONS, *(f"step{n}_{it}" for n in (1, 2, 6) for it in (
            "morning", "noon", "evening", "bedtime", "duration_days"))]),
        st.text(max_size=8), max_size=12,
    ),
    st.lists(st.sampled_from(["mon", "sun"]), unique=True),
)  # fmt: skip
def test_what_a_form_says_comes_back_as_it_was_carried(kind, values, days):
    """Whatever is typed: the rows are those of a table, none is blank, and a page carries them."""
    item = slip.written(values | {"kind": kind, "leaflet": "baclofen"}, days)
    assert item
    assert all(cell.strip() for row in item for cell in row.values())
    assert slip.load(slip.dump((item,))) == (item,)


def test_no_field_that_was_filled_in_is_lost():
    """Each kind hands every field that it shows to the reader of tables."""
    shown = {
        "daily": ("unit", "morning", "noon", "evening", "bedtime", "start", "end", "duration_days"),
        "often": ("dose", "unit", "times_a_day", "start", "end", "duration_days"),
        "needed": ("dose", "unit", "reason", "gap_hours", "max_per_day"),
        "words": ("text",),
    }
    for kind, names in shown.items():
        values = {name: f"«{name}»" for name in names}
        (row,) = slip.written(values | {"kind": kind, "leaflet": "x"}, ())
        assert values.items() <= row.items()


@pytest.mark.parametrize("carried", [
    "{", "[[1]]", '[[{"odd": "1"}]]', '[[{"dose": 1}]]', "[" * 10_000, '"text"', "[{}]",
    json.dumps([[{"dose": "1"}]] * 99), "x" * 300_000,
])  # fmt: skip
def test_a_basket_that_no_page_of_ours_carried_is_refused(desk: Running, carried):
    with pytest.raises(PressError):
        slip.load(carried)
    answer = desk.client.post("/basket", data={"basket": carried}, headers={"Accept": "text/html"})
    assert answer.status_code in {409, 422}
    assert "<h1" in answer.text


class Full(Renders):
    """Workers with so much to do that nobody else is let in."""

    async def make(self, *_: object, **__: object) -> object:
        raise BusyError(7)


def test_a_desk_with_too_much_to_do_says_so_to_people_and_to_programs(place):
    desk = Desk(place, place.root / "out")
    app = create(desk, Full(1), lambda: UseLog("sqlite://"), Access())

    async def ask(accept: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/leaflets/testamin", headers={"Accept": accept})

    with ThreadPoolExecutor(1) as apart:  # the browser's own loop runs in this thread
        kinds = ("text/html", "application/json")
        page, problem = (apart.submit(asyncio.run, ask(it)).result() for it in kinds)
    assert page.status_code == problem.status_code == 503
    assert page.headers["Retry-After"] == problem.headers["Retry-After"] == "7"
    assert "<h1>Too many sheets at once</h1>" in page.text
    assert problem.json()["status"] == 503


def test_a_favourite_that_is_no_leaflet_is_told_with_its_line(place):
    settings = place.settings.read_text("utf-8")
    place.settings.write_text(f'{settings}\n[desk]\nfavourites = ["testamin", "gone"]\n', "utf-8")
    (problem,) = [it for it in check(place).problems if it.file == place.settings]
    assert "there is no leaflet 'gone'" in problem.message
    assert problem.line == settings.count("\n") + 3


def test_a_page_of_elsewhere_can_print_nothing(desk: Running):
    sent = {"leaflet": "baclofen", "kind": "daily", "morning": "1", "unit": "tablet"}
    for headers in ({"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = desk.client.post("/directions/print", data=sent, headers=headers)
        assert (answer.status_code, "detail" in answer.json()) == (403, True)
        people = {**headers, "Accept": "text/html"}
        shown = desk.client.post("/directions/print", data=sent, headers=people)
        assert (shown.status_code, "<h1>This was refused</h1>" in shown.text) == (403, True)


def test_what_is_typed_stays_text(desk: Running):
    odd = '<script>alert("x")</script>'
    for answer in (
        desk.client.get("/", params={"q": odd}),
        desk.client.get("/directions", params={"morning": odd, "kind": "daily"}),
        desk.client.post("/directions", data={"text": odd, "kind": "words", "leaflet": "warfarin"}),
    ):
        assert answer.status_code == 200
        assert odd not in answer.text
