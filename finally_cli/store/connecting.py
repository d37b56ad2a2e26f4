"""From a profile to a connection: the embedded server, or one of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import NotReachable
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store.explaining import unreachable

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

Tell = Callable[[str], None]
PATIENCE = 10  # seconds to wait for a server that does not answer
OLDEST_SERVER = 150000  # PostgreSQL 15: security_invoker views


def entered(profile: Profile, stack: ExitStack, tell: Tell) -> EmbeddedServer | None:
    """The embedded server, running until the stack unwinds; None for a server of the user's own."""
    if profile.engine == "server":
        return None
    from finally_cli.store.embedded import EmbeddedServer

    server = EmbeddedServer(profile.data_dir, linger=profile.linger)
    server.waiting = tell
    return stack.enter_context(server)


def connect(profile: Profile, server: EmbeddedServer | None, tell: Tell) -> psycopg.Connection[Any]:
    """A connection as the everyday role; on the embedded server the database is made if need be."""
    if server is None:
        return connect_to_server(profile)
    import psycopg

    try:
        return server.connect(profile.database)
    except psycopg.OperationalError as error:
        if error.sqlstate not in (None, "3D000", "42501"):
            raise unreachable(error, f"profile {quoted(profile.name)}") from error
    from finally_cli.store.preparing import prepare

    prepare(server, profile.database, tell)
    try:
        return server.connect(profile.database)
    except psycopg.OperationalError as error:
        raise unreachable(error, f"profile {quoted(profile.name)}") from error


def connect_to_server(profile: Profile) -> psycopg.Connection[Any]:
    """A connection to the user's own server, old enough servers refused."""
    import psycopg

    where = f"profile {quoted(profile.name)}"
    try:
        given = psycopg.conninfo.conninfo_to_dict(profile.dsn)
        if profile.service:
            given["service"] = profile.service
        given.setdefault("fallback_application_name", "finally")
        given.setdefault("connect_timeout", PATIENCE)
        connection = psycopg.connect(psycopg.conninfo.make_conninfo("", **given))
    except psycopg.ProgrammingError as error:
        raise NotReachable(
            f"the dsn of {where} cannot be read: {str(error).strip()}",
            "Write it as postgresql://user@host/database or as host=… dbname=… user=…",
            code="BAD_DSN",
        ) from error
    except psycopg.OperationalError as error:
        raise unreachable(error, where) from error
    if connection.info.server_version < OLDEST_SERVER:
        version = connection.info.server_version // 10000
        connection.close()
        raise NotReachable(
            f"the server of {where} is PostgreSQL {version}, which is too old",
            "finally needs PostgreSQL 15 or newer.",
            code="SERVER_TOO_OLD",
        )
    return connection
