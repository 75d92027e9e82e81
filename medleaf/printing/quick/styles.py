"""Computed styles start with what no rule touches, and inherit without asking twice.

Spares: a style is a dictionary that computes each of 150 properties when it is first read,
by a long function. For nine of ten the answer is that no rule names it: it is the initial
value, or the parent's.

Cannot change the output: a property is filled in or inherited here only where WeasyPrint's
own function ends with that very value: no rule names it, none of its logical names
(``margin-block-start``) is named by a rule, and its initial value needs no computing.
All others take the old way. Styles of ``::first-letter`` and ``::first-line`` are left
alone: they are read as lists of what has been computed so far.

Memory: a style holds a hundred more references to shared values, for as long as its document.

Needless once: ``ComputedStyle`` fills in initial values when it is made.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

_AT_ONCE = {"first-letter", "first-line"}
# Not inherited, but as good as: where no rule names them, they are the parent's.
_PROPAGATED = {
    "page", "text_decoration_color", "text_decoration_line", "text_decoration_style",
    "text_decoration_thickness",
}  # fmt: skip
# Computed with a look at each other.
_ENTANGLED = {"position", "float", "display"}
_LINE_WIDTHS = (
    "border_top_width", "border_right_width", "border_bottom_width", "border_left_width",
    "column_rule_width", "outline_width",
)  # fmt: skip
_MOST_SETS = 2000  # sets of properties that rules name together


def install() -> None:
    """Give styles their initial values at once, and a short way to inherited ones."""
    from weasyprint.css import AnonymousStyle, ComputedStyle
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

    special = INHERITED | _PROPAGATED | _ENTANGLED | set(INITIAL_NOT_COMPUTED)
    plain = {
        key: value
        for key, value in INITIAL_VALUES.items()
        if key not in special and key[:16] != "text_decoration_"
    }
    # Without a line to draw, whatever its width, the width computes to zero.
    widths = {key: key.replace("_width", "_style") for key in _LINE_WIDTHS}
    physical: dict[str, set[str]] = {}
    for name, logical in PHYSICAL_FUNCTIONS.items():
        for inline in ("ltr", "rtl"):
            physical.setdefault(logical(block="ttb", inline=inline), set()).add(name)

    @lru_cache(_MOST_SETS)
    def untouched(named: frozenset[str]) -> dict[str, Any]:
        touched = set(named).union(*(physical.get(name, ()) for name in named))
        filled = {key: value for key, value in plain.items() if key not in touched}
        filled.update(
            (key, 0)
            for key, style in widths.items()
            if key not in touched and filled.get(style) == "none"
        )
        return filled

    heirs = frozenset(INHERITED - set(PHYSICAL_FUNCTIONS)) | _PROPAGATED
    ComputedStyle.__init__ = _filled(ComputedStyle.__init__, untouched)
    ComputedStyle.__missing__ = _inherited(ComputedStyle.__missing__, heirs)
    AnonymousStyle.__init__ = _anonymous(AnonymousStyle.__init__, plain)
    AnonymousStyle.__missing__ = _handed_down(AnonymousStyle.__missing__, heirs)


def _filled(
    initial: Callable[..., None], untouched: Callable[[frozenset[str]], dict[str, Any]]
) -> Callable[..., None]:
    def __init__(self: Any, parent: Any, cascaded: Any, pseudo: Any, *others: Any) -> None:  # noqa: N807
        if pseudo not in _AT_ONCE:
            self.update(untouched(frozenset(cascaded)))
        initial(self, parent, cascaded, pseudo, *others)

    return __init__


def _inherited(missing: Callable[..., Any], heirs: frozenset[str]) -> Callable[..., Any]:
    def __missing__(self: Any, key: str) -> Any:  # noqa: N807
        if key in heirs and key not in self.cascaded and self.parent_style is not None:
            value = self[key] = self.parent_style[key]
            return value
        return missing(self, key)

    return __missing__


def _anonymous(initial: Callable[..., None], plain: dict[str, Any]) -> Callable[..., None]:
    def __init__(self: Any, parent: Any) -> None:  # noqa: N807
        self.update(plain)
        initial(self, parent)

    return __init__


def _handed_down(missing: Callable[..., Any], heirs: frozenset[str]) -> Callable[..., Any]:
    def __missing__(self: Any, key: str) -> Any:  # noqa: N807
        if key not in heirs:
            return missing(self, key)
        parent = self.parent_style
        if "quick_heir" not in vars(self):
            # The first time, take all that the parent knows already.
            self.quick_heir = True
            self.update({name: parent[name] for name in heirs & (parent.keys() - self.keys())})
        value = self[key] = parent[key]
        return value

    return __missing__
