"""Personal copies: gathered by what they share, then made by a crew.

What copies share is laid out once; so they go to workers in groups. Nothing of a patient is in a
problem, a key or a cache on disk: a copy is known by its row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from medleaf.build.crew import Trade, work
from medleaf.build.job import Job, Press, Target
from medleaf.build.shelves import Pair
from medleaf.model.directions import Directions, Label
from medleaf.model.edition import Edition, fill
from medleaf.model.page import Format, Size
from medleaf.model.problem import PressError, Problem
from medleaf.workers import MakeExecutor, pool

MOST = 100  # copies that go to a worker at a time: what it hands back is some 8 MB


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is wanted: the leaflet of *pair* for one patient, known by its *row*.

    *beside* is the tag of the second language of a bilingual one.
    """

    row: int
    pair: Pair
    directions: Directions | None
    label: Label
    paper: Size = "A4"
    format: Format = "standard"
    beside: str | None = None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The editions that it is made from: the patient's first."""
        return (self.pair, Pair(self.pair.leaflet, self.beside)) if self.beside else (self.pair,)


@dataclass(frozen=True, slots=True)
class Group:
    """Copies that differ in nothing but their labels; *key* is the hash of what they share.

    *blank* is that of the same sheet without directions.
    """

    key: str
    blank: str
    job: Job
    labels: tuple[tuple[int, Label], ...]  # with their rows


@dataclass(frozen=True, slots=True)
class Made:
    """A finished copy, not yet on disk.

    The first *shared* bytes of its PDF are those of all copies of its group, and *label* is what
    those lack; nothing of either in a copy that was laid out for itself.
    """

    row: int
    data: bytes
    digest: str
    pages: int
    shared: int = 0
    label: bytes = b""

    @property
    def stamped(self) -> bool:
        """Whether it was spared a layout."""
        return self.shared > 0


@dataclass(frozen=True, slots=True)
class Unmade:
    """A copy that could not be made, and why; the problems say nothing of the patient."""

    row: int
    problems: tuple[Problem, ...]


Outcome = Made | Unmade


def groups(
    copies: Iterable[Copy], editions: Mapping[Pair, Edition], press: Press, shared: str
) -> Iterator[Group]:
    """Gather *copies* by what they share; a group goes out as soon as it is full.

    *editions* are the leaflets, without a patient; *shared* is the hash of what all sheets of the
    press share, as :func:`medleaf.build.plan.engine` returns it.
    """
    waiting: dict[Copy, list[tuple[int, Label]]] = {}
    blanks: dict[Target, str] = {}

    def blank(job: Job) -> str:
        if job.target not in blanks:
            blanks[job.target] = without_directions(job).key(shared)
        return blanks[job.target]

    def group(like: Copy, labels: list[tuple[int, Label]]) -> Group:
        edition = fill(editions[like.pair], like.directions, like.label)
        target = Target(like.pair, like.paper, format=like.format, beside=like.beside)
        beside = editions[target.pairs[1]] if like.beside else None
        job = Job(target, edition, press, beside=beside)
        return Group(job.key(shared), blank(job), job, tuple(labels))

    for copy in copies:
        like = replace(copy, row=0, label=_marks(copy.label))
        labels = waiting.setdefault(like, [])
        labels.append((copy.row, copy.label))
        if len(labels) >= MOST:
            yield group(like, waiting.pop(like))
    # A leaflet's kinds and a language's leaflets follow one another: a worker remembers what
    # they share.
    for like, labels in sorted(waiting.items(), key=lambda it: (it[0].pair.tag, it[0].pair)):
        yield group(like, labels)


def without_directions(job: Job) -> Job:
    """Return what is left of a personal sheet when nothing on it is one patient's."""
    return replace(job, edition=fill(job.edition, None))


def _marks(label: Label) -> Label:
    """Return a label that says something where *label* does, and nothing of the patient."""
    return Label(**{name: "X" for name, _ in label.known()})


def make(
    wanted: Iterator[Group], templates: Path, workers: int, executor: MakeExecutor = pool
) -> Iterator[Outcome]:
    """Make the copies of all groups on *workers* processes; yield them as they finish."""
    trade = Trade(partial(warm, templates), make_group, _lost)
    for outcomes in work([wanted], trade, workers, executor):
        yield from outcomes


def warm(templates: Path) -> None:
    """Get this process ready to print before the first group comes."""
    from medleaf.build import press

    press.warm(templates)


def make_group(group: Group) -> tuple[Outcome, ...]:
    """Make the copies of a group. Never raises: one bad copy must not stop the rest."""
    try:
        from medleaf.build import copies
        from medleaf.printing import fonts

        fonts.settle(group.job.press.fonts)
        return copies.make(group)
    except PressError as error:
        return _unmade(group, error.problems)
    except Exception as error:  # noqa: BLE001  the boundary; what it says might quote a patient
        where = Path("leaflets") / f"{group.job.target.pair.leaflet}.yaml"
        message = f"{group.job.target.pair.tag}: cannot be printed: {type(error).__name__}"
        return _unmade(group, (Problem(where, 0, "press", message),))


def _lost(group: Group) -> tuple[Outcome, ...]:
    where = Path("leaflets") / f"{group.job.target.pair.leaflet}.yaml"
    why = "the worker died or took too long; look for what is odd in these directions"
    return _unmade(group, (Problem(where, 0, "worker", why),))


def _unmade(group: Group, problems: tuple[Problem, ...]) -> tuple[Unmade, ...]:
    return tuple(Unmade(row, problems) for row, _ in group.labels)
