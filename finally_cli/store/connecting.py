"""From a profile to a connection: the embedded server, or one of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import NotReachable
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store.driver import load_driver
from finally_cli.store.explaining import one_line, unreachable

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

Tell = Callable[[str], None]
PATIENCE = 10  # seconds to wait for a server that does not answer
OLDEST_SERVER = 150000  # PostgreSQL 15: security_invoker views


def entered(profile: Profile, stack: ExitStack, tell: Tell) -> EmbeddedServer | None:
    """The embedded server, running until the stack unwinds; None for a server of the user's own."""
    if profile.engine == "server":
        load_driver()
        return None
    from finally_cli.store.embedded import EmbeddedServer

    server = EmbeddedServer(profile.data_dir, linger=profile.linger)
    server.waiting = tell
    stack.enter_context(server)  # it starts while the driver loads
    load_driver()
    return server


def entered_embedded(profile: Profile, stack: ExitStack, tell: Tell) -> EmbeddedServer:
    """The embedded server of a profile that has one."""
    server = entered(profile, stack, tell)
    if server is None:
        raise NotReachable("this profile has no embedded server")
    return server


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

    prepare(server, profile, tell)
    try:
        return server.connect(profile.database)
    except psycopg.OperationalError as error:
        raise unreachable(error, f"profile {quoted(profile.name)}") from error


def given_for(profile: Profile) -> dict[str, Any]:
    """stand-in"""
    import psycopg

    given: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(profile.dsn)
    if profile.service:
        given["service"] = profile.service
    return given


def connect_to_server(profile: Profile, *, dbname: str | None = None) -> psycopg.Connection[Any]:
    """A connection to the user's own server, old enough servers refused."""
    import psycopg

    where = f"profile {quoted(profile.name)}"
    try:
        given = given_for(profile) | ({"dbname": dbname} if dbname else {})
        given.setdefault("fallback_application_name", "finally")
        given.setdefault("connect_timeout", PATIENCE)
        connection = psycopg.connect(psycopg.conninfo.make_conninfo("", **given))
    except psycopg.ProgrammingError as error:
        raise NotReachable(
            f"the dsn of {where} cannot be read{said_of_dsn(profile.dsn, error)}",
            "Write it as postgresql://user@host/database or as host=… dbname=… user=…",
            code="BAD_DSN",
        ) from None
    except psycopg.OperationalError as error:
        let_in = was_let_in(error, given)
        raise unreachable(error, where, let_in=let_in) from error
    if connection.info.server_version < OLDEST_SERVER:
        version = connection.info.server_version // 10000
        connection.close()
        raise NotReachable(
            f"the server of {where} is PostgreSQL {version}, which is too old",
            "finally needs PostgreSQL 15 or newer.",
            code="SERVER_TOO_OLD",
        )
    return connection


def said_of_dsn(dsn: str, error: Exception) -> str:
    """libpq's words on a dsn, which repeat parts of it: none where it holds a password."""
    from finally_cli.model.profile import holds_password

    return "" if holds_password(dsn) else f": {one_line(str(error))}"


def was_let_in(error: psycopg.OperationalError, given: Mapping[str, Any]) -> bool:
    """Whether the server took the password, and refused something else, such as the database.

    libpq gives no SQLSTATE where no connection came about, so the same login knocks once more, at
    the database that every server has.
    """
    import psycopg

    if error.pgconn is None or not error.pgconn.used_password:
        return False
    try:
        psycopg.connect(
            psycopg.conninfo.make_conninfo("", **{**given, "dbname": "postgres"})
        ).close()
    except psycopg.OperationalError:
        return False
    return True
