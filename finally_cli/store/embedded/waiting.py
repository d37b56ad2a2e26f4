"""Connecting to a server that may still be starting, or is just about to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import NotReachable
from finally_cli.store.embedded.home import Home
from finally_cli.store.embedded.options import PORT

if TYPE_CHECKING:
    import psycopg

PATIENCE = 300.0  # seconds that recovery after a crash may take
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
OURS = {"connect_timeout": ANSWER, "hostaddr": "", "options": "", "target_session_attrs": "any"}


def connected(
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

    # They cost little once the driver is loaded.
    from finally_cli.store.embedded import probe, stopping
    from finally_cli.store.embedded.starting import refuse_full

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
                before, after = after, probe.knock(home.socket, dbname, user)
                if after not in probe.PASSING:
                    if before in probe.PASSING:
                        continue  # it may have come up only since we asked
                    error.sqlstate = error.sqlstate if after == probe.READY else after
                    raise
        start()
        waited = time.monotonic() - began
        if waited > PATIENCE:
            raise NotReachable(
                f"the database server has not answered for {PATIENCE:.0f} seconds",
                f"Its log: {home.log}. To stop it: finally db stop",
            )
        if waited > LOST and probe.is_lost(home.socket):
            stays = stays or home.kept.exists()  # of a server that was to stay, so is the next
            stopping.retire(home)
        if waited > (1, SLOW, PATIENCE)[told]:
            told += 1
            if told == 2:
                refuse_full(home)
            if waiting is not None:
                waiting(WAITING if told == 1 else SILENT.format(seconds=SLOW))
        if waited // stopping.HUNG > hurried and home.socket.exists():
            hurried += 1
            stopping.hurry(home)
        time.sleep(min(max(0.002, waited / 20), 0.1))
