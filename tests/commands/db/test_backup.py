"""finally db backup, backups and restore, on the server of this run."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import sql

from finally_cli.main import main
from finally_cli.model.errors import ExitCode
from finally_cli.model.manifest import Content, Manifest
from finally_cli.model.profile import Profile
from finally_cli.store import migrations, statements
from finally_cli.store.backup import archive, repository, swap
from tests.conftest import HOME, Outcome, Server, cloned
from tests.support.archives import members, write

REPORTS = (
    ["report", "networth"],
    ["report", "networth", "--by", "asset"],
    ["report", "networth", "--months", "14"],
    ["report", "allocation"],
    ["report", "cashflow", "--months", "14"],
    ["report", "budget"],
    ["report", "spending", "--months", "14"],
    ["report", "explain"],
    ["audit", "list"],
    ["user", "list"],
)
DATA = HOME / "cluster"  # the data folder of the server of this run
Run = Callable[..., Outcome]


@pytest.fixture
def database(server: Server, sample_database: str) -> Iterator[str]:
    """The sample household in a database of its own, and nothing beside it afterwards."""
    if server.embedded is None:
        pytest.skip("the folder of backups belongs to the embedded server")
    name = f"kept_{os.urandom(4).hex()}"
    with cloned(server, sample_database, name):
        yield name
        for beside in databases(server, name):
            if beside != name:
                execute(server, "DROP DATABASE {} WITH (FORCE)", beside)
    for file in repository.backup_folder(profile_of(name)).glob(f"*{name}*"):
        file.unlink()


def profile_of(database: str) -> Profile:
    return Profile(name="home", engine="embedded", data_dir=DATA, database=database)


@pytest.fixture
def run(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command line in this process on that database, as Ann."""
    (tmp_path / "config.toml").write_text(f'[profiles.home]\ndatabase = "{database}"\n')
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("FINALLY_DATA_DIR", str(DATA))
    monkeypatch.setenv("FINALLY_USER", "ann")
    monkeypatch.setattr(sys, "argv", ["finally"])

    def run_finally(*words: str) -> Outcome:
        capsys.readouterr()
        code = main(words)
        told = capsys.readouterr()
        return Outcome(code, told.out, told.err)

    return run_finally


def execute(server: Server, statement: str, *names: str) -> None:
    with closing(server.connect("postgres", autocommit=True)) as connection:
        identifiers = map(sql.Identifier, names)
        connection.execute(sql.SQL(statement).format(*identifiers))


def databases(server: Server, prefix: str) -> list[str]:
    with closing(server.connect("postgres")) as connection:
        return [one.name for one in swap.sibling_databases(connection, prefix)]


def everything(run: Run) -> list[str]:
    """What every report says."""
    told = [run(*words, "--json") for words in REPORTS]
    assert [one.exit_code for one in told] == [0] * len(REPORTS)
    return [one.stdout for one in told]


def backed_up(run: Run, *words: str) -> Path:
    done = run("db", "backup", *words, "--json")
    assert done.exit_code == 0, done.stderr
    return Path(done.json["rows"][0]["path"])


def manifest_of(file: Path) -> Manifest:
    with archive.open_archive(file, key()) as opened:
        return opened.manifest


def key() -> bytes:
    return bytes.fromhex((DATA / "backup.key").read_text().strip())


def test_a_backup_restores_what_every_report_says(run: Run, server: Server, database: str) -> None:
    before = everything(run)
    anchor = run("audit", "anchor").stdout.strip()
    file = backed_up(run)
    for words in (["snapshot", "add", "Checking", "1"], ["expense", "add", "9", "food"]):
        assert run(*words, "--month", "2026-11").exit_code == 0
    assert everything(run) != before
    restored = run("db", "restore", str(file), "--yes", "--json")
    assert restored.exit_code == 0, restored.stderr
    assert everything(run) == before
    assert run("audit", "verify", "--anchor", anchor).exit_code == 0
    row = restored.json["rows"][0]
    # What was there before is in two places: the database beside, and a backup, proven.
    assert databases(server, database) == [database, row["kept"]]
    with closing(server.connect(row["kept"])) as kept:
        assert kept.execute("SELECT count(*) FROM expense_items WHERE amount = 9").fetchone() == (
            1,
        )
    saved = manifest_of(Path(row["saved"]))
    assert (saved.reason, saved.proof is not None) == ("restore", True)
    again = run("db", "restore", row["saved"], "--yes")
    assert again.exit_code == 0
    assert everything(run) != before


