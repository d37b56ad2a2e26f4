"""PgBouncer in transaction mode before a server, from the system's package; skipped without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import HOME

PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin"
UNPRIVILEGED = "nobody"  # as whom it runs for root: it refuses to be root
CONFIGURATION = """
[databases]
{databases}

[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {folder}
unix_socket_mode = 0777
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
max_client_conn = 100
server_round_robin = 1
server_idle_timeout = 0
server_lifetime = 3600
query_wait_timeout = 30
log_connections = 0
log_disconnections = 0
log_stats = 0
pidfile =
logfile =
"""


@dataclass(frozen=True)
class Pooler:
    """A running PgBouncer, reached by a socket in `folder`."""

    folder: Path

    def dsn(self, database: str, user: str) -> str:
        return f"host={self.folder} port=6432 dbname={database} user={user}"

    def connect(self, database: str, user: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.dsn(database, user), autocommit=True, prepare_threshold=None)


def find_pgbouncer() -> str:
    """Where it is; without it the test is skipped."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path=PLACES)
    if found is None:
        pytest.skip("pgbouncer is not installed")
    return found


@contextmanager
def pooler(port: int, databases: Mapping[str, str], users: list[str]) -> Iterator[Pooler]:
    """One before the server on 127.0.0.1, for as long as the block lasts.

    `databases` are the names that it goes by, each with what else PgBouncer is told of it.
    """
    program = find_pgbouncer()
    folder = Path(tempfile.mkdtemp(prefix="pooler-", dir=HOME))
    folder.chmod(0o755)
    lines = [f"{name} = host=127.0.0.1 port={port} {more}" for name, more in databases.items()]
    (folder / "users.txt").write_text("".join(f'"{user}" ""\n' for user in users))
    written = folder / "pgbouncer.ini"
    written.write_text(CONFIGURATION.format(databases="\n".join(lines), folder=folder))
    of_root: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
        of_root = ["-u", UNPRIVILEGED]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, *of_root, str(written)], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        made = Pooler(folder)
        wait_for(made, process, next(iter(databases)), users[0])
        yield made
    finally:
        process.terminate()  # at once: SIGTERM waits for nobody
        process.wait(timeout=30)


def wait_for(made: Pooler, process: subprocess.Popen[bytes], database: str, user: str) -> None:
    """Until it lets somebody in, for a minute at most."""
    deadline = time.monotonic() + 60
    while True:
        with suppress(psycopg.OperationalError), closing(made.connect(database, user)) as one:
            one.execute("SELECT 1")
            return
        assert process.poll() is None, (made.folder / "log").read_text()
        assert time.monotonic() < deadline, (made.folder / "log").read_text()
        time.sleep(0.02)
