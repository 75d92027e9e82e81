"""What a translator should do next: by what a gap would do to a patient."""

from collections.abc import Iterable
from dataclasses import dataclass

from medleaf.build.catalogs import catalogs, translated_tags
from medleaf.build.library import Library
from medleaf.language.catalog import COMMON, INTERFACE, Message, Standing, Translation, catalog
from medleaf.model.problem import Problem
from medleaf.model.text import Role


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence that cannot be printed yet, and the leaflets that wait for it."""

    message: Message
    item: Translation
    problems: tuple[Problem, ...]
    leaflets: tuple[str, ...]

    @property
    def risk(self) -> int:
        """From 0, the gravest: emergency; dose, warning, contraindication; printed; guide."""
        if self.message.role is Role.EMERGENCY:
            return 0
        if self.message.role.safety:
            return 1
        return 2 if self.message.printed else 3

    @property
    def state(self) -> str:
        """Why it is a task, in a word."""
        return "faulty" if self.item.standing is Standing.TRANSLATED else str(self.item.standing)


def todo(library: Library, tag: str, leaflets: Iterable[str] = ()) -> tuple[Task, ...]:
    """Return the sentences of *tag* that cannot be printed yet, the gravest first.

    Those of equal risk that more leaflets wait for come first. *leaflets*, begun or
    not, narrow the list down; without them it is about all that are begun.
    """
    translated_tags(library, [tag])
    named = tuple(leaflets)
    found = catalogs(library, tag, named)
    about = named or tuple(name for name in library.ids if name in found)
    tasks = []
    for domain, item in found.items():
        if domain not in {*COMMON, *about}:
            continue
        translations = catalog(item.po.entries, item.file, tag)
        for message in item.messages:
            waiting = _waiting(message, about)
            now = translations[message.text]
            problems = library.faults(tag, now)
            if problems and (waiting or not named):
                tasks.append(Task(message, now, problems, waiting))
    return tuple(sorted(tasks, key=lambda task: (task.risk, -len(task.leaflets))))


def _waiting(message: Message, about: tuple[str, ...]) -> tuple[str, ...]:
    if message.domain == INTERFACE:
        return about
    return tuple(name for name in about if f"leaflets/{name}.yaml" in message.files)
