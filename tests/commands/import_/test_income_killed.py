"""An import of expenses that is killed leaves nothing; two of one file at once leave it once."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands.import_.test_snapshots_killed import program
from tests.conftest import Server
from tests.support.thoroughness import KILLS

LINES = 6000
WHOLE = (LINES, Decimal(LINES * (LINES + 1) // 2))  # 1 + 2 + … + 6000
NOTHING = (0, Decimal(0))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "expenses.csv"
    lines = (f"{n},FOOD,{2020 + n % 5}-{n % 12 + 1:02}\n" for n in range(1, LINES + 1))
    path.write_text("amount,category,month\n" + "".join(lines))
    return path


@pytest.fixture
def books_of_ann(server: Server, fresh_database: str) -> str:
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')")
    return fresh_database


def started(server: Server, database: str, file: Path) -> subprocess.Popen[str]:
    environment = {"FINALLY_DSN": server.dsn(database), "FINALLY_USER": "ann"}
    return program(environment, "import", "expenses", str(file))


def state(server: Server, database: str) -> tuple[int, Decimal]:
    """How many expenses there are and their sum, once no session is at work."""
    with closing(server.connect(database, autocommit=True)) as owner:
        deadline = time.monotonic() + 30
        others = "SELECT FROM pg_stat_activity WHERE datname = %s AND usename = 'finally_app'"
        while owner.execute(others, [database]).rowcount and time.monotonic() < deadline:
            time.sleep(0.005)
        row = owner.execute("SELECT count(*), coalesce(sum(amount), 0) FROM expense_items")
        found = row.fetchone()
    assert found is not None
    return found[0], found[1]


def test_killed_at_any_moment_it_is_whole_or_has_never_been(
    server: Server, books_of_ann: str, file: Path
) -> None:
    begun = time.monotonic()
    with started(server, books_of_ann, file) as process:
        assert process.wait(60) == 0, process.stderr and process.stderr.read()
    lasts = time.monotonic() - begun
    assert state(server, books_of_ann) == WHOLE

    chance, killed = random.Random(20261124), 0
    for _ in range(KILLS):
        with closing(server.connect(books_of_ann, autocommit=True)) as owner:
            owner.execute("TRUNCATE expense_items")
        with started(server, books_of_ann, file) as process:
            time.sleep(chance.uniform(0, lasts))
            process.kill()
            process.wait(60)
        killed += process.returncode == -signal.SIGKILL
        left = state(server, books_of_ann)
        assert left in ((WHOLE,) if process.returncode == 0 else (WHOLE, NOTHING))
    assert killed > 0


def test_of_two_that_import_one_file_at_once_the_second_finds_it_there(
    server: Server, books_of_ann: str, file: Path
) -> None:
    both = [started(server, books_of_ann, file) for _ in range(2)]
    ended = [(process.communicate(timeout=60), process.returncode) for process in both]
    assert [code for _, code in ended] == [0, 0]
    said = sorted(stdout for (stdout, _), _ in ended)
    assert said[0].startswith("Imported ")
    assert said[1] == "Imported nothing.\n"
    assert state(server, books_of_ann) == WHOLE
