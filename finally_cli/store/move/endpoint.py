"""The two ends of a move: a connection that sees all rows of its database, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Denied, SchemaMismatch
from finally_cli.model.text import quote
from finally_cli.store import migrations
from finally_cli.store.database import fetch_rows
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import Instance
from finally_cli.store.locate import connect_if_exists
from finally_cli.store.move.tables import TABLES, MovableTable, names_of_ours
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True, kw_only=True)
class Privileges:
    """What a login may do with the tables that are there."""

    login: str
    is_all_seen: bool
    is_owner: bool
    is_reader: bool
    is_read_only: bool
    encoding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeout:
    """A limit of the server's, as it is settled for the transaction."""

    name: str
    setting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCount:
    """How many people have books."""

    users: int


TIMEOUTS = Statement("move/timeouts", Timeout)
PRIVILEGES = Statement("move/privileges", Privileges)
USER_COUNT = Statement("move/user_count", UserCount)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A database that a move reads or fills: its instance, and the connection of its owner."""

    instance: Instance
    connection: psycopg.Connection[Any]

    @property
    def where(self) -> str:
        """What messages call it."""
        return self.instance.name

    def privileges(self) -> Privileges:
        """What this login may do."""
        (found,) = fetch_rows(self.connection, PRIVILEGES, tables=names_of_ours())
        return found

    def tables(self) -> list[MovableTable]:
        """The program's tables that are there."""
        return fetch_rows(self.connection, TABLES, tables=names_of_ours())

    def users(self) -> int:
        """How many people have books, in a transaction that sees all rows."""
        if "users" not in {table.name for table in self.tables()}:
            return 0
        (found,) = fetch_rows(self.connection, USER_COUNT)
        return found.users

    def pending(self) -> int:
        """How many migrations are to be applied.

        Raises SchemaMismatch for a database of a newer program.
        """
        try:
            done = migrations.applied_migrations(self.connection)
            return len(migrations.pending_migrations(done, migrations.find_migrations()))
        except SchemaMismatch as mismatch:
            raise SchemaMismatch(
                f"{self.where}: {mismatch.message}", mismatch.hint, code=mismatch.code
            ) from None

    def lock(self, mode: str) -> None:
        """Lock the program's tables until the end of the transaction. Raises Locked, at last."""
        from psycopg import sql

        names = [sql.Identifier("public", table.name) for table in self.tables()]
        if names:
            with translating_errors():
                self.connection.execute(
                    sql.SQL("LOCK TABLE {} IN " + mode + " MODE").format(sql.SQL(", ").join(names))
                )

    def bypass_row_security(self) -> None:
        """Take row security off the owner, where it holds them, until the transaction ends.

        Raises Denied for a login to whom rows would stay hidden.
        """
        standing = self.privileges()
        if standing.is_all_seen and standing.is_reader:
            return
        if not standing.is_owner:
            raise self.owner_needed(standing)
        self.lock("ACCESS EXCLUSIVE")
        for table in self.tables():
            if table.is_forced:
                self.alter(table.name, "NO FORCE ROW LEVEL SECURITY")

    def owner_needed(self, standing: Privileges) -> Denied:
        """The refusal of a login from whom some rows are hidden, or that may not bring any in."""
        return Denied(
            f"the login {quote(standing.login)} does not own the tables of {self.where}",
            "A move carries everybody's rows: log in as the owner of the tables.",
            code="MOVE_NEEDS_OWNER",
        )

    def alter(self, table: str, instruction: str, name: str = "") -> None:
        """ALTER TABLE: one of our own instructions, and the name it is about."""
        from psycopg import sql

        words: list[sql.Composable] = [
            sql.SQL("ALTER TABLE"),
            sql.Identifier("public", table),
            sql.SQL(instruction),
            *([sql.Identifier(name)] if name else []),
        ]
        with translating_errors():
            self.connection.execute(sql.SQL(" ").join(words))


@contextmanager
def long_transaction(end: Endpoint, *, reading: bool = False, keep: bool = False) -> Iterator[None]:
    """One transaction without the server's own limits of time; undone, unless it is to be kept.

    `reading` sees one state of the books throughout.
    """
    import psycopg

    end.connection.isolation_level = (
        psycopg.IsolationLevel.REPEATABLE_READ if reading else psycopg.IsolationLevel.READ_COMMITTED
    )
    try:
        fetch_rows(end.connection, TIMEOUTS)
        yield
        if keep:
            with translating_errors():
                end.connection.commit()
    finally:
        roll_back(end.connection)


def roll_back(connection: psycopg.Connection[Any]) -> None:
    """Undo what is open. In the midst of a COPY only closing the connection does that at once."""
    import psycopg

    status = psycopg.pq.TransactionStatus
    if connection.info.transaction_status in (status.INTRANS, status.INERROR):
        with translating_errors():
            connection.rollback()
    elif connection.info.transaction_status != status.IDLE:
        connection.close()


def open_endpoint(instance: Instance, stack: ExitStack) -> Endpoint | None:
    """The database of an instance as an end of a move; None where it has not been made.

    Raises NotReachable, NotAllowed.
    """
    connection = stack.enter_context(connect_if_exists(instance))
    return None if connection is None else Endpoint(instance, connection)
