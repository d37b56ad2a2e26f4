"""finally db on the embedded server, as processes with a data folder of their own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.commands.processes import Program
from tests.conftest import HOME, Outcome

STATUS = (
    "profile engine server_version place database running schema_version needed_version pending"
    " size size_bytes role tls"
).split()


@pytest.fixture
def program() -> Iterator[Program]:
    """The program with a data folder that does not exist, and on a machine without any psql."""
    home = Path(tempfile.mkdtemp(prefix="db-", dir=HOME))
    home.chmod(0o711)
    nothing = home / "bin"
    nothing.mkdir()
    program = Program(home, {"PATH": str(nothing)})
    yield program
    if (home / "data").exists():
        program("db", "stop")
    shutil.rmtree(home)


def status(program: Program) -> dict[str, object]:
    (row,) = program("db", "status", "--json").json["rows"]
    assert list(row) == STATUS
    return dict(row)


def test_before_anything_exists_the_status_makes_nothing(program: Program) -> None:
    seen = status(program)
    assert not (program.home / "data").exists()
    assert (seen["profile"], seen["engine"], seen["running"]) == ("home", "embedded", False)
    assert seen["place"] == str(program.home / "data" / "18")
    assert [seen[key] for key in ("schema_version", "pending", "size", "role")] == [None] * 4
    for options in ([], ["--quiet"]):
        told = program("db", "status", *options)
        assert "Schema:   not made yet; the first command makes it\n" in told.stdout
    assert program("db", "stop") == Outcome(0, "It was not running.\n", "")
    assert program("db", "url").exit_code == 0
    assert program("config", "show").exit_code == 0
    assert not (program.home / "data").exists()


def test_a_server_is_started_looked_at_and_stopped(program: Program) -> None:
    """One life of a server: each command is a process, and starting is not free."""
    started = program("db", "start")
    assert started == Outcome(0, 'Started: the embedded server of profile "home".\n', "")
    assert program("db", "start", "--json").json["rows"] == [
        {"profile": "home", "running": True, "changed": False}
    ]
    seen = status(program)
    assert (seen["running"], seen["pending"], seen["role"]) == (True, 0, "finally_app")
    assert seen["schema_version"] == seen["needed_version"]
    assert int(str(seen["size_bytes"])) > 1_000_000

    # The first command opens books for the login; the second says nothing of it.
    first = program("asset", "add", "Checking", "--category", "CASH", "--value", "5")
    assert first.exit_code == 0
    assert first.stderr.startswith("Books opened for ")
    assert program("asset", "list").stderr == ""

    # Its address holds no password, and leads there while it runs.
    url = program("db", "url", "-q").stdout.strip()
    assert url.startswith("postgresql://finally_app@/finally?host=")
    with closing(psycopg.connect(url)) as connection:
        assert connection.execute("SELECT count(*) FROM assets").fetchone() == (0,), "nobody's rows"

    # The shell is the wheel's own psql here, as the everyday role, and sees the user's rows.
    asked = program("db", "shell", stdin="SELECT current_user, asset_name FROM assets;\n")
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert "finally_app" in asked.stdout
    assert "Checking" in asked.stdout
    denied = program("db", "shell", stdin="CREATE TABLE mine (id integer);\nDROP TABLE assets;\n")
    assert "permission denied for schema public" in denied.stderr
    assert "must be owner of table assets" in denied.stderr
    assert "Checking" in program("asset", "list").stdout

    assert program("db", "migrate") == Outcome(0, "The schema is up to date.\n", "")
    assert program("db", "migrate", "--json").json["rows"] == []
    assert program("db", "stop", "--json").json["rows"] == [
        {"profile": "home", "running": False, "changed": True}
    ]
    assert program("db", "stop") == Outcome(0, "It was not running.\n", "")
    assert status(program)["running"] is False
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert program("report", "networth", "--json").json["totals"]["net_worth"] == "5.00"
    assert status(program)["running"] is False, "nothing is left running after the last command"


def test_each_profile_has_books_of_its_own_and_tab_makes_none(program: Program) -> None:
    program("config", "set", "profiles.cabin.linger", "0")
    added = program("asset", "add", "Boat", "--category", "CASH", "--profile", "cabin")
    assert added.exit_code == 0, added.stderr
    tab = program(_FINALLY_COMPLETE="complete_bash", COMP_WORDS="finally asset close ",
                  COMP_CWORD="3")  # fmt: skip
    assert (tab.exit_code, tab.stdout.strip(), tab.stderr) == (0, "", "")
    assert status(program)["schema_version"] is None, "home is not made on TAB"
    tab = program(_FINALLY_COMPLETE="complete_bash", COMP_CWORD="5",
                  COMP_WORDS="finally asset close --profile cabin ")  # fmt: skip
    assert tab.stdout == "Boat\n"
    assert program("asset", "list").stdout.splitlines()[1].startswith("No assets yet.")
    assert "Boat" in program("asset", "list", "--profile", "cabin").stdout


def test_tab_opens_no_books_for_anybody(program: Program) -> None:
    """Looking at the users makes the database, in which nobody has books yet."""
    assert program("user", "list", "--json").json["rows"] == []
    tab = program(_FINALLY_COMPLETE="complete_bash", COMP_CWORD="3",
                  COMP_WORDS="finally asset close ")  # fmt: skip
    assert (tab.exit_code, tab.stdout.strip()) == (0, "")
    assert program("user", "list", "--json").json["rows"] == []


def test_a_quiet_first_command_says_data_only(program: Program) -> None:
    shown = program("category", "list", "--kind", "liability", "--csv", "--quiet")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert len(shown.stdout.splitlines()) == 4


def test_an_unknown_profile_is_refused_before_anything_is_made(program: Program) -> None:
    for words in (["db", "start"], ["db", "status"], ["asset", "list"]):
        shown = program(*words, "--profile", "cabinn")
        assert shown == Outcome(
            5,
            "",
            'finally: there is no profile "cabinn"\n'
            "  Make one with: finally config set profiles.NAME.dsn DSN\n",
        )
    assert not (program.home / "data").exists()
