"""What bounds a statement while it runs, and that it ends when it is told to."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.store import query, query_check
from finally_cli.store.database import Database
from tests.conftest import HOME, Run, Server, command_line
from tests.support.processes import Program

WITHOUT_END = "SELECT count(*) FROM generate_series(1, 1000000000000)"


def test_the_time_of_all_parts_is_one_time(run: Run) -> None:
    """Rows of a millisecond each: no part takes as long as all of them may."""
    slow = "SELECT n, (SELECT count(*) FROM generate_series(1, 5000 + n % 2)) AS c"
    told = run(
        "sql", "--csv", "--timeout", "0.5", "-c", f"{slow} FROM generate_series(1, 100000) AS n"
    )
    assert told.exit_code == 11
    assert "longer than 0.5 seconds" in told.stderr


def test_what_a_statement_sorts_on_the_disk_is_bounded(
    owner: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The embedded server says how much at its start; here a superuser does."""
    owner.execute("INSERT INTO users (email, base_currency) VALUES ('a@example.org', 'EUR')")
    owner.execute("SET LOCAL temp_file_limit = '1MB'")
    run = command_line(owner, monkeypatch, capsys)
    sort = "SELECT count(*) FROM (SELECT n FROM generate_series(1, 1000000) n ORDER BY -n) AS s"
    told = run("sql", "--json", "-c", sort)
    assert (told.exit_code, told.error["code"]) == (13, "SQL_TOO_LARGE")


def test_what_was_set_for_a_statement_is_taken_back(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    """Whatever becomes of it: another command may follow in the same transaction."""
    settings = "SELECT name, setting FROM pg_settings ORDER BY name"
    run("asset", "list")
    before = books.execute(settings).fetchall()
    for statement in ("SELECT 1 AS n", "SELECT 1 / 0", "SELECT", "DELETE FROM assets", "SELECT a"):
        run("sql", "-c", statement)
        assert books.execute(settings).fetchall() == before
        assert books.execute("SELECT current_setting('finally.trust', true)").fetchone() == ("",)
    assert run("income", "add", "5", "other").exit_code == 0


def test_rows_of_other_books_are_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the check ever let something through that opens them."""
    monkeypatch.setattr(query_check, "refuse_what_does_more", lambda *_: None)
    opens = "SELECT set_config('finally.user_id', gen_random_uuid()::text, true)"
    told = run("sql", "--json", "-c", opens)
    assert (told.exit_code, told.error["code"]) == (1, "SQL_CALLS_MORE")


def test_a_server_that_shows_no_tree_runs_no_statement(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a pooler may that keeps the messages of the server to itself."""
    monkeypatch.setattr(query_check, "SHOW_TREE", "SELECT")
    told = run("sql", "--json", "-c", "SELECT 1 AS n")
    assert (told.exit_code, told.error["code"]) == (1, "SQL_NOT_CHECKED")


def test_a_login_that_row_security_does_not_hold_is_refused(
    owner: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A superuser may become any role; another login that is above the rules may not."""
    owner.execute("INSERT INTO users (email, base_currency) VALUES ('a@example.org', 'EUR')")
    above = query_check.Login(name="above", is_above=True, is_everyday=False, may_become_it=False)
    one = Database.one
    monkeypatch.setattr(
        Database,
        "one",
        lambda db, of, **given: above if of is query_check.LOGIN else one(db, of, **given),
    )
    told = command_line(owner, monkeypatch, capsys)("sql", "--json", "-c", "SELECT 1 AS n")
    assert (told.exit_code, told.error["code"]) == (12, "LOGIN_ABOVE_THE_RULES")


def test_rows_come_in_parts_that_are_as_large_as_their_values(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 100 kB each, ten make a part of a megabyte, once the first hundred are known."""
    counts: list[int] = []
    fetch = query.Running.fetch

    def counting(self: query.Running, count: int) -> Any:
        counts.append(count)
        return fetch(self, count)

    monkeypatch.setattr(query.Running, "fetch", counting)
    run("sql", "--csv", "-c", "SELECT repeat('x', 100000) FROM generate_series(1, 130)")
    assert counts == [100, 10, 10, 10, 10]
    counts.clear()
    run("sql", "--csv", "-c", "SELECT n FROM generate_series(1, 12000) AS n")
    assert counts == [100, 400, 1600, 5000, 5000]


@pytest.fixture
def program(sample_dsn: str, tmp_path: Path) -> Program:
    """Ann's books of sample.sql, for a process of its own."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(f'[profiles.home]\ndsn = "{sample_dsn}"\n')
    return Program(tmp_path, {"FINALLY_USER": "ann"})


@pytest.fixture
def running(server: Server, sample_database: str) -> Iterator[Callable[[], int]]:
    """How many statements of this kind the server works on."""
    with closing(server.connect(sample_database, autocommit=True)) as admin:

        def count() -> int:
            found = admin.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                " AND pid <> pg_backend_pid() AND query LIKE 'FETCH%'"
            ).fetchone()
            assert found is not None
            return int(found[0])

        yield count


def test_ctrl_c_ends_the_statement_on_the_server_too(
    program: Program, running: Callable[[], int]
) -> None:
    process: subprocess.Popen[str] = program.start("sql", "-c", WITHOUT_END)
    wait(lambda: running() == 1)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, ""), stderr
    wait(lambda: running() == 0)


def test_a_reader_that_goes_away_ends_the_statement(
    program: Program, running: Callable[[], int]
) -> None:
    with program.start(
        "sql", "--csv", "-c", "SELECT generate_series(1, 100000000) AS n"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "n\n"
        process.stdout.close()
        assert process.wait(timeout=60) == 0
    wait(lambda: running() == 0)


def wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_log_of_the_embedded_server_has_nothing_of_a_statement(
    run: Run, server: Server
) -> None:
    """Though the server tells there that it was asked for its tree, and a statement may fail."""
    if server.embedded is None:
        pytest.skip("another server's log is its operator's")
    for statement in ("SELECT 'marker4711'", "SELECT marker4711", "SELECT 'marker4711'::int"):
        run("sql", "-c", statement)
    (log,) = (file for file in (HOME / "cluster").glob("log*") if file.is_file())
    said = log.read_text(encoding="utf-8", errors="replace")
    assert "parse tree:" in said
    assert "marker4711" not in said
    assert "QUERY" not in said
