"""Every question a report asks is answered from an index: it costs the answer, not the history.

Plans and not times: 200,000 snapshots and as many expenses of 100 users are enough for the planner
to leave a table unread wherever it can. What the program asks: tests/conventions/test_cost.py.
"""

from collections.abc import Iterator
from typing import Any, LiteralString

import pytest
from psycopg import ClientCursor

from tests.support.schema_rows import ANNA, CASH, FOOD, Database, act_as, giro_of

QUESTIONS: dict[str, tuple[LiteralString, str]] = {
    "net worth of a month": (
        """
        SELECT COALESCE(SUM(total), 0)
        FROM asset_inputs
        WHERE user_id = %(user)s AND year = 2020 AND month = 6
        """,
        "asset_inputs_by_month",
    ),
    "a month by category": (
        """
        SELECT category_id, sum(total)
        FROM asset_inputs
        JOIN assets ON assets.user_id = asset_inputs.user_id AND assets.id = asset_inputs.asset_id
        WHERE asset_inputs.user_id = %(user)s AND year = 2020 AND month = 6
        GROUP BY category_id
        """,
        "asset_inputs_by_month",
    ),
    "a year month by month": (
        """
        SELECT year, month, sum(total)
        FROM asset_inputs
        WHERE user_id = %(user)s AND (year, month) BETWEEN (2020, 1) AND (2020, 12)
        GROUP BY year, month
        """,
        "asset_inputs_by_month",
    ),
    "the newest value of an asset": (
        """
        SELECT year, month, total
        FROM asset_inputs
        WHERE user_id = %(user)s AND asset_id = %(asset)s
        ORDER BY year DESC, month DESC
        LIMIT 1
        """,
        "snapshot_month_taken",
    ),
    "the newest value of every asset": (
        """
        SELECT asset_name, newest.total
        FROM assets
        CROSS JOIN LATERAL (
            SELECT total
            FROM asset_inputs
            WHERE asset_inputs.user_id = assets.user_id AND asset_inputs.asset_id = assets.id
            ORDER BY year DESC, month DESC
            LIMIT 1
        ) AS newest
        WHERE assets.user_id = %(user)s
        """,
        "snapshot_month_taken",
    ),
    "the newest value of every asset up to a month": (
        """
        SELECT asset_name, newest.total
        FROM assets
        CROSS JOIN newest_value(%(user)s, assets.id, '2020-06-01') AS newest
        WHERE assets.user_id = %(user)s
        """,
        "snapshot_month_taken",
    ),
    "the assets that a month has no value of": (
        "SELECT asset_id FROM missing_assets(%(user)s, '2020-06-01')",
        "snapshot_month_taken",
    ),
    "the last twelve months of net worth": (
        """
        SELECT year, month, net_worth
        FROM networth_materialized
        WHERE user_id = %(user)s
        ORDER BY year DESC, month DESC
        LIMIT 12
        """,
        "networth_materialized_pkey",
    ),
    "the latest net worth": (
        "SELECT net_worth FROM latest_networth WHERE user_id = %(user)s",
        "networth_materialized_pkey",
    ),
    "expenses of a month by category": (
        """
        SELECT category_id, sum(amount)
        FROM expense_items
        WHERE user_id = %(user)s AND year = 2020 AND month = 6
        GROUP BY category_id
        """,
        "expense_items_by_month",
    ),
    "expenses of one category in a month": (
        """
        SELECT sum(amount)
        FROM expense_items
        WHERE user_id = %(user)s AND category_id = %(food)s AND year = 2020 AND month = 6
        """,
        "expense_items_by_month",
    ),
    "income of a month by category": (
        """
        SELECT category_id, sum(amount)
        FROM incoming_items
        WHERE user_id = %(user)s AND year = 2020 AND month = 6
        GROUP BY category_id
        """,
        "incoming_items_by_month",
    ),
    "budgets of a month": (
        """
        SELECT category_id, budget_amount
        FROM budgets
        WHERE user_id = %(user)s AND year = 2020 AND month = 6
        """,
        "budgets_by_month",
    ),
}