def test_a_backup_is_its_owners_alone_and_tells_what_is_in_it(run: Run, database: str) -> None:
    file = backed_up(run)
    for place in (file, DATA / "backup.key"):
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.parent == DATA / "backups"
    names = [name for name, _ in members(file.read_bytes())]
    assert names == ["database.dump", "manifest.json", "signature"]
    document = json.loads(members(file.read_bytes())[1][1])
    # Two users: Ann and Bob of sample.sql.
    assert document["tables"]["users"]["rows"] == 2
    assert document["source"] == f"embedded/{database}"
    assert document["proof"]["server"] == document["server"]
    assert document["reason"] == "asked"
    assert len(document["audit"]) == 2
    assert not list(DATA.glob("proof-*"))
    assert not [one for one in file.parent.iterdir() if "partial" in one.name]


def test_the_list_tells_the_proof_of_each(run: Run) -> None:
    assert run("db", "backups").stdout.startswith("There is no backup yet.")
    proven = backed_up(run)
    bare = backed_up(run, "--no-verify")
    listed = run("db", "backups", "--json")
    assert listed.exit_code == 0
    rows = {row["file"]: row for row in listed.json["rows"]}
    assert [rows[file.name]["proof"] for file in (proven, bare)] == ["proven", "none"]
    assert rows[bare.name]["proven_at"] is None
    assert rows[proven.name]["bytes"] == proven.stat().st_size


def test_the_list_names_a_damaged_one_and_exits_with_10(run: Run) -> None:
    whole, damaged = backed_up(run), backed_up(run, "--no-verify")
    content = bytearray(damaged.read_bytes())
    content[5000] ^= 1  # in the dump, which only --check reads
    damaged.write_bytes(content)
    assert run("db", "backups").exit_code == 0
    checked = run("db", "backups", "--check", "--json")
    assert checked.exit_code == ExitCode.INTEGRITY
    proofs = {row["file"]: row["proof"] for row in checked.json["rows"]}
    assert proofs == {whole.name: "proven", damaged.name: "unusable"}
    assert damaged.name in checked.json["notes"][0]["message"]


def test_a_name_from_the_list_is_enough_to_restore(run: Run) -> None:
    file = backed_up(run, "--no-verify")
    assert run("db", "restore", file.name, "--yes").exit_code == 0


def test_a_restore_asks_and_tells_what_is_not_in_the_backup(
    run: Run, server: Server, database: str
) -> None:
    file = backed_up(run, "--no-verify")
    for amount in ("1", "2", "3"):
        run("expense", "add", amount, "food", "--month", "2026-11")
    before = everything(run)
    refused = run("db", "restore", str(file))
    assert refused.exit_code == ExitCode.REFUSED
    assert refused.stderr.startswith("finally: 3 changes made since then are not in the backup of ")
    assert databases(server, database) == [database]
    assert everything(run) == before


def test_a_dry_run_restores_beside_everything(run: Run, server: Server, database: str) -> None:
    file = backed_up(run, "--no-verify")
    tried = run("db", "restore", str(file), "--dry-run")
    assert (tried.exit_code, "all as they were backed up" in tried.stdout) == (0, True)
    assert databases(server, database) == [database]


def test_a_restore_names_the_command_that_lets_go_of_the_old_books(
    run: Run, tmp_path: Path, database: str
) -> None:
    config = (tmp_path / "config.toml").read_text()
    (tmp_path / "config.toml").write_text(config.replace("profiles.home", "profiles.cabin"))
    file = backed_up(run, "--no-verify", "--profile", "cabin")
    told = run("db", "restore", str(file), "--yes", "--profile", "cabin").stdout
    assert told.rstrip().endswith("until: finally db restore --forget --profile cabin")


