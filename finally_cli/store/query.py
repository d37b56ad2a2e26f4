"""One statement that a person wrote, asked within the transaction of a command that only looks.

`check_query` has the server parse it, and looks at what that made of it; `open_query` runs it and
gives its rows as they come.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.sql_text import SqlText
from finally_cli.model.text import and_list, quote
from finally_cli.store.database import Database
from finally_cli.store.errors import translating_errors
from finally_cli.store.query_check import (
    TIME_LIMIT,
    CheckedQuery,
    Failed,
    QueryColumn,
    asking,
    check,
    check_query,
)
from finally_cli.store.query_errors import LONGEST_VALUE, timed_out, too_large, value_too_large
from finally_cli.store.query_watch import MOST, MemoryWatch

if TYPE_CHECKING:
    import psycopg
    from psycopg.pq.abc import PGresult

__all__ = [
    "TIME_LIMIT",
    "CheckedQuery",
    "OpenQuery",
    "QueryColumn",
    "check_query",
    "explain_query",
    "open_query",
]

FIRST_PART, LARGEST_PART = 100, 5_000  # rows that are fetched at once
PART_BYTES = 1 << 20  # about which a part has
CURSOR = b"DECLARE finally_query NO SCROLL CURSOR FOR "


@dataclass(frozen=True, slots=True)
class OpenQuery:
    """What a statement gives: its columns, and its rows as they come, once."""

    columns: tuple[QueryColumn, ...]
    rows: Generator[tuple[object, ...]]


def open_query(
    db: Database,
    text: SqlText,
    values: Mapping[str, object],
    types: Mapping[str, str] | None = None,
    *,
    time_limit: float = TIME_LIMIT,
) -> OpenQuery:
    """Run a statement; its rows are read within the transaction.

    `values` are bound to its parameters, by name, as text or as what Python writes the type's text
    of, or functions that give it when they are called with the name of the type; None is null.
    `time_limit` is how many seconds the server may work on it. The first rows are
    there when this returns. Raises what `check_query` does, BadUsage where a parameter has no value
    or one that is not of its type, Locked where time is up, ResourceFull where memory is.
    """
    running = Running(db, text, values, types or {}, time_limit)
    rows = running.rows()
    columns = next(rows)
    assert isinstance(columns, tuple)
    return OpenQuery(running.columns, rows)


def explain_query(
    db: Database,
    text: SqlText,
    values: Mapping[str, object],
    types: Mapping[str, str] | None = None,
    *,
    in_json: bool = False,
) -> str:
    """How the server would answer a statement, which is not run: in its words, or as JSON.

    Raises what `open_query` does.
    """
    running = Running(db, text, values, types or {}, TIME_LIMIT)
    form = b"EXPLAIN (FORMAT JSON) " if in_json else b"EXPLAIN "
    with asking(db, text, TIME_LIMIT):
        plan = running.work(form, check(db, text, running.types))
        lines = [plan.get_value(row, 0) or b"" for row in range(plan.ntuples)]
        return b"\n".join(lines).decode(db.connection.info.encoding)


class Running:
    """A statement on its way: what it may still take, and whose books must lie open."""

    def __init__(
        self,
        db: Database,
        text: SqlText,
        values: Mapping[str, object],
        types: Mapping[str, str],
        time_limit: float,
    ) -> None:
        self.db, self.text, self.types = db, text, types
        self.values = {"user_id": db.user.id, **values}
        refuse_gaps(text, self.values)
        self.limit = self.left = time_limit
        self.columns: tuple[QueryColumn, ...] = ()

    def rows(self) -> Generator[tuple[object, ...]]:
        """First an empty row, once the first part is there; then the rows."""
        with asking(self.db, self.text, self.limit):
            checked = check(self.db, self.text, self.types)
            self.columns = checked.columns
            readers = [column.read for column in checked.columns]
            self.work(CURSOR, checked)
            count = FIRST_PART
            part = self.fetch(count)
            yield ()
            while part.ntuples:
                size = 0
                encoding = self.db.connection.info.encoding
                for row in range(part.ntuples):
                    values: list[object] = []
                    for column, read in enumerate(readers):
                        value = part.get_value(row, column)
                        if value is not None and len(value) > LONGEST_VALUE:
                            raise value_too_large(self.columns[column].name, len(value))
                        size += len(value or b"")
                        values.append(None if value is None else read(value.decode(encoding)))
                    yield tuple(values)
                if part.ntuples < count:
                    return
                count = min(max(PART_BYTES * count // (size + 1), 1), 4 * count, LARGEST_PART)
                part = self.fetch(count)

    def work(self, before: bytes, checked: CheckedQuery) -> PGresult:
        """Have the server work on the statement with its values, behind other words."""
        bound = [self.bind(name, checked.types[name]) for name in checked.text.names]
        try_values(self.db, checked, bound)
        command = before + self.sent(checked.text).encode(self.db.connection.info.encoding)
        return self.take(command, bound, checked.oids, before=len(before))

    def sent(self, text: SqlText) -> str:
        """What is run of a statement that was checked as it stands: the same, turned to the past
        where that is asked of, which then comes before what lies in public."""
        if self.db.past is None:
            return text.sent
        with translating_errors():
            self.db.connection.execute(self.db.past.search_path)
        return self.db.past.turn(text.sent)

    def bind(self, name: str, type_: str) -> bytes | None:
        """The value of a parameter as the server reads it."""
        value = self.values[name]
        if callable(value):
            value = value(type_)
        if value is None:
            return None
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return text.encode(self.db.connection.info.encoding)

    def fetch(self, count: int) -> PGresult:
        """The next rows, at most so many, of the user's own books."""
        part = self.take(f"FETCH FORWARD {count} FROM finally_query".encode())
        with translating_errors():
            cursor = self.db.connection.execute(
                f"SET LOCAL statement_timeout = {max(round(self.left * 1000), 1)};"
                " SELECT current_setting('finally.user_id', true)".encode()
            )
            cursor.nextset()
            found = cursor.fetchone()
        if found is None or found[0] != self.db.user.id:
            raise Refused(
                "the statement has opened other books than yours; what it gave is not shown",
                "Leave out the function, view or type that sets finally.user_id.",
                code="SQL_CALLS_MORE",
            )
        return part

    def take(
        self,
        command: bytes,
        values: Sequence[bytes | None] = (),
        oids: Sequence[int] = (),
        before: int = 0,
    ) -> PGresult:
        """Run a command, as long and with as much as is left."""
        import psycopg

        watch = MemoryWatch(self.db.connection)
        began = time.monotonic()
        try:
            with watch:
                return execute(self.db.connection, command, values, oids)
        except psycopg.Error as error:
            is_cancelled = isinstance(error, psycopg.errors.QueryCanceled)
            if is_cancelled and watch.is_over:
                raise too_large(MOST) from error
            if is_cancelled and time.monotonic() - began >= self.left * 0.98:
                raise timed_out(self.limit) from error
            raise Failed(error, before, is_running=True) from error
        finally:
            self.left -= time.monotonic() - began


