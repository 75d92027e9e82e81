"""Plants faults in every bundled translation, and counts who notices: we, pofilter, msgfmt.

What counts as noticed is a finding that the sound translation did not have; for our own
checks, one that keeps the sentence from being printed.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from medleaf.build.library import Library
from medleaf.build.run import open_library
from medleaf.language import po
from medleaf.language.amounts import CODE, URL, amounts, phones
from medleaf.language.checks import Context, inspector
from medleaf.language.lexicon import fold
from medleaf.language.said import Said
from medleaf.language.update import new_header
from medleaf.model.language import SOURCE
from medleaf.model.text import PLACEHOLDER
from medleaf.workspace import Workspace

KINDS = ("number", "unit", "decimal sign", "order", "placeholder", "phone, code")
DENIALS = ("negation dropped", "negation added")
_NUMBER = re.compile(r"\d+(?:[.,٫]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
# Into what a unit is changed.
_OTHER = {
    "mg": "g", "g": "mg", "mcg": "mg", "mL": "mg", "kg": "g", "L": "mL", "percent": "mg",
    "celsius": "percent", "second": "minute", "minute": "hour", "hour": "day", "day": "hour",
    "week": "month", "month": "week", "year": "month", "time": "hour", "unit": "mg",
    "tablet": "drop", "capsule": "drop", "puff": "drop", "drop": "puff", "dose": "hour",
}  # fmt: skip
# A denial as a careless hand would add it: before the sentence, or behind it.
_DENY: dict[str, Callable[[str], str]] = {
    "ar": lambda s: f"لا {s}",
    "bn": lambda s: re.sub(r"([।?]?)$", r" না\1", s, count=1),
    "de": lambda s: re.sub(r"([.?!]?)$", r" nicht\1", s, count=1),
    "es": lambda s: f"No {s}",
    "fr": lambda s: f"Ne pas {s}",
    "hi": lambda s: re.sub(r"([।?]?)$", r" नहीं\1", s, count=1),
    "pl": lambda s: f"Nie {s}",
    "ru": lambda s: f"Не {s}",
    "ur": lambda s: re.sub(r"([۔؟]?)$", r" نہیں\1", s, count=1),
    "vi": lambda s: f"Không {s}",
    "zh_Hans": lambda s: f"不{s}",
}


class Mutant(NamedTuple):
    """A translation with one fault planted in it."""

    kind: str
    said: Said
    text: str


class Score(NamedTuple):
    """How many mutants of a kind there were in a language, and who noticed how many."""

    tag: str
    kind: str
    planted: int
    ours: int
    pofilter: int
    msgfmt: int


def mutants(said: Said, context: Context) -> Iterator[Mutant]:
    """Yield every fault that can be planted in a translation."""
    for kind, plant in _PLANTERS.items():
        for text in dict.fromkeys(plant(said, context)):
            if text != said.text:
                yield Mutant(kind, said, text)


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where the numbers of *text* are that are no part of a phone, code or address."""
    kept = [m.span() for p in (PLACEHOLDER, URL, CODE) for m in p.finditer(text)]
    kept += [(at := text.index(phone), at + len(phone)) for phone in phones(text)]
    return [
        m.span()
        for m in _NUMBER.finditer(text)
        if not any(a < m.end() and m.start() < b for a, b in kept)
    ]


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _numbers(said: Said, _context: Context) -> Iterator[str]:
    for start, end in _spans(said.text):
        token = said.text[start:end]
        yield _put(said.text, start, end, token + "0")
        yield _put(said.text, end - 1, end, str((int(token[-1]) + 1) % 10))


def _units(said: Said, context: Context) -> Iterator[str]:
    words = context.lexicon
    low = said.text.lower()
    for start, end in _spans(said.text):
        gap = words.gap.match(low, end)
        at = gap.end() if gap else end
        if match := words.units.pattern.match(low, at):
            yield from _swapped(said.text, *match.span(1), words.units.meaning(match[1]), context)
        elif low[start - 1 : start] == "(":
            found = list(words.before.pattern.finditer(low, max(0, start - 30), start))
            for last in found[-1:]:
                meaning = words.before.meaning(last[1])
                yield from _swapped(said.text, *last.span(1), meaning, context)


def _swapped(
    text: str, start: int, end: int, meaning: frozenset[str], context: Context
) -> Iterator[str]:
    for name in sorted(meaning)[:1]:
        wanted = _OTHER.get(name, "mg")
        for word, names in context.lexicon.units.named.items():
            if names == {wanted} and word.strip("*") not in text.lower():
                yield _put(text, start, end, word.strip("*"))
                return


