"""A hot standby of a server, made with the embedded server's own programs."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from finally_cli.store.embedded.process import stand_in
from tests.conftest import FAST, HOME
from tests.support.people import DATABASE, PeoplesServer

# What a primary needs to be followed, beside what the embedded server's configuration says.
FOLLOWED = {"wal_level": "replica", "max_wal_senders": "5", "synchronous_commit": "on"}


class Standby:
    """A copy of a server that follows it, on a port of its own on 127.0.0.1."""

    def __init__(self, primary: PeoplesServer) -> None:
        self.primary = primary
        with closing(socket.socket()) as listening:
            listening.bind(("127.0.0.1", 0))
            self.port = int(listening.getsockname()[1])
        self.folder = HOME / f"standby-{os.urandom(4).hex()}"
        self.folder.mkdir(mode=0o755)
        if account := stand_in():
            os.chown(self.folder, account.uid, account.gid)
        self.data = self.folder / "data"
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """Start one of PostgreSQL's programs, as root in the name of the server's user."""
        account = stand_in()
        whose: dict[str, Any] = {}
        if account:
            whose = {"user": account.uid, "group": account.gid, "extra_groups": []}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self.primary.embedded.binary(name), *words],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                start_new_session=True, **whose,
            )  # fmt: skip

    def copy(self) -> None:
        """Copy the primary as it is."""
        where = f"host=127.0.0.1 port={self.primary.port} user={self.primary.superuser}"
        words = ("--wal-method=stream", "--checkpoint=fast", "--no-sync", "--write-recovery-conf")
        copying = self.run("pg_basebackup", "-D", str(self.data), "-d", where, *words)
        assert copying.wait(timeout=60) == 0, self.log()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        (self.folder / "hba").write_text("host all all 127.0.0.1/32 trust\n")
        (self.folder / "hba").chmod(0o644)
        settings = FAST | FOLLOWED | {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "hba_file": str(self.folder / "hba"),
            "wal_retrieve_retry_interval": "50ms",
            "max_standby_streaming_delay": "0",  # nothing that it replays waits for who reads
        }  # fmt: skip
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = self.run("postgres", "-D", str(self.data), *words)
        deadline = time.monotonic() + 30
        while True:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None, self.log()
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # fast: whoever is connected is sent away
            self.process.wait(timeout=30)
            self.process = None

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def dsn(self, user: str, dbname: str = DATABASE) -> str:
        return f"host=127.0.0.1 port={self.port} dbname={dbname} user={user}"

    def connect(self, dbname: str = "postgres") -> psycopg.Connection[Any]:
        """A superuser's connection, which commits each statement."""
        return psycopg.connect(self.dsn(self.primary.superuser, dbname), autocommit=True)

    def catch_up(self) -> None:
        """Wait until it has replayed all that the primary has on its disk."""
        with self.primary.connect(self.primary.superuser, "postgres") as there:
            row = there.execute("SELECT pg_current_wal_flush_lsn()::text").fetchone()
        deadline = time.monotonic() + 30
        with closing(self.connect()) as here:
            while True:
                done = here.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", row).fetchone()
                if done == (True,):
                    return
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.005)


@contextmanager
def standby_of(primary: PeoplesServer) -> Iterator[Standby]:
    """A running standby, stopped and removed afterwards."""
    standby = Standby(primary)
    try:
        standby.copy()
        standby.start()
        yield standby
    finally:
        standby.stop()
        shutil.rmtree(standby.folder, ignore_errors=True)
