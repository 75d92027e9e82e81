"""Reads and writes gettext PO files without losing a byte of what did not change.

A file is a row of entries, and every entry keeps the text it was read from. An
entry that is written again unchanged is that text: no re-wrapping, no lost
header, no re-ordered comment, whoever wrote it. Format: GNU gettext manual,
"The Format of PO Files".
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from medleaf.model.problem import PressError, Problem

MOST_BYTES = 20_000_000
_ESCAPES = {"\\": "\\", '"': '"', "n": "\n", "t": "\t", "r": "\r"} | {
    "a": "\a", "b": "\b", "f": "\f", "v": "\v"
}  # fmt: skip
_WRITTEN = {ord(char): f"\\{letter}" for letter, char in _ESCAPES.items()}
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*$')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s+(.*)$")
_NEWLINE = re.compile(r"\r\n|\r|\n")  # str.splitlines would cut sentences at U+2028 too
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})(\s|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a PO file.

    *line* is where the entry begins; *raw* is the text it was read from, empty for
    an entry that was made or changed here. *strings* has one item, or one for each
    plural form. *previous* is the English that ``#|`` keeps of a changed message.
    """

    id: str
    strings: tuple[str, ...] = ("",)
    plural: str | None = None
    context: str | None = None
    comments: tuple[str, ...] = ()  # "# ", the translator's own
    extracted: tuple[str, ...] = ()  # "#. ", ours
    references: tuple[str, ...] = ()  # "#: ", ours
    flags: tuple[str, ...] = ()
    previous: str | None = None
    obsolete: bool = False
    line: int = 0
    raw: str = field(default="", compare=False)

    @property
    def fuzzy(self) -> bool:
        """Whether a person has to look at the translation before it may be printed."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Whether every form has words."""
        return all(self.strings)

    def changed(self, **fields: object) -> "Entry":
        """Return the entry with *fields* set; itself where they say what it says already."""
        new = replace(self, **fields)  # type: ignore[arg-type]
        return self if new == self else replace(new, raw="")


@dataclass(frozen=True, slots=True)
class Po:
    """A PO file: its header and its entries, in order, the obsolete ones too.

    *tail* are the comments after the last entry.
    """

    header: Entry
    entries: tuple[Entry, ...] = ()
    tail: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The header's fields, such as ``Language`` and ``Plural-Forms``."""
        rows = (row.partition(":") for row in self.header.strings[0].splitlines())
        return {name.strip(): value.strip() for name, _, value in rows if name.strip()}

    def with_field(self, name: str, value: str) -> "Po":
        """Return the file with the header's field *name* set."""
        rows = self.header.strings[0].splitlines()
        at = [n for n, row in enumerate(rows) if row.partition(":")[0].strip() == name]
        for n in at or [len(rows)]:
            rows[n : n + 1] = [f"{name}: {value}"]
        text = "".join(f"{row}\n" for row in rows)
        return replace(self, header=self.header.changed(strings=(text,)))

    def dump(self) -> str:
        """Return the file's text."""
        blocks = [entry.raw or write_entry(entry) for entry in (self.header, *self.entries)]
        return "\n\n".join([*blocks, *filter(None, [self.tail])]) + "\n"


def read(file: Path) -> Po:
    """Read a PO *file*, or raise PressError with everything wrong with its form."""
    return parse(decoded(load(file), file), file)


def load(file: Path) -> bytes:
    """Return what is in *file*; raise PressError where it cannot be read, or is far too much."""
    try:
        if file.stat().st_size > MOST_BYTES:
            message = f"is over {MOST_BYTES:,} bytes"
            raise PressError([Problem(file, 0, "too-large", message)])
        return file.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise PressError([Problem(file, 0, "unreadable", message)]) from error


