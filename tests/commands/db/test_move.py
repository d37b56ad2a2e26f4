"""finally db move: the sample household to a server of one's own, and back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.model.profile import Profile
from finally_cli.store.backup import create
from finally_cli.store.backup.repository import StoredBackup
from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.locate import locate_instance
from finally_cli.store.move import endpoint, tables
from tests.conftest import HOME, Outcome
from tests.conventions.test_goldens import LOOKS
from tests.support.move_endpoints import SUPERUSER, Places, Run, moved

HOUSEHOLD = Profile(name="home", engine="embedded", data_dir=HOME)


def everything(run_here: Run, on: str, each: int = 1) -> list[str]:
    """What every command that looks says of the household, or one in so many of them."""
    looks = [words for words in LOOKS.values() if words[0] != "status"]  # tells of backups here
    told = [run_here(*words, "--json", on=on) for words in looks[::each]]
    assert {one.exit_code for one in told} == {0}
    return [one.stdout for one in told]


def notes(shown: Outcome) -> dict[str, str]:
    return {note["code"]: note["message"] for note in shown.json["notes"]}


@pytest.mark.parametrize("here", ["landlord", SUPERUSER], indirect=True)
def test_books_go_to_a_server_of_ones_own_and_back_and_every_report_is_the_same(
    run_here: Run, here: Places, tmp_path: Path
) -> None:
    each = 1 if here.owner == "landlord" else 6
    before, rows = everything(run_here, "home", each), here.rows("home")
    guarded, anchor = here.guards("home"), run_here("audit", "anchor").stdout.strip()
    there = moved(run_here, "--to", "server")
    assert everything(run_here, "server", each) == before
    assert here.rows("server") == rows
    assert here.rows("home") == rows
    assert here.guards("server") == here.guards("home") == guarded
    assert run_here("audit", "verify", "--anchor", anchor, on="server").exit_code == 0
    assert (there.json["from"], there.json["to"], there.json["backup"]) == ("home", "server", None)
    counted = {row["table"]: row["rows"] for row in there.json["rows"]}
    assert counted == {name: len(found) for name, found in rows.items()}
    assert there.json["totals"] == {"rows": sum(counted.values())}
    assert "finally config set profile server" in notes(there)["OLD_BOOKS_STAY"]

    for words in (["expense", "add", "9", "food"], ["snapshot", "add", "Checking", "77"]):
        assert run_here(*words, "--month", "2026-11", on="server").exit_code == 0
    changed, rows = everything(run_here, "server", 6), here.rows("server")
    anchor = run_here("audit", "anchor", on="server").stdout.strip()
    assert changed not in (before, before[::6])
    moved(run_here, "--to", "back", on="server")
    assert everything(run_here, "back", 6) == changed
    assert here.rows("back") == here.rows("server") == rows
    assert here.guards("back") == here.guards("server") == guarded
    assert run_here("audit", "verify", "--anchor", anchor, on="back").exit_code == 0
    assert here.next_change("back") == here.next_change("server")
    assert run_here("undo", "--dry-run", on="back").exit_code == 0


def test_books_come_into_a_data_folder_where_nothing_is(
    run_here: Run, here: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(run_here, "--to", "server")
    new = HOME / "moved-into"
    monkeypatch.setenv("FINALLY_DATA_DIR", str(new))
    looked = moved(run_here, "--to", "home", "--dry-run", on="server")
    assert not new.exists()
    assert list(notes(looked)) == ["COUNTED_ONLY"]
    arrived = moved(run_here, "--to", "home", on="server")
    assert arrived.json["rows"] == looked.json["rows"]
    assert run_here("audit", "verify").exit_code == 0
    assert run_here("report", "networth", "--json").json["totals"]["net_worth"] == "160000.00"
    EmbeddedServer(new).stop()


def test_the_hashes_that_are_told_are_those_of_any_other_look(run_here: Run, here: Places) -> None:
    told = moved(run_here, "--to", "server").json["rows"]
    assert moved(run_here, "--to", "back").json["rows"] == told
    assert moved(run_here, "--to", "back", "--dry-run", on="server").json["rows"] == told
    assert [row["table"] for row in told] == sorted(row["table"] for row in told)
    assert len({row["sha256"] for row in told if row["rows"]}) == sum(
        row["rows"] > 0 for row in told
    )


def test_people_read_a_table_of_tables_and_where_the_old_books_are(run_here: Run) -> None:
    shown = run_here("db", "move", "--to", "server")
    assert (shown.exit_code, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    assert lines[0] == 'Moved from profile "home" to profile "server"'
    assert lines[1].split() == ["Table", "Rows"]
    assert ["users", "2"] in [line.split() for line in lines]
    assert lines[-1] == (
        'Note: The old books stay where they are, in profile "home". To open'
        " the new ones from now on: finally config set profile server"
    )


def test_a_dry_run_does_all_of_it_and_changes_nothing(run_here: Run, here: Places) -> None:
    moved(run_here, "--to", "server")
    assert run_here("expense", "add", "9", "food", "--month", "2026-11", on="server").exit_code == 0
    before, position = here.rows("server"), here.next_change("server")
    tried = moved(run_here, "--to", "server", "--dry-run")
    assert tried.json["dry_run"] is True
    assert next(iter(notes(tried))) == "WOULD_REPLACE"
    assert here.rows("server") == before != here.rows("home")
    assert here.guards("server") == here.guards("home")
    assert here.next_change("server") == position + 1
    assert tried.json["rows"] == moved(run_here, "--to", "back").json["rows"]


@pytest.mark.parametrize("here", [SUPERUSER], indirect=True)
@pytest.mark.parametrize("target", ["back", "server"])
def test_books_that_are_replaced_are_backed_up_first_and_triggers_stay_as_they_stood(
    target: str, run_here: Run, here: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(run_here, "--to", target)
    assert run_here("expense", "add", "9", "food", "--month", "2026-11", on=target).exit_code == 0
    for way, table in (("DISABLE", "assets"), ("ENABLE ALWAYS", "budgets")):
        here.run(target, f"ALTER TABLE {table} {way} TRIGGER touch_updated_at")
    kept, before = run_here("expense", "list", "--json", on=target).stdout, here.rows("home")
    guarded = here.guards(target)
    back_up, late = create.back_up, []

    def interrupted(*words: Any, **more: Any) -> StoredBackup:
        made = back_up(*words, **more)
        with pytest.raises(psycopg.errors.LockNotAvailable):  # else this one would be lost
            late.append(here.run(target, "SET lock_timeout = 50; UPDATE users SET email = id"))
        return made

    with monkeypatch.context() as patched:
        patched.setattr(create, "back_up", interrupted)
        shown = run_here("db", "move", "--to", target, "--yes", "--json")
    assert shown.exit_code == 0, shown.stderr
    assert late == []
    assert here.rows(target) == before
    assert here.guards(target) == guarded != here.guards("home")
    file = Path(shown.json["backup"])
    assert shown.json["replaced_users"] == 2
    assert shown.stderr == f"What is there now has been backed up: {file}\n"
    assert file.stat().st_size > 1000
    if target == "back":
        assert run_here("db", "restore", str(file), "--yes", on=target).exit_code == 0
        assert run_here("expense", "list", "--json", on=target).stdout == kept
    file.unlink()


def test_logins_go_as_they_are_and_it_is_said_what_they_mean_there(
    run_here: Run, here: Places
) -> None:
    here.run(
        "home",
        "INSERT INTO user_logins (user_id, role_name)"
        " SELECT id, CASE WHEN email LIKE 'ann%' THEN 'anna' ELSE 'bobs_login' END FROM users",
    )
    told = notes(moved(run_here, "--to", "server"))
    assert told["LOGINS_MEAN"] == (
        "Roles of that server open books here by their name: anna (ann@example.org)."
    )
    assert told["LOGINS_MISSING"].startswith(
        "That server has no role for: anns_login (ann@example.org) and bobs_login (bob@"
    )
    listed = run_here("asset", "list", "--json", on="guest")
    assert listed.stdout == run_here("asset", "list", "--json").stdout
    assert "LOGINS_REST" in notes(moved(run_here, "--to", "back", on="server"))
    assert here.rows("back") == here.rows("home")


def test_what_is_not_the_programs_stays_and_is_named(run_here: Run, here: Places) -> None:
    here.run("home", "CREATE TABLE recipes (id integer)")
    here.run("home", "CREATE SCHEMA garden")
    here.run("home", "CREATE TABLE garden.beds (id integer)")
    assert notes(moved(run_here, "--to", "server"))["NOT_MOVED"] == (
        "2 tables beside the program's stayed: garden.beds and recipes."
    )
    here.run("server", "CREATE TABLE orchard (id integer)")
    here.run("server", "INSERT INTO orchard VALUES (1)")
    here.run("home", "DROP TABLE recipes")
    moved(run_here, "--to", "server", "--dry-run")
    assert here.run("server", "SELECT id FROM orchard") == [(1,)]


def test_a_reader_of_everything_may_move_from_there(run_here: Run, here: Places) -> None:
    moved(run_here, "--to", "server")
    here.run("server", "DROP ROLE IF EXISTS auditor")
    here.run("server", "CREATE ROLE auditor LOGIN BYPASSRLS IN ROLE pg_read_all_data")
    assert run_here("config", "set", "profiles.auditor.dsn", here.own.dsn("auditor")).exit_code == 0
    told = moved(run_here, "--to", "back", "--profile", "auditor")
    assert here.rows("back") == here.rows("home")
    assert "--profile" not in notes(told)["OLD_BOOKS_STAY"]


def test_the_tables_are_known_and_none_refers_to_a_later_one(here: Places) -> None:
    with closing(here.at("home")) as connection:
        instance = locate_instance(HOUSEHOLD, print)
        ordered = tables.order_by_reference(
            connection, endpoint.Endpoint(instance, connection).tables()
        )
        found = connection.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid <> confrelid"
        ).fetchall()
    names = [table.name for table in ordered]
    assert sorted(names) == sorted(tables.names_of_ours()) == sorted(here.rows("home"))
    assert found
    assert all(names.index(referred) < names.index(referring) for referring, referred in found)


def test_neither_end_gives_up_while_the_other_works(here: Places) -> None:
    limits = "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"
    here.run("home", f"ALTER DATABASE {here.home} SET statement_timeout = '1h'")
    with closing(here.at("home")) as connection:
        connection.autocommit = False
        end = endpoint.Endpoint(locate_instance(HOUSEHOLD, print), connection)
        with endpoint.long_transaction(end):
            found = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in limits]
        assert found == [("10s",), ("0",), ("0",)]
        assert connection.execute("SHOW statement_timeout").fetchone() == ("1h",)