def test_what_restores_kept_is_dropped_when_it_is_told(
    run: Run, server: Server, database: str
) -> None:
    assert run("db", "restore", "--forget", "--yes").exit_code == ExitCode.NOT_FOUND
    file = backed_up(run, "--no-verify")
    run("db", "restore", str(file), "--yes")
    assert run("db", "restore", "--forget").exit_code == ExitCode.REFUSED
    assert run("db", "restore", "--forget", "--dry-run").exit_code == 0
    assert len(databases(server, database)) == 2
    assert run("db", "restore", "--forget", "--yes").exit_code == 0
    assert databases(server, database) == [database]


@pytest.mark.parametrize("words", [[], ["a.tar", "--forget"]], ids=str)
def test_a_restore_of_nothing_or_of_two_things_is_refused(words: list[str], run: Run) -> None:
    assert run("db", "restore", *words).exit_code == ExitCode.USAGE


def test_a_manifest_that_lies_is_found_out_and_nothing_is_left(
    run: Run, server: Server, database: str, tmp_path: Path
) -> None:
    file = backed_up(run, "--no-verify")
    said, dump = manifest_of(file), members(file.read_bytes())[0][1]
    one = said.tables["expense_items"]
    lies: list[dict[str, Content]] = [
        {**said.tables, "expense_items": replace(one, rows=one.rows + 1)},
        {**said.tables, "expense_items": replace(one, sha256="0" * 64)},
        {**said.tables, "gold": one},
        {name: other for name, other in said.tables.items() if name != "assets"},
    ]
    before = everything(run)
    for lie in lies:
        lying = write(tmp_path / "lying.tar", dump, replace(said, tables=lie), key())
        told = run("db", "restore", str(lying), "--yes", "--json")
        assert told.exit_code == ExitCode.INTEGRITY
        assert told.error["code"] == "BACKUP_NOT_PROVEN"
        assert databases(server, database) == [database]
    assert everything(run) == before


