"""Migrations: how files are named and written, and that each is applied once, whatever happens."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from finally_cli.model.errors import (
    Bug,
    Denied,
    ExitCode,
    FinallyError,
    Refused,
    SchemaMismatch,
)
from finally_cli.store import migrations
from finally_cli.store.migrations import Migration, apply_migrations, split_statements
from finally_cli.store.statements import schema_version, sql_root
from tests.conftest import Server
from tests.support.each import each
from tests.support.schema_rows import (
    ANNA,
    account_of,
    act_as,
    bank_row_of,
    file_of,
    giro_of,
    insert,
    settle,
    valid_row,
)

FOLDER = sql_root() / "migrations"
FILES = sorted(FOLDER.glob("*.sql"))


def code(file: Path) -> str:
    """A migration without its remarks."""
    return re.sub(r"--.*", "", file.read_text(encoding="utf-8"))


# -- the files


def test_versions_count_upward_from_001_without_gaps() -> None:
    assert [file.name[:4] for file in FILES] == [f"{n:03}_" for n in range(1, len(FILES) + 1)]


@each("file", FILES)
def test_a_name_is_a_version_and_small_words(file: Path) -> None:
    assert re.fullmatch(r"\d{3}(_[a-z0-9]+)+\.sql", file.name)


@each("file", FILES)
def test_the_first_line_is_the_name_and_the_second_a_sentence(file: Path) -> None:
    first, second = file.read_text(encoding="utf-8").splitlines()[:2]
    assert first == f"-- {file.name}"
    assert re.fullmatch(r"-- [A-Z].*[^.]\.", second)


@each("file", FILES)
def test_a_file_leaves_the_transaction_to_whoever_runs_it(file: Path) -> None:
    begins = [words.split()[0].upper() for _, words in split_statements(code(file))]
    assert {"BEGIN", "START", "COMMIT", "ROLLBACK", "END", "SAVEPOINT"} & set(begins) == set()
    assert "CONCURRENTLY" not in code(file)


@each("file", FILES)
def test_nothing_is_deleted_or_emptied_in_passing(file: Path) -> None:
    assert not re.search(r"ON DELETE (SET NULL|SET DEFAULT|CASCADE)", code(file))


@each("file", FILES)
def test_no_view_is_materialized_for_row_security_cannot_cover_it(file: Path) -> None:
    assert "MATERIALIZED VIEW" not in code(file)


@each("file", FILES)
def test_an_added_column_and_its_check_are_two_statements(file: Path) -> None:
    for _, statement in split_statements(code(file)):
        assert not ("ADD COLUMN" in statement and "CHECK" in statement), statement


@each("file", FILES)
def test_every_check_and_key_is_named_as_the_rule_it_keeps(file: Path) -> None:
    flat = " ".join(code(file).split())
    flat = flat.replace("WITH CHECK", "WITH")  # of a policy, which is no constraint
    for rule in re.finditer(r"\b(CHECK|FOREIGN KEY|UNIQUE) (NULLS NOT DISTINCT )?\(", flat):
        assert re.search(r"CONSTRAINT \w+ $", flat[: rule.start()]), flat[rule.start() :][:60]


def test_released_files_are_as_they_were_released() -> None:
    lines = (FOLDER / "frozen.txt").read_text(encoding="utf-8").splitlines()
    frozen = [line.split() for line in lines if not line.startswith("#")]
    ours = [[migration.sha256, migration.name] for migration in migrations.find_migrations()]
    assert frozen == ours[: len(frozen)]


# -- finding them


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("001_one.sql", "002_two.sql", "003_three.sql"):
        (tmp_path / name).write_text(f"-- {name}\nSELECT 1;\n", encoding="utf-8")
    return tmp_path


def test_the_program_needs_as_many_versions_as_it_brings() -> None:
    assert [migration.version for migration in migrations.find_migrations()][-1] == schema_version()


def test_a_gap_is_refused(folder: Path) -> None:
    (folder / "002_two.sql").unlink()
    with pytest.raises(Bug, match="migration 002 is missing"):
        migrations.find_migrations(folder)


def test_a_duplicate_is_refused(folder: Path) -> None:
    (folder / "002_also.sql").touch()
    with pytest.raises(Bug, match="there are two migrations 002"):
        migrations.find_migrations(folder)


@pytest.mark.parametrize("name", ["4_four.sql", "004-four.sql", "004_Four.sql", "004.sql", "x.sql"])
def test_a_name_that_is_none_is_refused(folder: Path, name: str) -> None:
    (folder / name).touch()
    with pytest.raises(Bug, match=f"{re.escape(name)} is no name for a migration"):
        migrations.find_migrations(folder)


def test_line_endings_do_not_change_a_hash(folder: Path) -> None:
    before = [migration.sha256 for migration in migrations.find_migrations(folder)]
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [migration.sha256 for migration in migrations.find_migrations(folder)] == before
    assert before[0] == sha256(b"-- 001_one.sql\nSELECT 1;\n").hexdigest()


# -- applying them


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    """A database without a schema, whose owner is the server's."""
    name = f"empty_{os.urandom(4).hex()}"
    with closing(server.connect("postgres", autocommit=True)) as connection:
        database = sql.Identifier(name)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(database))
        yield name
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


