"""Prisma itself, on the schema that `finally db schema --prisma` prints.

It takes npm and a registry, so it runs where FINALLY_TEST_PRISMA=1 says so, as in CI. Prisma's
engines that are programs of their own are neither fetched nor needed: those that check, format and
query are WebAssembly inside the packages. What npm installs lies in a folder of this run's, outside
the checkout.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Server, cloned
from tests.support.processes import Program

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden"
PATIENCE = 300  # seconds, for a slow registry
THOUSANDS = "115 118 121 124 130 128 141 144 137 151.05 153 152.5 159 160"  # see sample.sql

pytestmark = pytest.mark.skipif(
    os.environ.get("FINALLY_TEST_PRISMA") != "1",
    reason="it installs Prisma from the npm registry: FINALLY_TEST_PRISMA=1 pytest tests/prisma",
)


def sample_id(name: str) -> str:
    digest = md5(f"sample/{name}".encode(), usedforsecurity=False).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))


class Node:
    """A folder with Prisma in it, and an empty home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "home").mkdir()
        for name in ("package.json", "package-lock.json", "ask.mjs"):
            shutil.copy(HERE / name, folder)

    def environment(self) -> dict[str, str]:
        given = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
        return given | {
            "HOME": str(self.folder / "home"),
            "npm_config_cache": str(self.folder / "home" / "npm"),
            "npm_config_update_notifier": "false",
            "CHECKPOINT_DISABLE": "1",  # asks its maker for nothing
            "PRISMA_HIDE_UPDATE_MESSAGE": "1",
            # An engine that is there is not fetched; what is run here never starts it.
            "PRISMA_SCHEMA_ENGINE_BINARY": sys.executable,
        }

    def __call__(self, *command: str) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def prisma(self, *words: str) -> str:
        return self("node", "node_modules/prisma/build/index.js", *words)


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """The versions of package-lock.json, installed; nothing that a package would run, is."""
    with tempfile.TemporaryDirectory(prefix="finally-prisma-") as folder:
        installed = Node(Path(folder))
        installed("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        yield installed


@pytest.fixture(scope="module")
def household(server: Server, sample_database: str) -> Iterator[str]:
    """The household of sample.sql, to write into."""
    with cloned(server, sample_database, "prisma") as name:
        yield name


@pytest.fixture(scope="module")
def program(
    server: Server, household: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Any]:
    """Our own program on it, as Ann; what it prints as JSON."""
    home = tmp_path_factory.mktemp("home")
    finally_ = Program(home, {"FINALLY_DSN": server.dsn(household), "FINALLY_USER": "ann"})

    def answered(*words: str) -> Any:
        shown = finally_(*words, "--json")
        assert shown.exit_code == 0, shown.stderr
        return shown.json

    return answered


@pytest.fixture(scope="module")
def answer(server: Server, household: str, node: Node, program: Callable[..., Any]) -> Any:
    """What ask.mjs says, with a client made of what the program printed."""
    printed = program("db", "schema", "--prisma")["rows"][0]["text"]
    assert printed == (GOLDEN / "db-schema.prisma").read_text(encoding="utf-8")
    (node.folder / "schema.prisma").write_text(printed, encoding="utf-8")
    node.prisma("generate")
    where = {
        "host": server.host,
        "port": server.port,
        "user": EmbeddedServer.EVERYDAY,
        "database": household,
        "ann": sample_id("ann"),
        "bob": sample_id("bob"),
    }
    return json.loads(node("node", "ask.mjs", json.dumps(where)))


@pytest.mark.parametrize("golden", ["db-schema.prisma", "db-schema-of-odd-tables.prisma"])
def test_prisma_takes_what_is_printed_and_would_not_format_it_otherwise(
    golden: str, node: Node
) -> None:
    shutil.copy(GOLDEN / golden, node.folder)
    node.prisma("validate", "--schema", golden)
    node.prisma("format", "--check", "--schema", golden)


def test_a_client_reads_the_net_worth_that_sample_sql_works_out(answer: Any) -> None:
    assert [float(worth) / 1000 for _, worth in answer["history"]] == [
        float(worth) for worth in THOUSANDS.split()
    ]
    months = [month for month, _ in answer["history"]]
    assert (months[0], months[-1]) == ("2025-09", "2026-10")
    assert (answer["kept"], answer["summed"]) == ("160000", "160000")


def test_a_client_goes_along_the_relations(answer: Any) -> None:
    assert answer["assets"] == [
        ["Berlin account", "CASH", ["12000"]],
        ["Checking", "CASH", ["3000"]],
        ["Flat", "REAL_ESTATE", ["240000"]],
        ["Mortgage", "MORTGAGE", ["-159000"]],
        ["Piano", "COLLECTIBLES", []],
        ["Savings", "CASH", ["15000"]],
        ["Visa", "CREDIT_CARD", ["-1000"]],
        ["Wine", "COLLECTIBLES", []],
        ["World fund", "ETF_STOCKS", ["50000"]],
    ]
    assert answer["cash"] == [
        f"{name} of ann@example.org" for name in ("Berlin account", "Checking", "Savings")
    ]
    assert answer["readers"] == ["bob@example.org"]


def test_a_client_reads_nothing_before_it_says_whose_books(answer: Any) -> None:
    assert answer["nobody"] == [0, 0, 0]


def test_what_a_client_writes_is_in_the_books(answer: Any, program: Callable[..., Any]) -> None:
    assert answer["income"] == ["2026-11-01", "123.4567"]
    (item,) = program("income", "list", "--month", "2026-11")["rows"]
    assert (item["category"], item["amount"]) == ("BONUS", "123.4567")
    assert item["note"] == "By Prisma"
    assert answer["cello"] == [True, True, "7000"]
    assert program("report", "networth", "--month", "2026-11")["totals"]["net_worth"] == "7000.00"
    assert program("audit", "verify")["rows"] == [], "and in their history, without a gap"


def test_the_database_keeps_its_rules_whoever_writes(answer: Any) -> None:
    assert answer["refused"] == {
        "generated": "428C9",
        "anothers": "42501",  # row security
        "rule": "23514",  # a CHECK
        "cached": "42501",  # a trigger alone may write there
    }
