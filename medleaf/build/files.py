"""Files are written whole or not at all."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from medleaf.model.problem import PressError, Problem


def write(target: Path, data: bytes) -> None:
    """Write all of *data* or nothing; a reader sees the old file or the new one.

    Raises OSError, for example on a full disk, after taking its own rest away.
    """
    with writing(target) as file:
        file.write(data)


@contextmanager
def writing(target: Path) -> Iterator[IO[bytes]]:
    """Open *target* to be written bit by bit; it is there, whole, once the block has ended."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def save(target: Path, data: bytes) -> None:
    """Write as :func:`write` does; raise PressError where that cannot be done."""
    try:
        write(target, data)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; nothing was left half done"
        raise PressError([Problem(target, 0, "not-written", message)]) from error


def digest(data: bytes) -> str:
    """Return the sha256 of *data*, in hex."""
    return hashlib.sha256(data).hexdigest()


def mark_of(file: Path) -> bytes:
    """Return the sha256 of a file's name and content; one that cannot be read has one, too."""
    try:
        data = file.read_bytes()
    except OSError as error:  # whoever reads it will tell why
        data = f"\0{error.errno}".encode()
    return hashlib.sha256(f"{file.name}\0".encode() + data).digest()


def digest_of(files: Iterable[Path], mark: Callable[[Path], bytes] = mark_of) -> str:
    """Return one sha256 over *files*, in hex; *mark* may remember those it saw before."""
    return digest(b"".join(map(mark, files)))


def below(folder: Path) -> list[Path]:
    """Return the files below *folder*, in a stable order."""
    found = []
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [os.path.join(at, name) for name in names]  # noqa: PTH118  many, and often
    return [Path(name) for name in sorted(found) if os.path.isfile(name)]  # noqa: PTH113


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep *folder* for this process; raise PressError where another build is at work in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("a")
    except OSError as error:
        message = f"cannot be written to: {error.strerror}"
        raise PressError([Problem(folder, 0, "unwritable", message)]) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = "another build is writing here; wait for it, or choose another --out"
            raise PressError([Problem(folder, 0, "busy", message)]) from error
        yield
