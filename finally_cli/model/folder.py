"""Folders made for their owner alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def make_private(path: Path, mode: int = 0o700) -> list[Path]:
    """Make a folder and all above it that are missing, each with that mode; those that were made.

    `Path.mkdir(parents=True)` leaves the ones above to the umask, which may open them to everybody.
    """
    made = []
    for folder in reversed(list(missing(path))):
        try:
            folder.mkdir(mode=mode)
        except FileExistsError:
            continue  # another command was faster
        made.append(folder)
    return made


def missing(path: Path) -> Iterator[Path]:
    """The folders of a path that are not there, the innermost first."""
    while not path.exists():
        yield path
        path = path.parent
