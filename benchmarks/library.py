"""The bundled library in a folder of its own, to be built, changed and measured."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import peers
from benchmarks.peers import Peer
from medleaf.build import ledger
from medleaf.build.library import Library
from medleaf.build.shelves import Pair
from medleaf.build.start import ROOMS
from medleaf.language import po
from medleaf.model.page import Html
from medleaf.printing.compose import compose
from medleaf.workspace import SETTINGS, Workspace, read_clinic

GENERATE = Path(__file__).parent.parent / "generate.py"


@dataclass(frozen=True, slots=True)
class Place:
    """A copy of the bundled library, and the folder its PDFs go to."""

    root: Path
    out: Path

    def command(self, *words: str) -> tuple[str, ...]:
        """Return the command that builds into :attr:`out`."""
        return (*self.generate("build", *words), "--out", str(self.out))

    def generate(self, *words: str) -> tuple[str, ...]:
        """Return a command of the front door."""
        return (sys.executable, str(GENERATE), *words)

    def build(self, *words: str) -> list[str]:
        """Build, and return the names of the PDFs that were printed."""
        done = subprocess.run(
            [*self.command(*words), "--json"], cwd=self.root, capture_output=True, check=True
        )
        return [printed["file"] for printed in json.loads(done.stdout)["printed"]]

    def imports(self) -> set[str]:
        """Return the packages that a build with nothing to do imports."""
        done = subprocess.run(
            [sys.executable, "-X", "importtime", *self.command()[1:]],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=True,
        )
        rows = (row.rpartition("|")[2].strip() for row in done.stderr.splitlines())
        return {name.partition(".")[0] for name in rows}

    @contextmanager
    def changed_sentence(self, tag: str) -> Iterator[None]:
        """Change one translated sentence of baclofen for as long as the block lasts."""
        file = self.place.catalog(tag, "baclofen")
        before = file.read_text("utf-8")
        source = po.parse(before, file)
        first, *others = source.entries
        changed = first.changed(strings=(first.strings[0] + " ",))
        subtitle = others[0].changed(strings=(others[0].strings[0] + ".",))
        file.write_text(po.Po(source.header, (changed, subtitle, *others[1:])).dump(), "utf-8")
        try:
            yield
        finally:
            file.write_text(before, "utf-8")

    def pdfs(self) -> list[Path]:
        """Return all PDFs that lie there."""
        return sorted(self.out.glob("*/*.pdf"))

    def remove_pdfs(self) -> None:
        """Take the PDFs away and leave the ledger, which knows how they were fitted."""
        for file in self.pdfs():
            file.unlink()

    @property
    def online(self) -> Path:
        """The folder of the guide."""
        return self.root / "site"

    def guide(self, *words: str) -> tuple[str, ...]:
        """Return the command that makes the guide beside the PDFs in :attr:`out`."""
        return self.generate("guide", "--prints", str(self.out), *words)

    def site(self) -> None:
        """Print what the guide offers, and leave no site."""
        subprocess.run(self.guide("--json"), cwd=self.root, capture_output=True, check=True)
        shutil.rmtree(self.online)

    def pages_online(self) -> list[Path]:
        """Return all pages of the guide."""
        return sorted(self.online.rglob("*.html"))

    def pages(self) -> list[Peer]:
        """Return the `weasyprint` command for the pages of all PDFs in :attr:`out`."""
        library, there = self.library(), self.place.fonts
        return [
            peers.weasyprint(
                self.html(library, file.stem, file.parent.name),
                self.written / f"{file.parent.name}-{file.stem}",
                there,
            )
            for file in self.pdfs()
        ]

    @property
    def written(self) -> Path:
        """The folder of the pages that :meth:`pages` writes for peers, each in one of its own."""
        return self.root / "pages"

    def peers(self, leaflet: str, tag: str) -> list[Peer]:
        """Return all the peers there are for the page of a PDF in :attr:`out`."""
        folder, place, library = self.root / "peers", self.place, self.library()
        html = self.html(library, leaflet, tag)
        plain = peers.weasyprint(html, folder / "weasyprint", place.fonts)
        chromium = peers.chromium(html, folder / "chromium", place.fonts)
        edition = library.recall(Pair(leaflet, tag)).edition
        typst = peers.typst(
            edition, read_clinic(place), place.templates, folder / "typst", place.fonts
        )
        return [plain, typst, *([chromium] if chromium else [])]

    @property
    def place(self) -> Workspace:
        """The copy as a workspace."""
        return Workspace(self.root)

    def library(self) -> Library:
        """Return all editions as they are now."""
        return Library(self.place, date.today())  # noqa: DTZ011

    def html(self, library: Library, leaflet: str, tag: str) -> Html:
        """Return the page of a PDF in :attr:`out`, fitted as it was."""
        kept = ledger.read(self.out)[f"{tag}/{leaflet}.pdf"].fit
        clinic, edition = read_clinic(self.place), library.recall(Pair(leaflet, tag)).edition
        return compose(edition, clinic, "A4", kept, self.place.templates)


def copy(source: Path, folder: Path) -> Place:
    """Return a copy of the bundled content in *folder*."""
    root = folder / "clinic"
    root.mkdir()
    for room in ROOMS:
        shutil.copytree(source / room, root / room)
    shutil.copy(source / SETTINGS, root)
    return Place(root, folder / "out")
