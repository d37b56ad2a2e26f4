"""Backup files made without a database, and every way to damage one."""

from __future__ import annotations

import io
import random
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from finally_cli.model.manifest import AppliedMigration, AuditHead, Content, Dump, Manifest, Proof
from finally_cli.store import migrations
from finally_cli.store.backup import archive

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
MADE = datetime(2026, 11, 14, 20, 15, tzinfo=UTC)


def manifest(**more: object) -> Manifest:
    """One of the present schema, with a table and a head."""
    applied = tuple(
        AppliedMigration(version=one.version, name=one.name, sha256=one.sha256)
        for one in migrations.find_migrations()
    )
    usual = Manifest(
        made_at=MADE, reason="asked", source="embedded/finally", program="0.1.0", server="18.6",
        dumped_by="18.6", migrations=applied, roles=("finally", "finally_app"),
        tables={"users": Content(rows=1, sha256="0" * 64)},
        audit=(AuditHead(user_id="1", sequence=3, hash="ab"),),
        dump=Dump(bytes=0, sha256=""), proof=Proof(at=MADE, server="18.6"),
    )  # fmt: skip
    return replace(usual, **more)  # type: ignore[arg-type]


def write(file: Path, content: bytes, about: Manifest | None = None, key: bytes = KEY) -> Path:
    """A backup whose dump is `content`, signed."""
    with file.open("w+b") as stream:
        dump = archive.write_dump(stream, iter([content[:700], content[700:]]))
        archive.write_trailing_members(stream, replace(about or manifest(), dump=dump), key)
    return file


def members(whole: bytes) -> list[tuple[str, bytes]]:
    """What a tar holds, as Python's own library reads it."""
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        found = [(one.name, tar.extractfile(one)) for one in tar.getmembers()]
        return [(name, stream.read() if stream else b"") for name, stream in found]


def tar_of(parts: list[tuple[str, bytes]]) -> bytes:
    """A tar of these, as Python's own library writes it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, content in parts:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def damages(whole: bytes, other: bytes) -> Iterator[tuple[str, bytes]]:
    """260 files that are not that backup any more; `other` is another one under the same key."""
    chance = random.Random(260)
    for number in range(120):
        place = chance.randrange(len(whole)) if number >= 20 else number * len(whole) // 20
        bit = 1 << chance.randrange(8)
        yield f"bit {bit} of byte {place}", flipped(whole, place, bit)
    for number in range(60):
        length = number if number < 5 else chance.randrange(len(whole))
        yield f"cut to {length}", whole[:length]
    for number in range(20):
        yield f"{number + 1} more", whole + bytes(number) + b"\n"
    ours, theirs = members(whole), members(other)
    for mask in range(1, 7):  # 1 to 6: some members of the other one, never all or none
        mixed = [theirs[n] if mask >> n & 1 else ours[n] for n in range(3)]
        yield f"members {mask} swapped", tar_of(mixed)
    for _ in range(30):
        yield "blocks swapped", blocks_swapped(whole, chance)
    yield "unsigned", tar_of(ours[:2])
    yield "only a dump", tar_of(ours[:1])
    yield "signed twice", tar_of([*ours, ours[2]])
    yield "another order", tar_of(ours[::-1])
    yield "manifest first", tar_of([ours[1], ours[0], ours[2]])
    for name in ("/etc/passwd", "../../etc/passwd", "../signature", "/tmp/x", "a/../../b"):
        yield f"a path outside: {name}", tar_of([*ours, (name, b"x")])
        yield f"{name} for the dump", tar_of([(name, ours[0][1]), *ours[1:]])
        yield f"{name} for the manifest", tar_of([ours[0], (name, ours[1][1]), ours[2]])
    yield "nothing", b""
    yield "a signature of nothing", tar_of([*ours[:2], ("signature", b"")])
    yield "a signature in capitals", tar_of([*ours[:2], ("signature", ours[2][1].upper())])
    yield "a manifest of nothing", tar_of([ours[0], ("manifest.json", b""), ours[2]])


def flipped(whole: bytes, place: int, bit: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]


def blocks_swapped(whole: bytes, chance: random.Random) -> bytes:
    """Two blocks of a tar in each other's place, which are not equal."""
    blocks = [whole[at : at + 512] for at in range(0, len(whole), 512)]
    while True:
        one, two = chance.sample(range(len(blocks)), 2)
        if blocks[one] != blocks[two]:
            blocks[one], blocks[two] = blocks[two], blocks[one]
            return b"".join(blocks)
