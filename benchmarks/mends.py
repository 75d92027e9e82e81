"""What the mends of tags cost: the same sheets written with and without, turn about."""

import json
import logging
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import apart

_TURNS = 5


def measure(root: Path) -> dict[str, float]:
    """Return the ratio of rendering with the mends to rendering without, by script; and ``all``."""
    found: dict[str, float] = apart("benchmarks.mends", root)
    return found


def _places() -> list[tuple[Any, str]]:
    """Where the mends are put."""
    from weasyprint import document, pdf
    from weasyprint.pdf import metadata, stream, tags

    return [
        (document, "generate_pdf"),
        (pdf, "build_fonts_dictionary"),
        (pdf, "add_tags"),
        (stream.Stream, "add_font"),
        (stream.Stream, "marked"),
        (tags, "_build_box_tree"),
        (metadata.DocumentMetadata, "generate_rdf_metadata"),
    ]


def main(root: Path) -> None:
    """Lay out every edition once, and write it both ways."""
    from medleaf.build.library import Library
    from medleaf.model.page import Fit
    from medleaf.printing import fonts, tags, typeset
    from medleaf.printing.compose import compose
    from medleaf.workspace import Workspace, read_clinic

    place = Workspace(root)
    fonts.use(place.fonts)
    install, tags.install = tags.install, lambda: None
    typeset.load()
    logging.disable(logging.CRITICAL)  # what is not mended complains
    plain = [getattr(thing, name) for thing, name in _places()]
    install()
    mended = [getattr(thing, name) for thing, name in _places()]
    library = Library(place, date.today())  # noqa: DTZ011
    clinic = read_clinic(place)
    with_mends: defaultdict[str, float] = defaultdict(float)
    without: defaultdict[str, float] = defaultdict(float)
    for pair in library.offered():
        edition = library.prepare(pair).edition
        began = time.process_time()
        laid = typeset.lay(compose(edition, clinic, "A4", Fit(), place.templates))
        layout = time.process_time() - began
        taken: dict[bool, list[float]] = {True: [], False: []}
        for turn in range(2 * _TURNS + 2):
            ways = mended if turn % 2 else plain
            for (thing, name), way in zip(_places(), ways, strict=True):
                setattr(thing, name, way)
            began = time.process_time()
            laid.document.write_pdf(pdf_variant="pdf/ua-1")
            taken[bool(turn % 2)].append(time.process_time() - began)
        for script in (edition.language.script, "all"):
            with_mends[script] += layout + min(taken[True][1:])
            without[script] += layout + min(taken[False][1:])
    ratios = {script: with_mends[script] / without[script] for script in without}
    sys.stdout.write(json.dumps(ratios))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
