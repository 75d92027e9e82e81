"""Where things are, and what ``clinic.toml`` says."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medleaf.model.language import SOURCE
from medleaf.model.problem import PressError, Problem

if TYPE_CHECKING:  # pydantic takes as long to import as all that `--help` needs
    from medleaf.model.clinic import Clinic

SETTINGS = "clinic.toml"
SHARED = ("interface", "phrases")  # the catalogs that all leaflets of a language share
NOT_LEAFLETS = {"phrases.yaml"}
MOST_LOGO_BYTES = 500_000
LOGO_TYPES = {".png": "image/png", ".svg": "image/svg+xml", ".jpg": "image/jpeg"}
_LOGO_STARTS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a ``clinic.toml`` and the content folders beside it."""

    root: Path

    @property
    def settings(self) -> Path:
        """The file that names the clinic."""
        return self.root / SETTINGS

    @property
    def leaflets(self) -> Path:
        """What leaflets say: one YAML file each."""
        return self.root / "leaflets"

    @property
    def templates(self) -> Path:
        """How leaflets look."""
        return self.root / "templates"

    @property
    def locales(self) -> Path:
        """What translators edit."""
        return self.root / "locales"

    @property
    def fonts(self) -> Path:
        """Every font the press may use."""
        return self.root / "fonts"

    @property
    def cache(self) -> Path:
        """What was worked out before; it may be lost at any time."""
        return self.root / ".cache"

    @property
    def revisions(self) -> Path:
        """What was once published."""
        return self.leaflets / "revisions.tsv"

    @property
    def codes(self) -> Path:
        """The codes of packs and drugs that a pharmacy adds to those of the leaflets."""
        return self.root / "codes.tsv"

    @property
    def leaflet_files(self) -> tuple[Path, ...]:
        """The files that hold a leaflet, by name."""
        files = sorted(self.leaflets.glob("*.yaml"))
        return tuple(file for file in files if file.name not in NOT_LEAFLETS)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the languages that have a folder, English first."""
        folders = self.locales.iterdir() if self.locales.is_dir() else ()
        found = sorted(folder.name for folder in folders if folder.is_dir())
        return (SOURCE, *(tag for tag in found if tag != SOURCE and not tag.startswith(".")))

    def leaflet(self, name: str) -> Path:
        """Return the file of a leaflet."""
        return self.leaflets / f"{name}.yaml"

    def catalog(self, tag: str, domain: str) -> Path:
        """Return the PO file of a *domain*: interface, phrases or a leaflet's name."""
        return self.locales / tag / "LC_MESSAGES" / f"{domain}.po"

    def locale(self, tag: str) -> Path:
        """Return what only people know of a language: its market and digits."""
        return self.locales / tag / "locale.toml"

    def approvals(self, tag: str) -> Path:
        """Return the signatures under a language's sentences."""
        return self.locales / tag / "approvals.tsv"

    def waivers(self, tag: str) -> Path:
        """Return the findings of checks that somebody lets pass in a language."""
        return self.locales / tag / "waivers.tsv"

    def glossary(self, tag: str) -> Path:
        """Return the terms that translators of a language agreed on."""
        return self.locales / tag / "glossary.tsv"


def find(start: Path, fallback: Path | None = None) -> Workspace:
    """Return the workspace that *start* lies in, else *fallback*.

    Raises PressError where neither holds a ``clinic.toml``.
    """
    for folder in (start, *start.parents, *([fallback] if fallback else [])):
        if (folder / SETTINGS).is_file():
            return Workspace(folder)
    message = f"no {SETTINGS} here or in a folder above; change to the clinic's folder"
    raise PressError([Problem(start, 0, "no-workspace", message)])


