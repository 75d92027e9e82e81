"""What a run for prescriptions left in its folder: ``manifest.tsv``, and nothing about patients.

Whoever knows a patient's name could try names against a plain hash until one fits. So digests here
are keyed (HMAC with SHA-256) with a secret that lies in the folder itself, readable by its owner.
"""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

from medleaf.build.files import save, write
from medleaf.model.problem import PressError, Problem

NAME = "manifest.tsv"
REPORT = "report.tsv"
SECRET = ".secret"  # noqa: S105  the name of the file
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Line:
    """What was made for a row of prescriptions: a file, or a part of a print run.

    *matched* says how the leaflet was found, *directions* where the patient's directions come
    from (generated, translated, written or blank), *inputs* and *digest* are keyed: of all that
    the file was made from, and of the file.
    """

    file: str
    row: str  # after the number of its file and a hyphen, where a run has several files
    leaflet: str
    language: str
    matched: str
    state: str
    revision: str
    directions: str
    inputs: str
    digest: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other line of a manifest has."""
        return self.file, self.row, self.leaflet


class Keyed:
    """Hashes that only mean something beside the secret of one folder."""

    def __init__(self, folder: Path) -> None:
        """Read the secret of *folder*, or make one; raise PressError where that fails."""
        file = folder / SECRET
        try:
            if not file.exists():
                write(file, secrets.token_bytes(_SECRET_BYTES))
                file.chmod(0o600)
            self._secret = file.read_bytes()
        except OSError as error:
            message = f"the secret cannot be kept: {error.strerror}"
            raise PressError([Problem(file, 0, "not-written", message)]) from error

    def digest(self, data: bytes) -> str:
        """Return the keyed hash of *data*, in hex."""
        return hmac.new(self._secret, data, sha256).hexdigest()


Known = dict[tuple[str, str, str], Line]  # by file, row and leaflet


def read(folder: Path) -> Known:
    """Return the lines of *folder*; a manifest that is lost only costs a printing."""
    try:
        rows = (folder / NAME).read_text("utf-8").splitlines()[1:]
    except (OSError, UnicodeDecodeError):
        return {}
    cells = [row.split("\t") for row in rows]
    lines = (Line(*it) for it in cells if len(it) == len(fields(Line)))
    return {it.key: it for it in lines}


def store(folder: Path, lines: Known) -> None:
    """Write *lines* as the manifest of *folder*; raise PressError where that cannot be done."""
    names = [it.name for it in fields(Line)]
    rows = ([str(getattr(it, name)) for name in names] for it in sorted(lines.values(), key=order))
    save(folder / NAME, _table([names, *rows]))


def told(folder: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write what was refused, failed or is to be known: row, which of these, code, reason."""
    save(folder / REPORT, _table([("row", "what", "code", "reason"), *rows]))


def order(line: Line) -> tuple[list[int], str]:
    """Return what lines are sorted by: the place of the row, then the file."""
    return place(line.row), line.file


def place(row: str) -> list[int]:
    """Return what rows are sorted by: the number of the file, if any, and of the row."""
    return [int(part) for part in row.split("-")]


def _table(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join("\t".join(" ".join(it.split()) for it in row) + "\n" for row in rows).encode()