Connect = Callable[[], psycopg.Connection[Any]]


@pytest.fixture
def connect(server: Server, empty: str) -> Iterator[Connect]:
    """New connections to the empty database."""
    made: list[psycopg.Connection[Any]] = []

    def connected() -> psycopg.Connection[Any]:
        made.append(server.connect(empty))
        return made[-1]

    yield connected
    for connection in made:
        connection.close()


def versions(connection: psycopg.Connection[Any]) -> list[int]:
    connection.autocommit = True
    return sorted(migrations.applied_migrations(connection))


def made_of(*texts: str) -> list[Migration]:
    return [Migration(n, f"{n:03}_made.sql", text) for n, text in enumerate(texts, start=1)]


def test_applying_again_changes_nothing(connect: Connect) -> None:
    connection = connect()
    assert len(list(apply_migrations(connection, migrations.find_migrations()))) == len(FILES)
    before = connection.execute("SELECT * FROM schema_migrations ORDER BY version").fetchall()
    assert [row[:2] for row in before] == [(int(file.name[:3]), file.name) for file in FILES]
    assert list(apply_migrations(connection, migrations.find_migrations())) == []
    after = connection.execute("SELECT * FROM schema_migrations ORDER BY version").fetchall()
    assert after == before


def test_twenty_at_once_apply_each_file_once(connect: Connect) -> None:
    connections = [connect() for _ in range(20)]
    with ThreadPoolExecutor(20) as crowd:
        found = migrations.find_migrations()
        done = list(crowd.map(lambda one: len(list(apply_migrations(one, found))), connections))
    assert sum(done) == len(FILES)
    assert versions(connections[0]) == list(range(1, len(FILES) + 1))


def test_two_at_once_go_on_where_the_other_is_and_keep_no_lock_in_between(
    connect: Connect,
) -> None:
    """As behind a pooler, where what is held outside a transaction is held by anybody or nobody."""
    files = made_of(*(f"CREATE TABLE t{n} (id integer)" for n in range(1, 6)))
    one, other, looking = connect(), connect(), connect()
    first, second = apply_migrations(one, files), apply_migrations(other, files)
    done = [next(first), next(second), next(second), next(first)]
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
    assert looking.execute(held).fetchone() == (0,)
    done += [*first, *second]
    assert [migration.version for migration in done] == [1, 2, 3, 4, 5]


