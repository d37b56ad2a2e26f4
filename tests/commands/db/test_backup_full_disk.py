"""A disk that fills up in any phase of a backup or restore: exit 13, the books as they were."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from finally_cli.model.errors import ExitCode
from tests.conftest import HOME
from tests.support.processes import Program

MB = 1_000_000


@pytest.fixture
def program() -> Iterator[Program]:
    """The program with its data on a disk of its own, of 200 MB; only root can have one."""
    disk = HOME / f"disk-{os.urandom(3).hex()}"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m,mode=0711", "tmpfs", str(disk)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    program = Program(disk)
    try:
        done = program(
            "snapshot", "add", "Checking", "1000", "--category", "CASH", "--month", "2026-11"
        )
        assert done.exit_code == 0, done.stderr
        yield program
    finally:
        program("db", "stop")
        subprocess.run(["umount", "-l", disk], check=True)


@contextmanager
def room_for(disk: Path, left: int) -> Iterator[None]:
    """Leave so many bytes on the disk."""
    filler = disk / "filler"
    with filler.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, shutil.disk_usage(disk).free - left)
    try:
        yield
    finally:
        filler.unlink()


def left_over(data: Path) -> list[str]:
    """What a failure should not have left."""
    found = [*data.glob("proof-*"), *data.glob("18.new.*"), *(data / "backups").glob(".*")]
    return [str(one) for one in found]


def test_a_full_disk_in_any_phase_changes_nothing(program: Program) -> None:
    disk, data = program.home, program.home / "data"
    asked = ("report", "networth", "--month", "2026-11", "--json")
    books = program(*asked).stdout
    first = program("db", "backup", "--json").json["rows"][0]["path"]
    took: dict[tuple[str, ...], list[int]] = {}
    # From no room at all, over the dump, the scratch cluster and its rows, to enough.
    for words in (("db", "backup"), ("db", "restore", first, "--yes")):
        for left in (0, 5 * MB, 30 * MB, 100 * MB):
            with room_for(disk, left):
                told = program(*words, "--json")
            took.setdefault(words, []).append(told.exit_code)
            assert told.exit_code in (0, ExitCode.FULL), (words, left, told.stderr)
            assert left_over(data) == [], (words, left)
            assert program(*asked).stdout == books
            program("db", "restore", "--forget", "--yes")
    for codes in took.values():
        assert codes[0] == ExitCode.FULL
        assert codes[-1] == 0
        assert codes.count(ExitCode.FULL) >= 3, codes
    checked = program("db", "backups", "--check", "--json")
    assert checked.exit_code == 0
