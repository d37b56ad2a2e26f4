"""The file of a backup: a tar of dump, manifest and signature, written once and checked always."""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from finally_cli.model.errors import BadFile, FinallyError, IntegrityFailed, ResourceFull
from finally_cli.model.manifest import Dump, Manifest, from_json
from finally_cli.store.connection import Progress, Told, without_progress

DUMP, MANIFEST, SIGNATURE = "database.dump", "manifest.json", "signature"
BLOCK = tarfile.BLOCKSIZE  # 512 bytes
CHUNK = 1 << 20
LARGEST_MANIFEST = 10_000_000  # bytes; one of ten thousand users is below two million
ANOTHER = "Use another backup: finally db backups"
Say = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Archive:
    """A backup whose signature is right. Its dump begins after one block."""

    file: Path
    stream: IO[bytes]
    manifest: Manifest

    def stream_to(self, into: Say, told: Told = lambda done: None) -> None:
        """Give the dump to `into`, part by part; raises IntegrityFailed where it is not as signed.

        What took the parts must not be trusted before this returns. `told` hears the bytes so far.
        """
        said, digest = self.manifest.dump, hashlib.sha256()
        self.stream.seek(BLOCK)
        left = said.bytes
        while left and (part := self.stream.read(min(CHUNK, left))):
            digest.update(part)
            into(part)
            left -= len(part)
            told(said.bytes - left)
        if left or not hmac.compare_digest(digest.hexdigest(), said.sha256):
            raise damaged_backup(self.file, "its dump is not the one that was signed")

    def check(self, progress: Progress = without_progress) -> None:
        """Read all of the dump. Raises IntegrityFailed where it is not as signed."""
        with progress("Bytes checked", self.manifest.dump.bytes) as told:
            self.stream_to(lambda part: None, told)


def write_dump(stream: IO[bytes], parts: Iterator[bytes], told: Told = lambda done: None) -> Dump:
    """Write the dump as the first member; its header comes afterwards, when its size is known."""
    digest, size = hashlib.sha256(), 0
    stream.seek(BLOCK)
    for part in parts:
        digest.update(part)
        size += stream.write(part)
        told(size)
    stream.write(bytes(-size % BLOCK))
    stream.seek(0)
    stream.write(tar_header(DUMP, size))
    stream.seek(0, 2)
    return Dump(bytes=size, sha256=digest.hexdigest())


def write_trailing_members(stream: IO[bytes], manifest: Manifest, key: bytes) -> None:
    """Write manifest and signature after the dump, and the end of the tar."""
    text = manifest.to_json()
    stream.write(trailing_members(text, sign(text, key)))


def trailing_members(text: bytes, signed: bytes) -> bytes:
    """All that comes after the dump."""
    members = [
        tar_header(name, len(content)) + content + bytes(-len(content) % BLOCK)
        for name, content in ((MANIFEST, text), (SIGNATURE, signed))
    ]
    return b"".join(members) + bytes(2 * BLOCK)


def tar_header(name: str, size: int) -> bytes:
    """The tar header of one member: POSIX 1003.1, with GNU's large sizes from 8 GB on."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.GNU_FORMAT)


def sign(text: bytes, key: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104), hexadecimal."""
    return hmac.new(key, text, hashlib.sha256).hexdigest().encode() + b"\n"


@contextmanager
def open_archive(file: Path, key: bytes, *, copy_in: Path | None = None) -> Iterator[Archive]:
    """A backup, once its signature is found right; nothing of it is believed before.

    What is checked now and read later must be the same bytes: with `copy_in`, a folder, they are
    those of a copy that has no name, whatever becomes of the file meanwhile.
    Raises BadFile where it is no backup of ours or cannot be read, IntegrityFailed where it is one
    that is cut, altered, unsigned, or signed under another key, ResourceFull.
    """
    with ExitStack() as stack:
        try:
            # Without waiting, as for whoever writes into a pipe of that name.
            number = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
            stream: IO[bytes] = stack.enter_context(os.fdopen(number, "rb"))
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise OSError(errno.EINVAL, "it is no plain file")
            refuse_other_files(file, stream.read(BLOCK))
            if copy_in is not None:
                stream = stack.enter_context(closing(private_copy(stream, copy_in)))
            archive = read_members(file, stream, key)
        except OSError as error:
            raise BadFile(
                f"the backup cannot be read: {error.strerror or error} ({file})",
                "Check the name and the permissions.",
                code="BACKUP_UNREADABLE",
            ) from None
        yield archive


