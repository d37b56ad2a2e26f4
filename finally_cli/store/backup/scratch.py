"""A cluster for one proof: made beside the data, and gone afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from finally_cli.model.errors import FinallyError

if TYPE_CHECKING:
    from finally_cli.store.embedded import EmbeddedServer

PREFIX = "proof-"
# Nothing in it outlives the proof, so nothing need reach the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "64MB",
}


@contextmanager
def scratch(home: Path) -> Iterator[EmbeddedServer]:
    """An empty cluster in the data folder, named by our process; what others left is removed."""
    from finally_cli.store.embedded import EmbeddedServer
    from finally_cli.store.embedded.privacy import explained

    sweep(home)
    place = home / f"{PREFIX}{os.getpid()}"
    try:
        with explained(place), EmbeddedServer(place, settings=SETTINGS) as server:
            yield server
    finally:
        remove(place)


def sweep(home: Path) -> None:
    """Remove what proofs left that were killed: their processes are gone, their servers not."""
    for place in home.glob(f"{PREFIX}*"):
        if not is_alive(place.name.removeprefix(PREFIX)):
            remove(place)


def is_alive(pid: str) -> bool:
    """Whether the process still exists that made the folder."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def remove(place: Path) -> None:
    """Stop the server of a scratch folder, and remove it with its socket."""
    from finally_cli.store.embedded import EmbeddedServer

    if not place.exists():
        return
    server = EmbeddedServer(place)
    folder = server.socket_folder
    with suppress(FinallyError):  # it ends by itself when its folder is gone
        server.stop()
    shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
