"""A profile's server and database as a whole: their status, start, stop and migration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, Refused, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.store import migrations
from finally_cli.store.connection import Tell
from finally_cli.store.database import fetch_rows
from finally_cli.store.embedded.instance import EmbeddedInstance
from finally_cli.store.instance import Instance
from finally_cli.store.locate import connect_if_exists, locate_instance
from finally_cli.store.provision import prepare
from finally_cli.store.statements import Statement, schema_version

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer
    from finally_cli.store.standby import StandbyStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseStatus:
    """The row of db/status."""

    server_version: str
    size: str
    size_bytes: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStatus:
    """What was found of a database; null for what does not exist yet."""

    place: str
    running: bool
    needed_version: int
    server_version: str | None = None
    database: str | None = None
    schema_version: int | None = None
    pending: int | None = None
    problem: FinallyError | None = None
    size: str | None = None
    size_bytes: int | None = None
    role: str | None = None
    tls: str | None = None
    pooled: bool | None = None
    direct: str | None = None
    standby: StandbyStatus | None = None
    proofs: tuple[str, ...] = ()  # the folders that killed proofs left


STATUS = Statement("db/status", DatabaseStatus)


def inspect_database(profile: Profile, tell: Tell) -> ServerStatus:
    """Look at a database without making or migrating anything.

    Raises NotReachable, NotAllowed.
    """
    instance = locate_instance(profile, tell, clean_up=False)
    running = instance.is_running()
    with connect_if_exists(instance, looking=True) as connection:
        seen = ServerStatus(
            place=instance.place(connection),
            running=running,
            needed_version=schema_version(),
            proofs=tuple(place.name for place in instance.left_scratch_folders()),
        )
        if connection is None:
            return replace(seen, server_version=instance.version, database=instance.database)
        done = migrations.applied_migrations(connection)
        (measured,) = fetch_rows(connection, STATUS)
        pending, problem = compare_migrations(done)
        return replace(
            seen,
            server_version=measured.server_version,
            database=connection.info.dbname,
            schema_version=max(done, default=0),
            pending=pending,
            problem=problem,
            size=measured.size,
            size_bytes=measured.size_bytes,
            # Asked as the owner, who may look at a half-made schema too; told is who works there.
            role=instance.everyday_role or measured.role,
            tls=instance.tls(connection),
            pooled=instance.is_pooled(connection),
            direct=profile.direct_dsn or None,
            standby=standby_of(profile, connection),
        )


def standby_of(profile: Profile, primary: psycopg.Connection[Any]) -> StandbyStatus | None:
    """How the standby is that reports and lists are asked of, where there is one."""
    if not profile.read_dsn:
        return None
    from finally_cli.store.standby import inspect_standby

    return inspect_standby(profile, primary)


def compare_migrations(done: dict[int, tuple[str, str]]) -> tuple[int | None, FinallyError | None]:
    """How many migrations are pending; or why that cannot be said of this database."""
    try:
        return len(migrations.pending_migrations(done, migrations.find_migrations())), None
    except SchemaMismatch as problem:
        return None, problem


def start_server(profile: Profile, tell: Tell) -> bool:
    """Start the embedded server and let it stay; whether it was down before.

    Raises Refused for a server of the user's own, NotReachable, and what making the database does.
    """
    instance = locate_instance(profile, tell)
    server = controlled_server(instance, "started")
    with instance:
        prepare(instance)
        server.keep()
        return server.started


def stop_server(profile: Profile) -> bool:
    """Stop the embedded server; whether it ran.

    Raises Refused for a server of the user's own, Locked while other commands use it.
    """
    instance = locate_instance(profile, lambda sentence: None)
    return controlled_server(instance, "stopped").stop()


def controlled_server(instance: Instance, done: str) -> EmbeddedServer:
    """The server that the program starts and stops. Raises Refused for one that it does not."""
    if not isinstance(instance, EmbeddedInstance):
        raise Refused(
            f"{instance.name} is on a server of your own, which is not {done} here",
            "Use the server's own tools.",
            code="NOT_EMBEDDED",
        )
    return instance.server


def migrate_profile(profile: Profile, tell: Tell, *, backup: bool) -> list[migrations.Migration]:
    """Apply what is pending, embedded or not; what was applied, in order.

    Books are backed up before, unless `backup` is false. Raises Refused for that on the embedded
    server, where the next command would make one.
    """
    instance = locate_instance(profile, tell)
    if instance.is_managed and not backup:
        raise Refused(
            "on the embedded server the schema changes only after a backup",
            "Leave --no-backup out.",
            code="BACKUP_IS_MADE",
        )
    with instance:
        try:
            return prepare(instance, backup=backup)
        finally:
            forget_writes(profile)


def forget_writes(profile: Profile) -> None:
    """Have the primary asked before its standby is, after something that was no command's write."""
    if profile.read_dsn:
        from finally_cli.store.last_writes import LastWrites

        LastWrites(profile).forget()
