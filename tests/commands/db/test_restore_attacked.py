"""Whoever makes a backup, or changes one in time, gets no program run and nothing unchecked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg import sql

from finally_cli.model.errors import ExitCode, Refused
from finally_cli.output.terminal import Terminal
from finally_cli.store.backup import restore
from finally_cli.store.backup.pg_dump import run_script, run_with_input
from finally_cli.store.embedded.configuration import UNPRIVILEGED
from finally_cli.store.programs import Client
from tests.commands.db.test_backup import (
    Run,
    backed_up,
    database,
    databases,
    everything,
    execute,
    run,
)
from tests.conftest import HOME, Server
from tests.support.folders import remove_folder

__all__ = ["database", "run"]  # fixtures

# Each attempt by itself, so that one that is refused hides no other. They spare the database that
# they are put into: there a superuser makes them.
EVIL = """
CREATE FUNCTION public.evil() RETURNS integer LANGUAGE plpgsql {rights} AS $evil$
DECLARE
    attempt text;
BEGIN
    IF current_database() = {database} OR current_setting('evil.done', true) = 'yes' THEN
        RETURN 0;
    END IF;
    PERFORM set_config('evil.done', 'yes', false);
    FOREACH attempt IN ARRAY ARRAY[
        $$COPY (SELECT 1) TO PROGRAM 'touch {folder}/program'$$,
        $$CREATE TEMPORARY TABLE said (a text); COPY said FROM PROGRAM 'echo 1 > {folder}/from'$$,
        $$COPY (SELECT 1) TO '{folder}/file'$$,
        $$SELECT lo_export(lo_from_bytea(0, 'x'), '{folder}/large')$$,
        $$SELECT pg_read_file('/etc/passwd'); COPY (SELECT 1) TO '{folder}/read'$$,
        $$CREATE ROLE evil SUPERUSER$$,
        $$ALTER ROLE finally_app SUPERUSER$$,
        $$GRANT finally TO CURRENT_USER$$,
        $$SET ROLE finally; COPY (SELECT 1) TO PROGRAM 'touch {folder}/role'$$,
        $$RESET ROLE; COPY (SELECT 1) TO PROGRAM 'touch {folder}/reset'$$,
        $$SET SESSION AUTHORIZATION finally; COPY (SELECT 1) TO PROGRAM 'touch {folder}/auth'$$,
        $$CREATE EXTENSION file_fdw$$,
        $$ALTER DATABASE {{this}} SET session_preload_libraries = 'evil'$$
    ] LOOP
        BEGIN
            EXECUTE replace(attempt, '{{this}}', quote_ident(current_database()));
        EXCEPTION WHEN OTHERS THEN
            NULL;
        END;
    END LOOP;
    RETURN 0;
