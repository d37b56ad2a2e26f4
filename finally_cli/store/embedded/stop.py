"""Stopping the server: by the last command, by the user, or some minutes after the last command.

For the last of these the time of `use` says until when the server is wanted. A small detached
process sleeps until then. It holds the lock `reaper`, so that there is only one, and no lock that a
command waits for.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from finally_cli.model.errors import Locked, NotReachable
from finally_cli.store.embedded import configuration
from finally_cli.store.embedded.locks import Lock, is_held
from finally_cli.store.embedded.paths import Home
from finally_cli.store.embedded.process import detach, is_postmaster, read_pid_file, reap_children

ORDERLY, IMMEDIATE = 10.0, 60.0  # seconds given to the one kind of stop and to the other
HANGING = (None, "57P03", "57P01", "57P02")  # answers of a server that lets nobody in
HUNG = 3.0  # seconds after which a stop that keeps others waiting is no longer an orderly one


def send_stop_signal(home: Home, *, at_once: bool = False) -> None:
    """Send the stop signal to the server, if there is one that can be recognised.

    At once is like a crash, which the next start repairs. A server that is only starting gets that
    too: an orderly stop may hang for ever then, and nothing is lost. A server
    that was only just spawned has no pid file yet, which is waited for, shortly.
    """
    until = time.monotonic() + 1
    while (found := read_pid_file(home.data)) is None:
        if not is_held(home.alive) or time.monotonic() > until:
            return
        time.sleep(0.002)
    pid, status = found
    if (status == "stopping" and not at_once) or not is_postmaster(pid, home.data):
        return
    orderly = status == "ready" and not at_once
    signal_server(pid, signal.SIGINT if orderly else signal.SIGQUIT)


def signal_server(pid: int, wanted: signal.Signals) -> None:
    """Send a signal, also to a process that somebody has halted: it gets it when it goes on."""
    try:
        os.kill(pid, wanted)
        os.kill(pid, signal.SIGCONT)
    except ProcessLookupError:
        return


def request_smart_shutdown(home: Home) -> None:
    """Let a server that is ready, and that nobody can reach, end as soon as nobody is in it."""
    found = read_pid_file(home.data)
    if found is not None and found[1] == "ready" and is_postmaster(found[0], home.data):
        signal_server(found[0], signal.SIGTERM)


def is_wanted(home: Home) -> bool:
    """Whether an earlier command wants the server to stay, and somebody is there to stop it."""
    return home.use.stat().st_mtime > time.time() and is_held(home.reaper)


def stop_without_waiting(home: Home, *, failed: bool = False) -> None:
    """Stop the server without waiting for its end. The caller holds `use` alone.

    A server that has lost a process of its own repairs itself, and is ready by its pid file all the
    while: asked for an orderly stop then, it hangs. So a command that failed looks if it answers.
    """
    send_stop_signal(home, at_once=failed and not accepts_connections(home))
    if os.getpid() == 1:  # nothing outlives the first process of a container: let it end in order
        wait_until_gone(home, ORDERLY)


def accepts_connections(home: Home) -> bool:
    """Whether the server lets us in now."""
    from finally_cli.store.embedded import probe

    return probe.probe_sqlstate(home.socket, "postgres", configuration.EVERYDAY) == probe.READY


def end_hanging_shutdown(home: Home) -> None:
    """Stop a server at once that has been stopping for too long: nobody is in it any more."""
    found = read_pid_file(home.data)
    if found is not None and found[1] == "stopping":
        send_stop_signal(home, at_once=True)


def stop_and_wait(home: Home) -> bool:
    """Stop the server, kept or not, and wait until it is gone; False if it did not run.

    Commands that only wait for it do not keep it: they go on with a new one.
    Raises Locked while other commands use it, NotReachable if it does not end.
    """
    if not is_held(home.alive):
        home.clear_kept()
        return False
    with Lock(home.use) as use:
        lock_use_exclusively(use, home)
        home.clear_kept()
        found = read_pid_file(home.data)
        for at_once in (False, True):
            send_stop_signal(home, at_once=at_once)
            if wait_until_gone(home, IMMEDIATE if at_once else ORDERLY, found and found[0]):
                return True
    raise NotReachable(
        "the database server does not stop", f"Its log: {home.log}", code="SERVER_NOT_STOPPED"
    )


def lock_use_exclusively(use: Lock, home: Home) -> None:
    """Take the lock alone, or go without where a server lets nobody in that waits for it.

    Whoever is just leaving is given a moment. Raises Locked.
    """
    from finally_cli.store.embedded import probe

    until = time.monotonic() + 0.5
    while not use.lock_exclusively():
        if time.monotonic() > until:
            if probe.probe_sqlstate(home.socket, "postgres", configuration.EVERYDAY) in HANGING:
                return
            raise Locked("other commands are using the database", "Try again when they have ended")
        time.sleep(0.01)


def wait_until_gone(home: Home, seconds: float, pid: int | None = None) -> bool:
    """Wait until no process of the server exists; False if that takes longer.

    With its process id also until another has taken its place, for those who waited for it.
    """
    until = time.monotonic() + seconds
    while is_held(home.alive):
        reap_children()
        now = read_pid_file(home.data) if pid else None
        if now is not None and now[0] != pid:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    reap_children()
    return True


LOOK_AGAIN = 30.0  # seconds after which the sleeper looks again, whatever it waits for


def extend_stay(home: Home, minutes: float) -> None:
    """Want the server for some more minutes.

    The caller still shares `use`. While it does, a sleeper cannot decide to go, so one that is
    found holding `reaper` will see the new time.
    """
    now = time.time()
    os.utime(home.use, (now, max(now + minutes * 60, home.use.stat().st_mtime)))
    if is_held(home.reaper) or not sys.executable:
        return
    import subprocess

    package = Path(__file__).parents[3]
    module = f"import sys; sys.path.insert(0, sys.argv[1]); import {__name__} as stop"
    program = f"{module}; stop.{stop_when_unwanted.__name__}()"
    sleeper = subprocess.Popen(
        [sys.executable, "-I", "-c", program, package, home.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    detach(sleeper)


def stop_when_unwanted() -> None:
    """Sleep until nobody wants the server, then stop it. The home is the last argument."""
    home = Home(Path(sys.argv[-1]))
    with Lock(home.reaper) as reaper:
        if not reaper.lock_exclusively():
            return
        while True:
            with Lock(home.use) as use:
                # Decided while nobody is in, and `reaper` let go before anybody comes in.
                if use.lock_exclusively() and not (is_held(home.alive) and is_wanted(home)):
                    reaper.close()
                    if not home.kept.exists():
                        send_stop_signal(home)
                    return
            time.sleep(seconds_until_look(home))


def seconds_until_look(home: Home) -> float:
    """Seconds until the next look: at the time that was set, or soon while a command is at work."""
    left = home.use.stat().st_mtime - time.time()
    return min(left, LOOK_AGAIN) if left > 0 else 1.0
