"""A PostgreSQL server of the user's own: a second throw-away one, which asks for passwords."""

from __future__ import annotations

import socket
import time
from contextlib import closing
from typing import Any

import psycopg

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import FAST, HOME

HBA = """
local all all peer map=finally
host  all all 127.0.0.1/32 scram-sha-256
"""
ROLES = """
CREATE ROLE ann LOGIN CREATEROLE PASSWORD 'correct horse';
CREATE ROLE guest LOGIN PASSWORD 'guest';
"""


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class OwnServer:
    """A PostgreSQL server that knows nothing of the program."""

    def __init__(self) -> None:
        hba = HOME / "own-server-hba.conf"
        hba.write_text(HBA)
        hba.chmod(0o644)
        self.port = free_port()
        given = {"listen_addresses": "127.0.0.1", "port": str(self.port), "hba_file": str(hba)}
        self.embedded = EmbeddedServer(HOME / "own-server", settings=FAST | given)
        self.embedded.enter()
        with closing(self.as_superuser("postgres")) as connection:
            connection.execute(ROLES)

    def as_superuser(self, dbname: str) -> psycopg.Connection[Any]:
        deadline = time.monotonic() + 60
        while True:
            try:
                return psycopg.connect(
                    host=str(self.embedded.socket_folder),
                    port=self.port,
                    dbname=dbname,
                    user=self.embedded.OWNER,
                    autocommit=True,
                )
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def dsn(self, dbname: str = "books", user: str = "ann", **more: object) -> str:
        given = {"host": "127.0.0.1", "port": self.port, "dbname": dbname, "user": user, **more}
        return " ".join(f"{key}='{value}'" for key, value in given.items())
