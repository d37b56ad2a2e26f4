"""What keeping every change costs: the same work in two databases, one where the audit sleeps.

python -m tests.bench.audit [ROUNDS]   by hand; default 5

Timed in turn: finally import snapshots of 100,000 values and finally snapshot add as whole
commands, and their writing alone, one statement and its commit on an open connection. A ratio is
the median of the pairs. Whole commands are to stay at 2 or under, and so is a single statement; how
bulk statements by themselves compare is told. With --explain, where their time goes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from finally_cli.store.embedded import EmbeddedServer
from tests.bench import books
from tests.bench.import_snapshots import ASSETS, MONTHS, long
from tests.bench.pairs import Paired, seconds

MOST = 2.0
KEPT, BARE = "finally", "bare"
COMMAND = [sys.executable, "-m", "finally_cli"]
MAKE_ASSETS = f"""
INSERT INTO assets (user_id, category_id, asset_name)
SELECT current_user_id(), id, 'Asset ' || to_char(n, 'FM0000')
FROM generate_series(0, {ASSETS - 1}) AS n JOIN asset_categories ON code = 'CASH'
"""
SLEEP = """
DO $$
DECLARE
    kept record;
BEGIN
    FOR kept IN SELECT tgrelid::regclass AS of, tgname FROM pg_trigger
        WHERE tgfoid IN ('keep_changes'::regproc, 'keep_truncated'::regproc)
    LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', kept.of, kept.tgname);
    END LOOP;
