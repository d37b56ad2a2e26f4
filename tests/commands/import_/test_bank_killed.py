"""An import of a bank's file that is killed leaves nothing; two at once leave it once."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.commands.import_.test_snapshots_killed import program
from tests.conftest import Server
from tests.support.bank_files import mt940, write
from tests.support.thoroughness import TIMES

KILLS = 5 * TIMES
LINES = 2000
# 1.00 goes out each day from 2015-01-01 to 2020-06-22, from 5000 down to 3000: a value at the end
# of each of the 66 months from 2014-12 to 2020-05. Half are coffees, which a rule knows.
WHOLE = (1, 1, LINES, LINES // 2, 66)
NOTHING = (0, 0, 0, 0, 0)
STATE = """
SELECT
    (SELECT count(*) FROM imports), (SELECT count(account_key) FROM sources),
    (SELECT count(*) FROM import_rows), (SELECT count(*) FROM expense_items),
    (SELECT count(*) FROM asset_inputs)
"""
FORGET = """
UPDATE sources SET account_key = NULL, has_ids = NULL;
TRUNCATE asset_inputs, expense_items, import_rows, imports CASCADE
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    first = date(2015, 1, 1)
    rows = [
        ((first + timedelta(days=n)).isoformat(), "-1.00", ("Coffee", "Bus")[n % 2] + f" {n}")
        for n in range(LINES)
    ]
    last = rows[-1][0]
    return write(
        tmp_path,
        mt940(rows, opening=("5000.00", "2014-12-31"), closing=("3000.00", last)),
        "giro.sta",
    )


@pytest.fixture
def books_of_ann(server: Server, fresh_database: str) -> str:
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')")
    for words in (
        ("rule", "add", "coffee", "--category", "FOOD"),
        ("asset", "add", "Checking", "--category", "CASH"),
        ("source", "add", "Giro", "--asset", "Checking"),
    ):
        with started(server, fresh_database, *words) as process:
            assert process.wait(60) == 0, process.stderr and process.stderr.read()
    return fresh_database


def started(server: Server, database: str, *words: str) -> subprocess.Popen[str]:
    return program({"FINALLY_DSN": server.dsn(database), "FINALLY_USER": "ann"}, *words)


def importing(server: Server, database: str, file: str) -> subprocess.Popen[str]:
    return started(server, database, "import", "bank", file, "--source", "Giro")


def state(server: Server, database: str) -> tuple[int, ...]:
    """Imports, known accounts, rows, entries and values, once no session is at work."""
    with closing(server.connect(database, autocommit=True)) as owner:
        deadline = time.monotonic() + 30
        others = "SELECT FROM pg_stat_activity WHERE datname = %s AND usename = 'finally_app'"
        while owner.execute(others, [database]).rowcount and time.monotonic() < deadline:
            time.sleep(0.005)
        found = owner.execute(STATE).fetchone()
    assert found is not None
    return tuple(found)


def test_killed_at_any_moment_it_is_whole_or_has_never_been(
    server: Server, books_of_ann: str, file: str
) -> None:
    begun = time.monotonic()
    with importing(server, books_of_ann, file) as process:
        assert process.wait(60) == 0, process.stderr and process.stderr.read()
    lasts = time.monotonic() - begun
    assert state(server, books_of_ann) == WHOLE

    chance, killed = random.Random(20261128), 0
    for _ in range(KILLS):
        with closing(server.connect(books_of_ann, autocommit=True)) as owner:
            owner.execute(FORGET)
        with importing(server, books_of_ann, file) as process:
            time.sleep(chance.uniform(0, lasts))
            process.kill()
            process.wait(60)
        killed += process.returncode == -signal.SIGKILL
        left = state(server, books_of_ann)
        assert left in ((WHOLE,) if process.returncode == 0 else (WHOLE, NOTHING))
    assert killed > 0


def test_of_two_that_import_one_file_at_once_the_second_finds_it_there(
    server: Server, books_of_ann: str, file: str
) -> None:
    both = [importing(server, books_of_ann, file) for _ in range(2)]
    ended = [(process.communicate(timeout=60), process.returncode) for process in both]
    assert [code for _, code in ended] == [0, 0], ended
    assert sorted("2,000 new rows" in stdout for (stdout, _), _ in ended) == [False, True]
    assert state(server, books_of_ann) == WHOLE
