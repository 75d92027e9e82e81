"""Pictures for the documents: ``python -m medleaf.faces.screens FOLDER``."""

import io
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from queue import Queue

from medleaf.build.files import save
from medleaf.build.preview import View, views
from medleaf.build.proof import proof
from medleaf.build.shelves import Pair
from medleaf.build.start import start
from medleaf.build.status import status
from medleaf.faces import heat
from medleaf.faces.pictures import pictures
from medleaf.faces.preview import Stand
from medleaf.model.problem import PressError, Problem
from medleaf.printing.proof import Kind
from medleaf.workspace import Workspace

PAIR = Pair("baclofen", "es")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_WIDE, _HIGH = 1400, 800  # pixels
_PATIENCE = 60  # seconds until a server answers
_COLOURS = 64  # keeps a picture below 150 kB
_SLIP = ("2 horas", "12 horas")  # the fault that the picture of the preview shows


def main(folder: Path) -> None:
    """Save pictures of the preview, the status page, a proof and the desk into *folder*."""
    with tempfile.TemporaryDirectory() as room:
        place = Workspace(Path(room) / "clinic")
        start(place.root)
        save(folder / "desk-sheet.png", _at_the_desk(place))
        first, *_ = pictures(proof(place, PAIR, Kind.BILINGUAL).data)
        save(folder / "proof-es.png", first)
        catalog = place.catalog(PAIR.tag, PAIR.leaflet)
        catalog.write_text(catalog.read_text("utf-8").replace(*_SLIP), "utf-8")
        page = Path(room) / "status.html"
        heat.save(status(place), page, place.templates)
        save(folder / "status.png", _seen(page.as_uri()))
        view = next(views(place, PAIR))
        assert view is not None
        with Stand(place, 0, watch=False) as stand:
            stand.show(view)
            threading.Thread(target=stand.serve_forever, daemon=True).start()
            address = f"{stand.address}#s{_faulty(view)}"
            save(folder / "preview-es.png", _seen(address))
            stand.shutdown()


def _at_the_desk(place: Workspace) -> bytes:
    """Return a picture of a leaflet at the desk, which goes on until this program ends."""
    from medleaf.faces.desk.guard import Access
    from medleaf.faces.desk.serve import Terms, listen, serve

    address = Queue[str]()
    terms = Terms(place.root / "out", 1)
    asked = (place, terms, listen("127.0.0.1", 0), Access(), address.put)
    threading.Thread(target=serve, args=asked, daemon=True).start()
    return _seen(
        f"{address.get(timeout=_PATIENCE)}leaflets/{PAIR.leaflet}?language={PAIR.tag}&ui=en"
    )


def _faulty(view: View) -> int:
    return view.faulty[0].row.number if view.faulty else 1


def _seen(address: str) -> bytes:
    """Return a picture of the page at *address*, as a browser shows it."""
    from PIL import Image

    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        message = f"none of {', '.join(_BROWSERS)} is installed; a picture of a page needs one"
        raise PressError([Problem(Path("chromium"), 0, "no-browser", message)])
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "page.png"
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        size = [f"--window-size={_WIDE},{_HIGH}", f"--user-data-dir={room}/profile"]
        command = [browser, *options, *size, f"--screenshot={file}", address]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603  ours
        png = io.BytesIO()
        Image.open(file).convert("RGB").quantize(_COLOURS).save(png, "PNG", optimize=True)
        return png.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
