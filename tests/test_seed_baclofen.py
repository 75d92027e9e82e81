"""Every fact of the seed guide on baclofen stands in our leaflet, in our own words."""

import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from medleaf.model.leaflet import Leaflet
from medleaf.source.leaflets import read_leaflet
from medleaf.source.tree import read

MAIN = Path(__file__).parents[1]
SEEDS = MAIN.parent / "shared" / "seeds"

TITLE = "Baclofen: A Practical Guide for Patients and Caregivers"
NEXT_TITLE = "Baclofen for Pudendal Neuralgia"  # where the next guide begins
NO_FACT = (  # sentences that only lead the reader on
    "Have you been prescribed baclofen",
    "This page gives clear, useful facts",
    "Want to learn more or compare options?",
)


class Fact(BaseModel):
    """A fact of the seed guide, and where the leaflet says it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fact: str = Field(min_length=1)
    seed: str = Field(min_length=1)
    places: tuple[str, ...] = Field(alias="in", min_length=1)
    says: tuple[str, ...] = Field(min_length=1)


FACTS = TypeAdapter(tuple[Fact, ...]).validate_python(
    read(Path(__file__).parent / "data" / "seed_baclofen.yaml").data
)
each_fact = pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.fact)


@cache
def leaflet() -> Leaflet:
    return read_leaflet(MAIN / "leaflets" / "baclofen.yaml")


@cache
def seed_guide() -> str:
    """Return the baclofen part of the seed, or skip the test."""
    for file in sorted(SEEDS.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        if TITLE in text:
            return text[text.index(TITLE) : text.index(NEXT_TITLE)]
    pytest.skip(f"the seed guide is not in {SEEDS}: its quotes are NOT checked")


def seed_sentences() -> list[str]:
    """Return the sentences of the seed guide; its headings have no full stop."""
    lines = (line.strip() for line in seed_guide().splitlines())
    sentences = (part for line in lines for part in re.split(r"(?<=[.?!])\s+", line))
    return [sentence for sentence in sentences if sentence.endswith((".", "?", "!"))]


def at(value: object, path: str) -> object:
    """Return what stands at the dotted *path*; list items go by their id or number."""
    for part in path.split("."):
        match value:
            case tuple():
                named = {str(n): item for n, item in enumerate(value)}
                named |= {item.id: item for item in value if hasattr(item, "id")}
                found = named.get(part)
            case BaseModel():
                found = getattr(value, part, None)
            case _:
                found = None
        assert found is not None, f"the leaflet has no {path!r}: stuck at {part!r}"
        value = found
    return value


def words(value: object) -> str:
    """Return all text below *value*, one string a line, in small letters."""
    match value:
        case str():
            return value.casefold()
        case tuple():
            return "\n".join(words(item) for item in value)
        case BaseModel():
            return "\n".join(words(item) for _, item in value)
        case _:
            return ""


@each_fact
def test_each_fact_stands_where_the_map_says(fact: Fact) -> None:
    """A fact counts as kept only if each named place says each of its words."""
    for place in fact.places:
        text = words(at(leaflet(), place))
        missing = [word for word in fact.says if word.casefold() not in text]
        assert not missing, f"{place} does not say {missing}"


@each_fact
def test_each_quote_is_short(fact: Fact) -> None:
    """The map points at the seed with 6 words at most; it never copies it."""
    assert len(fact.seed.split()) <= 6


@each_fact
def test_each_quote_is_in_the_seed(fact: Fact) -> None:
    """A fact is laid at the seed's door only if the seed says it."""
    assert fact.seed.casefold() in seed_guide().casefold()


def test_each_sentence_of_the_seed_is_mapped() -> None:
    """No sentence of the seed guide is left out, except those that state no fact."""
    quotes = [fact.seed.casefold() for fact in FACTS]
    unmapped = [
        sentence
        for sentence in seed_sentences()
        if not sentence.startswith(NO_FACT)
        and not any(quote in sentence.casefold() for quote in quotes)
    ]
    assert not unmapped


def test_no_fact_is_mapped_under_the_same_name_again() -> None:
    """The notes are names: a failing test must point at one entry."""
    names = [fact.fact for fact in FACTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", ["guide.sections.nowhere", "key.9.text", "alarm.sings"])
def test_a_place_that_does_not_exist_is_an_error(path: str) -> None:
    """A slip in a path fails, so that no fact is ever looked for in the void."""
    with pytest.raises(AssertionError, match="the leaflet has no"):
        at(leaflet(), path)
