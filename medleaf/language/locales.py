"""Which languages there are, and what only people know of them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from medleaf.language.table import LANGUAGES
from medleaf.model.language import Language
from medleaf.model.problem import PressError, Problem
from medleaf.workspace import Workspace, line_of, read_toml

SOURCE = "en"
_POINT_MARKETS = {"US", "GB", "UK", "CA", "AU", "NZ", "IE"}


@dataclass(frozen=True, slots=True)
class Market:
    """Whose medicine packs the leaflet must match: the signs in its numbers.

    *decimal* is the market's decimal sign, *digits* whether numbers are written in
    Latin or in the language's own digits.
    """

    name: str
    decimal: str
    digits: Literal["latn", "native"] = "latn"


@cache
def language(tag: str) -> Language:
    """Return the language that the folder name *tag* stands for.

    Raises PressError for a tag that the verified table does not hold.
    """
    facts = LANGUAGES.get(tag)
    if facts is None:
        message = f"the language {tag!r} is not known; known are {', '.join(LANGUAGES)}"
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


def tags(workspace: Workspace) -> tuple[str, ...]:
    """Return the tags of the languages that have a folder, English first."""
    if not workspace.locales.is_dir():
        return (SOURCE,)
    found = sorted(folder.name for folder in workspace.locales.iterdir() if folder.is_dir())
    return (SOURCE, *(tag for tag in found if tag != SOURCE and not tag.startswith(".")))


def market(workspace: Workspace, tag: str) -> Market:
    """Return what ``locale.toml`` says of the language; raise PressError if it is wrong."""
    file = workspace.locale(tag)
    data, source = read_toml(file)
    problems = [
        Problem(file, line_of(source, key), "unknown-key", f"{key!r} is not a setting here")
        for key in data
        if key not in {"market", "digits", "decimal"}
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
    if problems:
        raise PressError(problems)
    return Market(name, decimal, digits)


def _decimal(tag: str, market_name: str) -> str:
    if market_name in _POINT_MARKETS:
        return "."
    from babel import Locale

    return str(Locale.parse(tag).number_symbols["latn"]["decimal"])
