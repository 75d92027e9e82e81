"""Sheets that differ on side 1 alone: side 2 is laid out once, for all of them.

A side begins on a page of its own and knows nothing of the other one, so a document of two pages
that were laid out apart is, byte for byte, the one that was laid out whole; in every script
``tests/test_halves.py`` holds that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from medleaf.model.page import Fit, Html
from medleaf.printing.fit import loosen, room, search
from medleaf.printing.typeset import Laid, joined, lay

_SIDE = re.compile(r'<section data-side="(\d)".*?</section>', re.DOTALL)
_ROOM = 36.0  # points that may be left of side 1 where it is set as the leaflet's own


@dataclass(frozen=True, slots=True)
class Like:
    """The sheet that others are like: how it fits, and what it looks like."""

    fit: Fit
    laid: Laid


def like(compose_with: Callable[[Fit], Html], script: str) -> Like:
    """Return how the sheet fits that others are like; raises PressError where it does not."""
    return Like(*search(compose_with, script, close=_ROOM / 2))


def search_front(compose_with: Callable[[Fit], Html], like: Like) -> tuple[Fit, Laid] | None:
    """Find how a sheet fits whose side 2 is that of *like*, None where another search must tell.

    That is where side 2 differs, and where side 1 does not fit in type of the same size.
    """
    whole = compose_with(like.fit)
    if half(whole, 2).markup != half(like.laid.html, 2).markup:
        return None

    def front(tried: Fit) -> Html:
        return half(compose_with(replace(tried, back=like.fit.back)), 1)

    found, laid = like.fit, lay(half(whole, 1))
    if laid.problems() or room(laid, 1) > _ROOM:
        tight = replace(like.fit, front=0.0)
        laid = lay(front(tight))
        if laid.problems():
            return None
        found, laid = loosen(front, tight, laid, _ROOM / 2)
        found = replace(found, back=like.fit.back)
        whole = compose_with(found)
    return found, joined(whole, laid, like.laid)


def half(html: Html, side: int) -> Html:
    """Return the page with *side* 1 or 2 of its sheet alone."""
    markup = _SIDE.sub(lambda found: found[0] if found[1] == str(side) else "", html.markup)
    return replace(html, markup=markup, sides=1)
