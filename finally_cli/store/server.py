"""What there is to see of a database, without making or changing anything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, Refused, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.model.text import quote
from finally_cli.store import migrations
from finally_cli.store.connection import connect_to_server, running_embedded
from finally_cli.store.database import fetch_rows
from finally_cli.store.errors import unreachable
from finally_cli.store.provision import owner_of
from finally_cli.store.statements import Statement, schema_version

if TYPE_CHECKING:
    import psycopg


Tell = Callable[[str], None]
NO_SUCH_DATABASE = "3D000"


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
    proofs: tuple[str, ...] = ()  # the folders that killed proofs left


STATUS = Statement("db/status", DatabaseStatus)


def inspect(profile: Profile, tell: Tell) -> ServerStatus:
    """Look at a database without making or migrating anything."""
    with ExitStack() as stack:
        if profile.engine == "embedded":
            from finally_cli.store.backup import scratch
            from finally_cli.store.embedded import EmbeddedServer

            server = EmbeddedServer(profile.data_dir)
            seen = ServerStatus(
                place=str(server.data_folder),
                running=server.is_running(),
                needed_version=schema_version(),
                server_version=server.version,
                database=profile.database,
                proofs=tuple(
                    place.name for place in scratch.left_scratch_folders(profile.data_dir)
                ),
            )
            connection = connect_existing(profile, stack, tell) if server.exists() else None
            if connection is None:
                return seen
            # Asked as the owner, who may look at a half-made schema too; told as who works there.
            return examine_connection(connection, seen, role=server.EVERYDAY)
        connection = stack.enter_context(closing(connect_to_server(profile)))
        place = f"{connection.info.host or 'local socket'}:{connection.info.port}"
        return examine_connection(
            connection,
            ServerStatus(
                place=place,
                running=True,
                needed_version=schema_version(),
                tls=tls_of(connection),
            ),
        )


def tls_of(connection: psycopg.Connection[Any]) -> str:
    """How a connection to a server of the user's own is kept from others: its sslmode, or `none`.

    Where TLS came about without being asked for, nothing of the certificate was checked.
    """
    if not connection.pgconn.ssl_in_use:
        return "none"
    mode = next((word.val for word in connection.pgconn.info if word.keyword == b"sslmode"), None)
    return mode.decode() if mode and mode.startswith(b"verify") else "require"


def connect_existing(
    profile: Profile, stack: ExitStack, tell: Tell
) -> psycopg.Connection[Any] | None:
    """The owner's connection to an embedded database; None where that has not been made."""
    import psycopg

    server = running_embedded(profile, stack, tell, sweep=False)
    try:
        owner = owner_of(server, profile.database)
        connection = server.connect(profile.database, user=owner)
    except psycopg.OperationalError as error:
        if error.sqlstate == NO_SUCH_DATABASE:
            return None
        raise unreachable(error, f"profile {quote(profile.name)}") from error
    return stack.enter_context(closing(connection))


def examine_connection(
    connection: psycopg.Connection[Any], seen: ServerStatus, role: str | None = None
) -> ServerStatus:
    """What a connection tells of its database, on top of what was seen from outside."""
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
        role=role or measured.role,
    )


def compare_migrations(done: dict[int, tuple[str, str]]) -> tuple[int | None, FinallyError | None]:
    """How many migrations are pending; or why that cannot be said of this database."""
    try:
        return len(migrations.pending_migrations(done, migrations.find_migrations())), None
    except SchemaMismatch as problem:
        return None, problem


def start(profile: Profile, tell: Tell) -> bool:
    """Start the embedded server and let it stay; whether it was down before."""
    refuse_own_server(profile, "started")
    with ExitStack() as stack:
        server = running_embedded(profile, stack, tell)
        from finally_cli.store.provision import prepare

        prepare(server, profile, tell)
        server.keep()
        return server.started


def stop(profile: Profile) -> bool:
    """Stop the embedded server; whether it ran. Raises Locked while other commands use it."""
    refuse_own_server(profile, "stopped")
    from finally_cli.store.embedded import EmbeddedServer

    return EmbeddedServer(profile.data_dir).stop()


def is_up(profile: Profile) -> bool:
    """Whether the embedded server runs now; a server of the user's own is not asked."""
    if profile.engine == "server":
        return True
    from finally_cli.store.embedded import EmbeddedServer

    return EmbeddedServer(profile.data_dir).is_running()


def address(profile: Profile) -> str:
    """The database's address for other programs, without a password."""
    if profile.engine == "embedded":
        from finally_cli.store.embedded import EmbeddedServer

        server = EmbeddedServer(profile.data_dir)
        return server.url(profile.database)
    with closing(connect_to_server(profile)) as connection:
        info = connection.info
        from urllib.parse import quote, urlencode

        asked = {
            key: value
            for key, value in info.get_parameters().items()
            if key in ("sslmode", "sslrootcert", "hostaddr") and "," not in value
        }
        host = info.host or ""
        user, database = quote(info.user, safe=""), quote(info.dbname, safe="")
        if host.startswith("/"):
            where = urlencode({"host": host, "port": info.port, **asked})
            return f"postgresql://{user}@/{database}?{where}"
        where = f"{f'[{host}]' if ':' in host else host}:{info.port}/{database}"
        return f"postgresql://{user}@{where}{f'?{urlencode(asked)}' if asked else ''}"


def migrate(profile: Profile, tell: Tell, *, backup: bool) -> list[migrations.Migration]:
    """Apply what is pending, embedded or not; what was applied, in order.

    Books are backed up before, unless `backup` is false. Raises Refused for that on the embedded
    server, where the next command would make one.
    """
    from finally_cli.store.provision import bring_up_to_date, prepare

    if profile.engine == "embedded":
        if not backup:
            raise Refused(
                "on the embedded server the schema changes only after a backup",
                "Leave --no-backup out.",
                code="BACKUP_IS_MADE",
            )
        with ExitStack() as stack:
            return prepare(running_embedded(profile, stack, tell), profile, tell)
    with closing(connect_to_server(profile)) as connection:
        return bring_up_to_date(connection, profile, None, tell, backup=backup)


def refuse_own_server(profile: Profile, done: str) -> None:
    if profile.engine == "server":
        raise Refused(
            f"profile {quote(profile.name)} is on a server of your own, which is not {done} here",
            "Use the server's own tools.",
            code="NOT_EMBEDDED",
        )
