"""Behind PgBouncer in transaction mode every command does what it does without it.

All that a command asks of a session is in one transaction, or does not need the same session: with
one connection to the server nothing is left on it after any command, and with several, each
transaction on another one and strangers' in between, no command misses anything.
"""

from __future__ import annotations

import re
import shlex
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from finally_cli.main import main
from finally_cli.store import migrations
from tests.commands.test_closed_writes import FILES, IN_CLOSED
from tests.conftest import HOME, TESTS, Outcome
from tests.conventions.test_goldens import LOOKS
from tests.support.command_tree import commands, options
from tests.support.outcomes import refusal
from tests.support.people import PeoplesServer, database_of, peoples_server
from tests.support.pooler import Pooler, find_pgbouncer, pooler

OWNER = "landlord"
MORE = """
recurring add expense 30 wellness --from 2026-11
category add Whittling --kind expense
category rename Whittling Carving
goal add Boat 9000 --by 2028-01
source add "Second bank"
rule add cinema --category leisure
price set Acme 12.5 --date 2026-10-30
asset edit Acme --ticker ACM
asset close Savings --yes
asset reopen Savings
expense add 7.50 food --month 2026-10 --note Bread
expense add 7.50 food --month 2026-10 --dry-run
expense add 8.50 food --month 2026-10 --idempotency-key k1
expense add 8.50 food --month 2026-10 --idempotency-key k1
undo EVENT
expense list --month 2026-10 --limit 3
report networth --known-at EVENT
report cashflow --show-sql
audit list
audit verify
audit anchor
close month 2025-09 --yes
close list
close verify
expense add 7.50 food --month 2025-09
close reopen 2025-09 --reason Test
import list
export json
export hledger
export csv --output csv-folder
export xlsx --output book.xlsx
user add zoe@example.org --currency EUR
user list
user edit --name Ann2
user share --with zoe@example.org
report networth --user zoe
db migrate
db sizes
db indexes
db doctor
db schema
sql -c "SELECT count(*) FROM assets"
sql -c "SELECT generate_series(1, 20000)"
sql -c "SELECT count(*) FROM generate_series(1, 1000000000)" --timeout 0.2
report networth --user nobody
"""


def agreed(words: tuple[str, ...], line: list[str]) -> list[str]:
    """The command line, with a yes where it asks."""
    return [*words, *line, *(["--yes"] if "--yes" in options(commands()[words]) else [])]


WRITES = [agreed(words, more) for words, lines in IN_CLOSED.items() for more in lines]
WRITES += map(shlex.split, MORE.split("\n")[1:-1])
LINES = [*LOOKS.values(), *WRITES]
# What differs from one database to the next, and from one moment to the next.
CHANGING = [
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID"),
    (r"\b[0-9a-f]{64}\b|\b[0-9a-f]{8}\b", "ID"),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d(:?\d\d)?|Z)?", "TIME"),
    (r"\d+(\.\d+)? ?(kB|MB|bytes|ms|s)\b|\d+\.\d+ rows|(actual time|cost)=\S+", "SIZE"),
    (r"Buffers: .*|Planning Time: .*|Memory: .*|(bytes|scans|rows|read)\": \"?\d+", "SIZE"),
]
LEFT = """
    SELECT
        array(SELECT statement FROM pg_prepared_statements),
        array(
            SELECT name || '=' || setting FROM pg_settings
            WHERE source = 'session' AND name NOT IN ('application_name', 'client_encoding')
        ),
        (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
        array(SELECT pg_listening_channels()),
        array(SELECT relname::text FROM pg_class WHERE relnamespace = pg_my_temp_schema()),
        array(SELECT name FROM pg_cursors WHERE is_holdable),
        concat(
            current_setting('finally.user_id', true), current_setting('finally.command', true),
            current_setting('finally.command_line', true), current_setting('finally.undoes', true),
            current_setting('finally.budget_policy', true)
        ),
        session_user = current_user
"""
STRANGE = """
    SET LOCAL finally.user_id = '00000000-0000-0000-0000-000000000000';
    SET LOCAL search_path = pg_catalog;
    SET LOCAL TimeZone = 'Asia/Tokyo';
"""
NOTHING: tuple[object, ...] = ([], [], 0, [], [], [], "", True)


