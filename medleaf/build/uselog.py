"""What was printed, counted by the hour: leaflet, revision, language, edition; nobody's name.

It is written behind the printing: a database that is locked, full or gone delays a line and never a
sheet. What could not be written yet is kept in memory and written later. It also tells which sheets
went out that say an old dose or warning.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Lock, Thread
from typing import Literal

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from medleaf.build.library import Library
from medleaf.build.revisions import safety_of
from medleaf.model.page import Format
from medleaf.model.problem import PressError, Problem

FILE = "use.sqlite"  # in the folder for output, where no other database is named
MOST_WAITING = 100_000  # lines that memory keeps; a line is a leaflet in an hour, not a print
_PAUSE = 0.5  # seconds between two writings, so that many prints are one
_LONGEST_PAUSE = 60.0  # between two attempts at a database that does not answer
_PATIENCE = 1.0  # seconds that SQLite waits for another's lock, and a page for the writing

_TROUBLE = "the database of the use log does not answer; prints are kept in memory"

_log = logging.getLogger(__name__)
_SCHEMA = sql.MetaData()
_USES = sql.Table(
    "uses",
    _SCHEMA,
    sql.Column("leaflet", sql.String(60), primary_key=True),
    sql.Column("revision", sql.String(16), primary_key=True),
    sql.Column("language", sql.String(35), primary_key=True),
    sql.Column("edition", sql.String(16), primary_key=True),
    sql.Column("hour", sql.String(13), primary_key=True),
    sql.Column("prints", sql.BigInteger, nullable=False),
)
_TEXT = ("leaflet", "revision", "language", "edition")


def this_hour() -> str:
    """Return the hour that it is, UTC: ``2026-11-25T22``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H")


@dataclass(frozen=True, slots=True)
class Use:
    """A sheet that was given out. *language* is the name of a folder, *hour* is UTC."""

    leaflet: str
    revision: str
    language: str
    edition: Format
    hour: str = field(default_factory=this_hour)


@dataclass(frozen=True, slots=True)
class Count:
    """How often a text was given out in an edition, in which hour first and last (UTC)."""

    leaflet: str
    revision: str
    language: str
    edition: str
    prints: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the log itself fares: prints not yet written, prints lost, and what is the matter.

    *trouble* is empty where all is well. Prints are lost only where there is trouble for so long
    that ``MOST_WAITING`` different lines wait.
    """

    waiting: int = 0
    lost: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What was printed so far, with what is not written yet, and how the log fares."""

    counts: tuple[Count, ...]
    standing: Standing

    @property
    def prints(self) -> int:
        """All prints there were."""
        return sum(it.prints for it in self.counts)

    @property
    def languages(self) -> Mapping[str, int]:
        """Prints by language, the most used first."""
        return self._by("language")

    @property
    def leaflets(self) -> Mapping[str, int]:
        """Prints by leaflet, the most used first."""
        return self._by("leaflet")

    @property
    def pairs(self) -> Mapping[tuple[str, str], int]:
        """Prints by leaflet and language."""
        found: Counter[tuple[str, str]] = Counter()
        for it in self.counts:
            found[it.leaflet, it.language] += it.prints
        return dict(sorted(found.items()))

    def _by(self, name: Literal["language", "leaflet"]) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for it in self.counts:
            found[getattr(it, name)] += it.prints
        return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Sheets that went out and should not lie about any more.

    *reason*: ``changed``, a dose or a warning is another today; ``gone``, there is no such leaflet
    any more; ``unknown``, nobody can tell what this revision said, or what is right today.
    """

    count: Count
    reason: Literal["changed", "gone", "unknown"]


def withdrawn(counts: Iterable[Count], library: Library) -> tuple[Withdrawn, ...]:
    """Return which of *counts* are of revisions that *library* would not print any more."""
    today = {name: _safety(library, name) for name in library.ids}
    found = []
    for it in counts:
        then = library.published.get((it.leaflet, it.language, it.revision))
        if it.leaflet not in today:
            found.append(Withdrawn(it, "gone"))
        elif then is None or not today[it.leaflet]:
            found.append(Withdrawn(it, "unknown"))
        elif then.safety != today[it.leaflet]:
            found.append(Withdrawn(it, "changed"))
    return tuple(found)


def _safety(library: Library, name: str) -> str:
    """Return the digest of what a leaflet warns of today, empty where it cannot be read."""
    try:
        return safety_of(library.leaflet(name))
    except PressError:
        return ""


class UseLog:
    """The log in a database; :meth:`note` returns at once, whatever becomes of the database."""

    def __init__(self, url: str) -> None:
        """Log into the database at *url*, as SQLAlchemy writes addresses.

        Raises PressError where that is no address of a database, or its driver is not there.
        """
        self._engine = _engine(url)
        self._waiting: Counter[Use] = Counter()
        self._lost = 0
        self._trouble = ""
        self._closing = False
        self._news = Condition()  # guards what waits
        self._database = Lock()
        self._writer = Thread(target=self._write_on, name="use-log", daemon=True)
        self._writer.start()

    def note(self, use: Use) -> None:
        """Remember that *use* was made of a leaflet."""
        with self._news:
            if use in self._waiting or len(self._waiting) < MOST_WAITING:
                self._waiting[use] += 1
            else:
                self._lost += 1
            self._news.notify()

    @property
    def standing(self) -> Standing:
        """How the log fares."""
        with self._news:
            return Standing(self._waiting.total(), self._lost, self._trouble)

    def usage(self) -> Usage:
        """Return what was printed so far; of a database that does not answer, what memory holds."""
        rows, trouble = tuple[Count, ...](), ""
        # While it is written nobody can tell what is counted in both places.
        free = self._database.acquire(timeout=5 * _PATIENCE)
        try:
            rows = self._read() if free else ()
        except SQLAlchemyError as error:
            self._tell(error)
        finally:
            waiting = self._peek()
            if free:
                self._database.release()
            else:
                trouble = _TROUBLE
        new = (Count(*_text(it), prints, it.hour, it.hour) for it, prints in waiting.items())
        standing = self.standing
        told = replace(standing, trouble=standing.trouble or trouble)
        return Usage(_summed([*rows, *new]), told)

    def flush(self) -> bool:
        """Write what waits now; return whether all of it is written."""
        with self._database:
            batch = self._peek()
            try:
                if batch:
                    self._write(batch)
            except Exception as error:  # noqa: BLE001  whatever it is, the prints must not be lost
                self._tell(error)
                return False
            with self._news:
                self._waiting -= batch
                self._trouble = ""
                return not self._waiting

    def close(self) -> None:
        """Write what waits, if the database answers, and end."""
        with self._news:
            self._closing = True
            self._news.notify()
        self._writer.join(10 * _PATIENCE)
        if left := self.standing.waiting:
            _log.warning("the use log ends; %d prints could not be written", left)
        self._engine.dispose()

    def _peek(self) -> Counter[Use]:
        with self._news:
            return Counter(self._waiting)

    def _tell(self, error: Exception) -> None:
        """Keep that there is trouble; the log of the server gets the database's own words."""
        with self._news:
            if not self._trouble:
                words = str(getattr(error, "orig", None) or error).split()
                _log.warning("the use log: %s", " ".join(words))
            self._trouble = _TROUBLE

    def _write_on(self) -> None:
        """Write whenever there are news, until the end; after a failure wait longer and longer."""
        pause = _PAUSE
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closing or self._waiting)
                if self._trouble or not self._closing:
                    self._news.wait_for(lambda: self._closing, timeout=pause)
                closing = self._closing
            done = self.flush()
            if closing:
                return
            pause = _PAUSE if done else min(2 * pause, _LONGEST_PAUSE)

    def _write(self, batch: Counter[Use]) -> None:
        """Add *batch* to what is there: all of it or nothing."""
        _make_room(self._engine)
        with self._engine.begin() as connection:
            _SCHEMA.create_all(connection)
            for use, prints in batch.items():
                key = {name: getattr(use, name) for name in Use.__slots__}
                line = sql.and_(*(_USES.c[name] == value for name, value in key.items()))
                more = sql.update(_USES).where(line).values(prints=_USES.c.prints + prints)
                if not connection.execute(more).rowcount:
                    connection.execute(sql.insert(_USES).values(**key, prints=prints))

    def _read(self) -> tuple[Count, ...]:
        if (file := _file(self._engine)) and not file.exists():
            return ()
        with self._engine.connect() as connection:
            if not sql.inspect(connection).has_table(_USES.name):
                return ()
            text = [_USES.c[name] for name in _TEXT]
            hour, prints = _USES.c.hour, sql.func.sum(_USES.c.prints)
            wanted = sql.select(*text, prints, sql.func.min(hour), sql.func.max(hour))
            return tuple(
                Count(*row[:4], int(row[4]), row[5], row[6])
                for row in connection.execute(wanted.group_by(*text))
            )


