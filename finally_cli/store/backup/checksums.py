"""What is in a database: the rows of each table and their hash, from one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Denied
from finally_cli.model.manifest import AuditHead, Content
from finally_cli.store.connection import Progress, without_progress
from finally_cli.store.database import fetch_rows
from finally_cli.store.errors import translating_errors
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSettings:
    """The row of backup/session."""

    server_version: str
    is_all_seen: bool
    settled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCopy:
    """A table and the COPY that gives all of it."""

    name: str
    copy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedRole:
    """The row of backup/roles."""

    role_name: str


SESSION = Statement("backup/session", SessionSettings)
TABLES = Statement("backup/tables", TableCopy)
ROLES = Statement("backup/roles", GrantedRole)
HEADS = Statement("backup/audit_heads", AuditHead)


def fix_session_settings(connection: psycopg.Connection[Any]) -> SessionSettings:
    """Settle in the open transaction how values are written; who asks, and whom."""
    (found,) = fetch_rows(connection, SESSION)
    return found


def checksum_tables(
    connection: psycopg.Connection[Any], progress: Progress = without_progress
) -> dict[str, Content]:
    """Rows and hash (SHA-256 of the text COPY writes, in the order of the key) of every table.

    Equal rows give an equal hash on any server, since how values are written is settled first.
    The caller's transaction should see one snapshot. Needs memory for one row only.
    """
    fix_session_settings(connection)
    found: dict[str, Content] = {}
    tables = fetch_rows(connection, TABLES)
    with translating_errors(), progress("Tables compared", len(tables)) as told:
        for table in tables:
            found[table.name] = checksum_table(connection, table)
            told(len(found))
    return found


def checksum_table(connection: psycopg.Connection[Any], table: TableCopy) -> Content:
    """Rows and hash of one table. COPY ends each row with the only line break in it."""
    import hashlib

    count, digest = 0, hashlib.sha256()
    with connection.cursor() as cursor, cursor.copy(table.copy.encode()) as copy:
        for part in copy:
            count += bytes(part).count(b"\n")
            digest.update(part)
    return Content(rows=count, sha256=digest.hexdigest())


def granted_roles(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """The roles that rights in the database name."""
    return tuple(row.role_name for row in fetch_rows(connection, ROLES))


def audit_heads(connection: psycopg.Connection[Any]) -> tuple[AuditHead, ...]:
    """The newest audit event of each user; none on a schema that has no audit yet."""
    with translating_errors():
        known = connection.execute("SELECT to_regclass('audit_changes')").fetchone()
    if known is None or known[0] is None:
        return ()
    return tuple(fetch_rows(connection, HEADS))


def refuse_hidden_rows(settled: SessionSettings, login: str) -> None:
    """Raise Denied where row security would hide rows: a backup of a part is none."""
    if not settled.is_all_seen:
        raise Denied(
            f"the login {login!r} sees one user's rows at a time, and a backup needs all of them",
            f"As a superuser: ALTER ROLE {login} BYPASSRLS. Where none is to be had, use the"
            " provider's snapshots, or carry the books to your own machine: finally db move",
            code="BACKUP_NEEDS_ALL_ROWS",
        )
