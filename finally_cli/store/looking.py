"""What there is to see of a database, without making or changing anything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store import migrations
from finally_cli.store.connecting import connect_to_server, entered_embedded
from finally_cli.store.database import rows
from finally_cli.store.explaining import unreachable
from finally_cli.store.preparing import owner_of
from finally_cli.store.statements import Statement, schema_version

if TYPE_CHECKING:
    import psycopg


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
    tls: str | None = None
    proofs: tuple[str, ...] = ()  # the folders that killed proofs left


STATUS = Statement("db/status", Measured)


def look(profile: Profile, tell: Tell) -> Seen:
    """Look at a database without making or migrating anything."""
    with ExitStack() as stack:
        if profile.engine == "embedded":
            from finally_cli.store.backup import scratch
            from finally_cli.store.embedded import EmbeddedServer

            server = EmbeddedServer(profile.data_dir)
            seen = Seen(
                place=str(server.data_folder),
                running=server.is_running(),
                needed_version=schema_version(),
                server_version=server.version,
                database=profile.database,
                proofs=tuple(place.name for place in scratch.left(profile.data_dir)),
            )
            connection = existing(profile, stack, tell) if server.exists() else None
            if connection is None:
                return seen
            # Asked as the owner, who may look at a half-made schema too; told as who works there.
            return examined(connection, seen, role=server.EVERYDAY)
        connection = stack.enter_context(closing(connect_to_server(profile)))
        place = f"{connection.info.host or 'local socket'}:{connection.info.port}"
        return examined(
            connection,
            Seen(
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


def existing(profile: Profile, stack: ExitStack, tell: Tell) -> psycopg.Connection[Any] | None:
    """The owner's connection to an embedded database; None where that has not been made."""
    import psycopg

    server = entered_embedded(profile, stack, tell, sweep=False)
    try:
        owner = owner_of(server, profile.database)
        connection = server.connect(profile.database, user=owner)
    except psycopg.OperationalError as error:
        if error.sqlstate == NO_SUCH_DATABASE:
            return None
        raise unreachable(error, f"profile {quoted(profile.name)}") from error
    return stack.enter_context(closing(connection))


def examined(connection: psycopg.Connection[Any], seen: Seen, role: str | None = None) -> Seen:
    """What a connection tells of its database, on top of what was seen from outside."""
    done = migrations.applied(connection)
    (measured,) = rows(connection, STATUS)
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
