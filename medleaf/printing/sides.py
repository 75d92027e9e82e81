"""A finished PDF -> one that lies right on paper: an even number of sides, sheets to fold."""

import hashlib
import io
from dataclasses import replace
from typing import Any

from medleaf.model.page import Pdf


def even(pdf: Pdf) -> Pdf:
    """Return *pdf* with an even number of pages, so that what is printed next begins a sheet."""
    if pdf.pages % 2 == 0:
        return pdf
    with opened(pdf) as document:
        box = document.pages[-1].mediabox
        document.add_blank_page(page_size=(float(box[2]), float(box[3])))
        return saved(document, pdf)


def two_sided(document: Any, pdf: Any) -> None:
    """Let *pdf*, which WeasyPrint makes of *document*, ask printers for both sides of the paper.

    Pages are turned on their long edge, as in a book (``/Duplex``, ISO 32000-1, 12.2).
    """
    if len(document.pages) > 1:
        pdf.catalog["ViewerPreferences"]["Duplex"] = "/DuplexFlipLongEdge"


def opened(pdf: Pdf) -> Any:
    """Return *pdf* as a document of pikepdf."""
    import pikepdf  # only where pages are added or put together

    return pikepdf.open(io.BytesIO(pdf.data))


def saved(document: Any, pdf: Pdf) -> Pdf:
    """Return *document*, made from *pdf*; the same document always gives the same bytes."""
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    data = target.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return replace(pdf, data=data, pages=len(document.pages), digest=digest)
