"""Databases beside the live one: made like it, put into its place in one step, kept, forgotten."""

from __future__ import annotations

import re
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
MARK = "finally: made or put aside by a restore"
STAMP = re.compile(r"\d{8}t\d{6,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A database beside the live one. `remark` is what is said of it on the server."""

    name: str
    size: str
    bytes: int
    remark: str | None

    @property
    def is_marked(self) -> bool:
        """Whether a restore made it, or put it aside."""
        return self.remark == MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """The row of backup/create_database."""

    position: int
    instruction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """The row of backup/owner."""

    owner: str
    remark: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """The row of backup/contents."""

    is_empty: bool
    is_ours: bool


OWNER = Statement("backup/owner", Owned)
INSIDE = Statement("backup/contents", Inside)
DATABASES = Statement("backup/databases", Beside)
LIKENESS = Statement("backup/create_database", Instruction)


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
    with closing(site.connect(MAINTENANCE)) as connection, only_one(site):
        connection.autocommit = True
        for left in beside(connection, being_made(site)):
            if left.is_marked or inside(site, left.name, being_made(site)).is_empty:
                drop(connection, left.name)
        yield connection


@contextmanager
def only_one(site: Site) -> Iterator[None]:
    """A transaction that lasts as long as a restore does, and holds its lock, behind a pooler too.

    It is on a connection of its own: databases are not made inside a transaction.
    """
    with closing(site.connect(MAINTENANCE)) as connection:
        with explaining():
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK]).fetchone()
        if row is None or not row[0]:
            raise Locked("another restore is at work on this server", "Try again when it is done.")
        yield


def beside(connection: psycopg.Connection[Any], prefix: str) -> list[Beside]:
    """The databases whose names begin so."""
    return rows(connection, DATABASES, prefix=prefix)


def kept_by_restores(site: Site, connection: psycopg.Connection[Any]) -> list[Beside]:
    """The books that restores have put aside: by their mark, or by what an earlier version left."""
    found = beside(connection, kept(site))
    return [one for one in found if one.is_marked or inside(site, one.name, kept(site)).is_ours]


def inside(site: Site, name: str, prefix: str) -> Inside:
    """What a database without our mark is, if it has a name that a restore gives; else nothing."""
    if not STAMP.fullmatch(name.removeprefix(prefix)):
        return Inside(is_empty=False, is_ours=False)
    with closing(site.connect(name)) as connection:
        return rows(connection, INSIDE)[0]


def mark(connection: psycopg.Connection[Any], name: str, remark: str | None = MARK) -> None:
    """Say of a database that a restore made it, or say something else."""
    from psycopg import sql

    words = sql.SQL("COMMENT ON DATABASE {} IS {}")
    with explaining():
        connection.execute(words.format(sql.Identifier(name), sql.Literal(remark)))


def drop(connection: psycopg.Connection[Any], name: str) -> None:
    """Drop a database, if it is there, whoever looks at it."""
    from psycopg import sql

    with explaining():
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


@dataclass(frozen=True, slots=True)
class Likeness:
    """What makes a new database like the live one: its owner, a remark, and instructions."""

    owner: str
    remark: str | None
    instructions: tuple[str, ...]


def create_like(connection: psycopg.Connection[Any], live: str, new: str) -> Likeness:
    """Make an empty database with the locale of the live one; what else makes it like that one.

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
    mark(connection, new)
    (found,) = rows(connection, OWNER, database=live)
    instructions = tuple(row.instruction for row in likeness if row.position)
    return Likeness(found.owner, found.remark, instructions)


def liken(connection: psycopg.Connection[Any], likeness: Likeness, new: str) -> None:
    """Give a filled database the rights and the settings of the live one, and no others.

    What was restored into it may have set some: it was the owner's to set.
    """
    from psycopg import sql

    with explaining():
        connection.execute(sql.SQL("ALTER DATABASE {} RESET ALL").format(sql.Identifier(new)))
        for instruction in likeness.instructions:
            connection.execute(instruction.encode())


def swap(
    connection: psycopg.Connection[Any], live: str, new: str, old: str | None, remark: str | None
) -> None:
    """Put the new database into the place of the live one, which gets the name `old`.

    One transaction: whoever asks finds the one or the other. `remark` is what is said of the live
    one. Raises Locked while others use them.
    """
    from psycopg import sql

    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with explaining(), connection.transaction():
        if old is not None:
            connection.execute(rename.format(sql.Identifier(live), sql.Identifier(old)))
            mark(connection, old)
        connection.execute(rename.format(sql.Identifier(new), sql.Identifier(live)))
        mark(connection, live, remark)
