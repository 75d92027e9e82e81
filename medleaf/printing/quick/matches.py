"""Which rules an element matches is asked once for all elements that stand in the same place.

Spares: each selector that might match an element is a function that is called for it. Of the
rows, steps and pictures of a page, and of those of the next page, most stand in the same place:
in the same elements, with the same attributes.

Cannot change the output: what a selector looks at are the names in its compiled form. Where
these are only an element, its attributes, and what it stands in, it answers the same for all
elements of a place; where they look at the element before, too, for all of a place behind
one of that place. Selectors that look at more (further siblings, children, language), or at an
attribute that is no part of the place, are asked for each element. What matched is put in
the same order.

Memory: 4,000 places, and for each part of a sheet a short list for each of them.

Needless once: cssselect2's ``Matcher`` keeps what it found by place.
"""

from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any, NamedTuple

_MOST = 4000
_TABLES = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
_ROWS = ("lang_attr_selectors", "other_selectors")
# What the same place gives the same answer to.
_PLACED = {
    "local_name", "namespace_url", "in_html_document", "id", "classes", "parent", "ancestors",
    "etree_element", "tag", "attrib", "get", "lower", "startswith", "endswith", "split_whitespace",
    "ascii_lower", "any", "next",
}  # fmt: skip
# Attributes that hardly any selector looks at, and that are hardly ever the same.
_OWN = {"style", "src", "alt", "title"}
_NOTHING: list[Any] = []  # one for all places


class _Parts(NamedTuple):
    """The rules of a matcher that had *order* of them, by what they look at.

    *placed* look at the place alone, *beside* at the place of the element before, too. These
    and *others* are entered as if they matched, with what asks them. *answers* are by place what
    matches of the first, and which of the rest to ask; *pairs* by both places what matches of
    the first and second.
    """

    order: int
    placed: Any
    beside: Any
    others: Any
    answers: dict[object, tuple[list[Any], list[Any], list[Any]]]
    pairs: dict[tuple[object, object], list[Any]]


def install() -> None:
    """Put the memory of places in front of the matcher."""
    from cssselect2 import Matcher

    Matcher.match = _match(Matcher.match)


class _Places:
    """Gives elements that stand in the same place the same object."""

    def __init__(self) -> None:
        self._known: dict[Any, object] = {}

    def of(self, element: Any) -> object:
        """Return what stands for all elements in the place of *element*."""
        try:
            return element.quick_place
        except AttributeError:
            pass
        tree, parent = element.etree_element, element.parent
        within = None if parent is None else self.of(parent)
        attributes = (it for it in tree.attrib.items() if it[0] not in _OWN)
        key = within, element.in_html_document, tree.tag, *attributes
        if len(self._known) >= _MOST:
            self._known.clear()
        element.quick_place = found = self._known.setdefault(key, object())
        return found


def _match(match: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    place_of = _Places().of

    def match_placed(self: Any, element: Any) -> list[Any]:
        parts = vars(self).get("quick_places")
        if parts is None or parts.order != self.order:
            parts = self.quick_places = _parted(self)
        place = place_of(element)
        answer = parts.answers.get(place)
        if answer is None:
            rules = parts.placed, parts.beside, parts.others
            answer = tuple(match(part, element) or _NOTHING for part in rules)
            _keep(parts.answers, place, answer)
        found: list[Any] = answer[0]
        if answer[1]:
            before = element.previous
            pair = place, None if before is None else place_of(before)
            found = parts.pairs.get(pair)
            if found is None:
                found = sorted(answer[0] + _matching(answer[1], element))
                _keep(parts.pairs, pair, found)
        if answer[2] and (more := _matching(answer[2], element)):
            return sorted(found + more)
        return found

    return match_placed


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= _MOST:
        kept.clear()
    kept[key] = value


def _matching(rules: list[Any], element: Any) -> list[Any]:
    return [
        (specificity, order, pseudo, payload)
        for specificity, order, pseudo, (test, payload) in rules
        if test(element)
    ]


def _parted(matcher: Any) -> _Parts:
    kind = type(matcher)
    parts = _Parts(matcher.order, kind(), kind(), kind(), {}, {})
    for table in _TABLES:
        for name, entries in getattr(matcher, table).items():
            for part, entry in _sorted(parts, entries):
                getattr(part, table).setdefault(name, []).append(entry)
    for row in _ROWS:
        for part, entry in _sorted(parts, getattr(matcher, row)):
            getattr(part, row).append(entry)
    return parts


def _sorted(parts: _Parts, entries: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield *entries*, each with the part of the rules that it belongs to."""
    for test, specificity, order, pseudo, payload in entries:
        asked = (_always, specificity, order, pseudo, (test, payload))
        seen, within = _seen(test.__code__), _seen_within(test.__code__)
        if seen <= _PLACED:
            yield parts.placed, (test, specificity, order, pseudo, payload)
        elif seen - {"previous"} <= _PLACED and "previous" not in within:
            yield parts.beside, asked
        else:
            yield parts.others, asked


def _always(_element: Any) -> bool:
    return True


def _seen(code: CodeType) -> set[str]:
    """Return what *code* looks at: global names, attributes of objects, and of elements."""
    return {*code.co_names, *_OWN.intersection(code.co_consts), *_seen_within(code)}


def _seen_within(code: CodeType) -> set[str]:
    """Return what *code* looks at of other elements than the one that it is asked for."""
    inner = (_seen(it) for it in code.co_consts if isinstance(it, CodeType))
    return set().union(*inner)
