"""What was compressed once is not compressed again.

Spares: compression at the highest level is a tenth of printing. Font subsets, their maps of
characters, pictures and colour profiles are the same in many PDFs.

Cannot change the output: the same bytes are compressed by the same library at the same level.

Memory: the last 256 streams of 2 kB or more, compressed; some MB.

Needless once: pydyf keeps compressed streams, or takes them ready made.
"""

import hashlib
import types
import zlib
from collections import OrderedDict

_MOST = 256
_LEAST_BYTES = 2048


def install() -> None:
    """Give pydyf a zlib that remembers."""
    import pydyf

    pydyf.zlib = types.SimpleNamespace(compress=zlib.compress, compressobj=_Compressor)


_kept: OrderedDict[tuple[bytes, int], bytes] = OrderedDict()


class _Compressor:
    """Stands for ``zlib.compressobj``, as pydyf uses it: all data at once."""

    def __init__(self, level: int = -1) -> None:
        self._level = level

    def compress(self, data: bytes) -> bytes:
        if len(data) < _LEAST_BYTES:
            return zlib.compress(data, self._level)
        key = hashlib.blake2b(data, digest_size=20).digest(), self._level
        packed = _kept.get(key)
        if packed is None:
            packed = _kept[key] = zlib.compress(data, self._level)
            if len(_kept) > _MOST:
                _kept.popitem(last=False)
        else:
            _kept.move_to_end(key)
        return packed

    def flush(self) -> bytes:
        return b""
