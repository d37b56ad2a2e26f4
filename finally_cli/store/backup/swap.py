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
from finally_cli.store.database import fetch_rows
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import Instance
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg

LOCK = migrations.LOCK + 1  # one restore at a time on a server
LONGEST = 63  # bytes of a name
MARK = "finally: made or put aside by a restore"
STAMP = re.compile(r"\d{8}t\d{6,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingDatabase:
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
class DatabaseOwner:
    """The row of backup/owner."""

    owner: str
    remark: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseContents:
    """The row of backup/contents."""

    is_empty: bool
    is_ours: bool


OWNER = Statement("backup/owner", DatabaseOwner)
CONTENTS = Statement("backup/contents", DatabaseContents)
DATABASES = Statement("backup/databases", SiblingDatabase)
CREATE_DATABASE = Statement("backup/create_database", Instruction)


def draft_prefix(instance: Instance) -> str:
    """How the names of databases begin that a restore is filling."""
    return sibling_name(instance, "new")


def kept_prefix(instance: Instance) -> str:
    """How the names of databases begin that a restore has replaced, and keeps."""
    return sibling_name(instance, "before")


def sibling_name(instance: Instance, word: str, now: datetime | None = None) -> str:
    """A name beside the live database's, short enough; with a time it is one of its own."""
    stamp = f"{now.astimezone(UTC):%Y%m%dt%H%M%S%f}" if now else ""
    ending = f"_{word}_"
    return instance.database[: LONGEST - len(ending) - 21] + ending + stamp


@contextmanager
def exclusive_access(instance: Instance) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the maintenance database, while nobody else restores on this server.

    Raises Locked when somebody does. What an earlier restore left half-made is dropped.
    """
    with closing(instance.connect_as_admin()) as connection, one_restore_at_a_time(instance):
        connection.autocommit = True
        prefix = draft_prefix(instance)
        for left in sibling_databases(connection, prefix):
            if left.is_marked or database_contents(instance, left.name, prefix).is_empty:
                drop_sibling(connection, left.name)
        yield connection


@contextmanager
def one_restore_at_a_time(instance: Instance) -> Iterator[None]:
    """A transaction that lasts as long as a restore does, and holds its lock, behind a pooler too.

    Raises Locked. It is on a connection of its own: databases are not made inside a transaction.
    """
    with closing(instance.connect_as_admin()) as connection:
        with translating_errors():
            connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK]).fetchone()
        if row is None or not row[0]:
            raise Locked("another restore is at work on this server", "Try again when it is done.")
        yield


def sibling_databases(connection: psycopg.Connection[Any], prefix: str) -> list[SiblingDatabase]:
    """The databases whose names begin so."""
    return fetch_rows(connection, DATABASES, prefix=prefix)


def replaced_databases(
    instance: Instance, connection: psycopg.Connection[Any]
) -> list[SiblingDatabase]:
    """The books that restores have put aside: by their mark, or by what an earlier version left."""
    found = sibling_databases(connection, kept_prefix(instance))
    return [
        one
        for one in found
        if one.is_marked or database_contents(instance, one.name, kept_prefix(instance)).is_ours
    ]


def database_contents(instance: Instance, name: str, prefix: str) -> DatabaseContents:
    """What a database without our mark is, if it has a name that a restore gives; else nothing."""
    if not STAMP.fullmatch(name.removeprefix(prefix)):
        return DatabaseContents(is_empty=False, is_ours=False)
    with closing(instance.connect_as_owner(name)) as connection:
        return fetch_rows(connection, CONTENTS)[0]


def mark_database(
    connection: psycopg.Connection[Any], name: str, remark: str | None = MARK
) -> None:
    """Say of a database that a restore made it, or say something else."""
    from psycopg import sql

    words = sql.SQL("COMMENT ON DATABASE {} IS {}")
    with translating_errors():
        connection.execute(words.format(sql.Identifier(name), sql.Literal(remark)))


def drop_sibling(connection: psycopg.Connection[Any], name: str) -> None:
    """Drop a database, if it is there, whoever looks at it."""
    from psycopg import sql

    with translating_errors():
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """What makes a new database like the live one: its owner, a remark, and instructions."""

    owner: str
    remark: str | None
    instructions: tuple[str, ...]


def create_database_like(
    connection: psycopg.Connection[Any], live: str, new: str
) -> DatabaseSettings:
    """Make an empty database with the locale of the live one; what else makes it like that one.

    Raises Denied for a login that may make none.
    """
    from psycopg import sql

    settings = fetch_rows(connection, CREATE_DATABASE, database=live, new=new)
    options = "".join(row.instruction for row in settings if row.position == 0)
    make = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ").format(sql.Identifier(new))
    try:
        with translating_errors():
            connection.execute(make.as_bytes() + options.encode())
    except Denied:
        raise Denied(
            "this login may not make databases, and a restore fills a new one first",
            f"As a superuser: ALTER ROLE {connection.info.user} CREATEDB",
            code="RESTORE_NEEDS_CREATEDB",
        ) from None
    mark_database(connection, new)
    (found,) = fetch_rows(connection, OWNER, database=live)
    instructions = tuple(row.instruction for row in settings if row.position)
    return DatabaseSettings(found.owner, found.remark, instructions)


def apply_database_settings(
    connection: psycopg.Connection[Any], settings: DatabaseSettings, new: str
) -> None:
    """Give a filled database the rights and the settings of the live one, and no others.

    What was restored into it may have set some: it was the owner's to set.
    """
    from psycopg import sql

    with translating_errors():
        connection.execute(sql.SQL("ALTER DATABASE {} RESET ALL").format(sql.Identifier(new)))
        for instruction in settings.instructions:
            connection.execute(instruction.encode())


def swap_databases(
    connection: psycopg.Connection[Any], live: str, new: str, old: str | None, remark: str | None
) -> None:
    """Put the new database into the place of the live one, which gets the name `old`.

    One transaction: whoever asks finds the one or the other. `remark` is what is said of the live
    one. Raises Locked while others use them.
    """
    from psycopg import sql

    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with translating_errors(), connection.transaction():
        if old is not None:
            connection.execute(rename.format(sql.Identifier(live), sql.Identifier(old)))
            mark_database(connection, old)
        connection.execute(rename.format(sql.Identifier(new), sql.Identifier(live)))
        mark_database(connection, live, remark)
