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


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text.

    *value* is None where its signs can be read in two ways or in none; *foreign* says
    that it has the decimal sign of another market, so a reader may take 2.5 for 25.
    """

    token: str
    value: Fraction | None
    foreign: bool = False


def plain(text: str) -> str:
    """Return *text* composed, without invisible signs, with its digits as ASCII digits."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    digits = ((char, unicodedata.decimal(char, None)) for char in text)
    return "".join(char if digit is None else str(digit) for char, digit in digits)


def numbers(text: str, decimal: str = ".") -> tuple[Number, ...]:
    """Return the numbers in *text*, read with the *decimal* sign of its market."""
    return tuple(_read(found.group(), decimal) for found in _NUMBER.finditer(plain(text)))


def _read(token: str, decimal: str) -> Number:
    if token in _FRACTIONS:
        return Number(token, Fraction(_FRACTIONS[token]))
    ours = {".": ".", ",": ",", "٫": "٫"}[decimal]
    groups = re.escape((",٬" if decimal != "," else ".") + _SPACES)
    if re.fullmatch(rf"\d{{1,3}}(?:[{groups}]\d{{3}})+(?:{re.escape(ours)}\d+)?", token):
        return Number(token, Fraction(re.sub(rf"[{groups}]", "", token).replace(ours, ".")))
    if re.fullmatch(rf"\d+(?:{re.escape(ours)}\d+)?", token):
        return Number(token, Fraction(token.replace(ours, ".")))
    if re.fullmatch(r"\d+[.,٫]\d+", token):
        return Number(token, Fraction(re.sub("[,٫]", ".", token)), foreign=True)
    return Number(token, None)
