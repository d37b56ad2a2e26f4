"""A document of several files in a folder: all of them, or none."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from finally_cli.model.errors import Conflict
from finally_cli.model.text import quote
from finally_cli.output.archive import Files
from finally_cli.output.document import chunks, refuse, sync

TAKEN = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)  # a name, while the files were written


def write_folder(files: Files, path: str, *, force: bool) -> int:
    """Write files into a folder, for its owner alone; how many bytes they have in all.

    A new folder has its name once all of it is on the disk. Into one that is there they are moved
    when all are written; `force` replaces those of the same names, and leaves whatever else is
    there. Raises Conflict for a file in place of the folder, or a folder in place of a file, and
    without `force` for a folder that is not empty; NotFound where there is no folder to make it in,
    Denied, ResourceFull.
    """
    place = Path(os.path.realpath(path))
    try:
        if not os.path.lexists(place):
            return make_folder(files, place)
        if not place.is_dir():
            raise Conflict(
                f"{quote(path)} is a file, and these are several",
                "Choose another name for the folder.",
                code="NOT_A_FOLDER",
            )
        if not force and any(place.iterdir()):
            raise folder_not_empty(path)
        return fill_folder(files, place)
    except OSError as error:
        refuse(path, error)


def make_folder(files: Files, place: Path) -> int:
    """Write them into a folder beside the place, and give that the name."""
    import tempfile

    partial = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name[:100]}-"))  # 0700
    try:
        size = sum(write_file(partial / name, parts) for name, parts in files)
        sync(partial)
        try:
            partial.rename(place)
        except OSError as error:
            if error.errno in TAKEN:
                raise folder_not_empty(str(place)) from None
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    sync(place.parent)
    return size


def fill_folder(files: Files, place: Path) -> int:
    """Write them into a folder within the place, and move them out of it when all are there."""
    import tempfile

    partial = Path(tempfile.mkdtemp(dir=place, prefix=".finally-"))
    try:
        size = 0
        names = []
        for name, parts in files:
            refuse_folder(place / name)
            size += write_file(partial / name, parts)
            names.append(name)
        for name in names:
            keep_mode(partial / name, place / name)
            (partial / name).replace(place / name)
        sync(place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return size


def write_file(file: Path, parts: Iterable[str]) -> int:
    """Write a file and bring it to the disk; how many bytes."""
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as stream:
        size = sum(stream.write(chunk) for chunk in chunks(parts))
        stream.flush()
        os.fsync(stream.fileno())
    return size


def keep_mode(new: Path, old: Path) -> None:
    """Give a file the mode of the one that it replaces."""
    if old.is_file() and not old.is_symlink():
        new.chmod(stat.S_IMODE(old.stat().st_mode) & 0o777)


def refuse_folder(file: Path) -> None:
    """Raise Conflict where a folder stands in the place of a file."""
    if file.is_dir() and not file.is_symlink():
        raise Conflict(
            f"{quote(str(file))} is a folder, and a file of that name is to be written",
            "Rename it, or choose another folder.",
            code="NOT_A_FILE",
        )


def folder_not_empty(path: str) -> Conflict:
    """The refusal to add files to a folder unasked."""
    return Conflict(
        f"the folder {quote(path)} is not empty",
        "Choose another; or say --force, which replaces files of the same names in it.",
        code="FOLDER_NOT_EMPTY",
    )
