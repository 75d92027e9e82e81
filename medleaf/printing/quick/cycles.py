"""A document is freed as soon as nobody has it, without being looked for.

Spares: what a layout knows of itself refers to a function that refers to it; a style and that of
nameless boxes refer to each other, and so do a picture and all pictures of its document, and
elements while they are parsed and afterwards. So Python's collector has to find each document,
piece by piece, among all that is there.

Cannot change the output: the function refers to the layout as before, but does not hold it. The
pages hold it, for whoever draws them; with it goes what styles and pictures hold, and who asks a
style for another again gets an equal one. A nameless style is still its own specified style, but
does not hold itself. Elements let go of each other when the parser has handed out what it made.

Memory: less.

Needless once: ``get_image_from_uri`` is a method of ``LayoutContext``, an ``AnonymousStyle``
refers to its parent weakly, and tinyhtml5's parser empties its tree.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import proxy

_NAMELESS = "anonymous_style"


def install() -> None:
    """Let pages hold the layout, and nothing that it holds; let styles and elements go."""
    from tinyhtml5.parser import HTMLParser
    from weasyprint.css import AnonymousStyle, InitialStyle
    from weasyprint.document import Document

    built: list[Any] = []
    build, render = Document._build_layout_context.__func__, Document._render.__func__
    Document._build_layout_context = classmethod(_loose(build, built))
    Document._render = classmethod(_held(render, built))
    AnonymousStyle.specified = InitialStyle.specified = _Itself()
    HTMLParser.parse = _emptied(HTMLParser.parse)


def _loose(build: Callable[..., Any], built: list[Any]) -> Callable[..., Any]:
    def build_layout_context(
        cls: type, html: Any, font_config: Any, counters: Any, profiles: Any, options: Any
    ) -> Any:
        context = build(cls, html, font_config, counters, profiles, options)
        fetch = context.get_image_from_uri
        context.get_image_from_uri = partial(
            fetch.func, *fetch.args, **fetch.keywords | {"context": proxy(context)}
        )
        own = {} if options["cache"] is not None else fetch.keywords["cache"]
        context.quick_end = _End(context.style_for.get_computed_styles(), own)
        built[:] = [context]
        return context

    return build_layout_context


def _held(render: Callable[..., Any], built: list[Any]) -> Callable[..., Any]:
    def render_held(cls: type, *arguments: Any) -> Any:
        document = render(cls, *arguments)
        for page in document.pages:
            page.quick_context = built[0]
        built.clear()
        return document

    return render_held


class _End:
    """What is left to do when nobody has a layout any more."""

    def __init__(self, styles: dict[Any, Any], images: dict[str, Any]) -> None:
        self._styles, self._images = styles, images

    def __del__(self) -> None:
        self._images.clear()
        for style in self._styles.values():
            below = style
            while below is not None:
                below = vars(below).pop(_NAMELESS, None)


class _Itself:
    """An attribute that is what it is an attribute of."""

    def __get__(self, whose: Any, kind: type) -> Any:
        return whose

    def __set__(self, whose: Any, value: Any) -> None:
        assert value is whose


def _emptied(parse: Callable[..., Any]) -> Callable[..., Any]:
    def parse_emptied(self: Any, *arguments: Any, **options: Any) -> Any:
        made = parse(self, *arguments, **options)
        left = [self.tree.document]
        self.tree.reset()
        while left:
            element = left.pop()
            element.parent = None
            left += element._children
        return made

    return parse_emptied
