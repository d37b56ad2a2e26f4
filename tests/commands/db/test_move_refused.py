"""finally db move: what it refuses, and what is left when it is stopped half-way: all as it was."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from finally_cli.store.move import copy
from tests.conftest import HOME, Outcome
from tests.support.move_endpoints import SUPERUSER, Places, Run, moved
from tests.support.processes import Program, PseudoTerminal

STANDBY = "ALTER ROLE landlord IN DATABASE books SET default_transaction_read_only = on"
FULL = """
CREATE FUNCTION full_disk() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END
$$;
ALTER TABLE assets ADD CONSTRAINT disk_is_full CHECK (full_disk());
"""


@pytest.fixture
def replaced(run_here: Run, here: Places) -> Iterator[Run]:
    """Others' books on the server, which must be there afterwards as they were."""
    moved(run_here, "--to", "server")
    here.run("server", "UPDATE users SET display_name = 'somebody else'")
    rows = {name: here.rows(name) for name in ("home", "server")}
    guarded = here.guards("server")
    yield run_here
    assert {name: here.rows(name) for name in rows} == rows
    assert here.guards("server") == here.guards("home") == guarded


def refused(shown: Outcome, exit_code: int, code: str, *said: str) -> None:
    error = shown.error
    assert (shown.exit_code, error["code"]) == (exit_code, code), error
    assert all(words in error["message"] for words in said), error


Spoil = Callable[[Places], Any]


def test_without_a_yes_no_books_are_replaced(replaced: Run) -> None:
    refused(
        replaced("db", "move", "--to", "server", "--json"),
        6,
        "TARGET_HOLDS_BOOKS",
        'profile "server" holds the books of 2 people already',
    )


