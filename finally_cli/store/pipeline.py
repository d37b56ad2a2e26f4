"""Several statements in one round trip: all are sent before any answer is awaited.

What some other module's report asks is asked here by its file, too: an `Excerpt` names the columns
that are read of it, and the module of the report need not be loaded. A value that no one knows
before the server is asked, such as the newest month on record, is `Found` by a statement that goes
along in the text of the one that needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from finally_cli.store.database import Database
from finally_cli.store.errors import translating_errors
from finally_cli.store.statements import Statement, body

if TYPE_CHECKING:
    import psycopg

Row = TypeVar("Row")


class Excerpt(Generic[Row]):
    """A file under sql/, named without its ending, and a class with those columns that are read.

    Its annotations say which; a row is an instance that has every column as an attribute.
    """

    def __init__(self, name: str, row: type[Row]) -> None:
        self.name, self.row = name, row


class Found(NamedTuple):
    """The one value, of one row, that a statement finds; null where it finds no row."""

    statement: Statement[Any]


class Answer(Generic[Row]):
    """The rows of a statement that was sent; asked for before the end, they are waited for."""

    def __init__(self, cursor: psycopg.Cursor[Row]) -> None:
        self.cursor = cursor

    def rows(self) -> list[Row]:
        """Every row. Raises what the server's refusal means to a person."""
        with translating_errors():
            return self.cursor.fetchall()

    def row(self) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows()), None)


class Pipeline:
    """Statements on their way to the server, for the user whose books are open."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def ask(self, asked: Excerpt[Row] | Statement[Row], **params: object) -> Answer[Row]:
        """Send a statement. What it asks of the current user is bound.

        What is needed of a statement that finds a value is among the parameters.
        """
        cursor = self.db.connection.cursor(row_factory=rows_as(asked.row))
        given = {name: value for name, value in params.items() if not isinstance(value, Found)}
        values = {**self.db.of_user, **given}
        cursor.execute(with_found(body(asked.name), params).encode(), values)
        return Answer(cursor)


@contextmanager
def pipelined(db: Database) -> Iterator[Pipeline]:
    """What sends statements within the block; at its end all of them have been answered.

    With a libpq that is too old for it (before 14) each is answered as it is sent. Raises what the
    server's refusal of any of them means to a person.
    """
    import psycopg

    sends = psycopg.Pipeline.is_supported()
    with translating_errors(), db.connection.pipeline() if sends else nullcontext():
        yield Pipeline(db)


def with_found(text: str, params: dict[str, object]) -> str:
    """A statement in which what is `Found` stands as a sub-select of its own, found once."""
    for name, value in params.items():
        if not isinstance(value, Found):
            continue
        mark, place = f"%({name})s", f"(SELECT found_{name}.value FROM found_{name})"  # noqa: S608
        text = text.replace(mark, place)
        finds = body(value.statement.name).strip().removesuffix(";")
        first = f"WITH found_{name} (value) AS MATERIALIZED (\n{finds}\n)"
        is_with = text.startswith("WITH ")
        text = f"{first},\n{text.removeprefix('WITH ')}" if is_with else f"{first}\n{text}"
    return text


def rows_as(kind: type[Row]) -> Callable[[Any], Callable[[Sequence[Any]], Row]]:
    """The driver's row factory for a class that is made without its own constructor."""

    def of_cursor(cursor: psycopg.Cursor[Any]) -> Callable[[Sequence[Any]], Row]:
        names = [column.name for column in cursor.description or ()]

        def make(values: Sequence[Any]) -> Row:
            row = object.__new__(kind)
            for name, value in zip(names, values, strict=True):
                object.__setattr__(row, name, value)
            return row

        return make

    return of_cursor
