"""Signs: letters of the right script, in the right encoding, in the right direction."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from medleaf.language.checks.check import Check, Context, Fault, short
from medleaf.language.said import Said
from medleaf.model.problem import Severity
from medleaf.model.text import PLACEHOLDER

LEAST_OWN = 0.6  # share of letters that must be of the script
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPT_NAMES = {
    "Latn": ("LATIN",),
    "Cyrl": ("CYRILLIC",),
    "Grek": ("GREEK",),
    "Armn": ("ARMENIAN",),
    "Hebr": ("HEBREW",),
    "Arab": ("ARABIC",),
    "Aran": ("ARABIC",),
    "Deva": ("DEVANAGARI",),
    "Beng": ("BENGALI",),
    "Guru": ("GURMUKHI",),
    "Gujr": ("GUJARATI",),
    "Taml": ("TAMIL",),
    "Thai": ("THAI",),
    "Khmr": ("KHMER",),
    "Mymr": ("MYANMAR",),
    "Ethi": ("ETHIOPIC",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL", "CJK"),
}
# Letters that stand in the texts of every language: units, and marks of the trade.
_ANYWHERE = frozenset("µμαβγω™©®ªº")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf]|â€|Â[\u0080-\u00bf]|\ufffd|Ð[\u0080-\u00bf]|Ø[§¹ª±¨]")
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
_OPEN, _CLOSE = "\u2066\u2067\u2068", "\u2069"
_RANGE = re.compile(r"\d\s?[-–]\s?\d")
_ZERO_WIDTH_SPACE, _JOINERS, _WORD_JOINER = "\u200b", "\u200c\u200d", "\u2060"
_INVISIBLE = "\u00ad\ufeff\u200e\u200f\u061c\u180e\u2061\u2062\u2063\u2064" + (
    _ZERO_WIDTH_SPACE + _JOINERS + _WORD_JOINER
)
# In names of medicines such as 磺胺甲噁唑 by the Chinese pharmacopoeia, but not in GB 2312.
_CHEMISTRY = "噁"
# Letters that belong to a neighbour language, and the ones to write instead.
_NEIGHBOURS = {
    "ru": ("іїєґІЇЄҐў", "these letters are Ukrainian or Belarusian"),
    "uk": ("ыэёъЫЭЁЪ", "these letters are Russian"),
    "fa": ("\u064a\u0643\u0649", "write ی (U+06CC) and ک (U+06A9)"),
    "ur": ("\u064a\u0643\u0649\u0647", "write ی (U+06CC), ک (U+06A9), ہ (U+06C1) and ھ (U+06BE)"),
    "ar": ("\u06cc\u06a9\u06c1\u06be\u06d2\u0640", "write ي, ك, ه, and no stroke (U+0640)"),
    "ro": ("\u015f\u0163\u015e\u0162", "write ș (U+0219) and ț (U+021B)"),
}
_END = {
    "Deva": "।",
    "Beng": "।",
    "Guru": "।",
    "Aran": "۔",
    "Hans": "。",
    "Hant": "。",
    "Jpan": "。",
    "Ethi": "።",
    "Armn": "։",
    "Khmr": "។",
    "Mymr": "။",
}
_STOP, _QUESTION, _COLON = (
    re.compile(r"[.…!。！।۔።։។။॥]"),
    re.compile(r"[?؟？՞;]"),
    re.compile("[:：]"),
)
_DOUBLED = re.compile(r"\b([^\W\d_]{4,})\s+\1\b", re.IGNORECASE)
# Doubling a word is grammar in these.
_DOUBLING = {"vi", "hi", "bn", "ur", "ne", "pa", "gu", "ta", "zh_Hans", "zh_Hant", "fil", "sw",
             "am", "ar", "tr", "th", "km", "my", "ja", "ht", "so", "fa"}  # fmt: skip


@cache
def _script(char: str) -> str:
    """Return the script of a letter, as Unicode names it."""
    return unicodedata.name(char, "").partition(" ")[0]


def encoding(said: Said, _context: Context) -> Iterator[Fault]:
    """No broken encoding, no control or private characters, composed letters."""
    if _MOJIBAKE.search(said.text):
        yield Fault("was read in a wrong encoding: type it again, and save as UTF-8.")
    odd = {c for c in said.text if unicodedata.category(c) in {"Cc", "Co", "Cn", "Cs"}}
    if odd:
        yield Fault(f"characters that cannot be printed: {_codes(odd)}.")
    if not unicodedata.is_normalized("NFC", said.text):
        yield Fault("letters and accents must be composed (Unicode NFC); `translate fmt` does it.")


def _codes(chars: set[str]) -> str:
    return ", ".join(sorted(f"U+{ord(c):04X}" for c in chars))


def invisible(said: Said, context: Context) -> Iterator[Fault]:
    """No sign that nobody can see, except where the script needs it."""
    script, allowed = context.language.script, ""
    if script in {"Khmr", "Mymr", "Laoo", "Thai"}:
        allowed += _ZERO_WIDTH_SPACE
    if script in {"Arab", "Aran", "Deva", "Beng", "Gujr", "Guru", "Taml", "Mymr", "Khmr"}:
        allowed += _JOINERS
    if script == "Kore":
        allowed += _WORD_JOINER
    found = {c for c in said.text if c in _INVISIBLE} - set(allowed)
    if found:
        yield Fault(f"take out signs that nobody sees: {_codes(found)}.")


def bidi(said: Said, context: Context) -> Iterator[Fault]:
    """Right-to-left text reads in one way only."""
    if any(c in _OVERRIDES for c in said.text):
        yield Fault("take out the embedding or override (U+202A to U+202E).")
    depth = 0
    for char in said.text:
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth < 0:
            break
    if depth:
        yield Fault("an isolate (U+2066 to U+2069) is not closed.")
    if context.language.direction == "ltr":
        return
    if found := _RANGE.search(said.text):
        yield Fault(f"{found.group()!r} is shown the other way round: write the range in words.")
    if any(sign in said.text for sign in "<>"):
        yield Fault("write 'more than' or 'less than' in words: < and > turn round.")
    first = _WORD.search(PLACEHOLDER.sub("", said.text))
    own = _SCRIPT_NAMES[context.language.script]
    if first and _script(first[0][0]) not in own and _WORD.search(said.text, first.end()):
        yield Fault(
            "begins with a Latin word: programs that guess the direction take it for English.",
            Severity.INFO,
        )


def script(said: Said, context: Context) -> Iterator[Fault]:
    """The words are written in the language's script, apart from names kept from English."""
    own = _SCRIPT_NAMES.get(context.language.script)
    if own is None or said.text == said.english:
        return
    kept = set(_WORD.findall(said.english.lower())) if "LATIN" not in own else set()
    words = _WORD.findall(PLACEHOLDER.sub("", said.text))
    letters = [c for word in words if word.lower() not in kept for c in word if c.isalpha()]
    if sum(_script(c).startswith(own) for c in letters) < LEAST_OWN * len(letters):
        yield Fault(f"is not written in {context.language.english} letters: {short(said.text)}")
        return
    known = (*own, "LATIN", "MODIFIER")
    foreign = {c for c in letters if not _script(c).startswith(known)} - _ANYWHERE
    foreign -= set(said.english)
    if foreign:
        yield Fault(f"letters of another script: {' '.join(sorted(foreign))} ({_codes(foreign)}).")