def _text(it: Use | Count) -> tuple[str, str, str, str]:
    return it.leaflet, it.revision, it.language, it.edition


def _summed(counts: Iterable[Count]) -> tuple[Count, ...]:
    """Return *counts* with one for each text in each edition."""
    found: dict[tuple[str, str, str, str], Count] = {}
    for it in counts:
        known = found.get(_text(it), it)
        prints = it.prints if known is it else known.prints + it.prints
        first, last = min(known.first, it.first), max(known.last, it.last)
        found[_text(it)] = Count(*_text(it), prints, first, last)
    return tuple(found[key] for key in sorted(found))


def _engine(url: str) -> sql.Engine:
    """Return the engine for *url*: each writing has a connection of its own, so none is stale."""
    try:
        address = sql.make_url(url)
        if address.get_backend_name() != "sqlite":
            return sql.create_engine(address, poolclass=NullPool)
        patient = {"timeout": _PATIENCE, "check_same_thread": False}
        in_memory = address.database in {None, "", ":memory:"}
        pool = StaticPool if in_memory else NullPool
        return sql.create_engine(address, poolclass=pool, connect_args=patient)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        # The address may hold a password: it is not repeated.
        reason = f"{error.name} is not installed" if isinstance(error, ImportError) else "is none"
        message = (
            f"no database can be reached by the address of the use log: {reason}; "
            "write it as SQLAlchemy does, such as sqlite:///out/use.sqlite"
        )
        raise PressError([Problem(Path("--use-log"), 0, "use-log", message)]) from None


def _make_room(engine: sql.Engine) -> None:
    """Make the folder of a database that is a file."""
    if file := _file(engine):
        file.parent.mkdir(parents=True, exist_ok=True)


def _file(engine: sql.Engine) -> Path | None:
    """Return where a database lies that is a file; None for any other."""
    if engine.dialect.name != "sqlite" or engine.url.database in {None, "", ":memory:"}:
        return None
    return Path(str(engine.url.database))
