"""Pictures of real pages for the README: ``python -m medleaf.faces.pictures FOLDER``."""

import io
import sys
import tempfile
from pathlib import Path

from medleaf.build.run import Order, build
from medleaf.workspace import find

SHOWN = ("en", "ar", "ur", "hi", "zh_Hans")
WIDTH = 620  # pixels
COLOURS = 64  # enough for a page of few inks, at a quarter of the bytes


def pictures(data: bytes) -> list[bytes]:
    """Return a PNG of each page of the PDF in *data*."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    made = []
    for page in document:
        image = page.render(scale=WIDTH / page.get_width()).to_pil().quantize(COLOURS)
        png = io.BytesIO()
        image.save(png, "PNG", optimize=True)
        made.append(png.getvalue())
    document.close()
    return made


def main(folder: Path) -> int:
    """Print baclofen in a few scripts and save a picture of each side into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    order = Order(("baclofen",), SHOWN, ("A4",))
    with tempfile.TemporaryDirectory() as out, build(find(Path.cwd()), order, Path(out)) as done:
        report, outcomes = done
        for _ in outcomes:
            pass
        for printed in report.printed:
            for side, png in enumerate(pictures(printed.data), start=1):
                (folder / f"baclofen-{printed.target.pair.tag}-{side}.png").write_bytes(png)
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