END
$$
"""
ADD = f"""
INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
SELECT user_id, id, 2010 + m / 12, m % 12 + 1, 1000 + m
FROM assets CROSS JOIN generate_series(0, {MONTHS - 1}) AS m
"""
ADD_ONE = """
INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
SELECT user_id, id, 2020, 1, 5 FROM assets WHERE asset_name = 'Asset 0007'
ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET total = asset_inputs.total + 1
"""
STATEMENTS = {
    "add 100,000 values, the statement": ADD,
    "change 100,000 values, the statement": "UPDATE asset_inputs SET total = total + 1",
    "delete 100,000 values, the statement": "DELETE FROM asset_inputs",
}


def prepared(server: EmbeddedServer) -> None:
    """The books of one user with a thousand assets, and a copy of them where the audit sleeps."""
    with closing(server.connect(KEPT, user=server.OWNER)) as connection:
        connection.execute(books.USER.encode())
        connection.execute(MAKE_ASSETS.encode())
        connection.commit()
    with closing(server.connect("postgres", user=server.OWNER, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {BARE} TEMPLATE {KEPT}".encode())
    with closing(server.connect(BARE, user=server.OWNER)) as connection:
        connection.execute(SLEEP.encode())
        connection.commit()


def emptied(server: EmbeddedServer, name: str) -> None:
    """Take all values away without a trace: each round begins with the same tables."""
    with closing(server.connect(name, user=server.OWNER, autocommit=True)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("TRUNCATE asset_inputs, networth_materialized")
        connection.execute("DELETE FROM audit_changes WHERE table_name = 'asset_inputs'")
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def commands(server: EmbeddedServer, file: Path) -> dict[str, tuple[list[str], bool]]:
    """Each whole command, and whether the values are taken away before it."""
    one = [*COMMAND, "snapshot", "add", "Asset 0007", "5", "--month", "2020-01", "--yes"]
    return {
        "import snapshots, 100,000 values": ([*COMMAND, "import", "snapshots", str(file)], True),
        "snapshot add, one value": (one, False),
    }


def environment(server: EmbeddedServer, name: str) -> dict[str, str]:
    kept = {k: v for k, v in server.environment().items() if not k.startswith("FINALLY_")}
    return kept | {
        "FINALLY_DSN": server.url(name),
        "FINALLY_DATA_DIR": str(server.home),
        "FINALLY_CONFIG_DIR": str(server.home / "config"),
        "FINALLY_USER": books.EMAIL,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def in_turn(rounds: int, measure: Callable[[str], float]) -> Paired:
    """With the audit and without it, after one round that does not count; who is first changes."""
    times: list[tuple[float, float]] = []
    for n in range(rounds + 1):
        took = {name: measure(name) for name in ((KEPT, BARE) if n % 2 else (BARE, KEPT))}
        times.append((took[KEPT], took[BARE]))
    return Paired([kept for kept, _ in times[1:]], [bare for _, bare in times[1:]])


def committed(connection: psycopg.Connection[Any], statement: str) -> float:
    """One statement as the user, and its commit; seconds."""
    connection.execute(
        "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email = %s",
        [books.EMAIL],
    )
    begun = time.perf_counter()
    connection.execute(statement.encode())
    connection.commit()
    return time.perf_counter() - begun


def bulk(server: EmbeddedServer, rounds: int) -> None:
    """Each bulk statement in turn: what is added is then changed, and then deleted."""
    times: dict[str, list[tuple[float, float]]] = {what: [] for what in STATEMENTS}
    for n in range(rounds + 1):
        took: dict[tuple[str, str], float] = {}
        for name in (KEPT, BARE) if n % 2 else (BARE, KEPT):
            emptied(server, name)
            with closing(server.connect(name)) as connection:
                for what, statement in STATEMENTS.items():
                    took[what, name] = committed(connection, statement)
        for what, pairs in times.items():
            pairs.append((took[what, KEPT], took[what, BARE]))
    for what, pairs in times.items():
        both = Paired([a for a, _ in pairs[1:]], [b for _, b in pairs[1:]])
        print(both.line(what), flush=True)


def single(server: EmbeddedServer, rounds: int) -> Paired:
    """One value over and over on two open connections, and its commit."""
    with closing(server.connect(KEPT)) as kept, closing(server.connect(BARE)) as bare:
        opened = {KEPT: kept, BARE: bare}
        for connection in opened.values():
            for _ in range(10):  # until the plans are made
                committed(connection, ADD_ONE)
        times = in_turn(rounds * 40, lambda name: committed(opened[name], ADD_ONE))
    ms = [median(one) * 1000 for one in (times.first, times.second)]
    print(f"{'one value, the statement':46} {ms[0]:8.2f} ms {ms[1]:8.2f} ms", end="")
    print(f"  ratio {times.ratio:.3f}  (at most {MOST})", flush=True)
    return times


def whole(server: EmbeddedServer, rounds: int, file: Path) -> list[Paired]:
    told = []
    for what, (command, empty) in commands(server, file).items():

        def measure(name: str, command: list[str] = command, empty: bool = empty) -> float:
            if empty:
                emptied(server, name)
            return seconds(command, environment(server, name))

        told.append(in_turn(rounds if empty else rounds * 3, measure))
        print(told[-1].line(what, MOST), flush=True)
    return told


def explain(server: EmbeddedServer) -> None:
    """The plan and the triggers of each bulk statement, with their times; nothing is kept."""
    with closing(server.connect(KEPT, user=server.OWNER)) as connection:
        connection.execute(books.USER.encode())
        for what, statement in STATEMENTS.items():
            print(what)
            for (line,) in connection.execute(f"EXPLAIN (ANALYZE) {statement}".encode()):
                if line.startswith(("Trigger", "Execution")):
                    print(f"    {line}")


def main(rounds: int = 5, *, explained: bool = False) -> int:
    with books.server() as server, TemporaryDirectory(prefix="finally-bench-") as folder:
        file = Path(folder) / "values.csv"
        long(file, 0)
        prepared(server)
        if explained:
            explain(server)
        told = whole(server, rounds, file)
        bulk(server, rounds)
        told.append(single(server, rounds))
    return int(max(one.ratio for one in told) > MOST)


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--explain"]
    sys.exit(main(*map(int, given), explained="--explain" in sys.argv))
