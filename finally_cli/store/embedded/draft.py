"""The folder of a cluster that is being made, known again after whoever made it was killed.

It cannot carry a mark, since initdb wants it empty. So a file beside it says which folder it is,
by name and by the number that the file system gave it. The caller holds `alive`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from finally_cli.store.embedded.mark import read_beginning
from finally_cli.store.embedded.paths import MAJOR, Home
from finally_cli.store.embedded.pg_hba import write_if_changed

RECORD = "making"


@contextmanager
def new_draft(home: Home) -> Iterator[Path]:
    """A new folder for a cluster, gone afterwards unless it was renamed; what one left goes before.

    The caller gives it to the server's user.
    """
    clear_draft(home.path)
    number, name = 1, f"{MAJOR}.new.{os.getpid()}"
    while os.path.lexists(home.path / name):
        number += 1
        name = f"{MAJOR}.new.{os.getpid()}.{number}"
    draft, record = home.path / name, home.path / RECORD
    write_record(record, f"{name}\n")
    try:
        draft.mkdir(mode=0o700)
        found = draft.stat()
        write_record(record, f"{name}\n{found.st_dev} {found.st_ino}\n")
        yield draft
    finally:
        clear_draft(home.path)


def clear_draft(home: Path) -> None:
    """Remove the folder that is on record, if it is still the same one."""
    if draft := recorded_draft(home):
        if any(draft.iterdir()):
            rmtree(draft, ignore_errors=True)
        else:
            draft.rmdir()
    if is_record(home / RECORD):
        (home / RECORD).unlink()


def recorded_draft(home: Path) -> Path | None:
    """The draft that is on record and still there; an empty one need not be known by number."""
    record = home / RECORD
    if not is_record(record):
        return None
    name, _, number = record.read_text(errors="replace").partition("\n")
    draft = home / name
    try:
        found = draft.lstat()
    except OSError:
        return None
    if not stat.S_ISDIR(found.st_mode):
        return None
    if number.strip():
        return draft if number.split() == [str(found.st_dev), str(found.st_ino)] else None
    return None if any(draft.iterdir()) else draft


def is_record(file: Path) -> bool:
    """Whether it is a file that we wrote: one of our names stands in it."""
    return (read_beginning(file) or b"").startswith(f"{MAJOR}.new.".encode())


def write_record(record: Path, text: str) -> None:
    """Write the record, unless another file has its name."""
    if is_record(record) or not os.path.lexists(record):
        write_if_changed(record, text, None)
