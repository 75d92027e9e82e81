"""Templates and style sheets -> text. The only module that knows Jinja."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError

from medleaf.model.problem import PressError, Problem


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
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
