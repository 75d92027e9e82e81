"""The guide as a reader meets it: in a real Chromium, on any screen, with or without a script."""

import json
import re
import threading
from collections.abc import Iterator

import pytest
from browser import DESKTOP, PHONE, chromium, nu, sideways, violations
from guides import FIRST, GRAVE, SECOND, Made
from playwright.sync_api import Browser, Page, Route, expect

from medleaf.faces.guide import Shop

pytestmark = pytest.mark.xdist_group("guide")  # the site is made once, by one worker

SCRIPTS = ("en", "ru", "ar", "ur", "hi", "bn", "zh-Hans")
# Every kind of page in every script, and the states that change how a page looks.
KINDS = [
    "",
    *(f"{tag}/" for tag in SCRIPTS),
    *(f"{tag}/baclofen/" for tag in (*SCRIPTS, "vi")),
    *(f"{tag}/finasteride-alternatives/" for tag in ("en", "ar", "zh-Hans")),
    "ar/pau-darco/",
    "en/vanished/",
    "ur/testamin/",
]
NARROW = {"width": 320, "height": 640}
ASKED = [f"en/testamin/?r={mark}" for mark in (FIRST, GRAVE, "unknown")]


@pytest.fixture(scope="module")
def shop(site_made: Made) -> Iterator[Shop]:
    with Shop(site_made.out, 0) as shop:
        threading.Thread(target=shop.serve_forever, daemon=True).start()
        yield shop
        shop.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, shop: Shop) -> Iterator[Page]:
    """A page that fails its test when anything is asked of elsewhere, or said on the console."""
    context = browser.new_context(viewport=DESKTOP, base_url=shop.address, locale="en-US")
    page = context.new_page()
    strange: list[str] = []

    def watch(route: Route) -> None:
        if not route.request.url.startswith(shop.address):
            strange.append(route.request.url)
        route.continue_()

    context.route("**/*", watch)
    page.on("console", lambda message: strange.append(message.text))
    page.on("pageerror", lambda error: strange.append(str(error)))
    yield page
    assert context.cookies() == []
    context.close()
    assert strange == []


def test_the_nu_checker_finds_no_error_on_any_page(site_made: Made):
    assert nu(sorted(site_made.out.rglob("*.html"))) == []


@pytest.fixture(scope="module")
def visits(browser: Browser, shop: Shop) -> dict[str, tuple[list[str], int, int]]:
    """Each page once: what axe-core finds, and by how much it is too wide for a narrow screen.

    The screen is 320 pixels wide (WCAG 1.4.10), once with its letters and once with larger ones.
    """
    context = browser.new_context(viewport=DESKTOP, base_url=shop.address)
    page = context.new_page()
    found = {}
    for path in (*KINDS, *ASKED):
        page.set_viewport_size(DESKTOP)
        page.goto(path)
        faults = violations(page)
        page.set_viewport_size(NARROW)
        narrow = sideways(page)
        page.evaluate("document.documentElement.classList.add('large')")
        found[path] = faults, narrow, sideways(page)
    context.close()
    return found


def test_axe_finds_nothing_on_any_kind_of_page_in_any_script(visits):
    """WCAG 2.2 AA and best practice."""
    assert {path: faults for path, (faults, *_) in visits.items() if faults} == {}


def test_nothing_sticks_out_of_a_narrow_screen(visits):
    assert {path: wide for path, (_, *wide) in visits.items() if any(wide)} == {}


def test_axe_finds_nothing_with_larger_letters_and_more_contrast(page: Page):
    page.goto("")
    page.evaluate("localStorage.setItem('guide-large', 'on')")
    page.evaluate("localStorage.setItem('guide-contrast', 'on')")
    found = {}
    for path in ("", "en/", "en/finasteride-alternatives/", "ar/baclofen/", ASKED[1]):
        page.goto(path)
        found[path] = violations(page)
    page.set_viewport_size(PHONE)
    found["phone"] = violations(page)
    assert {path: it for path, it in found.items() if it} == {}


def test_right_to_left_pages_are_mirrored(page: Page):
    for path in ("ar/baclofen/", "ur/baclofen/"):
        page.goto(path)
        side, text = page.locator(".side").bounding_box(), page.locator("h1").bounding_box()
        assert side["x"] > text["x"] + text["width"] / 2
        number = page.locator(".contact .call a").bounding_box()
        picture = page.locator(".contact .call svg").bounding_box()
        assert picture["x"] > number["x"]


