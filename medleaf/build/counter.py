"""The pharmacy's counter: what each prescription gets, or why it gets nothing.

One prescription, one answer; it depends on nothing that another one said. Problems speak of rows,
and never of the patient.
"""

from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import count

from medleaf.build import codes, plan
from medleaf.build.directions import directions, speech, written
from medleaf.build.library import Library, Prepared
from medleaf.build.personal import Copy
from medleaf.build.shelves import Pair
from medleaf.dosing.match import Match, index
from medleaf.dosing.refusal import Refusal
from medleaf.dosing.speech import Speech
from medleaf.language.negotiate import nearest
from medleaf.model.clinic import Clinic
from medleaf.model.directions import Directions, Label
from medleaf.model.dosage import Dosage, Moment
from medleaf.model.edition import Edition, State
from medleaf.model.page import Format, Release, Size
from medleaf.model.prescription import Prescription, Unread
from medleaf.model.problem import PressError


@dataclass(frozen=True, slots=True)
class Turned:
    """A row that gets nothing, or a word about a row that gets something. *code* is stable."""

    row: str
    code: str
    reason: str


def unread(outcome: Unread, row: str) -> Turned:
    """Return what is told of a row that could not be read, or of a warning about the file."""
    return Turned(row, outcome.problem.code, outcome.problem.message)


