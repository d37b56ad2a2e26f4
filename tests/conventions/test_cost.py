"""What a statement reads follows from what it is asked for, and not from how long the books are.

Two sets of books with the same last 24 months: one with six years before them, one with 24 years
that hold 24 times as much, among three times as many people. Each statement is run on both by the
everyday role under row security, and EXPLAIN says how many pages it touched.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest

from finally_cli.commands.status.questions import SHOWN_MONTH
from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.pipeline import Found, with_found
from tests.conftest import Server, cloned
from tests.conventions.test_nulls import BEFORE, FOOD, VALUES
from tests.support.each import each
from tests.support.sql_files import NAMES, SqlFile, sql_files

MOST = Decimal("1.5")  # times as much as in the small books
DEEPER = 40  # pages beside that: an index of a larger table has a level more, for each of 12 assets
ANN = UUID(int=0xA)


def id_of(kind: int, place: int) -> UUID:
    """The id of something of Ann's that both books have."""
    return UUID(int=(kind << 64) + place)


ASSET, EXPENSE, INCOME, SNAPSHOT, RECURRING, EVENT = (id_of(kind, 1) for kind in range(1, 7))
SOURCE, RULE, IMPORT, BANK_ROW = id_of(7, 1), id_of(8, 1), id_of(9, 312), id_of(10, 1)
GOAL = id_of(12, 2)
NOW, THIS_YEAR = date(2026, 1, 1), date(2025, 1, 1)
LAST = date(2025, 12, 1)
BOOKS = f"""
SET LOCAL session_replication_role = replica;
CREATE TEMPORARY TABLE shape ON COMMIT DROP AS
SELECT %(first)s::integer AS first, %(history)s::integer AS history, %(people)s::integer AS people;

INSERT INTO users (id, email, base_currency)
SELECT CASE WHEN n = 0 THEN '{ANN}' ELSE gen_random_uuid() END,
    CASE WHEN n = 0 THEN 'ann@example.org' ELSE 'p' || n || '@example.org' END, 'EUR'
FROM shape, generate_series(0, people) AS n;
INSERT INTO expense_categories (user_id, code, name)
SELECT id, 'OWN_' || n, 'Own ' || n FROM users, generate_series(1, 3) AS n;
INSERT INTO income_categories (user_id, code, name)
SELECT id, 'OWN_' || n, 'Own ' || n FROM users, generate_series(1, 3) AS n;
INSERT INTO asset_categories (user_id, code, name, kind)
SELECT id, 'OWN_' || n, 'Own ' || n, 'asset' FROM users, generate_series(1, 3) AS n;
INSERT INTO expense_subcategories (user_id, category_id, code, name)
SELECT id, '{FOOD}', 'OWN_' || n, 'Own ' || n FROM users, generate_series(1, 3) AS n;

-- Every month of Ann's: the last 24 are the same in both books, what lies before them is not.
CREATE TEMPORARY TABLE months ON COMMIT DROP AS
SELECT
    year, month, (year - 2000) * 12 + month AS n,
    CASE WHEN year < 2024 THEN history ELSE 40 END AS entries
FROM shape, generate_series(first, 2025) AS year, generate_series(1, 12) AS month;
CREATE TEMPORARY TABLE owned ON COMMIT DROP AS
SELECT users.id AS user_id, n,
    CASE WHEN users.id = '{ANN}' THEN ('00000000-0000-0001-0000-00000000000' || to_hex(n))::uuid
    ELSE gen_random_uuid() END AS id
FROM users, generate_series(1, 12) AS n;
INSERT INTO assets (user_id, id, category_id, asset_name, currency, created_at)
SELECT owned.user_id, owned.id, asset_categories.id, 'Asset ' || n,
    CASE WHEN n = 4 THEN 'USD' END, '2000-01-01'
FROM owned JOIN asset_categories ON asset_categories.user_id IS NULL AND code = CASE
    WHEN n = 12 THEN 'MORTGAGE' WHEN n > 8 THEN 'CASH' WHEN n > 4 THEN 'ETF_STOCKS'
    ELSE 'SINGLE_STOCKS' END;
INSERT INTO asset_inputs (user_id, id, asset_id, year, month, total, contribution)
SELECT user_id, md5(owned.id::text || months.n)::uuid, owned.id, year, month,
    CASE WHEN owned.n = 12 THEN -1 ELSE 1 END * (1000 + months.n), 10
FROM owned, months
WHERE owned.n <> 3 AND (user_id = '{ANN}' OR year = 2025);
-- Three are kept by quantity, one of them in dollars, and are sold in each August and bought again;
-- they are split every other year, and have a price each month.
UPDATE asset_inputs AS kept
SET quantity = held.quantity, price = held.price, contribution = NULL,
    total = held.quantity * coalesce(held.price, 0) * CASE WHEN held.n = 4 THEN 0.9 ELSE 1 END,
    native_amount = CASE WHEN held.n = 4 THEN held.quantity * coalesce(held.price, 0) END,
    currency = CASE WHEN held.n = 4 THEN 'USD' END, rate = CASE WHEN held.n = 4 THEN 0.9 END
FROM (
    SELECT owned.user_id, owned.id, owned.n, year, month,
        CASE WHEN month = 8 THEN 0 ELSE 10 + month END AS quantity,
        CASE WHEN month <> 8 THEN 20 + month END AS price
    FROM owned, months WHERE owned.n IN (2, 4, 6)
) AS held
WHERE kept.user_id = held.user_id AND kept.asset_id = held.id
    AND kept.year = held.year AND kept.month = held.month;
INSERT INTO splits (user_id, asset_id, day, numerator, denominator)
SELECT user_id, owned.id, make_date(year, 5, 3), 2, 1 FROM owned, months
WHERE owned.n IN (2, 4, 6) AND month = 5 AND year %% 2 = 1 AND (user_id = '{ANN}' OR year = 2025);
INSERT INTO prices (user_id, asset_id, day, price, currency)
SELECT user_id, owned.id, make_date(year, month, 20), 20 + month,
    CASE WHEN owned.n = 4 THEN 'USD' ELSE 'EUR' END
FROM owned, months
WHERE owned.n IN (2, 4, 6) AND (user_id = '{ANN}' OR year = 2025);
UPDATE asset_inputs SET id = '{SNAPSHOT}'
WHERE user_id = '{ANN}' AND asset_id = '{ASSET}' AND year = 2025 AND month = 12;
INSERT INTO networth_materialized (user_id, year, month, net_worth, snapshots)
SELECT user_id, year, month, sum(total), count(*) FROM asset_inputs GROUP BY 1, 2, 3;
INSERT INTO market_cap_history (user_id, asset_id, year, month, market_cap, source)
SELECT user_id, id, year, month, 1000 + months.n, 'typed'
FROM owned, months WHERE user_id = '{ANN}' AND owned.n < 4;
INSERT INTO fx_rates (user_id, from_currency, to_currency, year, month, rate)
SELECT users.id, 'USD', 'EUR', year, month, 0.9
FROM users, months WHERE users.id = '{ANN}' OR year = 2025;
INSERT INTO target_sets (user_id, year, month)
SELECT users.id, year, month FROM users, months
WHERE month = 1 AND year %% 2 = 0 AND (users.id = '{ANN}' OR year = 2024);
INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)
SELECT target_sets.user_id, asset_categories.id, 0.3, year, month
FROM target_sets, asset_categories
WHERE code IN ('CASH', 'ETF_STOCKS', 'SINGLE_STOCKS') AND asset_categories.user_id IS NULL;
INSERT INTO asset_targets (user_id, asset_id, target_pct, year, month)
SELECT target_sets.user_id, owned.id, 0.2, year, month
FROM target_sets JOIN owned ON owned.user_id = target_sets.user_id AND owned.n IN (1, 5, 9);

-- Closed up to the month before the last.
INSERT INTO month_seals (user_id, sequence, year, month, contents, facts, rows_hash, hash,
    closed_at, closed_by)
VALUES ('{ANN}', 1, 2025, 11, '{{}}', '{{}}', '', '', now(), 'ann');

-- Of each expense of Ann's a row of her bank, ten of the newest month waiting; from another
-- source a fourth as many: transfers without another side, and what was put into an asset.
-- Everybody has a file of last year.
INSERT INTO sources (user_id, id, source_name, currency)
SELECT users.id, CASE WHEN users.id = '{ANN}'
    THEN ('00000000-0000-0007-0000-00000000000' || n)::uuid ELSE gen_random_uuid() END,
    'Bank ' || n, 'EUR'
FROM users, generate_series(1, 2) AS n;
INSERT INTO rules (user_id, id, position, pattern, action, expense_category_id)
SELECT '{ANN}', ('00000000-0000-0008-0000-' || lpad(to_hex(n), 12, '0'))::uuid, n, 'Shop ' || n,
    'category', '{FOOD}'
FROM generate_series(1, 50) AS n;
INSERT INTO imports (user_id, id, source_id, file_name, file_hash, format, rows_read,
    first_day, last_day, opening, opening_on, closing, closing_on, follows)
SELECT '{ANN}', (format('00000000-0000-%%s-0000-', CASE bank WHEN 1 THEN '0009' ELSE '000b' END)
    || lpad(to_hex(months.n), 12, '0'))::uuid,
    ('00000000-0000-0007-0000-00000000000' || bank)::uuid,
    format('%%s-%%s.csv', year, month), sha256(format('%%s/%%s', bank, months.n)::bytea),
    'csv', entries,
    make_date(year, month, 1), make_date(year, month, 28), 0, make_date(year, month, 1) - 1,
    1, make_date(year, month, 28), true
FROM months, generate_series(1, 2) AS bank;
INSERT INTO import_rows (user_id, id, import_id, source_id, line, day, amount, text, bank_id, key,
    occurrence, decision, decided_by, asset_id, contributed)
SELECT '{ANN}', CASE WHEN bank = 1 AND i = 1 AND months.n = 312 THEN '{BANK_ROW}'
        ELSE md5(format('%%s/%%s/%%s', bank, months.n, i))::uuid END,
    (format('00000000-0000-%%s-0000-', CASE bank WHEN 1 THEN '0009' ELSE '000b' END)
    || lpad(to_hex(months.n), 12, '0'))::uuid,
    ('00000000-0000-0007-0000-00000000000' || bank)::uuid,
    i, make_date(year, month, 1 + i %% 28), -i, 'SHOP ' || i, 'n' || months.n || 'i' || i,
    bank_row_key(make_date(year, month, 1 + i %% 28), -i, NULL, 'SHOP ' || i), 1, decision,
    CASE WHEN decision <> 'waits' THEN 'rule' END,
    CASE decision WHEN 'contribution' THEN '{ASSET}'::uuid END,
    CASE decision WHEN 'contribution' THEN i END
FROM months CROSS JOIN generate_series(1, 2) AS bank
CROSS JOIN LATERAL generate_series(1, CASE bank WHEN 1 THEN entries ELSE entries / 4 END) AS i
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN bank = 2 AND i %% 2 = 0 THEN 'transfer' WHEN bank = 2 THEN 'contribution'
        WHEN months.n = 312 AND i > 30 THEN 'waits' ELSE 'category' END
) AS decided (decision);
INSERT INTO imports (user_id, id, source_id, file_name, file_hash, format, rows_read)
SELECT user_id, md5(id::text)::uuid, id, 'all.csv', sha256(''), 'csv', 12
FROM sources WHERE user_id <> '{ANN}' AND source_name = 'Bank 1';
INSERT INTO import_rows
    (user_id, import_id, source_id, line, day, amount, text, key, occurrence, decision, decided_by)
SELECT user_id, id, source_id, month, make_date(2025, month, 1), -1, 'SHOP', gen_random_uuid(), 1,
    'category', 'rule'
FROM imports, generate_series(1, 12) AS month WHERE user_id <> '{ANN}';

INSERT INTO expense_items (user_id, id, category_id, subcategory_id, year, month, amount, spent_on,
    description, import_row_id)
SELECT '{ANN}',
    CASE WHEN months.n = 312 AND i = 1 THEN '{EXPENSE}' ELSE gen_random_uuid() END,
    category.id, CASE WHEN category.id = '{FOOD}' THEN sub.id END, year, month, i,
    make_date(year, month, 1 + i %% 28), 'Shop ' || i,
    CASE WHEN months.n = 312 AND i = 1 THEN '{BANK_ROW}'
        WHEN months.n < 312 OR i <= 30 THEN md5(format('1/%%s/%%s', months.n, i))::uuid END
FROM months CROSS JOIN LATERAL generate_series(1, entries) AS i
JOIN (
    SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM expense_categories
    WHERE user_id IS NULL OR user_id = '{ANN}'
) AS category ON category.place = i %% 11
CROSS JOIN (
    SELECT min(id::text)::uuid AS id FROM expense_subcategories WHERE user_id = '{ANN}'
) AS sub;
INSERT INTO incoming_items
    (user_id, id, category_id, year, month, amount, received_on, description)
SELECT '{ANN}',
    CASE WHEN months.n = 312 AND i = 1 THEN '{INCOME}' ELSE gen_random_uuid() END,
    category.id, year, month, i, make_date(year, month, 1 + i %% 28), 'Payer ' || i
FROM months CROSS JOIN LATERAL generate_series(1, entries / 4) AS i
JOIN (
    SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM income_categories
    WHERE user_id IS NULL OR user_id = '{ANN}'
) AS category ON category.place = i %% 9;
INSERT INTO expense_items (user_id, category_id, year, month, amount)
SELECT users.id, '{FOOD}', 2025, month, i
FROM users, generate_series(1, 12) AS month, generate_series(1, 10) AS i WHERE id <> '{ANN}';
INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
SELECT '{ANN}', id, year, month, 400 FROM months, expense_categories WHERE user_id IS NULL;
INSERT INTO budget_moves (user_id, year, month, from_category_id, to_category_id, amount)
SELECT '{ANN}', year, month, given.id, '{FOOD}', 5 FROM months, expense_categories AS given
WHERE given.user_id IS NULL AND given.id <> '{FOOD}';
INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
SELECT '{ANN}', id, year, 4800 FROM months, expense_categories WHERE user_id IS NULL AND month = 1;
INSERT INTO recurring_items
    (user_id, id, expense_category_id, amount, every, first_month, description)
SELECT '{ANN}', ('00000000-0000-0005-0000-00000000000' || n)::uuid, '{FOOD}', 50, 'month',
    make_date(first, 1, 1), 'Phone ' || n
FROM shape, generate_series(1, 3) AS n;
INSERT INTO recurring_postings (user_id, recurring_id, year, month, item_id)
SELECT '{ANN}', recurring_items.id, year, month, gen_random_uuid() FROM recurring_items, months;

-- Everybody has a goal of net worth, one of two assets, and one of a category.
INSERT INTO goals (user_id, id, goal_name, amount, months_of_spending)
SELECT users.id, CASE WHEN users.id = '{ANN}'
    THEN ('00000000-0000-000c-0000-00000000000' || n)::uuid ELSE gen_random_uuid() END,
    'Goal ' || n, CASE WHEN n < 3 THEN 100000 END, CASE WHEN n = 3 THEN 6 END
FROM users, generate_series(1, 3) AS n;
INSERT INTO goal_parts (user_id, goal_id, asset_id)
SELECT goals.user_id, goals.id, owned.id
FROM goals JOIN owned ON owned.user_id = goals.user_id AND owned.n IN (1, 5)
WHERE goal_name = 'Goal 2';
INSERT INTO goal_parts (user_id, goal_id, category_id)
SELECT goals.user_id, goals.id, asset_categories.id
FROM goals, asset_categories
WHERE goal_name = 'Goal 3' AND asset_categories.user_id IS NULL AND code = 'SINGLE_STOCKS';

INSERT INTO audit_events
    (user_id, id, event_type, payload, created_at, actor, command, sequence, previous_hash, hash)
SELECT '{ANN}', ('00000000-0000-0006-0000-' || lpad(to_hex(entry), 12, '0'))::uuid,
    'expense.add', '{{"changes": []}}', make_date(year, month, 1) + entry * interval '1 second',
    'finally', 'finally expense add', 1000000 - entry, '\\x00', '\\x00'
FROM (
    SELECT year, month, row_number() OVER (ORDER BY year DESC, month DESC, i) AS entry
    FROM months CROSS JOIN LATERAL generate_series(1, entries) AS i
) AS added;
INSERT INTO audit_changes (user_id, event_id, table_name, operation, row_count, after, digest)
SELECT user_id, id, 'expense_items', 'insert', 1,
    jsonb_build_array(jsonb_build_object('id', '{EXPENSE}', 'amount', sequence)), '\\x00'
FROM audit_events;
UPDATE audit_changes SET after = (
    SELECT jsonb_build_array(to_jsonb(item) - '{{period,updated_at}}'::text[])
    FROM expense_items AS item WHERE id = '{EXPENSE}'
)
WHERE event_id = '{EVENT}';
INSERT INTO idempotency_keys (user_id, key, request_hash, command, answer)
SELECT '{ANN}', 'key ' || n, sha256(n::text::bytea), 'expense add',
    '{{"json": "", "csv": "", "table": "", "is_remark": true, "remarks": "", "exit_code": 0}}'
FROM months;
"""
SHAPES = {
    "small": {"first": 2018, "history": 10, "people": 120},
    "large": {"first": 2000, "history": 60, "people": 400},
}
# Where a statement is asked for other things than test_nulls.py asks for.
VALUES_HERE: dict[str, Any] = {
    "asset": "Asset 1",
    "date": None,
    "asset_id": ASSET,
    "asset_ids": [ASSET],
    "before": date(2025, 11, 1),
    "category_id": FOOD,
    "category_ids": [FOOD],
    "goal_id": GOAL,
    "first": THIS_YEAR,
    "values_from": THIS_YEAR,
    "first_month": THIS_YEAR,
    "id": EXPENSE,
    "import_id": IMPORT,
    "import_ids": [IMPORT],
    "last": LAST,
    "last_month": LAST,
    "limit": 20,
    "login": "ann@example.org",
    "month": LAST,
    "months": 12,
    "month_begins": 25,  # with which more is read than of the calendar's months
    "names": ["Asset 1"],
    "reader_id": ANN,
    "rule_id": RULE,
    "rule_ids": [RULE],
    "search": None,
    "sequence": 999_990,
    "since": date(2025, 12, 1),
    "source": date(2025, 11, 1),
    "source_id": SOURCE,
    "source_ids": [SOURCE],
    "source_name": "Bank 1",
    "subcategory_id": None,
    "entries_month": NOW,
    "this_month": NOW,
    "today": NOW,
    "type": None,
    "user_id": ANN,
    "wanted": "asset 1",
    "who": "ann@example.org",
    "year": 2025,
}
ASKED: dict[str, dict[str, Any]] = {
    "asset/add": {"asset": "Cello"},
    "audit/list": {"asset_id": None, "since": None},
    "report/cashproof": {"before": date(2024, 12, 1)},
    "report/cashproof_accounts": {"before": date(2024, 12, 1)},
    "report/cashproof_entries": {
        "in_months": [date(2025, 3, 1), date(2025, 11, 1)],
        "unexplained": [Decimal(4), Decimal(-6)],
    },
    "report/cashproof_moves": {"before": date(2024, 12, 1)},
    "report/restated": {"sequences": [999_990]},
}
IDS = {
    "asset": ASSET,
    "audit": EVENT,
    "expense": EXPENSE,
    "goal": GOAL,
    "import": IMPORT,
    "inbox": BANK_ROW,
    "income": INCOME,
    "recurring": RECURRING,
    "rule": RULE,
    "snapshot": SNAPSHOT,
    "source": SOURCE,
}
# What reads more where there is more, by its nature. A new statement is not among them by itself.
GROWS = {
    "audit/verify": "every event is looked at",
    "audit/verify_rows": "every change is compared with the rows",
    "demo/add_postings": "every entry of the household is looked at",
    "demo/find_changes": "every event is counted",
    "source/show": "every row of an account is counted",
    "user/count_moves": "every entry with a day may be in another month",
    "user/move_items": "every entry with a day may be in another month",
    "targets/history": "every set of targets is shown",
    "user/list": "every user is shown",
}
THROUGHOUT = ("backup/", "doctor/", "export/", "move/")  # whose work it is to look at all
WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM|CREATE TEMPORARY|DROP TABLE|ANALYZE) ")


