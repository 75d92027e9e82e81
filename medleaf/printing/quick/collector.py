"""The garbage collector comes between two pages, not every 700 objects.

Spares: a laid-out page is a hundred thousand objects that refer to each other, and while it
grows Python looks through the youngest of them some forty times, mostly for nothing. Before the
next page nearly all of them are garbage; what is not is looked at again only now and then.

Cannot change the output: the collector frees what nothing can reach.

Memory: the garbage of some pages lies around until the next sweep, and what outlived two of them
longer: every eighth sweep looks at everything. It is little: see the mend ``cycles``.

Needless once: Python collects in steps (from 3.14 on), or boxes do not refer to each other.
"""

import gc
from collections.abc import Callable
from functools import wraps
from itertools import count
from typing import Any

_YOUNG = 400_000  # objects, after which it comes all the same; Python's own are 700
_FEW = 40_000  # objects that are not worth a sweep
_SELDOM = 8  # sweeps, after which everything is looked at


def install() -> None:
    """Sweep before a page is laid out."""
    from weasyprint import HTML

    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
    HTML.render = _render(HTML.render)


def _render(render: Callable[..., Any]) -> Callable[..., Any]:
    sweeps = count(1)

    @wraps(render)
    def render_swept(*arguments: Any, **options: Any) -> Any:
        if gc.isenabled() and gc.get_count()[0] > _FEW:
            gc.collect(1 if next(sweeps) % _SELDOM else 2)
        return render(*arguments, **options)

    return render_swept
