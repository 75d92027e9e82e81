"""The pages we approved: the HTML of one leaflet in each script, compared in full.

After a wanted change of templates or texts: ``pytest tests/test_golden.py --accept``.
"""

from datetime import date
from pathlib import Path

import pytest

from medleaf.build.library import Library
from medleaf.build.shelves import Pair
from medleaf.model.page import Fit, Html
from medleaf.printing.compose import compose
from medleaf.workspace import find, read_clinic

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
PLACE = find(ROOT)
LIBRARY = Library(PLACE, date(2026, 1, 1))
SHOWN = [Pair("baclofen", tag) for tag in ("en", "ru", "ar", "ur", "hi", "bn", "zh_Hans")] + [
    Pair(name, "en") for name in LIBRARY.ids if name != "baclofen"
]


def name(pair: Pair) -> str:
    return f"{pair.leaflet}.{pair.tag}.html"


def page(pair: Pair) -> Html:
    edition = LIBRARY.prepare(pair).edition
    return compose(edition, read_clinic(PLACE), "A4", Fit(), PLACE.templates)


@pytest.mark.parametrize("pair", SHOWN, ids=name)
def test_the_page_is_the_one_we_approved(pair, request):
    file = GOLDEN / name(pair)
    made = page(pair).markup
    if request.config.getoption("--accept"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, "utf-8")
    assert made == file.read_text("utf-8")


def test_no_approved_page_is_left_over():
    assert {file.name for file in GOLDEN.glob("*.html")} == {name(pair) for pair in SHOWN}
