"""All leaflets in all languages: what is offered, and what became of each edition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.build import revisions
from medleaf.build.revisions import Revision
from medleaf.build.shelves import Pair, Shelves
from medleaf.kept import Kept
from medleaf.language import approvals, locales, po
from medleaf.language.approvals import Approvals
from medleaf.language.catalog import (
    COMMON,
    DIRECTIONS,
    INTERFACE,
    Lookup,
    Message,
    Standing,
    Translation,
    extract,
    kept_catalog,
    original,
)
from medleaf.language.locales import Market
from medleaf.language.said import Found, Inspect, Said, Sentences
from medleaf.language.table import form_of
from medleaf.language.translate import Asked, Translated, ask, translate
from medleaf.model.edition import Edition, State
from medleaf.model.language import SOURCE, Language
from medleaf.model.leaflet import Leaflet
from medleaf.model.page import Release
from medleaf.model.problem import PressError, Problem
from medleaf.model.text import Sentence, Text
from medleaf.model.words import Words
from medleaf.source.leaflets import read_leaflet, read_phrases
from medleaf.workspace import SHARED, Workspace

# A leaflet that was checked before is printed without checks, and without what the desk and
# directions say; each of them takes its time to import.
if TYPE_CHECKING:
    from medleaf.language.checks import Context
    from medleaf.language.waivers import Waivers
    from medleaf.model.desk import Interface

_SEVERAL = 5  # of something: the form of most numbers in most languages
# The words of a text that the dictionary of a language lacks; None where there is none.
Spelling = Callable[[str], Callable[[frozenset[str]], frozenset[str]] | None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition, everything that keeps it from being printed, and all that checks found.

    *waived* are findings that somebody lets pass; they are not among the others.
    """

    edition: Edition
    problems: tuple[Problem, ...]
    revision: Revision
    translated: Translated
    found: tuple[Found, ...] = ()
    waived: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """The ``directions`` catalog in one language.

    *forms* are the plural forms (one where there are none) of each message that may be printed,
    by its English; *found* and *waived* is what checks say of all of them, *reviewed* the day
    the last was signed by a clinician, None while one is unsigned.
    """

    language: Language
    market: Market
    forms: Mapping[str, tuple[str, ...]]
    said: tuple[Said, ...]
    found: tuple[Found, ...]
    waived: tuple[Found, ...]
    reviewed: date | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps messages from being printed."""
        return tuple(it.problem for it in self.found if it.blocks)


@dataclass(frozen=True, slots=True)
class Manned:
    """What checks say of the words of the desk in one language."""

    said: tuple[Said, ...]
    found: tuple[Found, ...]
    waived: tuple[Found, ...]


class Library(Shelves):
    """The leaflets of a workspace; each file is read when it is first asked for, once."""

    def __init__(
        self,
        workspace: Workspace,
        today: date,
        release: Release = "unreviewed",
        spelling: Spelling | None = None,
    ) -> None:
        """Open *workspace*; *today* dates texts that were never published before.

        *release* and *spelling* are for checks that tell more than the gate asks.
        """
        super().__init__(workspace)
        self.today = today
        self._kept = Kept(workspace.cache / "catalogs")
        self._release = release
        self._spelling = spelling
        self.leaflet: Callable[[str], Leaflet] = cache(self._leaflet)
        self._safety: Callable[[str], str] = cache(
            lambda name: revisions.safety_of(self.leaflet(name))
        )
        self._asked: Callable[[str], Asked] = cache(
            lambda name: ask(self.leaflet(name), self.words, self.phrases)
        )
        self._lookup: Callable[[str], Lookup] = cache(self._read_lookup)
        self._wording: Callable[[str, frozenset[Text]], Words] = cache(self._put_words)
        self._approvals: Callable[[str], Approvals] = cache(self._read_approvals)
        self.context: Callable[[str], Context] = cache(self._read_context)
        self.waivers: Callable[[str], Waivers] = cache(self._read_waivers)
        self._inspect: Callable[[str], Inspect] = cache(self._make_inspector)
        self.spoken: Callable[[str], Spoken] = cache(self._speak)
        self.manned: Callable[[str], Manned] = cache(self._man)
        self._po: Callable[[str, str], po.Po] = cache(self._read_po)
        self._faults: Callable[[str, str], tuple[Found, ...]] = cache(self._look_at_catalog)

    @cached_property
    def words(self) -> Words:
        """The page's own words, in English."""
        return Words.default()

    @cached_property
    def phrases(self) -> frozenset[str]:
        """The sentences that leaflets share."""
        return frozenset(read_phrases(self.workspace.leaflets / "phrases.yaml"))

    @cached_property
    def messages(self) -> dict[str, tuple[Message, ...]]:
        """What there is to translate, by catalog."""
        leaflets = (self.leaflet(name) for name in self.ids)
        return extract(leaflets, sorted(self.phrases), self.words)

    @cached_property
    def _sentences(self) -> dict[str, Sentence]:
        """Every sentence there is, as gravely as it stands anywhere."""
        return {
            str(message.text): Sentence(message.text, role=message.role, page=int(message.printed))
            for messages in self.messages.values()
            for message in messages
        }

    def prepare(self, pair: Pair) -> Prepared:
        """Return the pair's edition; raise PressError where a file cannot be read at all."""
        waived: tuple[Found, ...] = ()

        def inspect(sentences: Sentences) -> tuple[Found, ...]:
            nonlocal waived
            found, waived = self._parted(pair.tag, self._inspect(pair.tag)(sentences))
            return found

        done = self._translate(pair, inspect)
        found = (*done.found, *self.catalog_faults(pair))
        return self._edition(pair, done, found, waived)

    def recall(self, pair: Pair) -> Prepared:
        """Return an edition that passed all checks before, made from the very same inputs."""
        return self._edition(pair, self._translate(pair, lambda _sentences: ()), (), ())

    def _translate(self, pair: Pair, inspect: Inspect) -> Translated:
        leaflet = self.leaflet(pair.leaflet)
        asked, lookup = self._asked(pair.leaflet), self._lookup(pair.tag)
        return translate(leaflet, partial(self._wording, pair.tag), asked, lookup, inspect)

    def _put_words(self, tag: str, english: frozenset[Text]) -> Words:
        """Return the page's words in a language, which all leaflets share, but for *english*."""
        lookup = self._lookup(tag)
        return self.words.rewrite(
            lambda s: s.text if s.text in english else lookup(INTERFACE, s.text).text
        )

    def _edition(
        self, pair: Pair, done: Translated, found: tuple[Found, ...], waived: tuple[Found, ...]
    ) -> Prepared:
        language = locales.language(pair.tag)
        leaflet = self.leaflet(pair.leaflet)
        problems = tuple(it.problem for it in found if it.blocks)
        reviewed = self.approvals(pair.tag).since(done.used, language)
        mark = revisions.revision_of(done.texts)
        changed = leaflet.changes[-1].text if leaflet.changes else "First edition."
        revision = self.published.get((leaflet.id, pair.tag, mark)) or Revision(
            leaflet.id, pair.tag, mark, self.today, self._safety(pair.leaflet), changed
        )
        standing = State.APPROVED if reviewed else State.UNREVIEWED
        edition = Edition(
            leaflet=done.leaflet,
            words=done.words,
            language=language,
            state=State.INCOMPLETE if problems else standing,
            revision=mark,
            published=revision.date,
            reviewed=reviewed,
            missing=done.missing,
        )
        return Prepared(edition, problems, revision, done, found, waived)

    def translated(self, pair: Pair) -> Translated:
        """Return the pair's leaflet in its language, with every translation that went in."""
        return self.prepare(pair).translated

    def faults(self, tag: str, item: Translation) -> tuple[Problem, ...]:
        """Return what keeps *item*, a sentence in the language *tag*, from being printed."""
        english = item.of or item.english
        sentence = self._sentences.get(english, Sentence(Text(english)))
        found = self._inspect(tag)(tuple(Said(part, sentence) for part in item.parts))
        waived = self.waivers(tag)
        return tuple(it.problem for it in found if it.blocks and (it.mark, it.check) not in waived)

    def approvals(self, tag: str) -> Approvals:
        """Return the signatures in a language."""
        return self._approvals(tag)

    def catalog_faults(self, pair: Pair) -> tuple[Found, ...]:
        """Return what is wrong with the form of the PO files that the pair is made from."""
        if pair.tag == SOURCE:
            return ()
        domains = [*SHARED, pair.leaflet]
        return tuple(found for domain in domains for found in self._faults(pair.tag, domain))

    def _speak(self, tag: str) -> Spoken:
        from medleaf.model.sayings import Sayings

        lookup, sentences = self._lookup(tag), Sayings.default().sentences()
        items = {s.text: lookup(DIRECTIONS, s.text) for s in sentences}
        said = tuple(Said(part, s) for s in sentences for part in items[s.text].parts)
        every = self._inspect(tag)(said)
        if tag != SOURCE:
            every += self._faults(tag, DIRECTIONS)
        found, waived = self._parted(tag, every)
        stopped = {it.said.item.key[0] for it in found if it.said and it.blocks}
        return Spoken(
            language=locales.language(tag),
            market=self.context(tag).market,
            forms={
                str(english): tuple(part.text for part in item.parts)
                for english, item in items.items()
                if english not in stopped
            },
            said=said,
            found=found,
            waived=waived,
            reviewed=self.approvals(tag).since(
                tuple(it.item for it in said), locales.language(tag)
            ),
        )

    def interface(self, tag: str) -> "Interface":
        """Return what the desk says in a language; what is not translated stays English.

        Checks are for `translate check`: the first page cannot wait for them.
        """
        from medleaf.model.desk import Interface
        from medleaf.model.deskwords import DeskWords

        lookup = self._lookup(tag)
        items = {s.text: lookup(INTERFACE, s.text) for s in DeskWords.default().sentences()}
        missing = frozenset(
            text for text, item in items.items() if item.standing is not Standing.TRANSLATED
        )
        words = DeskWords.default().rewrite(
            lambda s: s.text if s.text in missing else items[s.text].text
        )
        return Interface(locales.language(tag), words, missing)

    def phrase(self, tag: str, text: Text) -> str:
        """Return a message of directions as its catalog has it, of several things: for a list."""
        item = self._lookup(tag)(DIRECTIONS, text)
        part = item.forms[form_of(tag)(_SEVERAL)] if item.forms else item
        return part.text if part.standing is Standing.TRANSLATED else text

    def _man(self, tag: str) -> Manned:
        from medleaf.model.deskwords import DeskWords

        lookup, once = self._lookup(tag), {s.text: s for s in DeskWords.default().sentences()}
        said = tuple(Said(lookup(INTERFACE, text), s) for text, s in once.items())
        found, waived = self._parted(tag, self._inspect(tag)(said))
        return Manned(said, found, waived)

    def _parted(
        self, tag: str, every: tuple[Found, ...]
    ) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
        """Return what counts of all that was found, and what somebody lets pass."""
        waived = tuple(it for it in every if (it.mark, it.check) in self.waivers(tag))
        return (tuple(it for it in every if it not in waived) if waived else every), waived

    def withdrawn(self, pair: Pair) -> bool:
        """Return whether sheets went out that say an old dose or warning."""
        safety = self._safety(pair.leaflet)
        return any(row.safety != safety for row in self.published_of(pair))

    def _leaflet(self, name: str) -> Leaflet:
        return read_leaflet(self.workspace.leaflet(name))

    def _read_context(self, tag: str) -> "Context":
        from medleaf.language import glossary
        from medleaf.language.checks import Context
        from medleaf.language.lexicon import lexicon

        place = self.workspace
        market = locales.market(place, tag)
        return Context(
            language=locales.language(tag),
            market=market,
            lexicon=lexicon(tag).extended(dict(market.units)),
            english=lexicon(SOURCE),
            glossary=glossary.read(place.glossary(tag)),
            approvals=self.approvals(tag),
            release=self._release,
            misspelt=self._spelling(tag) if self._spelling else None,
        )

    def _read_approvals(self, tag: str) -> Approvals:
        return approvals.read(self.workspace.approvals(tag))

    def _read_waivers(self, tag: str) -> "Waivers":
        from medleaf.language import checks, waivers

        return waivers.read(self.workspace.waivers(tag), checks.WAIVABLE)

    def _make_inspector(self, tag: str) -> Inspect:
        from medleaf.language import checks

        return checks.inspector(self.context(tag))

    def _look_at_catalog(self, tag: str, domain: str) -> tuple[Found, ...]:
        from medleaf.language import checks

        file = self.workspace.catalog(tag, domain)
        subject = checks.Catalog(file, self._po(tag, domain))
        return checks.inspect(checks.CATALOG, subject, self.context(tag))

    def _read_po(self, tag: str, domain: str) -> po.Po:
        return po.read(self.workspace.catalog(tag, domain))

    def _read_lookup(self, tag: str) -> Lookup:
        """Return how to find a translation; English is its own."""
        if tag == SOURCE:
            return lambda domain, text: original(text, self._source(domain))
        read = cache(lambda domain: self._catalog(tag, domain))

        def find(domain: str, text: Text) -> Translation:
            if found := read(domain).get(text):
                return found
            file = self.workspace.catalog(tag, domain)
            return Translation(text, "", Standing.UNTRANSLATED, file, 0)

        return find

    def _source(self, domain: str) -> Path:
        match domain:
            case "interface" | "directions":
                return self.workspace.templates
            case "phrases":
                return self.workspace.leaflets / "phrases.yaml"
        return self.workspace.leaflet(domain)

    def _catalog(self, tag: str, domain: str) -> dict[str, Translation]:
        file = self.workspace.catalog(tag, domain)
        if domain in COMMON and not file.is_file():
            message = f"the catalog is missing; `translate update {tag}` makes it"
            raise PressError([Problem(file, 0, "no-catalog", message)])
        return kept_catalog(file, tag, self._kept)
