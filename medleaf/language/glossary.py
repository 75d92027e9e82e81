"""The words that must be said the same everywhere: ``glossary.tsv`` of a language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from medleaf.model.problem import PressError, Problem

COLUMNS = ("english", "translation", "note", "forbidden")
# Words that a wrong or changing translation makes dangerous; those the leaflets use are listed.
KEY_WORDS = (
    "allergic", "antidote", "bleeding", "blood test", "breastfeeding", "breathing", "dizzy",
    "dose", "drowsy", "emergency", "fever", "heart", "inhaler", "kidney", "liver", "missed dose",
    "overdose", "pharmacist", "poison centre", "pregnant", "prescriber", "puff", "rash",
    "seizure", "side effects", "spacer", "stroke", "supplement", "surgery", "swallow", "swelling",
    "tablet", "withdrawal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. *forbidden* are translations that must not be used for it."""

    english: str
    translation: str = ""
    note: str = ""
    forbidden: tuple[str, ...] = ()
    line: int = 0

    @property
    def use(self) -> tuple[str, ...]:
        """The forms of *translation*, divided by commas; ``stem*`` is any word that begins so."""
        return tuple(form for part in self.translation.split(",") if (form := part.strip()))


def read(file: Path) -> tuple[Term, ...]:
    """Read a glossary, none where there is no file; raise PressError with each wrong line."""
    try:
        source = file.read_bytes().decode("utf-8-sig") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot be read as UTF-8 text: {error}"
        raise PressError([Problem(file, 0, "unreadable", message)]) from error
    terms: dict[str, Term] = {}
    problems = []
    for number, row in enumerate(source.replace("\r\n", "\n").split("\n"), start=1):
        cells = [cell.strip() for cell in row.split("\t")]
        if not row.strip() or (number == 1 and cells[0] == COLUMNS[0]):
            continue
        english, translation, note, forbidden = (*cells, "", "", "")[: len(COLUMNS)]
        if len(cells) > len(COLUMNS) or not english:
            message = f"must have the columns {', '.join(COLUMNS)}, divided by tabs"
            problems.append(Problem(file, number, "glossary", message))
        elif english.casefold() in terms:
            message = f"{english!r} is there already, in line {terms[english.casefold()].line}"
            problems.append(Problem(file, number, "duplicate", message))
        else:
            words = tuple(word.strip() for word in forbidden.split(";") if word.strip())
            terms[english.casefold()] = Term(english, translation, note, words, number)
    if problems:
        raise PressError(problems)
    return tuple(terms.values())


def dump(terms: Iterable[Term]) -> str:
    """Return the file of *terms*, sorted by their English."""
    rows = [COLUMNS]
    rows += [
        (term.english, term.translation, term.note, "; ".join(term.forbidden))
        for term in sorted(terms, key=lambda term: (term.english.casefold(), term.english))
    ]
    return "".join("\t".join(cells).rstrip("\t") + "\n" for cells in rows)


def grow(
    old: Iterable[Term], explained: Mapping[str, str], said: Mapping[str, str], english: str
) -> tuple[Term, ...]:
    """Return *old* with the terms it lacks; what a person wrote is never changed.

    *explained* are the leaflets' own terms and their meaning, *said* what catalogs say
    for a whole text, *english* all sentences, in which key words are looked for.
    """
    kept = {term.english.casefold(): term for term in old}
    found = {word: "" for word in KEY_WORDS if word in english.casefold()} | dict(explained)
    for word, meaning in found.items():
        note = " ".join(meaning.split())
        text = " ".join(said.get(word, "").split())
        kept.setdefault(word.casefold(), Term(word, text, note))
    return tuple(kept.values())
