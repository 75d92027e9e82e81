"""What the fonts of a stamped label hold: the letters of names, in the shapes names give them.

Each text is drawn once into the fonts of a template. A name of other letters, or with a shape that
was not drawn, is printed without a stamp; so this is a matter of speed, never of what can be
printed.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

_SIGNS = "–—‘’“”•…№·"
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl", "fj", "tt", "ti")
# Vietnamese is everywhere where Vietnamese people are; the rest of Latin is up to U+024F.
_LATIN = ((0x20, 0x250), (0x1EA0, 0x1EFA))
_CYRILLIC = ((0x400, 0x460), (0x490, 0x492), (0x4AE, 0x4B2), (0x4D8, 0x4DA), (0x4E8, 0x4EA))

_JOINING = "بتثجحخسشصضطظعغفقكلمنهيئىپچکگیٹںہھےۓ"
_STANDING = "اأإآءدذرزوؤةٱڈڑژ"
_ARABIC = (
    "لا", "لأ", "لإ", "لآ", "ـلا", "ـلأ", "ـلإ", "ـلآ", "الله", "لله", "ـالله", "عبدالله",
    "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "،؛؟",
)  # fmt: skip

# By script: letters, vowel signs, what stands on a letter, what kills its vowel, clusters of names.
_INDIC = {
    "Deva": (
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळअआइईउऊऋएऐओऔ",
        "ािीुूृेैोौ", "ंःँ", "्",
        ("क्ष", "ज्ञ", "श्र", "त्र", "द्ध", "द्व", "द्य", "त्त", "ट्ट", "क़ख़ग़ज़ड़ढ़फ़", "रु", "रू",
         "ॐ।०१२३४५६७८९"),
    ),
    "Beng": (
        "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহড়ঢ়য়অআইঈউঊঋএঐওঔ",
        "ািীুূৃেৈোৌ", "ংঃঁ", "্",
        ("ক্ষ", "জ্ঞ", "শ্র", "ত্র", "দ্ধ", "দ্ব", "ত্ত", "ন্ত", "ন্দ",
         "ন্ধ", "ম্ব", "ম্প", "ঙ্গ", "ঙ্ক", "ষ্ট",
         "ষ্ণ", "স্ত", "স্ব", "শ্ব", "ঞ্জ", "ঞ্চ", "ল্ল",
         "ব্দ", "রু", "রূ", "শু", "হু", "ৎ", "।০১২৩৪৫৬৭৮৯"),
    ),
}  # fmt: skip
_HAN = "年月日、，。·（）：０１２３４５６７８９"


@cache
def repertoire(script: str) -> tuple[str, ...]:
    """Return the lines to draw for leaflets in *script* (ISO 15924).

    A glyph stands for the letters with which it was first drawn, so single ones come first, and
    all are spaced so that none changes another. Latin ones are isolated: brackets turn around in
    right-to-left text.
    """
    latin = " ".join((*_printable(_LATIN), *_LIGATURES, *_SIGNS))
    own = " ".join(_own(script))
    return (f"\u2066{latin}\u2069", own) if own else (f"\u2066{latin}\u2069",)


def _own(script: str) -> Iterator[str]:
    match script:
        case "Cyrl":
            yield from _printable(_CYRILLIC)
        case "Arab":
            yield from _JOINING + _STANDING
            yield from (f"ـ{letter}" for letter in _STANDING)
            for letter in _JOINING:
                yield from (f"{letter}ـ", f"ـ{letter}ـ", f"ـ{letter}")
            yield from _ARABIC
        case "Deva" | "Beng":
            yield from _syllables(*_INDIC[script])
        case "Hans":
            yield _HAN


def _printable(ranges: tuple[tuple[int, int], ...]) -> Iterator[str]:
    for first, end in ranges:
        for code in range(first, end):
            if unicodedata.category(chr(code))[0] not in "CZ":
                yield chr(code)


def _syllables(
    letters: str, vowels: str, signs: str, killer: str, clusters: tuple[str, ...]
) -> Iterator[str]:
    """Yield letters with all that can stand on them: a sign's shape depends on its letter."""
    yield from letters
    for letter in letters:
        yield from (letter + sign for sign in vowels + signs)
    ra = next(letter for letter in letters if unicodedata.name(letter).endswith("LETTER RA"))
    for letter in letters:
        yield from (f"{letter}{killer}", f"{ra}{killer}{letter}", f"{letter}{killer}{ra}")
    yield from clusters
