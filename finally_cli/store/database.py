"""Running statements in one transaction, for one user."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, LiteralString, Protocol, TypeVar

from finally_cli.store.errors import translating_errors
from finally_cli.store.statements import Statement, body

if TYPE_CHECKING:
    import psycopg
    from psycopg.sql import Composed

    from finally_cli.model.sql_names import StandIns
    from finally_cli.store.execution import Execution

Row = TypeVar("Row")
PART = 2_000  # rows that are held at once of a result that is read in parts
LOCK_TIMEOUT = "10s"  # that a command waits for what somebody else has locked


class Committer(Protocol):
    """What ends a transaction, and keeps it: a connection, or what notes that it was done."""

    def commit(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentUser:
    """Whose books are open; `is_reader` where they are another's, shared for reading.

    Their months of incomes and expenses begin with the day `month_begins` of the month before; 1
    stands for the calendar's months.
    """

    id: str
    email: str
    display_name: str | None
    base_currency: str
    month_begins: int = 1
    is_reader: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedUser:
    """The user whose commands are let through one at a time."""

    base_currency: str
    month_begins: int


LOCK_USER = Statement("user/lock", LockedUser)


def fetch_rows(
    connection: psycopg.Connection[Any], statement: Statement[Row], **params: object
) -> list[Row]:
    """All rows of a statement, each as its dataclass, whoever the user is.

    Raises what the server's refusal means to a person.
    """
    return fetch_text(connection, statement, body(statement.name), params)


def fetch_text(
    connection: psycopg.Connection[Any],
    statement: Statement[Row],
    text: LiteralString,
    params: Mapping[str, object],
) -> list[Row]:
    """All rows of a statement's text, each as its dataclass. Raises what `fetch_rows` does."""
    from psycopg.rows import class_row

    with translating_errors(), connection.cursor(row_factory=class_row(statement.row)) as cursor:
        cursor.execute(text, params)
        return cursor.fetchall() if cursor.description else []


def set_local_sql(**settings: str) -> Composed:
    """What says something to row security and to the audit, until the transaction ends.

    By SET LOCAL, which a cluster hands on to the nodes where the rows are, as it does not with
    set_config; a pooler gives the connection to somebody else after the transaction.
    """
    from psycopg import sql

    return sql.SQL("; ").join(
        sql.SQL("SET LOCAL {} = {}").format(sql.Identifier("finally", name), sql.Literal(value))
        for name, value in settings.items()
    )


def set_local(connection: psycopg.Connection[Any], **settings: str) -> None:
    """Say so in this transaction. Raises what the server's refusal means to a person."""
    with translating_errors():
        connection.execute(set_local_sql(**settings))


class Rollback(Exception):
    """Leave the transaction without keeping anything."""


