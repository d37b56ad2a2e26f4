"""finally demo as a process on a machine without any data: its database, its end, its renewal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.model.profile import DEMO_DATABASE
from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Outcome, spacious_folder
from tests.support.folders import remove_folder

NET_WORTH = "562932.2792"


class Machine:
    """A data folder of its own, and the program on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "FINALLY_DATA_DIR": str(folder / "data"),
            "FINALLY_CONFIG_DIR": str(folder / "config"),
        }

    def on(self, day: str) -> Machine:
        """The same machine on another day."""
        later = Machine(self.folder)
        later.environment["FINALLY_TODAY"] = day
        return later

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "finally_cli", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> Outcome:
        with self.start(*arguments) as process:
            stdout, stderr = process.communicate(timeout=120)
        return Outcome(process.returncode, stdout, stderr)

    def net_worth(self, *arguments: str) -> str:
        done = self.run(*arguments, "--json")
        assert done.exit_code == 0, done.stderr
        return str(json.loads(done.stdout)["totals"]["net_worth"])

    def rows(self, database: str, query: str) -> list[Any]:
        """What the owner sees."""
        server = EmbeddedServer(self.folder / "data")
        with server, closing(connected(server, database)) as connection:
            return connection.execute(query.encode()).fetchall()


def connected(server: EmbeddedServer, database: str) -> psycopg.Connection[Any]:
    return server.connect(database, user=server.OWNER, autocommit=True)


@pytest.fixture
def machine() -> Iterator[Machine]:
    folder = spacious_folder()
    yield Machine(folder)
    server = EmbeddedServer(folder / "data")
    patience = time.monotonic() + 30  # the last one out does not wait for the server's end
    while server.is_running():
        assert time.monotonic() < patience, "a server was left running"
        time.sleep(0.02)
    remove_folder(folder)


def test_the_first_command_ever_can_be_the_demo_and_ones_own_books_stay_apart(
    machine: Machine,
) -> None:
    assert machine.net_worth("demo") == NET_WORTH
    own = machine.run("snapshot", "add", "Checking", "3200", "--category", "CASH")
    assert own.exit_code == 0
    assert machine.net_worth("demo", "--reset") == NET_WORTH
    assert machine.net_worth("report", "networth") == "3200.00"
    assert machine.rows("finally", "SELECT count(*) FROM users WHERE email LIKE 'demo@%'") == [(0,)]
    assert machine.rows(DEMO_DATABASE, "SELECT email FROM users") == [("demo@finally.example",)]


def test_reset_asks_only_where_changes_would_be_lost(machine: Machine) -> None:
    machine.run("demo")
    assert machine.run("demo", "--reset").exit_code == 0
    for change in (
        ["snapshot", "add", "Savings", "1", "--month", "2026-10"],
        ["snapshot", "delete", "Savings", "--month", "2026-10", "--yes"],
        ["user", "add", "zoe@example.org"],
    ):
        assert machine.run(*change, "--profile", "demo").exit_code == 0
        refused = machine.run("demo", "--reset")
        assert refused == Outcome(
            1,
            "",
            "finally: Drop the demo with the changes made to it, and make it anew: that needs a"
            " yes, and there is no terminal to ask on\n  Say it on the command line: --yes\n",
        )
        assert machine.net_worth("demo", "--reset", "--yes") == NET_WORTH


def test_unchanged_it_is_made_anew_when_the_month_is_over(machine: Machine) -> None:
    machine.run("demo")
    assert machine.run("demo").stderr.startswith("\nThe household")  # not anew
    later = machine.on("2026-12-01").run("demo", "--json")
    assert json.loads(later.stdout)["month"] == "2026-11"
    assert later.stderr.startswith("Made ten years of a household: 1,934 values")
    assert machine.net_worth("demo") == NET_WORTH  # back in November
    machine.run("recurring", "post", "--profile", "demo")
    kept = machine.on("2026-12-01").run("demo", "--json")
    assert json.loads(kept.stdout)["month"] == "2026-10"
    assert "The demo ends in 2026-10 and has been changed since." in kept.stderr


def test_eight_at_once_make_one_household(machine: Machine) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: machine.net_worth("demo"), range(8))) == {NET_WORTH}
    assert machine.rows(DEMO_DATABASE, "SELECT count(*) FROM users") == [(1,)]


def test_killed_at_any_point_the_next_one_shows_a_whole_household(machine: Machine) -> None:
    for delay in (0.2, 0.5, 0.8, 1.1):
        process = machine.start("demo")
        try:
            process.communicate(timeout=delay)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert machine.net_worth("demo") == NET_WORTH
    assert machine.rows(DEMO_DATABASE, "SELECT count(*) FROM expense_items") == [(4765,)]


def test_what_was_deleted_down_to_nothing_can_be_reset(machine: Machine) -> None:
    machine.run("demo")
    machine.rows(DEMO_DATABASE, "DELETE FROM asset_inputs RETURNING year")
    refused = machine.run("demo")
    assert refused.exit_code == 5
    assert refused.stderr == (
        "finally: the demo household has no values left\n  Make it anew: finally demo --reset\n"
    )
