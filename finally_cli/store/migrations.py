"""Applying sql/migrations/*.sql: each once, in order, each in a transaction of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Bug, FinallyError, Refused, SchemaMismatch
from finally_cli.store.errors import translate_error, translating_errors
from finally_cli.store.statements import sql_root

if TYPE_CHECKING:
    import psycopg


FILE = re.compile(r"(\d{3})_[a-z0-9_]+\.sql")
LOCK = 0x66696E616C6C79  # "finally": whoever makes something that is not there yet
PATIENCE = "SET LOCAL lock_timeout = '10s'"
HISTORY = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version    integer     PRIMARY KEY,
        name       text        NOT NULL,
        sha256     text        NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file; its hash does not depend on line endings."""

    version: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        import hashlib

        return hashlib.sha256(self.text.encode()).hexdigest()


def find_migrations(folder: Path | None = None) -> list[Migration]:
    """The migrations this program brings, in order.

    Raises Bug when a file is misnamed, a number is missing, or one is there twice.
    """
    migrations: list[Migration] = []
    for file in sorted((folder or sql_root() / "migrations").glob("*.sql")):
        if not FILE.fullmatch(file.name):
            raise Bug(f"{file.name} is no name for a migration", "Name it like 002_words.sql.")
        version = int(file.name[:3])
        if migrations and version == migrations[-1].version:
            raise Bug(f"there are two migrations {version:03}", f"Renumber {file.name}.")
        if version != len(migrations) + 1:
            raise Bug(f"migration {len(migrations) + 1:03} is missing", f"Renumber {file.name}.")
        migrations.append(Migration(version, file.name, file.read_text(encoding="utf-8")))
    return migrations


def applied_migrations(connection: psycopg.Connection[Any]) -> dict[int, tuple[str, str]]:
    """Name and hash of each applied migration, by version; empty on a database without any."""
    with translating_errors():
        known = connection.execute("SELECT to_regclass('schema_migrations')").fetchone()
        if known is None or known[0] is None:
            return {}
        rows = connection.execute("SELECT version, name, sha256 FROM schema_migrations").fetchall()
    return {version: (name, sha256) for version, name, sha256 in rows}


def pending_migrations(
    done: dict[int, tuple[str, str]], migrations: list[Migration]
) -> list[Migration]:
    """What is still to apply.

    Raises SchemaMismatch for a database made before 0.1.0, for one newer than the program, and for
    a file changed since it ran.
    """
    # A released migration keeps its name: another one under its number is of no release.
    if any(done.get(one.version, (one.name,))[0] != one.name for one in migrations):
        raise SchemaMismatch(
            "the database was made before finally 0.1.0, and has no way to the schema of today",
            "It stays as it is, and finally db backup still makes an archive of it, for pg_restore."
            " Begin new books elsewhere: FINALLY_DATA_DIR=FOLDER, or another database of a server.",
            code="SCHEMA_UNRELEASED",
        )
    if newer := [version for version in done if version > len(migrations)]:
        raise SchemaMismatch(
            f"the database has schema {max(newer):03}, and this program knows only"
            f" {len(migrations):03}",
            "Use a newer finally: pip install --upgrade finally-cli",
            code="SCHEMA_NEWER",
        )
    for migration in migrations:
        if migration.version in done and done[migration.version][1] != migration.sha256:
            raise SchemaMismatch(
                f"{migration.name} is not the file that was applied to this database",
                "Reinstall the program as released; a change needs a migration of its own.",
                code="MIGRATION_CHANGED",
            )
    return [migration for migration in migrations if migration.version not in done]


