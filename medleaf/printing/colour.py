"""Colours: pure arithmetic, as WCAG 2 defines it."""

ENOUGH = 7.0  # WCAG 2 AAA
TINT = 0.09  # what is left of the clinic's colour in the ground of its boxes
_STRAIGHT = 0.04045  # sRGB is linear below


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_pale(colour: str) -> str | None:
    """Say why *colour* cannot be read by all in the boxes that it tints; None if it can."""
    if (ratio := contrast(colour, tint(colour, TINT))) >= ENOUGH:
        return None
    return (
        f"the colour {colour} has a contrast of {ratio:.1f}:1 in the boxes it tints; "
        f"{ENOUGH:.0f}:1 is the least that can be read by all: take a darker one"
    )


def tint(colour: str, share: float) -> str:
    """Return *colour* thinned with white; *share* is what is left of it, 0 to 1."""
    mixed = (round(255 - (255 - channel) * share) for channel in _channels(colour))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = []
    for channel in _channels(colour):
        share = channel / 255
        linear.append(share / 12.92 if share <= _STRAIGHT else ((share + 0.055) / 1.055) ** 2.4)
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
