"""What the pages of the clinic's desk are made of, before they are pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from medleaf.model.clinic import Clinic
from medleaf.model.deskwords import DeskWords
from medleaf.model.directions import Directions
from medleaf.model.edition import State
from medleaf.model.language import Language
from medleaf.model.page import Format, Paper, Size
from medleaf.model.text import Text

Layout = Format | Literal["booklet"]
Mender = Literal["translator", "reviewer", "editor"]  # who can change why it is not printed


@dataclass(frozen=True, slots=True)
class Interface:
    """The language that the desk speaks on a page; the words that are *missing* are English."""

    language: Language
    words: DeskWords
    missing: frozenset[Text] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """A name or a sentence in a language that need not be the page's."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of the desk share.

    *assets* are the addresses of the style sheet, the script, the icon and the logo; *tongues* are
    the languages the desk speaks, *address* is this page's in another of them, but for its end.
    *chosen* is the tag of the language if a person chose it: links keep it then.
    """

    clinic: Clinic
    templates: Path
    assets: Mapping[str, str]
    interface: Interface
    tongues: tuple[Language, ...] = ()
    address: str = "/?ui="
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A leaflet where people look for one."""

    leaflet: str
    title: Named
    about: Named
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """The first page. *found* is None where nothing was asked for."""

    query: str = ""
    found: tuple[Tile, ...] | None = None
    favourites: tuple[Tile, ...] = ()
    most: tuple[Tile, ...] = ()
    groups: Mapping[str, tuple[Tile, ...]] = field(default_factory=dict)  # by kind of leaflet


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as people see it: the address of an image, and its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Barred:
    """Why nothing can be printed, in English as checks say it, and who can change that."""

    reasons: tuple[str, ...]
    mend: Mender | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be printed of a leaflet."""

    leaflet: str
    language: Language
    format: Format = "standard"
    paper: Size = "A4"
    beside: Language | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an edition is: its state, what it says and since when."""

    state: State
    revision: str
    published: date
    reviewed: date | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A leaflet at the desk: what was chosen, what there is to choose, and how it looks.

    *languages* are those it is offered in, the most used first, *absent* the others. *file* is
    the address of what is printed or downloaded, *text* what is in it where it has no pages.
    *barred* tells why there is no file. *told* is whether it has a place for directions.
    """

    wish: Wish
    title: Named
    about: Named
    languages: tuple[Language, ...]
    absent: tuple[Language, ...]
    formats: tuple[Layout, ...]
    papers: tuple[Paper, ...]
    standing: Standing | None = None
    file: str = ""
    name: str = ""
    media: str = "application/pdf"
    guide: str = ""
    pages: tuple[Picture, ...] = ()
    text: str = ""
    barred: Barred | None = None
    told: bool = True

    @property
    def edition(self) -> Layout:
        """What was chosen, as people choose it: a sheet of A5 is a booklet."""
        return "booklet" if self.wish.paper == "A5" else self.wish.format


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of directions: sentences and pages, or the reasons against them.

    *notes* are words about what is printed. All three are empty before anything was asked.
    """

    language: Language
    directions: Directions | None = None
    pages: tuple[Picture, ...] = ()
    barred: Barred | None = None
    notes: tuple[str, ...] = ()


LABEL = ("patient", "birth_date", "number", "prescriber")  # fields of a label


@dataclass(frozen=True, slots=True)
class Slip:
    """The form for directions as it was filled in, what may be chosen in it, and its proof.

    *values* are by the names of the fields, which are those of a table of prescriptions, *days*
    the weekdays that were ticked. *units* and *reasons* are by our own names of them. *basket* is
    what the form carries on, see :class:`Lot`.
    """

    values: Mapping[str, str]
    days: frozenset[str]
    leaflets: tuple[tuple[str, Named], ...]
    languages: tuple[Language, ...]
    formats: tuple[Format, ...]
    papers: tuple[Paper, ...]
    units: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    proof: Proof
    basket: str = ""

    @property
    def labelled(self) -> bool:
        """Whether the patient's label was filled in."""
        return any(self.values.get(name) for name in LABEL)


@dataclass(frozen=True, slots=True)
class Lain:
    """A leaflet in the basket, or a prescription of a file: what is printed, or why nothing is."""

    title: Named | None
    language: Language | None
    row: str = ""
    directions: Directions | None = None
    barred: Barred | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lot:
    """What is printed in one go. *carried* is all of it as a form carries it: none is stored.

    *file* is whether it came from a file of prescriptions; then *language* is that of all of
    them, empty for their own. *posted* is whether a page sent what is carried. *problems* tell
    why a file as a whole could not be read.
    """

    items: tuple[Lain, ...] = ()
    carried: str = ""
    leaflets: tuple[tuple[str, Named], ...] = ()
    languages: tuple[Language, ...] = ()
    language: str = ""
    format: Format = "standard"
    paper: Paper = "A4"
    formats: tuple[Format, ...] = ()
    papers: tuple[Paper, ...] = ()
    file: bool = False
    posted: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How often a leaflet was printed in a language."""

    title: Named
    language: Language
    prints: int


@dataclass(frozen=True, slots=True)
class Old:
    """Sheets that went out of a revision that is withdrawn now."""

    title: Named
    language: Language
    revision: str
    prints: int
    last: date


@dataclass(frozen=True, slots=True)
class Used:
    """What was printed since a day; *broken* is whether the count cannot be read as a whole."""

    counts: tuple[Count, ...] = ()
    old: tuple[Old, ...] = ()
    since: date | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the desk did not do what it was asked for. *status* is that of HTTP."""

    status: int
    reasons: tuple[str, ...] = ()