def test_a_signed_dump_that_cannot_be_restored_is_told_and_nothing_is_left(
    run: Run, server: Server, database: str, tmp_path: Path
) -> None:
    file = backed_up(run, "--no-verify")
    said, dump = manifest_of(file), members(file.read_bytes())[0][1]
    for content in (b"no dump at all", dump[: len(dump) // 2], b""):
        broken = write(tmp_path / "broken.tar", content, said, key())
        told = run("db", "restore", str(broken), "--yes", "--json")
        assert told.exit_code == ExitCode.INTEGRITY
        assert told.error["code"] == "BACKUP_NOT_RESTORABLE"
        assert databases(server, database) == [database]


def test_a_newer_pg_dump_is_told(run: Run, tmp_path: Path) -> None:
    file = backed_up(run, "--no-verify")
    said, dump = manifest_of(file), members(file.read_bytes())[0][1]
    newer = write(tmp_path / "newer.tar", dump, replace(said, dumped_by="99.1"), key())
    assert run("db", "restore", str(newer), "--yes").exit_code == ExitCode.SCHEMA


def test_a_backup_of_a_newer_server_is_told(run: Run, tmp_path: Path) -> None:
    file = backed_up(run, "--no-verify")
    said, dump = manifest_of(file), members(file.read_bytes())[0][1]
    newer = write(tmp_path / "newer.tar", dump, replace(said, server="99.1"), key())
    told = run("db", "restore", str(newer), "--yes", "--json")
    assert (told.exit_code, told.error["code"]) == (ExitCode.SCHEMA, "SERVER_OLDER")


def test_a_restore_waits_for_nobody_who_uses_the_books(
    run: Run, server: Server, database: str
) -> None:
    file = backed_up(run, "--no-verify")
    with closing(server.connect(database)) as connection:
        connection.execute("SELECT")
        told = run("db", "restore", str(file), "--yes")
    assert told.exit_code == ExitCode.LOCKED
    assert databases(server, database) == [database]
    assert run("db", "restore", str(file), "--yes").exit_code == 0


def test_only_one_restore_is_at_work_on_a_server(run: Run, server: Server) -> None:
    file = backed_up(run, "--no-verify")
    with closing(server.connect("postgres")) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [swap.LOCK])
        assert run("db", "restore", str(file), "--yes").exit_code == ExitCode.LOCKED


def test_the_next_restore_drops_what_a_killed_one_had_begun(
    run: Run, server: Server, database: str
) -> None:
    file = backed_up(run, "--no-verify")
    execute(server, "CREATE DATABASE {}", f"{database}_new_20261114t201500")
    assert run("db", "restore", str(file), "--yes").exit_code == 0
    assert not [name for name in databases(server, database) if "_new_" in name]


def test_databases_of_a_persons_are_dropped_by_no_restore(
    run: Run, server: Server, database: str
) -> None:
    """Names that begin as a restore's do, also with a time; only an empty one was never filled."""
    theirs = [
        f"{database}_new_house",
        f"{database}_new_20261114t201500000000",
        f"{database}_before_christmas",
        f"{database}_before_20261114t201500000000",
    ]
    for name in theirs:
        execute(server, "CREATE DATABASE {}", name)
        with closing(server.connect(name, autocommit=True)) as connection:
            connection.execute("CREATE TABLE rooms ()")
    execute(server, "COMMENT ON DATABASE {} IS 'the books of Ann'", database)
    file = backed_up(run, "--no-verify")
    for _ in range(2):
        restored = run("db", "restore", str(file), "--yes", "--json")
        assert restored.exit_code == 0, restored.stderr
        kept = restored.json["rows"][0]["kept"]
        assert kept in databases(server, database)
        with closing(server.connect("postgres")) as connection:
            remarks = {one.name: one.remark for one in swap.sibling_databases(connection, database)}
        assert remarks[database] == "the books of Ann"
        assert remarks[kept] == swap.MARK
        assert run("db", "restore", "--forget", "--yes").exit_code == 0
        assert sorted(databases(server, database)) == sorted([database, *theirs])


def test_books_that_an_earlier_version_put_aside_are_known_by_what_they_hold(
    run: Run, server: Server, database: str, sample_database: str
) -> None:
    execute(
        server, "CREATE DATABASE {} TEMPLATE {}", f"{database}_before_20261114t201500000000",
        sample_database,
    )  # fmt: skip
    assert run("db", "restore", "--forget", "--yes").exit_code == 0
    assert databases(server, database) == [database]


def test_a_file_goes_where_it_is_told_and_replaces_nothing(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "books of ann.tar"
    assert backed_up(run, str(place), "--no-verify") == place
    content = place.read_bytes()
    told = run("db", "backup", str(place))
    assert (told.exit_code, place.read_bytes()) == (ExitCode.CONFLICT, content)
    inside = backed_up(run, str(tmp_path), "--no-verify")
    assert (inside.parent, inside.suffix) == (tmp_path, ".tar")
    impossible = str(
        tmp_path / ("x" * 300)
    )  # as one in a folder that is closed: no look is allowed
    assert run("db", "backup", impossible).exit_code == ExitCode.DENIED
    assert run("db", "restore", impossible).exit_code == ExitCode.BAD_FILE
    assert run("db", "restore", "x" * 300).exit_code == ExitCode.BAD_FILE
    missing = run("db", "backup", str(tmp_path / "nowhere" / "a.tar"))
    assert missing.exit_code == ExitCode.DENIED
    assert "No such file or directory" in missing.stderr
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".tar", ".tar", ".toml"]


def test_a_disk_that_knows_no_links_replaces_nothing_either(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    assert backed_up(run, str(tmp_path / "first.tar"), "--no-verify").exists()
    monkeypatch.setattr(os, "link", no_links)
    assert backed_up(run, str(tmp_path / "second.tar"), "--no-verify").exists()
    taken, place = tmp_path / "partial", tmp_path / "second.tar"
    taken.write_bytes(b"newer")
    with pytest.raises(FileExistsError):
        repository.give_final_name(taken, place)
    assert place.read_bytes() != b"newer"


def test_backups_of_one_second_have_names_of_their_own(run: Run) -> None:
    made = {backed_up(run, "--no-verify") for _ in range(3)}
    assert len(made) == 3


def test_a_database_without_books_has_no_backup(run: Run, server: Server, database: str) -> None:
    execute(server, "DROP DATABASE {} WITH (FORCE)", database)
    told = run("db", "backup")
    assert told.exit_code == ExitCode.NOT_FOUND
    execute(server, "CREATE DATABASE {}", database)
    told = run("db", "backup")
    assert told.exit_code == ExitCode.NOT_FOUND
    assert "holds no books yet" in told.stderr


def test_books_that_are_gone_come_back_from_a_backup(
    run: Run, server: Server, database: str
) -> None:
    before = everything(run)
    file = backed_up(run)
    execute(server, "DROP DATABASE {} WITH (FORCE)", database)
    restored = run("db", "restore", str(file), "--json")  # nothing is replaced: nobody is asked
    assert restored.exit_code == 0
    assert (restored.json["rows"][0]["kept"], restored.json["rows"][0]["saved"]) == (None, None)
    assert everything(run) == before


def test_books_that_can_no_longer_be_read_are_kept_and_replaced(
    run: Run, server: Server, database: str
) -> None:
    before = everything(run)
    file = backed_up(run)
    with closing(server.connect(database, autocommit=True)) as connection:
        connection.execute("ALTER TABLE users RENAME TO lost")
    restored = run("db", "restore", str(file), "--yes", "--json")
    assert restored.exit_code == 0, restored.stderr
    assert restored.json["rows"][0]["kept"] in databases(server, database)
    assert everything(run) == before


def test_every_table_and_every_kind_of_value_counts_for_the_hash(
    server: Server, database: str
) -> None:
    from finally_cli.store.backup.checksums import checksum_tables

    with closing(server.connect(database)) as connection:
        before = checksum_tables(connection)
        assert "audit_changes" in before
        connection.execute("SET timezone = 'Asia/Tokyo'; SET datestyle = 'German'")
        connection.execute("SET bytea_output = 'escape'; SET extra_float_digits = 0")
        assert checksum_tables(connection) == before
        connection.execute("ALTER TABLE expense_items DISABLE TRIGGER USER")
        connection.execute(
            "UPDATE expense_items SET updated_at = updated_at + interval '1 microsecond'"
            " WHERE id = (SELECT id FROM expense_items ORDER BY id LIMIT 1)"
        )
        after = checksum_tables(connection)
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"expense_items"}
        assert before["expense_items"].rows == after["expense_items"].rows
        connection.execute("CREATE TABLE no_key (a text)")
        connection.execute("INSERT INTO no_key VALUES ('b'), ('a'), (NULL), (E'\\n')")
        assert checksum_tables(connection)["no_key"].rows == 4
        connection.rollback()


def test_a_backup_is_of_one_moment_however_busy_the_books_are(
    run: Run, server: Server, database: str
) -> None:
    """The dump and the hashes see the same snapshot, or the proof would fail."""
    done = threading.Event()

    def write() -> None:
        with closing(server.connect(database, autocommit=True)) as connection:
            connection.execute("SELECT set_config('finally.user_id', id::text, false) FROM users")
            while not done.is_set():
                connection.execute("UPDATE users SET display_name = display_name || '.'")
                connection.execute("UPDATE users SET display_name = left(display_name, 3)")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backed_up(run)
    finally:
        done.set()
        writer.join()


def test_a_login_that_does_not_see_all_rows_makes_no_backup(
    run: Run, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_DSN", server.dsn(database))  # the everyday role's
    told = run("db", "backup", "--json")
    assert (told.exit_code, told.error["code"]) == (ExitCode.DENIED, "BACKUP_NEEDS_ALL_ROWS")


def test_a_server_of_ones_own_is_backed_up_and_restored_with_its_rights(
    run: Run, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(server, "REVOKE CONNECT ON DATABASE {} FROM PUBLIC", database)
    execute(server, "GRANT CONNECT ON DATABASE {} TO finally_app", database)
    execute(server, 'ALTER DATABASE {} SET search_path = public, "it\'s"', database)
    execute(server, "ALTER DATABASE {} SET statement_timeout = '5min'", database)
    rights = "SELECT (SELECT array_agg(acl::text ORDER BY acl::text) FROM unnest(datacl) AS acl), datcollate, (SELECT string_agg(unnest, '/' ORDER BY unnest) FROM pg_db_role_setting, unnest(setconfig) WHERE setdatabase = pg_database.oid) FROM pg_database WHERE datname = %s"  # noqa: E501
    monkeypatch.setenv("FINALLY_DSN", server.dsn(database, server.owner))
    before = everything(run)
    with closing(server.connect("postgres")) as connection:
        had = connection.execute(rights, [database]).fetchone()
        file = backed_up(run)
        assert file.name.startswith("server-environment-")
        run("expense", "add", "9", "food", "--month", "2026-11")
        assert run("db", "restore", str(file), "--yes").exit_code == 0
        connection.rollback()
        assert connection.execute(rights, [database]).fetchone() == had
    assert everything(run) == before
    file.unlink()


def test_a_login_that_may_make_no_databases_restores_nothing(
    run: Run, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backed_up(run, "--no-verify")
    with closing(server.connect("postgres", autocommit=True)) as connection:
        connection.execute("CREATE ROLE nobody_special LOGIN BYPASSRLS")
        try:
            connection.execute("GRANT finally TO nobody_special")
            monkeypatch.setenv("FINALLY_DSN", server.dsn(database, server.owner))
            monkeypatch.setenv("PGOPTIONS", "-c role=nobody_special")
            told = run("db", "restore", str(file), "--yes", "--json")
            assert told.exit_code == ExitCode.DENIED, told.stderr
            assert told.error["code"] == "RESTORE_NEEDS_CREATEDB"
            assert databases(server, database) == [database]
        finally:
            connection.execute("DROP ROLE nobody_special")


@pytest.fixture
def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The program with one migration more than the databases have; which number that is."""
    later = tmp_path / "sql"
    shutil.copytree(statements.sql_root(), later)
    number = len(migrations.find_migrations()) + 1
    name = f"{number:03}_later.sql"
    (later / "migrations" / name).write_text(f"-- {name}\n-- Later.\nSELECT 1;\n")
    monkeypatch.setattr(statements, "sql_root", lambda: later)
    monkeypatch.setattr(migrations, "sql_root", lambda: later)
    statements.schema_version.cache_clear()
    yield number
    statements.schema_version.cache_clear()


def test_the_schema_changes_only_after_a_proven_backup(
    run: Run, database: str, newer_program: int
) -> None:
    looked = run("report", "networth")
    assert looked.exit_code == 0, looked.stderr
    (file,) = repository.backup_files(profile_of(database))
    made = manifest_of(file)
    assert (made.reason, made.schema) == ("migration", newer_program - 1)
    assert made.proof is not None
    assert f"a backup was made: {file}" in looked.stderr
    # And back: what is older is brought up to date before it takes its place.
    restored = run("db", "restore", str(file), "--yes", "--json")
    assert (restored.exit_code, restored.json["rows"][0]["applied"]) == (0, 1)
    assert run("income", "add", "5", "salary", "--idempotency-key", "k").exit_code == 0


def test_only_on_a_server_of_ones_own_may_the_schema_change_without_one(
    run: Run,
    server: Server,
    database: str,
    newer_program: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = run("db", "migrate", "--no-backup", "--json")
    assert (told.exit_code, told.error["code"]) == (ExitCode.REFUSED, "BACKUP_IS_MADE")
    with closing(server.connect(database, autocommit=True)) as connection:
        connection.execute("CREATE ROLE plain_owner LOGIN")
        try:
            connection.execute("GRANT finally TO plain_owner")
            monkeypatch.setenv("FINALLY_DSN", server.dsn(database, server.owner))
            # Who owns the tables and does not see all rows can make no backup, and is told.
            monkeypatch.setenv("PGOPTIONS", "-c role=plain_owner")
            told = run("db", "migrate", "--json")
            assert (told.exit_code, told.error["code"]) == (
                ExitCode.DENIED, "BACKUP_NEEDS_ALL_ROWS",
            )  # fmt: skip
            assert told.error["message"].startswith("the schema was not changed")
            assert "--no-backup" in told.error["hint"]
            monkeypatch.delenv("PGOPTIONS")
            assert run("db", "migrate", "--no-backup").exit_code == 0
        finally:
            connection.execute("DROP OWNED BY plain_owner")
            connection.execute("DROP ROLE plain_owner")
    assert repository.backup_files(profile_of(database)) == []


def test_books_of_before_the_first_release_are_refused_and_stay_as_they_are(
    run: Run, server: Server, database: str
) -> None:
    with closing(server.connect(database, autocommit=True)) as connection:
        connection.execute(
            "DELETE FROM schema_migrations WHERE version > 2;"
            "INSERT INTO schema_migrations (version, name, sha256)"
            " SELECT n, to_char(n, 'FM000') || '_earlier.sql', encode(sha256('x'), 'hex')"
            " FROM generate_series(3, 26) AS n"
        )
        history = "SELECT version, name, sha256, applied_at FROM schema_migrations ORDER BY 1"
        before = connection.execute(history).fetchall()
        for line in (
            "report networth",
            "snapshot add Checking 1 --month 2026-11",
            "user list",
            "db migrate",
            "db shell",
            "db sizes",
        ):
            told = run(*line.split(), "--json")
            assert (told.exit_code, told.error["code"]) == (9, "SCHEMA_UNRELEASED"), line
            assert told.error["message"] == (
                "the database was made before finally 0.1.0, and has no way to the schema of today"
            )
            assert "FINALLY_DATA_DIR" in told.error["hint"]
        noted = run("db", "status", "--json").json["notes"]
        assert [note["code"] for note in noted] == ["SCHEMA_UNRELEASED"]
        found = run("db", "doctor", "--json")
        assert found.exit_code == 10
        assert "before finally 0.1.0" in found.stdout
        assert connection.execute(history).fetchall() == before
        assert repository.backup_files(profile_of(database)) == [], (
            "no backup of before a migration"
        )
    # As the hint has it: they are archived, and the archive is for pg_restore.
    file = backed_up(run)
    assert manifest_of(file).proof is not None
    for words in (("--yes",), ("--dry-run",)):
        told = run("db", "restore", str(file), *words, "--json")
        assert (told.exit_code, told.error["code"]) == (9, "SCHEMA_UNRELEASED")
        assert told.error["message"].startswith("the backup was made before finally 0.1.0")
        assert "pg_restore --no-owner --no-acl" in told.error["hint"]
    assert databases(server, database) == [database]


def test_older_backups_go_when_newer_ones_stand_for_them(
    run: Run, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backed_up(run)
    said, dump = manifest_of(first), members(first.read_bytes())[0][1]
    from datetime import timedelta

    for hours in (240, 243, 246):
        made = said.made_at - timedelta(hours=hours)
        name = repository.new_file_name(profile_of(database), made)
        write(first.parent / name, dump, replace(said, made_at=made), key())
    damaged = first.parent / repository.new_file_name(
        profile_of(database), said.made_at - timedelta(400)
    )
    damaged.write_bytes(b"damaged")
    done = run("db", "backup", "--no-verify", "--json").json
    # Of the three of one day, ten days ago, the newest stays; none is within the last day. They can
    # lie on two days, if the clock says so: then two stay.
    days = {(said.made_at - timedelta(hours=hours)).date() for hours in (240, 243, 246)}
    assert len(done["removed"]) == 3 - len(days)
    assert damaged.exists(), "what cannot be read is left for a person to look at"
