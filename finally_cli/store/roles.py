"""The roles of people who log in to a server of one's own."""

from __future__ import annotations

from finally_cli.model.errors import Denied, Refused
from finally_cli.store.database import Database
from finally_cli.store.errors import translating_errors

EVERYDAY = "finally_app"
IDLE_LIMIT = "5min"  # that a person's session may hold a transaction open and do nothing
SAYS_INHERIT = 160000  # PostgreSQL 16: inheriting is said of each membership, not of the role


def grant_role(db: Database, role: str, *, make: bool) -> None:
    """Make a role if need be, and let it do everyday work.

    Raises Refused where there is no everyday role, Denied where this login may not hand it out.
    """
    from psycopg import sql

    with translating_errors():
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
        with translating_errors():
            if make:
                db.connection.execute(sql.SQL(making).format(**names))
            db.connection.execute(sql.SQL(joining).format(**names))
    except Denied as denied:
        raise Denied(
            f"this login may not make roles or let them join {EVERYDAY}",
            f"Log in as the owner, who needs CREATEROLE and {EVERYDAY} WITH ADMIN OPTION.",
            code="MAY_NOT_GRANT",
        ) from denied


def limit_idle_transactions(db: Database, role: str) -> str:
    """Have the server end a session of a role that holds a transaction open and does nothing.

    What a psql left inside BEGIN has locked would else stop others for good. It is set for this
    database alone. Returns the instruction for whoever may give it, where this login may not; ''
    where it was done.
    """
    setting = f"SET idle_in_transaction_session_timeout = '{IDLE_LIMIT}'"
    return "" if alter_role(db, role, setting) else role_instruction(db, role, setting)


def revoke_role(db: Database, role: str) -> None:
    """Let a role do everyday work no longer; the role stays."""
    from psycopg import sql

    names = {"role": sql.Identifier(role), "everyday": sql.Identifier(EVERYDAY)}
    with translating_errors():
        db.connection.execute(sql.SQL("REVOKE {everyday} FROM {role}").format(**names))
    alter_role(db, role, "RESET idle_in_transaction_session_timeout")


def alter_role(db: Database, role: str, setting: str) -> bool:
    """Change a setting that a role has in this database; False where this login may not."""
    import psycopg

    try:
        with db.connection.transaction():
            db.connection.execute(role_instruction(db, role, setting).encode())
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def role_instruction(db: Database, role: str, setting: str) -> str:
    """The statement that changes a setting of a role in this database."""
    from psycopg import sql

    statement = sql.SQL("ALTER ROLE {role} IN DATABASE {database} {setting}").format(
        role=sql.Identifier(role),
        database=sql.Identifier(db.connection.info.dbname),
        setting=sql.SQL(setting),  # one of two texts of this module
    )
    return statement.as_string()
