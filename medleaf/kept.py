"""What takes long to make is kept beside the workspace, by what it was made from.

Nothing depends on it but time: what is half-written, spoilt or made from anything else is not
looked at, and what cannot be written is made again.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from medleaf.model.problem import PressError
from medleaf.workspace import find


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder of such things, each by its name: what is made anew takes the place of the old."""

    folder: Path

    def get(self, name: str, source: bytes) -> bytes | None:
        """Return what was made from *source* and kept as *name*, None if nothing was."""
        with suppress(OSError):
            held = self._file(name).read_bytes()
            mark, data = held[:32], held[32:]
            if _mark(source, data) == mark:
                return data
        return None

    def put(self, name: str, source: bytes, data: bytes) -> None:
        """Keep *data*, which was made from *source*, as *name*."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file(name).write_bytes(_mark(source, data) + data)

    def _file(self, name: str) -> Path:
        return self.folder / hashlib.sha256(name.encode()).hexdigest()[:32]


def _mark(source: bytes, data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(source).digest() + data).digest()


@cache
def beside(folder: Path, room: str) -> Kept | None:
    """Return what is kept in *room* of the workspace that *folder* is in, if it is in one."""
    with suppress(PressError):
        return Kept(find(folder).cache / room)
    return None
