"""Says what translators' commands did, and asks before somebody signs."""

import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from medleaf.build.approve import Signing
from medleaf.build.exchange import Taken
from medleaf.build.todo import Task
from medleaf.faces.report import errors, problem_json, say_json, say_problems, screen
from medleaf.language.glossary import Term


def say_written(files: Iterable[Path], word: str) -> None:
    """Print what became of *files*."""
    for file in files:
        screen.print(f"{file}: {word}", markup=False)


def _shown(tasks: tuple[Task, ...], limit: int) -> tuple[Task, ...]:
    return tasks[:limit] if limit > 0 else tasks


def say_todo(tasks: tuple[Task, ...], limit: int) -> None:
    """Print the first of *tasks*: the sentence, why it waits, where it stands."""
    for task in _shown(tasks, limit):
        waiting = len(task.leaflets)
        screen.print(
            f"{task.message.role}: {task.message.text}\n"
            f"    {task.state}; {waiting} {'leaflet waits' if waiting == 1 else 'leaflets wait'}; "
            f"{task.message.domain}: {task.message.places[0]}",
            markup=False,
        )
    left = len(tasks) - len(_shown(tasks, limit))
    more = f", {left} of them not shown" if left else ""
    screen.print(f"{len(tasks)} sentences to do{more}", markup=False)


def say_todo_json(tasks: tuple[Task, ...], limit: int) -> None:
    """Print the same for a program."""
    rows = [
        {
            **asdict(task.message),
            "state": task.state,
            "translation": task.item.text,
            "unlocks": len(task.leaflets),
            "leaflets": task.leaflets,
            "problems": [problem_json(problem) for problem in task.problems],
        }
        for task in _shown(tasks, limit)
    ]
    say_json({"total": len(tasks), "tasks": rows})


def say_signing(found: Signing, role: str, by: str) -> None:
    """Print what *by* is about to sign, English beside translation, and what stays open."""
    if found.items:
        table = Table("English", "translation", title=f"{by}, {role}", show_lines=True)
        for item in found.items:
            table.add_row(*(escape(text) for text in (item.english, item.text)))
        screen.print(table)
    say_problems((*found.open, *found.warnings))
    screen.print(
        f"{len(found.items)} to sign, {found.signed} signed already, "
        f"{len(found.open)} problems in what cannot be signed",
        markup=False,
    )


def can_ask() -> bool:
    """Return whether a person can answer; say what to do where nobody can."""
    if not sys.stdin.isatty():
        errors.print("nothing was signed: answer on a terminal, or give --yes", markup=False)
    return sys.stdin.isatty()


def agreed(question: str) -> bool:
    """Ask *question*; only yes is yes."""
    answer = screen.input(f"{question} \\[y/N] ").strip().casefold() in {"y", "yes"}
    if not answer:
        screen.print("nothing was signed", markup=False)
    return answer


def say_taken(taken: Taken, *, written: bool) -> None:
    """Print what an import changed, and what is wrong with its rows."""
    say_problems(taken.problems)
    if not written:
        screen.print("nothing was imported; --partial takes in the rows that are right")
        return
    say_written(taken.files, "changed")
    work = f" ({taken.unfinished} marked as needing work)" if taken.unfinished else ""
    screen.print(f"{taken.tag}: {taken.changed} sentences taken in{work}, {taken.same} as before")


def say_glossary(found: dict[str, tuple[Term, ...]]) -> None:
    """Print the words of each language."""
    for tag, terms in found.items():
        table = Table("English", "translation", "note", "never say", title=tag)
        for term in terms:
            cells = (term.english, term.translation, term.note, "; ".join(term.forbidden))
            table.add_row(*(escape(text) for text in cells))
        screen.print(table)


def say_pseudo(folder: Path, tag: str) -> None:
    """Print how to go on in a workspace for tests."""
    screen.print(f"{folder}: made; cd {folder}, then `build --language {tag}`", markup=False)
