"""What the API says, as types: OpenAPI describes them, and answers are made of them."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from medleaf.build.desk import Mender
from medleaf.build.hooks import Card, Service
from medleaf.model.directions import Clause, Grid
from medleaf.model.edition import State
from medleaf.model.language import Language


class Said(BaseModel):
    """Something that is sent as JSON."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Fault(Said):
    """What is wrong, where, and how to mend it. *code* is stable.

    *where* is a file or a part of the request, *line* 0 all of it; *row* is a prescription's.
    """

    code: str
    detail: str
    where: str = ""
    line: int = 0
    row: str = ""


class Trouble(Said):
    """Problem details (RFC 9457): why a request was not fulfilled."""

    title: str
    status: int
    detail: str
    problems: tuple[Fault, ...] = ()


class Edition(Said):
    """A leaflet in one language.

    *state* is null where its files cannot be read. Where it may not be printed, *reason* says why
    and *mender* who can change it. *withdraw*: sheets went out that say an old dose or warning.
    *pdf* and *guide* are where the sheet and the online guide are, null where it may not go out.
    """

    leaflet: str
    language: str
    title: str
    subtitle: str
    state: State | None
    printable: bool
    reason: str
    mender: Mender
    withdraw: bool
    revision: str
    published: date | None
    pdf: str | None
    guide: str | None


class Leaflet(Said):
    """A leaflet, by what it is found, and its editions. *codes* are by code system."""

    id: str
    kind: Literal["medicine", "supplement", "topic"]
    names: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    editions: tuple[Edition, ...]


class Found(Said):
    """A leaflet in short: *title* is in *language*, *offered* lists all languages it is in.

    *how* is the name or the code by which it was found; *exact* is whether a code was.
    """

    id: str
    language: str
    title: str
    subtitle: str
    offered: tuple[str, ...]
    how: str = ""
    exact: bool = False


class Leaflets(Said):
    """Leaflets, by name or, where something was looked for, the best first."""

    leaflets: tuple[Found, ...]


class Languages(Said):
    """The languages there are, English first."""

    languages: tuple[Language, ...]


class Standing(Edition):
    """An edition, and everything that keeps it from being printed."""

    problems: tuple[Fault, ...]


class States(Said):
    """Every edition that is offered."""

    states: tuple[Standing, ...]


class Directions(Said):
    """Directions in words: every number, unit, time and weekday of the dosage is in them.

    *origin* is where the words come from, *lang* their language in BCP 47, *text* all of it.
    """

    language: str
    origin: Literal["generated", "translated", "written"]
    lang: str
    clauses: tuple[Clause, ...]
    grid: Grid | None
    warning: str
    algorithm: str
    text: str


class Services(Said):
    """What a health record may call: the discovery of CDS Hooks."""

    services: tuple[Service, ...]


class Cards(Said):
    """Cards of CDS Hooks, one for each leaflet."""

    cards: tuple[Card, ...]
