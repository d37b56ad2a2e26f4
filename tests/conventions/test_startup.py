"""Start-up, guarded by what a clean interpreter has loaded and never by a stopwatch."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from finally_cli.commands.group import FOLDERS
from finally_cli.main import NOUNS

# Runs a command line as the console script does, and then says on stderr what it has loaded.
SCRIPT = """
import json, sys
before = set(sys.modules)
from finally_cli.main import main
code = main(sys.argv[1:]) if sys.argv[1:] != ["nothing"] else 0
print(json.dumps([code, sorted(set(sys.modules) - before)]), file=sys.stderr)
"""


@dataclass(frozen=True)
class Loaded:
    """How a command line ended in an interpreter of its own, and the modules it loaded."""

    exit_code: int
    stdout: str
    modules: frozenset[str]

    def of(self, *packages: str) -> set[str]:
        return {
            name for name in self.modules if name.startswith(tuple(f"{p}." for p in packages))
        } | (self.modules & set(packages))


def loaded(*words: str, **environment: str) -> Loaded:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return Loaded(code, done.stdout, frozenset(modules))


HEAVY = ("psycopg", "rich", "dateutil", "platformdirs", "tomllib", "json")


def test_importing_the_command_tree_loads_nothing_heavy() -> None:
    assert loaded("nothing").of(*HEAVY, "typer.rich_utils", "pydantic", "asyncio") == set()


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("report", "--help")], ids=str)
def test_help_loads_no_driver_and_no_renderer(words: tuple[str, ...]) -> None:
    done = loaded(*words)
    assert done.exit_code == 0
    assert done.of(*HEAVY) == set()


def test_the_list_of_nouns_imports_none_and_the_list_of_reports_none() -> None:
    group = {"finally_cli.commands", "finally_cli.commands.group"}
    assert loaded("--help").of("finally_cli.commands") == group
    assert loaded("report", "--help").of("finally_cli.commands") == {
        *group,
        "finally_cli.commands.report",
    }


def test_a_verb_is_imported_alone() -> None:
    verbs = {
        name
        for name in loaded("asset", "close", "--help").of("finally_cli.commands.asset")
        if name.count(".") == 3
    }
    assert verbs == {"finally_cli.commands.asset.close"}


def test_help_of_a_verb_that_is_asked_for_by_name_imports_that_verb_alone() -> None:
    done = loaded("help", "asset", "close")
    assert done.stdout.startswith("Usage: finally asset close")
    verbs = {name for name in done.of("finally_cli.commands.asset") if name.count(".") == 3}
    assert verbs == {"finally_cli.commands.asset.close"}
    assert done.of(*HEAVY) == set()


def test_a_noun_is_imported_only_when_it_is_used() -> None:
    nouns = {f"finally_cli.commands.{FOLDERS.get(noun, noun)}" for noun in NOUNS}
    assert loaded("config", "path").modules & nouns == {"finally_cli.commands.config"}
    assert loaded("report", "networth", "--help").modules & nouns == {"finally_cli.commands.report"}


@pytest.mark.parametrize("noun", NOUNS)
def test_help_of_a_noun_loads_no_driver_and_no_renderer(noun: str) -> None:
    assert loaded(noun, "--help").of("psycopg", "rich") == set()


def test_a_wrong_month_fails_before_the_driver_is_loaded() -> None:
    done = loaded("report", "networth", "--month", "2026-13")
    assert done.exit_code == 2
    assert done.of("psycopg", "rich") == set()


def test_a_report_in_json_loads_no_renderer(sample_dsn: str) -> None:
    done = loaded("report", "networth", "--json", FINALLY_DSN=sample_dsn, FINALLY_USER="ann")
    assert done.exit_code == 0
    document: dict[str, Any] = json.loads(done.stdout)
    assert document["schema"] == "finally.report.networth/1"
    assert done.of("rich", "dateutil", "platformdirs") == set()
    assert done.of("typer.rich_utils", "pydantic") == set()


def test_a_table_loads_neither_the_chart_nor_rich(sample_dsn: str) -> None:
    done = loaded("report", "networth", FINALLY_DSN=sample_dsn, FINALLY_USER="ann")
    assert done.exit_code == 0
    assert done.of("rich", "finally_cli.output.chart", "finally_cli.output.bars") == set()


def test_what_a_key_needs_is_loaded_only_with_a_key(sample_dsn: str) -> None:
    books = {"FINALLY_DSN": sample_dsn, "FINALLY_USER": "ann"}
    needed = ("finally_cli.commands.idempotency",)
    write = ("income", "add", "1", "SALARY")
    done = loaded(*write, "--dry-run", **books)
    assert done.exit_code == 0
    assert done.of(*needed) == set()
    assert done.of("rich", "json") == set()
    refused = loaded("income", "add", "1", "NOWHERE", "--idempotency-key", "k", **books)
    assert refused.exit_code == 5
    assert refused.of(*needed) == set(needed)


def test_the_driver_loads_without_ssl_and_leaves_it_to_others() -> None:
    code = (
        "import sys; from finally_cli.store.connection import load_driver; load_driver()\n"
        "print('psycopg' in sys.modules, 'ssl' in sys.modules); import ssl; print(ssl.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "ssl"]
