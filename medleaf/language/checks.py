"""What must be right in a translation before it may be printed.

Each check is a small function from a translation to the faults it finds; a new
rule is a new function and one more word in ``CHECKS``. Every fault blocks.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from medleaf.language.catalog import Standing, Translation
from medleaf.language.locales import Market
from medleaf.language.numbers import Number, numbers
from medleaf.model.language import Language
from medleaf.model.problem import Problem
from medleaf.model.text import PLACEHOLDER

LEAST_OWN = 0.6  # share of letters that must be of the script
_WORD = re.compile(r"[^\W\d_]+")
MOST_KEPT = 2  # words of English that may stay as they are, such as a medicine's name
Fault = tuple[str, str]  # code, message
Check = Callable[[Translation, Language, Market], Iterator[Fault]]

_SCRIPT_NAMES = {
    "Latn": ("LATIN",),
    "Cyrl": ("CYRILLIC",),
    "Arab": ("ARABIC",),
    "Aran": ("ARABIC",),
    "Deva": ("DEVANAGARI",),
    "Beng": ("BENGALI",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
}
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf]|â€|Â[\u0080-\u00bf]|\ufffd")
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
_OPEN, _CLOSE = "\u2066\u2067\u2068", "\u2069"


def translated(item: Translation, _language: Language, _market: Market) -> Iterator[Fault]:
    """A sentence has words in the language, and a person stands by them."""
    if item.standing is Standing.UNTRANSLATED:
        yield "untranslated", f"no translation yet of: {item.english}"
    elif item.standing is Standing.FUZZY:
        yield "fuzzy", f"marked as needing work: {item.english}"


def placeholders_agree(item: Translation, _language: Language, _market: Market) -> Iterator[Fault]:
    """Every ``{name}`` stands in the translation as often as in the English."""
    source = Counter(PLACEHOLDER.findall(item.english))
    target = Counter(PLACEHOLDER.findall(item.text))
    for name in source - target:
        yield "placeholder", f"{{{name}}} is missing from: {item.text}"
    for name in target - source:
        yield "placeholder", f"{{{name}}} does not belong in: {item.text}"
    if re.search(r"[{}]", PLACEHOLDER.sub("", item.text)):
        yield "placeholder", f"a brace is left over in: {item.text}"


def numbers_agree(item: Translation, _language: Language, market: Market) -> Iterator[Fault]:
    """The same numbers, with the market's decimal sign."""
    source = numbers(PLACEHOLDER.sub("", item.english))
    target = numbers(PLACEHOLDER.sub("", item.text), market.decimal)
    lost, added = Counter(n.value for n in source), Counter(n.value for n in target)
    if lost != added:
        yield (
            "number",
            f"English says {_say(source)}. Your text says {_say(target)}: {item.text}",
        )
    for number in target:
        if number.foreign:
            yield "decimal-sign", f"{number.token} must be written with {market.decimal!r}"
        elif number.value is None:
            yield "number", f"{number.token} cannot be read as a number"


def _say(found: tuple[Number, ...]) -> str:
    return ", ".join(number.token for number in found) or "no number"


def digits_fit(item: Translation, _language: Language, market: Market) -> Iterator[Fault]:
    """One kind of digits: a reader compares them with the box."""
    native = sorted(
        {c for c in item.text if unicodedata.decimal(c, None) is not None} - set("0123456789")
    )
    if native and market.digits == "latn":
        yield "digits", f"write Latin digits, as on the box, not {' '.join(native)}"


def encoding_is_sound(item: Translation, _language: Language, _market: Market) -> Iterator[Fault]:
    """No broken encoding, no control or private characters, composed letters."""
    if _MOJIBAKE.search(item.text):
        yield "encoding", f"text was read in a wrong encoding: {item.text}"
    odd = {c for c in item.text if unicodedata.category(c) in {"Cc", "Co", "Cn", "Cs"}}
    if odd:
        codes = ", ".join(sorted(f"U+{ord(c):04X}" for c in odd))
        yield "encoding", f"characters that cannot be printed: {codes}"
    if unicodedata.normalize("NFC", item.text) != item.text:
        yield "encoding", "letters and accents must be composed (Unicode NFC)"


def direction_is_sound(item: Translation, _language: Language, _market: Market) -> Iterator[Fault]:
    """No overrides of direction, and every isolate closed."""
    if any(c in _OVERRIDES for c in item.text):
        yield "bidi", "take out the embedding or override (U+202A to U+202E)"
    depth = 0
    for char in item.text:
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth < 0:
            break
    if depth:
        yield "bidi", "an isolate (U+2066 to U+2069) is not closed"


def no_longer_english(item: Translation, language: Language, _market: Market) -> Iterator[Fault]:
    """A sentence that is equal to its English was forgotten; a name or two may be equal."""
    if item.text == item.english and len(item.english.split()) > MOST_KEPT and not language.source:
        yield "same", f"is still English: {item.english}"


def script_is_right(item: Translation, language: Language, _market: Market) -> Iterator[Fault]:
    """The words are written in the language's script, apart from names kept from English."""
    names = _SCRIPT_NAMES.get(language.script)
    if names is None or item.text == item.english:
        return
    kept = set(_WORD.findall(item.english.lower())) if "LATIN" not in names else set()
    words = _WORD.findall(PLACEHOLDER.sub("", item.text))
    letters = [char for word in words if word.lower() not in kept for char in word]
    own = sum(unicodedata.name(char, "").startswith(names) for char in letters)
    if own < LEAST_OWN * len(letters):
        yield "script", f"is not written in {language.english} letters: {item.text}"


CHECKS: tuple[Check, ...] = (
    placeholders_agree,
    numbers_agree,
    digits_fit,
    encoding_is_sound,
    direction_is_sound,
    no_longer_english,
    script_is_right,
)


def check(item: Translation, language: Language, market: Market) -> tuple[Problem, ...]:
    """Return everything that keeps *item* from being printed."""
    faults = list(translated(item, language, market))
    if not faults:
        faults = [fault for rule in CHECKS for fault in rule(item, language, market)]
    return tuple(Problem(item.file, item.line, code, message) for code, message in faults)
