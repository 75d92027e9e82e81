"""Plain text -> markup that a line break or a change of direction cannot harm.

Translators type plain sentences. The spaces that must not break, and the isolates
that keep a dose readable in right-to-left text, are the composer's work: "250-500 mg"
would be shown as "mg 500-250" by the Unicode rules alone.
"""

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from medleaf.model.language import Language

NBSP = "\u00a0"
NARROW = "\u202f"
LRI, PDI = "\u2066", "\u2069"

_LONGEST_UNBROKEN = 34  # letters of a Latin run that are kept on one line

_PHONE_DIGITS, _SHORT_PHONE_DIGITS = 7, 5

# Latin letters with their accents, without × and ÷
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_RUN = re.compile(
    rf"(?:[+<>≤≥±~]|\((?=\d))?[{_LATIN}0-9]"
    rf"(?:[{_LATIN}0-9.,:/%°µμ+\-–@?=&_#’']|(?<=\d)\)"
    rf"|(?<![,:.])[ {NBSP}{NARROW}](?=[+{_LATIN}0-9°µμ]|\(\d)|(?<=\.) (?=[A-Z]))*"
)
_LOOSE_END = re.compile(rf"[.,:?=&_#’'+@–\- {NBSP}{NARROW}]+$")
_PHONE = re.compile(rf"(?<![\w.])(?:\+|\(\d|\d)[\d().-]*(?:[ {NBSP}/]?[\d().-]+)*\d(?!\w)")
_UNIT_SPACE = re.compile(r"(?<=\d) (?=[^\W\d_]|°)")
_HAN = "\u3400-\u9fff"
_HAN_UNITS = "毫克|微克|毫升|小时|分钟|个月|克|升|天|周|月|年|日|岁|次|片|粒|滴|度|人|倍|种|条|步"
_HAN_AMOUNT = rf"\d+(?:[.,]\d+)?[ {NBSP}]?(?:{_HAN_UNITS}|[{_HAN}](?![{_HAN}]))"
_FRENCH_HIGH = re.compile(rf"(?<=[\w)%»”’…])[ {NBSP}{NARROW}]?([;!?]+)(?=$|[\s»”)])")
_FRENCH_COLON = re.compile(rf"(?<=[\w)%»”’])[ {NBSP}{NARROW}]?:(?=$|\s)")
_FRENCH_OPEN = re.compile(rf"«[ {NBSP}{NARROW}]?")
_FRENCH_CLOSE = re.compile(rf"[ {NBSP}{NARROW}]?»")


def typeset_text(text: str, language: Language) -> Markup:
    """Return *text* escaped, with its spaces bound and its runs isolated.

    What is markup already is returned as it is, so that nothing is done twice.
    """
    if isinstance(text, Markup):
        return text
    bound = bind(text, language)
    if language.direction == "rtl":
        return _join(bound, _runs(bound), _isolated)
    spans = sorted(_phones(bound))
    if language.script == "Hans":
        spans = _apart([*spans, *((m.start(), m.end()) for m in re.finditer(_HAN_AMOUNT, bound))])
    return _join(bound, spans, _together)


def bind(text: str, language: Language) -> str:
    """Return *text* with unbreakable spaces where the language wants them."""
    if language.tag.partition("_")[0] == "fr":
        text = _french(text, language)
    return _UNIT_SPACE.sub(NBSP, text)


def left_to_right(text: str, language: Language) -> Markup:
    """Return a phone number, address or Latin name whole, in its own order.

    It stays on one line, unless it is too long for one.
    """
    if language.direction == "rtl":
        return _isolated(text)
    return _together(text) if len(text) <= _LONGEST_UNBROKEN else escape(text)


def _french(text: str, language: Language) -> str:
    text = _FRENCH_COLON.sub(f"{NBSP}:", text)
    text = _FRENCH_OPEN.sub(f"«{NBSP}", text)
    text = _FRENCH_CLOSE.sub(f"{NBSP}»", text)
    # In Canada nothing is set before these three.
    return text if language.tag == "fr_CA" else _FRENCH_HIGH.sub(rf"{NARROW}\1", text)


def _runs(text: str) -> list[tuple[int, int]]:
    """Find what must be isolated in right-to-left text, and what a translator isolated."""
    spans = [(m.start(), m.end()) for m in _ISOLATED.finditer(text)]
    for m in _RUN.finditer(text):
        end = m.end() - len(found[0]) if (found := _LOOSE_END.search(m[0])) else m.end()
        start = m.start()
        if m[0].startswith("(") and ")" not in text[start:end]:
            start += 1
        if m[0].endswith(")") and "(" not in text[start:end]:
            end -= 1
        spans.append((start, end))
    return _apart(spans)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Find phone numbers: many digits, or not so few with hyphens between."""
    for m in _PHONE.finditer(text):
        digits = sum(c.isdigit() for c in m[0])
        if digits >= _PHONE_DIGITS or (digits >= _SHORT_PHONE_DIGITS and "-" in m[0]):
            yield m.start(), m.end()


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *spans* in order, without those that lie in or over an earlier one."""
    free: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < end and (not free or start >= free[-1][1]):
            free.append((start, end))
    return free


def _join(text: str, spans: list[tuple[int, int]], wrap: Callable[[str], Markup]) -> Markup:
    parts, done = [], 0
    for start, end in spans:
        parts += [escape(text[done:start]), wrap(text[start:end])]
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def _together(text: str) -> Markup:
    return Markup('<span class="n">{}</span>').format(text)


def _isolated(text: str) -> Markup:
    inner = text if _ISOLATED.fullmatch(text) else f"{LRI}{text}{PDI}"
    kind = "n" if len(text) <= _LONGEST_UNBROKEN else "latin"
    return Markup('<span class="{}" dir="ltr">{}</span>').format(kind, inner)
