"""The verified table of languages: what Babel gets wrong or does not know.

Scripts are ISO 15924 codes; ``Aran`` is Arabic script in Nastaliq style. Plural
forms give one index per CLDR category, in CLDR's order, checked for n = 0 to 999
against CLDR 47; Babel's own table differs for tr fa hy he hi bn pa gu am fil my
and swaps two Arabic forms.
"""

import gettext
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple


class Facts(NamedTuple):
    """What the table says of one language."""

    script: str
    plural_forms: str


LANGUAGES: dict[str, Facts] = {
    "en": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "es": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "fr": Facts("Latn", "nplurals=2; plural=n > 1;"),
    "de": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "it": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "pt_BR": Facts("Latn", "nplurals=2; plural=n > 1;"),
    "nl": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "pl": Facts(
        "Latn",
        "nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;",
    ),
    "ro": Facts(
        "Latn",
        "nplurals=3; plural=n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2;",
    ),
    "ru": Facts(
        "Cyrl",
        "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
        "n%100>=20) ? 1 : 2;",
    ),
    "uk": Facts(
        "Cyrl",
        "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
        "n%100>=20) ? 1 : 2;",
    ),
    "tr": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "ar": Facts(
        "Arab",
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 ? 4 : 5;",
    ),
    "fa": Facts("Arab", "nplurals=2; plural=n > 1;"),
    "ur": Facts("Aran", "nplurals=2; plural=n != 1;"),
    "he": Facts("Hebr", "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"),
    "hi": Facts("Deva", "nplurals=2; plural=n > 1;"),
    "bn": Facts("Beng", "nplurals=2; plural=n > 1;"),
    "ta": Facts("Taml", "nplurals=2; plural=n != 1;"),
    "pa": Facts("Guru", "nplurals=2; plural=n > 1;"),
    "gu": Facts("Gujr", "nplurals=2; plural=n > 1;"),
    "ne": Facts("Deva", "nplurals=2; plural=n != 1;"),
    "zh_Hans": Facts("Hans", "nplurals=1; plural=0;"),
    "zh_Hant": Facts("Hant", "nplurals=1; plural=0;"),
    "ja": Facts("Jpan", "nplurals=1; plural=0;"),
    "ko": Facts("Kore", "nplurals=1; plural=0;"),
    "vi": Facts("Latn", "nplurals=1; plural=0;"),
    "th": Facts("Thai", "nplurals=1; plural=0;"),
    "fil": Facts(
        "Latn",
        "nplurals=2; plural=n != 1 && n != 2 && n != 3 && (n % 10 == 4 || n % 10 == 6 || "
        "n % 10 == 9);",
    ),
    "so": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "sw": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "ht": Facts("Latn", "nplurals=2; plural=n != 1;"),
    "am": Facts("Ethi", "nplurals=2; plural=n > 1;"),
    "hy": Facts("Armn", "nplurals=2; plural=n > 1;"),
    "el": Facts("Grek", "nplurals=2; plural=n != 1;"),
    "km": Facts("Khmr", "nplurals=1; plural=0;"),
    "my": Facts("Mymr", "nplurals=1; plural=0;"),
}

# Languages for testing the layout, as CLDR names the first two: script and name.
PSEUDO: dict[str, tuple[str, str]] = {
    "en_XA": ("Latn", "Accented and long"),
    "en_XB": ("Arab", "Right to left"),
    "en_XC": ("Latn", "Tall and unbroken"),
}


def plural_forms(tag: str) -> str:
    """Return the ``Plural-Forms`` of a language; those for tests have English's."""
    return LANGUAGES["en" if tag in PSEUDO else tag].plural_forms


@cache
def form_of(tag: str) -> Callable[[int], int]:
    """Return the function that says which plural form of the language tells of a number."""
    rule = plural_forms(tag).partition("plural=")[2].rstrip(";")
    return gettext.c2py(rule)


def form_count(tag: str) -> int:
    """Return how many plural forms the language has."""
    (count,) = re.findall(r"nplurals=(\d+)", plural_forms(tag))
    return int(count)


# Braille tables of liblouis, all uncontracted: every reader of braille reads them, and doses and
# names stay letter by letter. A language that is not here has no braille edition.
BRAILLE: dict[str, str] = {
    "en": "en-ueb-g1.ctb",
    "es": "es-g1.ctb",
    "fr": "fr-bfu-comp6.utb",
    "de": "de-g1.ctb",
    "pl": "pl.tbl",
    "ru": "ru-litbrl.ctb",
    "ar": "ar-ar-g1.utb",
    "ur": "ur-pk-g1.utb",
    "hi": "hi-in-g1.utb",
    "bn": "be-in-g1.utb",
    "zh_Hans": "zhcn-g1.ctb",
    "vi": "vi-vn-g1.ctb",
}
