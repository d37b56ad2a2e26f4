"""Databases beside the live one: made like it, put into its place in one step, kept, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Denied, Locked
from finally_cli.store import migrations
from finally_cli.store.backup.site import MAINTENANCE, Site
from finally_cli.store.database import rows
from finally_cli.store.explaining import explaining
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg

LOCK = migrations.LOCK + 1  # one restore at a time on a server
LONGEST = 63  # bytes of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A database beside the live one."""

    name: str
    size: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """The row of backup/likeness."""

    position: int
    instruction: str


DATABASES = Statement("backup/databases", Beside)
LIKENESS = Statement("backup/likeness", Instruction)


def being_made(site: Site) -> str:
    """How the names of databases begin that a restore is filling."""
    return name_of(site, "new")


def kept(site: Site) -> str:
    """How the names of databases begin that a restore has replaced, and keeps."""
    return name_of(site, "before")


def name_of(site: Site, word: str, now: datetime | None = None) -> str:
    """A name beside the live database's, short enough; with a time it is one of its own."""
    stamp = f"{now.astimezone(UTC):%Y%m%dt%H%M%S%f}" if now else ""
    ending = f"_{word}_"
    return site.database[: LONGEST - len(ending) - 21] + ending + stamp


@contextmanager
def alone(site: Site) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the maintenance database, while nobody else restores on this server.

    Raises Locked when somebody does. What an earlier restore left half-made is dropped.
    """
    with closing(site.connect(MAINTENANCE)) as connection:
        connection.autocommit = True
        with explaining():
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row is None or not row[0]:
            raise Locked("another restore is at work on this server", "Try again when it is done.")
        for left in beside(connection, being_made(site)):
            drop(connection, left.name)
        yield connection


def beside(connection: psycopg.Connection[Any], prefix: str) -> list[Beside]:
    """The databases whose names begin so."""
    return rows(connection, DATABASES, prefix=prefix)


def drop(connection: psycopg.Connection[Any], name: str) -> None:
    """Drop a database, if it is there, whoever looks at it."""
    from psycopg import sql

    with explaining():
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def create_like(connection: psycopg.Connection[Any], live: str, new: str) -> None:
    """Make an empty database with the locale, the rights and the settings of the live one.

    Raises Denied for a login that may make none.
    """
    from psycopg import sql

    likeness = rows(connection, LIKENESS, database=live, new=new)
    options = "".join(row.instruction for row in likeness if row.position == 0)
    make = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ").format(sql.Identifier(new))
    try:
        with explaining():
            connection.execute(make.as_bytes() + options.encode())
    except Denied:
        raise Denied(
            "this login may not make databases, and a restore fills a new one first",
            f"As a superuser: ALTER ROLE {connection.info.user} CREATEDB",
            code="RESTORE_NEEDS_CREATEDB",
        ) from None
    with explaining():
        for row in likeness:
            if row.position:
                connection.execute(row.instruction.encode())


def swap(connection: psycopg.Connection[Any], live: str, new: str, old: str | None) -> None:
    """Put the new database into the place of the live one, which gets the name `old`.

    One transaction: whoever asks finds the one or the other. Raises Locked while others use them.
    """
    from psycopg import sql

    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with explaining(), connection.transaction():
        if old is not None:
            connection.execute(rename.format(sql.Identifier(live), sql.Identifier(old)))
        connection.execute(rename.format(sql.Identifier(new), sql.Identifier(live)))
