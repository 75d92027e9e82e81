"""A page with all medicines of a patient, from morning to bedtime, where there are several."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medleaf.build.counter import Served
from medleaf.build.crew import Trade, work
from medleaf.build.job import Press
from medleaf.build.personal import Made, Outcome, Unmade, warm
from medleaf.model.edition import fill
from medleaf.model.page import Paper
from medleaf.model.problem import PressError, Problem
from medleaf.workers import MakeExecutor

if TYPE_CHECKING:  # composing is for workers
    from medleaf.printing.schedule import Taken

NAME = "schedule"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule that is wanted; *row* is its number in the run."""

    row: int
    taken: "tuple[Taken, ...]"
    press: Press
    paper: Paper


def gather(
    patients: Mapping[str, Sequence[Served]], press: Press, paper: Paper
) -> Iterator[tuple[Served, Schedule]]:
    """Yield the schedule of every patient with several medicines, and the last thing served.

    Medicines without directions have no place on it; those in another language have none
    either, and a patient with one left needs no schedule.
    """
    from medleaf.printing.schedule import Taken

    for served in patients.values():
        tag = served[0].copies[0].pair.tag
        told = [it for it in served if it.copies[0].directions and it.copies[0].pair.tag == tag]
        if len({it.copies[0].pair.leaflet for it in told}) <= 1:
            continue
        taken = []
        for it in told:
            copy = it.copies[0]
            label = replace(copy.label, number="", prescriber="")
            taken.append(Taken(it.edition.leaflet.title, fill(it.edition, copy.directions, label)))
        yield told[-1], Schedule(told[-1].copies[-1].row + 1, tuple(taken), press, paper)


def make(
    wanted: Iterable[Schedule], templates: Path, workers: int, executor: MakeExecutor
) -> Iterator[Outcome]:
    """Make all schedules on *workers* processes; yield them as they finish."""
    trade = Trade(partial(warm, templates), make_one, _lost)
    return work([iter(wanted)], trade, workers, executor)


def make_one(wanted: Schedule) -> Outcome:
    """Make a schedule. Never raises: one that fails must not stop the rest."""
    try:
        from medleaf.printing import fonts
        from medleaf.printing.schedule import schedule
        from medleaf.printing.typeset import typeset

        press = wanted.press
        fonts.settle(press.fonts)
        page = schedule(wanted.taken, press.clinic, wanted.paper, press.templates, press.logo)
        pdf = typeset(page)
        return Made(wanted.row, pdf.data, pdf.digest, pdf.pages)
    except PressError as error:
        return Unmade(wanted.row, error.problems)
    except Exception as error:  # noqa: BLE001  the boundary; what it says might quote a patient
        message = f"cannot be printed: {type(error).__name__}"
        return Unmade(wanted.row, (Problem(Path(NAME), 0, "press", message),))


def _lost(wanted: Schedule) -> Outcome:
    why = "the worker died or took too long; look for what is odd in these directions"
    return Unmade(wanted.row, (Problem(Path(NAME), 0, "worker", why),))