def decoded(raw: bytes, file: Path) -> str:
    """Return *raw*, the content of *file*, as text; raise PressError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "is not UTF-8; save the catalog as UTF-8"
        raise PressError([Problem(file, line, "not-utf8", message)]) from error


def parse(source: str, file: Path) -> Po:
    """Return the PO file in *source*; *file* is named in problems."""
    problems: list[Problem] = []

    def complain(line: int, code: str, message: str) -> None:
        problems.append(Problem(file, line, code, message))

    found: list[Entry] = []
    loose: list[list[str]] = []
    for first, block in _blocks(source):
        if _only_comments(block):
            loose.append(block)
        elif entry := _entry(block, first, complain):
            found.append(_below(loose, entry) if loose else entry)
            loose = []
    header = next((e for e in found if e.id == "" and not e.obsolete), None)
    if header is None:
        complain(1, "header", 'the header (msgid "") is missing')
    elif "charset=utf-8" not in header.strings[0].lower():
        complain(header.line, "charset", "the header must say 'charset=UTF-8'")
    _refuse_duplicates(found, complain)
    if problems or header is None:
        raise PressError(problems)
    tail = "\n\n".join("\n".join(block) for block in loose)
    return Po(header, tuple(e for e in found if e is not header), tail)


def _only_comments(block: list[str]) -> bool:
    # Most blocks end with a translation, so that the last line tells.
    return block[-1].startswith("#") and all(
        line.startswith("#") and not line.startswith("#~") for line in block
    )


def _below(loose: list[list[str]], entry: Entry) -> Entry:
    """Return *entry* with the comments that stand alone above it."""
    rows = tuple(_comment(line[1:]) for block in loose for line in block)
    raw = "\n\n".join(["\n".join(block) for block in loose] + [entry.raw])
    return replace(entry, comments=(*rows, *entry.comments), raw=raw)


def _refuse_duplicates(entries: Iterable[Entry], complain: Callable[[int, str, str], None]) -> None:
    seen: dict[tuple[str | None, str], int] = {}
    for entry in entries:
        if not entry.obsolete:
            first = seen.setdefault((entry.context, entry.id), entry.line)
            if first != entry.line:
                what = repr(entry.id) if entry.id else "the header"
                complain(entry.line, "duplicate", f"{what} is there already, in line {first}")


def _blocks(source: str) -> Iterable[tuple[int, list[str]]]:
    """Yield the first line's number and the lines of each entry.

    Entries are divided by blank lines, or by a comment or ``msgid`` after a ``msgstr``.
    """
    block: list[str] = []
    first, complete = 1, False
    for number, line in enumerate(_NEWLINE.split(source), start=1):
        bare = line.removeprefix("#~").lstrip() if line.startswith("#~") else line
        opens = complete and (
            bare.startswith(("#", "msgctxt", "msgid ", 'msgid"')) or _CONFLICT.match(line)
        )
        if block and (not line.strip() or opens):
            yield first, block
            block, complete = [], False
        if line.strip():
            if not block:
                first = number
            block.append(line)
            complete = complete or bare.startswith("msgstr")
    if block:
        yield first, block


class _Lines:
    """What the lines of one entry say, gathered line by line."""

    def __init__(self, complain: Callable[[int, str, str], None]) -> None:
        self.complain = complain
        self.notes: dict[str, list[str]] = {"#": [], "#.": [], "#:": [], "#,": [], "#|": []}
        self.parts: dict[str, str] = {}
        self.obsolete = False
        self._current = ""

    def add(self, number: int, line: str) -> bool:
        """Take in a line; False where the rest of the entry cannot be understood."""
        text = line
        if line.startswith("#~"):
            self.obsolete = True
            text = line.removeprefix("#~").lstrip()
            if line.startswith("#~|"):  # previous English of an obsolete message
                text = "#" + text
        if text.startswith("#"):
            mark = text[:2] if text[:2] in self.notes else "#"
            self.notes[mark].append(_comment(text[len(mark) :]))
        elif keyword := _KEYWORD.match(text):
            self._current = keyword[1]
            if self._current in self.parts:
                self.complain(number, "syntax", f"{self._current} stands twice in one message")
            self.parts[self._current] = _unquote(keyword[3], number, self.complain)
        elif text.lstrip().startswith('"') and self._current:
            self.parts[self._current] += _unquote(text.strip(), number, self.complain)
        elif _CONFLICT.match(line):
            self.complain(number, "merge-conflict", "a merge conflict stands here; choose one side")
            return False
        else:
            self.complain(number, "syntax", f"not understood: {line.strip()[:60]!r}")
            return False
        return True


def _comment(text: str) -> str:
    return text.removeprefix(" ").rstrip()


def _entry(block: list[str], first: int, complain: Callable[[int, str, str], None]) -> Entry | None:
    lines = _Lines(complain)
    understood = all(lines.add(n, line) for n, line in enumerate(block, start=first))
    if not understood or not lines.parts:
        return None  # told already, or comments only
    parts, notes = lines.parts, lines.notes
    strings = tuple(text for name, text in sorted(parts.items()) if name.startswith("msgstr"))
    if "msgid" not in parts or not strings:
        lost = "msgid" if "msgid" not in parts else f"msgstr: {parts['msgid']!r}"
        complain(first, "syntax", f"a message without {lost}")
        return None
    return Entry(
        id=parts["msgid"],
        strings=strings,
        plural=parts.get("msgid_plural"),
        context=parts.get("msgctxt"),
        comments=tuple(notes["#"]),
        extracted=tuple(notes["#."]),
        references=tuple(notes["#:"]),
        flags=tuple(f.strip() for row in notes["#,"] for f in row.split(",") if f.strip()),
        previous=_previous(notes["#|"]),
        obsolete=lines.obsolete,
        line=first,
        raw="\n".join(block),
    )


def _previous(rows: list[str]) -> str | None:
    text, within = "", False
    for row in rows:
        within = row.startswith("msgid ") or (within and row.startswith('"'))
        if within and (quoted := _QUOTED.search(row.removeprefix("msgid "))):
            text += _unescape(quoted[1])
    return text or None


def _unquote(text: str, line: int, complain: Callable[[int, str, str], None]) -> str:
    quoted = _QUOTED.fullmatch(text.rstrip())
    if quoted is None:
        complain(line, "syntax", f"the quotes do not match: {text[:60]}")
        return ""
    try:
        return _unescape(quoted[1])
    except KeyError as error:
        complain(line, "syntax", f"\\{error.args[0]} is not known in a PO file; write \\\\")
        return ""


def _unescape(text: str) -> str:
    if "\\" not in text:  # nor in most
        return text
    return re.sub(r"\\(.)", lambda found: _ESCAPES[found[1]], text)


def _quote(text: str) -> str:
    return f'"{text.translate(_WRITTEN)}"'


def write_entry(entry: Entry) -> str:
    """Return *entry* in our own format: comments in gettext's order, each text on one line."""
    rows = [f"# {note}".rstrip() for note in entry.comments]
    rows += [f"#. {note}" for note in entry.extracted]
    rows += [f"#: {note}" for note in entry.references]
    rows += [f"#, {', '.join(entry.flags)}"] if entry.flags else []
    mark = "#~|" if entry.obsolete else "#|"
    rows += [f"{mark} msgid {_quote(entry.previous)}"] if entry.previous else []
    words = [f"msgctxt {_quote(entry.context)}"] if entry.context is not None else []
    words.append(f"msgid {_quote(entry.id)}")
    if entry.plural is not None:
        words.append(f"msgid_plural {_quote(entry.plural)}")
        words += [f"msgstr[{n}] {_quote(text)}" for n, text in enumerate(entry.strings)]
    elif entry.id == "":
        words.append('msgstr ""')
        words += [_quote(row + "\n") for row in entry.strings[0].splitlines()]
    else:
        words.append(f"msgstr {_quote(entry.strings[0])}")
    return "\n".join(rows + [f"#~ {word}" if entry.obsolete else word for word in words])