def test_a_page_loads_the_fonts_of_its_letters_and_no_others(page: Page):
    """Each script has its own; an English page loads nothing large for the names of languages."""
    loaded: list[tuple[str, int]] = []
    page.on("response", lambda it: loaded.append((it.url.rpartition("/")[2], len(it.body()))))
    families = {"en": "NotoSans-", "ar": "NotoSansArabic", "ur": "NotoNastaliqUrdu",
                "hi": "NotoSansDevanagari", "zh-Hans": "NotoSansSC"}  # fmt: skip
    page.goto("", wait_until="networkidle")
    assert sum(size for name, size in loaded if name.endswith(".woff2")) <= 80_000
    for tag, own in families.items():
        loaded.clear()
        page.goto(f"{tag}/baclofen/", wait_until="networkidle")
        fonts = {name: size for name, size in loaded if name.endswith(".woff2")}
        assert any(name.startswith(own) and size > 5000 for name, size in fonts.items())
        others = [name for name, size in fonts.items() if size > 5000 and
                  not name.startswith((own, "NotoSans-"))]  # fmt: skip
        assert others == []
        if tag == "en":
            assert sum(fonts.values()) <= 60_000


# ------------------------------------------------------------------ search


def shown(page: Page) -> list[str]:
    return page.locator("[data-id]:visible").evaluate_all("all => all.map(it => it.dataset.id)")


def test_the_search_finds_every_name_in_every_language(page: Page, site_made: Made):
    """Brands, spellings, codes and titles, whatever the language of the list."""
    (file,) = site_made.out.glob("assets/search.*.json")
    known = json.loads(file.read_bytes())
    find = """names => names.filter(([id, name]) => {
        const box = document.querySelector("#q");
        box.value = name;
        box.dispatchEvent(new Event("input"));
        return document.querySelector(`[data-id="${id}"]`).hidden;
    })"""
    names = [[id_, name] for id_, texts in known.items() for name in texts]
    assert len(names) > 100
    for path in [path for path in site_made.pages if re.fullmatch(r"[\w-]+/", path)]:
        page.goto(path)
        expect(page.locator("form.search")).to_be_visible()
        assert page.evaluate(find, names) == [], path


@pytest.mark.parametrize(("path", "typed"), [
    ("en/", "BACLOFÈNE"), ("en/", "  baclo "), ("en/", "Ｂａｃｌｏｆｅｎ"), ("en/", "m03bx01"),
    ("en/", "lioresal"), ("en/", "baclofn"), ("en/", "balcofen"), ("en/", "باكْلُوفين"),
    ("ar/", "باکلوفین"), ("ur/", "بيكلوفين"), ("hi/", "बैक्लोफेन"), ("zh-Hans/", "巴氯芬"),
    ("bn/", "ব্যাক্লোফেন"), ("ru/", "БАКЛОФЕН"), ("pl/", "stiff muscles"), ("vi/", "baclofen 1292"),
])  # fmt: skip
def test_the_search_forgives_what_writers_leave_out(page: Page, path, typed):
    """Accents, case, width, vowels, letters that two scripts share, and a slip of a finger."""
    page.goto(path)
    page.locator("#q").fill(typed)
    assert "baclofen" in shown(page)
    assert "warfarin" not in shown(page)
    assert re.search(r"\d", page.locator(".result").inner_text())


def test_what_is_not_there_is_said(page: Page):
    page.goto("fr/")
    page.locator("#q").fill("xyzzy")
    assert shown(page) == []
    expect(page.locator(".result")).to_contain_text("Rien trouvé")
    page.locator("#q").fill("")
    assert len(shown(page)) == 8
    assert page.locator(".result").inner_text() == ""


def test_a_guide_that_is_not_in_the_language_leads_to_those_it_is_in(page: Page):
    page.goto("hi/")
    page.locator("#q").fill("coumadin")
    assert shown(page) == ["warfarin"]
    page.locator('[data-id="warfarin"] a[hreflang="ar"]').click()
    expect(page).to_have_url(re.compile("/ar/warfarin/$"))


# ------------------------------------------------------------------ is your sheet current?


