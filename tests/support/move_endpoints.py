"""Books to move: the sample household on the embedded server of this run, and other places.

`home` is the sample household, `back` a database of the same server that is not made yet, `mirror`
another name for home, `server` a database of `landlord`, who is no superuser, or of a superuser on
another server.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import HOME, Outcome, Server, cloned
from tests.support.people import DATABASE, PeoplesServer

DATA = HOME / "cluster"  # the data folder of the server of this run
SUPERUSER = EmbeddedServer.OWNER
Rows = dict[str, list[str]]
Run = Callable[..., Outcome]  # run("db", "move", on="server"): a command line, on that profile


@dataclass(frozen=True)
class Places:
    """Where everything is."""

    server: Server
    own: PeoplesServer
    owner: str
    home: str
    back: str

    @property
    def config(self) -> str:
        """What config.toml says."""
        profiles = {
            "home": f'database = "{self.home}"',
            "back": f'database = "{self.back}"',
            "mirror": f'dsn = "{self.server.dsn(self.home, self.server.owner)}"',
            "server": f'dsn = "{self.own.dsn(self.owner)}"',
            "guest": f'dsn = "{self.own.dsn("anna")}"',
            "nobody": 'dsn = "host=127.0.0.1 port=1 dbname=books"',
        }
        return "".join(f"[profiles.{name}]\n{keys}\n" for name, keys in profiles.items())

    def environment(self) -> dict[str, str]:
        """What the program is told of it; the file is written first."""
        folder = Path(os.environ["FINALLY_CONFIG_DIR"])
        folder.mkdir(exist_ok=True)
        (folder / "config.toml").write_text(self.config)
        return {"FINALLY_CONFIG_DIR": str(folder), "FINALLY_DATA_DIR": str(DATA)}

    def at(self, name: str) -> psycopg.Connection[Any]:
        """A superuser's connection to the database of a profile, which commits each statement."""
        if name == "server":
            return self.own.connect(self.own.superuser)
        return self.server.connect(getattr(self, name), autocommit=True)

    def run(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement there as a superuser."""
        with closing(self.at(name)) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def rows(self, name: str) -> Rows:
        """Every row of every table but the list of migrations, as the server writes it."""
        with closing(self.at(name)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename <> 'schema_migrations' ORDER BY tablename"
            ).fetchall()
            return {table: written(connection, table) for (table,) in tables}

    def guards(self, name: str) -> list[tuple[Any, ...]]:
        """How every trigger and the row security of every table stand."""
        return self.run(
            name,
            "SELECT relname::text, relrowsecurity, relforcerowsecurity, tgname::text,"
            " tgenabled::text FROM pg_class LEFT JOIN pg_trigger ON tgrelid = pg_class.oid"
            " AND NOT tgisinternal WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " ORDER BY relname, tgname",
        )

    def next_change(self, name: str) -> int:
        """The position that the next change would have in the audit; it is used up by that."""
        query = "SELECT nextval(pg_get_serial_sequence('audit_changes', 'position'))"
        return int(self.run(name, query)[0][0])


def written(connection: psycopg.Connection[Any], table: str) -> list[str]:
    """The rows of one table."""
    query = sql.SQL("SELECT r::text FROM {} AS r ORDER BY r::text COLLATE {}").format(
        sql.Identifier(table), sql.Identifier("C")
    )
    return [row for (row,) in connection.execute(query)]


@contextmanager
def places(
    server: Server, sample_database: str, own: PeoplesServer, owner: str
) -> Iterator[Places]:
    """The household and an empty database of that owner; all gone afterwards."""
    here = Places(
        server, own, owner, home=f"from_{os.urandom(4).hex()}", back=f"back_{os.urandom(4).hex()}"
    )
    with closing(own.connect(own.superuser, "postgres")) as admin:
        admin.execute(f"CREATE DATABASE {DATABASE} OWNER {owner}".encode())
        try:
            with cloned(server, sample_database, here.home):
                yield here
            with closing(server.connect("postgres", autocommit=True)) as ours:
                ours.execute(f"DROP DATABASE IF EXISTS {here.back} WITH (FORCE)".encode())
        finally:
            admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)".encode())


def moved(run: Run, *words: str, on: str = "home") -> Outcome:
    done = run("db", "move", *words, "--json", on=on)
    assert (done.exit_code, done.stderr) == (0, ""), done.stderr
    return done
