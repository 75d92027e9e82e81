"""Numbers and units: what the patient measures must be what the prescriber meant."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from medleaf.language.amounts import CODE, URL, Amount, amounts, masked, phones, rates, spelt
from medleaf.language.checks.check import Check, Context, Fault, grave
from medleaf.language.lexicon import UNITS
from medleaf.language.numbers import plain
from medleaf.language.said import Said, Sentences
from medleaf.model.problem import Severity
from medleaf.model.text import PLACEHOLDER

# What is counted so loosely that a language may leave it out or say it otherwise.
_LOOSE = frozenset({"dose", "drink"})
# Languages say 3 years where English says "over 3" or "in 2023".
_FREE = _LOOSE | {"year"}
_FIRM = UNITS - _LOOSE
_MOST_PAIRED = 5  # equal numbers in one sentence whose units are matched in every way
_SPLIT = re.compile(r"\d\s+[.,٫]\d|\d[.,٫]\s\d{1,2}(?!\d)\s?(?:mg|mcg|ml|g)\b", re.IGNORECASE)


# What stands where a number will be written, so that its unit is compared too.
_SAMPLES = {"n": "5", "low": "2", "high": "5", "part": "½", "mixed": "3"}


def _read(said: Said, context: Context) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
    return (
        amounts(_filled(said.english), context.english),
        amounts(_filled(said.text), context.lexicon, context.market.decimal),
    )


def _filled(text: str) -> str:
    return PLACEHOLDER.sub(lambda found: _SAMPLES.get(found[1], found[0]), text)


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether English units *one* can be what a translation's *other* are."""
    if one & other:
        return True
    if not one:
        return not other or bool(other & _FREE)
    return not other and not one <= _FIRM


def _explained(
    odd: Counter[object], figures: Sequence[Amount], words: Sequence[Amount], *, strict: bool
) -> list[Amount]:
    """Return the amounts in *figures* that *odd* counts and no number word of *words* says.

    A word must count the same unit; if not *strict*, it may also count none: half a tablet.
    Translations are read strictly, for their "one" is often an article.
    """
    left, unsaid = list(words), []
    for amount in figures:
        if odd[amount.value] <= 0:
            continue
        odd[amount.value] -= 1
        match = next(
            (
                word
                for word in left
                if word.value == amount.value
                and (_agree(amount.units, word.units) or not (strict or word.units))
            ),
            None,
        )
        if match:
            left.remove(match)
        else:
            unsaid.append(amount)
    return unsaid


def number(said: Said, context: Context) -> Iterator[Fault]:
    """The same numbers."""
    source, target = _read(said, context)
    for amount in target:
        if amount.value is None:
            yield Fault(f"{amount.token} cannot be read as a number; write it as on the box.")
    lost, added = Counter(a.value for a in source), Counter(a.value for a in target)
    if lost == added:
        return
    missing = _explained(
        Counter(lost - added), source, spelt(said.text, context.lexicon), strict=True
    )
    extra = _explained(
        Counter(added - lost), target, spelt(said.english, context.english), strict=False
    )
    extra = [amount for amount in extra if amount.value is not None]
    if missing or extra:
        yield Fault(
            f"English says {_list(missing, source)}. Your text says {_list(extra, target)}."
        )


def _list(odd: Sequence[Amount], everything: Sequence[Amount]) -> str:
    return ", ".join(map(str, odd)) or ", ".join(map(str, everything)) or "no number"


def unit(said: Said, context: Context) -> Iterator[Fault]:
    """Each number keeps its unit."""
    source, target = _read(said, context)
    for value in {a.value for a in source} & {a.value for a in target} - {None}:
        ours = [a for a in source if a.value == value]
        theirs = [a for a in target if a.value == value]
        if pair := _unpaired(ours, theirs):
            one, other = pair
            yield Fault(f"English says {one}. Your text says {other}.")
    if source:
        said_rates = rates(said.english, context.english)
        your_rates = rates(said.text, context.lexicon)
        if said_rates and your_rates and not said_rates & your_rates:
            yield Fault(
                f"English counts by the {' or '.join(sorted(said_rates))}. "
                f"Your text counts by the {' or '.join(sorted(your_rates))}."
            )


def _unpaired(ours: list[Amount], theirs: list[Amount]) -> tuple[Amount, Amount] | None:
    """Return an amount and its translation that no way of pairing brings together."""
    if len(ours) > len(theirs):
        return next(
            ((a, theirs[0]) for a in theirs if not any(_agree(b.units, a.units) for b in ours)),
            None,
        )
    best: tuple[Amount, Amount] | None = None
    for way in permutations(theirs[:_MOST_PAIRED], min(len(ours), _MOST_PAIRED)):
        wrong = [(a, b) for a, b in zip(ours, way, strict=False) if not _agree(a.units, b.units)]
        if not wrong:
            return None
        best = best or wrong[0]
    return best


