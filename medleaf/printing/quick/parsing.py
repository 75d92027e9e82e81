"""The HTML parser reads a plain tag at one go, and finds the patterns that it has made before.

Spares: tinyhtml5 goes through a tag character by character, from state to state. And it means to
keep a regular expression for each set of characters it looks for, but puts it away under another
name than it asks for: each of some 500 times a page it is made again.

Cannot change the output: a tag is plain if its names are in small letters and its attributes,
each there once, in double quotes and without entities. For such a tag the states lead to the
token that is made here; all others go through them. The patterns are the same, for the same sets
of characters.

Memory: a dozen patterns.

Needless once: tinyhtml5's ``tag_open_state`` looks ahead, and ``chars_until`` keeps its patterns
by the characters it is given.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any


class _Patterns(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """Patterns by characters, and by whether the text is to be made of these or of others."""

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, these = key
        inside = "".join(map(re.escape, sorted(characters)))
        found = self[key] = re.compile(f"[{'' if these else '^'}{inside}]+")
        return found


_TAG = re.compile(r'(/?)([a-z][a-z0-9]*)((?:[ \n]+[a-z][a-z0-9-]*="[^"&\0]*")*)[ \n]*>')
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9-]*)="([^"]*)"')


def install() -> None:
    """Let the parser look ahead, and give it a memory that works."""
    from tinyhtml5 import inputstream
    from tinyhtml5.constants import Token
    from tinyhtml5.tokenizer import HTMLTokenizer

    inputstream.characters_until_regex = _Patterns()
    HTMLTokenizer.tag_open_state = _tag_open_state(HTMLTokenizer.tag_open_state, Token)


def _tag_open_state(go_through: Callable[[Any], bool], kinds: Any) -> Callable[[Any], bool]:
    start, end = kinds.START_TAG, kinds.END_TAG

    def tag_open_state(self: Any) -> bool:
        stream = self.stream
        tag = _TAG.match(stream.chunk, stream.chunk_offset)
        if tag is None or (tag[1] and tag[3]):
            return go_through(self)
        pairs = _ATTRIBUTE.findall(tag[3])
        attributes = dict(pairs)
        if len(attributes) != len(pairs):
            return go_through(self)
        token: dict[str, Any] = {"type": start, "name": tag[2], "data": attributes}
        if tag[1]:
            token.update(type=end, data=[], selfClosing=False)
        else:
            token.update(selfClosing=False, selfClosingAcknowledged=False)
        stream.chunk_offset = tag.end()
        self.current_token = token
        self.token_queue.append(token)
        self.state = self.data_state
        return True

    return tag_open_state
