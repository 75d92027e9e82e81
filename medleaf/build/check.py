"""Looks at everything that is not a translation: sources, settings, pictures, fonts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medleaf.build.library import Library
from medleaf.build.run import open_library
from medleaf.model.clinic import Clinic
from medleaf.model.leaflet import Leaflet
from medleaf.model.problem import PressError, Problem, Severity
from medleaf.printing import fonts, pictograms
from medleaf.printing.colour import too_pale
from medleaf.source import wording
from medleaf.source.readability import MOST_GRADE, MOST_WORDS, Reading, reading
from medleaf.workspace import Workspace, line_of, read_clinic, read_logo


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: problems, and how hard each leaflet is to read."""

    problems: tuple[Problem, ...]
    readings: dict[str, Reading]

    @property
    def blocked(self) -> bool:
        """Whether any problem keeps something from being printed."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def check(workspace: Workspace) -> Checked:
    """Check leaflets, phrases, settings and fonts; read everything, then tell everything."""
    problems: list[Problem] = []
    library = open_library(workspace)
    try:
        clinic = read_clinic(workspace)
        read_logo(workspace, clinic)
        if message := too_pale(clinic.colour):
            problems.append(Problem(workspace.settings, 0, "contrast", message))
        problems += _favourites(library, clinic)
    except PressError as error:
        problems += error.problems
    leaflets: list[Leaflet] = []
    for name in library.ids:
        try:
            leaflets.append(library.leaflet(name))
        except PressError as error:
            problems += error.problems
    try:
        fonts.verified(workspace.fonts)
        problems += _content(library, leaflets)
    except PressError as error:
        problems += error.problems
    readings = {leaflet.id: reading(leaflet) for leaflet in leaflets}
    for name, measured in readings.items():
        problems += _reading(workspace.leaflet(name), measured)
    return Checked(tuple(sorted(set(problems))), readings)


def _favourites(library: Library, clinic: Clinic) -> list[Problem]:
    file = library.workspace.settings
    line = line_of(file.read_text("utf-8"), "favourites")
    message = f"[desk] favourites: there is no leaflet {{!r}}; there are {', '.join(library.ids)}"
    unknown = [name for name in clinic.desk.favourites if name not in library.ids]
    return [Problem(file, line, "unknown-leaflet", message.format(name)) for name in unknown]


def _content(library: Library, leaflets: list[Leaflet]) -> list[Problem]:
    place, phrases = library.workspace, library.phrases
    problems = []
    for leaflet in leaflets:
        file = place.leaflet(leaflet.id)
        source = file.read_text("utf-8-sig").splitlines()

        def add(text: str, code: str, message: str, severity: Severity = Severity.ERROR) -> None:
            problems.append(Problem(file, _line(source, text), code, message, severity))  # noqa: B023

        for sentence in leaflet.sentences():
            for code, message in wording.faults(sentence):
                add(sentence.text, code, message)
        for text, phrase in wording.near_misses(leaflet, phrases):
            message = (
                f"is almost the phrase {phrase!r}: use the phrase, or say something else: {text}"
            )
            add(text, "near-phrase", message, Severity.WARNING)
        for name in sorted(_pictures(leaflet) - set(pictograms.names(place.templates))):
            add(f"picture: {name}", "picture", f"there is no pictogram {name!r}")
        for gap in sorted(
            fonts.missing_glyphs("".join(s.text for s in leaflet.sentences()), "Latn", place.fonts)
        ):
            add(gap, "glyph", f"no font has {gap!r} (U+{ord(gap):04X})")
    for text, names in wording.unshared(leaflets, phrases).items():
        message = f"stands in {' and '.join(names)}; add it here: {text}"
        problems.append(Problem(place.leaflets / "phrases.yaml", 0, "shared", message))
    return problems


def _pictures(leaflet: Leaflet) -> set[str]:
    """Return the names of the pictograms that *leaflet* asks for."""
    return set(_named(leaflet.model_dump(include={*type(leaflet).model_fields} - {"guide"})))


def _named(value: Any) -> Iterator[str]:
    match value:
        case dict():
            if picture := value.get("picture"):
                yield picture
            yield from _named(tuple(value.values()))
        case tuple():
            for item in value:
                yield from _named(item)


def _reading(file: Path, measured: Reading) -> list[Problem]:
    problems = []
    if measured.grade > MOST_GRADE:
        message = f"reads at grade {measured.grade}; {MOST_GRADE} is the most"
        problems.append(Problem(file, 0, "grade", message))
    if measured.words > MOST_WORDS:
        message = f"has {measured.words} words on paper; {MOST_WORDS} is the most"
        problems.append(Problem(file, 0, "words", message))
    return problems


def _line(source: list[str], text: str) -> int:
    start = text[:40]
    return next((n for n, row in enumerate(source, start=1) if start in row), 0)
