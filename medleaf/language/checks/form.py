"""Form: there is a translation, its placeholders and marks are whole, its catalog is in order."""

import re
from collections import Counter
from collections.abc import Iterator

from medleaf.language.catalog import Standing
from medleaf.language.checks.check import Catalog, Check, Context, Fault, short
from medleaf.language.said import Said
from medleaf.language.table import form_count, plural_forms
from medleaf.model.problem import Severity
from medleaf.model.text import PLACEHOLDER

MOST_KEPT = 2  # words of English that may stay as they are, such as a medicine's name
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)[^<>]*?(/?)>|(\*\*|__|`)|(&\w+;|&#\d+;)")
_FIELDS = frozenset(
    {
        "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date",
        "Last-Translator", "Language-Team", "Language", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "Plural-Forms",
    }
)  # fmt: skip


def untranslated(said: Said, _context: Context) -> Iterator[Fault]:
    """A sentence has words in the language."""
    if said.item.standing is Standing.UNTRANSLATED:
        yield Fault(f"no translation yet of: {said.english}")


def fuzzy(said: Said, _context: Context) -> Iterator[Fault]:
    """A person stands by them."""
    if said.item.standing is Standing.FUZZY:
        yield Fault(f"marked as needing work: {said.english}")


def same(said: Said, context: Context) -> Iterator[Fault]:
    """A sentence that is equal to its English was forgotten; a name or two may be equal."""
    if context.language.source or said.text != said.english:
        return
    if len(said.english.split()) > MOST_KEPT:
        yield Fault(f"is still English: {said.english}")


def placeholder(said: Said, _context: Context) -> Iterator[Fault]:
    """Every ``{name}`` stands in the translation as often as in the English."""
    source = Counter(PLACEHOLDER.findall(said.english))
    target = Counter(PLACEHOLDER.findall(said.text))
    for name in source - target:
        yield Fault(f"{{{name}}} is missing from: {short(said.text)}")
    for name in target - source:
        yield Fault(f"{{{name}}} does not belong in: {short(said.text)}")
    if re.search(r"[{}]", PLACEHOLDER.sub("", said.text)):
        yield Fault(f"a brace is left over in: {short(said.text)}")


def markup(said: Said, _context: Context) -> Iterator[Fault]:
    """The same marks as the English, each closed."""
    ours = Counter(found.group() for found in _TAG.finditer(said.english))
    theirs = Counter(found.group() for found in _TAG.finditer(said.text))
    for mark in ours - theirs:
        yield Fault(f"{mark} is missing.")
    for mark in theirs - ours:
        yield Fault(f"{mark} is not in the English; texts are printed as they are typed.")
    if ours == theirs and not _nested(said.text):
        yield Fault("the marks are not closed in the order in which they were opened.")


def _nested(text: str) -> bool:
    opened: list[str] = []
    for found in _TAG.finditer(text):
        closing, name, single = found[1], found[2], found[3]
        if not name or single:
            continue
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def plural(catalog: Catalog, context: Context) -> Iterator[Fault]:
    """As many plural forms as the language has, and each with words."""
    count = form_count(context.language.tag)
    for entry in catalog.po.entries:
        if entry.plural is None or entry.obsolete:
            continue
        filled = [text for text in entry.strings if text]
        if len(entry.strings) != count:
            message = f"line {entry.line}: {len(entry.strings)} plural forms, not {count}"
            yield Fault(f"{message}: {short(entry.id)}")
        elif filled and len(filled) < count:
            yield Fault(f"line {entry.line}: a plural form is empty: {short(entry.id)}")


def header(catalog: Catalog, context: Context) -> Iterator[Fault]:
    """The head of the file names its language, its plural forms and its encoding."""
    fields, tag = catalog.po.fields, context.language.tag
    if fields.get("Language", "") != tag:
        yield Fault(f"'Language' says {fields.get('Language', '')!r}, and must say {tag!r}.")
    wanted = plural_forms(tag)
    # Weblate adds brackets; only the sense counts.
    if _squeezed(fields.get("Plural-Forms", "")) != _squeezed(wanted):
        yield Fault(f"'Plural-Forms' must say: {wanted}")
    for name in fields:
        if name not in _FIELDS and not name.startswith("X-"):
            yield Fault(f"{name!r} is no field of a PO file.")


def _squeezed(forms: str) -> str:
    return re.sub(r"[\s();]", "", forms)


FIRST = (
    Check(
        "untranslated",
        Severity.ERROR,
        "there is a translation",
        "A leaflet in two languages is worse than none: nothing falls back to English on paper.",
        untranslated,
        waivable=False,
    ),
    Check(
        "fuzzy",
        Severity.ERROR,
        "a person stands by it",
        "Flagged as fuzzy: the English changed, or the translator is not sure, or a machine wrote "
        "it. Check it, then take the flag away.",
        fuzzy,
        waivable=False,
    ),
)
SENTENCE = (
    Check(
        "same",
        Severity.ERROR,
        "it is not still English",
        "Equal to the English and longer than a name.",
        same,
    ),
    Check(
        "placeholder",
        Severity.ERROR,
        "every {placeholder} is there, once",
        "The press writes phone numbers, dates and addresses in their place; they are copied, "
        "never translated and never typed.",
        placeholder,
        waivable=False,
        source=True,
    ),
    Check(
        "markup",
        Severity.ERROR,
        "the same marks as the English",
        "Marks such as <b> or ** are copied, closed in order, and never added.",
        markup,
    ),
)
CATALOG = (
    Check(
        "plural",
        Severity.ERROR,
        "as many plural forms as the language has",
        "From the verified table; Babel's and Weblate's own tables differ for some languages.",
        plural,
        waivable=False,
    ),
    Check(
        "header",
        Severity.ERROR,
        "the head of the file is in order",
        "Language and Plural-Forms are those of the verified table; charset is UTF-8.",
        header,
        waivable=False,
    ),
)
