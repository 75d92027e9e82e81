"""Languages that nobody speaks, to test the layout with: longer, from the right, taller.

Numbers and placeholders stay as they are, so that every check of a real language holds.
"""

import re
from collections.abc import Callable

_KEPT = re.compile(r"\{\w+\}|https?://\S+|\d[\d.,:]*")
MORE = 0.4  # how much longer than English text may get (W3C: 30 to 40 % for sentences)
LONGEST = 24  # letters of an unbroken word: as long as German or Finnish ones
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçđéƒğħïĵķľɱñöþɋŕšţüṽŵẋýžÀƁÇĐÉƑĞĦÏĴĶĽṀÑÖÞɊŔŠŢÜṼŴẊÝŽ",
)
_TALL = str.maketrans(
    "aeiouycdghjklnrstzAEIOUYCDGHJKLNRSTZ",
    "ẫệịộựỵçḍģḥĵķḷņŗṣţẓẪỆỊỘỰỴÇḌĢḤĴĶḶŅŖṢŢẒ",
)
# Letter for letter, so that a developer can follow; joined as Arabic letters are.
_ARABIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابسدعفغهيجكلمنوپقرشتثڤطخيز", strict=True)) | {
    "x": "خ",
    "y": "ي",
}
_SIGNS = str.maketrans({"?": "؟", ",": "،", ";": "؛"})


def _accented(words: str) -> str:
    return words.translate(_ACCENTED)


def _arabic(words: str) -> str:
    return "".join(_ARABIC.get(char, char) for char in words.lower()).translate(_SIGNS)


def _tall(words: str) -> str:
    parts = words.translate(_TALL).split(" ")
    joined = parts[:1]
    for part in parts[1:]:
        fits = len(joined[-1]) + len(part) <= LONGEST
        if fits and joined[-1][-1:].isalpha() and part[:1].isalpha():
            joined[-1] += part.lower()
        else:
            joined.append(part)
    return " ".join(joined)


def _longer(text: str, english: str) -> str:
    missing = round(len(english) * (1 + MORE)) - len(text)
    filling = ("ëëëëë " * (missing // 6 + 1))[: max(missing - 1, 0)].strip()
    return f"{text} {filling}" if filling else text


_LETTERS: dict[str, Callable[[str], str]] = {
    "en_XA": _accented,
    "en_XB": _arabic,
    "en_XC": _tall,
}


def pseudo(english: str, tag: str) -> str:
    """Return *english* in the language *tag* that nobody speaks."""
    change = _LETTERS[tag]
    kept = [found.group() for found in _KEPT.finditer(english)]
    words = _KEPT.split(english)
    rest = (word + change(part) for word, part in zip(kept, words[1:], strict=True))
    text = change(words[0]) + "".join(rest)
    return _longer(text, english) if tag == "en_XA" else text