@dataclass(frozen=True)
class Stand:
    """A server with the sample household three times: `direct`, `one` and `turns` of the pooler."""

    server: PeoplesServer
    pooler: Pooler


@pytest.fixture(scope="module")
def stand() -> Iterator[Stand]:
    find_pgbouncer()  # before a server is started in vain
    with peoples_server("pooled") as server, database_of(OWNER, server):
        with server.connect(server.superuser) as connection:
            connection.execute((TESTS / "sample.sql").read_bytes())
        with server.connect(server.superuser, "postgres") as admin:
            for name in ("one", "turns"):
                admin.execute(f"CREATE DATABASE {name} TEMPLATE books OWNER {OWNER}")
            for name in ("empty", "unmade"):
                admin.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        sizes = {"one": 1, "turns": 3, "empty": 3, "unmade": 3}
        databases = {name: f"pool_size={size}" for name, size in sizes.items()}
        with pooler(server.port, databases, [OWNER, server.superuser]) as between:
            yield Stand(server, between)


Call = Callable[..., Outcome]
Told = tuple[int, str, str]


@pytest.fixture
def call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Call:
    """Command lines in this process as Ann, at a home of its own for each database."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setattr(sys, "argv", ["finally"])

    def call_finally(dsn: str, *words: str) -> Outcome:
        home = tmp_path / str(psycopg.conninfo.conninfo_to_dict(dsn)["dbname"])
        if not home.exists():
            home.mkdir()
            for name, text in FILES.items():
                (home / name).write_text(text)
        monkeypatch.chdir(home)
        monkeypatch.setenv("FINALLY_DATA_DIR", str(HOME / "pooled"))
        monkeypatch.setenv("FINALLY_DSN", dsn)
        capfdbinary.readouterr()
        exit_code = main(words if "--user" in words else [*words, "--user", "ann"])
        captured = capfdbinary.readouterr()
        return Outcome(exit_code, captured.out.decode(), captured.err.decode())

    return call_finally


def newest_event(stand: Stand, dsn: str) -> str:
    database = str(psycopg.conninfo.conninfo_to_dict(dsn)["dbname"])
    with stand.server.connect(stand.server.superuser, database) as connection:
        row = connection.execute("SELECT id FROM audit_events ORDER BY sequence DESC LIMIT 1")
        return str(row.fetchall()[0][0])


def masked(told: Outcome) -> Told:
    """What is told, without what no two databases or moments have in common."""
    said = [told.stdout, told.stderr]
    for pattern, word in CHANGING:
        said = [re.sub(pattern, word, text) for text in said]
    return told.exit_code, said[0], said[1]


@pytest.fixture(scope="module")
def expected() -> dict[int, Told]:
    """What each line has told on the direct connection, once it has been asked."""
    return {}


def tell(stand: Stand, call: Call, dsn: str, line: list[str]) -> Told:
    """What a line tells; what is measured of a database, only that it is."""
    words = [newest_event(stand, dsn) if word == "EVENT" else word for word in line]
    told = masked(call(dsn, *words))
    return (*told[::2], "") if line[-1] in ("sizes", "indexes") else told


def run_direct(call: Call, stand: Stand, expected: dict[int, Told]) -> None:
    for number, line in enumerate(LINES):
        if number not in expected:
            expected[number] = tell(stand, call, stand.server.dsn(OWNER), line)


def test_with_one_connection_each_command_tells_the_same_and_leaves_nothing_on_it(
    stand: Stand, call: Call, expected: dict[int, Told]
) -> None:
    run_direct(call, stand, expected)
    dsn = stand.pooler.dsn("one", OWNER)
    with closing(stand.pooler.connect("one", OWNER)) as next_guest:
        for number, line in enumerate(LINES):
            assert tell(stand, call, dsn, line) == expected[number], line
            assert next_guest.execute(LEFT).fetchone() == NOTHING, line


def test_with_strangers_between_any_two_transactions_each_command_tells_the_same(
    stand: Stand, call: Call, expected: dict[int, Told]
) -> None:
    run_direct(call, stand, expected)
    done = threading.Event()
    met: set[int] = set()

    def be_strange() -> None:
        with closing(stand.pooler.connect("turns", OWNER)) as stranger:
            while not done.wait(0.002):
                with stranger.transaction():
                    stranger.execute(STRANGE)
                    row = stranger.execute("SELECT pg_backend_pid()").fetchone()
                met.add(row[0] if row else 0)

    strangers = [threading.Thread(target=be_strange) for _ in range(2)]
    for stranger in strangers:
        stranger.start()
    try:
        dsn = stand.pooler.dsn("turns", OWNER)
        for number, line in list(enumerate(LINES))[len(LOOKS) :]:
            assert tell(stand, call, dsn, line) == expected[number], line
    finally:
        done.set()
        for stranger in strangers:
            stranger.join()
    assert len(met) == 3, "each of the server's connections had its turn"


def test_several_who_migrate_at_once_are_in_order(stand: Stand) -> None:
    """What holds them apart is of a transaction, and not of a session that nobody has here."""
    applied: list[list[int]] = []

    def migrate() -> None:
        with closing(stand.pooler.connect("unmade", OWNER)) as connection:
            done = migrations.apply_migrations(connection, migrations.find_migrations())
            applied.append([migration.version for migration in done])

    everybody = [threading.Thread(target=migrate) for _ in range(3)]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()
    versions = [migration.version for migration in migrations.find_migrations()]
    assert sorted(version for some in applied for version in some) == versions
    with closing(stand.pooler.connect("unmade", OWNER)) as connection:
        assert connection.execute(LEFT).fetchone() == NOTHING


@pytest.fixture
def behind(stand: Stand, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Command lines on the profile `pooled`, of a superuser, whose config.toml is given first."""

    def on_profile(more: str, *words: str) -> Outcome:
        dsn = stand.pooler.dsn("turns", stand.server.superuser)
        (tmp_path / "config").mkdir(exist_ok=True)
        (tmp_path / "config" / "config.toml").write_text(
            f'[profiles.pooled]\ndsn = "{dsn}"\n{more}'
            f'[profiles.empty]\ndsn = "{stand.pooler.dsn("empty", OWNER)}"\n'
        )
        return call(dsn, *words, "--profile", "pooled")

    return on_profile


