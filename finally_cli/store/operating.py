"""Looking after a database: its status, starting and stopping it, migrating it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotReachable, Refused, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store import migrations
from finally_cli.store.connecting import connect_to_server, entered
from finally_cli.store.explaining import explaining, unreachable
from finally_cli.store.statements import Statement, body, schema_version

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

Tell = Callable[[str], None]
NO_SUCH_DATABASE = "3D000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The row of db/status."""

    server_version: str
    size: str
    size_bytes: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
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


STATUS = Statement("db/status", Measured)


def look(profile: Profile, tell: Tell) -> Seen:
    """Look at a database without making or migrating anything."""
    with ExitStack() as stack:
        if profile.engine == "embedded":
            from finally_cli.store.embedded import EmbeddedServer

            server = EmbeddedServer(profile.data_dir)
            seen = Seen(
                place=str(server.data_folder),
                running=server.is_running(),
                needed_version=schema_version(),
                server_version=server.version,
                database=profile.database,
            )
            connection = existing(profile, stack, tell) if server.exists() else None
            if connection is None:
                return seen
            # Asked as the owner, who may look at a half-made schema too; told as who works there.
            return examined(connection, seen, role=server.EVERYDAY)
        connection = stack.enter_context(closing(connect_to_server(profile)))
        place = f"{connection.info.host or 'local socket'}:{connection.info.port}"
        return examined(
            connection, Seen(place=place, running=True, needed_version=schema_version())
        )


def existing(profile: Profile, stack: ExitStack, tell: Tell) -> psycopg.Connection[Any] | None:
    """The owner's connection to an embedded database; None where that has not been made."""
    import psycopg

    server = entered_embedded(profile, stack, tell)
    try:
        connection = server.connect(profile.database, user=server.OWNER)
    except psycopg.OperationalError as error:
        if error.sqlstate == NO_SUCH_DATABASE:
            return None
        raise unreachable(error, f"profile {quoted(profile.name)}") from error
    return stack.enter_context(closing(connection))


def examined(connection: psycopg.Connection[Any], seen: Seen, role: str | None = None) -> Seen:
    """What a connection tells of its database, on top of what was seen from outside."""
    from psycopg.rows import class_row

    done = migrations.applied(connection)
    with explaining(), connection.cursor(row_factory=class_row(Measured)) as cursor:
        measured = cursor.execute(body(STATUS.name)).fetchone()
    assert measured is not None  # the statement always gives one row
    pending, problem = compared(done)
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


def compared(done: dict[int, tuple[str, str]]) -> tuple[int | None, FinallyError | None]:
    """How many migrations are pending; or why that cannot be said of this database."""
    try:
        return len(migrations.pending(done, migrations.found())), None
    except SchemaMismatch as problem:
        return None, problem


def start(profile: Profile, tell: Tell) -> bool:
    """Start the embedded server and let it stay; whether it was down before."""
    refuse_own_server(profile, "started")
    with ExitStack() as stack:
        server = entered_embedded(profile, stack, tell)
        from finally_cli.store.preparing import prepare

        prepare(server, profile.database, tell)
        server.keep()
        return server.started


def stop(profile: Profile) -> bool:
    """Stop the embedded server; whether it ran. Raises Locked while other commands use it."""
    refuse_own_server(profile, "stopped")
    from finally_cli.store.embedded import EmbeddedServer

    return EmbeddedServer(profile.data_dir).stop()


def address(profile: Profile) -> str:
    """The database's address for other programs, without a password."""
    if profile.engine == "embedded":
        from finally_cli.store.embedded import EmbeddedServer

        server = EmbeddedServer(profile.data_dir)
        return server.url(profile.database)
    with closing(connect_to_server(profile)) as connection:
        info = connection.info
        from urllib.parse import quote, urlencode

        host = info.host or ""
        user, database = quote(info.user, safe=""), quote(info.dbname, safe="")
        if host.startswith("/"):
            where = urlencode({"host": host, "port": info.port})
            return f"postgresql://{user}@/{database}?{where}"
        return f"postgresql://{user}@{f'[{host}]' if ':' in host else host}:{info.port}/{database}"


def migrate(profile: Profile, tell: Tell) -> list[migrations.Migration]:
    """Apply what is pending, embedded or not; what was applied, in order."""
    if profile.engine == "embedded":
        with ExitStack() as stack:
            server = entered_embedded(profile, stack, tell)
            from finally_cli.store.preparing import prepare

            return prepare(server, profile.database, tell)
    with closing(connect_to_server(profile)) as connection:
        return list(migrations.migrate(connection, migrations.found()))


def refuse_own_server(profile: Profile, done: str) -> None:
    if profile.engine == "server":
        raise Refused(
            f"profile {quoted(profile.name)} is on a server of your own, which is not {done} here",
            "Use the server's own tools.",
            code="NOT_EMBEDDED",
        )


def entered_embedded(profile: Profile, stack: ExitStack, tell: Tell) -> EmbeddedServer:
    """The embedded server of a profile that has one."""
    server = entered(profile, stack, tell)
    if server is None:
        raise NotReachable("this profile has no embedded server")
    return server
