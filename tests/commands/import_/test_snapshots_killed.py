"""An import that is killed leaves nothing; one that has answered leaves everything."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Server, spacious_folder
from tests.support.folders import remove_folder
from tests.support.thoroughness import KILLS

ASSETS, MONTHS = 100, 60
VALUES = ASSETS * MONTHS


def write(path: Path, edition: int = 0) -> None:
    """100 assets of 60 months: month m of asset a is worth a + m, and 1000 more an edition."""
    with path.open("w") as out:
        out.write("asset,month,value,category\n")
        for m in range(MONTHS):
            month = f"{2020 + m // 12}-{m % 12 + 1:02}"
            for a in range(ASSETS):
                out.write(f"Asset {a},{month},{a + m + 1000 * edition},CASH\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "values.csv"
    write(path)
    return path


def program(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "finally_cli", *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def started(file: Path, dsn: str) -> subprocess.Popen[str]:
    environment = {"FINALLY_DSN": dsn, "FINALLY_USER": "ann"}
    return program(environment, "import", "snapshots", str(file), "--create-assets")


def state(server: Server, database: str) -> tuple[int, int, int, int]:
    """Assets, values, months with a net worth and their sum, once no session is at work."""
    with closing(server.connect(database, autocommit=True)) as owner:
        deadline = time.monotonic() + 30
        others = "SELECT FROM pg_stat_activity WHERE datname = %s AND usename = 'finally_app'"
        while owner.execute(others, [database]).rowcount and time.monotonic() < deadline:
            time.sleep(0.005)
        row = owner.execute(
            "SELECT (SELECT count(*) FROM assets), (SELECT count(*) FROM asset_inputs),"
            " count(*), coalesce(sum(net_worth), 0)::bigint FROM networth_materialized"
        ).fetchone()
    assert row is not None
    return row[0], row[1], row[2], row[3]


def emptied(server: Server, database: str) -> None:
    with closing(server.connect(database, autocommit=True)) as owner:
        owner.execute("TRUNCATE assets CASCADE")


def test_killed_at_any_moment_an_import_is_whole_or_has_never_been(
    server: Server, fresh_database: str, file: Path
) -> None:
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')")
    # 100 assets: 0 to 99 sum to 4950, 60 times; 60 months: 0 to 59 sum to 1770, 100 times.
    whole = (ASSETS, VALUES, MONTHS, 4950 * 60 + 1770 * 100)
    nothing = (0, 0, 0, 0)
    dsn = server.dsn(fresh_database)

    begun = time.monotonic()
    with started(file, dsn) as process:
        assert process.wait(60) == 0, process.stderr and process.stderr.read()
    lasts = time.monotonic() - begun
    assert state(server, fresh_database) == whole

    killed = 0
    chance = random.Random(20261115)
    for _ in range(KILLS):
        emptied(server, fresh_database)
        with started(file, dsn) as process:
            time.sleep(chance.uniform(0, lasts))
            process.kill()
            process.wait(60)
        killed += process.returncode == -signal.SIGKILL
        left = state(server, fresh_database)
        assert left in ((whole,) if process.returncode == 0 else (whole, nothing))
    assert killed > 0

    with started(file, dsn) as process:
        assert process.wait(60) == 0, process.stderr and process.stderr.read()
    assert state(server, fresh_database) == whole


def test_after_a_kill_the_embedded_server_has_the_last_edition_or_the_one_before(
    tmp_path: Path,
) -> None:
    folder, file = spacious_folder(), tmp_path / "values.csv"
    environment = {
        "FINALLY_DATA_DIR": str(folder / "data"),
        "FINALLY_CONFIG_DIR": str(folder / "config"),
    }

    def months() -> list[int]:
        """What the next command finds: each month's net worth, without a step by hand."""
        with program(environment, "report", "networth", "--months", "60", "--json") as process:
            stdout, stderr = process.communicate(timeout=60)
        assert process.returncode == 0, stderr
        return [int(float(row["net_worth"])) for row in json.loads(stdout)["rows"]]

    def edition(k: int) -> list[int]:
        # 0 to 99 sum to 4950; m and 1000 k come a hundred times. The newest month comes first.
        return [4950 + 100 * m + 100_000 * k for m in reversed(range(MONTHS))]

    def importing() -> subprocess.Popen[str]:
        return program(environment, "import", "snapshots", str(file), "--create-assets")

    try:
        write(file)
        with importing() as process:
            assert process.wait(60) == 0
        assert months() == edition(0)
        begun = time.monotonic()
        with importing() as process:
            assert process.wait(60) == 0
        lasts, chance, kept = time.monotonic() - begun, random.Random(20261115), 0
        for k in range(1, KILLS + 1):
            write(file, k)
            with importing() as process:
                time.sleep(chance.uniform(0, 2 * lasts))
                process.kill()
                process.wait(60)
            found = months()
            assert found in (
                (edition(k),) if process.returncode == 0 else (edition(kept), edition(k))
            )
            kept = k if found == edition(k) else kept
    finally:
        with program(environment, "db", "stop") as process:
            process.communicate(timeout=60)
        remove_folder(folder)


def test_a_signal_from_the_keyboard_keeps_nothing(
    server: Server, fresh_database: str, file: Path
) -> None:
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')")
    with closing(server.connect(fresh_database)) as other:
        # Whoever holds the table makes the import wait in its midst.
        other.execute("LOCK TABLE asset_inputs IN SHARE ROW EXCLUSIVE MODE")
        with started(file, server.dsn(fresh_database)) as process:
            wait_until_blocked(server, fresh_database)
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    assert stderr == "finally: interrupted\n  Nothing of this command was kept.\n"
    assert state(server, fresh_database) == (0, 0, 0, 0)


def wait_until_blocked(server: Server, database: str) -> None:
    with closing(server.connect(database, autocommit=True)) as owner:
        waiting = "SELECT FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        deadline = time.monotonic() + 30
        while owner.execute(waiting, [database]).fetchone() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
