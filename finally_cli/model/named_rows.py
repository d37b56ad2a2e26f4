"""Rows whose columns are only known when they come, and may be called anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from finally_cli.model.kinds import Kind

UNNAMED = "?column?"  # as the server calls a column that has no name


class NamedRow:
    """A row; its attributes are its columns, whatever those are called."""

    __slots__ = ("values",)
    values: Mapping[str, object]

    def __init__(self, values: Mapping[str, object]) -> None:
        object.__setattr__(self, "values", values)

    def __getattribute__(self, name: str) -> object:
        try:
            values: Mapping[str, object] = object.__getattribute__(self, "values")
            return values[name]
        except KeyError:
            raise AttributeError(name) from None


def named_row_type(kinds: Mapping[str, Kind]) -> type:
    """The type to give a Result for such rows, by the kind of each column."""
    fields = {name: Annotated[object, kind] for name, kind in kinds.items()}
    return type("NamedRowType", (), {"__annotations__": fields})


def distinct_names(names: Sequence[str]) -> list[str]:
    """A name for each column, no two alike, so that each has a key of its own in JSON.

    One without a name is called by its place, column1 and so on, as VALUES calls them; the second
    of a name is name_2.

    >>> distinct_names(["id", "?column?", "id", "id_2"])
    ['id', 'column2', 'id_3', 'id_2']
    """
    wanted = [
        f"column{place}" if name == UNNAMED else name for place, name in enumerate(names, start=1)
    ]
    found: list[str] = []
    for place, name in enumerate(wanted):
        own, number = name, 2
        while own in found or (own != names[place] and own in names):
            own, number = f"{name}_{number}", number + 1
        found.append(own)
    return found