class Database:
    """A connection on which one user has been identified."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        user: CurrentUser,
        *,
        nested: bool = False,
        command: str = "",
        on_standby: bool = False,
        writer: Committer | None = None,
    ) -> None:
        self.connection = connection
        self.user = user
        self.nested = nested
        self.command = command
        self.on_standby, self.writer = on_standby, writer
        self.executions: list[Execution] | None = None  # kept where somebody asks for them
        self.past: StandIns | None = None  # where the past is asked of

    def text(self, statement: Statement[Any]) -> LiteralString:
        """What is sent of a statement: its file, turned to the past where that is asked of."""
        return self.past.turn(body(statement.name)) if self.past else body(statement.name)

    @property
    def of_user(self) -> dict[str, object]:
        """What a statement asks of the current user."""
        return {"user_id": self.user.id, "month_begins": self.user.month_begins}

    def bind(self, statement: Statement[Any], given: Mapping[str, object]) -> dict[str, object]:
        """The values of a statement that is executed, with what it asks of the current user."""
        values = {**self.of_user, **given}
        if self.executions is not None:
            from finally_cli.store.execution import execution_of

            self.executions.append(execution_of(statement, values))
        return values

    def all(self, statement: Statement[Row], **params: object) -> list[Row]:
        """Every row of a statement. `user_id` is bound to the current user."""
        values = self.bind(statement, params)
        return fetch_text(self.connection, statement, self.text(statement), values)

    def each(self, statement: Statement[Row], **params: object) -> Iterator[Row]:
        """Every row of a statement, fetched in parts as it is asked for, within the transaction."""
        from psycopg.rows import class_row

        with (
            translating_errors(),
            self.connection.cursor(
                name=statement.name, row_factory=class_row(statement.row)
            ) as cursor,
        ):
            cursor.itersize = PART
            cursor.execute(self.text(statement), self.bind(statement, params))
            yield from cursor

    def one(self, statement: Statement[Row], **params: object) -> Row | None:
        """The first row of a statement, or None."""
        return next(iter(self.all(statement, **params)), None)

    def run(self, statement: Statement[Row], **params: object) -> int:
        """Run a statement for its effect; how many rows it touched."""
        with translating_errors():
            return self.connection.execute(
                self.text(statement), self.bind(statement, params)
            ).rowcount

    def copy(
        self,
        table: str,
        columns: tuple[str, ...],
        rows: Iterable[tuple[object, ...]],
        told: Callable[[int], None] = lambda done: None,
    ) -> int:
        """Bring rows into a table by COPY; how many. `told` hears the count now and then."""
        from psycopg import sql

        target = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        done = 0
        with translating_errors(), self.connection.cursor() as cursor, cursor.copy(target) as copy:
            for row in rows:
                copy.write_row(row)
                done += 1
                if not done % 5000:
                    told(done)
        return done

    def lock_user(self) -> None:
        """Wait until no other command of this user holds this lock, and hold it to the end.

        For what must see all that another one leaves, such as an import of the same file: the
        user's currency, too.
        """
        for found in self.all(LOCK_USER):
            self.user = replace(
                self.user, base_currency=found.base_currency, month_begins=found.month_begins
            )

    def suspend(self) -> None:
        """End the transaction so far, so that nothing is held while a person thinks."""
        if not self.nested:
            with translating_errors():
                (self.writer or self.connection).commit()

    def resume(self) -> None:
        """Begin again after `suspend`, as the same user."""
        if not self.nested:
            begin(self.connection, read_only=False)
        set_local(self.connection, user_id=self.user.id)
        self.label()

    def flush_deferred(self) -> None:
        """Have what waits for the end of the transaction done now, such as the audit's event."""
        with translating_errors():
            self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self.connection.execute("SET CONSTRAINTS ALL DEFERRED")

    @contextmanager
    def rolling_back(self) -> Iterator[None]:
        """What is done in the block is undone at its end."""
        with translating_errors(), self.connection.transaction(force_rollback=True):
            yield

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is done in the block is undone where it fails, and nothing else is."""
        with translating_errors(), self.connection.transaction():
            yield

    def label(self) -> None:
        """Say in this transaction what the audit will call it, and what was typed."""
        from finally_cli.model.command_line import command_line

        set_local(self.connection, command=self.command, command_line=command_line())


def begin(connection: psycopg.Connection[Any], *, read_only: bool, one_state: bool = False) -> None:
    """Begin a transaction that waits LOCK_TIMEOUT for a lock and no longer.

    It sees one state of the books throughout if it is only to read, or where that is asked for.
    In one message to the server, and by SET LOCAL, which holds behind a pooler too.
    """
    from psycopg import sql

    connection.autocommit = True  # the driver begins none of its own
    mode = "ISOLATION LEVEL REPEATABLE READ" if read_only or one_state else ""
    mode += ", READ ONLY" if read_only else ""
    with translating_errors():
        connection.execute(
            sql.SQL("BEGIN {}; SET LOCAL lock_timeout = {}").format(
                sql.SQL(mode), sql.Literal(LOCK_TIMEOUT)
            )
        )


@contextmanager
def transaction(
    connection: psycopg.Connection[Any], *, read_only: bool, writer: Committer | None = None
) -> Iterator[bool]:
    """One transaction: kept when the block ends, undone by any exception; yields whether it is
    a part of one that was open already.

    A read sees one state of the books throughout, and cannot write by mistake. A `writer` commits
    in place of the connection.
    """
    import psycopg

    nested = connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE
    with translating_errors():
        if nested:
            with connection.transaction():
                try:
                    yield True
                except Rollback:
                    raise psycopg.Rollback from None
            return
        begin(connection, read_only=read_only)
        try:
            yield False
        except Rollback:
            connection.rollback()
        except BaseException:
            if not connection.closed:
                connection.rollback()
            raise
        else:
            (writer or connection).commit()
