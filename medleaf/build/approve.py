"""Signs sentences: what a reviser or a clinician stands by from today on."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from medleaf.build.catalogs import translated_tags
from medleaf.build.library import Library
from medleaf.build.shelves import Pair
from medleaf.language import approvals, po
from medleaf.language.approvals import Signature, Signer, fingerprint
from medleaf.language.catalog import DIRECTIONS, Translation
from medleaf.model.language import SOURCE
from medleaf.model.problem import PressError, Problem, Severity

UNSIGNABLE = "\t\r\n"


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody is about to sign, and what cannot be signed.

    *items* get a signature; *signed* have one in this role; *open* are the problems of
    sentences that cannot be signed. *warnings* are what the signer has to know.
    """

    file: Path
    items: tuple[Translation, ...]
    signatures: tuple[Signature, ...]
    signed: int
    open: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    def files(self) -> dict[Path, str]:
        """Return the file of signatures with the new ones in it."""
        old = approvals.signatures(self.file)
        return {self.file: approvals.dump((*old, *self.signatures))} if self.signatures else {}


def signing(library: Library, pair: Pair, role: Signer, by: str) -> Signing:
    """Return what *by* would sign of the *pair* today, in this *role*.

    The catalog of directions is signed like a leaflet named ``directions``, form by form.
    Raises PressError where the pair is not offered, nobody signs, or the role is
    not one of the language.
    """
    file = library.workspace.approvals(pair.tag)
    _refuse(library, pair, role, by)
    old = {(row.mark, row.role): row for row in approvals.signatures(file)}
    translators = {row.mark: row.translator for row in old.values() if row.translator}
    said, problems = _said(library, pair)
    unsound = {(problem.file, problem.line) for problem in problems}
    items, rows, stopped = [], [], list(problems)
    signed = 0
    unknown: set[Path] = set()
    named = cache(_translator)
    for item in said:
        mark = fingerprint(item.english, item.text)
        if (item.file, item.line) in unsound:
            continue
        if (mark, role) in old:
            signed += 1
            continue
        translator = translators.get(mark) or named(item.file)
        if role is Signer.REVISER and approvals.same_person(by, translator):
            stopped.append(_own_work(item, by))
            continue
        if role is Signer.REVISER and not translator:
            unknown.add(item.file)
        items.append(item)
        rows.append(Signature(mark, role, by, library.today, translator))
    warnings = tuple(_nobody(path) for path in sorted(unknown))
    return Signing(file, tuple(items), tuple(rows), signed, tuple(stopped), warnings)


def _said(library: Library, pair: Pair) -> tuple[tuple[Translation, ...], tuple[Problem, ...]]:
    """Return the sentences of *pair*, and what keeps some of them from being printed."""
    if pair.leaflet == DIRECTIONS:
        spoken = library.spoken(pair.tag)
        return tuple(said.item for said in spoken.said), spoken.problems
    return library.translated(pair).used, library.prepare(pair).problems


def _spoken(library: Library, pair: Pair) -> bool:
    begun = pair.tag == SOURCE or library.workspace.catalog(pair.tag, DIRECTIONS).is_file()
    return pair.leaflet == DIRECTIONS and begun


def _refuse(library: Library, pair: Pair, role: Signer, by: str) -> None:
    place, source = library.workspace, pair.tag == SOURCE
    problems = []
    if not source:
        translated_tags(library, [pair.tag])
    if pair not in library.offered() and not _spoken(library, pair):
        message = f"{pair.leaflet} is not offered in {pair.tag}"
        problems.append(Problem(place.catalog(pair.tag, pair.leaflet), 0, "not-offered", message))
    if not approvals.known_person(by) or any(sign in by for sign in UNSIGNABLE):
        message = "--by must be the name of a person or a role, on one line"
        problems.append(Problem(place.approvals(pair.tag), 0, "signer", message))
    if source and role is Signer.REVISER:
        message = "English is not a translation; it is signed by a clinician: --role clinical"
        problems.append(Problem(place.approvals(pair.tag), 0, "role", message))
    if problems:
        raise PressError(problems)


def _translator(file: Path) -> str:
    """Return who translated the catalog *file*, as far as it says."""
    if file.suffix != ".po":
        return ""
    name = " ".join(po.read(file).fields.get("Last-Translator", "").split())
    return name if approvals.known_person(name) else ""


def _own_work(item: Translation, by: str) -> Problem:
    message = (
        f"{by} translated it (Last-Translator of the catalog); a second person must revise: "
        f"{item.text}"
    )
    return Problem(item.file, item.line, "own-work", message)


def _nobody(file: Path) -> Problem:
    message = (
        "does not say who translated it (Last-Translator in its header), so nobody can tell "
        "that the reviser is a second person"
    )
    return Problem(file, 1, "translator", message, Severity.WARNING)
