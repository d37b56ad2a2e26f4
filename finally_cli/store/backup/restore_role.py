"""Who a dump is restored as: a role that is no superuser, so that nothing in it runs a program.

A dump is a program of its maker's, and the right signature only says who that was. What it makes
belongs to the role; it is handed to the owner of the books once all of it is known to be ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Denied
from finally_cli.store.database import fetch_rows
from finally_cli.store.doctor.catalog import (
    CANONICAL_SETTINGS,
    STATEMENTS,
    live_objects,
    objects_as_made,
)
from finally_cli.store.doctor.context import Context
from finally_cli.store.embedded.configuration import UNPRIVILEGED
from finally_cli.store.errors import one_line, translating_errors
from finally_cli.store.instance import Instance
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg

MADE_BY_US = "made by finally: what a backup holds is restored as this role, no superuser"
ATTRIBUTES = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS"
RUNS_NOTHING = ("grant",)  # kinds of things that no code is in


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginRole:
    """The row of backup/login."""

    is_privileged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignObject:
    """The row of backup/foreign_objects."""

    is_anything: bool


LOGIN = Statement("backup/login", LoginRole)
FOREIGN_OBJECTS = Statement("backup/foreign_objects", ForeignObject)


@contextmanager
def as_restore_role(
    instance: Instance, maintenance: psycopg.Connection[Any], database: str
) -> Iterator[Instance]:
    """The instance as a new database is restored on it: as the role, where the login could do more.

    The database is given to the role. Raises Denied where the server does not let it in.
    """
    import psycopg

    if not fetch_rows(maintenance, LOGIN)[0].is_privileged:
        yield instance
        return
    make_restore_role(maintenance)
    set_database_owner(maintenance, database, UNPRIVILEGED)
    with ExitStack() as stack:
        try:
            acting = stack.enter_context(instance.acting_as(UNPRIVILEGED, maintenance, database))
        except psycopg.OperationalError as error:
            raise not_let_in(error) from None
        yield acting


def not_let_in(error: psycopg.OperationalError) -> Denied:
    """The refusal to restore where the server does not let the role in."""
    return Denied(
        "what a backup holds could run anything as a superuser, and the server does not let in"
        f" the role {UNPRIVILEGED}, which is none: {one_line(str(error))}",
        "Restore on the embedded server, and carry the books from there: finally db move --to"
        " NAME. Or log in as a role that is no superuser and may make databases.",
        code="RESTORE_AS_SUPERUSER",
    )


def make_restore_role(maintenance: psycopg.Connection[Any]) -> None:
    """Make the role, or bring it back to what it is for. Raises Denied for one of somebody else."""
    from psycopg import sql

    name = sql.Identifier(UNPRIVILEGED)
    with translating_errors():
        found = maintenance.execute(
            "SELECT shobj_description(pg_roles.oid, 'pg_authid'),"
            " EXISTS (SELECT FROM pg_auth_members WHERE pg_auth_members.member = pg_roles.oid)"
            " FROM pg_roles WHERE pg_roles.rolname = %s",
            [UNPRIVILEGED],
        ).fetchone()
        if found is None:
            maintenance.execute(
                sql.SQL("CREATE ROLE {} LOGIN {}").format(name, sql.SQL(ATTRIBUTES))
            )
            maintenance.execute(
                sql.SQL("COMMENT ON ROLE {} IS {}").format(name, sql.Literal(MADE_BY_US))
            )
            return
        if found[0] != MADE_BY_US or found[1]:
            raise Denied(
                f"the role {UNPRIVILEGED} is not as a restore made it, and a backup is restored as"
                " no other",
                f"As a superuser, give it another name: ALTER ROLE {UNPRIVILEGED} RENAME TO …",
                code="RESTORE_ROLE_TAKEN",
            )
        maintenance.execute(sql.SQL("ALTER ROLE {} LOGIN {}").format(name, sql.SQL(ATTRIBUTES)))
        maintenance.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(name))


def set_database_owner(maintenance: psycopg.Connection[Any], database: str, role: str) -> None:
    """Make a role the owner of a database."""
    from psycopg import sql

    words = sql.SQL("ALTER DATABASE {} OWNER TO {}")
    with translating_errors():
        maintenance.execute(words.format(sql.Identifier(database), sql.Identifier(role)))


def is_own_schema(connection: psycopg.Connection[Any], instance: Instance) -> bool:
    """Whether all in a restored database that could run is what this version's migrations make.

    What is less does no harm: the doctor tells it.
    """
    context, made = Context(instance, connection), set(objects_as_made())
    kinds = [kind for kind in STATEMENTS if kind not in RUNS_NOTHING]
    with translating_errors(), connection.transaction():
        context.all(CANONICAL_SETTINGS)  # nothing of the database takes part in the answer
        if fetch_rows(connection, FOREIGN_OBJECTS)[0].is_anything:
            return False
        return all(thing in made for kind in kinds for thing in live_objects(context, kind))


def reassign_to_owner(instance: Instance, database: str, owner: str) -> None:
    """Give all of a restored database to the owner of the books; called where it is ours."""
    from psycopg import sql

    words = sql.SQL("REASSIGN OWNED BY {} TO {}")
    with closing(instance.connect_as_admin(database)) as connection, translating_errors():
        connection.execute(words.format(sql.Identifier(UNPRIVILEGED), sql.Identifier(owner)))
        connection.commit()
