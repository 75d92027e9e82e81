"""Edition -> HTML in large print: 18 points, one column, as many pages as it takes."""

from pathlib import Path

from medleaf.model.clinic import Clinic
from medleaf.model.edition import Edition
from medleaf.model.page import Html, Paper
from medleaf.printing.flow import Logo, Look, Sizes, compose_column

# Nothing is below 16 points, what RNIB's Clear Print calls large print; large.css holds it too.
_LOOK = Look(
    "flow.html",
    ("flow.css", "large.css"),
    Sizes(text=18.0, title=36.0, heading=23.0, key=20.0, fine=16.0),
)


def compose_large(
    edition: Edition,
    clinic: Clinic,
    paper: Paper,
    templates: Path,
    logo: Logo = None,
    draft: bool = False,
) -> Html:
    """Set *edition* in large print; raise PressError as the composing of a sheet does."""
    return compose_column(edition, clinic, paper, _LOOK, templates, logo, draft)
