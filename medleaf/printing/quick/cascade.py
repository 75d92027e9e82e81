"""Styles of pseudo-elements are made when somebody asks for them.

Spares: the user agent's sheet names six pseudo-elements (``::marker``, ``::footnote-call``
…) for every element, so WeasyPrint makes six styles for each; most are never looked at.

Cannot change the output: a style is a function of its rules and of its parent's style. Both
are kept, and the same code makes it from them, only later. Where a rule gives a
pseudo-element an anchor, which is collected when the style is made, it is made at once.
So are styles of ``::first-letter`` and ``::first-line``: they are read as lists of what
has been computed so far.

Memory: the rules, for as long as the document.

Needless once: ``StyleFor`` makes styles of pseudo-elements in its ``__call__``.
"""

from collections.abc import Callable
from typing import Any

_AT_ONCE = {"first-letter", "first-line"}


def install() -> None:
    """Make ``StyleFor`` put off the styles of pseudo-elements."""
    from weasyprint.css import StyleFor

    StyleFor.set_computed_styles = _put_off(StyleFor.set_computed_styles)
    StyleFor.__call__ = _make_up(StyleFor.__call__)


def _put_off(compute: Callable[..., None]) -> Callable[..., None]:
    def set_computed_styles(
        self: Any, element: Any, parent: Any, pseudo_type: Any = None, **options: Any
    ) -> None:
        key = element, pseudo_type
        # Pages and their margin boxes have an element that is a page type.
        later = (
            pseudo_type is not None
            and pseudo_type not in _AT_ONCE
            and element is parent
            and hasattr(element, "attrib")
        )
        if later:
            rules = self._cascaded_styles.get(key, {})
            if "anchor" not in rules:
                self.__dict__.setdefault("_later", {})[key] = rules, parent, options
                return
        compute(self, element, parent, pseudo_type=pseudo_type, **options)

    def compute_now(self: Any, key: Any) -> None:
        rules, parent, options = self._later.pop(key)
        self._cascaded_styles[key] = rules
        try:
            compute(self, key[0], parent, pseudo_type=key[1], **options)
        finally:
            del self._cascaded_styles[key]

    set_computed_styles.now = compute_now  # type: ignore[attr-defined]
    return set_computed_styles


def _make_up(call: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.css import StyleFor

    now = StyleFor.set_computed_styles.now

    def style_for(self: Any, element: Any, pseudo_type: Any = None) -> Any:
        if pseudo_type is not None:
            key = element, pseudo_type
            if key in self.__dict__.get("_later", ()):
                now(self, key)
        return call(self, element, pseudo_type)

    return style_for
