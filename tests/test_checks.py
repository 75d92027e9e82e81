"""Planted faults in translations are caught, and good translations pass."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medleaf.language.catalog import Standing, Translation
from medleaf.language.checks import check
from medleaf.language.locales import Market, language
from medleaf.language.numbers import numbers, plain

DECIMAL = {"es": ",", "fr": ",", "ru": ",", "de": ","}


def found(english: str, text: str, tag: str, market: Market | None = None) -> set[str]:
    item = Translation(english, text, Standing.TRANSLATED, Path("x.po"), 1)
    own = market or Market("EU", DECIMAL.get(tag, "."))
    return {problem.code for problem in check(item, language(tag), own)}


NATIVE = Market("EG", ".", "native")


@pytest.mark.parametrize(
    ("english", "text", "tag", "expected"),
    [
        # The vectors of the project's notes on languages
        ("Take 2.5 mg twice a day.", "Tome 25 mg dos veces al día.", "es", {"number"}),
        ("Take 2.5 mg twice a day.", "Tome 2,5 mg dos veces al día.", "es", set()),
        ("Take 2.5 mg.", "Tome 2.5 mg.", "es", {"decimal-sign"}),
        ("Take 1,000 mg.", "Tome 1,000 mg.", "es", {"number"}),
        ("Take 1,000 mg.", "Tome 1.000 mg.", "es", set()),
        ("Take 1,000 mg.", "Prenez 1\u202f000 mg.", "fr", set()),
        ("Take once a day.", "Tome 11 veces al día.", "es", {"number"}),
        ("Call 1-800-222-1222.", "Llame al 1-800-222-1221.", "es", {"number"}),
        ("…every 8 hours 500 mg", "每8小时服用500 mg", "zh_Hans", set()),
        ("Take 500 mg every 8 hours.", "हर 8 घंटे में 500 mg लें।", "hi", set()),
        # Digits
        ("Take 500 mg.", "५०० mg लें।", "hi", {"digits"}),
        ("Take 2.5 mL.", "خذ ٢٥ مل.", "ar", {"number", "digits"}),
        # Placeholders
        ("Call {emergency} now.", "Llame ya.", "es", {"placeholder"}),
        ("Call {emergency} now.", "Llame ya al {emergencia}.", "es", {"placeholder"}),
        ("Call {emergency} now.", "Llame ya al {emergency.", "es", {"placeholder"}),
        ("Call {emergency} now.", "{emergency}: llame al {emergency}.", "es", {"placeholder"}),
        # Script, encoding, direction
        ("Do not stop suddenly.", "Do not stop suddenly.", "ru", {"same"}),
        ("Do not stop suddenly.", "Do not stop suddenly.", "es", {"same"}),
        ("Baclofen", "Baclofen", "de", set()),
        ("Do not stop suddenly.", "Nie stój nagle tutaj.", "ru", {"script"}),
        ("Breathing", "RespiraciÃ³n", "es", {"encoding"}),
        ("Breathing", "Respiracio\u0301n", "es", {"encoding"}),
        ("Breathing", "Respira\x07ción", "es", {"encoding"}),
        ("Take it.", "\u202eخذه.", "ar", {"bidi"}),
        ("Take it.", "\u2067خذه.", "ar", {"bidi"}),
        ("Take baclofen with food.", "Принимайте baclofen во время еды.", "ru", set()),
    ],
)
def test_faults_are_found_and_good_text_passes(english, text, tag, expected):
    assert found(english, text, tag) == expected


def test_native_digits_pass_where_the_reviewers_chose_them():
    assert found("Take 2.5 mL every 6 hours.", "خذ ٢.٥ مل كل ٦ ساعات.", "ar", NATIVE) == set()


@pytest.mark.parametrize("standing", [Standing.FUZZY, Standing.UNTRANSLATED])
def test_what_no_person_stands_by_is_not_printed(standing):
    item = Translation("Take it.", "Tómelo.", standing, Path("x.po"), 1)
    (problem,) = check(item, language("es"), Market("EU", ","))
    assert problem.code == standing


@given(st.integers(0, 10**6), st.sampled_from("٠०০۰"))
def test_a_number_is_read_in_any_digits(number, zero):
    native = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    (read,) = numbers(f"x {native} y")
    assert read.value == number


@given(st.decimals(0, 999, places=2), st.sampled_from(".,"))
def test_a_decimal_is_read_with_the_markets_sign(number, sign):
    (read,) = numbers(f"x {str(number).replace('.', sign)} y", sign)
    assert read.value == Fraction(str(number))
    assert not read.foreign


@given(st.text())
def test_plain_text_is_plain_for_good(text):
    assert plain(plain(text)) == plain(text)


@given(
    st.integers(1, 999), st.integers(1, 999), st.sampled_from(["es", "ar", "hi", "zh_Hans", "ru"])
)
def test_any_changed_number_is_caught(right, wrong, tag):
    words = {"es": "horas", "ar": "ساعات", "hi": "घंटे", "zh_Hans": "小时", "ru": "часов"}[tag]
    faults = found(f"{right} hours", f"{wrong} {words}", tag)
    assert ("number" in faults) == (right != wrong)
