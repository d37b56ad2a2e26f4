"""What is ours to remove: known by a mark inside, and never by its name alone.

The mark is a small file with our own words, for one purpose. Whoever makes a folder for the time
being holds its mark locked, so that others see from the kernel whether it is still in use.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from finally_cli.store.embedded.locks import Lock, is_held

NAME = ".made-by-finally"
DATA = "This is the data folder of finally: books, backups, and the key that signs them.\n"
PROOF = "Made by finally for the proof of a backup, and removed when that is done.\n"
WHEEL = "Made by finally for the server's user, and removed when another wheel is installed.\n"


def put_mark(folder: Path, words: str) -> None:
    """Mark a folder that is new, or known to be ours."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    file = os.open(folder / NAME, flags, 0o600)
    with os.fdopen(file, "wb") as stream:  # not truncated: it may be read at this moment
        stream.write(words.encode())


def is_ours(folder: Path, words: str | None = None) -> bool:
    """Whether a folder carries our mark, for that purpose if one is given.

    A link is no folder and no mark, and what is another user's is not ours.
    """
    try:
        inside = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        if os.fstat(inside).st_uid != os.geteuid():
            return False
        said = read_beginning(NAME, inside)
    finally:
        os.close(inside)
    return said in [one.encode() for one in ([words] if words else [DATA, PROOF, WHEEL])]


def read_beginning(path: Path | str, folder: int | None = None) -> bytes | None:
    """How a plain file of ours begins, 1,000 bytes at most; None for whatever else is there."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        file = os.open(path, flags, dir_fd=folder)
        try:
            found = os.fstat(file)
            is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
            return os.read(file, 1000) if is_ours else None
        finally:
            os.close(file)
    except OSError:
        return None


def make_marked_folder(parent: Path, name: str, words: str) -> tuple[Path, Lock]:
    """A new folder of that name, or with a number after it, marked; and the lock of its mark."""
    number, place = 1, parent / name
    while True:
        try:
            place.mkdir(mode=0o700)
            break
        except FileExistsError:
            number += 1
            place = parent / f"{name}-{number}"
    draft = Lock(place / f"{NAME}.new")
    draft.lock_exclusively()
    os.write(draft.file, words.encode())
    (place / f"{NAME}.new").rename(place / NAME)  # there with its words and locked, or not at all
    return place, draft


def is_abandoned(folder: Path, words: str) -> bool:
    """Whether a folder is ours, and whoever made it is gone."""
    return is_ours(folder, words) and not is_held(folder / NAME)


def remove_marked_folder(folder: Path, words: str) -> bool:
    """Remove a folder with all that is in it, if it carries our mark; whether it is gone.

    The mark goes last: what is interrupted can be gone on with. No link is followed.
    """
    if not is_ours(folder, words):
        return False
    for entry in os.scandir(folder):
        if entry.name == NAME:
            continue
        if entry.is_dir(follow_symlinks=False):
            rmtree(entry.path, ignore_errors=True)
        else:
            with suppress(OSError):
                os.unlink(entry.path)  # noqa: PTH108  an entry is no path
    if any(entry.name != NAME for entry in os.scandir(folder)):
        return False
    (folder / NAME).unlink(missing_ok=True)
    folder.rmdir()
    return True
