"""A page with a running element is laid out once.

Spares: a page on which a running element stands (``position: running(head)``) is laid out
again, all of it, since a note may have changed what is on it.

Cannot change the output: only a note takes room where it stands. WeasyPrint asks whether more
running elements were found than when the page was laid out before; "never before" is told to
it as "none before", unless one of those that were found is a note. A page that begins or ends
within a table with collapsed borders is laid out again, as ever: the heights of its rows
depend on what was laid out before.

Memory: none.

Needless once: ``make_page`` asks for notes before it has a page laid out again.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any


def install() -> None:
    """Tell WeasyPrint that a new page had no running elements before."""
    from weasyprint.layout import LayoutContext, page

    LayoutContext.__init__ = _listing(LayoutContext.__init__)
    page.make_page = _once(page.make_page)


class _Pages(defaultdict[int, list[Any]]):
    """The running elements of a name, by page. A page that has none is new, and has an empty list.

    WeasyPrint asks for those of a page before and after that page is laid out.
    """

    def __init__(self) -> None:
        super().__init__(list)
        self.new: set[int] = set()

    def get(self, number: int, _default: Any = None) -> Any:
        if number in self:
            return self[number]
        self.new.add(number)
        return []


def _listing(initial: Callable[..., None]) -> Callable[..., None]:
    def __init__(self: Any, *arguments: Any, **options: Any) -> None:  # noqa: N807
        initial(self, *arguments, **options)
        self.running_elements = defaultdict(_Pages)

    return __init__


def _once(make: Callable[..., Any]) -> Callable[..., Any]:
    def make_page(
        context: Any, root: Any, kind: Any, resume_at: Any, number: int, *others: Any
    ) -> Any:
        names = context.running_elements
        for pages in names.values():
            pages.new.discard(number)
        made = make(context, root, kind, resume_at, number, *others)
        new = [pages for pages in names.values() if number in pages.new]
        found = [element for pages in new for element in pages.get(number)]
        again = any(element.is_note() for element in found)
        if again or (found and (_in_table(root, resume_at) or _in_table(root, made[1]))):
            context.page_maker[number - 1][-1]["content_changed"] = True
        return made

    return make_page


def _in_table(box: Any, resume_at: Any) -> bool:
    """Return whether the place *resume_at* in *box* may be within a table of collapsed borders."""
    while resume_at:
        if len(resume_at) > 1 or box.style["border_collapse"] == "collapse":
            return True
        ((index, resume_at),) = resume_at.items()
        children = getattr(box, "children", ())
        if index >= len(children):
            return False
        box = children[index]
    return False
