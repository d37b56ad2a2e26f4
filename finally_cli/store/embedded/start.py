"""Starting the server, once it is certain that no process of it exists."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotReachable, ResourceFull
from finally_cli.store.embedded import binaries, configuration, process
from finally_cli.store.embedded.configuration import PORT, fixed_settings, setting_arguments
from finally_cli.store.embedded.locks import Lock
from finally_cli.store.embedded.paths import Home
from finally_cli.store.embedded.permissions import prepare_folders
from finally_cli.store.embedded.process import is_postmaster, ourselves, read_pid_file

if TYPE_CHECKING:
    import psycopg


DISK_FULL = " 53100 "  # the SQLSTATE in a line of the log
NEEDED_TO_START = 2_000_000  # bytes: its shared memory alone takes half of that on the disk
ATTEMPTS = 3  # how often a server that we started may end before it answers


class Starter:
    """What one command does to have a server."""

    def __init__(self, home: Home, settings: Mapping[str, str]) -> None:
        self.home, self.settings = home, settings
        self.started = False
        self.attempts = 0
        self.words = 0  # where in the log those of our server begin

    def start_if_nobody_runs(self) -> None:
        """Spawn the server, after making the cluster, unless a process of it exists in any state.

        Raises NotReachable when ours end again and again.
        """
        with Lock(self.home.alive) as alive:
            if not alive.lock_exclusively():
                return
            if self.attempts >= ATTEMPTS:
                raise start_failure(self.home, self.words)
            if not self.home.has_cluster:
                from finally_cli.store.embedded import cluster

                cluster.create_cluster(self.home, alive, self.settings)
            prepare_folders(self.home)  # somebody may have removed the socket's folder since
            self.words = spawn(self.home, alive, self.settings)
            self.attempts += 1
            self.started = True


def refuse_full(home: Home) -> None:
    """Raise ResourceFull where the disk has no room for a server to start."""
    disk = os.statvfs(home.path)
    if disk.f_bavail * disk.f_frsize < NEEDED_TO_START:
        raise disk_full(home)


def disk_full(home: Home) -> ResourceFull:
    return ResourceFull(
        f"the disk is full, and the database server cannot start: {home.path}",
        "Free some space and try again",
    )


def start_failure(home: Home, words: int) -> FinallyError:
    """Why the server did not start, from its log; a full disk has no room for a log either."""
    said = process.last_logged_error(home.log, words)
    refuse_full(home)
    if DISK_FULL in said:
        return disk_full(home)
    return NotReachable(
        f"the database server did not start: {said or 'it said nothing'}",
        f"Its log: {home.log}",
        code="SERVER_NOT_STARTED",
    )


def spawn(home: Home, alive: Lock, settings: Mapping[str, str]) -> int:
    """Start the server, which inherits the lock, without waiting for it.

    Returns where in the log its words begin. The caller holds `alive`.
    """
    import subprocess

    process.reap_children()
    clear_after_crash(home)
    server = home.server
    hba, ident = configuration.write_access_files(
        home.path, ourselves().login, server.gid if server else None
    )
    options = fixed_settings(home.socket_folder, hba, ident) | dict(settings)
    program = binaries.reachable_bin_folder(home.path, server) / "postgres"
    log, begins = process.open_log(home.log)
    try:
        postgres = subprocess.Popen(
            [program, "-D", home.data, *setting_arguments(options)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=binaries.server_environment(),
            pass_fds=[alive.file],
            start_new_session=True,
            **process.as_user(server),
        )
    finally:
        os.close(log)
    process.detach(postgres)
    return begins


def clear_after_crash(home: Home) -> None:
    """Remove what a dead server left.

    A pid file may name a process that is somebody else's by now, and the new server would refuse to
    start. One that names a server on this folder was started by hand, and it should refuse.
    """
    home.clear_kept()
    left = read_pid_file(home.data)
    if left is None or not is_postmaster(left[0], home.data):
        (home.data / "postmaster.pid").unlink(missing_ok=True)
        home.socket.unlink(missing_ok=True)
        home.socket.with_name(home.socket.name + ".lock").unlink(missing_ok=True)


TIME_LIMIT = 300.0  # seconds that recovery after a crash may take
ANSWER = 5  # seconds in which a server that listens has to say something, or is asked again
WAITING = "Waiting for the database server; after a crash it first repairs itself."
SLOW = 10.0  # seconds after which it is said what to do
LOST = 1.0  # seconds without a socket after which a server that is ready has lost it
SILENT = (
    "The database server has not answered for {seconds:.0f} seconds. After a crash it may be"
    " repairing itself, which can take minutes. If it hangs, end it from another terminal, and this"
    " command goes on with a new one: finally db stop"
)
# Said, or libpq would take from the environment what is meant for another server.
OURS = {
    "connect_timeout": ANSWER,
    "hostaddr": "",
    "options": "",
    "target_session_attrs": "any",
    "client_encoding": "UTF8",
}


def connect_when_ready(
    home: Home,
    start: Callable[[], None],
    waiting: Callable[[str], None] | None,
    *,
    dbname: str,
    user: str,
    **kw: Any,  # noqa: ANN401  psycopg's own arguments
) -> psycopg.Connection[Any]:
    """A connection as soon as the server lets us in; `start` starts it where it is gone.

    A server that has lost its socket is asked to end, once whoever is in it is done.
    Raises NotReachable when that takes too long, ResourceFull where the disk is why, and psycopg's
    own error, with its sqlstate, when waiting would not help.
    """
    import psycopg

    from finally_cli.store.embedded import stop

    host = str(home.socket_folder)
    kw = {**OURS, **kw}
    began, told, hurried = time.monotonic(), 0, 0
    before: str | None = None
    after: str | None = None
    stays = False
    while True:
        if home.socket.exists():
            try:
                connection = psycopg.connect(host=host, port=PORT, dbname=dbname, user=user, **kw)
                if stays:
                    home.kept.touch(mode=0o600)
                return connection
            except psycopg.OperationalError as error:
                from finally_cli.store.embedded import probe

                before, after = after, probe.probe_sqlstate(home.socket, dbname, user)
                if after not in probe.PASSING:
                    if before in probe.PASSING:
                        continue  # it may have come up only since we asked
                    error.sqlstate = error.sqlstate if after == probe.READY else after
                    raise
        start()
        waited = time.monotonic() - began
        if waited > TIME_LIMIT:
            raise NotReachable(
                f"the database server has not answered for {TIME_LIMIT:.0f} seconds",
                f"Its log: {home.log}. To stop it: finally db stop",
            )
        if waited > LOST:
            from finally_cli.store.embedded import probe

            if probe.is_socket_dead(home.socket):
                stays = stays or home.kept.exists()  # of a server that was to stay, so is the next
                stop.request_smart_shutdown(home)
        if waited > (1, SLOW, TIME_LIMIT)[told]:
            told += 1
            if told == 2:
                refuse_full(home)
            if waiting is not None:
                waiting(WAITING if told == 1 else SILENT.format(seconds=SLOW))
        if waited // stop.HUNG > hurried and home.socket.exists():
            hurried += 1
            stop.end_hanging_shutdown(home)
        time.sleep(min(max(0.002, waited / 20), 0.1))