NEEDING_THE_SERVER = ["db backup", "db restore BACKUP --yes", "db shell"]


def test_what_needs_the_server_itself_says_so_and_how_to_get_there(
    stand: Stand, behind: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct = f'direct_dsn = "host=127.0.0.1 port={stand.server.port}"\n'
    monkeypatch.setattr("shutil.which", lambda name, **_: "/bin/true" if name == "psql" else None)
    made = behind(direct, "db", "backup", "--no-verify", "--json")
    assert made.exit_code == 0, made.stderr
    for line in NEEDING_THE_SERVER:
        words = [
            made.json["rows"][0]["file"] if word == "BACKUP" else word for word in line.split()
        ]
        assert behind("", *words) == refusal(
            1,
            'profile "pooled" leads to a pooler, and this command needs the server itself',
            "Say how to get past it, to the server itself: finally config set"
            ' profiles.pooled.direct_dsn "host=… port=…"',
        ), line
        round_about = f'direct_dsn = "host={stand.pooler.folder} port=6432"\n'
        assert behind(round_about, *words) == refusal(
            1,
            'direct_dsn of profile "pooled" leads to a pooler, and not to the server itself',
            'Name the server itself: finally config set profiles.pooled.direct_dsn "host=… port=…"',
        ), line
    assert behind(direct, "db", "shell").exit_code == 0
    moved = behind("", "db", "move", "--to", "empty", "--yes", "--json")
    assert moved.exit_code == 0, moved.stderr
    status = behind(direct, "db", "status", "--json").json["rows"][0]
    assert (status["pooled"], status["direct"]) == (
        True,
        f"host=127.0.0.1 port={stand.server.port}",
    )