def test_nobody_but_the_owner_keeps_a_migrator_waiting(
    server: Server, template: str, empty: str, connect: Connect
) -> None:
    """`template` is asked for because its migrations make the everyday role."""
    list(apply_migrations(connect(), made_of("GRANT SELECT ON schema_migrations TO finally_app")))
    with closing(psycopg.connect(server.dsn(empty))) as everyday:
        for key in (migrations.LOCK, migrations.LOCK + 1):
            everyday.execute("SELECT pg_advisory_lock(%s)", [key])
        with pytest.raises(psycopg.errors.InsufficientPrivilege), everyday.transaction():
            everyday.execute("LOCK TABLE schema_migrations IN SHARE UPDATE EXCLUSIVE MODE")
        patient = connect()
        patient.execute("SET statement_timeout = '10s'")
        patient.commit()
        files = made_of("GRANT SELECT ON schema_migrations TO finally_app", "CREATE TABLE two ()")
        assert [migration.version for migration in apply_migrations(patient, files)] == [2]


def test_a_migrator_killed_between_two_files_is_followed_by_one_that_goes_on(
    server: Server, empty: str, connect: Connect
) -> None:
    script = (
        "import os, signal, sys, psycopg\n"
        "from finally_cli.store import migrations\n"
        "files = migrations.find_migrations()\n"
        "work = migrations.apply_migrations(psycopg.connect(sys.argv[1]), files)\n"
        "next(work), next(work)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, server.dsn(empty, server.owner)])
    assert killed.returncode == -signal.SIGKILL
    connection = connect()
    assert versions(connection) == [1, 2]
    done = list(apply_migrations(connection, migrations.find_migrations()))
    assert [migration.version for migration in done] == list(range(3, len(FILES) + 1))


def test_a_file_changed_since_it_was_applied_is_refused_and_named(connect: Connect) -> None:
    connection = connect()
    list(apply_migrations(connection, made_of("SELECT 1", "SELECT 2")))
    with pytest.raises(SchemaMismatch) as refused:
        list(apply_migrations(connection, made_of("SELECT 1", "SELECT 2 + 2", "SELECT 3")))
    assert (refused.value.code, refused.value.exit_code) == ("MIGRATION_CHANGED", ExitCode.SCHEMA)
    assert refused.value.message.startswith("002_made.sql ")
    assert versions(connection) == [1, 2]


@pytest.mark.parametrize("there", [1, 2, 3])
def test_a_database_of_files_that_no_release_has_is_refused(there: int, connect: Connect) -> None:
    """Fewer files than the program has, as many, or more: another name is of no release."""
    connection = connect()
    earlier = [Migration(n, f"{n:03}_earlier.sql", f"SELECT {n}") for n in range(1, there + 1)]
    list(apply_migrations(connection, earlier))
    with pytest.raises(SchemaMismatch) as refused:
        list(apply_migrations(connection, made_of("SELECT 1", "CREATE TABLE two ()")))
    assert (refused.value.code, refused.value.exit_code) == ("SCHEMA_UNRELEASED", ExitCode.SCHEMA)
    assert versions(connection) == list(range(1, there + 1))
    assert connection.execute("SELECT to_regclass('two')").fetchone() == (None,)


def test_a_database_newer_than_the_program_is_refused(connect: Connect) -> None:
    connection = connect()
    list(apply_migrations(connection, made_of("SELECT 1", "SELECT 2", "SELECT 3")))
    with pytest.raises(SchemaMismatch) as refused:
        list(apply_migrations(connection, made_of("SELECT 1", "SELECT 2")))
    assert refused.value.code == "SCHEMA_NEWER"
    assert "003" in refused.value.message
    assert "002" in refused.value.message


SYNTAX = "-- 002\n\nSELECT 1;\nSELEC 2;\n"
TAKEN = "-- 002; a remark\n\nCREATE TABLE first (id integer);\nCREATE TABLE two ();\n"
BROKEN = "CREATE TABLE two ();\n\nINSERT INTO first (id)\nVALUES (';'), (1);\n"
RAISED = "CREATE TABLE two ();\nDO $$\nBEGIN\n  RAISE EXCEPTION 'a;b';\nEND\n$$;\nSELECT 1;\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [(SYNTAX, 4), (TAKEN, 3), (BROKEN, 4), (RAISED, 2)],
    ids=["syntax", "name taken", "bad value", "raised"],
)
def test_a_failure_names_file_and_line_and_leaves_nothing(
    text: str, line: int, connect: Connect
) -> None:
    connection = connect()
    with pytest.raises(Refused) as refused:
        list(
            apply_migrations(
                connection, made_of("CREATE TABLE first (id integer)", text, "SELECT 3")
            )
        )
    assert refused.value.message.startswith(f"002_made.sql:{line}: ")
    assert refused.value.code == "MIGRATION_FAILED"
    assert versions(connection) == [1]
    assert connection.execute("SELECT to_regclass('two')").fetchone() == (None,)
    done = list(
        apply_migrations(connection, made_of("CREATE TABLE first (id integer)", "SELECT 2"))
    )
    assert [migration.version for migration in done] == [2]  # and nobody is locked out


