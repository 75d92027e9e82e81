"""medleaf prints medication leaflets that patients can read."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medleaf.build.directions import directions_text
    from medleaf.model.directions import RefusedError

__version__ = "0.1.0"
__all__ = ["RefusedError", "__version__", "directions_text"]


def __getattr__(name: str) -> Any:
    """Import what is asked for, and nothing before."""
    if name == "directions_text":
        from medleaf.build.directions import directions_text

        return directions_text
    if name == "RefusedError":
        from medleaf.model.directions import RefusedError

        return RefusedError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
