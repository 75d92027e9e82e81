"""Templates -> text. The only module that knows Jinja."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.bccache import Bucket, BytecodeCache

from medleaf.kept import Kept, beside
from medleaf.model.problem import PressError, Problem

# What decides, beside its text, which code a template becomes.
_RULES: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
_MADE_BY = f"{jinja2.__version__} {sorted(_RULES.items())}".encode()


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


@cache
def _environment(templates: Path) -> Environment:
    kept = beside(templates, "templates")
    return Environment(  # noqa: S701  autoescape is among the rules
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        bytecode_cache=_Compiled(kept) if kept else None,
        **_RULES,
    )


class _Compiled(BytecodeCache):
    """Templates as code, which takes longer to make of them than a page takes to fill in.

    Jinja compares the hash of a template's text.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._kept.get(bucket.key, _MADE_BY):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept.put(bucket.key, _MADE_BY, bucket.bytecode_to_string())
