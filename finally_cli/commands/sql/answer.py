"""The rows of a person's own statement as a result: a field for each of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from finally_cli.model.kinds import Kind
from finally_cli.model.named_rows import NamedRow, distinct_names, named_row_type
from finally_cli.model.result import Result
from finally_cli.model.sql_text import SqlText
from finally_cli.model.sql_values import JsonText, kind_of
from finally_cli.model.text import escape_controls
from finally_cli.store.database import Database
from finally_cli.store.query import OpenQuery, explain_query


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPlan:
    """How the server would answer a statement, in JSON."""

    plan: str


def plan_of(
    db: Database, text: SqlText, values: Mapping[str, object], types: Mapping[str, str]
) -> Result:
    """How a statement would be answered: in the server's words, or as the list it gives."""
    plan = JsonText(explain_query(db, text, values, types, in_json=True))
    words = escape_controls(explain_query(db, text, values, types), but="\n")
    return Result(
        StatementPlan, [StatementPlan(plan=plan)], schema="plans", printed={"table": words}
    )


def answer_of(asked: OpenQuery) -> Result:
    """The rows as they come, with every column, each value as exact as the server wrote it."""
    names = distinct_names([column.name for column in asked.columns])
    kinds = {
        name: Kind(kind_of(column.oid, column.element), heading=escape_controls(name), always=True)
        for name, column in zip(names, asked.columns, strict=True)
    }

    def rows() -> Iterator[NamedRow]:
        for values in asked.rows:
            yield NamedRow(dict(zip(names, values, strict=True)))

    return Result(named_row_type(kinds), stream=rows(), nothing="No rows.")
