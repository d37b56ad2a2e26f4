"""Making what a managed instance lacks: the database, its schema, each migration after a backup."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import Instance, NotPrepared, no_books

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.migrations import Migration


def connect_prepared(instance: Instance, *, creates: bool = True) -> psycopg.Connection[Any]:
    """A connection as the everyday role, to a managed database after it was made, if need be.

    Raises NotReachable, NotAllowed, what making the database raises, and without `creates`
    NotFound where it has not been made.
    """
    try:
        return instance.connect()
    except NotPrepared:
        if not creates:
            raise no_books(instance.database) from None
        prepare(instance)
    try:
        return instance.connect()
    except NotPrepared as still:
        raise still.failure from still.__cause__


def prepare(instance: Instance, *, backup: bool = True) -> list[Migration]:
    """Create the database, where that is ours to do, and apply what is pending; what was applied.

    Killed at any point, the next call goes on from there. Data is backed up before it is migrated,
    unless `backup` is false. Raises what a backup does, and what a migration that fails does.
    """
    from finally_cli.store import migrations

    instance.create_database()
    with closing(instance.connect_as_owner()) as connection:
        files = migrations.find_migrations()
        # In one turn: else books that somebody has opened just now, after the last of the
        # migrations, would seem to need a backup before it.
        with translating_errors(), migrations.hold_lock(connection):
            done = migrations.applied_migrations(connection)
            changes = bool(done and migrations.pending_migrations(done, files)) and holds_data(
                connection
            )
        if backup and changes:
            instance.tell(f"The schema changes; a backup was made: {back_up_first(instance)}")
        return list(migrations.apply_migrations(connection, files))


def back_up_first(instance: Instance) -> Path:
    """The proven backup before a migration.

    What hinders it hinders the migration: raises whatever `back_up` does, saying so.
    """
    from finally_cli.store.backup.create import back_up

    try:
        return back_up(instance, reason="migration").file
    except FinallyError as failure:
        instead = "" if instance.is_managed else " Or go without: finally db migrate --no-backup"
        raise type(failure)(
            f"the schema was not changed, for it has no backup: {failure.message}",
            f"{failure.hint}{instead}",
            code=failure.code,
            exit_code=failure.exit_code,
        ) from failure


def holds_data(connection: psycopg.Connection[Any]) -> bool:
    """Whether anybody's books are in the database."""
    with translating_errors():
        return connection.execute("SELECT FROM users LIMIT 1").fetchone() is not None
