"""One login cannot stop another: what it locks is waited for a while, and its name is told."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from finally_cli.main import main
from finally_cli.store import database
from tests.conftest import TESTS, Outcome
from tests.support.people import PeoplesServer, database_of, peoples_server

ANN, BOB = "ann@example.org", "bob@example.org"
As = Callable[..., Outcome]
# What Bob may lock in every mode, since he may change rows of his own in it.
LOCKABLE = ["users", "assets", "asset_inputs", "expense_items", "user_shares"]


@pytest.fixture(scope="module")
def people(clean_environment: None) -> Iterator[PeoplesServer]:
    with peoples_server("locks") as cluster, database_of(cluster.superuser, cluster):
        yield cluster


@pytest.fixture
def as_(
    people: PeoplesServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> As:
    """A command line typed by a login of the server, which waits a fifth of a second for a lock."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("FINALLY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "argv", ["finally"])
    monkeypatch.setattr(database, "LOCK_TIMEOUT", "200ms")

    def typed(login: str, *arguments: str) -> Outcome:
        monkeypatch.setenv("FINALLY_DSN", people.dsn(login))
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return typed


@pytest.fixture
def homes(as_: As, people: PeoplesServer) -> As:
    """Ann, who logs in as anna, and Bob, who logs in as bert, each with a till."""
    for email, login in ((ANN, "anna"), (BOB, "bert")):
        if as_(people.superuser, "user", "add", email, "--currency", "EUR").exit_code == 0:
            assert as_(people.superuser, "user", "grant", email, "--role", login).exit_code == 0
            opened = as_(login, "snapshot", "add", "Till", "5", "--category", "CASH")
            assert opened.exit_code == 0, opened.stderr
    return as_


@pytest.fixture
def bert(people: PeoplesServer, homes: As) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A psql of Bob's that has begun a transaction and stays in it."""
    with psycopg.connect(people.dsn("bert")) as connection:
        connection.execute("SELECT")
        yield connection
        connection.rollback()


@pytest.mark.parametrize("table", LOCKABLE)
def test_a_table_that_another_has_locked_is_waited_for_a_while_and_its_locker_is_named(
    homes: As, bert: psycopg.Connection[tuple[object, ...]], table: str
) -> None:
    assert homes("anna", "snapshot", "add", "Till", "5").exit_code == 0
    lock = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE")
    bert.execute(lock.format(sql.Identifier(table)))
    process, value = bert.info.backend_pid, "5.00"
    for command in (
        ("report", "networth"),
        ("snapshot", "add", "Till", "6"),
        ("expense", "add", "1", "FOOD"),
        ("user", "share", ANN, "--with", BOB, "--read"),
    ):
        stopped = homes("anna", *command)
        if stopped.exit_code == 0:
            value = "6.00" if command[0] == "snapshot" else value
            continue  # it needs other tables
        assert stopped.exit_code == 11, stopped
        assert f'the login "bert" has a transaction open (process {process})' in stopped.stderr
        assert f"SELECT pg_terminate_backend({process})" in stopped.stderr
    bert.rollback()
    (row,) = homes("anna", "snapshot", "list", "--json").json["rows"]
    assert row["value"] == value


def test_a_script_is_told_who_holds_the_lock(
    homes: As, bert: psycopg.Connection[tuple[object, ...]]
) -> None:
    bert.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
    stopped = json.loads(homes("anna", "report", "networth", "--json").stderr)
    assert (stopped["exit"], stopped["code"]) == (11, "LOCKED")
    assert (stopped["login"], stopped["process"]) == ("bert", bert.info.backend_pid)


def test_the_login_that_runs_the_server_is_told_for_how_long(
    homes: As, people: PeoplesServer, bert: psycopg.Connection[tuple[object, ...]]
) -> None:
    bert.execute("LOCK TABLE assets IN ACCESS EXCLUSIVE MODE")
    stopped = homes(people.superuser, "asset", "list", "--user", ANN)
    assert stopped.exit_code == 11
    assert re.search(r'"bert" has a transaction open for \d+ seconds? ', stopped.stderr)


def test_a_session_that_idles_in_a_transaction_is_ended_by_the_server(
    homes: As, people: PeoplesServer
) -> None:
    with people.connect("bert") as psql:
        row = psql.execute("SHOW idle_in_transaction_session_timeout").fetchone()
    assert row == ("5min",)
    assert homes(people.superuser, "user", "revoke", BOB).exit_code == 0
    with people.connect("bert") as psql:
        row = psql.execute("SHOW idle_in_transaction_session_timeout").fetchone()
    assert row == ("0",)
    assert homes(people.superuser, "user", "grant", BOB, "--role", "bert").exit_code == 0


def test_no_lock_of_the_everyday_role_is_one_that_everybody_can_take(
    people: PeoplesServer,
) -> None:
    """An advisory lock is known by a number, and pg_locks tells it to every login."""
    with people.connect(people.superuser) as connection:
        asking = connection.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND prosrc LIKE '%_advisory_%'"
        ).fetchall()
    assert asking == []
    files = (TESTS.parent / "sql").glob("*/*.sql")
    asking = [file.stem for file in files if "_advisory_" in file.read_text(encoding="utf-8")]
    # The owner's alone, and held for the moment of a move.
    assert [name for name in asking if not name[0].isdigit()] == ["try_lock"]


def test_whoever_writes_for_one_user_stops_no_other(
    homes: As, bert: psycopg.Connection[tuple[object, ...]]
) -> None:
    bert.execute("UPDATE users SET display_name = 'Bob'")
    bert.execute("UPDATE assets SET asset_name = 'Purse'")
    bert.execute("SELECT FROM users FOR UPDATE")
    assert homes("anna", "snapshot", "add", "Till", "5").exit_code == 0
    keyed = ("snapshot", "add", "Till", "5", "--idempotency-key", "k")
    assert homes("anna", *keyed).exit_code == 0


def test_two_commits_of_one_user_wait_for_each_other_and_both_are_sealed(
    people: PeoplesServer, homes: As
) -> None:
    with psycopg.connect(people.dsn("anna")) as first, psycopg.connect(people.dsn("anna")) as other:
        first.execute("UPDATE users SET display_name = 'Ann'")
        first.execute("SET CONSTRAINTS ALL IMMEDIATE")  # seals, and holds the end of the chain
        other.execute("UPDATE assets SET ticker = 'T'")
        other.execute("SET LOCAL lock_timeout = '200ms'")  # for the seal alone, which must wait
        with pytest.raises(psycopg.errors.LockNotAvailable):
            other.execute("SET CONSTRAINTS ALL IMMEDIATE")
        other.rollback()
        first.commit()
        other.execute("UPDATE assets SET ticker = 'T'")
        other.commit()
    verified = homes("anna", "audit", "verify")
    assert verified.exit_code == 0, verified.stdout
