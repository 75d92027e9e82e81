"""The proof that nothing was lost and nothing added: it runs for every patient.

The finished text is read back, sentence by sentence and cell by cell, and what it says is
compared with the facts of the dosages. What does not agree is refused, never printed.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from medleaf.dosing.facts import Fact, facts
from medleaf.dosing.reading import Facts, Reader
from medleaf.dosing.say import COLUMNS, problem
from medleaf.dosing.speech import Speech
from medleaf.model.directions import Directions, Grid, RefusedError
from medleaf.model.dosage import Dosage
from medleaf.model.problem import Problem

# What several parts may share: it is said once, before them.
_SHARED = frozenset({"route", "site", "method", "advice", "words", "code"})
_PERSONAL = frozenset({"wrote", "needed"})  # kinds of sentences that may quote people
_STEP = 3  # cells: how long, how much, how


@lru_cache(32)
def reader(speech: Speech) -> Reader:
    """Return the reader of a language; it remembers what it has read."""
    return Reader(speech)


def prove(directions: Directions, dosages: Sequence[Dosage], speech: Speech) -> None:
    """Raise RefusedError unless *directions* say what *dosages* say: no more, and no less."""
    book = reader(speech)
    ordered = sorted(dosages, key=lambda dosage: dosage.sequence or 0)
    wanted = [facts(dosage) for dosage in ordered]
    every = frozenset().union(*wanted)
    faults: list[Problem] = []
    parts: list[set[Fact]] = [set()]
    breaks: list[str] = []
    for clause in directions.clauses:
        # A message may be logged; words that a person wrote may name one.
        text = clause.text if clause.kind not in _PERSONAL else "words of the prescriber"
        said = _choose(book.line(clause.text), every, faults, text)
        if order := [str(fact[1]) for fact in said if fact[0] == "order"]:
            breaks += order
            parts.append(set())
        parts[-1] |= said
    if directions.warning:
        _choose(book.line(directions.warning), every, faults, directions.warning)
    elif len(dosages) == 1 and _weekly(every):
        faults.append(problem(1, "proof-lost", "the frame around a medicine for one day a week"))
    if faults:
        raise RefusedError(faults)
    if directions.grid is None:
        _sentences(parts, breaks, wanted, ordered, faults)
    elif breaks:
        faults.append(problem(0, "proof-order", "a table and steps in sentences"))
    else:
        _table(directions.grid, parts[0], wanted, book, faults)
    if faults:
        raise RefusedError(faults)


def _weekly(wanted: Facts) -> bool:
    """Return whether a medicine is for one day of the week: daily use has killed (ISMP)."""
    rhythm = {fact for fact in wanted if fact[0] in {"often", "number"}}
    days = [fact for fact in wanted if fact[0] == "day"]
    weekly = rhythm == {("often", (1, 1), Fraction(1), None, "wk")}
    return (weekly and len(days) <= 1) or (not rhythm and len(days) == 1)


def _choose(ways: Iterable[Facts], wanted: Facts, faults: list[Problem], text: str) -> Facts:
    """Return how *text* is to be read: as something that was prescribed, else it is a fault."""
    order = {("order", name) for name in ("first", "then", "also")}
    for way in ways:
        if way <= wanted or way <= order:
            return way
    message = f"the text says what the dosage does not: {text}"
    faults.append(problem(0, "proof-added", message))
    return frozenset()


def _compare(number: int, said: set[Fact] | Facts, wanted: Facts, faults: list[Problem]) -> None:
    lost, added = wanted - said, said - wanted
    faults += [problem(number, "proof-lost", f"not in the text: {_told(it)}") for it in lost]
    faults += [problem(number, "proof-added", f"only in the text: {_told(it)}") for it in added]


def _told(fact: object) -> str:
    if isinstance(fact, tuple) and fact[:1] in {("words",), ("reason",)}:
        return "words of the prescriber"
    if isinstance(fact, tuple):
        return " ".join(_told(item) for item in fact if item not in {None, ""})
    return str(fact)


def _sentences(
    parts: list[set[Fact]],
    breaks: list[str],
    wanted: list[Facts],
    dosages: Sequence[Dosage],
    faults: list[Problem],
) -> None:
    order: set[Fact] = {("order", name) for name in ("first", "then", "also")}
    steps = [dosage.sequence for dosage in dosages]
    several = len(set(steps)) > 1
    expected = ["first"] if several else []
    expected += ["also" if a == b else "then" for a, b in pairwise(steps)]
    if breaks != expected:
        faults.append(problem(0, "proof-order", "the steps do not stand in their order"))
        return
    head = parts.pop(0) if several else parts[0]
    common = {fact for fact in head if fact[0] in _SHARED}
    for number, (said, need) in enumerate(zip(parts, wanted, strict=True), start=1):
        _compare(number, (said - order) | (common & need), need, faults)
    if several:
        for number, need in enumerate(wanted, start=1):
            if not head <= need:
                _compare(number, head | need, need, faults)


def _table(
    grid: Grid, rest: set[Fact], wanted: list[Facts], book: Reader, faults: list[Problem]
) -> None:
    if grid.kind == "steps":
        _steps(grid, rest, wanted, book, faults)
        return
    kind = "when" if grid.kind == "times" else "day"
    family = "columns" if grid.kind == "times" else "weekdays"
    names = {name: code for code, name in COLUMNS.items()}
    said: set[tuple[object, Fact]] = set()
    for head, cell in zip(grid.head, grid.rows[0], strict=True):
        codes = [names.get(name, name) for name in book.heads(family, head)]
        amounts = book.amount(cell) if cell else ()
        if not codes or (cell and not amounts):
            faults.append(problem(0, "proof-added", f"not understood: {head}: {cell}"))
        elif cell:
            said |= {(codes[0], amount) for amount in amounts}
    need: set[tuple[object, Fact]] = set()
    for number, every in enumerate(wanted, start=1):
        doses = [fact[1] for fact in every if fact[0] == "dose"]
        keys = [fact[1] for fact in every if fact[0] == kind]
        need |= {(key, dose) for key in keys for dose in doses if isinstance(dose, tuple)}
        told = {fact for fact in every if fact[0] in {kind, "dose"}}
        if kind == "when" and len(wanted) > 1:  # the cells themselves count the times of a day
            told.add(("often", (len(keys), len(keys)), Fraction(1), None, "d"))
        _compare(number, rest, every - told, faults)
    for key, amount in need - said:
        faults.append(problem(0, "proof-lost", f"the table lacks: {_told((key, *amount))}"))
    for key, amount in said - need:
        faults.append(problem(0, "proof-added", f"the table adds: {_told((key, *amount))}"))


def _steps(
    grid: Grid, rest: set[Fact], wanted: list[Facts], book: Reader, faults: list[Problem]
) -> None:
    if len(grid.rows) != len(wanted) or any(len(row) != _STEP for row in grid.rows):
        faults.append(problem(0, "proof-lost", "the table has not one row for each step"))
        return
    heads = [set(book.heads("columns", head)) for head in grid.head]
    names = ({"span", "how_long"}, {"amount"}, {"how"})
    if not all(found & wanted for found, wanted in zip(heads, names, strict=True)):
        faults.append(problem(0, "proof-added", "the columns of the table are not understood"))
    for number, (row, need) in enumerate(zip(grid.rows, wanted, strict=True), start=1):
        span, amount, how = row
        said = set(rest)
        said |= _choose(book.column(span), need, faults, span) if span else set()
        doses = tuple(frozenset({("dose", it)}) for it in book.amount(amount))
        said |= _choose(doses, need, faults, amount)
        said |= _choose(book.lines(how), need, faults, how)
        _compare(number, said, need, faults)
