"""One throw-away cluster for each worker of a run, made with the product's own embedded server.

pytest-postgresql's `postgresql_noproc` sits on top of it: a migrated template, cloned where a test
must commit. Most tests share one migrated database and run in a transaction that is rolled back.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from pytest_postgresql import factories

from finally_cli.main import main
from finally_cli.model.profile import Profile
from finally_cli.store import identity, migrations, session
from finally_cli.store.database import CurrentUser, Database, transaction
from finally_cli.store.embedded import EmbeddedServer
from tests.support import thoroughness
from tests.support.folders import remove_folder

# Modules are compiled once, and not by every process that a test starts.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.load_profile(thoroughness.PROFILE)
TESTS = Path(__file__).parent
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
# A test never sees the settings, the books or the clock of the person who runs it.
STRANGE = ("FINALLY_", "PG", "COLUMNS", "NO_COLOR", "FORCE_COLOR")


def spacious_folder() -> Path:
    """A new folder, in memory where there is room, that an unprivileged server may enter."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
    folder = Path(tempfile.mkdtemp(prefix="finally-tests-", dir=memory if roomy else None))
    folder.chmod(0o755)
    return folder


HOME = spacious_folder()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors, for tests wait a lot; a server that was given is one's."""
    if SERVER.embedded is None:
        return 0
    here = hasattr(os, "sched_getaffinity")
    processors = len(os.sched_getaffinity(0)) if here else os.cpu_count() or 1
    return min(processors, 8) + 1


def pytest_unconfigure(config: pytest.Config) -> None:
    with suppress(AssertionError):  # what nobody can remove is left, and fails nothing
        remove_folder(HOME)


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    before = dict(os.environ)
    for name in list(os.environ):
        if name.startswith(STRANGE):
            del os.environ[name]
    os.environ |= {
        "FINALLY_CONFIG_DIR": str(HOME / "config"),
        "FINALLY_DATA_DIR": str(HOME / "data"),
        "FINALLY_TODAY": "2026-11-15",
        "PYTHONPATH": str(TESTS.parent),  # processes that a test starts run this checkout too
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "COLUMNS": "80",
    }
    # Started in the background, a run is deaf to Ctrl-C, and so would be what its tests interrupt.
    deaf = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, deaf)
    os.environ.clear()
    os.environ.update(before)


@dataclass(frozen=True)
class Server:
    """The server of this run: a throw-away embedded one, or another that was given."""

    host: str
    port: int
    owner: str
    embedded: EmbeddedServer | None = None

    def connect(self, dbname: str, user: str | None = None, **kw: Any) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=self.host, port=self.port, dbname=dbname, user=user or self.owner, **kw
        )

    def dsn(self, dbname: str, user: str = EmbeddedServer.EVERYDAY) -> str:
        return f"host={self.host} port={self.port} dbname={dbname} user={user}"

    def binary(self, name: str) -> Path:
        """One of the programs that come with the embedded server, such as pg_dump."""
        if self.embedded is None:
            pytest.skip(f"{name} comes with the embedded server")
        return self.embedded.binary(name)


def given_server() -> Server:
    """FINALLY_TEST_POSTGRES="host=… port=… user=…": a superuser of another server, an old one say.

    It must let them, and the everyday role that is made there, in without a password.
    """
    given = psycopg.conninfo.conninfo_to_dict(os.environ.get("FINALLY_TEST_POSTGRES", ""))
    if not given:
        embedded = EmbeddedServer(HOME / "cluster", settings=FAST)
        return Server(str(embedded.socket_folder), embedded.port, embedded.OWNER, embedded)
    return Server(str(given["host"]), int(given["port"] or 5432), str(given["user"]))


SERVER = given_server()


@pytest.fixture(scope="session", autouse=True)
def server(clean_environment: None) -> Iterator[Server]:
    if SERVER.embedded is None:
        with closing(SERVER.connect("postgres", autocommit=True)) as connection:
            role = sql.Identifier(EmbeddedServer.EVERYDAY)
            with suppress(psycopg.errors.DuplicateObject):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        yield SERVER
        return
    SERVER.embedded.enter()
    try:
        SERVER.embedded.connect("postgres", user=SERVER.owner).close()
        yield SERVER
    finally:
        SERVER.embedded.stop()  # and wait, before its folder goes


def load_schema(**kw: Any) -> None:
    """What pytest-postgresql runs to fill its template."""
    with closing(psycopg.connect(**kw)) as connection:
        list(migrations.apply_migrations(connection, migrations.find_migrations()))


# pytest-postgresql is given where the server will be: its fixtures are only set up after ours.
postgresql_noproc = factories.postgresql_noproc(
    host=SERVER.host,
    port=SERVER.port,
    user=SERVER.owner,
    dbname="template_of_tests",
    load=[load_schema],
)


@pytest.fixture(scope="session")
def template(server: Server, postgresql_noproc: Any) -> str:
    """The name of a migrated database that nothing is ever written to."""
    return str(postgresql_noproc.template_dbname)


@contextmanager
def cloned(server: Server, template: str, name: str) -> Iterator[str]:
    """A copy of a database, dropped afterwards."""
    with closing(server.connect("postgres", autocommit=True)) as connection:
        copy, original = sql.Identifier(name), sql.Identifier(template)
        # File by file, which costs a quarter of what a copy through the log does.
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(create.format(copy, original))
        try:
            yield name
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copy))


