"""Reads the numbers in a sentence, in any digits and with any market's signs."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
# Signs that steer direction or line breaks and are no part of a number.
_INVISIBLE = dict.fromkeys(
    [0x61C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = "\u00a0\u202f\u2009 "
_NUMBER = re.compile(
    rf"\d+(?:[.,٫٬{_SPACES}](?=\d{{3}}(?!\d))\d{{3}}|[.,٫٬]\d+)*|[{''.join(_FRACTIONS)}]"
)
_NATIVE = re.compile(r"(?![0-9])\d")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text, from *start* to *end* of the plain text.

    *value* is None where its signs can be read in two ways or in none; *foreign* says
    that it has the decimal sign of another market, so a reader may take 2.5 for 25.
    """

    token: str
    value: Fraction | None
    foreign: bool = False
    start: int = 0
    end: int = 0


def plain(text: str) -> str:
    """Return *text* composed, without invisible signs, with its digits as ASCII digits."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _NATIVE.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def numbers(text: str, decimal: str = ".", *, indian: bool = False) -> tuple[Number, ...]:
    """Return the numbers in *text*, read with the *decimal* sign of its market.

    *indian* also knows groups of two: 1,00,000.
    """
    return tuple(
        _read(found.group(), decimal, found.start(), found.end(), indian=indian)
        for found in _NUMBER.finditer(plain(text))
    )


def _read(token: str, decimal: str, start: int, end: int, *, indian: bool) -> Number:
    foreign = False
    value: Fraction | None = None
    groups = re.escape((",٬" if decimal != "," else ".") + _SPACES)
    sign = re.escape(decimal)
    if token in _FRACTIONS:
        value = Fraction(_FRACTIONS[token])
    elif re.fullmatch(rf"\d{{1,3}}(?:[{groups}]\d{{3}})+(?:{sign}\d+)?", token):
        value = Fraction(re.sub(rf"[{groups}]", "", token).replace(decimal, "."))
    elif indian and decimal == "." and _INDIAN.fullmatch(token):
        value = Fraction(token.replace(",", ""))
    elif re.fullmatch(rf"\d+(?:{sign}\d+)?", token):
        value = Fraction(token.replace(decimal, "."))
    elif re.fullmatch(r"\d+[.,٫]\d+", token):
        value, foreign = Fraction(re.sub("[,٫]", ".", token)), True
    return Number(token, value, foreign, start, end)
