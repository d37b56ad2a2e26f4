"""The rows of a person's own statement as a result: a field for each of its columns.

What has no name is called column1, column2 and so on, by its place, as VALUES calls them; the
second of a name is name_2. So each has a key of its own in JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from finally_cli.model.kinds import Kind
from finally_cli.model.result import Result
from finally_cli.model.sql_values import kind_of
from finally_cli.store.query import OpenQuery

UNNAMED = "?column?"


class Row:
    """A row; its fields are the names of its columns, whatever those are."""

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


def answer_of(asked: OpenQuery) -> Result:
    """The rows as they come, with every column, each as exact as the server wrote it."""
    names = distinct_names([column.name for column in asked.columns])
    fields = {
        name: Annotated[
            object, Kind(kind_of(column.oid, column.element), heading=name, always=True)
        ]
        for name, column in zip(names, asked.columns, strict=True)
    }
    row_type = type("AskedRow", (), {"__annotations__": fields})

    def rows() -> Iterator[Row]:
        for values in asked.rows:
            yield Row(dict(zip(names, values, strict=True)))

    return Result(row_type, stream=rows(), nothing="No rows.")


def distinct_names(names: Sequence[str]) -> list[str]:
    """A name for each column, no two alike.

    >>> distinct_names(["id", "?column?", "id", "id_2"])
    ['id', 'column2', 'id_3', 'id_2']
    """
    taken = {name for name in names if name != UNNAMED}
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        wanted = f"column{place}" if name == UNNAMED else name
        number = 1
        while wanted in found or ((number > 1 or name == UNNAMED) and wanted in taken):
            number += 1
            wanted = f"{name if name != UNNAMED else f'column{place}'}_{number}"
        found.append(wanted)
    return found
