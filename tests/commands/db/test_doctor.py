"""finally db doctor, as a process on the embedded server: damage on the disk, and what was left."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.model.profile import Profile
from finally_cli.store.doctor.files import check_pg_restore, fixed_release
from finally_cli.store.embedded import EmbeddedServer, binaries
from finally_cli.store.embedded.locks import Lock
from tests.conftest import HOME, Outcome
from tests.support.folders import remove_folder
from tests.support.processes import Program

PAGE = 8192
NO_BACKUP = "There is no backup that was proven."


def new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="doctor-", dir=HOME))
    home.chmod(0o711)
    return home


def owners(server: EmbeddedServer) -> closing[psycopg.Connection[Any]]:
    """The owner's connection, which commits each statement."""
    return closing(server.connect("finally", user=server.OWNER, autocommit=True))


@pytest.fixture(scope="module")
def original(clean_environment: None) -> Iterator[Path]:
    """A home with a household of one account and a thousand expenses, whose server is stopped."""
    home = new_home()
    program = Program(home)
    opened = program(
        "snapshot", "add", "Checking", "1000", "--category", "CASH", "--month", "2026-10"
    )
    assert opened.exit_code == 0, opened.stderr
    with EmbeddedServer(home / "data") as server, owners(server) as connection:
        connection.execute(
            "INSERT INTO expense_items (user_id, category_id, year, month, amount, description)"
            " SELECT users.id, expense_categories.id, 2026, 10, n, repeat('x', 200)"
            " FROM users, expense_categories, generate_series(1, 1000) AS n WHERE code = 'FOOD'"
        )
    server.stop()
    yield home
    remove_folder(home)


@pytest.fixture
def program(original: Path) -> Iterator[Program]:
    """The program at a copy of that home."""
    home = new_home()
    subprocess.run(["cp", "-Rp", original / "data", home / "data"], check=True)
    yield Program(home)
    EmbeddedServer(home / "data").stop()
    remove_folder(home)


def server_of(program: Program) -> EmbeddedServer:
    return EmbeddedServer(program.home / "data")


def on_the_server(program: Program, *statements: str) -> Any:
    """Run statements as the owner, each by itself; the first column of the last one's first row."""
    with server_of(program) as server, owners(server) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
    server.stop()
    return row and row[0]


def damaged(program: Program, relation: str, page: int = 0) -> None:
    """Flip a byte of a page of a table or an index, as a disk would, while the server is down."""
    path = on_the_server(program, f"SELECT pg_relation_filepath('{relation}')")
    with (program.home / "data" / "18" / path).open("r+b") as file:
        file.seek(page * PAGE + PAGE - 100)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 0xFF]))


def findings(shown: Outcome) -> list[str]:
    """What was found, but for the backup that there is not."""
    return [row["finding"] for row in shown.json["rows"] if row["finding"] != NO_BACKUP]


def test_before_anything_exists_it_makes_nothing() -> None:
    program = Program(new_home())
    for options in ([], ["--deep"], ["--quiet"]):
        told = program("db", "doctor", *options)
        assert told == Outcome(0, "There is no database yet, and nothing wrong with that.\n", "")
    assert not (program.home / "data").exists()
    remove_folder(program.home)


def test_a_healthy_database_says_so_in_one_sentence(program: Program) -> None:
    assert program("db", "doctor") == Outcome(
        0,
        "1 warning, in 28 checks.\n\n"
        "warning: There is no backup that was proven.\n"
        "  finally db backup\n",
        "",
    )
    backup = program("db", "backup")
    assert backup.exit_code == 0, backup.stderr
    healthy = Outcome(0, "Healthy: 28 checks, and nothing is wrong.\n", "")
    assert program("db", "doctor") == healthy


def test_a_deep_look_leaves_nothing_behind(program: Program) -> None:
    deep = program("db", "doctor", "--deep", "--json")
    assert (deep.exit_code, findings(deep), deep.json["notes"]) == (0, [], [])
    assert (deep.json["schema"], deep.json["checks"]) == ("finally.db.doctor/1", 33)
    installed = on_the_server(
        program, "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"
    )
    assert installed == 0, "what the deep look needed is not left behind"
    on_the_server(program, "DELETE FROM schema_migrations WHERE version >= 9")
    assert program("db", "doctor").exit_code == 10
    assert on_the_server(program, "SELECT max(version) FROM schema_migrations") == 8, "as it was"


def test_the_demo_household_is_healthy(program: Program) -> None:
    assert program("demo").exit_code == 0
    told = program("db", "doctor", "--deep", "--profile", "demo", "-q")
    assert told == Outcome(0, "Healthy: 33 checks, and nothing is wrong.\n", "")


