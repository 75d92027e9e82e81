"""The fitting ladder: two sides of one sheet, in every language, or an error."""

from collections.abc import Callable
from dataclasses import replace

from medleaf.model.page import Fit, Html, Pdf
from medleaf.model.problem import PressError
from medleaf.printing import ladder
from medleaf.printing.typeset import Laid, lay

_TRIAL = 0.4  # the share of generosity at which the growth of a side is measured
_ROOMY = 40.0  # points of room from which that is tried; with less, half of it
_CLOSE = 3.0  # points of room that are left, to be safe, and are not worth another layout
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
    compose_with: Callable[[Fit], Html],
    script: str,
    *,
    personal: bool = False,
    close: float = _CLOSE,
) -> tuple[Fit, Laid]:
    """Find the first rung on which the sheet fits, and give its room back.

    *compose_with* makes the page for a fit; *script* is an ISO 15924 code. A *personal* sheet,
    with directions of any length, may also move text from side 1 to side 2. *close* is the room
    of a side, in points, that is not worth another layout. Raises PressError that names the
    sections, and the lines they have too many, where the last rung does not do.
    """
    laid = None
    rungs = ladder.rungs(script)
    tries = [Fit(rung) for rung in range(rungs)]
    if personal:
        tries += [Fit(rung, moved=moved) for moved in (1, 2) for rung in range(rungs - 2, rungs)]
    for tight in tries:
        laid = lay(compose_with(tight))
        if not laid.problems():
            return loosen(compose_with, tight, laid, close)
    raise PressError(laid.problems() if laid else ())


def loosen(
    compose_with: Callable[[Fit], Html], tight: Fit, laid: Laid, close: float = _CLOSE
) -> tuple[Fit, Laid]:
    """Widen the gaps of all sides until each ends just above its foot.

    *laid* is how the sheet, or a side of it, looks as *tight* as can be.

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
            room < close or share >= 1 for room, share in zip(rooms, shares, strict=True)
        ):
            break
        shares = (
            _next(known[0][0], known[1][0], shares[0], rooms[0]),
            _next(known[0][1], known[1][1], shares[1], rooms[1]),
        )
    return best, best_laid


def _rooms(laid: Laid) -> tuple[float, float]:
    return room(laid, 1), room(laid, 2)


def room(laid: Laid, side: int) -> float:
    """Return the points that are left of a side; none where it was not laid out."""
    return min((page.room for page in laid.pages if page.side == side), default=0.0)


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