def _decimals(said: Said, context: Context) -> Iterator[str]:
    sign = context.market.decimal
    other = "," if sign == "." else "."
    for start, end in _spans(said.text):
        token = said.text[start:end]
        if sign in token:
            yield _put(said.text, start, end, token.replace(sign, other))
        elif token.isdecimal():
            yield _put(said.text, start, end, f"{token}{sign}0")
        else:
            yield _put(said.text, start, end, re.sub(r"\D", sign, token))


def _orders(said: Said, context: Context) -> Iterator[str]:
    spans = _spans(said.text)
    read = amounts(said.text, context.lexicon, context.market.decimal)
    if len(spans) != len(read):
        return
    for (one, a), (two, b) in combinations(zip(read, spans, strict=True), 2):
        if one.units and one.units == two.units and one.value != two.value:
            first, second = said.text[slice(*a)], said.text[slice(*b)]
            yield _put(_put(said.text, *b, first), *a, second)


def _placeholders(said: Said, _context: Context) -> Iterator[str]:
    for match in PLACEHOLDER.finditer(said.text):
        yield _put(said.text, *match.span(), "")
        yield _put(said.text, *match.span(1), f"{match[1]}s")
        yield _put(said.text, match.end() - 1, match.end(), "")


def _phones(said: Said, _context: Context) -> Iterator[str]:
    for match in PLACEHOLDER.finditer(said.text):
        if match[1] in {"emergency", "poison", "phone"}:
            yield _put(said.text, *match.span(), "912")
    spans = [m.span() for m in CODE.finditer(said.text)]
    spans += [(at := said.text.index(phone), at + len(phone)) for phone in phones(said.text)]
    for _, end in spans:
        if said.text[end - 1].isdecimal():
            yield _put(said.text, end - 1, end, str((int(said.text[end - 1]) + 1) % 10))


def _dropped(said: Said, context: Context) -> Iterator[str]:
    if not said.grave or not context.english.hard.search(fold(said.english)):
        return
    low = context.lexicon.innocent.sub(lambda m: "¦" * len(m[0]), fold(said.text))
    whole = said.text if len(low) == len(said.text) else fold(said.text)  # Arabic vowel signs
    found = [match.span(1) for match in context.lexicon.hard.finditer(low)]
    stops = [m.end() for m in re.finditer(r"[.!?؟۔।。！？]", whole)] or [len(whole)]
    for stop in stops:  # French says ne and pas: a sentence loses all its denials
        here = [span for span in found if span[1] <= stop]
        found = found[len(here) :]
        text = whole
        for start, end in reversed(here):
            text = _put(text, start, end, "")
        if here:
            text = " ".join(text.split())
            yield text[:1].upper() + text[1:] if said.text[:1].isupper() else text


def _added(said: Said, context: Context) -> Iterator[str]:
    folded = fold(said.english)
    if said.grave and not context.english.hard.search(folded) and "{" not in said.text:
        first, rest = said.text[:1], said.text[1:]
        denied = _DENY[context.language.tag](first.lower() + rest)
        # As a person writes it: the peers look at capitals.
        yield denied if first.isupper() else denied[:1].lower() + denied[1:]


_PLANTERS: dict[str, Callable[[Said, Context], Iterator[str]]] = {
    "number": _numbers,
    "unit": _units,
    "decimal sign": _decimals,
    "order": _orders,
    "placeholder": _placeholders,
    "phone, code": _phones,
    "negation dropped": _dropped,
    "negation added": _added,
}


def measure(root: Path) -> list[Score]:
    """Return the scores of all languages and kinds."""
    library = open_library(Workspace(root))
    return [score for tag in library.tags if tag != SOURCE for score in _language(library, tag)]


def sentences(library: Library, tag: str) -> list[Said]:
    """Return every translated sentence of a language, once."""
    found: dict[tuple[Path, int], Said] = {}
    for pair in library.offered():
        if pair.tag == tag:
            for said in library.prepare(pair).translated.said:
                if said.whole:
                    found.setdefault((said.item.file, said.item.line), said)
    return list(found.values())


def alarms(root: Path) -> tuple[int, int]:
    """Return how many bundled sentences our checks would keep from print, and of how many."""
    library = open_library(Workspace(root))
    stopped: set[tuple[Path, int]] = set()
    looked: set[tuple[Path, int]] = set()
    for pair in library.offered():
        if pair.tag != SOURCE:
            done = library.prepare(pair).translated
            looked |= {(said.item.file, said.item.line) for said in done.said if said.whole}
            stopped |= {(p.file, p.line) for p in done.problems}
    return len(stopped & looked), len(looked)


