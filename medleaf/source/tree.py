"""YAML text -> plain data that remembers its lines.

Only what leaflets need: mappings, lists and scalars. Aliases, tags, duplicate
keys, tabs, deep nesting and huge files are refused, so that a hostile file
costs no more than a good one.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from medleaf.model.problem import PressError, Problem

MOST_BYTES = 1_000_000  # the largest bundled leaflet has 40 kB
MOST_DEPTH = 20

Loc = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The data of a YAML file, and the line of each place in it."""

    data: Any
    lines: dict[Loc, int] = field(default_factory=dict)

    def line(self, loc: Loc) -> int:
        """Return the line of *loc*, or of the nearest place above it that exists."""
        while loc not in self.lines and loc:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def read(file: Path) -> Tree:
    """Read the YAML in *file*, or raise PressError with all that can be told at once."""
    return parse(_text(file), file)


def _text(file: Path) -> str:
    def refuse(line: int, code: str, message: str) -> PressError:
        return PressError([Problem(file, line, code, message)])

    try:
        if file.stat().st_size > MOST_BYTES:
            raise refuse(0, "too-large", f"is over {MOST_BYTES:,} bytes; a leaflet is far smaller")
        raw = file.read_bytes()
    except OSError as error:
        raise refuse(0, "unreadable", f"cannot be read: {error.strerror}") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse(line, "not-utf8", "is not UTF-8 text; save the file as UTF-8") from error


def parse(source: str, file: Path) -> Tree:
    """Return the data in *source*; *file* is named in problems."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_aliases(source, loader, file)
        root = yaml.compose(source, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        words = error.problem or "is not YAML"
        if "\\t" in words or "'\t'" in words:
            words = "a tab stands where YAML wants spaces"
        line = mark.line + 1 if mark else 1
        raise PressError([Problem(file, line, "yaml", words)]) from error
    except yaml.YAMLError as error:
        raise PressError([Problem(file, 1, "yaml", f"is not YAML: {error}")]) from error
    if root is None:
        raise PressError([Problem(file, 0, "empty", "holds nothing")])
    lines: dict[Loc, int] = {}
    problems: list[Problem] = []
    data = _build(root, (), lines, problems, file)
    if problems:
        raise PressError(problems)
    return Tree(data, lines)


def _refuse_aliases(source: str, loader: Any, file: Path) -> None:
    depth = 0
    for event in yaml.parse(source, loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "anchors and aliases (& and *) are not allowed; write the text out"
            raise PressError([Problem(file, _line(event), "yaml-alias", message)])
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            message = f"is nested more than {MOST_DEPTH} levels deep"
            raise PressError([Problem(file, _line(event), "too-deep", message)])


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _build(
    node: yaml.Node, loc: Loc, lines: dict[Loc, int], problems: list[Problem], file: Path
) -> Any:
    lines.setdefault(loc, node.start_mark.line + 1)
    match node:
        case yaml.MappingNode():
            mapping: dict[str, Any] = {}
            for key, value in node.value:
                name = str(key.value)
                line = key.start_mark.line + 1
                if name in mapping:
                    problems.append(
                        Problem(file, line, "duplicate-key", f"{name!r} stands here twice")
                    )
                lines.setdefault((*loc, name), line)
                mapping[name] = _build(value, (*loc, name), lines, problems, file)
            return mapping
        case yaml.SequenceNode():
            return [
                _build(item, (*loc, n), lines, problems, file) for n, item in enumerate(node.value)
            ]
        case yaml.ScalarNode():
            return _scalar(node, problems, file)
    raise AssertionError(node)  # pragma: no cover - YAML has no fourth kind of node


def _scalar(node: yaml.ScalarNode, problems: list[Problem], file: Path) -> str | int | bool | None:
    kind = node.tag.rpartition(":")[2]
    match kind:
        case "int" if node.value.lstrip("-").isdecimal():
            return int(node.value)
        case "bool":
            return str(node.value).lower() in {"true", "yes", "on"}
        case "null":
            return None
        case "str" | "timestamp" | "float" | "int" | "value" | "merge":
            return str(node.value)
    message = f"the tag {node.tag!r} is not allowed"
    problems.append(Problem(file, node.start_mark.line + 1, "yaml-tag", message))
    return None