def test_a_file_and_the_record_of_it_are_kept_together_or_not_at_all(connect: Connect) -> None:
    recorded_twice = "CREATE TABLE two ();\nINSERT INTO schema_migrations VALUES (2, 'x', 'y');\n"
    connection = connect()
    with pytest.raises(Refused):
        list(apply_migrations(connection, made_of("SELECT 1", recorded_twice)))
    assert versions(connection) == [1]
    assert connection.execute("SELECT to_regclass('two')").fetchone() == (None,)


def test_a_login_that_may_not_change_the_schema_is_denied(
    server: Server, template: str, empty: str
) -> None:
    """`template` is asked for because its migrations make the everyday role."""
    with (
        closing(psycopg.connect(server.dsn(empty))) as connection,
        pytest.raises(Denied),
    ):
        list(apply_migrations(connection, migrations.find_migrations()))


def test_a_table_that_somebody_holds_is_waited_for_and_then_given_up(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "PATIENCE", "SET LOCAL lock_timeout = '20ms'")
    connection, other = connect(), connect()
    list(apply_migrations(connection, made_of("CREATE TABLE first (id integer)")))
    other.execute("SELECT FROM first")  # an open transaction
    drop = made_of("CREATE TABLE first (id integer)", "SELECT 2;\nDROP TABLE first")
    with pytest.raises(FinallyError) as refused:
        list(apply_migrations(connection, drop))
    assert refused.value.exit_code == ExitCode.LOCKED
    assert refused.value.message.startswith("002_made.sql:2: ")
    other.rollback()
    assert len(list(apply_migrations(connection, drop))) == 1


# -- what they make


NOISE = re.compile(r"(--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict ).*")
HEADER = """\
-- schema.sql
-- The schema after all migrations, as pg_dump has it, to be read beside a change of theirs.
-- Written by: pytest tests/store/test_migrations.py --update-golden

"""


