"""Which of the languages there are serves a reader; never a guess.

Records name languages by BCP 47 (``es-MX``, ``zh-TW``), by old ISO 639 codes (``spa``) or in words
(``Spanish``). A reader of one language and script is served by the same language in the same
script, whatever the country; another script is another language on paper.
"""

import re
from collections.abc import Iterable
from functools import cache

from medleaf.language import locales

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def nearest(wanted: str, tags: Iterable[str]) -> str | None:
    """Return the one of *tags* that serves a reader of *wanted*, None where none does.

    *tags* are names of folders such as ``zh_Hans``; *wanted* is a BCP 47 tag, an ISO 639 code
    or a language's name in English or in itself.
    """
    known = tuple(tags)
    wanted = wanted.strip()
    for tag in known:
        if wanted.replace("-", "_").casefold() == tag.casefold():
            return tag
    if _TAG.fullmatch(wanted) and (reader := _read_by(wanted)):
        for tag in known:
            if _read_by(tag) == reader:
                return tag
    name = wanted.casefold()
    for tag in known:
        language = locales.language(tag)
        if name in {language.own.casefold(), language.english.casefold()}:
            return tag
    return None


@cache
def _read_by(tag: str) -> tuple[str, str] | None:
    """Return the language and the script (ISO 15924) of *tag* by CLDR's likely subtags."""
    from babel.core import get_global

    language, *more = re.split("[-_]", tag)
    aliases, likely = get_global("language_aliases"), get_global("likely_subtags")
    language = aliases.get(language.lower(), language.lower())
    script = next((it.title() for it in more if re.fullmatch("[A-Za-z]{4}", it)), "")
    country = next((it.upper() for it in more if re.fullmatch("[A-Za-z]{2}|[0-9]{3}", it)), "")
    if not script:
        full = likely.get(f"{language}_{country}") or likely.get(language)
        if full is None:
            return None
        script = full.split("_")[1]
    return language, script
