"""A backup that is not as it was signed is refused before any SQL runs, whatever was done to it."""

from __future__ import annotations

import json
import os
import random
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from finally_cli.commands.db.backup import row_of
from finally_cli.main import main
from finally_cli.model.errors import ExitCode, FinallyError
from finally_cli.model.manifest import AppliedMigration, Dump, differences, from_json
from finally_cli.model.profile import Profile
from finally_cli.model.retention import DatedBackup, backups_to_prune
from finally_cli.store.backup import archive
from finally_cli.store.backup.archive import open_archive
from finally_cli.store.backup.repository import StoredBackup
from finally_cli.store.backup.restore import LiveDatabase, changes_since, restore_question
from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.programs import major_of
from tests.support.archives import KEY, MADE, OTHER_KEY, damages, manifest, members, write

Restore = Callable[[Path], tuple[int, str]]
CONTENT = random.Random(1).randbytes(20_000)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return write(tmp_path / "backup.tar", CONTENT)


@pytest.fixture
def restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Restore:
    """`finally db restore`, where no server may be touched: its exit code and its words."""

    def no_server(*_: Any, **__: Any) -> None:
        raise AssertionError("a server was asked for")

    monkeypatch.setattr(EmbeddedServer, "enter", no_server)
    file = tmp_path / "backup.key"
    file.write_text(KEY.hex())
    file.chmod(0o600)
    monkeypatch.setenv("FINALLY_BACKUP_KEY", str(file))

    def run(backup: Path) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["db", "restore", str(backup), "--yes"])
        told = capsys.readouterr()
        assert told.out == ""
        return code, told.err

    return run


def test_a_backup_that_is_whole_comes_as_far_as_the_server(whole: Path, restore: Restore) -> None:
    code, said = restore(whole)
    assert (code, "a server was asked for" in said) == (ExitCode.BUG, True)


def test_260_damaged_files_are_refused_before_any_sql_runs(
    whole: Path, tmp_path: Path, restore: Restore
) -> None:
    other = write(tmp_path / "other.tar", CONTENT[::-1], manifest(reason="restore"))
    tried = list(damages(whole.read_bytes(), other.read_bytes()))
    assert len(tried) == 260
    damaged = tmp_path / "damaged.tar"
    accepted = []
    for how, content in tried:
        damaged.write_bytes(content)
        code, said = restore(damaged)
        happened, advice = said.splitlines()
        assert happened.startswith("finally: ")
        assert advice.startswith("  ")
        # What no longer begins like one of ours is a bad file; everything else is damage.
        if code not in (ExitCode.INTEGRITY, ExitCode.BAD_FILE):
            accepted.append((how, code, said))
    assert accepted == []


def test_a_header_that_another_program_wrote_is_refused(
    whole: Path, tmp_path: Path, restore: Restore
) -> None:
    """A right checksum, and the same members, but not byte by byte what we write."""
    content = whole.read_bytes()
    header = tarfile.TarInfo.frombuf(content[:512], "utf-8", "strict")
    header.mtime = 1
    (tmp_path / "other.tar").write_bytes(header.tobuf(tarfile.GNU_FORMAT) + content[512:])
    assert restore(tmp_path / "other.tar")[0] == ExitCode.INTEGRITY


def test_another_key_is_refused_and_named(tmp_path: Path, restore: Restore) -> None:
    code, said = restore(write(tmp_path / "theirs.tar", CONTENT, key=OTHER_KEY))
    assert code == ExitCode.INTEGRITY
    assert "signed under another key" in said
    assert "FINALLY_BACKUP_KEY" in said


def test_a_plain_dump_is_told_how_to_be_restored_by_hand(tmp_path: Path, restore: Restore) -> None:
    plain = tmp_path / "plain.dump"
    plain.write_bytes(b"PGDMP\x01\x10" + bytes(1000))
    code, said = restore(plain)
    assert code == ExitCode.BAD_FILE
    assert "pg_restore -d DATABASE FILE" in said


def test_what_is_not_there_or_cannot_be_read_is_told(tmp_path: Path, restore: Restore) -> None:
    assert restore(tmp_path / "missing.tar")[0] == ExitCode.BAD_FILE
    assert restore(tmp_path)[0] == ExitCode.BAD_FILE


def test_a_signed_manifest_that_lies_of_its_dump_is_refused(
    tmp_path: Path, restore: Restore
) -> None:
    for lie in (Dump(bytes=5, sha256="0" * 64), Dump(bytes=-1, sha256="")):
        file = tmp_path / "lie.tar"
        with file.open("w+b") as stream:
            dump = archive.write_dump(stream, iter([CONTENT]))
            said = replace(lie, bytes=dump.bytes) if lie.bytes > 0 else lie
            archive.write_trailing_members(stream, replace(manifest(), dump=said), KEY)
        assert restore(file)[0] == ExitCode.INTEGRITY


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[]",
        b'{"format": "finally.backup/1"}',
        b"\xff",
        b'{"format": "x/2"}',
        b"[" * 9999,
    ],
)
def test_a_signed_manifest_that_cannot_be_read_is_refused(
    text: bytes, tmp_path: Path, restore: Restore
) -> None:
    file = tmp_path / "odd.tar"
    with file.open("w+b") as stream:
        archive.write_dump(stream, iter([CONTENT]))
        stream.write(archive.trailing_members(text, archive.sign(text, KEY)))
    assert restore(file)[0] == ExitCode.INTEGRITY