def test_a_damaged_page_of_a_table_is_found_and_every_other_table_is_read(program: Program) -> None:
    damaged(program, "expense_items", page=1)
    damaged(program, "fx_rates_pkey")
    deep = program("db", "doctor", "--deep", "--json")
    assert deep.exit_code == 10
    found = [(row["check"], row["finding"]) for row in deep.json["rows"]]
    assert [check for check, _ in found] == ["every row", "pages", "backups"], found
    invalid = "cannot be read through: invalid page in block 1 of relation "
    assert found[0][1].startswith(f"Table expense_items {invalid}")
    assert found[1][1].startswith("Index fx_rates_pkey of table fx_rates is damaged: ")
    assert deep.json["not_checked"] == ["foreign keys", "audit"], "they need what cannot be read"
    told = program("db", "doctor", "--deep")
    assert (told.exit_code, "Traceback" in told.stderr) == (10, False)


def test_without_reading_all_a_damaged_page_shows_where_it_is_needed(program: Program) -> None:
    damaged(program, "asset_inputs")
    first = program("db", "doctor", "--json")
    assert first.exit_code == 10
    assert findings(first)[0].startswith("The check of net worth failed: invalid page in block 0")
    assert first.json["rows"][0]["remedy"] == "Find what is damaged: finally db doctor --deep"
    # The server counts what it met, and that is told until somebody has it forget.
    again = program("db", "doctor", "--json")
    assert [row["check"] for row in again.json["rows"]][:2] == ["checksums", "net worth"]


def test_a_damaged_index_is_found_and_mended_by_what_is_advised(program: Program) -> None:
    damaged(program, "expense_items_pkey", page=1)
    deep = program("db", "doctor", "--deep", "--json")
    remedies = {row["remedy"] for row in deep.json["rows"] if row["check"] == "pages"}
    assert remedies == {'REINDEX INDEX "public"."expense_items_pkey";'}
    on_the_server(program, *remedies, "SELECT pg_stat_reset();")
    mended = program("db", "doctor", "--deep", "--json")
    assert (mended.exit_code, findings(mended)) == (0, [])


def test_a_server_that_does_not_start_is_a_finding(program: Program) -> None:
    data = program.home / "data" / "18"
    data.chmod(0o755)
    told = program("db", "doctor", "--json")
    assert told.exit_code == 10
    mode, start = (row["finding"] for row in told.json["rows"])
    assert mode == f"{data} has mode 755: others than its owner get at it."
    assert start.startswith("The database server did not start: ")
    assert told.json["rows"][0]["remedy"] == f"chmod 700 {data}"
    subprocess.run(told.json["rows"][0]["remedy"], shell=True, check=True)
    assert program("db", "doctor").exit_code == 0


def old(path: Path) -> Path:
    """The path, last changed a day ago."""
    long_ago = path.stat().st_mtime - 86400
    os.utime(path, (long_ago, long_ago))
    return path


def test_what_was_left_by_processes_that_were_killed_is_found(program: Program) -> None:
    home = program.home / "data"
    backups = home / "backups"
    backups.mkdir(mode=0o700)
    (home / "18.new.4711").mkdir()
    gone, ours = "999999999", str(os.getpid())
    for pid in (gone, ours):
        (home / f"proof-{pid}").mkdir()
    dead, live = (f".finally-20260101T000000Z.tar.{pid}.partial" for pid in (gone, ours))
    for name, mode in ((dead, 0o600), (live, 0o600), ("old.partial", 0o600), ("open.tar", 0o644)):
        (backups / name).touch()
        (backups / name).chmod(mode)
    old(backups / "old.partial")
    (home / "backup.key").touch()
    (home / "backup.key").chmod(0o640)
    stamp = "20200102t030405000000"
    on_the_server(
        program,
        f'CREATE DATABASE "finally_before_{stamp}" TEMPLATE template0',
        f'CREATE DATABASE "finally_new_{stamp}" TEMPLATE template0',
        f"CREATE DATABASE finally_new_{'york_' * 4}x TEMPLATE template0",
    )
    shown = program("db", "doctor", "--json")
    found = {row["finding"].rstrip("."): row["severity"] for row in shown.json["rows"]}
    found.pop(NO_BACKUP.rstrip("."), None)
    remedies = {
        row["finding"].split("/")[-1].split(" ")[0]: row["remedy"] for row in shown.json["rows"]
    }
    assert remedies["old.partial"] == f"rm -r {backups}/old.partial"
    assert remedies[dead] == "The next backup removes it: finally db backup"
    (kept,) = [said for said in found if f"before_{stamp}" in said]
    assert kept.startswith(
        f"The books from before a restore are still kept, as finally_before_{stamp}, "
    )
    assert kept.endswith(" days old")
    del found[kept]
    assert found == {
        f"{home}/backup.key has mode 640: others than its owner get at it": "error",
        f"{backups}/open.tar has mode 644: others than its owner get at it": "error",
        f"{home}/18.new.4711 is a cluster that was never made to its end": "warning",
        f"{backups}/old.partial is a backup that was never finished": "warning",
        f"{backups}/{dead} is a backup that was never finished": "warning",
        f"{home}/proof-{gone} is left of a backup's proof": "warning",
        f"The database finally_new_{stamp} is left of a restore that was broken off": "warning",
    }


