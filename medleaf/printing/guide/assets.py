"""Where a page finds its style, scripts, fonts and pictures.

Their names hold a hash of what is in them, so that a browser may keep them for ever. Fonts are cut
to the letters of the finished pages; until then a mark stands in a page for each name.
"""

import re
from collections.abc import Mapping
from typing import Literal, get_args

Asset = Literal["style", "look", "script", "icon", "logo", "records", "font"]
FOLDER = "assets"

_OPEN, _CLOSE = "\ue000", "\ue001"  # of the private use area: no text and no font has them
ASSETS: Mapping[str, str] = {name: f"{_OPEN}{name}{_CLOSE}" for name in get_args(Asset)}
_MARK = re.compile(f"{_OPEN}({'|'.join(get_args(Asset))}){_CLOSE}")


def dressed(markup: str, names: Mapping[str, str]) -> str:
    """Return a page with the names of its assets in place of their marks."""
    return _MARK.sub(lambda found: f"{FOLDER}/{names[found[1]]}", markup)
