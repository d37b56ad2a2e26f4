"""Why a server of the user's own could not be reached, and what to look after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store.explaining import unreachable

if TYPE_CHECKING:
    import psycopg


def why_not(
    error: psycopg.OperationalError, profile: Profile, given: Mapping[str, Any]
) -> FinallyError:
    """The failure to show where no connection came about."""
    import psycopg

    where = f"profile {quoted(profile.name)}"
    if let_in := was_let_in(error, given):
        return unreachable(error, where, let_in=let_in)
    silent = isinstance(error, psycopg.errors.ConnectionTimeout)
    if not error.sqlstate and not silent and not was_asked(error):
        from finally_cli.store.handshake import tls_fault

        if fault := tls_fault(given, profile.name):
            return fault
    return unreachable(error, where, login_hint=login_hint(profile))


def was_asked(error: psycopg.OperationalError) -> bool:
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
        from finally_cli.store.keychain import setting

        return f"Check the user in the profile's dsn; a new password: {setting(profile.name)}"
    if profile.passfile:
        return f"Check the user in the profile's dsn, and the password in {profile.passfile}."
    return ""


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
