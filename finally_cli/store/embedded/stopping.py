"""Stopping the server: by the last one out, or because the user says so."""

from __future__ import annotations

import os
import signal
import time

from finally_cli.model.errors import Locked, NotReachable
from finally_cli.store.embedded.children import reap
from finally_cli.store.embedded.home import Home
from finally_cli.store.embedded.locks import Lock, is_held
from finally_cli.store.embedded.postmaster import is_postmaster, read

FAST = signal.SIGINT  # in order
IMMEDIATE = signal.SIGQUIT  # as in a crash; the next start repairs it
SLOW, TOO_SLOW = 10.0, 60.0  # seconds given to the one and to the other


def tell(home: Home, how: signal.Signals = FAST) -> None:
    """Send the stop signal to the server, if there is one that can be recognised.

    During start-up an orderly stop may hang for ever, and an immediate one loses nothing. A server
    that was only just spawned has no pid file yet: that is waited for, shortly.
    """
    until = time.monotonic() + 1
    while (found := read(home.data)) is None:
        if not is_held(home.alive) or time.monotonic() > until:
            return
        time.sleep(0.002)
    pid, status = found
    if (how is FAST and status == "stopping") or not is_postmaster(pid, home.data):
        return
    try:
        os.kill(pid, how if status == "ready" else IMMEDIATE)
    except ProcessLookupError:
        return


def is_wanted(home: Home) -> bool:
    """Whether an earlier command wants the server to stay, and somebody is there to stop it."""
    return home.use.stat().st_mtime > time.time() and is_held(home.reaper)


def last_one_out(home: Home) -> None:
    """Stop the server without waiting for its end. The caller holds `use` alone."""
    tell(home)
    if os.getpid() == 1:  # nothing outlives the first process of a container: let it end in order
        wait_until_gone(home, SLOW)


def stop(home: Home) -> bool:
    """Stop the server, kept or not, and wait until it is gone; False if it did not run.

    Raises Locked while other commands use it, NotReachable if it does not end.
    """
    if not is_held(home.alive):
        home.kept.unlink(missing_ok=True)
        return False
    with Lock(home.use) as use:
        take_alone(use)
        home.kept.unlink(missing_ok=True)
        for how, seconds in ((FAST, SLOW), (IMMEDIATE, TOO_SLOW)):
            tell(home, how)
            if wait_until_gone(home, seconds):
                return True
    raise NotReachable(
        "the database server does not stop", f"Its log: {home.log}", code="SERVER_NOT_STOPPED"
    )


def take_alone(use: Lock) -> None:
    """Take the lock alone; whoever is just leaving is given a moment. Raises Locked."""
    until = time.monotonic() + 0.5
    while not use.take():
        if time.monotonic() > until:
            raise Locked("other commands are using the database", "Try again when they have ended")
        time.sleep(0.01)


def wait_until_gone(home: Home, seconds: float) -> bool:
    """Wait until no process of the server exists; False if that takes longer."""
    until = time.monotonic() + seconds
    while is_held(home.alive):
        reap()
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    reap()
    return True