def read_clinic(workspace: Workspace) -> "Clinic":
    """Read ``clinic.toml``, or raise PressError with every mistake and its line."""
    from pydantic import ValidationError

    from medleaf.model.clinic import Clinic

    file = workspace.settings
    data, source = read_toml(file)
    try:
        return Clinic.model_validate(data)
    except ValidationError as error:
        problems = []
        for fault in error.errors(include_url=False):
            key = ".".join(str(part) for part in fault["loc"] if not isinstance(part, int))
            problems.append(
                Problem(
                    file,
                    line_of(source, key),
                    _CODES.get(fault["type"], fault["type"]),
                    _clinic_message(fault["type"], key, fault["msg"]),
                )
            )
        raise PressError(problems) from error


_CODES = {"extra_forbidden": "unknown-key", "missing": "missing-key"}


def _clinic_message(kind: str, key: str, words: str) -> str:
    match kind:
        case "extra_forbidden":
            return f"{key!r} is not a setting; {SETTINGS} of the project lists all of them"
        case "missing" if key == "phone":
            return "'phone' is missing: a leaflet must say whom to call"
        case "missing":
            return f"{key!r} is missing"
    return f"{key}: {words}" if key else words.removeprefix("Value error, ")


def read_toml(file: Path) -> tuple[dict[str, Any], str]:
    """Return the data in a TOML *file* and its text; raise PressError with the line."""
    import tomllib  # workers start before anything is read

    try:
        source = file.read_bytes().decode("utf-8-sig")
        return tomllib.loads(source), source
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PressError([Problem(file, 0, "unreadable", message)]) from error
    except UnicodeDecodeError as error:
        raise PressError([Problem(file, 0, "not-utf8", "is not UTF-8 text")]) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else 0
        raise PressError([Problem(file, line, "toml", str(error))]) from error


def line_of(source: str, key: str) -> int:
    """Return the line on which the dotted *key* is set in TOML *source*, or 0.

    ``tomllib`` tells no lines; the last part of a key is unique enough in our files.
    """
    name = re.escape(key.rpartition(".")[2])
    found = re.search(rf"^\s*(?:\[[\w.]*{name}\]|[\w.]*{name}\s*=)", source, re.MULTILINE)
    return (
        source.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip())) + 1
        if found and name
        else 0
    )


def printed_settings(workspace: Workspace) -> str:
    """Return what ``clinic.toml`` says of the sheets, in one form.

    How quickly they are printed and how prescriptions are read changes none of them.

    Raises PressError where the file cannot be read.
    """
    import json

    data, _ = read_toml(workspace.settings)
    for name in ("quick", "times", "dispense", "columns"):
        data.pop(name, None)
    return json.dumps(data, sort_keys=True, default=str)


def read_logo(workspace: Workspace, clinic: "Clinic") -> tuple[bytes, str] | None:
    """Return the clinic's logo and its media type, None where it has none.

    The logo must lie in the workspace: settings that came with a download must
    not make the press read any other file.
    """
    if clinic.logo is None:
        return None

    def refuse(message: str) -> PressError:
        line = line_of(workspace.settings.read_text("utf-8-sig"), "logo")
        return PressError([Problem(workspace.settings, line, "logo", message)])

    file = (workspace.root / clinic.logo).resolve()
    media = LOGO_TYPES.get(file.suffix.lower())
    if not file.is_relative_to(workspace.root.resolve()):
        raise refuse(f"the logo {clinic.logo!r} must lie in the folder of {SETTINGS}")
    if media is None:
        raise refuse(f"the logo {clinic.logo!r} must be one of: {', '.join(LOGO_TYPES)}")
    try:
        size = file.stat().st_size
        if size > MOST_LOGO_BYTES:
            raise refuse(f"the logo has {size:,} bytes; {MOST_LOGO_BYTES:,} is the most")
        data = file.read_bytes()
    except OSError as error:
        raise refuse(f"the logo {clinic.logo!r} cannot be read: {error.strerror}") from error
    if not data.startswith(_LOGO_STARTS.get(file.suffix.lower(), b"<")):
        raise refuse(f"the logo {clinic.logo!r} is not a {file.suffix[1:].upper()} picture")
    return data, media
