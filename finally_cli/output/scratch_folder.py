"""A folder for temporary files, its owner's alone; of one that was killed the next removes it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "finally-workbook-"
MARK = ".finally-scratch"  # its lock is held for as long as the folder is used


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder where temporary files go, which TMPDIR names; gone at the end of the block.

    Raises OSError.
    """
    import fcntl

    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            remove_abandoned(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))  # 0700
    try:
        with (folder / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / "lock").rename(folder / MARK)  # from now on it is known as ours, and in use
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(folder: Path) -> None:
    """Remove a folder of ours that no process uses any more; any other stays as it is."""
    import fcntl

    mark = folder / MARK
    if folder.is_symlink() or mark.is_symlink() or folder.stat().st_uid != os.geteuid():
        return
    with mark.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused where it is in use
        shutil.rmtree(folder)
