"""What lies in a workspace, by name and by hash: no leaflet is read for it."""

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from medleaf.build import revisions
from medleaf.build.files import digest_of, mark_of
from medleaf.build.revisions import Revision
from medleaf.model.language import SOURCE
from medleaf.workspace import SHARED, Workspace


class Pair(NamedTuple):
    """A leaflet and a language in which it is offered."""

    leaflet: str
    tag: str


class Shelves:
    """The leaflets and languages of a workspace, and what was published of them."""

    def __init__(self, workspace: Workspace) -> None:
        """Look at *workspace*; each file is looked at when it is first asked for, once."""
        self.workspace = workspace
        self._mark: Callable[[Path], bytes] = cache(mark_of)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The leaflets there are, by name."""
        return tuple(file.stem for file in self.workspace.leaflet_files)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return self.workspace.tags

    @cached_property
    def published(self) -> dict[tuple[str, str, str], Revision]:
        """What was once published, by leaflet, language and revision."""
        rows = revisions.read(self.workspace.revisions)
        return {(row.leaflet, row.language, row.revision): row for row in rows}

    @cached_property
    def _published(self) -> dict[Pair, list[Revision]]:
        """The same by leaflet and language."""
        found: dict[Pair, list[Revision]] = {}
        for row in self.published.values():
            found.setdefault(Pair(row.leaflet, row.language), []).append(row)
        return found

    def published_of(self, pair: Pair) -> tuple[Revision, ...]:
        """Return the texts of *pair* that were published."""
        return tuple(self._published.get(pair, ()))

    def knows(self, revision: Revision) -> bool:
        """Return whether this text was published before."""
        return (revision.leaflet, revision.language, revision.revision) in self.published

    def revisions(self, pair: Pair, *new: Revision) -> str:
        """Return the texts of *pair* that were published, with *new*, as one word."""
        return " ".join(sorted({row.revision for row in (*self.published_of(pair), *new)}))

    def offered(self) -> tuple[Pair, ...]:
        """Return the pairs that have a catalog of the leaflet's name; English has all."""
        return tuple(
            Pair(name, tag)
            for name in self.ids
            for tag in self.tags
            if tag == SOURCE or self.workspace.catalog(tag, name).is_file()
        )

    def files(self, pair: Pair) -> tuple[Path, ...]:
        """Return every content file that the pair's edition is made from."""
        place, tag = self.workspace, pair.tag
        return (
            place.leaflet(pair.leaflet),
            place.leaflets / "phrases.yaml",
            place.locale(tag),
            place.approvals(tag),
            place.waivers(tag),
            place.glossary(tag),
            *(place.catalog(tag, domain) for domain in (*SHARED, pair.leaflet)),
        )

    def digest(self, pair: Pair) -> str:
        """Return one hash over the pair's files; a file of many pairs is read once."""
        return digest_of(self.files(pair), self._mark)
