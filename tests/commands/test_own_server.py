"""A server of the user's own: dsn, service and FINALLY_DSN; what it refuses, and what is refused.

The server is a second throw-away one that asks for passwords, on 127.0.0.1.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from finally_cli.main import main
from finally_cli.settings.resolution import resolve
from finally_cli.store import connection, identity
from finally_cli.store.database import Database, transaction
from tests.conftest import Outcome
from tests.support.outcomes import refusal
from tests.support.processes import Program
from tests.support.role_server import OwnServer, free_port


@pytest.fixture
def books(own_server: OwnServer) -> Iterator[OwnServer]:
    """An empty database that belongs to ann."""
    with closing(own_server.as_superuser("postgres")) as connection:
        connection.execute("CREATE DATABASE books OWNER ann")
        yield own_server
        connection.execute("DROP DATABASE books WITH (FORCE)")


Call = Callable[..., Outcome]


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Call:
    """A command line in this process, on whatever server the environment names."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("FINALLY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PGPASSWORD", "correct horse")
    monkeypatch.setattr(sys, "argv", ["finally"])

    def call_finally(*arguments: str) -> Outcome:
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return call_finally


@pytest.fixture
def on_books(books: OwnServer, call: Call, monkeypatch: pytest.MonkeyPatch) -> Call:
    """The same, on ann's database, which is not migrated."""
    monkeypatch.setenv("FINALLY_DSN", books.dsn())
    return call


@pytest.fixture
def migrated(on_books: Call) -> Call:
    """The same, migrated and with one user."""
    assert on_books("db", "migrate").exit_code == 0
    assert on_books("user", "add", "ann@example.org", "--currency", "EUR").exit_code == 0
    return on_books


# -- an unmigrated database, migrated by hand


EVERY_COMMAND = [
    "asset list",
    "asset add A --category CASH",
    "snapshot add A 1",
    "snapshot carry",
    "report networth",
    "category list",
    "fx set EUR/USD 1.1",
    "user list",
    "user add x@example.org",
    "user use x",
]