def test_a_person_is_asked_and_says_no(replaced: Run, here: Places, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(here.config)
    settings = {**here.environment(), "FINALLY_CONFIG_DIR": str(tmp_path)}
    with PseudoTerminal(Program(tmp_path, settings), "db", "move", "--to", "server") as terminal:
        asked = terminal.until("[y/N]")
        terminal.type("n\n")
        told = terminal.rest()
        assert terminal.ended() == 130
    assert 'Replace the books of 2 people in profile "server", which are backed up first?' in asked
    assert "nothing was changed" in told


def test_nor_where_nobody_may_back_them_up(replaced: Run) -> None:
    shown = replaced("db", "move", "--to", "server", "--yes", "--json")
    refused(shown, 12, "BACKUP_NEEDS_ALL_ROWS", "landlord")


@pytest.mark.parametrize(
    ("source", "target", "exit_code", "code"),
    [
        ("home", "nowhere", 5, "PROFILE_NOT_FOUND"),
        ("home", "nobody", 8, "DATABASE_NOT_REACHABLE"),
        ("nobody", "home", 8, "DATABASE_NOT_REACHABLE"),
        ("home", "home", 1, "MOVE_TO_ITSELF"),
        ("home", "mirror", 1, "MOVE_TO_ITSELF"),
        ("mirror", "home", 1, "MOVE_TO_ITSELF"),
        ("back", "home", 5, "NO_BOOKS"),
        ("server", "home", 5, "NO_BOOKS"),
    ],
)
def test_ends_that_are_no_ends(
    source: str, target: str, exit_code: int, code: str, run_here: Run, here: Places
) -> None:
    before = here.rows("home")
    for more in ([], ["--dry-run"]):
        shown = run_here("db", "move", "--to", target, "--yes", *more, "--json", on=source)
        refused(shown, exit_code, code)
    assert here.rows("home") == before
    assert here.run("server", "SELECT FROM pg_tables WHERE schemaname = 'public'") == []


def test_a_move_says_where_to(run_here: Run) -> None:
    refused(run_here("db", "move", "--json"), 2, "USAGE")
    refused(run_here("db", "move", "--to", "", "--json", on="server"), 2, "USAGE")


def test_a_schema_without_anybody_is_nothing_to_move(run_here: Run) -> None:
    assert run_here("db", "migrate", on="server").exit_code == 0
    refused(run_here("db", "move", "--to", "back", "--json", on="server"), 5, "NO_BOOKS")


def test_a_source_where_nobody_ever_was_is_not_made(
    run_here: Run, here: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_DATA_DIR", str(HOME / "never-made"))
    refused(run_here("db", "move", "--to", "server", "--json"), 5, "NO_BOOKS")
    assert not (HOME / "never-made").exists()


@pytest.mark.parametrize(
    ("exit_code", "code", "spoil"),
    [
        (9, "SCHEMA_NEWER", "INSERT INTO schema_migrations VALUES (900, 'x', 'y')"),
        (9, "MIGRATION_CHANGED", "UPDATE schema_migrations SET sha256 = '' WHERE version = 1"),
        (
            1,
            "READ_ONLY",
            STANDBY,
        ),
        (9, "TABLE_DIFFERS", "ALTER TABLE assets ADD COLUMN colour text"),
        (
            1,
            "REFERRED_TO",
            "CREATE TABLE pets (owner uuid REFERENCES users (id))",
        ),
        (13, "DISK_FULL", FULL),
    ],
)
def test_a_target_that_cannot_take_the_books_keeps_what_it_has(
    exit_code: int, code: str, spoil: str, run_here: Run, here: Places
) -> None:
    assert run_here("db", "migrate", on="server").exit_code == 0
    here.run("server", spoil)
    before, guarded, rows = here.rows("server"), here.guards("server"), here.rows("home")
    said = ['of profile "server"'] if spoil == STANDBY else []
    refused(run_here("db", "move", "--to", "server", "--json"), exit_code, code, *said)
    assert here.rows("home") == rows
    assert (here.rows("server"), here.guards("server")) == (before, guarded)
    assert here.rows("server")["users"] == []
    assert here.next_change("server") == 1


def test_a_target_in_another_encoding_is_refused(run_here: Run, here: Places) -> None:
    with closing(here.own.connect(here.own.superuser, "postgres")) as admin:
        admin.execute(
            "CREATE DATABASE latin OWNER landlord ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
        )
        run_here("config", "set", "profiles.latin.dsn", here.own.dsn("landlord", "latin"))
        shown = run_here("db", "move", "--to", "latin", "--json")
        admin.execute("DROP DATABASE latin WITH (FORCE)")
    refused(shown, 1, "NOT_UTF8", "LATIN1")


def test_only_the_owner_moves(replaced: Run, here: Places) -> None:
    here.run("server", "GRANT CREATE ON SCHEMA public TO anna")
    here.run("server", "DROP ROLE IF EXISTS auditor")
    here.run("server", "CREATE ROLE auditor LOGIN BYPASSRLS IN ROLE pg_read_all_data")
    replaced("config", "set", "profiles.auditor.dsn", here.own.dsn("auditor"))
    shown = replaced("db", "move", "--to", "auditor", "--yes", "--json")
    refused(shown, 12, "MOVE_NEEDS_OWNER", '"auditor"')
    for source, target in (("guest", "back"), ("home", "guest")):
        shown = replaced("db", "move", "--to", target, "--yes", "--json", on=source)
        refused(shown, 12, "MOVE_NEEDS_OWNER", '"anna"')


def test_a_source_with_an_old_schema_is_migrated_by_hand_first(run_here: Run, here: Places) -> None:
    last = "WHERE version = (SELECT max(version) FROM schema_migrations)"
    here.run("home", f"DELETE FROM schema_migrations {last}")
    refused(run_here("db", "move", "--to", "server", "--json"), 9, "SCHEMA_OUTDATED")


@pytest.mark.parametrize("here", [SUPERUSER], indirect=True)
def test_one_altered_row_undoes_all(
    replaced: Run, here: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_table = copy.copy_table

    def altering(old: Any, new: Any, table: Any, done: int, told: Any) -> int:
        done = carry_table(old, new, table, done, told)
        if table.name == "asset_inputs":
            new.connection.execute(
                "UPDATE asset_inputs SET total = total + 0.0001"
                " WHERE ctid = (SELECT max(ctid) FROM asset_inputs)"
            )
        return done

    monkeypatch.setattr(copy, "copy_table", altering)
    shown = replaced("db", "move", "--to", "server", "--yes", "--json")
    lines = shown.stderr.splitlines()
    Path(lines[0].removeprefix("What is there now has been backed up: ")).unlink()
    refused(Outcome(shown.exit_code, shown.stdout, lines[1]), 10, "MOVE_DIFFERS", "asset_inputs")
    differing = shown.error["tables"]["asset_inputs"]
    assert differing["sent"]["rows"] == differing["arrived"]["rows"]
    assert differing["sent"]["sha256"] != differing["arrived"]["sha256"]


@pytest.mark.parametrize("how", ["kill -9", "Ctrl-C", "the server ends its session"])
def test_stopped_half_way_both_ends_are_as_they_were_and_the_next_move_works(
    how: str, run_here: Run, here: Places, tmp_path: Path
) -> None:
    assert run_here("db", "migrate", on="server").exit_code == 0
    before = {name: (here.rows(name), here.guards(name)) for name in ("home", "server")}
    program = Program(tmp_path, {**here.environment(), "FINALLY_CONFIG_DIR": str(tmp_path)})
    (tmp_path / "config.toml").write_text(here.config)
    with closing(here.at("home")) as somebody:
        somebody.execute("BEGIN")
        somebody.execute("LOCK TABLE budgets")  # it comes to this one after most of the others
        moving = program.start("db", "move", "--to", "server", "--json")
        (pid,) = waiting(here)
        if how == "kill -9":
            moving.kill()
        elif how == "Ctrl-C":
            moving.send_signal(signal.SIGINT)
        else:
            here.run("server", f"SELECT pg_terminate_backend({pid})")
            somebody.execute("ROLLBACK")
        _, told = moving.communicate(timeout=60)
    expected = {"kill -9": -signal.SIGKILL, "Ctrl-C": 130}.get(how, 8)
    assert moving.returncode == expected, told
    assert {name: (here.rows(name), here.guards(name)) for name in before} == before
    assert here.next_change("server") == 1
    moved(run_here, "--to", "server")
    assert here.rows("server") == before["home"][0]


def waiting(here: Places) -> list[int]:
    """Wait until the move has brought in something and waits for more; its session there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        held = here.run("home", "SELECT pid FROM pg_locks WHERE NOT granted")
        found = here.run(
            "server",
            "SELECT pid FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
            " AND relation = 'assets'::regclass",
        )
        if held and found:
            return [pid for (pid,) in found]
        time.sleep(0.01)
    raise AssertionError("it never came to the table that is locked")
