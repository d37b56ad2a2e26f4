"""A cluster for one proof: made beside the data, and gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from finally_cli.model.errors import FinallyError
from finally_cli.store.embedded import mark
from finally_cli.store.embedded.paths import SOCKET

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
def scratch_cluster(home: Path) -> Iterator[EmbeddedServer]:
    """An empty cluster in the data folder, named by our process; what others left is removed."""
    from finally_cli.store.embedded import EmbeddedServer
    from finally_cli.store.errors import translating_os_errors

    remove_left_scratch_folders(home)
    with translating_os_errors(home):
        place, lock = mark.make_marked_folder(home, f"{PREFIX}{os.getpid()}", mark.PROOF)
    try:
        with translating_os_errors(place), EmbeddedServer(place, settings=SETTINGS) as server:
            yield server
    finally:
        remove_scratch_cluster(place)
        lock.close()


def left_scratch_folders(home: Path) -> list[Path]:
    """The folders of proofs whose processes were killed; the server of one may run on."""
    found = [place for place in home.glob(f"{PREFIX}*") if mark.is_abandoned(place, mark.PROOF)]
    return sorted(found)


def remove_left_scratch_folders(home: Path) -> None:
    """End the servers of proofs that were killed, and remove what they left."""
    for place in left_scratch_folders(home):
        remove_scratch_cluster(place)


def remove_scratch_cluster(place: Path) -> None:
    """Stop the server of a scratch folder of ours, and remove it with its socket."""
    from finally_cli.store.embedded import EmbeddedServer

    server = EmbeddedServer(place)
    folder = server.socket_folder
    with suppress(FinallyError):  # it ends by itself when its folder is gone
        server.stop()
    with suppress(OSError):  # the next proof goes on with it
        if mark.remove_marked_folder(place, mark.PROOF) and folder.parent != place:
            for name in (SOCKET, f"{SOCKET}.lock"):
                (folder / name).unlink(missing_ok=True)
            folder.rmdir()
