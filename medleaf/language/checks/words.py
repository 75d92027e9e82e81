"""Words: what is denied, what is left in English, what was copied, what is too short."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from medleaf.language.checks.check import Check, Context, Fault, grave, short
from medleaf.language.lexicon import LETTER, REMEMBERED, Lexicon, fold
from medleaf.language.said import Said, Sentences
from medleaf.model.problem import Severity
from medleaf.model.text import PLACEHOLDER

_STOPS = ".!?…؟۔।॥。！？։።។၊။"
_END = re.compile(rf"(?:(?<!\d)[.]|[.](?!\d)|[{_STOPS[1:]};；])+[\"'”’»」)\s]*")
_LEAST_COMPARED = 32  # characters of English; shorter texts have no steady length
_DASH = re.compile(r"\s[–—-]\s|—+")
_LEAST_WORDS = 4  # words of English; shorter headings may share a translation
_KEPT = re.compile(r"\{\w+\}|[A-Za-z]{2,}|[0-9.,]+")
# Words by which two English sentences may differ and still say the same.
_SMALL = {"a", "an", "the", "that", "this", "these", "you", "your", "it", "is", "are", "to", "of"}
# English that is a word in no language of ours, unless its lexicon keeps it.
_ENGLISH = re.compile(
    r"\b(?:the|and|with|you|your|are|this|that|have|when|every|of|for|not|be|can|once|twice|"
    r"days?|hours?|weeks?|months?|take|use|call|if|is|from|or|to)\b"
)
_OTHER_ELEVEN = {"es"}  # languages in which "once" is a number


def _parts(text: str) -> list[str]:
    """Return the sentences in *text*, divided at full stops of any script."""
    parts = _END.split(PLACEHOLDER.sub("¦", text))
    return [part for part in parts if any(char.isalnum() for char in part)]


def _clauses(text: str) -> list[str]:
    """Return the sentences in *text*, divided at dashes too."""
    return [clause for part in _parts(text) for clause in _DASH.split(part) if clause.strip()]


@lru_cache(maxsize=REMEMBERED)
def _negated(text: str, lexicon: Lexicon) -> tuple[str, int]:
    """Return the first word of *text* that denies, and how many weaker ones there are."""
    folded = lexicon.innocent.sub(" ", fold(text))
    hard = lexicon.hard.search(folded)
    return hard[1] if hard else "", len(lexicon.soft.findall(folded))


def negation(said: Said, context: Context) -> Iterator[Fault]:
    """What the English forbids or denies is forbidden or denied, and nothing else."""
    if not said.grave:
        return
    for divide in (_clauses, _parts, lambda text: [text]):
        ours, theirs = divide(said.english), divide(said.text)
        if len(ours) == len(theirs):
            break
    severity = Severity.WARNING if context.lexicon.affix else Severity.ERROR
    for english, text in zip(ours, theirs, strict=True):
        no, weak = _negated(english, context.english)
        nein, yours = _negated(text, context.lexicon)
        # "Do not stop" and "stop" have a weak word each: it answers the other, not the "not".
        if no and not nein and yours <= weak:
            yield Fault(
                f"English says {no!r}. Your text denies nothing: {short(text.strip())}", severity
            )
        elif nein and not no and weak <= yours:
            yield Fault(
                f"Your text says {nein!r}. The English denies nothing: {short(english.strip())}",
                severity,
            )


def sentence_count(said: Said, context: Context) -> Iterator[Fault]:
    """No sentence is left out."""
    if context.language.script == "Thai":
        return  # it has no full stop
    text = said.text
    if context.language.script in {"Hans", "Hant", "Jpan"}:
        text = text.replace("，", "。").replace("、", "。")  # a comma may end a sentence there
    ours, theirs = len(_parts(said.english)), len(_parts(text))
    if theirs < ours:
        yield Fault(f"English has {ours} sentences. Your text has {theirs}.", grave(said))


def length(said: Said, context: Context) -> Iterator[Fault]:
    """A translation that is far too short has lost something; far too long, gained."""
    kept = set(_KEPT.findall(said.english)) & set(_KEPT.findall(said.text))
    english, text = (
        _KEPT.sub(lambda match: "" if match[0] in kept else match[0], whole)
        for whole in (said.english, said.text)
    )
    if len(english) < _LEAST_COMPARED:
        return
    low, high = context.lexicon.length
    ratio = len(text) / len(english)
    if not low <= ratio <= high:
        word = "short" if ratio < low else "long"
        yield Fault(
            f"is unusually {word}: {ratio:.0%} of the English; "
            f"{low:.0%} to {high:.0%} is usual in {context.language.english}."
        )


def false_friend(said: Said, context: Context) -> Iterator[Fault]:
    """No English word is left over, least of all one that means something else here."""
    if said.text == said.english:
        return
    text = PLACEHOLDER.sub(" ", said.text).lower()
    left = {word for word in _ENGLISH.findall(text) if word not in context.lexicon.english}
    if context.language.tag in _OTHER_ELEVEN and re.search(r"\bonce\b", text):
        if re.search(r"\bonce\b", said.english.lower()):
            yield Fault("'once' is 11 here: write '1 vez'.")
        left.discard("once")
    for word in sorted(left):
        yield Fault(f"the English word {word!r} is left in your text.")


def glossary(said: Said, context: Context) -> Iterator[Fault]:
    """Agreed terms are used, and banned ones are not."""
    for term in context.glossary:
        if not _finds((f"{term.english}*",), said.english, context.english.tag):
            continue
        if term.use and not _finds(term.use, said.text, context.language.tag):
            wanted = " or ".join(repr(form) for form in term.use)
            yield Fault(f"{term.english!r} is {wanted} in this language.", Severity.WARNING)
        for banned in term.forbidden:
            if _finds((banned,), said.text, context.language.tag):
                yield Fault(f"do not say {banned!r} for {term.english!r}.")


def _finds(forms: tuple[str, ...], text: str, tag: str) -> bool:
    return bool(_pattern(forms, tag).search(fold(text)))


@cache
def _pattern(forms: tuple[str, ...], tag: str) -> re.Pattern[str]:
    # No word boundaries where no spaces are written.
    unspaced = tag.partition("_")[0] in {"zh", "ja", "th", "km", "my"}
    start, end = ("", "") if unspaced else (rf"(?<!{LETTER})", rf"(?!{LETTER})")
    words = (
        re.escape(fold(form.strip("*"))) + (f"{LETTER}*" if form.endswith("*") else "")
        for form in forms
    )
    return re.compile(f"{start}(?:{'|'.join(words)}){end}")


def consistency(sentences: Sentences, _context: Context) -> Iterator[Fault]:
    """The same English is said in the same way all over a leaflet."""
    first: dict[tuple[str, object], Said] = {}
    for said in sentences:
        other = first.setdefault((_bare(said.english), said.sentence.role), said)
        if not _are_forms(other, said) and _bare(other.text) != _bare(said.text):
            yield Fault(
                f"the same English is {short(other.text)!r} in {other.item.file.name}, "
                f"line {other.item.line}.",
                said=said,
            )


def reused(sentences: Sentences, _context: Context) -> Iterator[Fault]:
    """Different English has different translations: else one of them was copied."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for said in sentences:
        groups[_bare(said.text)].append(said)
    for group in groups.values():
        first = group[0]
        for said in group[1:]:
            least = min(len(said.english.split()), len(first.english.split()))
            if (
                not _are_forms(first, said)
                and least >= _LEAST_WORDS
                and _sense(said.english) != _sense(first.english)
            ):
                yield Fault(
                    f"says the same as the translation of {short(first.english)!r}.",
                    grave(said),
                    said,
                )


