"""Staying up for some minutes after the last command, then stopping without anybody's help.

The time of `use` says until when the server is wanted. A small detached process sleeps until then.
It holds the lock `reaper`, so that there is only one, and no lock that a command waits for.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from finally_cli.store.embedded import stop
from finally_cli.store.embedded.locks import Lock, is_held
from finally_cli.store.embedded.paths import Home
from finally_cli.store.embedded.process import leave_alone

LOOK = 30.0  # seconds after which the sleeper looks again, whatever it waits for


def stay(home: Home, minutes: float) -> None:
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
    program = f"import sys; sys.path.insert(0, sys.argv[1]); from {__name__} import main; main()"
    sleeper = subprocess.Popen(
        [sys.executable, "-I", "-c", program, package, home.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    leave_alone(sleeper)


def main() -> None:
    """Sleep until nobody wants the server, then stop it. The home is the last argument."""
    home = Home(Path(sys.argv[-1]))
    with Lock(home.reaper) as reaper:
        if not reaper.take():
            return
        while True:
            with Lock(home.use) as use:
                # Decided while nobody is in, and `reaper` let go before anybody comes in.
                if use.take() and not (is_held(home.alive) and stop.is_wanted(home)):
                    reaper.close()
                    if not home.kept.exists():
                        stop.send_stop_signal(home)
                    return
            time.sleep(nap(home))


def nap(home: Home) -> float:
    """Seconds until the next look: at the time that was set, or soon while a command is at work."""
    left = home.use.stat().st_mtime - time.time()
    return min(left, LOOK) if left > 0 else 1.0
