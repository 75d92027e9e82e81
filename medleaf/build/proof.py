"""An edition for reviewers who work on paper."""

from dataclasses import replace

from medleaf.build.job import Press
from medleaf.build.run import Order, choose, open_library
from medleaf.build.sentences import Row, rows
from medleaf.build.sheet import sheet, warm
from medleaf.build.shelves import Pair
from medleaf.model.page import Paper, Pdf
from medleaf.printing.places import Place
from medleaf.printing.proof import Kind, Proven, compose_proof
from medleaf.printing.typeset import typeset
from medleaf.workspace import Workspace, read_clinic, read_logo


def proof(workspace: Workspace, pair: Pair, kind: Kind, paper: Paper | None = None) -> Pdf:
    """Return the proof of an edition, finished or not.

    Raises PressError for a pair that is not offered, and where no page can be made.
    """
    clinic, library = read_clinic(workspace), open_library(workspace)
    choose(library, Order((pair.leaflet,), (pair.tag,)), clinic)
    press = Press(clinic, read_logo(workspace, clinic), workspace.templates, workspace.fonts)
    prepared = library.prepare(pair)
    edition = prepared.edition
    warm(press)
    size = paper or clinic.paper
    made = sheet(edition, press, size)

    def proven(row: Row) -> Proven:
        unfit = row.message.text in edition.missing
        stand = made.places.get(row.message.text if unfit else row.translation.text)
        return Proven(
            row.number,
            row.message.text,
            row.translation.text,
            row.message.role,
            "; ".join(row.message.places),
            _whole(stand) if stand else None,
        )

    sentences = tuple(proven(row) for row in rows(library, pair, prepared))
    pictures = tuple((page.png, page.width, page.height) for page in made.pages)
    return typeset(
        compose_proof(edition, clinic, size, sentences, pictures, workspace.templates, kind)
    )


def _whole(stand: tuple[Place, ...]) -> Place:
    """Return the rectangle around all lines that follow the first one closely."""
    first, *others = stand
    around = first
    for place in others:
        below = place.y - (around.y + around.height)
        if place.page != first.page or not -place.height < below < place.height:
            break
        x, right = min(around.x, place.x), max(around.x + around.width, place.x + place.width)
        bottom = max(around.y + around.height, place.y + place.height)
        around = replace(around, x=x, width=right - x, height=bottom - around.y)
    return around
