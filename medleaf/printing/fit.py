"""The fitting ladder: two sides of one sheet, in every language, or an error."""

from collections.abc import Callable
from dataclasses import replace

from medleaf.model.page import Fit, Html, Pdf
from medleaf.model.problem import PressError
from medleaf.printing import ladder
from medleaf.printing.typeset import Laid, lay

_TRIAL = 0.4  # the share of generosity at which the growth of a side is measured
_ROOMY = 40.0  # points of room from which that is tried; with less, half of it
_CLOSE = 3.0  # points of room that are not worth another layout
_TRIES = 3


def fit(
    compose_with: Callable[[Fit], Html], script: str, *, personal: bool = False
) -> tuple[Fit, Pdf]:
    """Find how the sheet fits, as :func:`search` does, and print it.

    Kept, the fit spares the search: ``typeset(compose_with(kept))``.
    """
    found, laid = search(compose_with, script, personal=personal)
    return found, laid.write()


def search(
    compose_with: Callable[[Fit], Html], script: str, *, personal: bool = False
) -> tuple[Fit, Laid]:
    """Find the first rung on which the sheet fits, and give its room back.

    *compose_with* makes the page for a fit; *script* is an ISO 15924 code. A *personal* sheet,
    with directions of any length, may also move text from side 1 to side 2. Raises PressError
    that names the sections, and the lines they have too many, where the last rung does not do.
    """
    laid = None
    rungs = ladder.rungs(script)
    tries = [Fit(rung) for rung in range(rungs)]
    if personal:
        tries += [Fit(rung, moved=moved) for moved in (1, 2) for rung in range(rungs - 2, rungs)]
    for tight in tries:
        laid = lay(compose_with(tight))
        if not laid.problems():
            return _give_back(compose_with, tight, laid)
    raise PressError(laid.problems() if laid else ())


def _give_back(compose_with: Callable[[Fit], Html], tight: Fit, laid: Laid) -> tuple[Fit, Laid]:
    """Widen the gaps of both sides until each ends just above its foot.

    A side grows in proportion to its share, except where the taller of two columns
    changes; so two layouts tell where the third will end, and one more mends the rest.
    """
    best, best_laid = tight, laid
    known = (0.0, 0.0), _rooms(laid)
    shares = (_first(known[1][0]), _first(known[1][1]))
    for _ in range(_TRIES):
        tried = replace(tight, front=shares[0], back=shares[1])
        laid = lay(compose_with(tried))
        if not laid.problems():
            best, best_laid = tried, laid
        rooms = _rooms(laid)
        if best is tried and all(
            room < _CLOSE or share >= 1 for room, share in zip(rooms, shares, strict=True)
        ):
            break
        shares = (
            _next(known[0][0], known[1][0], shares[0], rooms[0]),
            _next(known[0][1], known[1][1], shares[1], rooms[1]),
        )
    return best, best_laid


def _rooms(laid: Laid) -> tuple[float, float]:
    front, back = (
        min((page.room for page in laid.pages if page.side == side), default=0.0) for side in (1, 2)
    )
    return front, back


def _first(room: float) -> float:
    if room <= _CLOSE:
        return 0.0
    return _TRIAL if room > _ROOMY else _TRIAL / 2


def _next(share0: float, room0: float, share: float, room: float) -> float:
    """Return the share at which no room is left, a little less to be safe."""
    if share <= share0 or room0 <= room:
        return share
    wanted = share0 + (room0 - _CLOSE / 2) * (share - share0) / (room0 - room)
    return round(max(0.0, min(1.0, wanted)), 4)