@pytest.mark.parametrize("line", EVERY_COMMAND)
def test_on_an_unmigrated_database_every_command_says_so_and_makes_nothing(
    line: str, on_books: Call, books: OwnServer
) -> None:
    shown = on_books(*line.split())
    assert (shown.exit_code, shown.stdout) == (9, "")
    assert shown.stderr == (
        "finally: the database does not have the schema of this program\n"
        "  Run: finally db migrate\n"
    )
    with closing(books.as_superuser("books")) as connection:
        tables = connection.execute("SELECT FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == []


def test_the_status_of_an_unmigrated_database_names_what_is_pending(on_books: Call) -> None:
    shown = on_books("db", "status", "--json")
    (row,) = shown.json["rows"]
    assert shown.exit_code == 0
    assert (row["engine"], row["database"], row["role"]) == ("server", "books", "ann")
    assert (row["schema_version"], row["pending"]) == (0, row["needed_version"])
    assert [note["command"] for note in shown.json["notes"]] == ["finally db migrate"]


def test_it_is_migrated_by_hand_once_and_then_works(on_books: Call) -> None:
    applied = on_books("db", "migrate", "--json").json["rows"]
    assert [row["version"] for row in applied] == list(range(1, len(applied) + 1))
    assert on_books("db", "migrate") == Outcome(0, "The schema is up to date.\n", "")
    assert on_books("asset", "list") == refusal(
        5, "this database has no user yet", "Add one with: finally user add EMAIL"
    )
    on_books("user", "add", "ann@example.org", "--currency", "EUR")
    assert on_books("snapshot", "add", "A", "5", "--category", "CASH").exit_code == 0
    assert on_books("report", "networth", "--json").json["totals"]["net_worth"] == "5.00"
    status = on_books("db", "status", "--json").json["rows"][0]
    assert (status["pending"], status["running"]) == (0, True)


def test_the_owner_of_the_tables_sees_no_other_users_rows_either(migrated: Call) -> None:
    migrated("user", "add", "bob@example.org", "--currency", "EUR")
    migrated("snapshot", "add", "A", "5", "--category", "CASH", "--user", "ann")
    assert migrated("asset", "list", "--user", "bob", "--json").json["rows"] == []


def test_a_database_of_a_newer_program_is_left_alone(migrated: Call, books: OwnServer) -> None:
    with closing(books.as_superuser("books")) as connection:
        connection.execute(
            "INSERT INTO schema_migrations (version, name, sha256) VALUES (900, 'x', 'y')"
        )
    for line in ("asset list", "snapshot add A 1", "user list", "db migrate", "db shell"):
        shown = migrated(*line.split(), "--json")
        assert (shown.error["exit"], shown.error["code"]) == (9, "SCHEMA_NEWER"), line
        assert shown.error["message"].startswith("the database has schema 900, and this program")
        assert shown.error["hint"] == "Use a newer finally: pip install --upgrade finally-cli"
    status = migrated("db", "status")
    assert status.exit_code == 0
    assert "900" in status.stdout


def test_a_database_of_before_the_first_release_is_left_alone(
    migrated: Call, books: OwnServer
) -> None:
    with closing(books.as_superuser("books")) as connection:
        connection.execute("UPDATE schema_migrations SET name = '003_x.sql' WHERE version = 3")
        connection.execute(
            "INSERT INTO schema_migrations (version, name, sha256)"
            " VALUES (900, '900_earlier.sql', 'x')"
        )
    for line in ("asset list", "snapshot add A 1", "user list", "db migrate", "db shell"):
        shown = migrated(*line.split(), "--json")
        assert (shown.error["exit"], shown.error["code"]) == (9, "SCHEMA_UNRELEASED"), line


def test_a_database_of_an_older_program_asks_to_be_migrated(
    migrated: Call, books: OwnServer
) -> None:
    with closing(books.as_superuser("books")) as connection:
        connection.execute(
            "DELETE FROM schema_migrations"
            " WHERE version = (SELECT max(version) FROM schema_migrations)"
        )
    error = migrated("asset", "list", "--json").error
    assert (error["exit"], error["code"], error["hint"]) == (
        9, "SCHEMA_OUTDATED", "Run: finally db migrate",
    )  # fmt: skip
    assert error["message"].startswith("the database has schema ")


def test_a_migration_that_was_changed_after_it_ran_is_named(
    migrated: Call, books: OwnServer
) -> None:
    with closing(books.as_superuser("books")) as connection:
        connection.execute("UPDATE schema_migrations SET sha256 = 'other' WHERE version = 2")
    assert migrated("db", "migrate") == refusal(
        9,
        "002_built_in_categories.sql is not the file that was applied to this database",
        "Reinstall the program as released; a change needs a migration of its own.",
    )


# -- not let in, not there, not good enough


def test_a_wrong_password_is_told_with_exit_code_4(
    on_books: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "battery staple")
    for line in ("asset list", "snapshot add A 1", "db status", "db migrate", "db url"):
        shown = on_books(*line.split())
        assert (shown.exit_code, shown.stdout) == (4, ""), line
        first, second = shown.stderr.splitlines()
        assert first.startswith("finally: the server refuses the login: ")
        assert 'password authentication failed for user "ann"' in first
        assert second == (
            "  Check the user in the profile's dsn, and its password in ~/.pgpass or PGPASSWORD."
        )
        assert "staple" not in shown.stderr


def test_without_any_password_nobody_waits_for_one(
    on_books: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD")
    shown = on_books("asset", "list", "--json")
    assert (shown.error["exit"], shown.error["code"]) == (4, "NOT_ALLOWED")


def test_a_server_that_is_down_is_told_with_exit_code_8(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("FINALLY_DSN", f"host=127.0.0.1 port={port} user=ann password=secret")
    for line in ("asset list", "snapshot add A 1", "db status", "user list"):
        shown = call(*line.split())
        first, second = shown.stderr.splitlines()
        assert (shown.exit_code, shown.stdout) == (8, "")
        assert first.startswith(
            'finally: the database of profile "environment" cannot be reached: '
        )
        assert second == (
            "  Check that the server runs and that the dsn is right: finally config show"
        )
        assert "secret" not in shown.stderr


def test_a_database_that_is_not_there_is_told(
    own_server: OwnServer, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_DSN", own_server.dsn("no_books"))
    shown = call("asset", "list")
    assert shown.exit_code == 8
    assert 'database "no_books" does not exist' in shown.stderr


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://ann:se%cret@127.0.0.1/books",
        "host=x password=my secret",
        "host=x password='secret",
        "postgresql://ann:secret@[::1/books",
        "nonsense",
        "host=x colour=red",
        "host=x connect_timeout=secret password=secret",
    ],
)
def test_a_dsn_that_cannot_be_read_is_refused_without_showing_its_password(
    dsn: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_DSN", dsn)
    shown = call("asset", "list")
    assert shown.exit_code == 8
    assert shown.stderr.startswith('finally: the dsn of profile "environment" cannot be read')
    assert "cret" not in shown.stderr


def test_a_server_that_is_too_old_is_refused(
    on_books: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finally_cli.store.connection.OLDEST_SERVER", 990000)
    assert on_books("asset", "list") == refusal(
        8,
        'the server of profile "environment" is PostgreSQL 18, which is too old',
        "finally needs PostgreSQL 15 or newer.",
    )


def test_who_may_not_is_denied_with_exit_code_12(
    migrated: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_DSN", books.dsn(user="guest"))
    monkeypatch.setenv("PGPASSWORD", "guest")
    for line in ("asset list", "snapshot add A 1", "user list"):
        assert migrated(*line.split()) == refusal(
            12, "this login may not do that", "Ask the owner of the database."
        )


def test_who_may_only_look_can_look(
    migrated: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated("snapshot", "add", "A", "5", "--category", "CASH")
    with closing(books.as_superuser("books")) as connection:
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
        connection.execute(
            "INSERT INTO user_logins (user_id, role_name)"
            " SELECT id, 'guest' FROM users"
            " WHERE set_config('finally.user_id', id::text, false) <> ''"
        )
    monkeypatch.setenv("FINALLY_DSN", books.dsn(user="guest"))
    monkeypatch.setenv("PGPASSWORD", "guest")
    assert migrated("report", "networth", "--json").json["totals"]["net_worth"] == "5.00"
    assert migrated("snapshot", "add", "A", "6").exit_code == 12


def test_a_database_that_takes_no_changes_can_be_looked_at_and_is_not_changed(
    migrated: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated("snapshot", "add", "A", "5", "--category", "CASH")
    read_only = books.dsn(options="-c default_transaction_read_only=on")
    monkeypatch.setenv("FINALLY_DSN", read_only)
    assert migrated("report", "networth").exit_code == 0
    for line in ("snapshot add A 6", "user add x@example.org", "asset delete A --yes"):
        assert migrated(*line.split()) == refusal(
            1,
            "the database takes no changes: it is read-only",
            "Use a profile that points at the primary server.",
        ), line
    assert migrated("snapshot", "list", "--json").json["rows"][0]["value"] == "5.00"


# -- the ways to name a server


def test_nothing_is_left_on_a_connection_for_whom_a_pooler_gives_it_next(
    migrated: Call,
) -> None:
    """No prepared statement, no setting, no lock: a value more than the driver prepares after."""
    with closing(connection.connect_to_server(resolve())) as session:
        for _ in range(8):
            with transaction(session, read_only=False):
                user = identity.identify(session, resolve())
                Database(session, user, command="expense.add").label()
                session.execute("SELECT %s::integer", [1])
        left = session.execute(
            "SELECT array(SELECT statement FROM pg_prepared_statements),"
            " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),"
            " concat(current_setting('finally.user_id', true),"
            " current_setting('finally.budget_policy', true),"
            " current_setting('finally.command', true))"
        ).fetchone()
    assert left == ([], 0, "")
    values = [f"P{n}={n}" for n in range(8)]
    for _ in range(2):
        assert migrated("snapshot", "add", *values, "--category", "CASH").exit_code == 0


def test_a_profile_may_hold_a_dsn(
    migrated: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FINALLY_DSN")
    migrated("config", "set", "profiles.server.dsn", books.dsn())
    shown = migrated("user", "list", "--profile", "server", "--json")
    assert [row["email"] for row in shown.json["rows"]] == ["ann@example.org"]
    used = migrated("user", "use", "ann", "--profile", "server")
    assert used.stdout == 'Profile "server" opens the books of "ann@example.org".\n'
    url = f"postgresql://ann@127.0.0.1:{books.port}/books"
    migrated("config", "set", "profiles.server.dsn", url)
    assert migrated("asset", "list", "--profile", "server").exit_code == 0


def test_a_service_and_a_password_file_of_libpq_are_used(
    migrated: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    service = tmp_path / "pg_service.conf"
    service.write_text(f"[mine]\nhost=127.0.0.1\nport={books.port}\ndbname=books\nuser=ann\n")
    passwords = tmp_path / "pgpass"
    passwords.write_text("127.0.0.1:*:*:ann:correct horse\n")
    passwords.chmod(0o600)
    monkeypatch.delenv("FINALLY_DSN")
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    migrated("config", "set", "profiles.mine.service", "mine")
    migrated("config", "set", "profile", "mine")
    assert migrated("asset", "list").exit_code == 0
    assert migrated("db", "url").stdout == f"postgresql://ann@127.0.0.1:{books.port}/books\n"
    migrated("config", "set", "profiles.mine.service", "nobodys")
    assert migrated("asset", "list").exit_code == 8


def test_the_environments_dsn_has_no_profile_to_keep_a_user_in(migrated: Call) -> None:
    assert migrated("user", "use", "ann") == refusal(
        1, "FINALLY_DSN has no profile to keep a user in", "Set FINALLY_USER, or give --user."
    )


# -- finally db on it


def test_a_server_of_ones_own_is_neither_started_nor_stopped(migrated: Call) -> None:
    for verb in ("start", "stop"):
        shown = migrated("db", verb)
        done = {"start": "started", "stop": "stopped"}[verb]
        assert shown == refusal(
            1,
            f'profile "environment" is on a server of your own, which is not {done} here',
            "Use the server's own tools.",
        )


def test_the_url_holds_no_password_and_leads_there(
    migrated: Call, books: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("FINALLY_DSN", books.dsn(password="correct horse"))
    url = migrated("db", "url", "--quiet").stdout.strip()
    assert "horse" not in url
    with closing(psycopg.connect(url, password="correct horse")) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (
            "ann",
            "books",
        )


@pytest.fixture
def fake_psql(tmp_path: Path) -> Path:
    """A program of that name that only tells how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "psql"
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys\n"
        "libpq = {k: v for k, v in os.environ.items() if k[:2] == 'PG'}\n"
        "given = dict(word.split('=', 1) for word in sys.argv[1].split() if '=' in word)\n"
        "passwords = given.get('passfile', os.devnull)\n"
        "seen = oct(os.stat(passwords).st_mode), open(passwords).read()\n"
        "print(json.dumps([sys.argv[1:], libpq, *seen]))\n"
        "sys.exit(3)\n"
    )
    program.chmod(0o755)
    return folder


def test_the_shell_gets_the_whole_dsn_but_no_password_where_others_could_see_it(
    migrated: Call, books: OwnServer, tmp_path: Path, fake_psql: Path
) -> None:
    dsn = books.dsn(password="correct horse", sslmode="allow", options="-c lock_timeout=7s")
    program = Program(tmp_path, {"FINALLY_DSN": dsn, "PATH": str(fake_psql)})
    shown = program("db", "shell")
    assert shown.exit_code == 3, "the shell's own exit code"
    arguments, environment, mode, passwords = json.loads(shown.stdout)
    assert "horse" not in str(arguments)
    assert environment == {}
    assert (mode, passwords) == ("0o100600", f"127.0.0.1:{books.port}:*:ann:correct horse\n")
    given = psycopg.conninfo.conninfo_to_dict(arguments[0])
    assert given["sslmode"] == "allow", "not a weaker one"
    assert given["application_name"] == "finally db shell"
    assert "lock_timeout=7s" in str(given["options"])
    assert "finally.user_id=" in str(given["options"])
    assert "finally.budget_policy=adjust" in str(given["options"])


def test_without_a_shell_on_the_machine_that_is_said(
    migrated: Call, books: OwnServer, tmp_path: Path
) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": books.dsn(), "PATH": str(tmp_path)})
    assert program("db", "shell", PGPASSWORD="correct horse") == refusal(
        5, "neither pgcli nor psql is on this machine", "Install one of them: pip install pgcli"
    )


def test_no_embedded_server_is_made_for_it(migrated: Call, tmp_path: Path) -> None:
    migrated("asset", "list")
    assert not (tmp_path / "data").exists()
    assert os.environ["FINALLY_DATA_DIR"] == str(tmp_path / "data")