@pytest.mark.parametrize(
    ("version", "mended"), [("18.6", "18.7"), ("18.7", None), ("18.10", None), ("19.0", None)]
)
def test_a_release_whose_pg_restore_has_a_hole_is_named_with_the_one_that_has_none(
    version: str, mended: str | None, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding where backups of elsewhere are restored: those that another key signs."""
    assert fixed_release(version) == mended
    profile = Profile(name="home", engine="embedded", data_dir=program.home)
    assert list(check_pg_restore(profile, version)) == []
    found = list(check_pg_restore(replace(profile, backup_key=program.home / "key"), version))
    assert [one.severity for one in found] == (["warning"] if mended else [])
    assert all(f"PostgreSQL {version} comes" in one.finding for one in found)
    told = program("db", "doctor", "--json").json
    assert told["postgresql"] == binaries.version()
    assert told["pg_restore_mended_in"] == fixed_release(binaries.version())


def test_a_cluster_that_is_being_made_just_now_is_no_left_over() -> None:
    home = new_home()
    (home / "data").mkdir(mode=0o700)
    (home / "data" / "18.new.1").mkdir()
    with Lock(home / "data" / "alive") as alive:
        assert alive.lock_exclusively()
        making = Program(home)("db", "doctor")
    assert making.stdout == "There is no database yet, and nothing wrong with that.\n"
    told = Program(home)("db", "doctor")
    assert " ".join(told.stdout.split()) == (
        f"1 warning, in 3 checks. warning: {home}/data/18.new.1 is a cluster that was never made to"
        f" its end. rm -r {home}/data/18.new.1"
    )
    remove_folder(home)


def test_a_command_that_is_advised_goes_to_the_profile_that_was_looked_at(
    program: Program,
) -> None:
    program("config", "set", "profiles.cabin.linger", "0")
    added = program("asset", "add", "Boat", "--category", "CASH", "--profile", "cabin")
    assert added.exit_code == 0, added.stderr
    told = program("db", "doctor", "--profile", "cabin", "--json")
    assert [row["remedy"] for row in told.json["rows"]] == ["finally db backup --profile cabin"]


def test_files_that_belong_to_nothing_are_found(program: Program) -> None:
    path = on_the_server(program, "SELECT pg_relation_filepath('users')")
    folder = (program.home / "data" / "18" / path).parent
    stray, empty, new = folder / "999999", folder / "999998", folder / "999997"
    for file, size in ((stray, PAGE), (empty, 0), (new, PAGE)):
        file.write_bytes(bytes(size))
        file.chmod(0o600)
    gone = folder.parent / "888888"
    gone.mkdir(mode=0o700)
    for thing in (stray, empty, gone):
        old(thing)
    if os.geteuid() == 0:
        owner = folder.stat()
        for thing in (stray, empty, new, gone):
            os.chown(thing, owner.st_uid, owner.st_gid)
    deep = program("db", "doctor", "--deep", "--json")
    assert findings(deep) == [
        f"{stray} belongs to no table or index, and takes 8,192 bytes.",
        f"{gone} belongs to no database.",
    ]
    assert deep.exit_code == 0
    assert findings(program("db", "doctor", "--json")) == []


def test_a_temporary_file_of_a_process_that_is_gone_is_found(program: Program) -> None:
    assert program("db", "start").exit_code == 0
    folder = program.home / "data" / "18" / "base" / "pgsql_tmp"
    folder.mkdir(mode=0o700, exist_ok=True)
    left = folder / "pgsql_tmp999999999.0"
    left.touch(mode=0o600)
    if os.geteuid() == 0:
        owner = folder.parent.stat()
        for thing in (folder, left):
            os.chown(thing, owner.st_uid, owner.st_gid)
    assert findings(program("db", "doctor", "--deep", "--json")) == [
        f"{left} is a temporary file of a process that is gone."
    ]
    program("db", "stop")
    assert findings(program("db", "doctor", "--deep", "--json")) == []


def test_a_cluster_of_another_postgresql_is_an_error(program: Program) -> None:
    data = program.home / "data"
    (data / "18").rename(data / "17")
    told = program("db", "doctor", "--json")
    assert told.exit_code == 10
    (said,) = findings(told)
    assert "was written by PostgreSQL 17" in said


@pytest.mark.parametrize("form", ["--json", "--csv"])
def test_each_form_has_every_finding_in_full(program: Program, form: str) -> None:
    on_the_server(program, "ALTER TABLE budgets DROP CONSTRAINT month_between_1_and_12")
    told = program("db", "doctor", form)
    assert told.exit_code == 10
    assert "Constraint month_between_1_and_12 of table budgets is missing." in told.stdout
    add = "ALTER TABLE budgets ADD CONSTRAINT month_between_1_and_12 CHECK"
    assert add in told.stdout
    if form == "--json":
        (note,) = told.json["notes"]
        assert note["code"] == "AS_THE_OWNER"
        psql = note["message"].partition(": ")[2]
        assert psql.startswith("psql 'postgresql://finally@/finally?host=")
        program("db", "start")
        with closing(psycopg.connect(psql.removeprefix("psql ").strip("'"))) as connection:
            connection.execute(told.json["rows"][0]["remedy"])
            connection.commit()
        program("db", "stop")
        assert program("db", "doctor").exit_code == 0
