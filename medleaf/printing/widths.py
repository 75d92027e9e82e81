"""How wide text is, about: what stands in which column is decided before anything is laid out."""

from collections.abc import Sequence

from medleaf.model.leaflet import Table


def table_shares(table: Table | None) -> list[int]:
    """Return the widths of a table's columns in per cent, by the longest cell of each."""
    if table is None:
        return []
    columns = zip(table.head, *table.rows, strict=True)
    return per_cent([max(map(width, column)) + 3 for column in columns], 14)


def per_cent(weights: Sequence[float], least: int) -> list[int]:
    """Return *weights* as parts of 100, none less than *least*."""
    free = 100 - least * len(weights)
    return [least + int(free * weight / sum(weights)) for weight in weights]


def lines(text: str, letters: float) -> float:
    """Return about how many lines *text* takes, with so many *letters* on a line."""
    return -(-width(text) // letters)


def width(text: str) -> float:
    """Return about how many Latin letters *text* is wide: a Chinese one counts as two."""
    return sum(2 if "\u2e80" <= c <= "\uffef" else 1 for c in text)
