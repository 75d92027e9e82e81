"""Weblate quality check: what the press would refuse is seen while it is typed.

Put this file and medleaf on the Python path of Weblate, and name the class in its settings::

    CHECK_LIST += ("medleaf_checks.MedleafCheck",)

It reads ``locale.toml`` from Weblate's own checkout of the project. See ``docs/weblate.md``.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medleaf.language import checks, locales
from medleaf.language.catalog import Standing, Translation
from medleaf.language.lexicon import lexicon
from medleaf.language.said import Said
from medleaf.model.language import SOURCE
from medleaf.model.problem import PressError, Problem
from medleaf.model.text import Role, Sentence, Text
from medleaf.workspace import Workspace, find

if TYPE_CHECKING:

    class TargetCheck:
        """What is used of Weblate's class: it is not installed where types are checked."""

        check_id: str

        def get_description(self, check_obj: Any) -> Any:
            """Return what the translator reads."""

else:
    from weblate.checks.base import TargetCheck


class MedleafCheck(TargetCheck):
    """Numbers, units, negations and all else that medleaf looks at in one sentence."""

    check_id = "medleaf"
    name = "Medicine leaflet"
    description = "The leaflet would not be printed with this translation."

    def check_single(self, source: str, target: str, unit: Any) -> bool:
        """Whether anything keeps the sentence from being printed; an empty one is no fault yet."""
        return bool(target and problems(source, target, unit))

    def get_description(self, check_obj: Any) -> str:
        """Say what is wrong, in the same words as ``translate check``."""
        unit = check_obj.unit
        told = problems(unit.source_string, unit.get_target_plurals()[0], unit)
        return " ".join(problem.message for problem in told) or self.description


def problems(source: str, target: str, unit: Any) -> tuple[Problem, ...]:
    """Return what medleaf's checks find in the translation of a Weblate unit.

    A language that medleaf does not know, or a checkout without ``clinic.toml``, is itself told.
    """
    translation = unit.translation
    tag = translation.language.code.replace("-", "_")
    file = Path(translation.filename)
    try:
        language = locales.language(tag)
        market = locales.market(_workspace(translation.component.full_path), tag)
    except PressError as error:
        return error.problems
    item = Translation(source, target, Standing.TRANSLATED, file, unit.position)
    said = Said(item, Sentence(Text(source), role=_role(unit.note)))
    words = lexicon(tag).extended(dict(market.units))
    context = checks.Context(language, market, words, lexicon(SOURCE))
    return tuple(it.problem for it in checks.inspector(context)((said,)) if it.blocks)


def _role(note: str) -> Role:
    """Return how grave a sentence is, from the comment that ``translate update`` writes."""
    found = re.search(r"Role: ([A-Z]+)", note)
    return Role(found[1]) if found else Role.BODY


@lru_cache(maxsize=64)
def _workspace(checkout: str) -> Workspace:
    return find(Path(checkout))
