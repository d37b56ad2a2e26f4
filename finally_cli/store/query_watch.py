"""A look at the memory that a statement takes while it runs, of the server's process and of ours.

PostgreSQL bounds what a sort takes, but neither one value nor what an aggregate gathers. Where
this machine shows how large a process is (Linux), what grows too large is cancelled. Of a server on
another machine only our own side is seen.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

MOST = 1024  # MB that a statement may take
PAUSE = 0.02  # seconds between two looks


class MemoryWatch:
    """While it is entered, cancels what the connection runs once that takes more than MOST.

    `is_over` says whether that was so.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.cancel = connection.pgconn.get_cancel()
        backend: list[int | str] = [connection.info.backend_pid] if is_of(connection) else []
        self.sizes = {
            process: size
            for process in [*backend, "self"]
            if (size := own_megabytes(process)) is not None
        }
        self.is_over = False
        self.done = threading.Event()

    def __enter__(self) -> MemoryWatch:
        if self.sizes:
            self.thread = threading.Thread(target=self.look, daemon=True)
            self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.done.set()
        if self.sizes:
            self.thread.join()

    def look(self) -> None:
        """Look again and again."""
        while not self.done.wait(PAUSE):
            if any((own_megabytes(pid) or 0) - before > MOST for pid, before in self.sizes.items()):
                self.is_over = True
                self.cancel.cancel()
                return


def is_of(connection: psycopg.Connection[Any]) -> bool:
    """Whether the process that serves a connection is one of this machine.

    Its number may be that of another process here: the server's may be counted in a container, and
    a pooler makes numbers up. A process of PostgreSQL says whom it serves.
    """
    known = connection.info
    try:
        title = Path(f"/proc/{known.backend_pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return False
    return title.startswith("postgres: ") and f"{known.user} {known.dbname} " in title


def own_megabytes(process: int | str) -> int | None:
    """How large a process of this machine is, without what it shares; None if unknown."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()
    except OSError:
        return None
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE") // (1 << 20)
