"""Sends sentences out to translators, and takes in what comes back."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from medleaf.build.catalogs import Catalog, catalogs, translated_tags
from medleaf.build.library import Library
from medleaf.language import locales
from medleaf.language.catalog import Standing, Translation, catalog
from medleaf.language.exchange import Format, comma, sheet, xliff
from medleaf.language.exchange.rows import Parcel, Row, Stage, Unit, base_of, mark_of
from medleaf.language.po import Entry
from medleaf.language.table import form_of
from medleaf.language.update import update
from medleaf.model.problem import PressError, Problem, Severity
from medleaf.workspace import SHARED

_NUMBERS_LOOKED_AT, _NUMBERS_TOLD = 112, 5
ENDINGS = {"xliff": ".xlf", "xlsx": ".xlsx", "csv": ".csv"}


@dataclass(slots=True)
class Taken:
    """What an import would do. Nothing is written yet.

    *files* are the changed catalogs, *problems* what is wrong with rows; *changed*
    rows go in, *unfinished* of them marked as needing work; the others say nothing new.
    """

    tag: str
    files: dict[Path, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    changed: int = 0
    unfinished: int = 0
    same: int = 0

    @property
    def refused(self) -> bool:
        """Whether any row is wrong, not only odd."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def units(library: Library, tag: str, leaflets: Iterable[str] = ()) -> tuple[Unit, ...]:
    """Return the sentences of *leaflets* in the language *tag*, with the shared ones.

    All catalogs of the language if no leaflet is named.
    """
    translated_tags(library, [tag])
    named = tuple(leaflets)
    found = catalogs(library, tag)
    message = f"is not begun in {tag}; `translate update {tag} --leaflet {{}}` begins it"
    problems = [
        Problem(library.workspace.catalog(tag, name), 0, "not-offered", message.format(name))
        for name in named
        if name not in found or name in SHARED
    ]
    if problems:
        raise PressError(problems)
    chosen = (*SHARED, *named) if named else tuple(found)
    return tuple(
        unit for domain in chosen for unit in _units(library, tag, found[domain], set(named))
    )


def _units(library: Library, tag: str, item: Catalog, leaflets: set[str]) -> Iterator[Unit]:
    translations, signed = catalog(item.po.entries, item.file, tag), library.approvals(tag)
    language = locales.language(tag)
    files = {f"leaflets/{name}.yaml" for name in leaflets}
    for message in item.messages:
        if files and message.domain == "phrases" and files.isdisjoint(message.files):
            continue
        for found in translations[message.text].parts:
            stage = _STAGES[found.standing]
            if stage is Stage.TRANSLATED and signed.since((found,), language):
                stage = Stage.SIGNED_OFF
            yield Unit(
                domain=message.domain,
                english=found.english,
                text=found.text,
                stage=stage,
                place="; ".join((*message.places, *_numbers(found, tag))),
                role=message.role,
                match="; ".join(message.literals),
                form=found.form,
            )


def _numbers(found: Translation, tag: str) -> Iterator[str]:
    """Yield of which numbers a plural form tells, where *found* is one."""
    if found.of:
        form = form_of(tag)
        told = [str(n) for n in range(_NUMBERS_LOOKED_AT) if form(n) == found.form][:_NUMBERS_TOLD]
        yield f"for numbers such as {', '.join(told)}"


_STAGES = {
    stage.standing: stage for stage in (Stage.NEEDS_TRANSLATION, Stage.NEEDS_WORK, Stage.TRANSLATED)
}


def export(
    library: Library, tag: str, leaflets: Iterable[str], form: Format, out: Path | None = None
) -> dict[Path, bytes]:
    """Return the file for a translator of *tag*, and where it is to lie.

    Raises PressError where something else lies there: it may be a translator's work.
    """
    found = units(library, tag, leaflets)
    language = locales.language(tag)
    file = out or Path(f"medleaf-{tag}{ENDINGS[form]}")
    match form:
        case "xliff":
            data = xliff.dump(found, language)
        case "xlsx":
            data = sheet.dump(found, language)
        case "csv":
            data = comma.dump(found, tag)
    if file.exists() and not (file.is_file() and file.read_bytes() == data):
        message = "is there already and may be a translator's work; name another with --out"
        raise PressError([Problem(file, 0, "exists", message)])
    return {file: data}


