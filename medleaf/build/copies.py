"""How a group of personal copies is made, in a worker: laid out once, then stamped."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from medleaf.build.formats import PRINT
from medleaf.build.job import Job
from medleaf.build.pages import page_of
from medleaf.build.personal import Group, Made, Outcome, Unmade, without_directions
from medleaf.model.directions import Label
from medleaf.model.edition import fill
from medleaf.model.page import Fit, Pdf
from medleaf.model.problem import PressError, Problem
from medleaf.printing.fit import search
from medleaf.printing.halves import Like, like, search_front
from medleaf.printing.page import slot_text
from medleaf.printing.stamp import CannotStampError, Stamp
from medleaf.printing.typeset import Laid, lay, stamp_of

_MOST_TEMPLATES = 64  # that a worker keeps; each has about 100 kB
_MOST_BLANK = 6  # laid-out sheets that a worker keeps; each has about 2 MB
_FREE = 2  # a label on as many lines as it takes
_LONGEST = 400  # letters of a field of a label


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a group shares, laid out: how it was fitted, and the stamp."""

    fit: Fit
    stamp: Stamp


_ready: OrderedDict[str, _Ready] = OrderedDict()
_blank: OrderedDict[str, Like | None] = OrderedDict()  # sheets without directions


def make(group: Group) -> tuple[Outcome, ...]:
    """Make all copies of *group*; raises PressError where none of them can be made."""
    label = group.job.edition.label
    slots = group.job.target.format == "standard" and label and label.known()
    one = _stamped if slots else _rendered
    return tuple(
        Unmade(row, problems) if (problems := _excess(group, it)) else one(group, row, it)
        for row, it in group.labels
    )


def _excess(group: Group, label: Label) -> tuple[Problem, ...]:
    """Return a problem for every field of a label that nobody would read to its end."""
    long = [name for name, value in label.known() if len(value) > _LONGEST]
    if not long:
        return ()
    file = Path("leaflets") / f"{group.job.target.pair.leaflet}.yaml"
    said = (f"label: {name} has more than {_LONGEST} letters" for name in long)
    return tuple(Problem(file, 0, "label-too-long", message) for message in said)


def _rendered(group: Group, row: int, label: Label) -> Outcome:
    """Make a copy in a format that breaks lines and pages as it needs."""
    try:
        done = PRINT[group.job.target.format](_job(group.job, label))
    except PressError as error:
        return Unmade(row, error.problems)
    return Made(row, done.data, done.digest, done.pages)


def _stamped(group: Group, row: int, label: Label) -> Outcome:
    ready = template(group)
    try:
        values = {name: slot_text(value) for name, value in label.known()}
        data, content = ready.stamp.stamped(values)
    except CannotStampError:
        return _laid_out(group.job, ready.fit, row, label)
    of = ready.stamp.template
    return Made(row, data, ready.stamp.digest(data), of.pages, len(of.data), content)


def template(group: Group) -> _Ready:
    """Return what the copies of *group* share, laid out now or before in this process.

    Raises PressError where it does not fit; then the directions are too long.
    """
    if ready := _ready.get(group.key):
        _ready.move_to_end(group.key)
        return ready
    job = group.job
    try:
        found, laid = _fitted(group)
    except PressError as error:
        raise PressError(_explained(job, error.problems)) from None
    ready = _Ready(found, stamp_of(laid.template()))
    _ready[group.key] = ready
    while len(_ready) > _MOST_TEMPLATES:
        _ready.popitem(last=False)
    return ready


def _fitted(group: Group) -> tuple[Fit, Laid]:
    """Find how the sheets of *group* fit: as the leaflet without directions, or on their own.

    It depends on nothing that was printed before: the same order always gives the same bytes.
    """
    job = group.job
    compose_with = partial(page_of, job)
    if (blank := _like(group)) and (found := search_front(compose_with, blank)):
        return found
    return search(compose_with, _script(job), personal=True)


def _like(group: Group) -> Like | None:
    """Return the sheet without directions, None where it does not fit."""
    if group.blank not in _blank:
        job = without_directions(group.job)
        try:
            _blank[group.blank] = like(partial(page_of, job), _script(job))
        except PressError:
            _blank[group.blank] = None
        while len(_blank) > _MOST_BLANK:
            _blank.popitem(last=False)
    _blank.move_to_end(group.blank)
    return _blank[group.blank]


def _laid_out(job: Job, kept: Fit, row: int, label: Label) -> Outcome:
    """Make a copy whose label cannot be stamped: as it is, in small type, on more lines."""
    own = _job(job, label)
    problems: tuple[Problem, ...] = ()
    try:
        for tightness in _tightnesses(own, kept):
            laid = lay(page_of(own, tightness))
            if not (problems := laid.problems()):
                pdf: Pdf = laid.write()
                return Made(row, pdf.data, pdf.digest, pdf.pages)
    except PressError as error:
        problems = error.problems
    return Unmade(row, problems)


def _tightnesses(own: Job, kept: Fit) -> Iterator[Fit]:
    for label in range(_FREE + 1):
        yield replace(kept, label=label)
    found, _ = search(
        lambda tried: page_of(own, replace(tried, label=_FREE)), _script(own), personal=True
    )
    yield replace(found, label=_FREE)


def _explained(job: Job, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    directions = job.edition.directions
    if directions is None or all(problem.code != "fit" for problem in problems):
        return problems
    rows = len(directions.grid.rows) if directions.grid else 0
    message = (
        f"{job.edition.language.html}, {job.target.paper}: these directions are too long for side 1"
        f" ({rows} rows, {len(directions.clauses)} sentences); shorten them, or print them large"
    )
    return (Problem(problems[0].file, 0, "directions-too-long", message), *problems)


def _job(job: Job, label: Label) -> Job:
    return replace(job, edition=fill(job.edition, job.edition.directions, label))


def _script(job: Job) -> str:
    return job.edition.language.script