def order(said: Said, context: Context) -> Iterator[Fault]:
    """Numbers with the same unit stand in the same order, and ranges run the same way."""
    source, target = _read(said, context)
    backward = {(b.value, a.value) for a, b in pairwise(target) if a.joined}
    forward = {(a.value, b.value) for a, b in pairwise(target) if a.joined}
    for a, b in pairwise(source):
        pair = (a.value, b.value)
        if a.joined and a.value != b.value and pair in backward and pair not in forward:
            yield Fault(f"English says {a.token} to {b}. Your text turns the range round.")
            return
    for name in sorted(_FIRM):
        ours = [a.value for a in source if a.units == {name}]
        theirs = [a.value for a in target if name in a.units]
        if len(ours) > 1 and ours != theirs and Counter(ours) == Counter(theirs):
            english = ", ".join(str(a) for a in source if a.units == {name})
            yours = ", ".join(str(a) for a in target if name in a.units)
            yield Fault(f"English says {english}, in this order. Your text says {yours}.")


def decimal_sign(said: Said, context: Context) -> Iterator[Fault]:
    """The market's decimal sign, no zero behind it, no space in it."""
    source, target = _read(said, context)
    sign = context.market.decimal
    for amount in target:
        if amount.foreign:
            yield Fault(
                f"{amount.token} must be written with {sign!r}: packs in this market "
                "have that sign, and another can be read as ten times as much.",
                grave(said),
            )
        tail = amount.token.rpartition(sign)
        if tail[1] and tail[2].endswith("0") and not amount.foreign and amount.value is not None:
            known = {a.token.partition(".")[2] for a in source}
            if tail[2] not in known and any(a.value == amount.value for a in source):
                mend = amount.token.rstrip("0").rstrip(sign)
                yield Fault(
                    f"write {mend}, not {amount.token}: the sign is overlooked.", grave(said)
                )
    if (found := _SPLIT.search(plain(said.text))) and not _SPLIT.search(plain(said.english)):
        yield Fault(f"take the space out of the number {found.group()!r}.", grave(said))


def protected(said: Said, _context: Context) -> Iterator[Fault]:
    """Phones, addresses and codes are copied letter by letter."""
    english, text = PLACEHOLDER.sub(" ", said.english), PLACEHOLDER.sub(" ", said.text)
    for what, find in (("address", URL.findall), ("phone number", phones), ("code", CODE.findall)):
        ours, theirs = Counter(map(plain, find(english))), Counter(map(plain, find(text)))
        for lost in ours - theirs:
            yield Fault(f"the {what} {lost} must stand in your text just so.")
        for added in theirs - ours:
            yield Fault(f"the {what} {added} is not in the English.")


def digits(sentences: Sentences, context: Context) -> Iterator[Fault]:
    """One kind of digits in a leaflet: the reader compares them with the box."""
    native_wanted = context.market.digits == "native"
    for said in sentences:
        text = masked(said.text)
        found = {c for c in text if c.isdecimal()}
        native = sorted(found - set("0123456789"))
        latin = sorted(found & set("0123456789"))
        if native and not native_wanted:
            yield Fault(f"write Latin digits, as on the box, not {' '.join(native)}.", said=said)
        elif latin and native_wanted:
            yield Fault(
                f"this language writes its own digits (locale.toml): not {' '.join(latin)}.",
                said=said,
            )
        elif len({unicodedata.name(c).rpartition(" DIGIT")[0] for c in native}) > 1:
            yield Fault(f"digits of two scripts: {' '.join(native)}.", said=said)


SENTENCE = (
    Check(
        "number",
        Severity.ERROR,
        "the same numbers as the English",
        "Every number of the English stands in the translation, and no other. Digits of any "
        "script are read, with the decimal sign of the market. A number word (one, twice, half) "
        "may stand for a figure if it counts the same unit.",
        number,
    ),
    Check(
        "unit",
        Severity.ERROR,
        "each number keeps its unit",
        "mg, micrograms, mL, hours, days, tablets, times a day …: a number must count the same "
        "thing in both languages; 1 tablet 3 times a day is not 3 tablets 1 time a day. Words of "
        "a language that are missing from its lexicon go into locale.toml, table [units].",
        unit,
    ),
    Check(
        "number-order",
        Severity.WARNING,
        "numbers with the same unit stand in the same order",
        "4 to 6 hours must not become 6 to 4 hours, and two doses in one sentence must not change "
        "places. Numbers with different units may: grammar wants it in many languages.",
        order,
    ),
    Check(
        "decimal-sign",
        Severity.ERROR,
        "the decimal sign of the market",
        "Numbers must look as on the box and the oral syringe. 2.5 in a country that writes 2,5, "
        "a zero behind the sign (5.0), or a space in a number have led to tenfold doses (ISMP).",
        decimal_sign,
    ),
    Check(
        "protected",
        Severity.ERROR,
        "phone numbers, addresses and codes are copied letter by letter",
        "A phone number with one digit changed calls a stranger.",
        protected,
    ),
)
LEAFLET = (
    Check(
        "digits-mixed",
        Severity.ERROR,
        "one kind of digits in a leaflet",
        'Latin digits, as on the box, unless locale.toml says digits = "native"; then native '
        "digits everywhere in the leaflet.",
        digits,
    ),
)
