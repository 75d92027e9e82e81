"""The HTML parser finds the patterns that it has made before.

Spares: tinyhtml5 means to keep a regular expression for each set of characters it looks for,
but puts it away under another name than it asks for: each of some 500 times a page it is made
again.

Cannot change the output: the pattern is the same, for the same set of characters.

Memory: a dozen patterns.

Needless once: tinyhtml5's ``chars_until`` keeps its patterns by the characters it is given.
"""

import re
from collections.abc import Iterable


class _Patterns(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """Patterns by characters, and by whether the text is to be made of these or of others."""

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, these = key
        inside = "".join(map(re.escape, sorted(characters)))
        found = self[key] = re.compile(f"[{'' if these else '^'}{inside}]+")
        return found


def install() -> None:
    """Give the parser a memory that works."""
    from tinyhtml5 import inputstream

    inputstream.characters_until_regex = _Patterns()
