"""A document is freed as soon as nobody has it, without being looked for.

Spares: what a layout knows of itself refers to a function that refers to it, so that Python's
collector has to find each laid-out document, box by box, among all that is there.

Cannot change the output: the function refers to the layout as before, but does not hold it. The
pages hold it, for whoever draws them.

Memory: less.

Needless once: ``get_image_from_uri`` is a method of ``LayoutContext``.
"""

from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import proxy


def install() -> None:
    """Let pages hold the layout, and nothing that it holds."""
    from weasyprint.document import Document

    built: list[Any] = []
    build, render = Document._build_layout_context.__func__, Document._render.__func__
    Document._build_layout_context = classmethod(_loose(build, built))
    Document._render = classmethod(_held(render, built))


def _loose(build: Callable[..., Any], built: list[Any]) -> Callable[..., Any]:
    def build_layout_context(cls: type, *arguments: Any) -> Any:
        context = build(cls, *arguments)
        fetch = context.get_image_from_uri
        context.get_image_from_uri = partial(
            fetch.func, *fetch.args, **fetch.keywords | {"context": proxy(context)}
        )
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
