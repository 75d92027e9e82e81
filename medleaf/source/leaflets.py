"""Reads leaflets, and says on which line each mistake is."""

import difflib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from medleaf.model.leaflet import Leaflet, Medicine, Supplement, Topic
from medleaf.model.problem import PressError, Problem
from medleaf.source.tree import Loc, Tree, read

KINDS: dict[str, type[Medicine] | type[Supplement] | type[Topic]] = {
    "medicine": Medicine,
    "supplement": Supplement,
    "topic": Topic,
}


def read_leaflet(file: Path) -> Leaflet:
    """Read the leaflet in *file*; its id is the name of the file.

    Raises PressError with every mistake, each with its line.
    """
    tree = read(file)
    if not isinstance(tree.data, dict):
        raise PressError([Problem(file, 1, "not-a-leaflet", "holds no 'key: value' pairs")])
    model = KINDS.get(str(tree.data.get("kind")))
    if model is None:
        message = f"'kind' must be one of: {', '.join(KINDS)}"
        raise PressError([Problem(file, tree.line(("kind",)), "kind", message)])
    try:
        leaflet = model.model_validate({"id": file.stem, **tree.data})
    except ValidationError as error:
        raise PressError(
            _problem(fault, tree, file, model) for fault in error.errors(include_url=False)
        ) from error
    if leaflet.id != file.stem:
        message = f"'id' says {leaflet.id!r}; leave it out or rename the file"
        raise PressError([Problem(file, tree.line(("id",)), "id", message)])
    return leaflet


def read_phrases(file: Path) -> tuple[str, ...]:
    """Return the sentences that leaflets share, in the order of *file*: a YAML list."""
    if not file.exists():
        return ()
    tree = read(file)
    items = tree.data if isinstance(tree.data, list) else [None]
    wrong = [n for n, item in enumerate(items) if not isinstance(item, str) or not item.strip()]
    seen: dict[str, int] = {}
    problems = [
        Problem(file, tree.line((n,)), "phrase", "a phrase is one sentence of text") for n in wrong
    ]
    for n, item in enumerate(items):
        if n not in wrong and seen.setdefault(item, n) != n:
            problems.append(Problem(file, tree.line((n,)), "duplicate-phrase", f"again: {item}"))
    if problems:
        raise PressError(problems)
    return tuple(items)


def _problem(fault: ErrorDetails, tree: Tree, file: Path, model: type[BaseModel]) -> Problem:
    loc: Loc = fault["loc"]
    name = loc[-1] if loc else ""
    match fault["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(str(name), _keys(model, loc[:-1]), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            message = f"unknown key {name!r}{hint}"
        case "missing":
            message = f"key {name!r} is missing"
        case "string_type":
            message = f"{name!r} must be text; put it in quotes"
        case _:
            where = ".".join(str(part) for part in loc)
            message = f"{where}: {fault['msg']}"
    return Problem(file, tree.line(loc), fault["type"].replace("_", "-"), message)


def _keys(model: Any, loc: Loc) -> list[str]:
    """Return the keys that a record at *loc* below *model* may have."""
    for part in loc:
        if isinstance(part, str) and isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(part)
            model = _record(field.annotation) if field else None
    if isinstance(model, type) and issubclass(model, BaseModel):
        return list(model.model_fields)
    return []


def _record(annotation: Any) -> Any:
    """Return the record type within an annotation such as ``tuple[Advice, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _record(part))), None)
