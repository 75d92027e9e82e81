"""The QR code, and the addresses it stands for. Never any patient data in either."""

import io
from functools import lru_cache

from medleaf.kept import Kept
from medleaf.model.clinic import Clinic
from medleaf.model.language import Language

QUIET = 4  # modules of white around the code, as ISO/IEC 18004 wants


def address(clinic: Clinic, language: Language, leaflet: str, revision: str) -> str:
    """Return where the QR code leads: the guide in the sheet's language.

    The revision lets the guide say whether the sheet is current.
    """
    return f"{_page(clinic, language, leaflet)}/?r={revision}"


def short_address(clinic: Clinic, language: Language, leaflet: str) -> tuple[str, ...]:
    """Return what a reader types to get there, split where a line may break."""
    typed = _page(clinic, language, leaflet).partition("://")[2]
    host, *path = typed.split("/")
    return host, *(f"/{part}" for part in path)


@lru_cache(maxsize=256)
def code(url: str, kept: Kept | None = None) -> bytes:
    """Return *url* as a QR code: a PNG, 1 bit, 1 pixel a module, level M or better.

    What is *kept* is the last one of each page of the guide.
    """
    page, made_from = url.partition("?")[0], f"{url} M {QUIET}".encode()
    if kept and (drawn := kept.get(page, made_from)):
        return drawn
    drawn = _draw(url)
    if kept:
        kept.put(page, made_from, drawn)
    return drawn


def _draw(url: str) -> bytes:
    import qrcode  # as long as most of a page takes, for a code that is mostly known
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.image.pil import PilImage

    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET, box_size=1)
    symbol.add_data(url)
    symbol.make(fit=True)
    target = io.BytesIO()
    symbol.make_image(image_factory=PilImage).save(target, "PNG", optimize=True)
    return target.getvalue()


def _page(clinic: Clinic, language: Language, leaflet: str) -> str:
    return f"{clinic.guide.rstrip('/')}/{language.html}/{leaflet}"