def take(library: Library, file: Path, by: str = "") -> Taken:
    """Return what importing *file* would change, and everything wrong with its rows.

    *by* is written into the changed catalogs as their ``Last-Translator``.
    """
    parcel = _read(file)
    if parcel.tag not in translated_tags(library):
        message = f"the language {parcel.tag!r} is not one of ours; `translate init` begins one"
        raise PressError([Problem(file, 1, "unknown-language", message)])
    found = catalogs(library, parcel.tag)
    taken = Taken(parcel.tag)
    problems = list(parcel.problems)
    good: dict[str, dict[tuple[str, int], Row]] = {}
    known = {
        domain: {
            mark_of(part.english, part.form): part
            for whole in catalog(item.po.entries, item.file, parcel.tag).values()
            for part in whole.parts
        }
        for domain, item in found.items()
    }
    twice = _contradictions(parcel.rows, file)
    for row in parcel.rows:
        if faults := twice.get(row.line) or _misplaced(row, known, file):
            problems += faults
            continue
        now = known[row.domain][row.mark]
        if not _touched(row, now):
            taken.same += 1
            continue
        if not row.text.strip():
            taken.same += 1
            problems.append(_emptied(row, now, file))
            continue
        faults = _faults(library, parcel, row, now)
        problems += faults
        if not any(fault.severity is Severity.ERROR for fault in faults):
            good.setdefault(row.domain, {})[now.key] = row
    for domain, rows in good.items():
        taken.changed += len(rows)
        taken.unfinished += sum(row.stage is Stage.NEEDS_WORK for row in rows.values())
        taken.files |= _put(found[domain], rows, parcel.tag, by)
    taken.problems = tuple(sorted(set(problems)))
    return taken


def _read(file: Path) -> Parcel:
    readers = {".xlf": xliff.read, ".xliff": xliff.read, ".xlsx": sheet.read, ".csv": comma.read}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        message = f"must be one of: {', '.join(readers)}"
        raise PressError([Problem(file, 0, "unknown-format", message)])
    return reader(file)


def _contradictions(rows: Iterable[Row], file: Path) -> dict[int, list[Problem]]:
    """Return the rows that translate a sentence again, and not alike."""
    said: dict[tuple[str, str], Row] = {}
    found: dict[int, list[Problem]] = {}
    for row in rows:
        first = said.setdefault((row.domain, row.mark), row)
        if (first.text, first.stage) != (row.text, row.stage):
            message = f"translates the sentence of row {first.line} again, and not alike"
            for one in (first, row):
                found[one.line] = [Problem(file, row.line, "twice", message)]
    return found


def _misplaced(row: Row, known: dict[str, dict[str, Translation]], file: Path) -> list[Problem]:
    """Return why a row cannot be matched with a sentence of today."""
    if row.domain not in known:
        message = f"there is no catalog {row.domain!r}; there are {', '.join(known)}"
        return [Problem(file, row.line, "unknown-catalog", message)]
    now = known[row.domain].get(row.mark)
    if now and _loose(now.english) != _loose(row.english):
        message = (
            "the English beside it is not the one that was sent: cells were moved or edited; "
            f"sent was: {now.english}"
        )
        return [Problem(file, row.line, "english-edited", message)]
    if now:
        return []
    if mark_of(row.english) == row.mark:
        message = f"its English has changed since the export; export again. It was: {row.english}"
        return [Problem(file, row.line, "english-changed", message)]
    message = f"the hash {row.mark!r} is not of a sentence in {row.domain}; export again"
    return [Problem(file, row.line, "unknown-id", message)]


def _loose(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _touched(row: Row, now: Translation) -> bool:
    """Return whether the translator changed the row, and the catalog does not say so yet."""
    said = base_of(now.english, row.text, row.stage.standing)
    return said not in {row.base, base_of(now.english, now.text, now.standing)}


def _emptied(row: Row, now: Translation, file: Path) -> Problem:
    message = f"the translation was taken away; the catalog keeps: {now.text}"
    return Problem(file, row.line, "emptied", message, Severity.WARNING)


def _faults(library: Library, parcel: Parcel, row: Row, now: Translation) -> list[Problem]:
    """Return what speaks against the new translation in *row*."""
    if row.base and row.base != base_of(now.english, now.text, now.standing):
        message = f"somebody else changed it since the export; the catalog says: {now.text}"
        return [Problem(parcel.file, row.line, "changed-since", message)]
    if row.stage is Stage.NEEDS_WORK:
        return []  # its translator does not stand by it yet; nor will it be printed
    item = Translation(now.english, row.text, Standing.TRANSLATED, parcel.file, row.line)
    return list(library.faults(parcel.tag, item))


def _put(item: Catalog, rows: dict[tuple[str, int], Row], tag: str, by: str) -> dict[Path, str]:
    """Return the catalog with *rows* in it, by the English of their message and their form."""
    entries = []
    for entry in item.po.entries:
        own = {
            form: rows[entry.id, form]
            for form in range(len(entry.strings))
            if (entry.id, form) in rows and not entry.obsolete
        }
        entries.append(_enter(entry, own) if own else entry)
    filled = replace(item.po, entries=tuple(entries))
    if name := " ".join(by.split()):
        filled = filled.with_field("Last-Translator", name)
    return item.with_text(update(filled, item.messages, tag).dump())


def _enter(entry: Entry, rows: dict[int, Row]) -> Entry:
    """Return the entry with the *rows* of its forms in it; it is done when all of them are."""
    strings = tuple(
        rows[form].text if form in rows else text for form, text in enumerate(entry.strings)
    )
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    unsure = any(row.stage is Stage.NEEDS_WORK for row in rows.values())
    if unsure or (entry.fuzzy and len(rows) < len(strings)):
        return entry.changed(strings=strings, flags=("fuzzy", *flags))
    return entry.changed(strings=strings, flags=flags, previous=None)
