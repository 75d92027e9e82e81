"""Templates and style sheets -> text. The only module that knows Jinja."""

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.bccache import Bucket, BytecodeCache

from medleaf.model.problem import PressError, Problem
from medleaf.workspace import find

# What decides, beside its text, which code a template becomes.
_RULES: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}


def render(template: Path, **values: Any) -> str:
    """Fill a template; raise PressError where it is at fault."""
    try:
        return compiled(template).render(**values)
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 0
        message = f"{type(error).__name__}: {error}"
        raise PressError([Problem(template, line, "template", message)]) from error


def compiled(template: Path) -> Template:
    """Return a template as code; it is compiled once in a process."""
    return _environment(template.parent).get_template(template.name)


def style(file: Path) -> str:
    """Return the CSS in *file*."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PressError([Problem(file, 0, "template", message)]) from error


@cache
def _environment(templates: Path) -> Environment:
    return Environment(  # noqa: S701  autoescape is among the rules
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        bytecode_cache=_kept(templates),
        **_RULES,
    )


def _kept(templates: Path) -> BytecodeCache | None:
    """Return where the code of *templates* is kept: with their workspace, if they are in one."""
    with suppress(PressError):
        return _Compiled(find(templates).cache / "templates")
    return None


class _Compiled(BytecodeCache):
    """Templates as code, which takes longer to make of them than a page takes to fill in.

    Jinja compares the hash of a template's text. A file that is half-written, spoilt or made by
    another Jinja is not looked at; one that cannot be written costs nothing but time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            data = self._file(bucket).read_bytes()
            mark, code = data[:32], data[32:]
            if hashlib.sha256(code).digest() == mark:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file(bucket).write_bytes(hashlib.sha256(code).digest() + code)

    def _file(self, bucket: Bucket) -> Path:
        made_by = f"{jinja2.__version__} {sorted(_RULES.items())} {bucket.key}"
        return self._folder / hashlib.sha256(made_by.encode()).hexdigest()[:32]