NESTED = b"[" * 3000 + b"]" * 3000
ODD = [
    b"null", b"true", b"0", b"-1", b"1.5", b"NaN", b"1" + b"0" * 30, b"1" + b"0" * 5000, b'""',
    b'"\\u0000"', b'"\\ud800"', b'"\\u001b[2J"', b'"' + b"x" * 5000 + b'"', b'"pg_root"',
    b"[]", b"{}", b"[null]", b'{"a": 1}',
    b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-14:00"',
    b'"2026-11-14"', b'"2026-11-14T20:15:00"', b'"\xc3\xa9"', NESTED,
    b'{"a":' * 3000 + b"1" + b"}" * 3000,
]  # fmt: skip


def inside(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document, itself too."""
    yield path
    for key, one in inside(value):
        yield from places(one, (*path, key))


def with_odd(document: dict[str, Any], path: tuple[str | int, ...], odd: bytes) -> bytes:
    """The document with something odd in one place, as bytes: Python need not know such a value."""
    if not path:
        return odd
    changed = json.loads(json.dumps(document))
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "HERE"
    return json.dumps(changed).encode().replace(b'"HERE"', odd)


def test_whatever_odd_a_signed_manifest_holds_is_refused_or_does_no_harm(tmp_path: Path) -> None:
    """Each of its places with each odd value; none of what reads it afterwards may stumble."""
    profile = Profile(name="home", engine="embedded", data_dir=tmp_path)
    live = LiveDatabase(exists=True, holds_data=True, events=3)
    usual = manifest()
    document = json.loads(replace(usual, migrations=usual.migrations[:1]).to_json())
    refused = 0
    for path in places(document):
        for odd in ODD:
            text = with_odd(document, path, odd)
            try:
                said = from_json(text)
            except FinallyError as failure:
                assert failure.exit_code == ExitCode.INTEGRITY
                refused += 1
                continue
            row_of(StoredBackup(tmp_path / "a.tar", 1, said, None))
            restore_question(profile, said, live).encode()
            changes_since(said.audit, usual.audit)
            differences(said.tables, usual.tables)
            backups_to_prune([DatedBackup(said.made_at, "a", said.proof is not None)], MADE)
            major_of(said.server), major_of(said.dumped_by)
            assert from_json(said.to_json()) == said
            assert 0 <= said.dump.bytes < 1 << 63
    assert refused > 500


def test_a_backup_of_a_newer_schema_is_refused(tmp_path: Path, restore: Restore) -> None:
    newer = (
        *manifest().migrations,
        AppliedMigration(version=999, name="999_later.sql", sha256="0" * 64),
    )
    code, said = restore(write(tmp_path / "newer.tar", CONTENT, manifest(migrations=newer)))
    assert code == ExitCode.SCHEMA
    assert "the backup has schema 999" in said


def test_a_backup_of_another_schema_of_the_same_number_is_refused(
    tmp_path: Path, restore: Restore
) -> None:
    first, *rest = manifest().migrations
    changed = (replace(first, sha256="0" * 64), *rest)
    code, said = restore(write(tmp_path / "changed.tar", CONTENT, manifest(migrations=changed)))
    assert code == ExitCode.SCHEMA
    assert "is not the file that was applied to the backup" in said


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(mode: int, whole: Path, restore: Restore) -> None:
    Path(os.environ["FINALLY_BACKUP_KEY"]).chmod(mode)
    code, said = restore(whole)
    assert code == ExitCode.DENIED
    assert "chmod 600" in said


@pytest.mark.parametrize("text", ["", "short", "z" * 64, "0" * 63])
def test_a_damaged_key_is_told(text: str, whole: Path, restore: Restore) -> None:
    Path(os.environ["FINALLY_BACKUP_KEY"]).write_text(text)
    code, said = restore(whole)
    assert code == ExitCode.DENIED
    assert "64 hexadecimal digits" in said


def test_without_a_key_nothing_is_restored(whole: Path, restore: Restore) -> None:
    Path(os.environ["FINALLY_BACKUP_KEY"]).unlink()
    assert restore(whole)[0] == ExitCode.NOT_FOUND


def test_any_tar_program_reads_a_backup(whole: Path) -> None:
    assert [name for name, _ in members(whole.read_bytes())] == [
        "database.dump", "manifest.json", "signature",
    ]  # fmt: skip
    assert members(whole.read_bytes())[0][1] == CONTENT
    assert whole.stat().st_size % tarfile.BLOCKSIZE == 0


def test_the_dump_is_poured_as_it_was_written(whole: Path) -> None:
    with open_archive(whole, KEY) as backup:
        poured: list[bytes] = []
        backup.stream_to(poured.append)
        assert b"".join(poured) == CONTENT
        assert backup.manifest == replace(manifest(), dump=backup.manifest.dump)