def given_for(file: SqlFile) -> dict[str, Any]:
    """The values that a statement is asked with."""
    noun = file.name.split("/")[0]
    here = VALUES_HERE | {"id": IDS.get(noun, EXPENSE)}
    here |= ASKED.get(file.name, {})
    here |= {"first_id": here["id"], "last_id": here["id"]}
    return {
        param.name: here[param.name] if param.name in here else VALUES[param.name][0]
        for param in file.params
    }


@pytest.fixture(scope="module")
def both_books(server: Server, template: str) -> Iterator[dict[str, psycopg.Connection[Any]]]:
    """A connection of the everyday role's to each of the two sets of books, opened as Ann's."""
    with ExitStack() as stack:
        opened = {}
        for name, shape in SHAPES.items():
            database = stack.enter_context(cloned(server, template, f"{name}_books"))
            with closing(server.connect(database)) as owner:
                owner.execute("SET synchronous_commit = on")  # else VACUUM finds it not yet visible
                owner.execute((BOOKS % shape).encode())
                owner.commit()
                owner.autocommit = True
                owner.execute("VACUUM ANALYZE")
            connection = server.connect(database, user=EmbeddedServer.EVERYDAY)
            opened[name] = stack.enter_context(closing(connection))
            connection.execute(f"SET finally.user_id = '{ANN}'")
            connection.commit()
        yield opened


