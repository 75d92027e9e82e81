"""What the rules say of elements is put together once for all that match the same ones.

Spares: WeasyPrint weighs each declaration of each rule that matches an element, twenty for each.
And the user agent's sheet names six pseudo-elements (``::marker``, ``::footnote-call`` …) for
every element, so it matches six rules more, merges six cascades and makes six styles for each;
most are never looked at.

Cannot change the output: which rules match an element, and which of them wins, depends on the
tree and the sheets, and neither changes. What the same rules say is the same; an element that
says something itself takes the old way. The style of a pseudo-element is a function of its rules
and of its parent's style; the same code makes it from them, when somebody asks for it. Where any
rule gives a pseudo-element an anchor, which is collected when the style is made, the whole
document takes the old way.

Memory: the rules of a sheet once more, by pseudo-element, for as long as the sheet; the
wrapped elements, for as long as the document; what rules say together, for 16 sets of sheets.

Needless once: ``StyleFor`` keeps cascades by rules, and looks those of pseudo-elements up in its
``__call__``.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from math import inf
from typing import Any
from weakref import ref

_BY_NAME = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
_IN_ROWS = ("lang_attr_selectors", "other_selectors")
_PSEUDO, _PAYLOAD = 3, 4  # of an entry in one of them
_MOST, _MOST_SHEETS = 4000, 16
_known: OrderedDict[Any, tuple[list[Any], "_Cascades"]] = OrderedDict()


def install() -> None:
    """Make ``StyleFor`` know elements alone, until it is asked for more."""
    from weasyprint.css import StyleFor

    StyleFor.__init__ = _init(StyleFor.__init__)
    StyleFor.__call__ = _call(StyleFor.__call__)


_Match = Callable[[Any], list[Any]]
_Matches = tuple[list[Any], ...]  # the rules of each sheet that match an element


class _Cascades:
    """What *sheets*, each with its origin and own specificity, say together of elements."""

    def __init__(self, sheets: list[tuple[Any, str, Any]]) -> None:
        self._sheets = sheets
        self._of_lists: dict[tuple[int, ...], tuple[_Matches, dict[str, Any], list[Any]]] = {}
        self._of_rules: dict[Any, tuple[dict[str, Any], list[Any]]] = {}

    def of(self, matches: _Matches) -> tuple[dict[str, Any], list[Any]]:
        """Return what *matches* say, and a rule that stands for all of them and says nothing."""
        key = (*map(id, matches),)
        found = self._of_lists.get(key)
        if found is None:
            if len(self._of_lists) >= _MOST:
                self._of_lists.clear()
            found = self._of_lists[key] = (matches, *self._put_together(matches))
        return found[1:]

    def _put_together(self, matches: _Matches) -> tuple[dict[str, Any], list[Any]]:
        # The same rules are found in several places, whose elements can share a style.
        key = (
            *((n, id(rule[3][0]), rule[0]) for n, rules in enumerate(matches) for rule in rules),
        )
        if key not in self._of_rules:
            said: dict[str, Any] = {}
            for (sheet, origin, own), rules in zip(self._sheets, matches, strict=True):
                for specificity, _, _, (declarations, layer) in rules:
                    order = inf if layer is None else sheet.layers.index(layer)
                    for weight, name, value in _ranked(
                        declarations, origin, order, own or specificity
                    ):
                        if name not in said or said[name][1] <= weight:
                            said[name] = value, weight
            self._of_rules[key] = said, [(None, 0, None, ([], None))] if said else []
        return self._of_rules[key]


class _Sheet:
    """A style sheet whose matcher knows the rules of elements only.

    The first of a document matches for all of them.
    """

    def __init__(self, sheet: Any, match: _Match) -> None:
        self.layers, self.page_rules, self.match = sheet.layers, sheet.page_rules, match

    @property
    def matcher(self) -> "_Sheet":
        """What is asked; not kept, so that it does not hold itself."""
        return self


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

    def part(
        self, sheets: list[tuple[Any, str, Any]], cascaded: Callable[[], dict[Any, Any]]
    ) -> list[tuple[Any, str, Any]] | None:
        """Return *sheets* with the rules of elements only; None where one gives an anchor.

        What rules say is entered among the *cascaded* styles as soon as they are looked for.
        """
        for sheet, origin, specificity in sheets:
            parts = _parts(sheet.matcher)
            if parts is None:
                return None
            self.sheets.append((sheet, origin, specificity, parts))
        together = _cascades(self.sheets)
        asked: list[_Match] = [parts[None].match for *_, parts in self.sheets]
        waiting: list[list[Any]] = []

        def match(element: Any) -> list[Any]:
            tree = element.etree_element
            self.elements[tree] = element
            matches = (*(ask(element) for ask in asked),)
            styles = cascaded()
            if (tree, None) in styles:
                waiting[:] = matches[:0:-1]
                return matches[0]
            said, rule = together.of(matches)
            if said:
                styles[tree, None] = said.copy()
            return rule

        def others(_element: Any) -> list[Any]:
            return waiting.pop() if waiting else []

        return [
            (_Sheet(sheet, others if n else match), origin, own)
            for n, (sheet, origin, own) in enumerate(sheets)
        ]

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


def _cascades(sheets: list[tuple[Any, str, Any, dict[str | None, Any]]]) -> _Cascades:
    """Return what *sheets* say together, as far as it is known from documents before."""
    key = (*((id(parts), origin, own) for _, origin, own, parts in sheets),)
    if key not in _known:
        if len(_known) >= _MOST_SHEETS:
            _known.popitem(last=False)
        # The sheets are kept too, so that nothing else gets their identity.
        _known[key] = sheets, _Cascades([it[:3] for it in sheets])
    _known.move_to_end(key)
    return _known[key][1]


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
        mine = ref(self)  # which holds the sheets: nothing may hold each other
        kept = rules.part(sheets, lambda: mine()._cascaded_styles)  # type: ignore[union-attr]
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
