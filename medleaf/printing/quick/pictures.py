"""A pictogram that was read and drawn once is not read and drawn again.

Spares: for each document WeasyPrint parses every SVG picture anew, and works out its paths each
time it draws them. A leaflet has twenty pictograms, from a set of thirty.

Cannot change the output: a picture is known by its bytes. What drawing it wrote to the page is
written again only for the same size and the same colours and opacities at the start; the
states of opacity it names are entered into the page in the same order. Pictures with text,
style sheets, links or clipping, and those that draw on anything but the page (gradients,
patterns, groups), take the old way.

Memory: 100 pictures and 300 drawings, some kB each.

Needless once: images are cached by their content, and drawings as form objects of the PDF.
"""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

_MOST_PICTURES, _MOST_DRAWINGS = 100, 300
_ODD = re.compile(
    rb"url\s*\(|href|<\s*(?:\w+:)?(?:style|text|image|use|clipPath|mask|filter)|<[!?]"
)
_STATE = re.compile(rb"/([aA][\d.]+) gs$")
_START = ("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke")


class _Drawing(NamedTuple):
    """What drawing a picture wrote, the states it named, and how it left the page's own notes."""

    operators: list[bytes]
    states: list[tuple[str, dict[str, Any]]]
    left: dict[str, Any]


def install() -> None:
    """Keep pictures as they were read, and as they were drawn."""
    from weasyprint import images

    read: list[tuple[Any, bytes]] = []
    parse = images.ElementTree.fromstring

    def fromstring(data: bytes) -> Any:
        tree = parse(data)
        read[:] = [(tree, data)]
        return tree

    known = {**vars(images.ElementTree), "fromstring": fromstring}
    images.ElementTree = SimpleNamespace(**known)
    images.SVGImage.__init__ = _read(images.SVGImage.__init__, read)
    images.SVGImage.draw = _draw(images.SVGImage.draw)


def _read(initial: Callable[..., None], read: list[tuple[Any, bytes]]) -> Callable[..., None]:
    pictures: dict[tuple[bytes, int], dict[str, Any]] = {}

    def __init__(self: Any, tree: Any, base_url: Any, fetcher: Any, context: Any) -> None:  # noqa: N807
        data = read.pop()[1] if read and read[0][0] is tree else None
        if data is None or context is None or _ODD.search(data):
            initial(self, tree, base_url, fetcher, context)
            return
        key = data, id(context.font_config)
        if key not in pictures:
            initial(self, tree, base_url, fetcher, context)
            if len(pictures) >= _MOST_PICTURES:
                pictures.clear()
            self._svg.url_fetcher = None  # would keep the document
            pictures[key] = {"_svg": self._svg, "quick_font_config": context.font_config}
        vars(self).update(pictures[key])
        self.quick_data = data
        self._base_url, self._url_fetcher, self._context = base_url, fetcher, context

    return __init__


def _draw(draw: Callable[..., None]) -> Callable[..., None]:
    drawings: dict[tuple[Any, ...], _Drawing | None] = {}

    def draw_picture(self: Any, stream: Any, width: float, height: float, style: Any) -> None:
        data = getattr(self, "quick_data", None)
        if data is None:
            draw(self, stream, width, height, style)
            return
        key = (data, width, height, *(getattr(stream, name) for name in _START))
        if (drawing := drawings.get(key)) is None:
            before = len(stream.stream)
            draw(self, stream, width, height, style)
            self._svg.stream = self._svg.context = None  # would keep the document
            if key not in drawings:
                if len(drawings) >= _MOST_DRAWINGS:
                    drawings.clear()
                drawings[key] = _drawn(stream, before)
            return
        known = stream._resources["ExtGState"]
        for name, state in drawing.states:
            if name not in known:
                known[name] = _dictionary(state)
        stream.stream.extend(drawing.operators)
        vars(stream).update(drawing.left)

    return draw_picture


def _drawn(stream: Any, start: int) -> _Drawing | None:
    """Return what was written to *stream* from *start* on; None if it cannot be written again."""
    operators = stream.stream[start:]
    known = stream._resources["ExtGState"]
    states = []
    for operator in operators:
        if type(operator) is not bytes or operator.endswith((b" Do", b" scn", b" SCN", b" sh")):
            return None
        if operator.endswith(b" gs"):
            found = _STATE.match(operator)
            if not found:
                return None
            name = found[1].decode()
            states.append((name, dict(known[name])))
    whole = operators[:1] == [b"q"] and operators[-1:] == [b"Q"]
    if not whole or operators.count(b"q") != operators.count(b"Q"):  # it failed on the way
        return None
    left = {name: getattr(stream, name) for name in (*_START, "_current_font")}
    return _Drawing(operators, states, left)


def _dictionary(state: dict[str, Any]) -> Any:
    import pydyf

    return pydyf.Dictionary(state)