def lookalike(said: Said, context: Context) -> Iterator[Fault]:
    """No letter that only looks like the right one."""
    for word in dict.fromkeys(_WORD.findall(PLACEHOLDER.sub(" ", said.text))):
        scripts = {_script(c) for c in word} & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"}
        if len(scripts) > 1 and not set(word) & _ANYWHERE:
            names = " and ".join(sorted(name.capitalize() for name in scripts))
            yield Fault(f"{word!r} mixes {names} letters that look alike: type it again.")
    letters, mend = _NEIGHBOURS.get(context.language.tag.partition("_")[0], ("", ""))
    if found := set(letters) & set(said.text):
        yield Fault(f"{' '.join(sorted(found))}: {mend}.")
    if context.language.script in {"Hans", "Hant"}:
        wrong = {c for c in said.text if _other_han(c, context.language.script)}
        if wrong:
            kind = "traditional" if context.language.script == "Hans" else "simplified"
            yield Fault(f"{kind} characters: {' '.join(sorted(wrong))}.", Severity.WARNING)


@cache
def _other_han(char: str, own: str) -> bool:
    """Return whether only the character set of the other way of writing has *char*.

    GB 2312 holds the simplified characters, Big5 the traditional ones.
    """
    ours, theirs = ("gb2312", "big5") if own == "Hans" else ("big5", "gb2312")
    return (
        char not in _CHEMISTRY
        and _script(char) == "CJK"
        and not _has(ours, char)
        and _has(theirs, char)
    )