@pytest.fixture(scope="session")
def shared_database(server: Server, template: str) -> Iterator[str]:
    """One migrated database for every test that rolls back."""
    with cloned(server, template, "shared") as name:
        yield name


@pytest.fixture
def fresh_database(server: Server, template: str) -> Iterator[str]:
    """A migrated database of its own, for a test that commits or starts processes."""
    with cloned(server, template, f"fresh_{os.urandom(4).hex()}") as name:
        yield name


# What a test may have set for the session, beyond the transaction that is rolled back.
FORGET = (
    "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; UNLISTEN *; DISCARD TEMP;"
    " SELECT pg_advisory_unlock_all()"
)


class Sessions:
    """Connections to the shared database that test after test uses: a new one reads the catalog
    and compiles every trigger first, which costs as much as what most tests do."""

    def __init__(self, server: Server, dbname: str) -> None:
        self.server, self.dbname = server, dbname
        self.idle: dict[str, psycopg.Connection[Any]] = {}

    @contextmanager
    def borrow(self, role: str) -> Iterator[psycopg.Connection[Any]]:
        """The role's connection, rolled back afterwards; another one if a test has closed it."""
        connection = self.idle.pop(role, None)
        if connection is None:
            connection = self.server.connect(self.dbname, user=role)
        try:
            yield connection
        finally:
            with suppress(psycopg.Error):
                connection.rollback()
                connection.autocommit = False
                connection.execute(FORGET)
                connection.commit()
                self.idle[role] = connection
            if role not in self.idle:
                connection.close()


@pytest.fixture(scope="session")
def sessions(server: Server, shared_database: str) -> Iterator[Sessions]:
    sessions = Sessions(server, shared_database)
    yield sessions
    for connection in sessions.idle.values():
        connection.close()


@pytest.fixture
def owner(server: Server, sessions: Sessions) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection, rolled back after the test."""
    with sessions.borrow(server.owner) as connection:
        yield connection


@pytest.fixture
def app(sessions: Sessions) -> Iterator[psycopg.Connection[Any]]:
    """The everyday role's connection, rolled back after the test; nobody is identified."""
    with sessions.borrow(EmbeddedServer.EVERYDAY) as connection:
        yield connection


@dataclass(frozen=True)
class Outcome:
    """How one command line ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    @property
    def error(self) -> Any:
        """The last line of stderr, where --json was given."""
        assert self.stdout == "", "a failure leaves stdout empty"
        return json.loads(self.stderr.splitlines()[-1])


Run = Callable[..., Outcome]


@pytest.fixture
def books(app: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """An open transaction with one user, ann@example.org, whose books are in EUR and empty."""
    app.execute(
        "INSERT INTO users (email, display_name, base_currency)"
        " VALUES ('ann@example.org', 'Ann', 'EUR')"
    )
    return app


def command_line(
    connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs command lines in this process, on a connection that is open already."""

    @contextmanager
    def opened(
        profile: Profile, *, read_only: bool, tell: Any, command: str = ""
    ) -> Iterator[Database]:
        with transaction(connection, read_only=read_only) as nested:
            user: CurrentUser = identity.identify(connection, profile)
            db = Database(connection, user, nested=nested, command=command)
            if not read_only:
                db.label()
            yield db

    @contextmanager
    def opened_by_anybody(
        profile: Profile, *, tell: Any, read_only: bool = True
    ) -> Iterator[Database]:
        nobody = CurrentUser(id="", email="", display_name=None, base_currency="")
        with transaction(connection, read_only=read_only) as nested:
            yield Database(connection, nobody, nested=nested)

    monkeypatch.setattr(session, "open_session", opened)
    monkeypatch.setattr(session, "open_without_user", opened_by_anybody)
    monkeypatch.setattr(sys, "argv", ["finally"])

    def run_finally(*arguments: str) -> Outcome:
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return run_finally


@pytest.fixture
def run(
    books: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command line in this process, on `books`, inside the test's own transaction."""
    return command_line(books, monkeypatch, capsys)


@pytest.fixture(scope="session")
def sample_database(server: Server, template: str) -> Iterator[str]:
    """The household of sample.sql, for every test that only looks."""
    with cloned(server, template, "sample") as name:
        with closing(server.connect(name)) as connection:
            connection.execute((TESTS / "sample.sql").read_bytes())
            connection.commit()
        yield name


@pytest.fixture
def sample_connection(server: Server, sample_database: str) -> Iterator[psycopg.Connection[Any]]:
    """The everyday role's connection to the household of sample.sql; nobody is identified."""
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as connection:
        yield connection


@pytest.fixture
def look(
    sample_connection: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command line that only looks, in this process, as Ann of sample.sql."""
    monkeypatch.setenv("FINALLY_USER", "ann")
    return command_line(sample_connection, monkeypatch, capsys)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with a file under tests/golden, which --update-golden rewrites."""

    def compare(name: str, text: str) -> None:
        file = TESTS / "golden" / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"{file} is missing: look at it after pytest --update-golden"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def sample_dsn(server: Server, sample_database: str) -> str:
    """Where a process of its own finds the sample household."""
    return server.dsn(sample_database)
