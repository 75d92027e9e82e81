"""A style that was computed for one document is not computed again for the next.

Spares: the pages of a library have the same sheets and nearly the same tree, so their elements
have the same hundred styles. WeasyPrint computes each property of each of them anew in every
document, and all that is worked out from them: used lengths, Pango contexts, line heights.

Cannot change the output: what an element's own style computes to depends on the values that
rules declare for it, on what it inherits, on the custom properties it names, on the root's
font, and on the language's page size where a length is in ``vw``. All but the last are in the
key, values that rules declare by identity; where the last is asked for, the document's own style
answers.
Rules that inherit what is not inherited, or that declare custom properties, take the old way,
and so do ``::first-letter`` and ``::first-line``. A document gets a copy: what layout changes
in it stays there, and a changed copy shares with those only that were changed in the same way. A
style that WeasyPrint complains of is not kept: each document is to hear of it.

Memory: the 800 styles that were used last, some 10 kB each, with 20 ways to change each; 4,000
heritages and the custom properties that 1,000 sets of declared values name, some kB each.

Needless once: ``StyleFor`` keeps its styles by rules and inherited values, with the sheets.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import cached_property
from operator import itemgetter
from typing import Any
from weakref import proxy

_MOST = 800  # a language in all its formats has 600
_MOST_HERITAGES = 4000
_MOST_DECLARED = 1000
_MOST_CHANGES = 20  # of a style
_AT_ONCE = {"first-letter", "first-line"}
# Read of an element's attributes, so that no two values are one; texts and numbers, in tuples.
_OF_ATTRIBUTES = {"anchor", "counter_reset", "counter_set", "lang"}
# Not inherited, but read of the parent where no rule names them.
_PROPAGATED = {
    "page", "text_decoration_color", "text_decoration_line", "text_decoration_style",
    "text_decoration_thickness",
}  # fmt: skip
# What other mends work out of a style and keep with it: it is the same for all copies.
_WORKED_OUT = {
    "quick_bare", "quick_heritage", "quick_kit", "quick_shape", "quick_sharp", "quick_strut",
    "quick_used",
}  # fmt: skip
# In a custom property, these words make the value depend on more than the property.
_FAR = ("var(", "inherit", "unset", "env(")


class _Depends(BaseException):
    """A value depends on the size of the page."""


class _Sizes(dict[str, Any]):
    """The sizes of a document's first page; they can be hidden for a while."""

    hidden = False

    def __getitem__(self, key: str) -> Any:
        if self.hidden:
            raise _Depends
        return super().__getitem__(key)


def install() -> None:
    """Put the memory of styles in front of ``StyleFor.set_computed_styles``."""
    from weasyprint.css import AnonymousStyle, ComputedStyle, StyleFor
    from weasyprint.css.properties import INHERITED

    ear = _Ear()
    logging.getLogger("weasyprint").addFilter(ear)
    memory = _Memory(ComputedStyle, INHERITED, _twin(ComputedStyle, AnonymousStyle, ear))
    StyleFor.set_computed_styles = _set(StyleFor.set_computed_styles, memory)


def _set(compute: Callable[..., None], memory: "_Memory") -> Callable[..., None]:
    def set_computed_styles(
        self: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: Any = None,
        base_url: Any = None,
        target_collector: Any = None,
    ) -> None:
        known = self.get_computed_styles()
        # Pages and their margin boxes have an element that is a page type.
        if type(self.initial_page_sizes) is not _Sizes:
            self.initial_page_sizes = _Sizes(self.initial_page_sizes)
        if parent is not None and pseudo_type not in _AT_ONCE and hasattr(element, "attrib"):
            cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
            found = memory.twin(
                known[parent, None], known[root, None], cascaded, pseudo_type, base_url, self
            )
            if found is not None:
                known[element, pseudo_type] = found
                if target_collector and found["anchor"]:
                    target_collector.collect_anchor(found["anchor"])
                return
        compute(self, element, parent, root, pseudo_type, base_url, target_collector)

    return set_computed_styles