@dataclass(frozen=True, slots=True)
class Served:
    """What a prescription gets: *copies*, one for each format, and what there is to say of it.

    *row* is its name in files, *patient* tells who belongs together, *matched* how the leaflet was
    found, *origin* where the directions come from, ``blank`` where a hand has to write them.
    """

    row: str
    patient: str
    copies: tuple[Copy, ...]
    matched: str
    origin: str
    edition: Edition
    notes: tuple[Turned, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What holds for all rows of a run. Without a *language* everybody gets their own.

    *beside* is the second language of bilingual copies, by default the clinic's first.
    """

    language: str = ""
    paper: Size = "A4"
    formats: tuple[Format, ...] = ("standard",)
    release: Release = "unreviewed"
    beside: str = ""


_MOST_SAID = 4096  # directions that a counter remembers; each has about 1 kB


@dataclass(frozen=True, slots=True)
class _Asked:
    """Dosages in a language, told apart by *told*: all that they say."""

    tag: str
    told: str
    dosages: tuple[Dosage, ...] = field(compare=False)


class Counter:
    """Answers prescriptions from one library, for one pharmacy."""

    def __init__(self, library: Library, clinic: Clinic, wishes: Wishes) -> None:
        """Open with what leaflets and catalogs say now; raise PressError where codes are wrong."""
        self._library, self._clinic, self._wishes = library, clinic, wishes
        self.editions: dict[Pair, Edition] = {}
        self.prepared: dict[Pair, Prepared] = {}
        self._numbers = count(2, 2)  # of copies; a schedule goes behind the last one
        self._offered = frozenset(library.offered())
        leaflets = map(library.leaflet, library.ids)
        self._index = index(leaflets, codes.read(library.workspace.codes, library.ids))
        self._speech = cache(lambda tag: speech(library, tag))
        # Many patients get the same directions: they are said, and proved, once.
        self._said = lru_cache(_MOST_SAID)(self._say)

    def serve(self, it: Prescription, row: str) -> Served | Turned:
        """Return what *it* gets; *row* is its name in files."""
        try:
            return self._serve(it, row)
        except Refusal as refusal:
            return Turned(row, refusal.code, refusal.message)
        except PressError as error:
            return Turned(row, "unreadable", "; ".join(p.message for p in error.problems[:3]))
        except Exception as error:  # noqa: BLE001  a fault of ours must not stop the other rows
            message = f"could not be served because of a fault in medleaf ({type(error).__name__})"
            return Turned(row, "fault", message)

    def _serve(self, it: Prescription, row: str) -> Served:
        if it.refusal:
            raise Refusal("not-active", it.refusal)
        found = self._index.match(it.medicine, it.dosages)
        if not isinstance(found, Match):
            raise Refusal(found.code, found.reason)
        pair = Pair(found.leaflet, self._language(it.patient.language))
        self._gate(pair)
        said, notes = self._directions(it, row, pair.tag)
        label, more = self._label(it, row, pair.tag)
        beside, without = self._beside(pair, row)
        formats = [it for it in self._wishes.formats if it != "bilingual" or beside]
        if not formats:
            raise Refusal(without[0].code, without[0].reason)
        copies = tuple(
            Copy(next(self._numbers), pair, said, label, self._wishes.paper, it,
                 beside if it == "bilingual" else None)
            for it in formats
        )  # fmt: skip
        origin = said.origin if said else "blank"
        return Served(
            row, it.key, copies, found.how, origin, self.editions[pair], (*notes, *more, *without)
        )

    def _beside(self, pair: Pair, row: str) -> tuple[str | None, tuple[Turned, ...]]:
        """Return the second language of a bilingual copy, or none and why there is none."""
        if "bilingual" not in self._wishes.formats:
            return None, ()
        tag = self._wishes.beside or (*self._clinic.languages, self._library.tags[0])[0]
        if tag == pair.tag:
            return None, (Turned(row, "no-beside", f"{tag} does not stand beside itself"),)
        try:
            self._gate(Pair(pair.leaflet, tag))
        except Refusal as refusal:
            return None, (Turned(row, "no-beside", refusal.message),)
        return tag, ()

    def _language(self, wanted: str) -> str:
        """Return the tag of the reader's language: what was ordered, else what the record says."""
        wanted = self._wishes.language or wanted
        if not wanted:
            message = "the record names no language; give one with --language"
            raise Refusal("no-language", message)
        known = {name.casefold(): tag for name, tag in self._clinic.dispense.languages.items()}
        tag = nearest(known.get(wanted.casefold(), wanted), self._library.tags)
        if tag is None:
            message = (
                f"there is no language {wanted[:40]!r}; there are {', '.join(self._library.tags)} "
                "(clinic.toml can map names: [dispense.languages])"
            )
            raise Refusal("unknown-language", message)
        return tag

    def _gate(self, pair: Pair) -> None:
        if pair not in self._offered:
            raise Refusal("not-offered", f"{pair.leaflet} is not offered in {pair.tag}")
        if pair not in self.prepared:
            prepared = self._library.prepare(pair)
            if self._speech(pair.tag).reviewed is None:
                # What was not signed is not released, whoever signed the rest of the sheet.
                unsigned = replace(prepared.edition, state=State.UNREVIEWED, reviewed=None)
                if prepared.edition.state is State.APPROVED:
                    prepared = replace(prepared, edition=unsigned)
            self.prepared[pair] = prepared
            self.editions[pair] = prepared.edition
        problems = plan.gate(self.prepared[pair], self._wishes.release, draft=False)
        if problems:
            raise Refusal("gate", "; ".join(str(problem) for problem in problems[:3]))

    def _directions(
        self, it: Prescription, row: str, tag: str
    ) -> tuple[Directions | None, tuple[Turned, ...]]:
        """Return what the sheet says of taking the medicine, and what could not be said."""
        words = self._speech(tag)
        reasons: list[Turned] = []
        if it.dosages:
            try:
                return self._said(_Asked(tag, repr(it.dosages), it.dosages)), ()
            except PressError as error:
                reasons += [Turned(row, p.code, p.message) for p in error.problems]
        if it.written and self._clinic.dispense.refused == "written":
            said = written(it.written, it.written_in, words)
            return said, (*reasons, Turned(row, "written", "printed in the prescriber's own words"))
        message = "no directions are printed; write them on the sheet"
        return None, (*reasons, Turned(row, "blank", message))

    def _say(self, asked: _Asked) -> Directions:
        return directions(asked.dosages, self._speech(asked.tag), self._clinic.habits)

    def _label(self, it: Prescription, row: str, tag: str) -> tuple[Label, tuple[Turned, ...]]:
        words = self._speech(tag)
        dates, notes = [], []
        for name, moment in (("birth date", it.patient.birth_date), ("date", it.date)):
            try:
                dates.append(_day(words, moment))
            except Refusal:
                dates.append("")
                notes.append(Turned(row, "absurd-date", f"the {name} cannot be meant; left out"))
        label = Label(it.patient.name, dates[0], it.number, it.prescriber, dates[1])
        return label, tuple(notes)


def _day(words: Speech, moment: Moment | None) -> str:
    return words.day(moment._replace(clock=None)) if moment else ""
