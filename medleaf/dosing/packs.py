"""What a barcode scanner types, or a person copies from a pack -> the codes it may mean.

GS1 General Specifications (application identifiers, check digits, GTIN in 14 digits); FDA,
"National Drug Code" (10 digits as 4-4-2, 5-3-2 or 5-4-1, written by payers in 11 as 5-4-2; in a
UPC behind the digit 3); IFA, "PZN" (8 digits, modulo 11; in a GTIN behind 04150).
"""

import re
from collections.abc import Iterator

Code = tuple[str, str]  # system and code, in the one form in which codes are compared

_SYMBOLOGY = re.compile(r"^\][A-Za-z]\d")  # what some scanners put before what they read
_GTIN_FIRST = re.compile(r"\(?01\)?(\d{14})")  # application identifier 01
_NDC = re.compile(r"(\d{4,5})-(\d{3,4})-(\d{1,2})")
_PZN = re.compile(r"(?:PZN[\s:-]*|-)?(\d{7,8})", re.IGNORECASE)
_GTIN_LENGTHS = {8, 12, 13, 14}
_PAYERS = 11  # digits of an NDC as payers write it
_LABELER, _PRODUCT, _PACKAGE = 5, 4, 2  # its parts


def readings(text: str) -> frozenset[Code]:
    """Return every code that *text* may be: of a pack, or of any other system (named ``""``)."""
    return frozenset(_readings(_SYMBOLOGY.sub("", text.strip()).lstrip("\x1d")))


def known(system: str, code: str) -> frozenset[Code]:
    """Return the forms in which *code* of *system*, as a leaflet or a pharmacy has it, is found."""
    digits = plain_code(code)
    match system:
        case "ndc":
            return frozenset(_ndc(code.strip()))
        case "gtin":
            return frozenset({("gtin", digits.zfill(14))})
        case "pzn":
            return frozenset({("pzn", digits.zfill(8))})
    return frozenset({("", digits)})


def forms(system: str, code: str) -> frozenset[str]:
    """Return how *code* of *system* may be written by others, in the one form for comparing."""
    return frozenset(form for _, form in known(system, code)) or frozenset({plain_code(code)})


def plain_code(code: str) -> str:
    """Return *code* without the hyphens, spaces and leading PZN that people write."""
    return re.sub(r"[\s-]+", "", code).upper().removeprefix("PZN")


def _readings(text: str) -> Iterator[Code]:
    yield "", plain_code(text)
    yield from _ndc(text)
    if (pzn := _PZN.fullmatch(text)) and _is_pzn(number := pzn[1].zfill(8)):
        yield "pzn", number
    first = _GTIN_FIRST.match(text)
    digits = first[1] if first else text
    if digits.isascii() and digits.isdigit() and len(digits) in _GTIN_LENGTHS:
        gtin = digits.zfill(14)
        if _is_gtin(gtin):
            yield "gtin", gtin
            yield from _within(gtin)


def _within(gtin: str) -> Iterator[Code]:
    """Yield the national code that is part of a GTIN."""
    if gtin[1:3] == "03":
        yield from _ndc(gtin[3:13])
    if gtin[1:5] == "4150" and _is_pzn(gtin[5:13]):
        yield "pzn", gtin[5:13]


def _ndc(text: str) -> Iterator[Code]:
    """Yield an NDC in 11 digits; 10 without hyphens may be any of three."""
    if parts := _NDC.fullmatch(text):
        yield "ndc", _padded(*parts.groups())
    elif text.isascii() and text.isdigit():
        if len(text) == _PAYERS:
            yield "ndc", text
        elif len(text) == _PAYERS - 1:
            yield "ndc", _padded(text[:4], text[4:8], text[8:])
            yield "ndc", _padded(text[:5], text[5:8], text[8:])
            yield "ndc", _padded(text[:5], text[5:9], text[9:])


def _padded(labeler: str, product: str, package: str) -> str:
    return labeler.zfill(_LABELER) + product.zfill(_PRODUCT) + package.zfill(_PACKAGE)


def _is_gtin(digits: str) -> bool:
    weights = (3, 1) * 7
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10 == 0


def _is_pzn(digits: str) -> bool:
    total = sum(int(digit) * place for place, digit in enumerate(digits[:7], start=1))
    return total % 11 == int(digits[7])
