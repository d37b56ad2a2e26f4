"""A server of one's own on which every person logs in as themself, by trust on 127.0.0.1.

The database belongs to `landlord`, who is no superuser, as on a managed server; or to a superuser.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from finally_cli.store import migrations
from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import FAST, HOME

HBA = """
local all all peer map=finally
host  all,replication all 127.0.0.1/32 trust
"""
ROLES = """
CREATE ROLE landlord LOGIN CREATEROLE;
GRANT finally_app TO landlord WITH ADMIN OPTION;
CREATE ROLE anna LOGIN;
CREATE ROLE bert LOGIN;
CREATE ROLE dora LOGIN;
CREATE ROLE stranger LOGIN;
GRANT finally_app TO anna, bert, dora, stranger;
"""
DATABASE = "books"


class PeoplesServer:
    """The server, and one database on it."""

    def __init__(self, name: str, settings: Mapping[str, str]) -> None:
        hba = HOME / f"{name}-hba.conf"
        hba.write_text(HBA)
        hba.chmod(0o644)
        with closing(socket.socket()) as listening:
            listening.bind(("127.0.0.1", 0))
            self.port = int(listening.getsockname()[1])
        given = {"listen_addresses": "127.0.0.1", "port": str(self.port), "hba_file": str(hba)}
        self.embedded = EmbeddedServer(HOME / name, settings=FAST | given | dict(settings))
        self.originals: set[str] = set()  # databases that are only copied

    @property
    def superuser(self) -> str:
        return self.embedded.OWNER

    def connect(self, user: str, dbname: str = DATABASE) -> psycopg.Connection[Any]:
        """A connection of somebody's own, which commits each statement."""
        return psycopg.connect(self.dsn(user, dbname), autocommit=True)

    def dsn(self, user: str, dbname: str = DATABASE) -> str:
        return f"host=127.0.0.1 port={self.port} dbname={dbname} user={user}"

    def wait(self) -> None:
        """Until it answers, for a minute at most."""
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connect(self.superuser, "postgres").close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)


@contextmanager
def peoples_server(name: str, **settings: str) -> Iterator[PeoplesServer]:
    """A running server with the roles above; a new one each time, whatever order tests come in."""
    server = PeoplesServer(f"{name}-{os.urandom(4).hex()}", settings)
    with server.embedded:
        server.wait()
        with server.connect(server.superuser, "postgres") as connection:
            connection.execute(ROLES)
        yield server


@contextmanager
def database_of(owner: str, server: PeoplesServer) -> Iterator[PeoplesServer]:
    """The server with a database that a role owns and has migrated; dropped afterwards.

    It is a copy of one that is migrated once: nothing of a migration is kept outside its database
    but the everyday role, which every server of ours has.
    """
    original = f"migrated_by_{owner}"
    with server.connect(server.superuser, "postgres") as admin:
        if original not in server.originals:
            admin.execute(f"CREATE DATABASE {original} OWNER {owner}")
            with closing(psycopg.connect(server.dsn(owner, original))) as connection:
                list(migrations.apply_migrations(connection, migrations.find_migrations()))
            server.originals.add(original)
        admin.execute(
            f"CREATE DATABASE {DATABASE} OWNER {owner} TEMPLATE {original} STRATEGY file_copy"
        )
        yield server
        admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
