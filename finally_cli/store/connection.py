"""A connection to a server of the user's own, by libpq's keywords that a profile amounts to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import BadFile, FinallyError, NotReachable
from finally_cli.model.profile import Profile
from finally_cli.model.text import quote
from finally_cli.store.errors import one_line, unreachable

if TYPE_CHECKING:
    import psycopg


Tell = Callable[[str], None]
Told = Callable[[int], None]  # hears how much of some work is done
Progress = Callable[[str, int | None], AbstractContextManager[Told]]  # what, of how many
# Any text can be sent, whatever PGCLIENTENCODING, a dsn or the login's own settings say.
IN_UTF8 = {"client_encoding": "UTF8"}
CONNECT_TIMEOUT = 10  # seconds to wait for a server that does not answer
OLDEST_SERVER = 150000  # PostgreSQL 15: security_invoker views


def without_progress(what: str, total: int | None) -> AbstractContextManager[Told]:
    """Progress that nobody looks at."""
    return nullcontext(lambda done: None)


def connect_to_server(
    profile: Profile,
    *,
    dbname: str | None = None,
    patience: int = CONNECT_TIMEOUT,
) -> psycopg.Connection[Any]:
    """A connection to the user's own server, to `dbname` or to the profile's own database.

    `patience` is how many seconds to wait, where the dsn does not say it. Raises NotReachable, also
    for a server that is too old, NotAllowed where it refuses the login, and what the place of the
    password raises.
    """
    import psycopg

    from finally_cli.store.pgpass import refuse_open_passfile

    where = f"profile {quote(profile.name)}"
    given = connection_keywords(profile, patience)
    if dbname:
        given["dbname"] = dbname
    refuse_open_passfile(given)
    try:
        connection = connect_by_keywords(given)
    except psycopg.ProgrammingError as error:
        raise bad_dsn(profile, "" if given.get("password") else str(error)) from None
    except psycopg.OperationalError as error:
        raise connection_failure(error, profile, given) from error
    if connection.info.server_version < OLDEST_SERVER:
        version = connection.info.server_version // 10000
        connection.close()
        raise NotReachable(
            f"the server of {where} is PostgreSQL {version}, which is too old",
            "finally needs PostgreSQL 15 or newer.",
            code="SERVER_TOO_OLD",
        )
    return connection


def connect_by_keywords(given: Mapping[str, Any]) -> psycopg.Connection[Any]:
    """A connection by libpq's keywords.

    It prepares no statement for later: behind a pooler the next transaction is on another of the
    server's connections, and somebody else finds there what was prepared. Raises what psycopg does.
    """
    import psycopg

    conninfo = psycopg.conninfo.make_conninfo("", **{**given, **IN_UTF8})
    return psycopg.connect(conninfo, prepare_threshold=None)


def connection_keywords(profile: Profile, patience: int = CONNECT_TIMEOUT) -> dict[str, Any]:
    """libpq's keywords for a server of the user's own, with all that its profile says worked in.

    A password that is not libpq's own business (passfile, service) is among them: it is for memory
    alone, and `programs.client_connection` hands it on. Raises what the place of the password
    raises, and BadFile where the profile contradicts itself.
    """
    from finally_cli.model.redaction import register_secret
    from finally_cli.store.tls import agreed_value, with_tls

    given = parse_dsn(profile)
    if profile.service:
        given["service"] = profile.service
    if profile.passfile:
        place = str(Path(profile.passfile).expanduser())
        given["passfile"] = agreed_value(place, given.get("passfile"), "passfile", "passfile")
    if profile.secret_arn:
        from finally_cli.store import aws

        given = {**aws.fetch_secret(profile.secret_arn, profile.region), **given}
        aws.refuse_gaps(given, profile.secret_arn)
    given = with_tls(given, profile)
    if profile.auth != "password":
        given["password"] = password_elsewhere(profile, given)
    register_secret(str(given.get("password") or ""))
    given.setdefault("fallback_application_name", "finally")
    given.setdefault("connect_timeout", patience)
    return given


def parse_dsn(profile: Profile, setting: str = "dsn") -> dict[str, Any]:
    """The keywords of a profile's dsn, or of another of its settings that is one.

    Raises NotReachable for one that cannot be read.
    """
    import psycopg

    try:
        return psycopg.conninfo.conninfo_to_dict(getattr(profile, setting))
    except psycopg.ProgrammingError as error:
        raise bad_dsn(profile, str(error), setting) from None


def bad_dsn(profile: Profile, said: str, setting: str = "dsn") -> NotReachable:
    """The failure to show for a dsn that libpq or psycopg cannot read.

    Their words repeat parts of it: none are told where it holds a password.
    """
    from finally_cli.model.profile import holds_password

    secret = holds_password(getattr(profile, setting))
    said = "" if secret or not said else f": {one_line(said)}"
    return NotReachable(
        f"the {setting} of profile {quote(profile.name)} cannot be read{said}",
        "Write it as postgresql://user@host/database or as host=… dbname=… user=…",
        code="BAD_DSN",
    )


def password_elsewhere(profile: Profile, given: Mapping[str, Any]) -> str:
    """The password that the system's keyring holds, or AWS makes.

    Raises NotAllowed or Refused as the keyring does, NotFound, Denied, NotAllowed and NotReachable
    as AWS does, and BadFile where a token cannot be for one host.
    """
    if profile.auth == "keyring":
        from finally_cli.store import keyring

        return keyring.fetch_password(profile.name)
    from finally_cli.store import aws, conninfo

    force = conninfo.keywords_in_force(given)
    host, port = force.get("host", ""), force.get("port", "5432")
    if not host or "," in host or not port.isdecimal():
        raise BadFile(
            f'auth = "rds-iam" of profile {quote(profile.name)} is for one host and port',
            "Name them in its dsn: host=….rds.amazonaws.com port=5432",
            code="NOT_ONE_HOST",
        )
    return aws.fetch_token(host, int(port), force["user"], profile.region)


def connection_failure(
    error: psycopg.OperationalError, profile: Profile, given: Mapping[str, Any]
) -> FinallyError:
    """The failure to show where no connection came about."""
    import psycopg

    where = f"profile {quote(profile.name)}"
    if let_in := is_login_accepted(error, given):
        return unreachable(error, where, let_in=let_in)
    silent = isinstance(error, psycopg.errors.ConnectionTimeout)
    if not error.sqlstate and not silent and not is_asked_for_password(error):
        from finally_cli.store.tls import tls_fault

        if fault := tls_fault(given, profile.name):
            return fault
    return unreachable(error, where, login_hint=login_hint(profile))


def is_asked_for_password(error: psycopg.OperationalError) -> bool:
    """Whether the server got as far as a password; TLS comes before that."""
    connection = error.pgconn
    return connection is not None and (connection.needs_password or connection.used_password)


def login_hint(profile: Profile) -> str:
    """Where the user and the password of a profile are to be looked after."""
    if profile.secret_arn:
        return "Check the username and the password in the secret that secret_arn names."
    if profile.auth == "rds-iam":
        return "Check that AWS allows you rds-db:connect as this user, who must be in rds_iam."
    if profile.auth == "keyring":
        from finally_cli.store.keyring import setting_command

        return (
            f"Check the user in the profile's dsn; a new password: {setting_command(profile.name)}"
        )
    if profile.passfile:
        return f"Check the user in the profile's dsn, and the password in {profile.passfile}."
    return ""


def is_login_accepted(error: psycopg.OperationalError, given: Mapping[str, Any]) -> bool:
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
