"""A bank's file as it is opened: the bytes that are looked at are the bytes that are read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import STDIN
from finally_cli.model.text import quote

HELD = 1 << 24  # bytes that are held in memory; what is longer lies in a temporary file
PART = 1 << 20


@dataclass(frozen=True, slots=True)
class BankFile:
    """A copy of the file, at its beginning; its name without a folder, and the sha256 of it."""

    content: BinaryIO
    name: str
    hash: bytes


@contextmanager
def open_bank_file(file: str) -> Iterator[BankFile]:
    """A copy of a file, or of standard input for `-`, that nobody changes while it is read.

    Raises BadFile if it cannot be read, or is empty.
    """
    from hashlib import sha256
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(max_size=HELD) as copy:
        hashed = sha256()
        try:
            with opened(file) as stream:
                while part := stream.read(PART):
                    hashed.update(part)
                    copy.write(part)
        except OSError as error:
            raise BadFile(
                f"{quote(file)} cannot be read: {error.strerror}",
                "Check the file and its permissions.",
            ) from error
        if not copy.tell():
            raise BadFile("the file is empty", "Download it once more.", code="FILE_EMPTY")
        copy.seek(0)
        name = "standard input" if file == STDIN else Path(file).name[:255]
        yield BankFile(cast(BinaryIO, copy), name, hashed.digest())


@contextmanager
def opened(file: str) -> Iterator[IO[bytes]]:
    """The bytes of a file or of standard input."""
    if file != STDIN:
        with Path(file).open("rb") as stream:
            yield stream
    elif sys.stdin is None or sys.stdin.closed:
        raise BadFile("nothing comes from standard input", "Name a file.")
    else:
        yield sys.stdin.buffer
