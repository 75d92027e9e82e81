"""WeasyPrint as it comes, warm: the pages of our PDFs by processes that print one after another.

The peer is given what costs it least: the finished HTML, one font configuration for each
process, and style sheets that are parsed once.
"""

import multiprocessing
import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _style(text: str) -> Any:
    from weasyprint import CSS

    return CSS(string=text, font_config=_fonts())


def write(folder: Path) -> None:
    """Print ``page.html`` in *folder*, as `peers.write` left it, into ``page.pdf``."""
    from weasyprint import HTML

    styles = [_style(file.read_text("utf-8")) for file in sorted(folder.glob("s*.css"))]
    HTML(filename=folder / "page.html").write_pdf(
        folder / "page.pdf", stylesheets=styles, font_config=_fonts(), pdf_variant="pdf/ua-1"
    )


def main(pages: Path, workers: int) -> None:
    """Print every page below *pages* with *workers* processes."""
    folders = sorted(file.parent for file in pages.glob("*/page.html"))
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for _ in pool.imap_unordered(write, folders):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
