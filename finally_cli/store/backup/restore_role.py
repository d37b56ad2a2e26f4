"""Who a dump is restored as: a role that is no superuser, so that nothing in it runs a program.

A dump is a program of its maker's, and the right signature only says who that was. What it makes
belongs to the role; it is handed to the owner of the books once all of it is known to be ours.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
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
from finally_cli.store.embedded.pg_hba import UNPRIVILEGED
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import Instance
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

MADE_BY_US = "made by finally: what a backup holds is restored as this role, no superuser"
ATTRIBUTES = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS"
TIME_LIMIT = 2.0  # seconds in which a server reads its files again
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
def restorer(
    site: Instance, maintenance: psycopg.Connection[Any], database: str
) -> Iterator[Instance]:
    """The same site for restoring into a new database: as the role, where this login could do more.

    The database is given to it. Raises Denied where the server does not let it in.
    """
    if site.server is None and not fetch_rows(maintenance, LOGIN)[0].is_privileged:
        yield site
        return
    make_role(maintenance)
    give(maintenance, database, UNPRIVILEGED)
    if site.server is not None:
        let_in(site.server, maintenance, database)
        yield replace(site, role=UNPRIVILEGED)
        return
    password = secrets.token_urlsafe(32)
    put_password(maintenance, password)
    try:
        yield replace(
            site, role=UNPRIVILEGED, given=site.given | {"user": UNPRIVILEGED, "password": password}
        )
    finally:
        if not maintenance.closed:
            put_password(maintenance, None)


def make_role(maintenance: psycopg.Connection[Any]) -> None:
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


def put_password(maintenance: psycopg.Connection[Any], password: str | None) -> None:
    """Give the role a password and let it log in, or take both away."""
    from psycopg import sql

    words = sql.SQL("ALTER ROLE {} " + ("LOGIN" if password else "NOLOGIN") + " PASSWORD {}")
    with translating_errors():
        maintenance.execute(words.format(sql.Identifier(UNPRIVILEGED), sql.Literal(password)))


def give(maintenance: psycopg.Connection[Any], database: str, role: str) -> None:
    """Make a role the owner of a database."""
    from psycopg import sql

    words = sql.SQL("ALTER DATABASE {} OWNER TO {}")
    with translating_errors():
        maintenance.execute(words.format(sql.Identifier(database), sql.Identifier(role)))


def let_in(server: EmbeddedServer, maintenance: psycopg.Connection[Any], database: str) -> None:
    """See that the embedded server lets the role in, also one that an earlier version started."""
    import psycopg

    until = time.monotonic() + TIME_LIMIT
    while True:
        try:
            server.connect(database, user=UNPRIVILEGED).close()
        except psycopg.OperationalError as error:
            if not (error.sqlstate or "").startswith("28") or time.monotonic() > until:
                raise
        else:
            return
        server.renew_access()
        with translating_errors():
            maintenance.execute("SELECT pg_reload_conf()")
        time.sleep(0.05)


def is_own_schema(connection: psycopg.Connection[Any], site: Instance) -> bool:
    """Whether all in a restored database that could run is what this version's migrations make.

    What is less does no harm: the doctor tells it.
    """
    patient, made = Context(connection, site.profile, site.server), set(objects_as_made())
    kinds = [kind for kind in STATEMENTS if kind not in RUNS_NOTHING]
    with translating_errors(), connection.transaction():
        patient.all(CANONICAL_SETTINGS)  # nothing of the database takes part in the answer
        if fetch_rows(connection, FOREIGN_OBJECTS)[0].is_anything:
            return False
        return all(thing in made for kind in kinds for thing in live_objects(patient, kind))


def hand_over(site: Instance, database: str, owner: str) -> None:
    """Give all of a restored database to the owner of the books; called where it is ours."""
    from psycopg import sql

    words = sql.SQL("REASSIGN OWNED BY {} TO {}")
    as_superuser = replace(site, role=site.server.OWNER if site.server else None)
    with closing(as_superuser.connect(database)) as connection, translating_errors():
        connection.execute(words.format(sql.Identifier(UNPRIVILEGED), sql.Identifier(owner)))
        connection.commit()