@contextmanager
def hold_lock(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """A transaction in which nobody else migrates, once everybody before has ended theirs.

    The lock is one of the transaction: behind a pooler what is said outside of one reaches any
    connection that is free. It is of the table of what was applied, which only the owner may lock.
    """
    connection.autocommit = True  # the driver begins none of its own
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = 0")  # a migration takes what it takes
        if connection.execute("SELECT to_regclass('schema_migrations')").fetchone() == (None,):
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            connection.execute(HISTORY)
        connection.execute("LOCK TABLE schema_migrations IN SHARE UPDATE EXCLUSIVE MODE")
        yield


def apply_migrations(
    connection: psycopg.Connection[Any], migrations: list[Migration]
) -> Iterator[Migration]:
    """Apply what is pending, yielding each migration once it is committed.

    Twenty callers at once are in order: one works on each, the others wait and find it done.
    Raises Refused with file and line when a statement fails; that file then left nothing behind.
    """
    while migration := apply_next(connection, migrations):
        yield migration


def apply_next(
    connection: psycopg.Connection[Any], migrations: list[Migration]
) -> Migration | None:
    """The first of what is pending, applied; None where nothing is."""
    import psycopg

    migration = None
    try:
        with hold_lock(connection):
            migration = next(
                iter(pending_migrations(applied_migrations(connection), migrations)), None
            )
            if migration is None:
                return None
            connection.execute(PATIENCE)
            connection.execute(migration.text)
            connection.execute(
                "INSERT INTO schema_migrations (version, name, sha256) VALUES (%s, %s, %s)",
                [migration.version, migration.name, migration.sha256],
            )
    except psycopg.Error as error:
        if migration is None:
            raise translate_error(error) from error
        raise migration_failure(connection, migration, error) from error
    return migration


def migration_failure(
    connection: psycopg.Connection[Any], migration: Migration, error: psycopg.Error
) -> FinallyError:
    """The failure of one migration, with the file and the line of the statement at fault."""
    place = migration.name
    if line := line_at_fault(connection, migration, error):
        place = f"{place}:{line}"
    told = translate_error(error)
    said = f"{place}: {error.diag.message_primary or told}"
    if (error.sqlstate or "")[:2] in ("53", "55", "57", "08") or error.sqlstate == "42501":
        return type(told)(said, told.hint, code=told.code)
    return Refused(said, "Nothing of this migration was kept.", code="MIGRATION_FAILED")


def line_at_fault(
    connection: psycopg.Connection[Any], migration: Migration, error: psycopg.Error
) -> int | None:
    """The line at fault; None where it cannot be found out.

    PostgreSQL says the place of some errors only. For the others the file is run once more, a
    statement at a time, and undone.
    """
    import psycopg

    if error.diag.statement_position:
        return migration.text.count("\n", 0, int(error.diag.statement_position) - 1) + 1
    line = None
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(PATIENCE)
            for line, statement in split_statements(migration.text):  # noqa: B007  wanted afterwards
                connection.execute(statement.encode())
    except psycopg.Error as again:
        return line if again.sqlstate == error.sqlstate else None
    return None


# What may hold a semicolon that ends nothing; then one that does; then anything else.
TOKEN = re.compile(
    r"""
    (?P<remark> --[^\n]* | /\*.*?\*/ | \s+ )
    | (?P<end> ; )
    | \bBEGIN\s+ATOMIC\b .*? ; \s* END\b
    | \$(?P<tag>\w*)\$ .*? \$(?P=tag)\$
    | '(?:[^']|'')*'
    | "(?:[^"]|"")*"
    | .
    """,
    re.DOTALL | re.VERBOSE,
)


def split_statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with the line it begins on, counted from 1.

    >>> list(split_statements("-- one; two\\nSELECT ';';\\n\\nSELECT $$a;b$$\\n"))
    [(2, "SELECT ';'"), (4, 'SELECT $$a;b$$\\n')]
    >>> text = "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3"
    >>> len(list(split_statements(text)))
    2
    """
    begin: int | None = None
    for token in TOKEN.finditer(text):
        if token["end"]:
            if begin is not None:
                yield text.count("\n", 0, begin) + 1, text[begin : token.start()]
            begin = None
        elif not token["remark"] and begin is None:
            begin = token.start()
    if begin is not None:
        yield text.count("\n", 0, begin) + 1, text[begin:]