def _are_forms(one: Said, other: Said) -> bool:
    """Whether both are plural forms of one message: they differ, or not, as numbers do."""
    return bool(one.item.of) and one.item.of == other.item.of


def _sense(english: str) -> list[str]:
    return [word for word in _bare(english).split() if word not in _SMALL]


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s{}]", " ", fold(text)).split()) or text


SENTENCE = (
    Check(
        "negation",
        Severity.ERROR,
        "what is forbidden stays forbidden",
        "Looks for words such as not, never, without in sentences of the roles dose, warning, "
        "contraindication and emergency, sentence by sentence, in both directions. Their presence "
        "counts, not their number; weaker words (stop, until, only, unless) may answer one. In "
        "languages that negate by a syllable within the verb it is a warning.",
        negation,
    ),
    Check(
        "sentence-count",
        Severity.WARNING,
        "no sentence is left out",
        "Counts full stops, question marks and semicolons of any script. More sentences than in "
        "English are welcome: short ones are easier to read.",
        sentence_count,
    ),
    Check(
        "length-ratio",
        Severity.WARNING,
        "neither far shorter nor far longer than the English",
        "Compares lengths with what is usual in the language; the lexicon holds the limits.",
        length,
    ),
    Check(
        "false-friend",
        Severity.ERROR,
        "no English word is left over",
        "Machine-made labels mixed English into Spanish ('once' for one time is eleven there: "
        "deaths were reported). Words that a language shares with English stand in its lexicon.",
        false_friend,
    ),
    Check(
        "glossary",
        Severity.ERROR,
        "agreed terms are used, banned ones are not",
        "locales/<tag>/glossary.tsv lists English terms, how to say them, and how never. A "
        "missing term is a warning, a banned one an error.",
        glossary,
    ),
)
LEAFLET = (
    Check(
        "consistency",
        Severity.WARNING,
        "the same English, the same words",
        "A heading or warning that stands twice in a leaflet must be recognised.",
        consistency,
    ),
    Check(
        "reused",
        Severity.WARNING,
        "different English, different words",
        "Two sentences with one translation: one was copied and not changed.",
        reused,
    ),
)
