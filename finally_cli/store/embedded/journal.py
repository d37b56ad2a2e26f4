"""The server's log: kept short, and read when the server did not start."""

from __future__ import annotations

import os
from pathlib import Path

LARGEST = 1_000_000  # bytes; then it is set aside, and the one set aside before is lost


def opened(path: Path) -> tuple[int, int]:
    """The log's file descriptor for appending, and its length; a long one is set aside first."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name("log.1"))
    file = os.open(path, flags, 0o600)
    return file, os.fstat(file).st_size


def last_words(path: Path, since: int) -> str:
    """The last thing the server said that tells why it ended; "" if it said nothing.

    Each line begins with a time, a process id and a SQLSTATE; 57P03 only tells a client to wait.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(since)
            lines = stream.read().decode(errors="replace").splitlines()
    except OSError:
        return ""
    said = [line for line in lines if line.strip() and " 57P03 " not in line]
    telling = [line for line in said if "FATAL:" in line or "PANIC:" in line]
    return (telling or said or [""])[-1].strip()