def survivors(library: Library, tag: str) -> tuple[list[Mutant], list[Mutant]]:
    """Return all mutants of a language, and those that our checks let pass."""
    context = library.context(tag)
    planted = [m for said in sentences(library, tag) for m in mutants(said, context)]
    return planted, [mutant for mutant in planted if not _noticed(mutant, context)]


def _noticed(mutant: Mutant, context: Context) -> bool:
    look = inspector(context)
    changed = replace(mutant.said, item=replace(mutant.said.item, text=mutant.text))
    before = {(f.check, f.problem.message) for f in look((mutant.said,))}
    return any(f.blocks and (f.check, f.problem.message) not in before for f in look((changed,)))


def _language(library: Library, tag: str) -> list[Score]:
    planted, passed = survivors(library, tag)
    missed = Counter(m.kind for m in passed)
    total = Counter(m.kind for m in planted)
    theirs = _peers(tag, planted)
    return [
        Score(
            tag,
            kind,
            total[kind],
            total[kind] - missed[kind],
            theirs.get(("pofilter", kind), 0),
            theirs.get(("msgfmt", kind), 0),
        )
        for kind in (*KINDS, *DENIALS)
    ]


def _peers(tag: str, planted: list[Mutant]) -> dict[tuple[str, str], int]:
    """Return how many mutants of each kind pofilter and msgfmt notice."""
    entries, lines = [], {}
    for n, mutant in enumerate(planted):
        flags = ("python-brace-format",) * bool(PLACEHOLDER.search(mutant.said.english))
        for which, text in (("sound", mutant.said.text), ("mutant", mutant.text)):
            entries.append(
                po.Entry(mutant.said.english, (text,), context=f"{n} {which}", flags=flags)
            )
    dumped = po.Po(new_header(tag), tuple(entries)).dump()
    for number, row in enumerate(dumped.splitlines(), start=1):
        if row.startswith("msgctxt "):
            lines[number] = row.removeprefix('msgctxt "').rstrip('"')
    with tempfile.TemporaryDirectory(prefix="medleaf-mutants-") as folder:
        file = Path(folder) / "mutants.po"
        file.write_text(dumped, "utf-8")
        complaints = {
            "pofilter": _pofilter(file, tag),
            "msgfmt": _msgfmt(file, lines),
        }
    counts: Counter[tuple[str, str]] = Counter()
    for peer, said in complaints.items():
        for n, mutant in enumerate(planted):
            counts[peer, mutant.kind] += bool(said[f"{n} mutant"] - said[f"{n} sound"])
    return dict(counts)


def _pofilter(file: Path, tag: str) -> dict[str, set[str]]:
    target = file.with_name("failed.po")
    command = Path(sys.executable).with_name("pofilter")
    subprocess.run(
        [command, "--progress=none", f"--language={tag}", file, target],
        check=True,
        capture_output=True,
    )
    found: dict[str, set[str]] = defaultdict(set)
    if target.is_file():
        for entry in po.read(target).entries:
            found[entry.context or ""] |= {
                note.partition(":")[0] for note in entry.comments if note.startswith("(pofilter)")
            }
    return found


def _msgfmt(file: Path, lines: dict[int, str]) -> dict[str, set[str]]:
    done = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", file], check=False, capture_output=True, text=True
    )
    found: dict[str, set[str]] = defaultdict(set)
    for match in re.finditer(r"mutants\.po:(\d+): (.*)", done.stderr):
        number = max((line for line in lines if line <= int(match[1])), default=0)
        found[lines.get(number, "")].add(match[2])
    return found


def table(scores: list[Score]) -> str:
    """Return the scores as a table: a row for each kind, a column for each language."""
    tags = list(dict.fromkeys(score.tag for score in scores))
    rows = [f"{'% noticed':22}" + "".join(f"{tag:>9}" for tag in tags) + "      all   of"]
    for kind in (*KINDS, *DENIALS):
        row = [score for score in scores if score.kind == kind]
        planted = sum(s.planted for s in row)
        for name, noticed in (
            (kind, [s.ours for s in row]),
            ("  pofilter", [s.pofilter for s in row]),
            ("  msgfmt -c", [s.msgfmt for s in row]),
        ):
            pairs = zip(noticed, row, strict=True)
            cells = "".join(f"{_percent(n, s.planted):>9}" for n, s in pairs)
            rows.append(f"{name:22}{cells}{_percent(sum(noticed), planted):>9}{planted:>6}")
    return "\n".join(rows)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


if __name__ == "__main__":
    print(table(measure(Path(__file__).parent.parent)))
