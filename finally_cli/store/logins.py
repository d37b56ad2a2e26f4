"""The roles of people who log in to a server of one's own."""

from __future__ import annotations

from finally_cli.model.errors import Denied, Refused
from finally_cli.store.database import Database
from finally_cli.store.explaining import explaining

EVERYDAY = "finally_app"
SAYS_INHERIT = 160000  # PostgreSQL 16: inheriting is said of each membership, not of the role


def hand_out(db: Database, role: str, *, make: bool) -> None:
    """Make a role if need be, and let it do everyday work.

    Raises Refused where there is no everyday role, Denied where this login may not hand it out.
    """
    from psycopg import sql

    with explaining():
        known = db.connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [EVERYDAY])
    if known.fetchone() is None:
        raise Refused(
            f"this server has no role {EVERYDAY}, which every person's login joins",
            "Whoever migrated could not make roles. Make the role, and migrate a new database.",
            code="NO_EVERYDAY_ROLE",
        )
    inherits = db.connection.info.server_version >= SAYS_INHERIT
    names = {"role": sql.Identifier(role), "everyday": sql.Identifier(EVERYDAY)}
    joining = "GRANT {everyday} TO {role}" + (" WITH INHERIT TRUE" if inherits else "")
    making = "CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
    try:
        with explaining():
            if make:
                db.connection.execute(sql.SQL(making).format(**names))
            db.connection.execute(sql.SQL(joining).format(**names))
    except Denied as denied:
        raise Denied(
            f"this login may not make roles or let them join {EVERYDAY}",
            f"Log in as the owner, who needs CREATEROLE and {EVERYDAY} WITH ADMIN OPTION.",
            code="MAY_NOT_GRANT",
        ) from denied


def take_back(db: Database, role: str) -> None:
    """Let a role do everyday work no longer; the role stays."""
    from psycopg import sql

    names = {"role": sql.Identifier(role), "everyday": sql.Identifier(EVERYDAY)}
    with explaining():
        db.connection.execute(sql.SQL("REVOKE {everyday} FROM {role}").format(**names))
