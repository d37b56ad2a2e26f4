"""A restore that is killed at any moment: the books are those of before, or the backup's, whole."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from finally_cli.model.manifest import Content
from finally_cli.model.profile import Profile
from finally_cli.store.backup import repository
from finally_cli.store.backup.checksums import checksum_tables
from tests.commands.db.test_backup import DATA, databases, execute
from tests.conftest import Server, cloned
from tests.support.processes import Program
from tests.support.thoroughness import KILLS

PREFIX = "killed"


@pytest.fixture
def program(server: Server, sample_database: str, tmp_path: Path) -> Iterator[Program]:
    """The program on the sample household in a database of its own, on the server of this run."""
    if server.embedded is None:
        pytest.skip("the folder of backups belongs to the embedded server")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(f'[profiles.home]\ndatabase = "{PREFIX}"\n')
    with cloned(server, sample_database, PREFIX):
        yield Program(tmp_path, {"FINALLY_DATA_DIR": str(DATA), "FINALLY_USER": "ann"})
        for beside in databases(server, PREFIX):
            if beside != PREFIX:
                execute(server, "DROP DATABASE {} WITH (FORCE)", beside)
    profile = Profile(name="home", engine="embedded", data_dir=DATA, database=PREFIX)
    for file in repository.backup_files(profile):
        file.unlink()


def content(server: Server) -> dict[str, Content]:
    with closing(server.connect(PREFIX)) as connection:
        return checksum_tables(connection)


def test_the_books_are_whole_whenever_a_restore_is_killed(server: Server, program: Program) -> None:
    file = program("db", "backup", "--no-verify", "--json").json["rows"][0]["path"]
    backup = content(server)
    begun = time.monotonic()
    assert program("db", "restore", file, "--yes").exit_code == 0
    takes = time.monotonic() - begun
    chance = random.Random(50)
    killed = 0
    for number in range(KILLS):
        assert (
            program("expense", "add", str(number + 1), "food", "--month", "2026-11").exit_code == 0
        )
        books = content(server)
        process = program.start("db", "restore", file, "--yes", start_new_session=True)
        time.sleep(chance.uniform(0.2, 1.0) * takes)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        found = content(server)
        assert found in (books, backup), f"after {number} kills"
    assert killed >= KILLS // 3, "the rest were done before"
    # The next one works without a manual step, and what the killed ones left is gone.
    deadline = time.monotonic() + 30
    while program("db", "restore", file, "--yes").exit_code and time.monotonic() < deadline:
        time.sleep(0.2)
    assert content(server) == backup
    assert not [name for name in databases(server, PREFIX) if "_new_" in name]
    folder = DATA / "backups"
    assert list(folder.glob(f".{PREFIX}*.partial")) == []
    assert [one for one in DATA.glob("proof-*") if not is_at_work(one)] == []


def is_at_work(place: Path) -> bool:
    """Whether the process still lives that made a scratch folder: another test's, say."""
    return Path(f"/proc/{place.name.removeprefix('proof-')}").exists()
