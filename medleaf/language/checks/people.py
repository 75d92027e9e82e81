"""People: who signed, who can read it, how it addresses them."""

import re
from collections.abc import Iterator

from medleaf.language.approvals import Signer, fingerprint
from medleaf.language.checks.check import Check, Context, Fault, short
from medleaf.language.said import Said, Sentences
from medleaf.model.problem import Severity
from medleaf.model.text import PLACEHOLDER

_MOST_WORDS = 25  # in one sentence
_MOST_GROWTH = 1.8  # times the words of the English sentence
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?…؟۔।。！？](?:\s|$)|[。！？]")
_SHOUT = 5  # letters; shorter ones are abbreviations


def stale_approval(sentences: Sentences, context: Context) -> Iterator[Fault]:
    """Whoever signed it signed what it says now."""
    signed = context.approvals.signed
    if not signed and context.release != "approved":
        return
    roles = (Signer.CLINICAL,) if context.language.source else tuple(Signer)
    severity = Severity.ERROR if context.release == "approved" else Severity.INFO
    for said in sentences:
        mark = fingerprint(said.english, said.text)
        if open_ := [role for role in roles if (mark, role) not in signed]:
            yield Fault(f"is not signed as it stands now ({', '.join(open_)}).", severity, said)


def readability(said: Said, context: Context) -> Iterator[Fault]:
    """Sentences stay short, and nobody is shouted at."""
    if " " in said.text:
        longest = max((len(part.split()) for part in _STOP.split(said.text)), default=0)
        english = max((len(part.split()) for part in _STOP.split(said.english)), default=0)
        if longest > _MOST_WORDS and longest > _MOST_GROWTH * english:
            yield Fault(f"a sentence of {longest} words; the English has {english}.")
    kept = set(_WORD.findall(said.english))
    loud = [
        word
        for word in _LETTERS.findall(PLACEHOLDER.sub("", said.text))
        if len(word) > _SHOUT and word.isupper() and word.lower() != word and word not in kept
    ]
    if loud:
        yield Fault(f"capitals shout: {', '.join(loud)}.")
    if context.lexicon.informal.search(said.text.lower()) and context.lexicon.formal.search(
        said.text
    ):
        yield Fault("addresses the reader in two ways (familiar and polite).")


def spelling(sentences: Sentences, context: Context) -> Iterator[Fault]:
    """Words that the spelling dictionary does not know, if one is installed."""
    if context.misspelt is None:
        return
    kept = {word.lower() for said in sentences for word in _WORD.findall(said.english)}
    kept |= {
        word.lower()
        for term in context.glossary
        for form in term.use
        for word in _WORD.findall(form)
    }
    words = {said: set(_WORD.findall(PLACEHOLDER.sub("", said.text))) for said in sentences}
    every = frozenset(w for found in words.values() for w in found if w.lower() not in kept)
    unknown = context.misspelt(every)
    for said, found in words.items():
        if odd := sorted(found & unknown):
            yield Fault(f"not in the dictionary: {short(', '.join(odd))}.", said=said)


SENTENCE = (
    Check(
        "readability",
        Severity.INFO,
        "short sentences, one way of address, no capitals",
        "A sentence of more than 25 words that is almost twice as long as in English, words in "
        "capitals, and du beside Sie (tú beside usted, tu beside vous).",
        readability,
    ),
)
LEAFLET = (
    Check(
        "stale-approval",
        Severity.INFO,
        "signed as it stands now",
        "A signature holds for the exact English and translation. An error where clinic.toml says "
        'release = "approved", and told only in languages that have signatures.',
        stale_approval,
        waivable=False,
        source=True,
    ),
    Check(
        "spelling",
        Severity.INFO,
        "known to the spelling dictionary",
        "Asks hunspell, if it and the language's dictionary are installed. Words of the English "
        "sentence and of the glossary are known.",
        spelling,
    ),
)
