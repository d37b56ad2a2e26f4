"""From a profile to an open database: connect, prepare what is ours to prepare, identify the user."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotFound, NotReachable, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store import login
from finally_cli.store.database import CurrentUser, Database, Rollback, transaction
from finally_cli.store.explaining import explaining, unreachable
from finally_cli.store.statements import Statement, body, schema_version

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

Tell = Callable[[str], None]
PATIENCE = 10  # seconds to wait for a server that does not answer
OLDEST_SERVER = 150000  # PostgreSQL 15: security_invoker views


@dataclass(frozen=True, slots=True)
class Identified:
    """The row of db/session."""

    version: int
    matches: int
    id: str | None
    email: str | None
    display_name: str | None
    base_currency: str | None
    identified: str


@dataclass(frozen=True, slots=True)
class FirstUser:
    """The row of user/first."""

    email: str
    base_currency: str


SESSION = Statement("db/session", Identified)
FIRST_USER = Statement("user/first", FirstUser)


@contextmanager
def opened(profile: Profile, *, read_only: bool, tell: Tell) -> Iterator[Database]:
    """The profile's database, inside one transaction, with its user identified.

    On the embedded server whatever is missing is made first: the server, the database, the schema,
    the user. A server of the user's own is only looked at.
    """
    with ExitStack() as stack:
        server = entered(profile, stack, tell)
        connection = stack.enter_context(closing(connect(profile, server, tell)))
        ready = False
        while not ready:
            with transaction(connection, read_only=read_only) as nested:
                try:
                    user = identify(connection, profile)
                except (NobodyYet, SchemaMismatch) as lacking:
                    if server is None or isinstance(lacking, SchemaMismatch) and lacking.code == "SCHEMA_NEWER":
                        raise
                    missing: FinallyError = lacking
                    raise Rollback from None
                ready = True
                yield Database(connection, user, nested=nested)
            if not ready:
                mend(connection, profile, server, missing, tell)


@contextmanager
def opened_by_anybody(
    profile: Profile, *, tell: Tell, read_only: bool = True
) -> Iterator[Database]:
    """The profile's database with a right schema, but with no user identified: no one's rows."""
    with ExitStack() as stack:
        server = entered(profile, stack, tell)
        connection = stack.enter_context(closing(connect(profile, server, tell)))
        nobody = CurrentUser(id="", email="", display_name=None, base_currency="")
        try:
            with transaction(connection, read_only=True):
                identify(connection, profile)
        except SchemaMismatch as lacking:
            if server is None or lacking.code == "SCHEMA_NEWER":
                raise
            mend(connection, profile, server, lacking, tell)
        except NotFound:
            pass
        with transaction(connection, read_only=read_only) as nested:
            yield Database(connection, nobody, nested=nested)


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


def exists(profile: Profile) -> bool:
    """Whether there is a database to ask without making one first."""
    if profile.engine == "server":
        return True
    from finally_cli.store.embedded import EmbeddedServer

    return EmbeddedServer(profile.data_dir).exists()


class NobodyYet(NotFound):
    """The database has no user at all."""

    code = "NO_USER"


def identify(connection: psycopg.Connection[Any], profile: Profile) -> CurrentUser:
    """The user whose rows this transaction sees.

    Raises SchemaMismatch for a schema that is not this program's, NobodyYet for a database without
    users, and NotFound when the wanted user is not there or several fit.
    """
    from psycopg.rows import class_row

    with explaining(), connection.cursor(row_factory=class_row(Identified)) as cursor:
        cursor.execute(body(SESSION.name), {"who": profile.user, "login": login.email()})
        found = cursor.fetchone()
    assert found is not None  # the statement always gives one row
    needed = schema_version()
    if found.version > needed:
        from finally_cli.store import migrations

        raise migrations.newer_database(found.version, needed)
    if found.version < needed:
        raise SchemaMismatch(
            f"the database has schema {found.version:03}, and this program needs {needed:03}",
            "Run: finally db migrate",
            code="SCHEMA_OUTDATED",
        )
    if found.id is not None:
        assert found.email is not None and found.base_currency is not None
        return CurrentUser(
            id=found.id,
            email=found.email,
            display_name=found.display_name,
            base_currency=found.base_currency,
        )
    if found.matches > 1:
        raise NotFound(
            f"{quoted(profile.user)} fits several users" if profile.user else "there are several users",
            "Name one with --user EMAIL, or choose it for good: finally user use EMAIL",
            code="USER_AMBIGUOUS",
        )
    if profile.user:
        raise NotFound(
            f"there is no user {quoted(profile.user)}",
            "See them with: finally user list",
            code="USER_NOT_FOUND",
        )
    raise NobodyYet("this database has no user yet", "Add one with: finally user add EMAIL")


def mend(
    connection: psycopg.Connection[Any],
    profile: Profile,
    server: EmbeddedServer | None,
    lacking: FinallyError,
    tell: Tell,
) -> None:
    """Make what the embedded database lacks: its schema, or its first user."""
    assert server is not None
    if isinstance(lacking, SchemaMismatch):
        from finally_cli.store.preparing import prepare

        prepare(server, profile.database, tell)
        return
    first = FirstUser(login.email(), login.currency())
    with transaction(connection, read_only=False), explaining():
        made = connection.execute(
            body(FIRST_USER.name),
            {"email": first.email, "display_name": login.name(), "base_currency": first.base_currency},
        ).fetchone()
    if made:
        tell(
            f"Books opened for {first.email}, in {first.base_currency}."
            " Change that with: finally user edit --currency CODE"
        )
