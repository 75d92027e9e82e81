"""The sentence, and the one walk over everything that is made of sentences."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from medleaf.model.record import Record

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Text(str):
    """A sentence the reader sees: the only thing that is ever translated."""

    __slots__ = ()
    many = ""  # what a sentence about a number says of several; see Plural

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces that a clinic's values are written into."""
        return frozenset(PLACEHOLDER.findall(f"{self} {self.many}"))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema(
            strip_whitespace=True, min_length=1, max_length=1200, strict=True
        )
        return core_schema.no_info_after_validator_function(cls, text)


class Plural(Text):
    """A sentence about a number: the text says it of one, *many* of other numbers.

    Each language has as many forms of it as its own grammar knows (gettext's plural forms).
    """

    many: str

    def __new__(cls, one: str, many: str) -> Self:
        """Return what is said of *one* thing, and of *many*."""
        made = super().__new__(cls, one)
        made.many = many
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        """Travel between processes with both forms."""
        return type(self), (str(self), self.many)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.is_instance_schema(cls)


class Role(StrEnum):
    """What a wrong translation of a sentence would do; translators and checks see it."""

    BODY = "BODY"
    HEADING = "HEADING"
    DOSE = "DOSE"
    WARNING = "WARNING"
    CONTRAINDICATION = "CONTRAINDICATION"
    EMERGENCY = "EMERGENCY"

    @property
    def safety(self) -> bool:
        """Whether a change of such a sentence withdraws what was printed before."""
        return self not in {Role.BODY, Role.HEADING}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a field says of the sentences below it; what it leaves out is inherited.

    *page* is the side of the sheet, 1 or 2; 0 is the online guide.
    """

    place: str = ""
    role: Role | None = None
    page: int | None = None


_PLAIN = Mark()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text where it stands."""

    text: Text
    place: str = ""
    role: Role = Role.BODY
    page: int = 1

    @property
    def printed(self) -> bool:
        """Whether the sentence is on the sheet, not only in the guide."""
        return self.page > 0

    def below(self, mark: Mark) -> "Sentence":
        """Return the place of a field that carries *mark*."""
        if mark is _PLAIN:
            return self
        place = f"{self.place}, {mark.place}" if self.place and mark.place else ""
        place = place or self.place or mark.place
        page = self.page if mark.page is None else mark.page
        # Not `replace`: it takes four times as long, and this is done for every sentence.
        return Sentence(self.text, place, mark.role or self.role, page)


Change = Callable[[Sentence], str]


class Value(Record):
    """A record that is made of sentences."""

    named: ClassVar[bool] = False  # whether the names of its fields say where a sentence stands

    def rewrite(self, change: Change) -> Self:
        """Return a copy in which every text has gone through *change*, in reading order."""
        copy: Self = _rewrite(self, change, Sentence(Text("")))
        return copy

    def sentences(self) -> tuple[Sentence, ...]:
        """Return every sentence in reading order.

        Built on :meth:`rewrite`, so that what translators see and what is
        translated can never differ.
        """
        seen: list[Sentence] = []

        def note(sentence: Sentence) -> Text:
            seen.append(sentence)
            return sentence.text

        self.rewrite(note)
        return tuple(seen)


class Family(Value):
    """Messages of one kind, told apart by the names of their fields."""

    named = True


def _rewrite(value: Any, change: Change, at: Sentence) -> Any:
    # Every sentence of every edition goes through here some times: no step is done twice.
    match value:
        case Text():
            return Text(change(Sentence(value, at.place, at.role, at.page)))
        case tuple():
            if len(value) == 1:
                return (_rewrite(value[0], change, at),)
            return tuple(
                _rewrite(item, change, at.below(_nth(n))) for n, item in enumerate(value, start=1)
            )
        case Value():
            marks = _marks(type(value))
            copy = value.model_copy()
            fields = copy.__dict__
            for name, item in fields.items():
                if isinstance(item, _HOLDERS):
                    fields[name] = _rewrite(item, change, at.below(marks[name]))
            return copy
        case _:
            return value


_HOLDERS = (Text, tuple, Value)  # what may hold sentences


@cache
def _nth(n: int) -> Mark:
    return Mark(str(n))


@cache
def _marks(kind: type[Value]) -> dict[str, Mark]:
    """Return what each field of a *kind* of record says of the sentences below it."""
    return {
        name: _mark(field.metadata, name * kind.named) for name, field in kind.model_fields.items()
    }


def _mark(metadata: list[Any], name: str) -> Mark:
    mark = next((item for item in metadata if isinstance(item, Mark)), _PLAIN)
    if not name:
        return mark
    return replace(mark, place=", ".join(filter(None, (name.replace("_", " "), mark.place))))
