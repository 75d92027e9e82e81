"""The reader's language: the same language in the same script, or none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medleaf.language.locales import language
from medleaf.language.negotiate import nearest
from medleaf.workspace import Workspace

TAGS = Workspace(Path(__file__).parent.parent).tags


@pytest.mark.parametrize(
    ("wanted", "tag"),
    [
        ("es-MX", "es"), ("ES", "es"), ("spa", "es"), ("Spanish", "es"), ("español", "es"),
        ("en-GB", "en"), ("zh", "zh_Hans"), ("zh-CN", "zh_Hans"), ("zh_hans", "zh_Hans"),
        ("cmn", "zh_Hans"), ("zh-Hans-SG", "zh_Hans"), ("ur-PK", "ur"), ("ar-EG", "ar"),
        ("fr-BE", "fr"), ("de-CH", "de"), ("हिन्दी", "hi"), (" vi ", "vi"),
    ],
)  # fmt: skip
def test_a_reader_is_served_in_the_language_and_script_they_read(wanted, tag):
    assert nearest(wanted, TAGS) == tag


@pytest.mark.parametrize(
    "wanted",
    [
        "zh-TW",
        "zh-Hant",
        "zh-HK",
        "yue",
        "pt",
        "sr-Latn",
        "tlh",
        "",
        "x",
        "Klingon",
        "ur-Deva",
        "hi-Latn",
    ],
)
def test_another_language_or_script_is_not_guessed(wanted):
    assert nearest(wanted, TAGS) is None


@pytest.mark.parametrize("tag", TAGS)
def test_every_language_is_found_by_its_tag_and_its_names(tag):
    known = language(tag)
    assert {nearest(it, TAGS) for it in (tag, known.html, known.own, known.english)} == {tag}


@given(st.text(max_size=30))
def test_whatever_a_record_says_there_is_an_answer(wanted):
    assert nearest(wanted, TAGS) in {*TAGS, None}
