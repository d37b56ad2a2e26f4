"""A report over income and expenses costs what its months cost, whatever else lies in the database.

python -m tests.bench.volume_items [ITEMS ...]   by hand; default 20000 and 10000000

One household of 20,000 expenses over ten years; the rest belongs to others. Prints, for each size,
the buffers and milliseconds of each query as EXPLAIN (ANALYZE, BUFFERS) gives them for the everyday
role, and the wall time of the commands.
"""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date

from finally_cli.store.embedded import EmbeddedServer
from tests.bench import books
from tests.bench.volume import explained, identify, timed

OURS = 20_000
STRANGERS = """
SET session_replication_role = replica;
SET maintenance_work_mem = '1GB';
SET work_mem = '1GB';
ALTER TABLE expense_items DROP CONSTRAINT expense_items_pkey;
DROP INDEX expense_items_by_month, expense_items_by_category;
INSERT INTO users (email)
SELECT 'stranger' || n || '@example.org' FROM generate_series(1, {users}) AS n;
INSERT INTO expense_items (user_id, category_id, year, month, amount, spent_on, description)
SELECT u.id, c.id, 2015 + m / 12, m % 12 + 1, 1 + (i::bigint * 7919) % 20000 / 100.0,
    make_date(2015 + m / 12, m % 12 + 1, 1 + i % 28), 'Shop #' || i % 900
FROM generate_series(0, {items} - 1) AS i
CROSS JOIN LATERAL (SELECT (i::bigint * 120 / {items})::integer AS m) AS spread
JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM expense_categories) AS c
    ON c.place = i % 8
CROSS JOIN (SELECT id FROM users WHERE email LIKE 'stranger%') AS u;
INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
SELECT u.id, c.id, 2015 + m / 12, m % 12 + 1, 400 + m
FROM generate_series(0, 119) AS m CROSS JOIN expense_categories AS c
CROSS JOIN (SELECT id FROM users WHERE email LIKE 'stranger%') AS u;
ALTER TABLE expense_items ADD PRIMARY KEY (user_id, id);
CREATE INDEX expense_items_by_month
    ON expense_items (user_id, year, month, category_id) INCLUDE (subcategory_id, amount);
CREATE INDEX expense_items_by_category ON expense_items (category_id, subcategory_id);
"""
MONTH, YEAR = date(2024, 12, 1), date(2024, 1, 1)
NOW = {"this_month": date(2025, 1, 1)}
QUERIES: tuple[tuple[str, dict[str, object]], ...] = (
    (
        "report/budget",
        {"month": MONTH, "month_gone": None, "default_policy": "carry", "places": 2},
    ),
    ("report/budget_totals", {"month": MONTH, "month_gone": None, "default_policy": "carry"}),
    ("report/budget_subcategories", {"month": MONTH}),
    ("report/budget_month", {"month": MONTH}),
    ("report/cashflow_range", {"first": None, "last": None, "months": 12, **NOW}),
    ("report/cashflow", {"first": MONTH, "last": MONTH, **NOW}),
    ("report/cashflow", {"first": YEAR, "last": MONTH, **NOW}),
    ("report/cashflow_totals", {"first": YEAR, "last": MONTH, **NOW}),
    ("report/cashflow_by_category", {"first": YEAR, "last": MONTH, **NOW}),
    ("report/spending", {"first": date(2024, 7, 1), "last": MONTH, **NOW}),
    ("budget/explain", {"month": MONTH, "default_policy": "carry"}),
)
COMMANDS = (
    ("budget", ["--month", books.MONTH]),
    ("cashflow", ["--month", books.MONTH]),
    ("cashflow", ["--months", "12"]),
    ("spending", ["--months", "6"]),
)


def main(sizes: list[int]) -> None:
    for size in sizes:
        with books.server() as server:
            books.fill(server, OURS)
            add_strangers(server, max(0, size - OURS) // OURS)
            with closing(server.connect("finally")) as connection:
                identify(connection)
                food = connection.execute("SELECT id FROM expense_categories WHERE code = 'FOOD'")
                category = food.fetchone()
                assert category is not None
                for name, params in QUERIES:
                    given = {**params, "category_id": category[0]}
                    print(f"{size:>11,} items  {explained(connection, name, given)}")
            for report, arguments in COMMANDS:
                print(f"{size:>11,} items  {timed(server, arguments, report)}", flush=True)


def add_strangers(server: EmbeddedServer, users: int) -> None:
    if not users:
        return
    with closing(server.connect("finally", user=server.OWNER)) as connection:
        connection.execute(STRANGERS.format(users=users, items=OURS).encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20_000, 10_000_000])
