"""Carrying all rows from one open transaction into another, which ends with what it began with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Refused, SchemaMismatch
from finally_cli.store.database import rows
from finally_cli.store.explaining import explaining
from finally_cli.store.moving.catalog import (
    SEQUENCES,
    TRIGGERS,
    Sequence,
    Table,
    Trigger,
    in_order,
)
from finally_cli.store.moving.ends import End

if TYPE_CHECKING:
    import psycopg

AT_ONCE = 1 << 16  # bytes that are passed on together
Told = Callable[[int], None]


def carry(old: End, new: End, told: Told) -> list[Table]:
    """Replace what the new end holds by all rows of the old; the tables, in the order taken.

    Nothing fires and nothing is hidden meanwhile, but every constraint holds. `told` hears how many
    rows have gone over. Afterwards call `guard` with what `unguard` gave.
    Raises SchemaMismatch where a table differs between the ends.
    """
    tables = matched(old, new)
    empty(new, tables)
    done = 0
    for table in tables:
        done = carry_table(old, new, table, done, told)
    for sequence in rows(new.connection, SEQUENCES, tables=[table.name for table in tables]):
        carry_number(old, new, sequence)
    return tables


def matched(old: End, new: End) -> list[Table]:
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
    return in_order(new.connection, old.tables())


def unguard(new: End) -> tuple[list[Table], list[Trigger]]:
    """Let no trigger fire on what is brought in, and let the owner bring it; how it all stood."""
    tables = new.tables()
    names = [table.name for table in tables]
    triggers = rows(new.connection, TRIGGERS, tables=names)
    for name in names:
        new.alter(name, "DISABLE TRIGGER USER")
    new.see_all()
    return tables, triggers


def guard(new: End, stood: tuple[list[Table], list[Trigger]]) -> None:
    """Put back every trigger and the row security of every table, as `unguard` found them."""
    tables, triggers = stood
    for trigger in triggers:
        new.alter(trigger.name, trigger.instruction, trigger.trigger)
    for table in tables:
        if table.is_forced:
            new.alter(table.name, "FORCE ROW LEVEL SECURITY")


def empty(new: End, tables: list[Table]) -> None:
    """Empty all tables at once. TRUNCATE is undone with its transaction like anything else.

    Raises Refused where a table of another program refers to one of them.
    """
    import psycopg
    from psycopg import sql

    names = sql.SQL(", ").join(sql.Identifier("public", table.name) for table in tables)
    with explaining():
        try:
            new.connection.execute(sql.SQL("TRUNCATE {}").format(names))
        except psycopg.errors.FeatureNotSupported as error:
            raise Refused(
                f"a table of another program in {new.where} refers to the books:"
                f" {error.diag.message_detail or error.diag.message_primary}",
                "Move to a database of its own.",
                code="REFERRED_TO",
            ) from error


def carry_table(old: End, new: End, table: Table, done: int, told: Told) -> int:
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
        explaining(),
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
    with explaining():
        new.connection.execute(sql.SQL("ANALYZE {}").format(name))
    return done


def carry_number(old: End, new: End, sequence: Sequence) -> None:
    """Let a sequence go on where the other stands.

    By RESTART, which is undone with its transaction; setval is not.
    """
    from psycopg import sql

    with explaining():
        new.connection.execute(
            sql.SQL("ALTER SEQUENCE {} RESTART WITH {}").format(
                sql.Identifier("public", sequence.name),
                sql.Literal(next_number(old.connection, sequence)),
            )
        )


def next_number(connection: psycopg.Connection[Any], sequence: Sequence) -> int:
    """The number that a sequence gives next."""
    from psycopg import sql

    with explaining():
        row = connection.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(
                sql.Identifier("public", sequence.name)
            )
        ).fetchone()
    assert row is not None  # a sequence is a table of one row
    return int(row[0]) + (sequence.step if row[1] else 0)
