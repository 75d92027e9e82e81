"""Other ways to make a page with the same words, QR code and tags, to be measured beside ours.

The `weasyprint` command and Chromium print our own HTML. Typst has a language of its own: its
page is made from the same outline, in two sides of one column, with the same fonts.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.page import Html
from medleaf.printing import fonts, qr
from medleaf.printing.outline import Grid, Section, outline
from medleaf.printing.page import Page, bands_of, page_of, review_of

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Peer:
    """A command that makes ``page.pdf`` in *folder*."""

    name: str
    folder: Path
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


def write(html: Html, folder: Path) -> list[str]:
    """Write *html* and all it needs into *folder*; return the names of its style sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    markup = html.markup
    for n, (address, (data, media)) in enumerate(html.resources.items()):
        name = f"r{n}.{media.rpartition('/')[2].partition('+')[0]}"
        (folder / name).write_bytes(data)
        markup = markup.replace(address, name)
    names = [f"s{n}.css" for n in range(len(html.styles))]
    for name, style in zip(names, html.styles, strict=True):
        (folder / name).write_text(style, "utf-8")
    (folder / "page.html").write_text(markup, "utf-8")
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in names)
    (folder / "linked.html").write_text(markup.replace("</head>", f"{links}</head>"), "utf-8")
    return names


def weasyprint(html: Html, folder: Path, fonts_folder: Path) -> Peer:
    """Return the `weasyprint` command on *html*."""
    tool = str(Path(sys.executable).with_name("weasyprint"))
    options = [word for sheet in write(html, folder) for word in ("--stylesheet", sheet)]
    command = (tool, "--pdf-variant", "pdf/ua-1", *options, "page.html", "page.pdf")
    return Peer("weasyprint command", folder, command, settings(folder.parent, fonts_folder))


def chromium(html: Html, folder: Path, fonts_folder: Path) -> Peer | None:
    """Return Chromium on *html*, tagged; None where there is none."""
    tool = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if tool is None:
        return None
    write(html, folder)
    profile = f"--user-data-dir={folder / 'profile'}"
    switches = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    tagged = ("--export-tagged-pdf", "--print-to-pdf=page.pdf", str(folder / "linked.html"))
    env = settings(folder.parent, fonts_folder)
    return Peer("Chromium", folder, (tool, *switches, profile, *tagged), env)


def typst(edition: Edition, clinic: Clinic, templates: Path, folder: Path, fonts: Path) -> Peer:
    """Return Typst on the words of *edition*, as PDF/UA-1."""
    folder.mkdir(parents=True, exist_ok=True)
    page = page_of(edition, clinic, templates)
    (folder / "qr.png").write_bytes(qr.code(page.values["url"]))
    (folder / "page.typ").write_text("\n".join(_typst(page)), "utf-8")
    return Peer("Typst", folder, (sys.executable, "-c", compiled(folder, fonts)))


def compiled(folder: Path, fonts: Path) -> str:
    """Return the Python that makes ``page.pdf`` of ``page.typ`` in *folder*."""
    options = f"font_paths=[{str(fonts)!r}], ignore_system_fonts=True, pdf_standards='ua-1'"
    source, target = str(folder / "page.typ"), str(folder / "page.pdf")
    return f"import typst; typst.compile({source!r}, output={target!r}, {options})"


def pages(pdf: Path) -> int:
    """Return how many pages *pdf* has, and make sure that it is one."""
    done = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True)
    (row,) = (row for row in done.stdout.splitlines() if row.startswith("Pages:"))
    return int(row.split()[1])


def settings(folder: Path, fonts_folder: Path) -> dict[str, str]:
    """Return what shows a peer our fonts alone; its files are kept in *folder*."""
    file = folder / "fonts.conf"
    file.write_text(fonts.settings(fonts_folder, folder / "fc-cache"), "utf-8")
    return {"FONTCONFIG_FILE": str(file)}


# ------------------------------------------------------------------ the page in Typst


def _said(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _typst(page: Page) -> Iterator[str]:
    edition = page.edition
    leaflet, words, language = edition.leaflet, edition.words, edition.language
    families = ", ".join(json.dumps(name) for name in fonts.stack(language.script))
    title = json.dumps(page.plain(leaflet.title), ensure_ascii=False)
    tag = language.html.partition("-")[0]
    yield f"#set document(title: {title})"
    yield '#set page("a4", margin: 12mm)'
    yield f'#set text(font: ({families},), size: 9.5pt, lang: "{tag}", dir: {language.direction})'
    yield "#set par(leading: 0.5em, spacing: 0.6em)"
    for text, _ in bands_of(edition, draft=False):
        yield f"#rect(width: 100%, fill: luma(220))[{_said(page.plain(text))}]"
    yield f"= {_said(page.plain(leaflet.title))}\n\n{_said(page.plain(leaflet.subtitle))}\n"
    yield _said(page.plain(words.pack)) + "\n"
    sections = outline(edition, page.clinic)
    for n, section in enumerate(sections):
        if n == len(sections) // 2:
            yield "#pagebreak()"
        yield from _section(page, section, 2)
    text, values = review_of(edition)
    address = json.dumps(page.values["url"])
    yield f'#image("qr.png", width: 22mm, alt: {address})\n{_said(page.values["url"])}\n'
    yield f"{_said(page.plain(words.revision))}\n\n{_said(page.plain(text, **values))}\n"


def _section(page: Page, section: Section, level: int) -> Iterator[str]:
    yield f"\n{'=' * level} {_said(page.plain(section.heading))}\n"
    if section.strong:
        yield f"*{' '.join(_said(page.plain(text)) for text in section.strong)}*\n"
    for texts in (section.text, (section.call,) if section.call else ()):
        if texts:
            yield " ".join(_said(page.plain(text)) for text in texts) + "\n"
    mark = "+" if section.numbered else "-"
    for point in section.points:
        yield f"{mark} {_said(page.plain(point.text))}"
    if section.grid:
        yield _table(page, section.grid)
    if section.note:
        yield "\n" + " ".join(_said(page.plain(text)) for text in section.note) + "\n"
    for inner in section.sections:
        yield from _section(page, inner, level + 1)


def _table(page: Page, grid: Grid) -> str:
    def cells(row: tuple[str, ...]) -> str:
        return ", ".join(f"[{_said(page.plain(text))}]" for text in row)

    rows = [cells(row) for row in grid.rows] + ["[], " * len(grid.head)] * grid.blank
    body = "".join(f"{row.rstrip(', ')},\n" for row in rows)
    return f"#table(columns: {len(grid.head)}, table.header({cells(grid.head)}),\n{body})"
