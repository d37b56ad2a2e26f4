"""The first command ever: sixteen at once, in awkward places, and killed at any moment."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import HOME
from tests.support.folders import remove_folder
from tests.support.processes import Program
from tests.support.thoroughness import KILLS

# 150 characters with a space and an accent: longer than a socket's path may be.
LONG = "Ménage de la maison " + "x" * 130


@pytest.fixture
def folder() -> Iterator[Path]:
    place = HOME / f"first-{os.urandom(3).hex()}"
    place.mkdir(mode=0o755)
    yield place
    EmbeddedServer(place / "data").stop()
    remove_folder(place)


def started(data: Path, *arguments: str) -> subprocess.Popen[str]:
    return Program(data.parent, {"FINALLY_DATA_DIR": str(data)}).start(*arguments)


def ended(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def test_sixteen_first_commands_at_once_all_succeed_on_one_set_of_books(folder: Path) -> None:
    assert len(LONG) == 150
    data = folder / LONG
    commands = [
        started(data, "snapshot", "add", f"Asset {n}", "100", "--category", "CASH")
        for n in range(16)
    ]
    for command in commands:
        ended(command)
    users = json.loads(ended(started(data, "user", "list", "--json")))
    assert len(users["rows"]) == 1
    # 16 assets of 100 each
    report = json.loads(ended(started(data, "report", "networth", "--json")))
    assert report["totals"]["net_worth"] == "1600.00"


def test_killed_at_any_moment_the_next_command_works_and_nothing_acknowledged_is_lost(
    folder: Path,
) -> None:
    chance = random.Random(20)
    acknowledged = 0
    for number in range(KILLS):
        data = folder / f"data-{number}"
        first = started(data, "snapshot", "add", "Checking", "100", "--category", "CASH")
        time.sleep(chance.uniform(0.05, 1.5))
        first.send_signal(signal.SIGKILL)
        out, _ = first.communicate()
        was_told = "Recorded" in out
        acknowledged += was_told
        again = started(data, "snapshot", "add", "Savings", "10", "--category", "CASH")
        assert "Recorded" in ended(again)
        report = json.loads(ended(started(data, "report", "networth", "--json")))
        # 100 + 10 where the first was told to be recorded; else it is there whole or not at all.
        expected = {"110.00"} if was_told else {"110.00", "10.00"}
        assert report["totals"]["net_worth"] in expected
        EmbeddedServer(data).stop()
        remove_folder(data)
