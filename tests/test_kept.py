"""What is kept to spare time is never believed further than it can be proven."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medleaf.build import pages, plan
from medleaf.build.job import Job, Press, Target
from medleaf.build.run import open_library
from medleaf.build.shelves import Pair
from medleaf.kept import Kept, beside
from medleaf.language import po
from medleaf.language.catalog import catalog, kept_catalog
from medleaf.model.page import Fit
from medleaf.model.record import Record
from medleaf.model.words import Words
from medleaf.printing import qr
from medleaf.workspace import Workspace, read_clinic

ROOT = Path(__file__).parent.parent
URL = "https://leaflets.example.org/es/baclofen/?r=a1b2c3"


@given(source=st.binary(), other=st.binary(), data=st.binary())
def test_only_what_was_made_from_the_very_same_is_given_back(tmp_path_factory, source, other, data):
    kept = Kept(tmp_path_factory.mktemp("kept"))
    assert kept.get("name", source) is None
    kept.put("name", source, data)
    assert kept.get("name", source) == data
    assert kept.get("another name", source) is None
    assert (kept.get("name", other) == data) == (source == other)


@given(data=st.binary(min_size=1), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_bit_may_be_spoilt(tmp_path_factory, data, at, bit):
    kept = Kept(tmp_path_factory.mktemp("kept"))
    kept.put("name", b"source", data)
    (file,) = kept.folder.iterdir()
    held = bytearray(file.read_bytes())
    held[at % len(held)] ^= 1 << bit
    file.write_bytes(held)
    assert kept.get("name", b"source") is None
    file.write_bytes(held[:-1])
    assert kept.get("name", b"source") is None


def test_what_is_made_anew_takes_the_place_of_the_old(tmp_path):
    kept = Kept(tmp_path / "codes")
    first = qr.code(URL, kept)
    assert qr.code(URL.replace("a1b2c3", "ffffff"), kept) != first
    assert len([*kept.folder.iterdir()]) == 1, "one code for each page of the guide"


def test_where_nothing_can_be_kept_all_is_made(tmp_path):
    (tmp_path / "file").touch()
    assert qr.code(URL, Kept(tmp_path / "file")) == qr.code(URL)
    assert beside(tmp_path, "codes") is None, "it is in no workspace"


def test_a_code_that_was_kept_is_the_one_that_is_drawn(tmp_path):
    drawn = qr.code(URL)
    kept = Kept(tmp_path)
    qr.code.cache_clear()
    assert qr.code(URL, kept) == drawn
    qr.code.cache_clear()
    assert qr.code(URL, kept) == drawn
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    qr.code.cache_clear()
    assert qr.code(URL, kept) == drawn


@pytest.mark.parametrize("tag", ["ar", "es", "ru", "zh_Hans"])
def test_a_kept_catalog_says_what_the_file_says(tag, tmp_path):
    kept = Kept(tmp_path)
    for file in sorted((ROOT / "locales" / tag / "LC_MESSAGES").glob("*.po")):
        said = catalog(po.read(file).entries, file, tag)
        assert kept_catalog(file, tag, kept) == said
        assert kept_catalog(file, tag, kept) == said


def test_a_changed_file_is_read_again(tmp_path):
    kept, file = Kept(tmp_path / "kept"), tmp_path / "a.po"
    text = (ROOT / "locales" / "es" / "LC_MESSAGES" / "phrases.po").read_text("utf-8")
    file.write_text(text, "utf-8")
    entry = po.parse(text, file).entries[0]
    assert kept_catalog(file, "es", kept)[entry.id].text == entry.strings[0]
    file.write_text(text.replace(entry.strings[0], "Otra cosa."), "utf-8")
    assert kept_catalog(file, "es", kept)[entry.id].text == "Otra cosa."


# ------------------------------------------------------------------ nothing that is not needed


def kinds(kind: type[Record]) -> list[type[Record]]:
    return [kind, *(found for it in kind.__subclasses__() for found in kinds(it))]


def test_a_record_by_default_is_the_one_that_is_told_nothing():
    whole = [
        kind
        for kind in kinds(Record)
        if kind.model_fields and not any(it.is_required() for it in kind.model_fields.values())
    ]
    assert Words in whole
    assert len(whole) >= 10
    for kind in whole:
        assert kind.default() == kind(), kind
        assert kind.default().model_dump() == kind().model_dump(), kind


def test_the_versions_of_what_prints_are_those_that_are_installed():
    told = plan._versions()
    for name in plan._ENGINE:
        assert f"{name}-{version(name)}.dist-info" in told


# A process that lays out what was composed elsewhere; it is told nothing but the page.
LAY_OUT = """
import pickle, sys
from medleaf.build import ahead, press
from medleaf.printing import fonts
from pathlib import Path

ahead.ready()
fonts.choose(Path("fonts"))
press.warm(Path("templates"), composing=False)
printed = press.run(pickle.load(sys.stdin.buffer))
slow = {"pydantic", "jinja2", "yaml", "babel", "qrcode", "medleaf.model.leaflet"} & {*sys.modules}
print(printed.digest, *slow)
"""


@pytest.mark.parametrize("form", ["standard", "large", "bilingual", "easy"])
def test_who_lays_out_what_is_composed_needs_no_models(form):
    import pickle

    place = Workspace(ROOT)
    library = open_library(place)
    press = Press(read_clinic(place), None, place.templates, place.fonts)
    beside_it = library.recall(Pair("baclofen", "en")).edition if form == "bilingual" else None
    target = Target(Pair("baclofen", "es"), "A4", format=form, beside="en" if beside_it else None)
    edition = library.recall(target.pair).edition
    job = Job(target, edition, press, kept=Fit(1), beside=beside_it)
    page = pages.composed(job)
    assert page is not None
    done = subprocess.run(
        [sys.executable, "-c", LAY_OUT],
        cwd=ROOT,
        input=pickle.dumps(page),
        check=True,
        capture_output=True,
    )
    digest, *slow = done.stdout.decode().split()
    assert slow == []
    assert len(digest) == 64, "it is printed"
