"""Which languages there are, and what only people know of them."""

import difflib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from medleaf.language.lexicon import UNITS
from medleaf.language.table import LANGUAGES, PSEUDO
from medleaf.model.language import Language
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace, line_of, read_toml

_NO_MARKET = {"EZ", "QO", "UN", "XA", "XB", "ZZ"}  # CLDR's codes for no country
_POINT_MARKETS = {"US", "GB", "UK", "CA", "AU", "NZ", "IE"}


@dataclass(frozen=True, slots=True)
class Market:
    """Whose medicine packs the leaflet must match: the signs in its numbers.

    *decimal* is the market's decimal sign, *digits* whether numbers are written in
    Latin or in the language's own digits. *units* are words for units that the language's
    lexicon lacks, by the name of the unit: ``(("hour", ("Std.",)),)``.
    """

    name: str
    decimal: str
    digits: Literal["latn", "native"] = "latn"
    units: tuple[tuple[str, tuple[str, ...]], ...] = ()


@cache
def language(tag: str) -> Language:
    """Return the language that the folder name *tag* stands for.

    Raises PressError for a tag that the verified table does not hold.
    """
    facts = LANGUAGES.get(tag)
    if facts is None and tag in PSEUDO:
        script, name = PSEUDO[tag]
        direction: Literal["ltr", "rtl"] = "rtl" if script == "Arab" else "ltr"
        return Language(tag, tag.replace("_", "-"), script, direction, name, name)
    if facts is None:
        near = difflib.get_close_matches(tag, LANGUAGES, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        message = f"the language {tag!r} is not known; {hint}known are {', '.join(LANGUAGES)}"
        raise PressError([Problem(Path("locales") / tag, 0, "unknown-language", message)])
    from babel import Locale  # takes 20 ms; not every command names a language

    locale = Locale.parse(tag)
    own = locale.languages.get(tag) or locale.get_language_name(locale) or tag
    english = Locale("en").languages.get(tag) or tag
    return Language(
        tag=tag,
        html=tag.replace("_", "-"),
        script=facts.script,
        direction="rtl" if locale.text_direction == "rtl" else "ltr",
        own=own[:1].upper() + own[1:],
        english=english,
    )


def market(workspace: Workspace, tag: str) -> Market:
    """Return what ``locale.toml`` says of the language; raise PressError if it is wrong."""
    file = workspace.locale(tag)
    data, source = read_toml(file)
    problems = [
        Problem(file, line_of(source, key), "unknown-key", f"{key!r} is not a setting here")
        for key in data
        if key not in {"market", "digits", "decimal", "units"}
    ]
    name, digits = data.get("market", ""), data.get("digits", "latn")
    if not isinstance(name, str) or not re.fullmatch(r"[A-Z]{2}", name):
        line = line_of(source, "market")
        problems.append(Problem(file, line, "market", "'market' must be a code such as US or EU"))
    if digits not in {"latn", "native"}:
        line = line_of(source, "digits")
        problems.append(Problem(file, line, "digits", "'digits' must be 'latn' or 'native'"))
    decimal = data.get("decimal") or _decimal(tag, str(name))
    if decimal not in {".", ",", "٫"}:
        line = line_of(source, "decimal")
        problems.append(Problem(file, line, "decimal", "'decimal' must be a point or a comma"))
    units = data.get("units", {})
    problems += _wrong_units(file, source, units)
    if problems:
        raise PressError(problems)
    more = tuple((unit, tuple(words)) for unit, words in units.items())
    return Market(name, decimal, digits, more)


def _wrong_units(file: Path, source: str, units: Any) -> list[Problem]:
    """Return what is wrong in the table ``[units]``: ``hour = ["Std.", "Stdn."]``."""
    if not isinstance(units, dict):
        return [Problem(file, line_of(source, "units"), "units", "'units' must be a table")]
    return [
        Problem(
            file,
            line_of(source, name),
            "units",
            f"{name!r} must be a list of words for one of: {', '.join(sorted(UNITS))}",
        )
        for name, words in units.items()
        if name not in UNITS
        or not isinstance(words, list)
        or not all(isinstance(word, str) and word.strip() for word in words)
    ]


def known_market(name: str) -> str:
    """Return the code for ``locale.toml`` that a person's *name* of a market stands for.

    Raises PressError for what is no country. People say UK; ISO 3166 says GB.
    """
    from babel import Locale

    code = {"UK": "GB"}.get(name.upper(), name.upper())
    countries = Locale("en").territories
    if not re.fullmatch(r"[A-Z]{2}", code) or code not in countries or code in _NO_MARKET:
        message = f"the market {name!r} is not known; write a country's code such as US, UK or EU"
        raise PressError([Problem(Path("locale.toml"), 0, "market", message)])
    return code


def settings(market_name: str) -> str:
    """Return the text of a new ``locale.toml``."""
    return (
        "# Whose packs the numbers must match. "
        'The decimal sign follows from the market unless "decimal" says it.\n'
        f'market = "{market_name}"\n'
        'digits = "latn"          '
        '# as on the box; "native" is the decision of the language\'s reviewers\n'
    )


def _decimal(tag: str, market_name: str) -> str:
    if market_name in _POINT_MARKETS:
        return "."
    from babel import Locale

    return str(Locale.parse(tag).number_symbols["latn"]["decimal"])
