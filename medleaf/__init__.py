"""medleaf prints medication leaflets that patients can read."""

__version__ = "0.1.0"