END
$evil$;
CREATE FUNCTION public.evil_trigger() RETURNS trigger LANGUAGE plpgsql {rights} AS
$$ BEGIN PERFORM public.evil(); RETURN NULL; END $$;
"""
WAYS = {
    "a check while rows come in": "CREATE TABLE bad (a integer CHECK (public.evil() = 0));"
    " INSERT INTO bad VALUES (1)",
    "a trigger later": "CREATE TRIGGER bad AFTER INSERT OR UPDATE OR DELETE ON public.expense_items"
    " FOR EACH STATEMENT EXECUTE FUNCTION public.evil_trigger();"
    " CREATE TRIGGER bad AFTER INSERT OR UPDATE ON public.schema_migrations"
    " FOR EACH STATEMENT EXECUTE FUNCTION public.evil_trigger()",
    "an index": "CREATE FUNCTION public.steady(text) RETURNS integer IMMUTABLE LANGUAGE sql"
    " AS 'SELECT public.evil()';"
    " CREATE INDEX bad_index ON public.expense_items (public.steady(notes))",
    "a view and a policy": "CREATE VIEW bad_view AS SELECT public.evil();"
    " CREATE POLICY bad_policy ON public.expense_items FOR SELECT USING (public.evil() = 0)",
    "names that stand in front of the server's": "CREATE SCHEMA finally;"
    " CREATE FUNCTION finally.starts_with(name, text) RETURNS boolean LANGUAGE plpgsql"
    " AS 'BEGIN RETURN public.evil() = 0; END';"
    " CREATE FUNCTION public.quote_ident(name) RETURNS text LANGUAGE plpgsql AS"
    " 'BEGIN PERFORM public.evil(); RETURN pg_catalog.quote_ident($1::text); END'",
}
# Runs a program as soon as rows come in, and lets its failure out.
OPENLY = """
CREATE FUNCTION bad(integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN
    IF current_database() <> '{database}' THEN
        COPY (SELECT 1) TO PROGRAM 'touch {folder}/program';
    END IF;
    RETURN 1;
END $$;
CREATE TABLE bad (a integer CHECK (bad(a) = 1));
INSERT INTO bad VALUES (1);
"""
NO_PROGRAM = "permission denied to COPY to or from an external program"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where anybody may write: what is in it afterwards was written by an attack."""
    place = HOME / f"open-{os.urandom(3).hex()}"
    place.mkdir()
    place.chmod(0o777)
    yield place
    remove_folder(place)


@pytest.mark.parametrize("rights", ["SECURITY INVOKER", "SECURITY DEFINER"])
def test_what_a_signed_dump_holds_runs_no_program_then_or_later(
    rights: str, run: Run, server: Server, database: str, folder: Path
) -> None:
    with closing(server.connect(database, autocommit=True)) as connection:
        notes = connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'expense_items'"
            " AND data_type = 'text'"
        ).fetchone()
        assert notes is not None
        evil = EVIL.replace("{rights}", rights).replace("{folder}", str(folder))
        evil = evil.replace("{database}", f"'{database}'").replace("{{", "{").replace("}}", "}")
        connection.execute(evil.encode())
        for way in WAYS.values():
            connection.execute(way.replace("(notes)", f"({notes[0]})").encode())
    file = backed_up(run)  # proven, which restores it a first time
    assert list(folder.iterdir()) == []
    restored = run("db", "restore", str(file), "--yes")
    assert restored.exit_code == 0, restored.stderr
    assert UNPRIVILEGED in restored.stdout
    for words in (
        ("report", "networth"),
        ("expense", "add", "9", "food", "--month", "2026-11"),
        ("db", "migrate"),
        ("db", "doctor", "--deep"),
        ("db", "backup", "--no-verify"),
        ("db", "restore", str(file), "--yes"),
        ("db", "restore", "--forget", "--yes"),
    ):
        told = run(*words)
        while told.exit_code == ExitCode.LOCKED:  # the restore before this one is just leaving
            told = run(*words)
        assert told.exit_code in (0, 1, 10), (words, told.stderr)
    assert list(folder.iterdir()) == []
    with closing(server.connect("postgres")) as connection:
        assert connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = 'evil'"
            " OR (rolname <> 'finally' AND rolsuper AND NOT starts_with(rolname, 'pg_'))"
        ).fetchall() == []  # fmt: skip
        owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s"
        assert connection.execute(owner, [database]).fetchone() == (UNPRIVILEGED,)


def test_a_dump_that_is_a_program_and_nothing_else_is_refused(
    run: Run, server: Server, database: str, folder: Path
) -> None:
    with closing(server.connect(database, autocommit=True)) as connection:
        connection.execute(OPENLY.format(database=database, folder=folder).encode())
    file = backed_up(run, "--no-verify")
    before = databases(server, database)
    told = run("db", "restore", str(file), "--yes", "--json")
    assert (told.exit_code, told.error["code"]) == (ExitCode.INTEGRITY, "BACKUP_NOT_RESTORABLE")
    assert NO_PROGRAM in told.error["message"]
    assert list(folder.iterdir()) == []
    assert databases(server, database) == before