class _Memory:
    """Styles by what they are computed from."""

    def __init__(self, kind: Any, inherited: set[str], copied: Any) -> None:
        self.kind, self.inherited, self.copied = kind, inherited, copied
        self.heirs = itemgetter(*sorted(inherited | _PROPAGATED))
        self.styles: OrderedDict[Any, Any] = OrderedDict()
        self.heritages: dict[Any, object] = {}
        self.customs: dict[Any, tuple[tuple[str, ...] | None, Any]] = {}

    def twin(
        self, parent: Any, root: Any, cascaded: Any, pseudo_type: Any, base_url: Any, whose: Any
    ) -> Any:
        """Return a copy of the style for a document; None if it must be computed there."""
        inherits, rooted = self.heritage(parent), self.heritage(root)
        if inherits is None or rooted is None:
            return None
        declared = tuple(
            (name, it[0] if name in _OF_ATTRIBUTES else id(it[0]), it[1])
            for name, it in cascaded.items()
        )
        named = self.named(declared, cascaded, parent)
        if named is None:
            return None
        font_config = whose.font_config
        key = (inherits, rooted, pseudo_type, base_url, id(font_config), declared, named)
        kept = self.styles.get(key)
        if kept is None:
            hidden = _Sizes()
            hidden.hidden = True
            kept = self.styles[key] = self.kind(
                parent, cascaded, pseudo_type, root, base_url, font_config, hidden
            )
            kept.quick_loud = []
            if len(self.styles) > _MOST:
                self.styles.popitem(last=False)
        elif kept.quick_loud:
            return None
        else:
            self.styles.move_to_end(key)
        return self.copied(kept, parent, root, whose.initial_page_sizes)

    def heritage(self, style: Any) -> object | None:
        """Return what stands for all that children can inherit of *style*; None if unknowable."""
        try:
            return style.quick_heritage  # type: ignore[no-any-return]
        except AttributeError:
            pass
        sizes = style.initial_page_sizes
        before, sizes.hidden = sizes.hidden, True
        try:
            if len(self.heritages) >= _MOST_HERITAGES:
                self.heritages.clear()
            key = (id(style.font_config), *map(_frozen, self.heirs(style)))
            found = self.heritages.setdefault(key, object())
        except (_Depends, TypeError):  # a list of lists, a set
            found = None
        finally:
            sizes.hidden = before
        style.quick_heritage = found
        return found

    def named(self, declared: tuple[Any, ...], cascaded: Any, parent: Any) -> object | None:
        """Return the custom properties that declared values name; None for the old way."""
        known = self.customs.get(declared)
        if known is None:
            if len(self.customs) >= _MOST_DECLARED:
                self.customs.clear()
            # With the values, lest their addresses are used again.
            known = self.customs[declared] = self.names(cascaded), cascaded
        names = known[0]
        return _texts(_source(parent), names) if names else names

    def names(self, cascaded: Any) -> tuple[str, ...] | None:
        """Return the keys of the custom properties in declared values; None for the old way."""
        from weasyprint.css.tokens import Pending

        names: list[str] = []
        for name, (value, _) in cascaded.items():
            if name.startswith("__"):
                return None
            if isinstance(value, Pending):
                names += _walked(value.tokens)
            elif value == "inherit" and name not in self.inherited:
                return None
        return tuple(names)


def _frozen(value: Any) -> Any:
    return tuple(value) if type(value) is list else value


def _source(style: Any) -> Any:
    """Return the style that *style* has its custom properties from: the next that declares any."""
    try:
        found = style.quick_customs
    except AttributeError:
        above = style.parent_style
        own = above is None or any(name.startswith("__") for name in style.cascaded)
        # A style does not hold itself: nobody would find out that it is not needed any more.
        found = style.quick_customs = None if own else _source(above)
    return style if found is None else found


