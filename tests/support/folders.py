"""Removing a folder in which processes ran that may still write, such as a server that stops."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

PATIENCE = 30  # seconds; a server that is stopping takes some milliseconds


def remove_folder(folder: Path) -> None:
    """Remove it, also while a process that is just leaving puts another file into it.

    A server that was asked to stop ends by itself, and so does one whose files are gone.
    """
    deadline = time.monotonic() + PATIENCE
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        assert time.monotonic() < deadline, f"somebody keeps writing into {folder}"
        time.sleep(0.01)
