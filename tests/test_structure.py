"""The tags we approved: what pdfinfo shows of one leaflet in each script, compared in full.

After a wanted change of templates or texts: ``pytest tests/test_structure.py --accept``. Kept is
what a reader is told: which elements, in which order, with which text. Left out is what changes
without a reader noticing: numbers of objects, where lines end, joiners. poppler shows a line of
Arabic from left to right, as it is drawn, and knows nothing of the text that its structure has.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading import HELPERS, structure
from sheets import use_fonts
from test_golden import LIBRARY, PLACE

from medleaf.build.shelves import Pair
from medleaf.model.page import Fit
from medleaf.printing.compose import compose
from medleaf.printing.typeset import lay
from medleaf.workspace import read_clinic

GOLDEN = Path(__file__).parent / "structures"
TAGS = ("en", "ru", "ar", "ur", "hi", "bn", "zh_Hans")
LINE = re.compile(r'^(?P<indent> *)(?:"(?P<text>.*)"|(?P<tag>/?\w+)(?P<rest>.*))$')


def told(shown: str) -> Iterator[str]:
    """What pdfinfo shows, without what no reader notices."""
    text = indent = ""
    for line in shown.translate(HELPERS).splitlines():
        if not (found := LINE.match(line)) or found["tag"] in {
            "Span",
            "NonStruct",
            "Object",
            "/Headers",
        }:
            continue
        if found["tag"] is None:
            text = f"{text} {' '.join(found['text'].split())}".strip()
            continue
        if text:
            yield f"{indent}  {text}"
            text = ""
        if found["tag"].startswith("/"):
            yield f"{indent}  {found['tag']}{found['rest'] if found['tag'] == '/Scope' else ''}"
        else:
            indent = found["indent"]
            yield f"{indent}{found['tag']}"
    if text:
        yield f"{indent}  {text}"


@pytest.mark.parametrize("tag", TAGS)
def test_the_tags_are_those_we_approved(tag, tmp_path, request):
    use_fonts()
    edition = LIBRARY.prepare(Pair("baclofen", tag)).edition
    html = compose(edition, read_clinic(PLACE), "A4", Fit(), PLACE.templates)
    made = "\n".join(told(structure(lay(html).write().data, tmp_path))) + "\n"
    file = GOLDEN / f"baclofen.{tag}.txt"
    if request.config.getoption("--accept"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, "utf-8")
    assert made == file.read_text("utf-8")


def test_no_approved_tree_is_left_over():
    assert {file.name for file in GOLDEN.iterdir()} == {f"baclofen.{tag}.txt" for tag in TAGS}


def test_the_tree_is_the_same_in_every_script():
    """A language changes words and lines, never what is a heading, a list or a table."""
    trees = {}
    for tag in TAGS:
        lines = (GOLDEN / f"baclofen.{tag}.txt").read_text("utf-8").splitlines()
        trees[tag] = sorted(
            line.strip() for line in lines if re.fullmatch(r" *(H\d|Table|T[HRD]|Figure)", line)
        )
    assert all(tree == trees["en"] for tree in trees.values())
