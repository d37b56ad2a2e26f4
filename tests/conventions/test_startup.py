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


def test_reports_of_ones_own_are_looked_for_only_where_one_may_be_meant() -> None:
    own = {"finally_cli.settings.report_folder", "finally_cli.model.report_file"}
    for words in (("--help",), ("report", "networth", "--help"), ("asset", "list", "--help")):
        assert loaded(*words).of(*own) == set()
    assert loaded("report", "--help").of(*own) == own


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
    assert done.of("finally_cli.commands.show_sql", "finally_cli.store.execution") == set()


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


# What psycopg, Typer and Rich import and a short command does without; see finally_cli.lazy_import.
SPARED = (
    "asyncio", "bz2", "colorsys", "concurrent", "ctypes", "difflib", "email", "fractions",
    "importlib.metadata", "lzma", "pickle", "platformdirs", "random",
    "ssl", "subprocess", "tempfile", "textwrap", "tokenize", "typing_extensions",
    "urllib", "zipfile",
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("report", "networth", "--json"),
        ("report", "networth"),
        ("status",),
        ("snapshot", "add", "Checking", "1200", "--dry-run"),
        ("expense", "add", "12", "FOOD", "--dry-run"),
    ],
    ids=str,
)
def test_a_short_command_loads_nothing_that_it_does_without(
    words: tuple[str, ...], sample_dsn: str
) -> None:
    done = loaded(*words, FINALLY_DSN=sample_dsn, FINALLY_USER="ann")
    assert done.exit_code == 0
    assert done.of(*SPARED, "rich", "dateutil") == set()


def test_the_status_loads_no_module_of_a_report(sample_dsn: str) -> None:
    done = loaded("status", FINALLY_DSN=sample_dsn, FINALLY_USER="ann")
    assert done.exit_code == 0
    assert done.of("finally_cli.commands.report", "finally_cli.output.table") == set()


@pytest.mark.parametrize(
    ("code", "there", "absent"),
    [
        ("import finally_cli.load_typer", "typer", {"subprocess", "tokenize", "urllib.parse"}),
        ("import finally_cli.output.rich_table", "rich.table", {"colorsys", "fractions", "pickle"}),
        (
            "from finally_cli.store.driver import load_driver; load_driver()",
            "psycopg",
            {"asyncio", "ctypes", "email", "random", "socket", "ssl", "typing_extensions"},
        ),
    ],
)
def test_what_is_imported_lazily_is_not_there(code: str, there: str, absent: set[str]) -> None:
    code = f"import sys; {code}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = set(done.stdout.split())
    assert there in names
    assert names & absent == set()


def test_what_was_spared_is_there_as_ever_for_who_asks_for_it() -> None:
    code = """
from finally_cli import load_typer
from finally_cli.store.driver import load_driver
load_driver()
import asyncio, ctypes.util, difflib, importlib.metadata, platform, random, shutil, socket, ssl
import subprocess, textwrap, tokenize, typing_extensions, urllib.parse
import psycopg, typer
assert asyncio.run(asyncio.sleep(0, result=1)) == 1
assert importlib.metadata.version("psycopg") > "3" and ctypes.util.find_library and ssl.SSLContext
assert typing_extensions.TypeVar is not psycopg._compat.TypeVar
# Those who found something else when they loaded reach the modules themselves, too.
assert psycopg.pq.misc.ctypes.util.find_library is ctypes.util.find_library
assert psycopg._conninfo_attempts.socket.getaddrinfo is socket.getaddrinfo
assert typer.main.subprocess.Popen is subprocess.Popen
assert typer.core.get_close_matches("ad", ["add"]) == ["add"]
assert psycopg.conninfo.conninfo_to_dict("host=a") == {"host": "a"}
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_lazy_module_gives_way_while_others_still_load() -> None:
    code = """
from finally_cli.lazy_import import lazily, lazy
search = lazy("ctypes.util")
with lazily(search, lazy("ctypes", util=search)):
    import ctypes.util
    from ctypes import c_int
assert c_int(7).value == 7 and ctypes.util.find_library
"""
    subprocess.run([sys.executable, "-c", code], check=True)
