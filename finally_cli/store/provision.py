"""Making a database of the embedded cluster, and bringing its schema up to date."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError
from finally_cli.store import migrations
from finally_cli.store.errors import translating_errors

if TYPE_CHECKING:
    import psycopg

    from finally_cli.model.profile import Profile
    from finally_cli.store.embedded import EmbeddedServer


def prepare(
    server: EmbeddedServer, profile: Profile, tell: Callable[[str], None]
) -> list[migrations.Migration]:
    """Create the profile's database if it is missing and apply what is pending; what was applied.

    Killed at any point, the next call goes on from there. Data is backed up before it is migrated.
    """
    create_database(server, profile.database)
    owner = owner_of(server, profile.database)
    with closing(server.connect(profile.database, user=owner)) as connection:
        return bring_up_to_date(connection, profile, server, tell, backup=True)


def bring_up_to_date(
    connection: psycopg.Connection[Any],
    profile: Profile,
    server: EmbeddedServer | None,
    tell: Callable[[str], None],
    *,
    backup: bool,
) -> list[migrations.Migration]:
    """Apply what is pending, after a backup where there is data; what was applied."""
    files = migrations.find_migrations()
    # In one turn: else books that somebody has opened just now, after the last of the migrations,
    # would seem to need a backup before it.
    with translating_errors(), migrations.hold_lock(connection):
        done = migrations.applied_migrations(connection)
        changes = bool(done and migrations.pending_migrations(done, files)) and holds_data(
            connection
        )
    if backup and changes:
        tell(f"The schema changes; a backup was made: {back_up_first(profile, server)}")
    return list(migrations.migrate(connection, files))


def back_up_first(profile: Profile, server: EmbeddedServer | None) -> Path:
    """The proven backup before a migration. What hinders it hinders the migration."""
    from finally_cli.store.backup.create import back_up
    from finally_cli.store.instance import instance_of

    try:
        return back_up(instance_of(profile, server), reason="migration").file
    except FinallyError as failure:
        instead = "" if server else " Or go without: finally db migrate --no-backup"
        raise type(failure)(
            f"the schema was not changed, for it has no backup: {failure.message}",
            f"{failure.hint}{instead}",
            code=failure.code,
            exit_code=failure.exit_code,
        ) from failure


def create_database(server: EmbeddedServer, database: str) -> None:
    """Create a database unless it is there; twenty callers at once make one."""
    from psycopg import sql

    with closing(server.connect("postgres", user=server.OWNER)) as connection, translating_errors():
        connection.autocommit = True
        connection.execute("SELECT pg_advisory_lock(%s)", [migrations.LOCK])
        there = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        if there.fetchone() is None:
            name = sql.Identifier(database)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))


def owner_of(server: EmbeddedServer, database: str) -> str:
    """Who looks after a database of the embedded cluster: whoever owns it, of our two roles.

    Nothing in books that were restored with things beside ours must ever run as a superuser.
    """
    from finally_cli.store.embedded.pg_hba import UNPRIVILEGED

    with closing(server.connect("postgres", user=server.OWNER)) as connection, translating_errors():
        found = connection.execute(
            "SELECT FROM pg_database WHERE datname = %s AND pg_get_userbyid(datdba) = %s",
            [database, UNPRIVILEGED],
        )
        return server.OWNER if found.fetchone() is None else UNPRIVILEGED


def database_exists(server: EmbeddedServer, database: str) -> bool:
    """Whether the embedded cluster has a database of that name."""
    with closing(server.connect("postgres", user=server.OWNER)) as connection, translating_errors():
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        return found.fetchone() is not None


def drop_database(server: EmbeddedServer, database: str) -> None:
    """Drop a database, if it is there, whoever looks at it."""
    from psycopg import sql

    with closing(server.connect("postgres", user=server.OWNER)) as connection, translating_errors():
        connection.autocommit = True
        name = sql.Identifier(database)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def holds_data(connection: psycopg.Connection[Any]) -> bool:
    """Whether anybody's books are in the database."""
    with translating_errors():
        return connection.execute("SELECT FROM users LIMIT 1").fetchone() is not None