# Written with triggers and foreign keys switched off, for time: other tests look at those.
HISTORY: LiteralString = """
    SET LOCAL session_replication_role = replica;

    INSERT INTO users (id, email)
    SELECT CASE n WHEN 1 THEN %(user)s ELSE gen_random_uuid() END, 'user' || n
    FROM generate_series(1, 100) AS n;

    INSERT INTO assets (user_id, id, category_id, asset_name)
    SELECT
        users.id,
        CASE WHEN n = 1 AND users.id = %(user)s THEN %(asset)s ELSE gen_random_uuid() END,
        %(cash)s,
        'Asset ' || n
    FROM users, generate_series(1, 20) AS n;

    INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
    SELECT user_id, id, 2015 + n / 12, 1 + n %% 12, n
    FROM assets, generate_series(0, 99) AS n;

    INSERT INTO networth_materialized (user_id, year, month, net_worth, snapshots)
    SELECT user_id, year, month, sum(total), count(*)
    FROM asset_inputs
    GROUP BY user_id, year, month;

    INSERT INTO expense_items (user_id, category_id, year, month, amount)
    SELECT users.id, expense_categories.id, 2015 + n / 12, 1 + n %% 12, 1 + n
    FROM users, expense_categories, generate_series(0, 99) AS n, generate_series(1, 2);

    INSERT INTO incoming_items (user_id, category_id, year, month, amount)
    SELECT users.id, income_categories.id, 2015 + n / 12, 1 + n %% 12, 1 + n
    FROM users, income_categories, generate_series(0, 99) AS n;

    INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
    SELECT users.id, expense_categories.id, 2015 + n / 12, 1 + n %% 12, n
    FROM users, expense_categories, generate_series(0, 99) AS n;
"""

PARAMETERS = {"user": ANNA, "asset": giro_of(ANNA), "cash": CASH, "food": FOOD}


@pytest.fixture(scope="module")
def history(server: Any, template: str) -> Iterator[str]:
    """The name of a database with ten years of a hundred households, made once for this module."""
    name = f"{template}_with_history"
    with server.connect("postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            with server.connect(name) as owner:
                owner.execute("SET synchronous_commit = on")  # else VACUUM finds it not yet visible
                ClientCursor(owner).execute(HISTORY, PARAMETERS)
                owner.commit()
                owner.autocommit = True
                owner.execute("VACUUM ANALYZE")
            yield name
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def plan_of(db: Database, question: str) -> list[dict[str, Any]]:
    explained = f"EXPLAIN (FORMAT JSON) {question}"
    row = db.execute(explained.encode(), PARAMETERS).fetchone()
    assert row is not None
    return list(nodes(row[0][0]["Plan"]))


@pytest.mark.parametrize("role", ["finally_app", "finally"])
@pytest.mark.parametrize("asked", QUESTIONS)
def test_a_report_reads_an_index_and_no_table_through(
    server: Any, history: str, asked: str, role: str
) -> None:
    question, index = QUESTIONS[asked]
    with server.connect(history, user=role) as db:
        act_as(db, ANNA)
        plan = plan_of(db, question)
    assert index in {node.get("Index Name") for node in plan}
    assert [node["Relation Name"] for node in plan if node["Node Type"] == "Seq Scan"] == []


IN_NUMBERS = {
    "one month": "year = 2020 AND month = 6",
    "some months": "(year, month) BETWEEN (2020, 1) AND (2020, 12)",
    "all before": "(year, month) < (2020, 6)",
}
BY_DATE = {
    "one month": "year = year_of('2020-06-01') AND month = month_of('2020-06-01')",
    "some months": "(year, month) BETWEEN (year_of('2020-01-01'), month_of('2020-01-01'))"
    " AND (year_of('2020-12-01'), month_of('2020-12-01'))",
    "all before": "(year, month) < (year_of('2020-06-01'), month_of('2020-06-01'))",
}


@pytest.mark.parametrize("asked", IN_NUMBERS)
def test_a_date_turned_into_year_and_month_costs_no_index(
    server: Any, history: str, asked: str
) -> None:
    """Of a given date the two are constants to the planner: under row security as well."""
    ask = "SELECT sum(total) FROM asset_inputs WHERE user_id = %(user)s AND "
    with server.connect(history, user="finally_app") as db:
        act_as(db, ANNA)
        numbers, dates = (plan_of(db, ask + said[asked]) for said in (IN_NUMBERS, BY_DATE))
    assert dates == numbers
    assert "Index Only Scan" in {node["Node Type"] for node in dates}


def test_a_date_of_a_row_is_turned_without_a_call(server: Any, history: str) -> None:
    question = "SELECT year_of(period), month_of(period) FROM asset_inputs"
    with server.connect(history, user="finally_app") as db:
        rows = db.execute(f"EXPLAIN (VERBOSE, COSTS off) {question}".encode()).fetchall()
    plan = " ".join(line for (line,) in rows)
    assert "EXTRACT(year FROM asset_inputs.period)" in plan
    assert "EXTRACT(month FROM asset_inputs.period)" in plan


def test_a_month_of_many_users_reads_the_pages_of_one(server: Any, history: str) -> None:
    question, _ = QUESTIONS["net worth of a month"]
    with server.connect(history, user="finally_app") as db:
        act_as(db, ANNA)
        db.execute("SELECT count(*) FROM assets")  # the catalog is read now and not counted below
        explained: LiteralString = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + question
        row = db.execute(explained, PARAMETERS).fetchone()
    plan = row[0][0]["Plan"]
    # Twenty rows, on as many pages where they must be looked at, below an index three levels deep.
    # The table has thousands.
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] <= 30
