"""A restore by script, for servers that do not know all that pg_restore sets: CI runs it on one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from finally_cli.main import main
from finally_cli.model.errors import FinallyError, IntegrityFailed
from finally_cli.model.profile import Profile
from finally_cli.store.backup import archive
from finally_cli.store.backup.checksums import checksum_tables
from finally_cli.store.backup.key import read_key
from finally_cli.store.backup.pg_dump import UNKNOWN, filter_script
from finally_cli.store.backup.verify import (
    compare_with_manifest,
    create_scratch_database,
    restore_dump,
)
from finally_cli.store.instance import Instance
from finally_cli.store.locate import locate_instance
from tests.conftest import HOME, Server, cloned
from tests.support.archives import members, write

DATA = HOME / "older"


@pytest.fixture
def profile(
    server: Server, sample_database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Profile]:
    """The sample household on the server of this run, as on one of the user's own."""
    name = f"older_{os.urandom(4).hex()}"
    with cloned(server, sample_database, name):
        dsn = server.dsn(name, server.owner)
        monkeypatch.setenv("FINALLY_DSN", dsn)
        monkeypatch.setenv("FINALLY_USER", "ann")
        monkeypatch.setenv("FINALLY_DATA_DIR", str(DATA))
        monkeypatch.setattr(sys, "argv", ["finally"])
        yield Profile(name="environment", engine="server", data_dir=DATA, dsn=dsn)


@pytest.fixture
def instance(profile: Profile) -> Iterator[Instance]:
    with locate_instance(profile, lambda sentence: None) as instance:
        yield instance


def test_a_backup_is_made_proven_and_restored_on_this_server(
    profile: Profile, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str) -> str:
        capsys.readouterr()
        code = main(words)
        shown = capsys.readouterr()
        assert code == 0, shown.err
        return shown.out

    file = str(tmp_path / "books.tar")
    before = told("report", "networth", "--months", "14", "--json")
    told("db", "backup", file)
    told("snapshot", "add", "Checking", "1", "--month", "2026-11")
    assert told("report", "networth", "--months", "14", "--json") != before
    told("db", "restore", file, "--yes")
    assert told("report", "networth", "--months", "14", "--json") == before
    told("audit", "verify")
    told("db", "restore", "--forget", "--yes")


def restored_by_script(instance: Instance, file: Path) -> None:
    """Restore a backup by script into a database beside, which is dropped again."""
    beside = f"{instance.database}_script"
    with closing(instance.connect_as_admin()) as maintenance:
        create_scratch_database(maintenance, beside)
        try:
            version = maintenance.info.server_version
            programs = [instance.program(name, version) for name in ("pg_restore", "psql")]
            with (
                archive.open_archive(file, read_key(instance.profile)) as opened,
                instance.client(beside) as connects,
                closing(instance.connect_as_owner(beside)) as connection,
            ):
                restore_dump(opened, programs[0], connects, programs[1])
                compare_with_manifest(opened, connection)
                assert checksum_tables(connection) == opened.manifest.tables
        finally:
            maintenance.execute(f'DROP DATABASE "{beside}" WITH (FORCE)')


def test_a_script_restores_what_pg_restore_would(instance: Instance, tmp_path: Path) -> None:
    file = tmp_path / "books.tar"
    assert main(["db", "backup", str(file), "--no-verify"]) == 0
    restored_by_script(instance, file)


def test_a_script_that_is_broken_off_is_told(instance: Instance, tmp_path: Path) -> None:
    file = tmp_path / "books.tar"
    assert main(["db", "backup", str(file), "--no-verify"]) == 0
    with archive.open_archive(file, read_key(instance.profile)) as opened:
        said, dump = opened.manifest, members(file.read_bytes())[0][1]
    for content in (b"nothing", dump[:3000], dump[: len(dump) // 2]):
        broken = write(tmp_path / "broken.tar", content, said, read_key(instance.profile))
        with pytest.raises(IntegrityFailed, match="cannot be restored"):
            restored_by_script(instance, broken)
    # What passes is not what was signed, though pg_restore takes it.
    other = replace(said, dump=replace(said.dump, sha256="0" * 64))
    with (tmp_path / "other.tar").open("w+b") as stream:
        archive.write_dump(stream, iter([dump]))
        archive.write_trailing_members(stream, other, read_key(instance.profile))
    with pytest.raises(FinallyError, match="is not the one that was signed"):
        restored_by_script(instance, tmp_path / "other.tar")


def test_only_the_setting_at_the_head_of_a_script_is_left_out() -> None:
    head = [b"--\n", b"SET lock_timeout = 0;\n", UNKNOWN, b"SET client_encoding = 'UTF8';\n"]
    data = [b"COPY t (a) FROM stdin;\n"] + [b"x\n"] * 60 + [UNKNOWN]
    passed: list[bytes] = []
    filter_script(iter([*head, *data]), passed.append)  # type: ignore[arg-type]
    assert passed == [head[0], head[1], head[3], *data]
