"""The rows of a person's own statement as a result: a field for each of its columns."""

from __future__ import annotations

from collections.abc import Iterator

from finally_cli.model.kinds import Kind
from finally_cli.model.named_rows import NamedRow, distinct_names, named_row_type
from finally_cli.model.result import Result
from finally_cli.model.sql_values import kind_of
from finally_cli.store.query import OpenQuery


def answer_of(asked: OpenQuery) -> Result:
    """The rows as they come, with every column, each value as exact as the server wrote it."""
    names = distinct_names([column.name for column in asked.columns])
    kinds = {
        name: Kind(kind_of(column.oid, column.element), heading=name, always=True)
        for name, column in zip(names, asked.columns, strict=True)
    }

    def rows() -> Iterator[NamedRow]:
        for values in asked.rows:
            yield NamedRow(dict(zip(names, values, strict=True)))

    return Result(named_row_type(kinds), stream=rows(), nothing="No rows.")