def refuse_gaps(text: SqlText, values: Mapping[str, object]) -> None:
    """Raise BadUsage where a parameter has no value, or a value has no parameter."""
    lacking = [name for name in text.names if name not in values]
    if lacking:
        raise BadUsage(
            f"the statement takes {and_list(lacking, 9)}, and no value was given",
            " ".join(["Say:", *(f"--param {name}=VALUE" for name in lacking)]),
            code="SQL_PARAM_MISSING",
        )
    surplus = [name for name in values if name not in (*text.names, "user_id")]
    if surplus:
        known = [name for name in text.names if name != "user_id"]
        raise BadUsage(
            f"the statement has no parameter {and_list(surplus, 9)}",
            f"It takes: {and_list(known, 9)}" if known else f"Write %({surplus[0]})s in it.",
            code="SQL_PARAM_UNKNOWN",
        )


def try_values(db: Database, checked: CheckedQuery, bound: Sequence[bytes | None]) -> None:
    """Raise BadUsage for a value that is not of its parameter's type."""
    import psycopg

    for name, value, oid in zip(checked.text.names, bound, checked.oids, strict=True):
        if name == "user_id":
            continue
        try:
            execute(db.connection, b"SELECT $1", [value], [oid])
        except psycopg.DataError as error:
            typed = (value or b"").decode(db.connection.info.encoding)
            said = checked.types[name]
            raise BadUsage(
                f"{quote(name)} is of the type {said}, and {quote(typed)} is not",
                f"Write it as PostgreSQL reads the type {said}.",
                code="SQL_PARAM_INVALID",
                details={"sqlstate": error.sqlstate},
            ) from None


def execute(
    connection: psycopg.Connection[Any],
    command: bytes,
    values: Sequence[bytes | None] = (),
    oids: Sequence[int] = (),
) -> PGresult:
    """Run one command, with values as text. Raises psycopg.Error; Ctrl-C cancels it."""
    from psycopg import pq
    from psycopg.errors import error_from_result
    from psycopg.generators import execute as results

    connection.pgconn.send_query_params(command, values, param_types=oids)
    result: PGresult
    (result,) = connection.wait(results(connection.pgconn))
    if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        raise error_from_result(result, connection.info.encoding)
    return result
