"""A folder that holds a site: written whole, file by file, and nothing of strangers is touched."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from medleaf.build.files import digest, write
from medleaf.model.problem import PressError, Problem

NAME = ".medleaf.json"  # what the folder holds of ours: path -> sha256
_NOT_STRANGE = frozenset({NAME, ".lock"})


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the files of a site."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


NOTHING = Changes((), (), ())


def ours(folder: Path) -> dict[str, str]:
    """Return the files in *folder* that we wrote, with their hashes; none in a new folder.

    Raises PressError for a folder with other things in it that is no site of ours, and for
    something that is no folder.
    """
    try:
        if not folder.exists():
            return {}
        strange = [file.name for file in folder.iterdir() if file.name not in _NOT_STRANGE]
        if not (folder / NAME).exists() and strange:
            message = (
                f"holds {min(strange)!r} and is no site that medleaf made; "
                "choose an empty folder with --out"
            )
            raise PressError([Problem(folder, 0, "not-ours", message)])
        known = json.loads((folder / NAME).read_bytes()) if (folder / NAME).exists() else {}
    except NotADirectoryError as error:
        raise PressError([Problem(folder, 0, "not-ours", "is no folder")]) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PressError([Problem(folder, 0, "unreadable", message)]) from error
    except ValueError as error:
        message = "is spoilt; take it and the files of the old site away, and try again"
        raise PressError([Problem(folder / NAME, 0, "not-ours", message)]) from error
    return {str(path): str(mark) for path, mark in dict(known).items() if _below(str(path))}


def kept(folder: Path, known: Mapping[str, str], path: str) -> bytes | None:
    """Return the file at *path* if it is as we wrote it, else None."""
    file = folder / path
    if path not in known or not file.is_file():
        return None
    data = file.read_bytes()
    return data if digest(data) == known[path] else None


def save(folder: Path, known: Mapping[str, str], files: Mapping[str, bytes]) -> Changes:
    """Make *folder* hold *files*, in their order, and none of the others that are *known* as ours.

    Unchanged files are not written. Raises PressError for a file of somebody else in the way,
    and where something cannot be written; what was written by then is whole and remembered.
    """
    marks = {path: digest(data) for path, data in files.items()}
    foreign = [
        Problem(folder / path, 0, "not-ours", "medleaf did not write it; move it away")
        for path in files
        if path not in known and (folder / path).exists()
    ]
    if foreign:
        raise PressError(foreign)
    written, unchanged, at = [], [], folder / NAME
    try:
        write(at, _dump({**known, **marks}))
        for path, data in files.items():
            at = folder / path
            if kept(folder, {path: marks[path]}, path) is not None:
                unchanged.append(path)
                continue
            write(at, data)
            written.append(path)
        removed = sorted(known.keys() - files.keys())
        for path in removed:
            at = folder / path
            at.unlink(missing_ok=True)
            _prune(at.parent, folder)
        at = folder / NAME
        write(at, _dump(marks))
    except OSError as error:
        message = f"cannot be written: {error.strerror}; nothing was left half done"
        raise PressError([Problem(at, 0, "not-written", message)]) from error
    return Changes(tuple(written), tuple(unchanged), tuple(removed))


def _dump(marks: Mapping[str, str]) -> bytes:
    return json.dumps(dict(sorted(marks.items())), indent=0).encode()


def _below(path: str) -> bool:
    """Whether *path* stays below the folder: the list may have come from anywhere."""
    parts = Path(path).parts
    return bool(parts) and ".." not in parts and not Path(path).is_absolute()


def _prune(folder: Path, root: Path) -> None:
    """Take away *folder* and those above it, as long as they are empty and below *root*."""
    while folder != root and _empty(folder):
        folder.rmdir()
        folder = folder.parent


def _empty(folder: Path) -> bool:
    contents: Collection[Path] = list(folder.iterdir()) if folder.is_dir() else [folder]
    return not contents