def pages(db: psycopg.Connection[Any], file: SqlFile) -> int:
    """How many pages a statement touches, when it is run the second time and undone again."""
    given = given_for(file)
    try:
        for name in file.needs:
            db.execute(sql_files()[name].body)
        if before := BEFORE.get(file.name):
            earlier = sql_files()[before]
            db.execute(earlier.body, given_for(earlier) | given)
        return touched(db, file.body, given)
    finally:
        db.rollback()


def touched(db: psycopg.Connection[Any], statement: str, given: dict[str, Any]) -> int:
    """The pages of a statement that is run the second time."""
    plan: dict[str, Any] = {}
    for _ in range(2):
        with db.transaction(force_rollback=True):
            explain = b"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
            row = db.execute(explain + statement.encode(), given).fetchone()
            assert row is not None
            plan = row[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


LOOKS = [
    name
    for name in NAMES
    if not (name in GROWS or name.startswith(THROUGHOUT) or WRITES.search(sql_files()[name].body))
]


@each("name", LOOKS)
def test_a_statement_reads_what_it_is_asked_for(
    name: str, both_books: dict[str, psycopg.Connection[Any]]
) -> None:
    file = sql_files()[name]
    small, large = (pages(both_books[books], file) for books in ("small", "large"))
    assert large <= MOST * small + DEEPER, f"{small} pages have become {large}"


@each("name", ("report/goals", "report/networth_totals", "status/mix", "status/worth"))
def test_a_statement_for_which_the_server_finds_the_month_reads_no_more(
    name: str, both_books: dict[str, psycopg.Connection[Any]]
) -> None:
    file = sql_files()[name]
    text = with_found(file.body, {"month": Found(SHOWN_MONTH)})
    given = given_for(file) | {"this_month": NOW}
    small, large = (touched(both_books[books], text, given) for books in SHAPES)
    assert large <= MOST * small + DEEPER, f"{small} pages have become {large}"


VIEWS = ("net_worth_by_month", "cash_flow_by_month", "values_by_month", "budget_by_month")
ASKS = ("year = 2025 AND month_of_year = 12", "year = 2025", "year >= 2025")


@each("view", VIEWS)
@pytest.mark.parametrize("asked", ASKS)
def test_a_view_reads_the_months_that_it_is_asked_for(
    view: str, asked: str, both_books: dict[str, psycopg.Connection[Any]]
) -> None:
    statement = f"SELECT * FROM {view} WHERE user_id = %(user_id)s AND {asked}"
    small, large = (touched(both_books[books], statement, {"user_id": ANN}) for books in SHAPES)
    assert large <= MOST * small + DEEPER, f"{small} pages have become {large}"


@each("view", VIEWS)
def test_a_whole_view_is_not_expected_to_cost_so_much_that_it_is_compiled(
    view: str, both_books: dict[str, psycopg.Connection[Any]]
) -> None:
    """From jit_above_cost on a server does so by default, which takes half a second."""
    row = both_books["large"].execute(f"EXPLAIN (FORMAT JSON) SELECT * FROM {view}").fetchone()
    both_books["large"].rollback()
    assert row is not None
    assert row[0][0]["Plan"]["Total Cost"] < 100_000


CHAINED = ("budget/explain", "budget/list", "budget/roll", "report/budget", "report/budget_stale")


@each("name", CHAINED)
def test_what_is_carried_costs_the_months_that_it_comes_from(
    name: str,
    both_books: dict[str, psycopg.Connection[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Eight categories carry all that was left since 2000: some pages for each month of each."""
    monkeypatch.setitem(ASKED, name, {"default_policy": "carry"})
    assert pages(both_books["large"], sql_files()[name]) <= 8 * 312 * 10
