"""Asking one statement on a connection, whoever the user is; its rows, each as its dataclass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from finally_cli.store.explaining import explaining
from finally_cli.store.statements import Statement, body

if TYPE_CHECKING:
    import psycopg

Row = TypeVar("Row")


def rows(
    connection: psycopg.Connection[Any], statement: Statement[Row], **params: object
) -> list[Row]:
    """All rows of a statement. Raises what the server's refusal means to a person."""
    from psycopg.rows import class_row

    with explaining(), connection.cursor(row_factory=class_row(statement.row)) as cursor:
        return cursor.execute(body(statement.name), params).fetchall()
