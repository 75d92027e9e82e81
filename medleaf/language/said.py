"""What is said of a sentence in a language, and what was found in that."""

from collections.abc import Callable
from dataclasses import dataclass

from medleaf.language.approvals import fingerprint
from medleaf.language.catalog import Standing, Translation
from medleaf.model.problem import Problem, Severity
from medleaf.model.text import Sentence


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a leaflet, how it is said in a language, and where it stands."""

    item: Translation
    sentence: Sentence

    @property
    def english(self) -> str:
        """What the source says."""
        return self.item.english

    @property
    def text(self) -> str:
        """What the translation says."""
        return self.item.text

    @property
    def grave(self) -> bool:
        """Whether a wrong word could harm: doses, warnings, contraindications, emergencies."""
        return self.sentence.role.safety

    @property
    def whole(self) -> bool:
        """Whether there are words that a person stands by."""
        return self.item.standing is Standing.TRANSLATED


Sentences = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: what is wrong, and the sentence it is about, if it is about one.

    *mark* is the hash by which it can be waived.
    """

    problem: Problem
    said: Said | None = None

    @property
    def check(self) -> str:
        """The name of the check."""
        return self.problem.code

    @property
    def blocks(self) -> bool:
        """Whether it keeps a sentence from being printed."""
        return self.problem.severity is not Severity.INFO

    @property
    def mark(self) -> str:
        """The hash of the sentence, by which the finding can be waived."""
        return fingerprint(self.said.english, self.said.text) if self.said else ""


Inspect = Callable[[Sentences], tuple[Found, ...]]