def _texts(style: Any, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return custom properties of *style*; None where they depend on more than themselves."""
    known = vars(style).setdefault("quick_texts", {})
    if names not in known:
        texts = tuple(_text(style[name]) for name in names)
        far = any(word in text.lower() for text in texts for word in _FAR)
        known[names] = None if far else texts
    return known[names]  # type: ignore[no-any-return]


def _walked(tokens: Any) -> Iterator[str]:
    for token in tokens:
        if token.type == "ident" and token.value.startswith("--"):
            yield token.value.replace("-", "_")
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if inner:
            yield from _walked(inner)


def _text(tokens: Any) -> str:
    from weasyprint.css import tinycss2

    return str(tinycss2.serialize(tokens)) if tokens else ""


class _Ear(logging.Filter):
    """Counts what WeasyPrint complains of."""

    heard = 0

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002
        self.heard += 1
        return True


def _twin(kind: Any, nameless: Any, ear: _Ear) -> Any:
    """Return the class of a document's copies of styles.

    ``quick_source`` is the kept style. What is worked out of a copy is kept with ``quick_of``: the
    same, for as long as nothing differs from it, and then whatever stands for the change.
    """
    copy = _copy(ear)

    class Twin(copy, kind):  # type: ignore[misc,valid-type]
        def __init__(self: Any, kept: Any, parent: Any, root: Any, sizes: Any) -> None:
            _fill(self, kept, parent, root)
            self.__dict__["initial_page_sizes"] = sizes

        @cached_property
        def anonymous_style(self: Any) -> Any:
            return Nameless(self)

    class Nameless(copy, nameless):  # type: ignore[misc,valid-type]
        def __init__(self: Any, parent: Any) -> None:
            kept = _nameless(parent.quick_source)
            _fill(self, kept, parent, parent.root_style)
            self.specified = self

        @cached_property
        def anonymous_style(self: Any) -> Any:
            return Nameless(self)

    return Twin


def _nameless(kept: Any) -> Any:
    """Return the style of nameless boxes in a box of the style *kept*."""
    found = kept.anonymous_style
    if "quick_loud" not in vars(found):
        found.quick_loud = kept.quick_loud
        found.parent_style = proxy(kept)  # they shall not hold each other
    return found


def _fill(copy: Any, kept: Any, parent: Any, root: Any) -> None:
    """Make *copy* what *kept* is, but for its place among the styles of a document."""
    own = vars(copy)
    own.update(vars(kept))
    own.pop("anonymous_style", None)
    own.update(parent_style=parent, root_style=root, cache=parent.cache, quick_source=kept)
    if kept.quick_loud:
        for name in _WORKED_OUT:
            own.pop(name, None)
    else:
        copy.update(kept)
        own["quick_of"] = kept


def _copy(ear: _Ear) -> Any:
    class Copy:
        def __missing__(self: Any, key: str) -> Any:
            kept = self.quick_source
            # A custom property is the document's own, and so is a complaint.
            if key[:2] == "__" or kept.quick_loud:
                return super().__missing__(key)  # type: ignore[misc]
            before = ear.heard
            try:
                value = kept[key]
            except _Depends:
                vars(self).pop("quick_of", None)
                return super().__missing__(key)  # type: ignore[misc]
            if ear.heard != before:
                # From now on each copy computes for itself; this one was complained of.
                kept.quick_loud.append(key)
                vars(self).pop("quick_of", None)
                self.update({name: kept[name] for name in kept.keys() - self.keys()})
            dict.__setitem__(self, key, value)
            return value

        def __setitem__(self: Any, key: str, value: Any) -> None:
            of = vars(self).get("quick_of")
            if of is not None and key[:2] != "__" and not _same(self.quick_source, of, key, value):
                _change(self, of, key, value)
            dict.__setitem__(self, key, value)

        def __setattr__(self: Any, name: str, value: Any) -> None:
            super().__setattr__(name, value)
            if name in _WORKED_OUT and (kept := vars(self).get("quick_of")) is not None:
                vars(kept)[name] = value

    return Copy


class _Changed:
    """What is worked out of copies of a kept style that are all changed in the same way."""

    def __init__(self, changes: dict[str, Any]) -> None:
        self.quick_changes = changes


def _same(kept: Any, of: Any, key: str, value: Any) -> bool:
    changes = vars(of).get("quick_changes", {})
    try:
        return bool((changes[key] if key in changes else kept[key]) == value)
    except _Depends:
        return False


def _change(copy: Any, of: Any, key: str, value: Any) -> None:
    """Let *copy* have what was worked out of others after the same changes, and no more."""
    own, kept = vars(copy), copy.quick_source
    for name in _WORKED_OUT:
        own.pop(name, None)
    changes = {**vars(of).get("quick_changes", {}), key: value}
    changed: dict[Any, _Changed] = vars(kept).setdefault("quick_changed", {})
    try:
        found = changed.get(frozenset(changes.items()))
    except TypeError:  # a value that may be changed itself
        del own["quick_of"]
        return
    if found is None:
        if len(changed) >= _MOST_CHANGES:
            changed.clear()
        found = changed[frozenset(changes.items())] = _Changed(changes)
    own["quick_of"] = found
    own.update((name, it) for name, it in vars(found).items() if name in _WORKED_OUT)
