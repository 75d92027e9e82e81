"""A German of marks for tests: English in «…», but with the words that checks look for."""

import re

WORDS = {
    "and": "und", "are": "sind", "be": "sein", "call": "rufen", "can": "kann", "cannot": "kann nicht",
    "day": "Tag", "days": "Tage", "every": "jeden", "for": "für", "from": "von", "have": "haben",
    "hours": "Stunden", "if": "falls", "is": "ist", "month": "Monat", "never": "nie",
    "no": "kein", "nobody": "niemand", "not": "nicht", "of": "von", "once": "sofort", "or": "oder",
    "take": "nehmen", "that": "das", "the": "das", "this": "dies", "to": "zu", "use": "brauchen",
    "week": "Woche", "when": "wenn", "with": "mit", "without": "ohne", "you": "Sie", "your": "Ihr",
}  # fmt: skip


def german(english: str) -> str:
    """Return *english* as the checks take it for German, in marks that tests can see."""

    def word(found: re.Match[str]) -> str:
        return WORDS.get(found[0].lower(), found[0])

    text = re.sub(r"(?<!\{)\b[A-Za-z]+\b(?!\})", word, english)
    return f"«{re.sub(r'(?<=[0-9])[.](?=[0-9])', ',', text)}»"
