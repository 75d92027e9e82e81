"""A value that a rule declares is computed once, not for each element the rule matches.

Spares: most declared values (``4mm``, ``bold``, ``#fff``) mean the same wherever they stand,
yet each element computes them again; a value with ``var()`` is even parsed again.

Cannot change the output: a computed value is kept for the very object that was declared, and
only if it was computed without a look at the style it is for (a style that may not be looked
at is put in its place to find out). A parsed value is kept for the very tokens it was made of.
Only values that cannot be changed are kept. All others take the old way.

Memory: 4,000 values of either kind; all are forgotten when there are more.

Needless once: declared values are computed when the sheet is read, where that is possible.
"""

from collections.abc import Callable
from typing import Any

_MOST = 4000
_FIXED = (str, int, float, tuple, type(None))
# Computed with a look at each other or at the parent's.
_ENTANGLED = {"page", "position", "float", "display"}


def install() -> None:
    """Put the memories in front of what computes and parses values."""
    from weasyprint.css import ComputedStyle
    from weasyprint.css.tokens import Pending

    ComputedStyle.__missing__ = _computed(ComputedStyle.__missing__)
    Pending.solve = _solved(Pending.solve)


class _Depends(Exception):  # noqa: N818  not an error: the old way is taken
    """The value depends on the style it is for."""


class _Unseen:
    """A style that may not be looked at."""

    def __getattr__(self, name: str) -> Any:
        raise _Depends

    def __getitem__(self, key: str) -> Any:
        raise _Depends

    def __contains__(self, key: str) -> bool:
        raise _Depends


def _computed(missing: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
    from weasyprint.css.functions import check_math
    from weasyprint.css.tokens import Pending

    # Which logical properties may take the place of a physical one.
    rivals = {
        name: {logical(block="ttb", inline=inline) for inline in ("ltr", "rtl")}
        for name, logical in PHYSICAL_FUNCTIONS.items()
    }
    none: frozenset[str] = frozenset()
    unseen = _Unseen()
    # By property and declared object: that object, lest its address is used again, and the result.
    known: dict[tuple[str, int], tuple[Any, bool, Any]] = {}

    def __missing__(self: Any, key: str) -> Any:  # noqa: N807
        declared = self.cascaded.get(key)
        if declared is None:
            return missing(self, key)
        value = declared[0]
        found = known.get((key, id(value)))
        if found is None:
            if len(known) >= _MOST:
                known.clear()
            found = known[key, id(value)] = (value, *tried(key, value))
        if found[1] and rivals.get(key, none).isdisjoint(self.cascaded):
            self[key] = found[2]
            return found[2]
        return missing(self, key)

    def tried(key: str, value: Any) -> tuple[bool, Any]:
        """Tell whether the computed value is always the same, and which it is."""
        if (
            key in _ENTANGLED
            or key.startswith(("__", "text_decoration_"))
            or isinstance(value, Pending)
            or (isinstance(value, str) and value in {"inherit", "initial"})
            or check_math(value)
        ):
            return False, None
        try:
            result = COMPUTER_FUNCTIONS[key](unseen, key, value)
        except KeyError:
            result = value
        except _Depends:
            return False, None
        return result is value or isinstance(result, _FIXED), result

    return __missing__


def _solved(solve: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}

    def solve_once(self: Any, tokens: Any, wanted_key: str, base_url: Any) -> Any:
        key = (id(self), wanted_key, base_url, *map(id, tokens))
        found = known.get(key)
        if found is None:
            result = solve(self, tokens, wanted_key, base_url)
            if not isinstance(result, _FIXED):
                return result
            if len(known) >= _MOST:
                known.clear()
            # Held, lest their addresses are used again.
            found = known[key] = self, tokens, result
        return found[2]

    return solve_once
