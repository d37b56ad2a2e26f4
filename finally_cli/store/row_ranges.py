"""Writing rows that are staged under numbers: many at once, and which one breaks a rule.

A statement that writes a range of them, `first_row` to `last_row`, is all or nothing. Where a rule
of the schema refuses it, its halves are tried, and theirs, until one row is left.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from finally_cli.model.errors import FinallyError
from finally_cli.store.database import Database
from finally_cli.store.errors import translating_errors
from finally_cli.store.statements import Statement, body

OF_ROWS = ("22", "23")  # states that a row brings about: what it holds, and how it fits in


class BrokenRow(NamedTuple):
    """A row that a rule of the schema refuses, and the rule in words."""

    number: int
    error: FinallyError


def write_rows(db: Database, statement: Statement[Any], first: int, last: int) -> BrokenRow | None:
    """Run a statement on the rows from one number to another; the first one that is refused.

    Those before it are written then. Raises what else the server's refusal means to a person.
    """
    try:
        with db.all_or_nothing():
            db.run(statement, first_row=first, last_row=last)
    except FinallyError as error:
        if not is_of_a_row(error):
            raise
        if first == last:
            return BrokenRow(first, error)
    else:
        return None
    middle = (first + last) // 2
    return write_rows(db, statement, first, middle) or write_rows(db, statement, middle + 1, last)


def is_of_a_row(error: FinallyError) -> bool:
    """Whether another row would not have been refused."""
    import psycopg

    cause = error.__cause__
    if not isinstance(cause, psycopg.Error):
        return False
    return bool(cause.diag.constraint_name) or (cause.sqlstate or "").startswith(OF_ROWS)


def gather_rows(
    db: Database, into: str, table_name: str, statement: Statement[Any], **params: object
) -> int:
    """Put the rows of a statement into a temporary table, as JSON, under a name and numbers from 1.

    How many. They never leave the server.
    """
    from psycopg import sql

    found = sql.SQL(body(statement.name).rstrip().removesuffix(";"))
    gather = sql.SQL(
        "INSERT INTO {into} (table_name, number, id, content)"
        " SELECT %(table_name)s::text, row_number() OVER (),"
        " (to_jsonb(found) ->> 'id')::uuid, to_jsonb(found) FROM ({found}) AS found"
    ).format(into=sql.Identifier(into), found=found)
    given = {"user_id": db.user.id, "table_name": table_name, **params}
    with translating_errors():
        return db.connection.execute(gather, given).rowcount
