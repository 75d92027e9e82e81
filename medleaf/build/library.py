"""All leaflets in all languages: what is offered, and what became of each edition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from medleaf.build import revisions
from medleaf.build.revisions import Revision
from medleaf.language import approvals, checks, locales, po
from medleaf.language.approvals import Approvals
from medleaf.language.catalog import (
    SHARED,
    Lookup,
    Standing,
    Translation,
    catalog,
)
from medleaf.language.translate import Check, translate
from medleaf.model.edition import Edition, State
from medleaf.model.leaflet import Leaflet
from medleaf.model.problem import PressError, Problem
from medleaf.model.text import Text
from medleaf.model.words import Words
from medleaf.source.leaflets import leaflet_files, read_leaflet, read_phrases
from medleaf.workspace import Workspace


class Pair(NamedTuple):
    """A leaflet and a language in which it is offered."""

    leaflet: str
    tag: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition, the translations in it, and everything that keeps it from being printed."""

    edition: Edition
    used: tuple[Translation, ...]
    problems: tuple[Problem, ...]
    revision: Revision


class Library:
    """The leaflets of a workspace; each file is read when it is first asked for, once."""

    def __init__(self, workspace: Workspace, today: date) -> None:
        """Open *workspace*; *today* dates texts that were never published before."""
        self.workspace = workspace
        self.today = today
        self.leaflet: Callable[[str], Leaflet] = cache(self._leaflet)
        self._lookup: Callable[[str], Lookup] = cache(self._read_lookup)
        self._check: Callable[[str], Check] = cache(self._read_check)
        self.approvals: Callable[[str], Approvals] = cache(self._read_approvals)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The leaflets there are, by name."""
        return tuple(file.stem for file in leaflet_files(self.workspace.leaflets))

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return locales.tags(self.workspace)

    @cached_property
    def words(self) -> Words:
        """The page's own words, in English."""
        return Words()

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The sentences that leaflets share."""
        return frozenset(read_phrases(self.workspace.leaflets / "phrases.yaml"))

    @cached_property
    def published(self) -> dict[tuple[str, str, str], Revision]:
        """What was once published, by leaflet, language and revision."""
        rows = revisions.read(self.workspace.revisions)
        return {(row.leaflet, row.language, row.revision): row for row in rows}

    def knows(self, revision: Revision) -> bool:
        """Return whether this text was published before."""
        return (revision.leaflet, revision.language, revision.revision) in self.published

    def revisions(self, pair: Pair, *new: Revision) -> str:
        """Return the texts of *pair* that were published, with *new*, as one word."""
        known = {row.revision for key, row in self.published.items() if key[:2] == pair}
        return " ".join(sorted(known | {row.revision for row in new}))

    def offered(self) -> tuple[Pair, ...]:
        """Return the pairs that have a catalog of the leaflet's name; English has all."""
        return tuple(
            Pair(name, tag)
            for name in self.ids
            for tag in self.tags
            if tag == locales.SOURCE or self.workspace.catalog(tag, name).is_file()
        )

    def files(self, pair: Pair) -> tuple[Path, ...]:
        """Return every content file that the pair's edition is made from."""
        place, tag = self.workspace, pair.tag
        return (
            place.leaflet(pair.leaflet),
            place.leaflets / "phrases.yaml",
            place.locale(tag),
            place.approvals(tag),
            *(place.catalog(tag, domain) for domain in (*SHARED, pair.leaflet)),
        )

    def prepare(self, pair: Pair) -> Prepared:
        """Return the pair's edition; raise PressError where a file cannot be read at all."""
        language = locales.language(pair.tag)
        leaflet = self.leaflet(pair.leaflet)
        done = translate(
            leaflet, self.words, self._lookup(pair.tag), self.phrases, self._check(pair.tag)
        )
        reviewed = self.approvals(pair.tag).since(done.used, language)
        mark = revisions.revision_of(done.leaflet)
        changed = leaflet.changes[-1].text if leaflet.changes else "First edition."
        revision = self.published.get((leaflet.id, pair.tag, mark)) or Revision(
            leaflet.id, pair.tag, mark, self.today, revisions.safety_of(leaflet), changed
        )
        if done.problems:
            state = State.INCOMPLETE
        else:
            state = State.APPROVED if reviewed else State.UNREVIEWED
        edition = Edition(
            leaflet=done.leaflet,
            words=done.words,
            language=language,
            state=state,
            revision=mark,
            published=revision.date,
            reviewed=reviewed,
            missing=done.missing,
        )
        return Prepared(edition, done.used, done.problems, revision)

    def withdrawn(self, pair: Pair) -> bool:
        """Return whether sheets went out that say an old dose or warning."""
        safety = revisions.safety_of(self.leaflet(pair.leaflet))
        rows = [r for r in self.published.values() if (r.leaflet, r.language) == pair]
        return any(row.safety != safety for row in rows)

    def _leaflet(self, name: str) -> Leaflet:
        return read_leaflet(self.workspace.leaflet(name))

    def _read_approvals(self, tag: str) -> Approvals:
        return approvals.read(self.workspace.approvals(tag))

    def _read_check(self, tag: str) -> Check:
        market = locales.market(self.workspace, tag)
        language = locales.language(tag)
        return lambda item: checks.check(item, language, market)

    def _read_lookup(self, tag: str) -> Lookup:
        """Return how to find a translation; English is its own."""
        if tag == locales.SOURCE:
            return lambda domain, text: Translation(
                text, text, Standing.TRANSLATED, self._source(domain), 0
            )
        read = cache(lambda domain: self._catalog(tag, domain))

        def find(domain: str, text: Text) -> Translation:
            file = self.workspace.catalog(tag, domain)
            nothing = Translation(text, "", Standing.UNTRANSLATED, file, 0)
            return read(domain).get(text, nothing)

        return find

    def _source(self, domain: str) -> Path:
        match domain:
            case "interface":
                return self.workspace.templates
            case "phrases":
                return self.workspace.leaflets / "phrases.yaml"
        return self.workspace.leaflet(domain)

    def _catalog(self, tag: str, domain: str) -> dict[str, Translation]:
        file = self.workspace.catalog(tag, domain)
        if domain in SHARED and not file.is_file():
            message = f"the catalog is missing; `translate update {tag}` makes it"
            raise PressError([Problem(file, 0, "no-catalog", message)])
        return catalog(po.read(file), file)
