"""A folder that files are put into: each is handled once, and none is ever lost.

A file is claimed by moving it into ``working``, handled, and moved on to ``done`` or ``failed``.
What a stopped run left in ``working`` is handled again by the next one.
"""

import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Never

from medleaf.model.problem import PressError, Problem

WORKING, DONE, FAILED = "working", "done", "failed"
_PAUSE = 1.0  # seconds between two looks; a file that grew in between is still being written

Handle = Callable[[Path], bool]  # whether the file could be handled


def watch(folder: Path, handle: Handle, rest: Callable[[float], None] = time.sleep) -> Never:
    """Handle every file that is put into *folder*, until the process is told to stop.

    *rest* waits some seconds. Raises PressError where the folder is none.
    """
    for place in (WORKING, DONE, FAILED):
        _make(folder / place)
    for file in left_over(folder):
        _settle(file, handle)
    sizes: dict[Path, tuple[int, int]] = {}
    while True:
        found = {file: _size(file) for file in arrived(folder)}
        for file in [it for it, size in found.items() if sizes.get(it) == size]:
            _settle(_move(file, folder / WORKING), handle)
            del found[file]
        sizes = found
        rest(_PAUSE)


def arrived(folder: Path) -> list[Path]:
    """Return the files that wait in *folder*, the oldest first; hidden ones are being written."""
    files = [it for it in folder.iterdir() if it.is_file() and not it.name.startswith(".")]
    return sorted(files, key=lambda it: (it.stat().st_mtime_ns, it.name))


def left_over(folder: Path) -> list[Path]:
    """Return the files that a stopped run had claimed."""
    return sorted(it for it in (folder / WORKING).iterdir() if it.is_file())


def _settle(file: Path, handle: Handle) -> None:
    done = handle(file)
    _move(file, file.parent.parent / (DONE if done else FAILED))


def _move(file: Path, folder: Path) -> Path:
    """Move *file* into *folder* under a name that is free there, and return where it is."""
    target = next(it for it in _names(folder / file.name) if not it.exists())
    return file.rename(target)


def _names(wanted: Path) -> Iterator[Path]:
    yield wanted
    for number in count(2):
        yield wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")


def _size(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except FileNotFoundError:
        return -1, -1
    return state.st_size, state.st_mtime_ns


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be used: {error.strerror}; name a folder that files are put into"
        raise PressError([Problem(folder, 0, "unwritable", message)]) from error
