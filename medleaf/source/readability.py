"""How hard a text is to read, by the formulas of its language."""

import warnings
from dataclasses import dataclass

from medleaf.model.leaflet import Leaflet

MOST_GRADE = 6.0  # AMA and AHRQ advise grade 6 or below for patient materials
MOST_WORDS = 480  # what fits on two sides in every language


@dataclass(frozen=True, slots=True)
class Reading:
    """Measures of an English leaflet's print text.

    *words* are counted on the sheet; *grade* is Flesch-Kincaid, *smog* SMOG, both in
    US school years.
    """

    words: int
    grade: float
    smog: float


def reading(leaflet: Leaflet) -> Reading:
    """Measure the print text of *leaflet*; a line without a full stop counts as a sentence."""
    lines = [str(s.text) for s in leaflet.sentences() if s.printed]
    text = " ".join(line if line[-1] in ".!?" else f"{line}." for line in lines)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # textstat reads its word lists through pkg_resources
        import textstat  # 240 ms: only for those who ask
    return Reading(
        words=sum(len(line.split()) for line in lines),
        grade=round(textstat.flesch_kincaid_grade(text), 1),
        smog=round(textstat.smog_index(text), 1),
    )
