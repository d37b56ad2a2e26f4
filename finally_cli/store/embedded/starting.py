"""Starting the server, once it is certain that no process of it exists."""

from __future__ import annotations

import os
from collections.abc import Mapping

from finally_cli.model.errors import FinallyError, NotReachable, ResourceFull
from finally_cli.store.embedded import access, binaries, children, journal
from finally_cli.store.embedded.account import ourselves
from finally_cli.store.embedded.home import Home
from finally_cli.store.embedded.locks import Lock
from finally_cli.store.embedded.options import arguments, fixed
from finally_cli.store.embedded.postmaster import is_postmaster, read
from finally_cli.store.embedded.privacy import prepare

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
            if not alive.take():
                return
            if self.attempts >= ATTEMPTS:
                raise failed(self.home, self.words)
            if not self.home.has_cluster:
                from finally_cli.store.embedded import cluster

                cluster.create(self.home, alive, self.settings)
            prepare(self.home)  # somebody may have removed the socket's folder since
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


def failed(home: Home, words: int) -> FinallyError:
    """Why the server did not start, from its log; a full disk has no room for a log either."""
    said = journal.last_words(home.log, words)
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

    children.reap()
    clear(home)
    server = home.server
    hba, ident = access.write(home.path, ourselves().login, server.gid if server else None)
    options = fixed(home.socket_folder, hba, ident) | dict(settings)
    program = binaries.reachable(home.path, server) / "postgres"
    log, begins = journal.opened(home.log)
    try:
        process = subprocess.Popen(
            [program, "-D", home.data, *arguments(options)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=binaries.server_environment(),
            pass_fds=[alive.file],
            start_new_session=True,
            **children.as_user(server),
        )
    finally:
        os.close(log)
    children.leave_alone(process)
    return begins


def clear(home: Home) -> None:
    """Remove what a dead server left.

    A pid file may name a process that is somebody else's by now, and the new server would refuse to
    start. One that names a server on this folder was started by hand, and it should refuse.
    """
    home.let_go()
    left = read(home.data)
    if left is None or not is_postmaster(left[0], home.data):
        (home.data / "postmaster.pid").unlink(missing_ok=True)
        home.socket.unlink(missing_ok=True)
        home.socket.with_name(home.socket.name + ".lock").unlink(missing_ok=True)