def dumped(server: Server, database: str) -> str:
    """The schema of a database, without what pg_dump says of itself."""
    found = f"--dbname={server.dsn(database, server.owner)}"
    done = subprocess.run(
        [server.binary("pg_dump"), "--schema-only", "--no-owner", found],
        env=server.embedded.environment() if server.embedded else None,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if not NOISE.fullmatch(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def test_schema_sql_is_what_all_migrations_make(
    server: Server, template: str, golden: Callable[[str, str], None]
) -> None:
    golden("../../sql/schema.sql", HEADER + dumped(server, template))


def test_schema_sql_makes_what_all_migrations_make(
    server: Server, template: str, empty: str, connect: Connect
) -> None:
    connection = connect()
    connection.execute((sql_root() / "schema.sql").read_bytes())
    connection.commit()
    assert dumped(server, empty) == dumped(server, template)


def test_a_change_kept_before_a_column_went_or_came_is_undone_and_verified(
    fresh_database: str, server: Server
) -> None:
    """A file that alters an audited table leaves what was kept before it as it is sealed."""
    with closing(server.connect(fresh_database)) as db:

        def change(what: str) -> None:
            act_as(db, ANNA)
            db.execute(what.encode())
            db.commit()

        def events() -> list[UUID]:
            act_as(db, ANNA)
            kept = "SELECT id FROM audit_events ORDER BY sequence DESC"
            return [event for (event,) in db.execute(kept)]

        def undo(event: UUID) -> list[Any]:
            act_as(db, ANNA)
            blocked = db.execute("SELECT * FROM undo_event(%s, %s)", [ANNA, event]).fetchall()
            db.commit()
            return blocked

        def plans() -> list[Any]:
            act_as(db, ANNA)
            return db.execute(
                "SELECT month, budget_amount FROM budgets WHERE month < 12 ORDER BY 1"
            ).fetchall()

        db.execute("ALTER TABLE budgets ADD COLUMN gone integer NOT NULL DEFAULT 5")
        settle(db, ANNA)
        for month in (1, 2):
            insert(db, "budgets", valid_row("budgets", ANNA) | {"month": month})
        db.commit()
        change("UPDATE budgets SET budget_amount = 500, gone = 6 WHERE month = 1")
        change("DELETE FROM budgets WHERE month = 2")
        edited, deleted = reversed(events()[:2])
        db.execute("ALTER TABLE budgets DROP COLUMN gone")
        db.execute("ALTER TABLE budgets ADD COLUMN come boolean NOT NULL DEFAULT true")
        db.commit()
        differences = "SELECT count(*) FROM audit_differences(current_user_id())"
        act_as(db, ANNA)
        assert db.execute(differences).fetchone() == (0,)
        assert undo(edited) == []
        assert undo(deleted) == []
        assert plans() == [(1, 400), (2, 400)]
        assert db.execute("SELECT every(come) FROM budgets").fetchone() == (True,)
        assert db.execute(differences).fetchone() == (0,)
        change("UPDATE budgets SET budget_amount = 1 WHERE month = 1")
        assert [problem for *_, problem in undo(edited)] == ["changed"]
        assert undo(events()[0]) == []
        change("UPDATE budgets SET come = false WHERE month = 1")
        assert [problem for *_, problem in undo(events()[1])] == ["changed"]


def test_books_from_before_bank_imports_take_their_tables_and_stay_as_they_were(
    connect: Connect,
) -> None:
    db, found = connect(), migrations.find_migrations()
    assert [one.name for one in found][11] == "012_bank_imports.sql"
    assert len(list(apply_migrations(db, found[:11]))) == 11
    db.autocommit = False
    act_as(db, ANNA)
    insert(db, "users", {"id": ANNA, "email": "anna@example.org"})
    insert(db, "assets", valid_row("assets", ANNA) | {"id": giro_of(ANNA), "asset_name": "Giro"})
    for table in ("asset_inputs", "incoming_items", "expense_items"):
        insert(db, table, valid_row(table, ANNA))
    db.commit()
    act_as(db, ANNA)
    db.execute("DELETE FROM expense_items")
    db.commit()

    assert [one.version for one in apply_migrations(db, found)] == list(range(12, len(found) + 1))
    db.autocommit = False
    act_as(db, ANNA)
    differences = "SELECT count(*) FROM audit_differences(current_user_id())"
    assert db.execute(differences).fetchone() == (0,)
    newest = "(SELECT id FROM audit_events ORDER BY sequence DESC LIMIT 1)"
    undone = f"SELECT * FROM undo_event(current_user_id(), {newest})"
    assert db.execute(undone.encode()).fetchall() == []
    db.commit()
    act_as(db, ANNA)
    account = {"id": account_of(ANNA), "asset_id": giro_of(ANNA)}
    insert(db, "sources", valid_row("sources", ANNA) | account)
    insert(db, "imports", valid_row("imports", ANNA) | {"id": file_of(ANNA)})
    insert(db, "import_rows", valid_row("import_rows", ANNA) | {"id": bank_row_of(ANNA)})
    for table in ("incoming_items", "expense_items"):
        db.execute(f"UPDATE {table} SET import_row_id = %s".encode(), [bank_row_of(ANNA)])
    db.execute("UPDATE asset_inputs SET import_id = %s", [file_of(ANNA)])
    db.commit()
    act_as(db, ANNA)
    assert db.execute(differences).fetchone() == (0,)
    assert db.execute("SELECT amount, import_row_id FROM expense_items").fetchall() == [
        (40, bank_row_of(ANNA))
    ]
