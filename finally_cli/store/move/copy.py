"""Carrying all rows from one open transaction into another, which ends with what it began with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Refused, SchemaMismatch
from finally_cli.store.database import fetch_rows
from finally_cli.store.errors import translating_errors
from finally_cli.store.move.endpoint import Endpoint
from finally_cli.store.move.tables import (
    SEQUENCES,
    TRIGGERS,
    MovableTable,
    Sequence,
    Trigger,
    order_by_reference,
)

if TYPE_CHECKING:
    import psycopg

AT_ONCE = 1 << 16  # bytes that are passed on together
ReportProgress = Callable[[int], None]


def copy_tables(old: Endpoint, new: Endpoint, told: ReportProgress) -> list[MovableTable]:
    """Replace what the new end holds by all rows of the old; the tables, in the order taken.

    Nothing fires and nothing is hidden meanwhile, but every constraint holds. `told` hears how many
    rows have gone over. Afterwards call `enable_triggers` with what `disable_triggers` gave.
    Raises SchemaMismatch where a table differs between the ends.
    """
    tables = match_tables(old, new)
    empty_tables(new, tables)
    done = 0
    for table in tables:
        done = copy_table(old, new, table, done, told)
    for sequence in fetch_rows(new.connection, SEQUENCES, tables=[table.name for table in tables]):
        copy_sequence(old, new, sequence)
    return tables


def match_tables(old: Endpoint, new: Endpoint) -> list[MovableTable]:
    """The tables in the order in which they are filled. Raises SchemaMismatch for a difference."""
    ours = {table.name: table.shape for table in old.tables()}
    theirs = {table.name: table.shape for table in new.tables()}
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            raise SchemaMismatch(
                f"the table {name} is not the same in {old.where} and {new.where}",
                "Somebody has altered it. Undo that, or move to an empty database.",
                code="TABLE_DIFFERS",
            )
    return order_by_reference(new.connection, old.tables())


def disable_triggers(new: Endpoint) -> tuple[list[MovableTable], list[Trigger]]:
    """Let no trigger fire on what is brought in, and let the owner bring it; how it all stood."""
    tables = new.tables()
    names = [table.name for table in tables]
    triggers = fetch_rows(new.connection, TRIGGERS, tables=names)
    for name in names:
        new.alter(name, "DISABLE TRIGGER USER")
    new.bypass_row_security()
    # Rows come in the order of their references. What is asked of them only when the transaction
    # ends would keep the triggers from being put back before that.
    new.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return tables, triggers


def enable_triggers(new: Endpoint, stood: tuple[list[MovableTable], list[Trigger]]) -> None:
    """Put back every trigger and the row security of every table, as they were found."""
    tables, triggers = stood
    for trigger in triggers:
        new.alter(trigger.name, trigger.instruction, trigger.trigger)
    for table in tables:
        if table.is_forced:
            new.alter(table.name, "FORCE ROW LEVEL SECURITY")


def empty_tables(new: Endpoint, tables: list[MovableTable]) -> None:
    """Empty all tables at once. TRUNCATE is undone with its transaction like anything else.

    Raises Refused where a table of another program refers to one of them.
    """
    import psycopg
    from psycopg import sql

    names = sql.SQL(", ").join(sql.Identifier("public", table.name) for table in tables)
    with translating_errors():
        try:
            new.connection.execute(sql.SQL("TRUNCATE {}").format(names))
        except psycopg.errors.FeatureNotSupported as error:
            raise Refused(
                f"a table of another program in {new.where} refers to the books:"
                f" {error.diag.message_detail or error.diag.message_primary}",
                "Move to a database of its own.",
                code="REFERRED_TO",
            ) from error


def copy_table(
    old: Endpoint, new: Endpoint, table: MovableTable, done: int, told: ReportProgress
) -> int:
    """Stream one table's rows over; how many have gone altogether.

    As text, which every version reads; COPY writes identity columns as they come, and generated
    ones are generated again.
    """
    from psycopg import sql

    name = sql.Identifier("public", table.name)
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    reads = sql.SQL("COPY {} ({}) TO STDOUT").format(name, columns)
    writes = sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)
    waiting = bytearray()
    with (
        translating_errors(),
        old.connection.cursor() as reader,
        new.connection.cursor() as writer,
        writer.copy(writes) as taking,
        reader.copy(reads) as giving,
    ):
        for part in giving:
            waiting += part
            if len(waiting) >= AT_ONCE:
                taking.write(bytes(waiting))
                done += waiting.count(b"\n")  # COPY ends each row with the only one in it
                waiting.clear()
                told(done)
        taking.write(bytes(waiting))
    done += waiting.count(b"\n")
    told(done)
    with translating_errors():
        new.connection.execute(sql.SQL("ANALYZE {}").format(name))
    return done


def copy_sequence(old: Endpoint, new: Endpoint, sequence: Sequence) -> None:
    """Let a sequence go on where the other stands.

    By RESTART, which is undone with its transaction; setval is not.
    """
    from psycopg import sql

    with translating_errors():
        new.connection.execute(
            sql.SQL("ALTER SEQUENCE {} RESTART WITH {}").format(
                sql.Identifier("public", sequence.name),
                sql.Literal(next_sequence_value(old.connection, sequence)),
            )
        )


def next_sequence_value(connection: psycopg.Connection[Any], sequence: Sequence) -> int:
    """The number that a sequence gives next."""
    from psycopg import sql

    with translating_errors():
        row = connection.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(
                sql.Identifier("public", sequence.name)
            )
        ).fetchone()
    assert row is not None  # a sequence is a table of one row
    return int(row[0]) + (sequence.step if row[1] else 0)
