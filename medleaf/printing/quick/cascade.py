"""Rules of pseudo-elements are looked up when somebody asks for the pseudo-element.

Spares: the user agent's sheet names six pseudo-elements (``::marker``, ``::footnote-call``
…) for every element, so WeasyPrint matches six rules, merges six cascades and makes six styles
for each; most are never looked at.

Cannot change the output: which rules match an element, and which of them wins, depends on the
tree and the sheets, and neither changes. A style is a function of its rules and of its
parent's style; the same code makes it from them, only later. Where any rule gives a
pseudo-element an anchor, which is collected when the style is made, the whole document takes
the old way.

Memory: the rules of a sheet once more, by pseudo-element, for as long as the sheet; the
wrapped elements, for as long as the document.

Needless once: ``StyleFor`` looks rules of pseudo-elements up in its ``__call__``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from math import inf
from typing import Any

_BY_NAME = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
_IN_ROWS = ("lang_attr_selectors", "other_selectors")
_PSEUDO, _PAYLOAD = 3, 4  # of an entry in one of them


def install() -> None:
    """Make ``StyleFor`` know elements alone, until it is asked for more."""
    from weasyprint.css import StyleFor

    StyleFor.__init__ = _init(StyleFor.__init__)
    StyleFor.__call__ = _call(StyleFor.__call__)


class _Sheet:
    """A style sheet whose matcher knows the rules of elements only, and remembers the elements."""

    def __init__(self, sheet: Any, parts: dict[str | None, Any], elements: dict[Any, Any]) -> None:
        self.layers, self.page_rules, self.matcher = sheet.layers, sheet.page_rules, self
        self._match, self._elements = parts[None].match, elements

    def match(self, element: Any) -> list[Any]:
        self._elements[element.etree_element] = element
        return self._match(element)  # type: ignore[no-any-return]


class _Rules:
    """The rules of pseudo-elements in all sheets of a document."""

    def __init__(self, html: Any, target_collector: Any) -> None:
        self.options = {
            "root": html.etree_element,
            "base_url": html.base_url,
            "target_collector": target_collector,
        }
        self.elements: dict[Any, Any] = {}
        self.sheets: list[tuple[Any, str, Any, dict[str | None, Any]]] = []
        self.asked: set[tuple[Any, str]] = set()

    def part(self, sheets: list[tuple[Any, str, Any]]) -> list[tuple[Any, str, Any]] | None:
        """Return *sheets* with the rules of elements only; None where one gives an anchor."""
        kept = []
        for sheet, origin, specificity in sheets:
            parts = _parts(sheet.matcher)
            if parts is None:
                return None
            self.sheets.append((sheet, origin, specificity, parts))
            kept.append((_Sheet(sheet, parts, self.elements), origin, specificity))
        return kept

    def of(self, element: Any, pseudo_type: str) -> dict[str, Any] | None:
        """Return what the rules say of a pseudo-element, as WeasyPrint keeps it; None if nothing.

        By name: the value and its weight. The greatest weight wins, and of equals the last.
        """
        ranked: list[tuple[tuple[Any, ...], str, Any]] | None = None
        for sheet, origin, own, parts in self.sheets:
            if pseudo_type in parts:
                for specificity, _, _, (declarations, layer) in parts[pseudo_type].match(element):
                    order = inf if layer is None else sheet.layers.index(layer)
                    ranked = ranked or []
                    ranked.extend(_ranked(declarations, origin, order, own or specificity))
        if ranked is None:
            return None
        ranked.sort(key=lambda rule: rule[0])
        return {name: (value, weight) for weight, name, value in ranked}


def _ranked(
    declarations: Any, origin: str, order: float, specificity: Any
) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    from weasyprint.css import declaration_precedence

    for name, value, importance in declarations:
        yield (declaration_precedence(origin, importance), order, specificity), name, value


def _parts(matcher: Any) -> dict[str | None, Any] | None:
    """Return the rules of *matcher* by pseudo-element, None for those of elements.

    Kept with the matcher until it gets more rules.
    """
    made, parts = vars(matcher).get("quick_parts", (None, None))
    if made != matcher.order:
        parts = _parted(matcher)
        matcher.quick_parts = matcher.order, parts
    return parts or None


def _parted(matcher: Any) -> dict[str | None, Any]:
    parts: dict[str | None, Any] = defaultdict(type(matcher))
    parts[None]  # there may be no rule for elements
    for table in _BY_NAME:
        for name, entries in getattr(matcher, table).items():
            for entry in entries:
                getattr(parts[entry[_PSEUDO]], table).setdefault(name, []).append(entry)
    for row in _IN_ROWS:
        for entry in getattr(matcher, row):
            getattr(parts[entry[_PSEUDO]], row).append(entry)
    anchored = any(
        name == "anchor"
        for part in (part for pseudo_type, part in parts.items() if pseudo_type)
        for entry in _entries(part)
        for name, _, _ in entry[_PAYLOAD][0]
    )
    return {} if anchored else dict(parts)


def _entries(matcher: Any) -> Iterator[Any]:
    for table in _BY_NAME:
        yield from chain.from_iterable(getattr(matcher, table).values())
    for row in _IN_ROWS:
        yield from getattr(matcher, row)


def _init(initial: Callable[..., None]) -> Callable[..., None]:
    def __init__(  # noqa: N807
        self: Any, html: Any, sheets: Any, hints: Any, font_config: Any, target_collector: Any
    ) -> None:
        rules = _Rules(html, target_collector)
        kept = rules.part(sheets)
        self.quick_rules = None if kept is None else rules
        initial(self, html, kept or sheets, hints, font_config, target_collector)

    return __init__


def _call(call: Callable[..., Any]) -> Callable[..., Any]:
    def style_for(self: Any, element: Any, pseudo_type: Any = None) -> Any:
        rules = self.quick_rules
        if pseudo_type is not None and rules is not None and element in rules.elements:
            key = element, pseudo_type
            if key not in rules.asked:
                rules.asked.add(key)
                _make(self, rules, key)
        return call(self, element, pseudo_type)

    return style_for


def _make(style_for: Any, rules: _Rules, key: tuple[Any, str]) -> None:
    element, pseudo_type = key
    said = rules.of(rules.elements[element], pseudo_type)
    if said is None:
        return
    style_for._cascaded_styles[key] = said
    try:
        style_for.set_computed_styles(
            element, parent=element, pseudo_type=pseudo_type, **rules.options
        )
    finally:
        del style_for._cascaded_styles[key]
