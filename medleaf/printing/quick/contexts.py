"""What Pango must know of a style is told once, not for every line.

Spares: for each line of text, twice, WeasyPrint makes a Pango context, a font description and
a list of font features from some twenty properties; then it hands text over in two copies.

Cannot change the output: contexts, descriptions and features are equal for styles that are
equal in all these properties, and Pango only reads them. Text that needs attributes of its
own (letter or word spacing, breaks inside words, tabs, several paragraphs) takes the old way.

Memory: at most 500 contexts for a ``FontConfiguration``; all are dropped when there are more.
It even saves some: WeasyPrint leaks a list of features for each line.

Needless once: ``Layout`` keeps contexts and descriptions by style in ``FontConfiguration``.
"""

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from medleaf.printing.quick.rebind import rebind

_MOST = 500
_SHAPED_BY = (
    "direction", "font_language_override", "lang", "font_size", "font_style", "font_stretch",
    "font_weight", "font_variant_caps", "text_decoration_line", "font_kerning",
    "font_variant_position", "font_variant_alternates",
)  # fmt: skip
_LISTS = (
    "font_family", "font_variation_settings", "font_variant_ligatures", "font_variant_numeric",
    "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip


class _Kit(NamedTuple):
    """What Pango needs for a style, and what it says of the style's font.

    The objects of C belong to *pattern*, a layout.
    """

    pattern: Any
    context: Any
    description: Any
    attributes: Any
    says: dict[str, Any]


def install() -> None:
    """Replace how a ``Layout`` is set up and given its text."""
    from weasyprint.text import line_break

    layout = line_break.Layout
    layout.setup = _setup(layout.setup)
    layout.set_text = _set_text(layout.set_text)
    rebind(line_break.line_size, _line_size())


def key_of(style: Any) -> tuple[Any, ...]:
    """Return all that decides how Pango shapes text of *style*; may be unhashable."""
    return (*itemgetter(*_SHAPED_BY)(style), *map(tuple, itemgetter(*_LISTS)(style)))


def spaced(style: Any) -> bool:
    """Tell whether text of *style* has attributes that depend on the text itself."""
    return (
        style["letter_spacing"] != "normal"
        or style["word_spacing"] != 0
        or style["overflow_wrap"] in {"anywhere", "break-word"}
    )


def _setup(setup: Callable[..., None]) -> Callable[..., None]:
    from weasyprint.text.ffi import ffi, gobject, pango

    new, free = pango.pango_layout_new, gobject.g_object_unref
    describe = pango.pango_layout_set_font_description

    def set_up(self: Any, style: Any) -> None:
        try:
            kit = style.quick_kit
        except AttributeError:
            kit = style.quick_kit = _kit_of(style, setup)
        if kit is None:
            setup(self, style)
            return
        self.style = style
        self.first_line_direction = 0
        self.quick_shares = kit.attributes is not None
        vars(self).update(kit.says)
        self.layout = layout = ffi.gc(new(kit.context), free)
        pango.pango_layout_set_auto_dir(layout, False)  # noqa: FBT003  a function of C
        describe(layout, kit.description)
        if kit.attributes is not None:
            pango.pango_layout_set_attributes(layout, kit.attributes)

    return set_up


def _kit_of(style: Any, setup: Callable[..., None]) -> _Kit | None:
    # An attribute list is changed in place where text has attributes of its own.
    if spaced(style):
        return None
    kits: dict[Any, _Kit] = vars(style.font_config).setdefault("quick_kits", {})
    try:
        kit = kits.get(key := key_of(style))
    except TypeError:
        return None
    if kit is None:
        if len(kits) >= _MOST:
            kits.clear()
        kit = kits[key] = _made(style, setup)
    return kit


def _made(style: Any, setup: Callable[..., None]) -> _Kit:
    """Set up one layout as always, and keep what it was made of."""
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.line_break import Layout

    made = Layout.__new__(Layout)
    setup(made, style)
    pattern = made.layout
    attributes = pango.pango_layout_get_attributes(pattern)
    own = {"style", "layout", "first_line_direction"}
    return _Kit(
        pattern,
        pango.pango_layout_get_context(pattern),
        pango.pango_layout_get_font_description(pattern),
        None if attributes == ffi.NULL else attributes,
        {name: value for name, value in vars(made).items() if name not in own},
    )


def _set_text(set_text: Callable[..., None]) -> Callable[..., None]:
    from weasyprint.text.ffi import ffi, pango

    give = pango.pango_layout_set_text

    def set_plain_text(self: Any, text: str, justify: bool = False) -> None:
        plain = (
            getattr(self.style, "quick_kit", None) is not None
            and not (justify and self.justification_spacing)
            and not any(sign in text for sign in "\n\t\0")
        )
        if plain:
            self.text = text
            data = text.encode()
            give(self.layout, data, len(data))
            return
        if getattr(self, "quick_shares", False):
            # What belongs to all layouts of a style must not be changed for one of them.
            shared = pango.pango_layout_get_attributes(self.layout)
            own = ffi.gc(pango.pango_attr_list_copy(shared), pango.pango_attr_list_unref)
            pango.pango_layout_set_attributes(self.layout, own)
            self.quick_shares = False
        set_text(self, text, justify)

    return set_plain_text


def _line_size() -> Callable[..., tuple[float, float]]:
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    extents = ffi.new("PangoRectangle *")
    ask = pango.pango_layout_line_get_extents
    null = ffi.NULL

    def line_size(line: Any, style: Any) -> tuple[float, float]:
        ask(line, null, extents)
        width, height = extents.width * FROM_UNITS, extents.height * FROM_UNITS
        spacing = style["letter_spacing"]
        return (width if spacing == "normal" else width + spacing), height

    return line_size
