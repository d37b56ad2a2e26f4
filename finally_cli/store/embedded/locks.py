"""Locks that the kernel keeps: released when their last holder is gone, however it went."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class Lock:
    """A lock on one file, held until it is closed here and in every child that inherited it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = open_lock(path)

    def lock_shared(self) -> None:
        """Take it together with others; waits for whoever holds it alone."""
        while True:
            fcntl.flock(self.file, fcntl.LOCK_SH)
            if self.is_the_file():
                return
            self.close()
            self.file = open_lock(self.path)

    def lock_exclusively(self) -> bool:
        """Take it alone, without waiting; whether that was possible.

        What was held before is given up first: of two holders that both try, one then succeeds.
        """
        fcntl.flock(self.file, fcntl.LOCK_UN)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return self.is_the_file()

    def is_the_file(self) -> bool:
        """Whether the locked file is still the one of that name, and not one since removed."""
        try:
            now, ours = self.path.stat(), os.fstat(self.file)
        except FileNotFoundError:
            return False
        return (now.st_dev, now.st_ino) == (ours.st_dev, ours.st_ino)

    def close(self) -> None:
        """Let go. A child that inherited the file keeps holding it."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_lock(path: Path) -> int:
    """A file descriptor for a lock file, made if missing, never one of the three standard ones."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if file > 2:
        return file
    try:
        return fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 3)
    finally:
        os.close(file)


def is_held(path: Path) -> bool:
    """Whether anybody holds the lock alone, without making the file or disturbing them."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False
