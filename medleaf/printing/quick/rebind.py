"""Puts a function in the place of one of WeasyPrint's, wherever that was imported."""

import sys
from typing import Any


def rebind(old: Any, new: Any) -> None:
    """Make every name in WeasyPrint's modules that stands for *old* stand for *new*."""
    name = old.__name__
    for key, module in list(sys.modules.items()):
        if key.partition(".")[0] == "weasyprint" and vars(module).get(name) is old:
            setattr(module, name, new)
