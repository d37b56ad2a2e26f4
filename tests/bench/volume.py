"""A report costs what its months cost, whatever else lies in the database.

python -m tests.bench.volume [SNAPSHOTS ...]   by hand; default 1000 and 10000000

Prints, for each size, the buffers and milliseconds of each query of the net worth report as
EXPLAIN (ANALYZE, BUFFERS) gives them for the everyday role, and the wall time of the command.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.statements import body
from tests.bench import books
from tests.bench.pairs import seconds

PER_USER = 12 * 120
# Triggers sleep and indexes are made afterwards, with memory to do it: this is only volume.
STRANGERS = """
SET session_replication_role = replica;
SET maintenance_work_mem = '1GB';
SET work_mem = '1GB';
ALTER TABLE asset_inputs DROP CONSTRAINT asset_inputs_pkey, DROP CONSTRAINT snapshot_month_taken;
DROP INDEX asset_inputs_by_month;
INSERT INTO users (email)
SELECT 'stranger' || n || '@example.org' FROM generate_series(1, {users}) AS n;
INSERT INTO assets (user_id, category_id, asset_name)
SELECT u.id, c.id, 'Asset ' || n
FROM users AS u CROSS JOIN generate_series(1, 12) AS n
JOIN asset_categories AS c ON c.code = CASE n WHEN 12 THEN 'MORTGAGE' ELSE 'CASH' END
WHERE u.email LIKE 'stranger%';
INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
SELECT a.user_id, a.id, 2015 + m / 12, m % 12 + 1, 1000 + m
FROM generate_series(0, 119) AS m CROSS JOIN assets AS a JOIN users AS u ON u.id = a.user_id
WHERE u.email LIKE 'stranger%';
ALTER TABLE asset_inputs
    ADD PRIMARY KEY (user_id, id),
    ADD CONSTRAINT snapshot_month_taken UNIQUE (user_id, asset_id, year, month);
CREATE INDEX asset_inputs_by_month
    ON asset_inputs (user_id, year, month) INCLUDE (asset_id, total, carried);
INSERT INTO networth_materialized (user_id, year, month, net_worth, snapshots)
SELECT user_id, year, month, sum(total), count(*)
FROM asset_inputs JOIN users AS u ON u.id = user_id WHERE u.email LIKE 'stranger%'
GROUP BY user_id, year, month;
"""
MONTH = date(2024, 12, 1)
QUERIES: tuple[tuple[str, dict[str, object]], ...] = (
    ("report/networth", {"month": MONTH}),
    ("report/networth_totals", {"month": MONTH}),
    ("report/networth_history", {"first": None, "last": None, "months": 120}),
)


def main(sizes: list[int]) -> None:
    for size in sizes:
        with books.server() as server:
            books.fill(server, 0)
            add_strangers(server, max(0, size - PER_USER) // PER_USER)
            with closing(server.connect("finally")) as connection:
                identify(connection)
                for name, params in QUERIES:
                    print(f"{size:>11,} snapshots  {explained(connection, name, params)}")
            for arguments in (["--month", books.MONTH], ["--months", "120"]):
                print(f"{size:>11,} snapshots  {timed(server, arguments)}", flush=True)


def add_strangers(server: EmbeddedServer, users: int) -> None:
    if not users:
        return
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        connection.execute(STRANGERS.format(users=users).encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def identify(connection: psycopg.Connection[Any]) -> None:
    connection.execute(
        "SELECT set_config('finally.user_id', id::text, false) FROM users WHERE email = %s",
        [books.EMAIL],
    )


def explained(connection: psycopg.Connection[Any], name: str, params: dict[str, object]) -> str:
    """Buffers touched and milliseconds of one statement, the second time it runs."""
    user = connection.execute("SELECT current_user_id()").fetchone()
    assert user is not None
    given = {"user_id": user[0], **params}
    explain = b"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
    times, buffers, scans = [], 0, ""
    for _ in range(5):
        row = connection.execute(explain + body(name).encode(), given).fetchone()
        assert row is not None
        plan = row[0][0]
        times.append(plan["Execution Time"])
        buffers = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
        scans = (
            ", ".join(sorted(set(big_scans(plan["Plan"])))) or "no sequential scan of a big table"
        )
    return f"{name:24} {buffers:6} buffers {median(times):8.2f} ms  {scans}"


def big_scans(node: dict[str, Any]) -> list[str]:
    """Sequential scans of the tables that grow."""
    big = (
        "asset_inputs", "networth_materialized", "assets",
        "expense_items", "incoming_items", "budgets",
    )  # fmt: skip
    here = (
        [f"SEQ SCAN {node['Relation Name']}"]
        if (node["Node Type"] == "Seq Scan" and node["Relation Name"] in big)
        else []
    )
    return here + [scan for child in node.get("Plans", []) for scan in big_scans(child)]


def timed(server: EmbeddedServer, arguments: list[str], report: str = "networth") -> str:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PG", "FINALLY_"))},
        "FINALLY_DATA_DIR": str(server.home),
        "FINALLY_USER": books.EMAIL,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    command = [sys.executable, "-m", "finally_cli", "report", report, "--json", *arguments]
    times = sorted(seconds(command, environment) for _ in range(15))
    return f"{' '.join([report, *arguments]):24} {median(times) * 1000:.0f} ms wall"


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000, 10_000_000])
