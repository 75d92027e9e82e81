"""The bundled library in a folder of its own, to be built, changed and measured."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from medleaf.build import ledger
from medleaf.build.library import Library
from medleaf.build.shelves import Pair
from medleaf.build.start import ROOMS
from medleaf.language import po
from medleaf.model.page import Html
from medleaf.printing import fonts
from medleaf.printing.compose import compose
from medleaf.workspace import SETTINGS, Workspace, read_clinic

GENERATE = Path(__file__).parent.parent / "generate.py"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as files, for the weasyprint command."""

    folder: Path
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


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
        file = Workspace(self.root).catalog(tag, "baclofen")
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

    def pages(self) -> list[Page]:
        """Return the pages of all PDFs in :attr:`out`."""
        return [self.page(file.stem, file.parent.name) for file in self.pdfs()]

    def page(self, leaflet: str, tag: str) -> Page:
        """Write the page of a PDF in :attr:`out` as HTML, with all it needs beside it."""
        kept = ledger.read(self.out)[f"{tag}/{leaflet}.pdf"].fit
        place = Workspace(self.root)
        edition = Library(place, date.today()).prepare(Pair(leaflet, tag)).edition  # noqa: DTZ011
        html = compose(edition, read_clinic(place), "A4", kept, place.templates)
        folder = self.root / "pages" / f"{tag}-{leaflet}"
        folder.mkdir(parents=True, exist_ok=True)
        sheets = _write(html, folder)
        tool = str(Path(sys.executable).with_name("weasyprint"))
        options = [word for sheet in sheets for word in ("--stylesheet", sheet)]
        command = (tool, "--pdf-variant", "pdf/ua-1", *options, "page.html", "page.pdf")
        settings = folder.parent / "fonts.conf"
        settings.write_text(fonts.settings(place.fonts, folder.parent / "fc-cache"), "utf-8")
        return Page(folder, command, {"FONTCONFIG_FILE": str(settings)})


def _write(html: Html, folder: Path) -> list[str]:
    markup = html.markup
    for n, (address, (data, media)) in enumerate(html.resources.items()):
        name = f"r{n}.{media.rpartition('/')[2].partition('+')[0]}"
        (folder / name).write_bytes(data)
        markup = markup.replace(address, name)
    (folder / "page.html").write_text(markup, "utf-8")
    names = []
    for n, style in enumerate(html.styles):
        (folder / f"s{n}.css").write_text(style, "utf-8")
        names.append(f"s{n}.css")
    return names


def copy(source: Path, folder: Path) -> Place:
    """Return a copy of the bundled content in *folder*."""
    root = folder / "clinic"
    root.mkdir()
    for room in ROOMS:
        shutil.copytree(source / room, root / room)
    shutil.copy(source / SETTINGS, root)
    return Place(root, folder / "out")