def test_a_sheet_is_told_whether_it_is_current(page: Page):
    """Current, older, older with another dose or warning, and unknown: one answer each."""
    page.goto("en/testamin/")
    current = page.locator("#sheet").get_attribute("data-current")
    box = page.locator("#sheet")
    expect(box).to_contain_text("Compare the revision at the foot of your sheet.")

    page.goto(f"en/testamin/?r={current}")
    expect(box).to_contain_text("Your sheet is current.", use_inner_text=True)
    expect(box).not_to_contain_text("newer", use_inner_text=True)

    page.goto(f"en/testamin/?r={SECOND}")
    expect(box).to_contain_text("This guide is newer than your sheet.", use_inner_text=True)
    assert box.locator("[data-list] li").all_inner_texts() == [
        "June 1, 2026: A new warning about <b>alcohol</b>."
    ]
    expect(box.locator(".grave")).to_be_hidden()

    page.goto(f"en/testamin/?r={FIRST}")
    assert box.locator("[data-list] li").count() == 2

    page.goto(f"en/testamin/?r={GRAVE}")
    expect(box.locator(".grave")).to_contain_text("Ask us or your pharmacy")
    expect(box.locator(".grave a")).to_have_attribute("href", re.compile("^tel:"))

    for unknown in ("0000000", "<img src=x>", "", "ddddddd"):
        page.goto(f"en/testamin/?r={unknown}")
        expect(box).to_contain_text("We do not know the revision", use_inner_text=True)
        expect(box).not_to_contain_text("is newer", use_inner_text=True)


def test_a_grave_change_is_told_in_the_language_of_the_reader(page: Page, site_made: Made):
    """The words of the answer are translated, not those of the page alone."""
    words = {
        "es": "Su hoja está al día.",
        "ar": "ورقتك هي الأحدث.",
        "zh-Hans": "您手里的这页是最新的。",
    }
    for tag, said in words.items():
        page.goto(f"{tag}/baclofen/")
        mark = page.locator("#sheet").get_attribute("data-current")
        page.goto(f"{tag}/baclofen/?r={mark}")
        expect(page.locator("#sheet .good")).to_have_text(said)


# ------------------------------------------------------------------ switches, keys, no script


def test_switches_last_and_leave_again(page: Page):
    page.goto("en/")
    larger = page.get_by_role("button", name="Larger letters")
    before = page.locator("h1").bounding_box()["height"]
    larger.click()
    page.get_by_role("button", name="More contrast").click()
    page.goto("ar/baclofen/")
    assert (
        page.locator("html").evaluate("it => getComputedStyle(it).backgroundColor")
        == "rgb(0, 0, 0)"
    )
    page.goto("en/")
    assert page.locator("h1").bounding_box()["height"] > before * 1.2
    expect(larger).to_have_attribute("aria-pressed", "true")
    larger.click()
    page.reload()
    assert page.locator("h1").bounding_box()["height"] == before
    expect(larger).to_have_attribute("aria-pressed", "false")


def test_the_keyboard_is_enough(page: Page):
    """Skip link, search, and the first that was found; then a chapter of it."""
    page.goto("en/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("coumadin")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/en/warfarin/$"))
    page.wait_for_load_state()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hash") == "#effects":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#effects-heading")).to_be_in_viewport()


def test_without_a_script_everything_is_there_but_switches_and_search(browser: Browser, shop: Shop):
    context = browser.new_context(java_script_enabled=False, base_url=shop.address, viewport=PHONE)
    page = context.new_page()
    page.goto(f"en/testamin/?r={GRAVE}")
    expect(page.locator(".switches")).to_be_hidden()
    expect(page.locator("#sheet")).to_contain_text("Compare the revision at the foot")
    expect(page.locator("#sheet")).not_to_contain_text("Your sheet is current", use_inner_text=True)
    expect(page.locator(".revisions")).to_contain_text(GRAVE)
    expect(page.locator("#take")).to_contain_text("Wait 8 hours.")
    page.goto("en/")
    expect(page.locator("form.search")).to_be_hidden()
    assert page.locator(".cards a").count() >= 8
    context.close()


def test_the_front_offers_the_language_of_the_browser_first(browser: Browser, shop: Shop):
    for locale, first in {"zh-CN": "zh-Hans", "es-MX": "es", "sw": "en"}.items():
        context = browser.new_context(locale=locale, base_url=shop.address)
        page = context.new_page()
        page.goto("")
        assert page.locator(".doors a").first.get_attribute("hreflang") == first
        assert page.locator(".doors a").count() == 12
        context.close()


def test_on_paper_there_is_the_guide_and_nothing_to_click(page: Page):
    page.goto("en/baclofen/")
    page.emulate_media(media="print")
    for gone in (".switches", ".tongues", ".side", "#print", ".skip"):
        expect(page.locator(gone)).to_be_hidden()
    for there in (".band", "#alarm", "#sources", ".foot"):
        expect(page.locator(there)).to_be_visible()
    assert len(page.pdf(format="A4")) > 10_000
