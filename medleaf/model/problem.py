"""What can be wrong, said once, in one shape."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a problem weighs: an error blocks, a warning asks, information tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a person has to mend, and where.

    *line* is counted from 1; 0 stands for the file as a whole. *code* is stable
    and documented; *message* says what is wrong and how to mend it.
    """

    file: Path
    line: int
    code: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{place}: {self.code}: {self.message}"


class PressError(Exception):
    """The work cannot go on. Carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["PressError"], tuple[tuple[Problem, ...]]]:
        """Travel between processes with all problems."""
        return type(self), (self.problems,)
