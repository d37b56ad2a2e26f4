"""A zip of texts, made as it is written: it goes into a pipe as well as into a file.

Without times and owners, so that the same texts are the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from finally_cli.model.errors import Refused

if TYPE_CHECKING:
    from zipfile import ZipInfo

Files = Iterable[tuple[str, Iterable[str]]]  # each with its name, and its text in parts
# Above this a file in a zip needs another form of its header, which not every program reads.
LARGEST = (1 << 31) - 1
CHUNK = 1 << 16  # bytes that are given on at once


class Waiting:
    """A file that nothing can be sought in: what is written to it waits to be taken."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def write(self, some: bytes) -> int:
        self.bytes += some
        return len(some)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to close."""

    def take(self) -> bytes:
        """What was written since it was last asked."""
        taken = bytes(self.bytes)
        self.bytes.clear()
        return taken


def zip_parts(files: Files) -> Iterator[bytes]:
    """The zip of these files, in parts. Raises Refused for a file that is too large for one."""
    from zipfile import ZIP_DEFLATED, ZipFile

    waiting = Waiting()
    with ZipFile(waiting, "w", ZIP_DEFLATED) as archive:
        for name, parts in files:
            size = 0
            with archive.open(timeless(name), "w") as member:
                for part in parts:
                    encoded = part.encode()
                    size += len(encoded)
                    if size > LARGEST:
                        raise Refused(
                            f"{name} is larger than 2 GB, which is too much for one file of a zip",
                            "Write a folder instead, -o FOLDER/, or fewer months, --from and --to.",
                            code="TOO_LARGE",
                        )
                    member.write(encoded)
                    if len(waiting.bytes) > CHUNK:
                        yield waiting.take()
    yield waiting.take()


def timeless(name: str) -> ZipInfo:
    """A file of a zip, its owner's alone, of the first day that a zip can hold."""
    from zipfile import ZIP_DEFLATED, ZipInfo

    file = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    file.compress_type = ZIP_DEFLATED
    file.create_system = 3  # whose modes are those of Unix, whatever system this is
    file.external_attr = 0o100600 << 16
    return file