def private_copy(stream: IO[bytes], folder: Path) -> IO[bytes]:
    """All of a file once more, without a name. Raises ResourceFull."""
    import shutil
    import tempfile

    stream.seek(0)
    copy: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  the caller closes it
    try:
        shutil.copyfileobj(stream, copy, CHUNK)
        copy.flush()
    except OSError as error:
        copy.close()
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise ResourceFull(
            f"the disk is full: a backup is copied into {folder} before it is read",
            "Free some space; nothing was changed.",
        ) from None
    return copy


def refuse_other_files(file: Path, begins: bytes) -> None:
    """Raise BadFile for what was never a backup of ours."""
    if begins.startswith(b"PGDMP"):
        raise BadFile(
            f"{file} is a dump of pg_dump, which nobody has signed",
            "Look into it, and restore it by hand: pg_restore -d DATABASE FILE",
            code="NOT_A_BACKUP",
        )
    if begins[: len(DUMP) + 1].rstrip(b"\0") != DUMP.encode():
        # A bit that flipped in those first bytes makes a backup of ours look like another's file.
        raise BadFile(
            f"{file} is not a backup that finally made, or its beginning is damaged",
            "Make one with: finally db backup",
            code="NOT_A_BACKUP",
        )


def read_members(file: Path, stream: IO[bytes], key: bytes) -> Archive:
    """The members by the names that we gave them, in our order; the signature first of all.

    Beside what is signed, every byte must be as we write it.
    """
    try:
        stream.seek(0)
        with tarfile.open(fileobj=stream, mode="r:", errorlevel=1) as tar:
            members = tar.getmembers()
            names = [member.name for member in members]
            if names == [DUMP, MANIFEST]:
                raise IntegrityFailed(f"{file} is not signed", ANOTHER, code="BACKUP_UNSIGNED")
            if names != [DUMP, MANIFEST, SIGNATURE]:
                raise damaged_backup(file, "it does not hold what a backup holds")
            text, signed = read_member(tar, members[1]), read_member(tar, members[2])
    except (tarfile.TarError, ValueError, EOFError, OverflowError):
        raise damaged_backup(file, "it is cut or altered") from None
    if not hmac.compare_digest(signed, sign(text, key)):
        raise IntegrityFailed(
            f"{file} is not as it was signed, or was signed under another key",
            f"{ANOTHER}. The key of another machine is named with FINALLY_BACKUP_KEY.",
            code="BACKUP_SIGNATURE",
        )
    manifest = from_json(text)
    size, expected = manifest.dump.bytes, trailing_members(text, signed)
    stream.seek(0)
    ours = stream.read(BLOCK) == tar_header(DUMP, size)
    stream.seek(BLOCK + size)
    padding = bytes(-size % BLOCK)
    if not ours or stream.read(len(padding + expected) + 1) != padding + expected:
        raise damaged_backup(file, "it is cut or altered")
    return Archive(file, stream, manifest)


def read_member(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    """The bytes of a small member. Raises ValueError for one that is too large to be ours."""
    stream = tar.extractfile(member)
    if stream is None or member.size > LARGEST_MANIFEST:
        raise ValueError(member.name)
    return stream.read()


def damaged_backup(file: Path, how: str) -> FinallyError:
    """The refusal of a backup that is not whole."""
    return IntegrityFailed(f"{file} is damaged: {how}", ANOTHER, code="BACKUP_DAMAGED")