def _has(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def spacing(said: Said, context: Context) -> Iterator[Fault]:
    """Ends like the English; no double space, no doubled word, the language's own stops."""
    text, tag = said.text, context.language.tag
    for kind, pattern in (("question mark", _QUESTION), ("colon", _COLON)):
        if pattern.search(said.english[-1:]) and not pattern.search(text.rstrip('»”’") ')[-1:]):
            yield Fault(f"ends with a {kind} in English.")
    if context.language.script != "Thai" and bool(_STOP.search(said.english[-1:])) > bool(
        _STOP.search(text.rstrip('»”’")」 ')[-1:])
    ):
        yield Fault("ends with a full stop in English.")
    own = _END.get(context.language.script)
    if own and re.search(r"(?<=[^\s\x00-\x7f])\.(?=\s|$)", text):
        yield Fault(f"the full stop of this language is {own}")
    if "  " in text or text != text.strip():
        yield Fault("has a space too many.")
    if re.search(r"\s[,.](?=\s|$)", text) or (
        tag.partition("_")[0] != "fr" and re.search(r"\s[;!?:](?=\s|$)", text)
    ):
        yield Fault("has a space before a stop.")
    if tag not in _DOUBLING:
        english = Counter(m[1].lower() for m in _DOUBLED.finditer(said.english))
        for match in _DOUBLED.finditer(text):
            if not english:
                yield Fault(f"the word {match[1]!r} stands twice.")


SENTENCE = (
    Check(
        "encoding",
        Severity.ERROR,
        "sound text",
        "Text that went through a wrong encoding (Ã© for é), characters that no font has, "
        "and accents that are not composed with their letter (Unicode NFC).",
        encoding,
        source=True,
    ),
    Check(
        "invisible",
        Severity.WARNING,
        "no signs that nobody sees",
        "Soft hyphens, byte order marks, direction marks and zero-width spaces hide words from "
        "search and from checks. Joiners are allowed where the script needs them, the "
        "zero-width space where no spaces are written.",
        invisible,
        source=True,
    ),
    Check(
        "bidi",
        Severity.ERROR,
        "one reading direction",
        "The press isolates numbers, units and Latin names by itself. Overrides, open isolates, "
        "ranges with a hyphen and < or > would turn round in right-to-left text.",
        bidi,
        source=True,
    ),
    Check(
        "script",
        Severity.ERROR,
        "written in the language's own letters",
        "At least 60 % of the letters are of the language's script, names kept from English "
        "not counted, and none is of a third script.",
        script,
        source=True,
    ),
    Check(
        "lookalike",
        Severity.ERROR,
        "no letter that only looks right",
        "A Cyrillic а in a Latin word, Arabic ي in Urdu, ş for ș in Romanian, traditional "
        "characters in simplified Chinese: search, screen readers and fonts fail on them.",
        lookalike,
        source=True,
    ),
    Check(
        "spacing",
        Severity.INFO,
        "stops, spaces, doubled words",
        "Ends as the English does, with the language's own signs; no double space, no word twice.",
        spacing,
    ),
)
