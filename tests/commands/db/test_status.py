"""finally db on the embedded server, as processes with a data folder of their own."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from finally_cli.main import main
from tests.conftest import HOME, Outcome
from tests.support.folders import remove_folder
from tests.support.processes import Program

STATUS = (
    "profile engine server_version place database running schema_version needed_version pending"
    " size size_bytes role tls pooled direct standby standby_used standby_reason"
    " standby_behind_bytes standby_behind_seconds"
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
    remove_folder(home)


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
    shown = program("report", "networth", "--by", "asset", "--show-sql").stdout
    assert "Checking" in program("db", "shell", stdin=shown).stdout
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


def test_a_user_id_without_a_name_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a container that runs as any number: initdb and peer authentication need a name."""

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.setenv("FINALLY_DATA_DIR", str(tmp_path / "data"))
    for words in (("asset", "list"), ("db", "start"), ("snapshot", "add", "Cash", "5")):
        code = main((*words, "--json"))
        error = json.loads(capsys.readouterr().err.splitlines()[-1])
        assert (code, error["code"]) == (1, "NO_LOGIN_NAME")
        assert "/etc/passwd" in error["hint"]
    assert not (tmp_path / "data").exists()


def test_a_file_of_a_table_that_is_gone_is_damage_and_not_to_be_tried_again(
    program: Program,
) -> None:
    program("snapshot", "add", "Cash", "5", "--category", "CASH", "--month", "2026-11")
    assert program("db", "start").exit_code == 0
    with closing(psycopg.connect(owners_url(program))) as connection:
        row = connection.execute("SELECT pg_relation_filepath('asset_inputs')").fetchone()
    program("db", "stop")
    assert row is not None
    file = program.home / "data" / "18" / row[0]
    content = file.read_bytes()
    for damaged in (None, b"", content[: len(content) // 2 + 100], bytes([255]) * len(content)):
        file.unlink(missing_ok=True)
        if damaged is not None:
            file.write_bytes(damaged)
            os.chown(file, (found := file.parent.stat()).st_uid, found.st_gid)
            file.chmod(0o600)
        for words in (("report", "networth"), ("snapshot", "add", "Cash", "6")):
            told = program(*words, "--month", "2026-11", "--json")
            if damaged == b"" and told.exit_code in (0, 5):
                continue  # an empty file is an empty table
            assert told.exit_code == 10, (damaged and len(damaged), told.stderr)
            assert told.error["code"] == "DATABASE_DAMAGED"
            assert "finally db doctor --deep" in told.error["hint"]


def owners_url(program: Program) -> str:
    return program("db", "url").stdout.strip().replace("finally_app@", "finally@")


def test_a_migration_that_changed_since_it_was_applied_is_told_by_its_hash(
    program: Program,
) -> None:
    """One digit of one hash on record: no command goes on with another schema under that name."""
    program("asset", "add", "Cash", "--category", "CASH")
    backup = program("db", "backup", "--no-verify", "--json").json["rows"][0]["path"]
    assert program("db", "start").exit_code == 0
    with closing(psycopg.connect(owners_url(program), autocommit=True)) as connection:
        connection.execute(
            "UPDATE schema_migrations SET sha256 = translate(sha256, '01', '10') WHERE version = 2"
        )
    told = program("db", "migrate", "--json")
    assert (told.exit_code, told.error["code"]) == (9, "MIGRATION_CHANGED")
    assert told.error["message"].startswith("002_")
    notes = program("db", "status", "--json").json["notes"]
    assert [note["code"] for note in notes] == ["MIGRATION_CHANGED"]
    found = program("db", "doctor", "--json")
    assert found.exit_code == 10
    assert [row["finding"][:4] for row in found.json["rows"] if row["severity"] == "error"] == [
        "002_"
    ]
    moved = program("db", "restore", backup, "--yes")
    assert moved.exit_code == 0, moved.stderr
    assert program("db", "migrate").exit_code == 0
