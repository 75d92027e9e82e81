"""Which rules an element matches is asked once for all elements that stand in the same place.

Spares: each selector that might match an element is a function that is called for it. Of the
rows, steps and pictures of a page, and of those of the next page, most stand in the same place:
in the same elements, with the same attributes.

Cannot change the output: what a selector looks at are the names in its compiled form. Where
these are only an element, its attributes, and what it stands in, it answers the same for all
elements of a place. Selectors that look at more (siblings, children, language), or at an
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


class _Parts(NamedTuple):
    """The rules of a matcher that had *order* of them: *placed* ones, and *others*.

    The others are entered as if they matched, with what asks them. *answers* are by place the
    placed ones that match, and the others to be asked.
    """

    order: int
    placed: Any
    others: Any
    answers: dict[object, tuple[list[Any], list[Any]]]


def install() -> None:
    """Put the memory of places in front of the matcher."""
    from cssselect2 import Matcher

    Matcher.match = _match(Matcher.match)


def _match(match: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    places: dict[Any, object] = {}

    def place_of(element: Any) -> object:
        """Return what stands for all elements in the place of *element*."""
        try:
            return element.quick_place
        except AttributeError:
            pass
        tree, parent = element.etree_element, element.parent
        within = None if parent is None else place_of(parent)
        attributes = (it for it in tree.attrib.items() if it[0] not in _OWN)
        key = within, element.in_html_document, tree.tag, *attributes
        found = places.get(key)
        if found is None:
            if len(places) >= _MOST:
                places.clear()
            found = places[key] = object()
        element.quick_place = found
        return found

    def match_placed(self: Any, element: Any) -> list[Any]:
        parts = vars(self).get("quick_places")
        if parts is None or parts.order != self.order:
            parts = self.quick_places = _parted(self)
        place = place_of(element)
        answer = parts.answers.get(place)
        if answer is None:
            if len(parts.answers) >= _MOST:
                parts.answers.clear()
            answer = match(parts.placed, element), match(parts.others, element)
            parts.answers[place] = answer
        found, others = answer
        more = [
            (specificity, order, pseudo, payload)
            for specificity, order, pseudo, (test, payload) in others
            if test(element)
        ]
        return sorted(found + more) if more else found

    return match_placed


def _parted(matcher: Any) -> _Parts:
    parts = _Parts(matcher.order, type(matcher)(), type(matcher)(), {})
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
        if _asked(test.__code__) <= _PLACED:
            yield parts.placed, (test, specificity, order, pseudo, payload)
        else:
            yield parts.others, (_always, specificity, order, pseudo, (test, payload))


def _always(_element: Any) -> bool:
    return True


def _asked(code: CodeType) -> set[str]:
    """Return what *code* looks at: global names, attributes of objects, and of elements."""
    inner = (it for it in code.co_consts if isinstance(it, CodeType))
    return {*code.co_names, *_OWN.intersection(code.co_consts)}.union(*map(_asked, inner))