def test_books_that_are_ours_alone_belong_to_whom_they_belonged(
    run: Run, server: Server, database: str
) -> None:
    owners = (
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace UNION"
        " SELECT DISTINCT pg_get_userbyid(proowner) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace UNION"
        " SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    )
    assert run("db", "restore", str(backed_up(run)), "--yes").exit_code == 0
    with closing(server.connect(database)) as connection:
        assert connection.execute(owners).fetchall() == [("finally",)]
    # And books with something beside ours are in the same hands once that is gone.
    with closing(server.connect(database, autocommit=True)) as connection:
        connection.execute("CREATE TABLE public.wishes (a text)")
    told = run("db", "restore", str(backed_up(run)), "--yes")
    assert (told.exit_code, UNPRIVILEGED in told.stdout) == (0, True)
    assert run("report", "networth").exit_code == 0
    with closing(server.connect(database, autocommit=True)) as connection:
        assert connection.execute(owners).fetchall() == [(UNPRIVILEGED,)]
        connection.execute("DROP TABLE public.wishes")
    assert run("db", "restore", str(backed_up(run)), "--yes").exit_code == 0
    with closing(server.connect(database)) as connection:
        assert connection.execute(owners).fetchall() == [("finally",)]


@pytest.mark.parametrize(
    "beside",
    [
        "CREATE SCHEMA wishes",
        "CREATE TYPE public.wish AS ENUM ('a boat')",
        "CREATE DOMAIN public.wish AS text",
        "CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
    ],
)
def test_books_with_what_could_stand_in_for_the_servers_own_are_not_handed_over(
    run: Run, server: Server, database: str, beside: str
) -> None:
    """None of these is a table, a view or a function, which are compared with ours one by one."""
    with closing(server.connect(database, autocommit=True)) as connection:
        connection.execute(beside.encode())
    told = run("db", "restore", str(backed_up(run, "--no-verify")), "--yes")
    assert (told.exit_code, UNPRIVILEGED in told.stdout) == (0, True)


def test_what_is_restored_is_what_was_checked_whatever_the_file_is_by_then(
    run: Run, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changed while the person thinks, and once more while their books are backed up."""
    checked = backed_up(run, str(tmp_path / "checked.tar"), "--no-verify")
    right = everything(run)
    run("expense", "add", "9", "food", "--month", "2026-11")
    other = backed_up(run, str(tmp_path / "other.tar"), "--no-verify").read_bytes()
    assert everything(run) != right
    whole = checked.read_bytes()

    def overwritten() -> None:
        with checked.open("r+b") as stream:  # the same file for whoever has it open
            stream.write(other)
            stream.truncate()

    def replaced() -> None:
        (tmp_path / "new.tar").write_bytes(other)
        (tmp_path / "new.tar").rename(checked)

    def emptied() -> None:
        os.truncate(checked, 0)

    saved_before: Callable[..., object] = restore.back_up_before
    for moment, swap in (
        ("question", overwritten),
        ("question", replaced),
        ("backup", emptied),
        ("backup", checked.unlink),
    ):
        checked.write_bytes(whole)

        def confirm(terminal: Terminal, question: str, swap: Callable[[], object] = swap) -> None:
            swap()

        def saved(*given: object, swap: Callable[[], object] = swap) -> object:
            swap()
            return saved_before(*given)

        with monkeypatch.context() as patch:
            if moment == "question":
                patch.setattr(Terminal, "confirm", confirm)
            else:
                patch.setattr(restore, "back_up_before", saved)
            told = run("db", "restore", str(checked), *([] if moment == "question" else ["--yes"]))
        assert told.exit_code == 0, (swap, told.stderr)
        assert everything(run) == right, swap


def test_a_pipe_is_no_backup_and_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    backed_up(run, "--no-verify")
    os.mkfifo(tmp_path / "pipe.tar")
    signal.alarm(30)
    try:
        assert run("db", "restore", str(tmp_path / "pipe.tar")).exit_code == ExitCode.BAD_FILE
    finally:
        signal.alarm(0)


@pytest.mark.parametrize("reads", ["exit 0", "head -c 1000 > /dev/null; exit 0"])
def test_a_program_that_ends_before_it_has_read_all_has_failed(reads: str, tmp_path: Path) -> None:
    program = tmp_path / "pg_restore"
    program.write_text(f"#!/bin/sh\n{reads}\n")
    program.chmod(0o755)
    client = Client("", {"PATH": "/usr/bin:/bin"})
    poured: list[int] = []

    def pour(into: Callable[[bytes], object]) -> None:
        for _ in range(50):
            into(bytes(100_000))
            poured.append(1)

    with pytest.raises(Refused, match="pg_restore ended before it had read everything"):
        run_with_input(program, [], client, pour)
    assert len(poured) == 50, "all of it is looked at even so"
    psql = tmp_path / "psql"
    psql.write_text("#!/bin/sh\ncat > /dev/null\n")
    psql.chmod(0o755)
    with pytest.raises(Refused, match="pg_restore ended before it had read everything"):
        run_script(program, psql, client, pour)


def test_a_login_that_is_a_superuser_restores_as_another_or_not_at_all(
    run: Run, server: Server, database: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a server of one's own. Here it lets the other role in; where it does not, that is told."""
    monkeypatch.setenv("FINALLY_DSN", server.dsn(database, server.owner))
    with closing(server.connect(database, autocommit=True)) as connection:
        connection.execute(OPENLY.format(database=database, folder=folder).encode())
    file = backed_up(run, "--no-verify")
    told = run("db", "restore", str(file), "--yes", "--json")
    assert (told.exit_code, told.error["code"]) == (ExitCode.INTEGRITY, "BACKUP_NOT_RESTORABLE")
    assert list(folder.iterdir()) == []
    execute(server, "ALTER ROLE {} RENAME TO taken", UNPRIVILEGED)
    execute(server, "CREATE ROLE {} SUPERUSER LOGIN", UNPRIVILEGED)
    told = run("db", "restore", str(file), "--yes", "--json")
    assert (told.exit_code, told.error["code"]) == (ExitCode.DENIED, "RESTORE_ROLE_TAKEN")
    execute(server, "DROP ROLE {}", UNPRIVILEGED)
    execute(server, "ALTER ROLE taken RENAME TO {}", UNPRIVILEGED)
    # A login that could become a superuser is one, and so is one that runs programs.
    with closing(server.connect(database)) as connection:
        for role, is_privileged in (("finally", True), ("finally_app", False)):
            connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier(role)))
            from finally_cli.store.backup.restore_role import LOGIN
            from finally_cli.store.database import fetch_rows

            assert fetch_rows(connection, LOGIN)[0].is_privileged is is_privileged
            connection.execute("RESET SESSION AUTHORIZATION")
    monkeypatch.delenv("FINALLY_DSN")
    file.unlink()
