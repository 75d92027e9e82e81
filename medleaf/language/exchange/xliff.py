"""XLIFF 2.1 (OASIS Standard, 13 February 2018): what agencies' tools read and write.

One ``file`` for each catalog, one ``unit`` for each sentence. Notes tell where it
stands and what must match. Entities and document types are refused.
"""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape, quoteattr

from medleaf.language.exchange.rows import MOST_ROWS, Parcel, Row, Stage, Unit, contents
from medleaf.language.table import LANGUAGES
from medleaf.model.language import Language
from medleaf.model.problem import PressError, Problem

_NS = "urn:oasis:names:tc:xliff:document:2.0"
_STATES = {
    Stage.NEEDS_TRANSLATION: "initial",
    Stage.NEEDS_WORK: "initial",
    Stage.TRANSLATED: "translated",
    Stage.SIGNED_OFF: "final",
}
_STAGES = {"translated": Stage.TRANSLATED, "reviewed": Stage.TRANSLATED, "final": Stage.SIGNED_OFF}
# What XML cannot hold, or does not give back as it was, travels as <cp hex="…"/>.
_UNSAFE = re.compile("[^\t\n\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPANS = {"mrk", "pc"}  # marks that tools put round words; the words are what counts
_EMPTY = {"sm", "em"}


def dump(units: Iterable[Unit], language: Language) -> bytes:
    """Return the XLIFF file of *units* in *language*."""
    rows = ['<?xml version="1.0" encoding="UTF-8"?>']
    rows.append(
        f'<xliff xmlns="{_NS}" version="2.1" srcLang="en" trgLang={quoteattr(language.html)} '
        'xml:space="preserve">'
    )
    for domain, group in groupby(units, key=lambda unit: unit.domain):
        rows.append(f"<file id={quoteattr(domain)} original={quoteattr(f'{domain}.po')}>")
        rows += [_unit(unit) for unit in group]
        rows.append("</file>")
    return "\n".join([*rows, "</xliff>", ""]).encode()


def _unit(unit: Unit) -> str:
    notes = {"place": unit.place, "role": unit.role, "must match": unit.match, "base": unit.base}
    said = "".join(
        f"<note category={quoteattr(name)}>{_inline(text)}</note>"
        for name, text in notes.items()
        if text
    )
    target = f"<target>{_inline(unit.text)}</target>" if unit.text else ""
    return (
        f'<unit id="{unit.mark}"><notes>{said}</notes>\n'
        f'<segment state="{_STATES[unit.stage]}" subState="medleaf:{unit.stage}">'
        f"<source>{_inline(unit.english)}</source>\n{target}</segment></unit>"
    )


def _inline(text: str) -> str:
    return _UNSAFE.sub(lambda found: f'<cp hex="{ord(found[0]):04X}"/>', escape(text))


def read(file: Path) -> Parcel:
    """Read an XLIFF 2 *file*; raise PressError where it is not one, or is not safe to read."""
    root = _parse(contents(file), file)
    version = root.get("version", "")
    if root.tag != f"{{{_NS}}}xliff" or version not in {"2.0", "2.1", "2.2"}:
        message = f"is not XLIFF 2.1 but {root.tag.rpartition('}')[2]} {version}".rstrip()
        raise PressError([Problem(file, 1, "xliff", f"{message}; export it again")])
    tags = {tag.replace("_", "-").casefold(): tag for tag in LANGUAGES}
    named = root.get("trgLang", "")
    rows: list[Row] = []
    problems: list[Problem] = []
    for catalog in root.iter(f"{{{_NS}}}file"):
        for unit in catalog.iter(f"{{{_NS}}}unit"):
            try:
                rows.append(_row(unit, catalog.get("id", "")))
            except ValueError as error:
                problems.append(Problem(file, _line(unit), "xliff", str(error)))
    if len(rows) > MOST_ROWS:
        message = f"has more than {MOST_ROWS:,} units"
        raise PressError([Problem(file, 0, "too-large", message)])
    if not rows:
        raise PressError(problems or [Problem(file, 0, "empty", "there is no unit to import")])
    return Parcel(file, tags.get(named.casefold(), named), tuple(rows), tuple(problems))


class _Lined(TreeBuilder):
    """Remembers on which line each element begins."""

    lines: Any = None  # asked for the line we are in

    def start(self, tag: Any, attrs: Any, /) -> Any:
        return super().start(tag, {**attrs, "line": str(self.lines())})


def _parse(data: bytes, file: Path) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, parse

    builder = _Lined()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.lines = lambda: parser.parser.CurrentLineNumber
    try:
        root = parse(io.BytesIO(data), parser=parser).getroot()
    except DefusedXmlException as error:
        message = "has a document type or entities, which could read other files; take them out"
        raise PressError([Problem(file, 1, "unsafe-xml", message)]) from error
    except ParseError as error:
        line = error.position[0]
        raise PressError([Problem(file, line, "xml", f"is broken XML: {error}")]) from error
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise PressError([Problem(file, 1, "xml", f"cannot be read: {error}")]) from error
    assert root is not None  # parsed, so there is an element
    return root


def _line(element: Element) -> int:
    return int(element.get("line", "0"))


def _row(unit: Element, domain: str) -> Row:
    parts = [e for e in unit if e.tag in {f"{{{_NS}}}segment", f"{{{_NS}}}ignorable"}]
    segments = [e for e in parts if e.tag.endswith("}segment")]
    text = "".join(_side(part, "target") for part in segments)
    if text and len(parts) > 1:
        # A tool that cuts a unit into sentences may leave the space between them as it was.
        text = "".join(_side(part, "target") or _gap(part) for part in parts)
    return Row(
        line=_line(unit),
        domain=domain,
        mark=unit.get("id", ""),
        english="".join(_side(part, "source") for part in parts),
        text=text,
        stage=_stage(segments, text),
        base=next(
            (n.text or "" for n in unit.iter(f"{{{_NS}}}note") if n.get("category") == "base"), ""
        ),
    )


def _side(part: Element, name: str) -> str:
    found = part.find(f"{{{_NS}}}{name}")
    return "" if found is None else "".join(_words(found))


def _gap(part: Element) -> str:
    return _side(part, "source") if part.tag.endswith("}ignorable") else ""


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "cp":
            yield chr(int(child.get("hex", ""), 16))
        elif name in _SPANS:
            yield from _words(child)
        elif name not in _EMPTY:
            message = f"the inline code <{name}> does not belong here; our sentences have none"
            raise ValueError(message)
        yield child.tail or ""


def _stage(segments: list[Element], text: str) -> Stage:
    """Return the least of what a tool says; a target that nobody confirmed needs work."""
    if not text:
        return Stage.NEEDS_TRANSLATION
    stages = [_STAGES.get(s.get("state", "initial"), Stage.NEEDS_WORK) for s in segments]
    return min(stages, key=list(Stage).index, default=Stage.NEEDS_WORK)
