"""One household of any size, without chance: in the database, and as a journal for its peers.

Twelve assets over the 120 months of 2015 to 2024, three incomes and eight budgets a month, and as
many expense items as are asked for.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import psycopg

from finally_cli.model.profile import Profile
from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.embedded.instance import EmbeddedInstance
from finally_cli.store.provision import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

EMAIL = "bench@example.org"
MONTH = "2024-12"
# Variables that are not for the commands measured, whose Python keeps what it has compiled.
FOREIGN = ("PG", "FINALLY_", "PYTHONDONTWRITEBYTECODE")

USER = f"""
INSERT INTO users (email, base_currency) VALUES ('{EMAIL}', 'EUR')
ON CONFLICT DO NOTHING;
SELECT set_config('finally.user_id', (SELECT id::text FROM users WHERE email = '{EMAIL}'), false);
"""
ASSETS = """
INSERT INTO assets (user_id, category_id, asset_name)
SELECT current_user_id(), c.id, 'Asset ' || n
FROM generate_series(1, 12) AS n
JOIN asset_categories AS c
    ON c.code = CASE n WHEN 12 THEN 'MORTGAGE' WHEN 11 THEN 'REAL_ESTATE' ELSE 'CASH' END;
INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
SELECT a.user_id, a.id, 2015 + m / 12, m % 12 + 1,
    CASE WHEN a.asset_name = 'Asset 12' THEN -1 ELSE 1 END
    * (10000 + m * 37 + hashtext(a.asset_name || m) % 1000)
FROM assets AS a CROSS JOIN generate_series(0, 119) AS m
WHERE a.user_id = current_user_id();
"""
PLANS = """
INSERT INTO incoming_items (user_id, category_id, year, month, amount, received_on, description)
SELECT current_user_id(), c.id, 2015 + m / 12, m % 12 + 1, 3000 + m * 7 + n * 100,
    make_date(2015 + m / 12, m % 12 + 1, 25), 'Payer #' || n
FROM generate_series(0, 119) AS m CROSS JOIN generate_series(1, 3) AS n
JOIN income_categories AS c
    ON c.code = CASE n WHEN 1 THEN 'SALARY' WHEN 2 THEN 'DIVIDEND' ELSE 'OTHER' END;
INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
SELECT current_user_id(), c.id, 2015 + m / 12, m % 12 + 1, 400 + m
FROM generate_series(0, 119) AS m CROSS JOIN expense_categories AS c;
"""
ITEMS = """
INSERT INTO expense_items (user_id, category_id, year, month, amount, spent_on, description)
SELECT current_user_id(), c.id, 2015 + m / 12, m % 12 + 1, 1 + (i::bigint * 7919) % 20000 / 100.0,
    make_date(2015 + m / 12, m % 12 + 1, 1 + i % 28), 'Shop #' || i % 900
FROM generate_series(0, {items} - 1) AS i
CROSS JOIN LATERAL (SELECT (i::bigint * 120 / {items})::integer AS m) AS spread
JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM expense_categories) AS c
    ON c.place = i % 8;
"""


@contextmanager
def server() -> Iterator[EmbeddedServer]:
    """A server of its own, set up as a user's is."""
    with TemporaryDirectory(prefix="finally-bench-") as folder:
        Path(folder).chmod(0o755)
        embedded = EmbeddedServer(Path(folder) / "data")
        profile = Profile(name="home", engine="embedded", data_dir=embedded.home)
        with embedded, EmbeddedInstance(profile, print) as instance:
            prepare(instance)
            yield embedded
        embedded.stop()  # and wait, before its folder goes


def fill(embedded: EmbeddedServer, items: int) -> None:
    """Write the household into the database `finally`."""
    with closing(embedded.connect("finally", user=embedded.OWNER)) as connection:
        connection.execute(USER.encode())
        connection.execute(ASSETS.encode())
        connection.execute(PLANS.encode())
        connection.execute(ITEMS.format(items=items).encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def write_journal(embedded: EmbeddedServer, file: Path) -> None:
    """The same household as a plain-text journal, valuations as transactions."""
    connecting = closing(embedded.connect("finally", user=embedded.OWNER))
    with connecting as connection, file.open("w", encoding="utf-8") as out:
        write_budgets(connection, out)
        write_values(connection, out)
        write_income(connection, out)
        write_items(connection, out)


def write_values(connection: psycopg.Connection[Any], out: Any) -> None:
    rows = connection.execute(
        "SELECT period + interval '27 days', asset_name, total - lag(total, 1, 0::numeric)"
        " OVER (PARTITION BY asset_name ORDER BY period)"
        " FROM asset_inputs JOIN assets ON assets.id = asset_id ORDER BY 1, 2"
    )
    for day, name, change in rows:
        kind = "Liabilities" if name == "Asset 12" else "Assets"
        out.write(f"{day:%Y-%m-%d} Valuation\n    {kind}:{name}    {change:.2f} EUR\n")
        out.write("    Equity:Valuation\n\n")


def write_budgets(connection: psycopg.Connection[Any], out: Any) -> None:
    rows = connection.execute(
        "SELECT year, code, avg(budget_amount) FROM budgets"
        " JOIN expense_categories AS c ON c.id = category_id GROUP BY year, code ORDER BY 1, 2"
    )
    before = 0
    for year, code, amount in rows:
        if year != before:
            out.write("    Equity:Spending\n\n" if before else "commodity 1000.00 EUR\n\n")
            out.write(f"~ monthly from {year}-01-01 to {year + 1}-01-01\n")
            before = year
        out.write(f"    Expenses:{code}    {amount:.2f} EUR\n")
    out.write("    Equity:Spending\n\n")


def write_income(connection: psycopg.Connection[Any], out: Any) -> None:
    rows = connection.execute(
        "SELECT received_on, description, code, amount FROM incoming_items"
        " JOIN income_categories AS c ON c.id = category_id ORDER BY 1, 2"
    )
    for day, payer, code, amount in rows:
        out.write(f"{day:%Y-%m-%d} {payer}\n    Income:{code}    {-amount:.2f} EUR\n")
        out.write("    Equity:Earnings\n\n")


def write_items(connection: psycopg.Connection[Any], out: Any) -> None:
    with connection.cursor(name="items") as cursor:
        cursor.itersize = 20_000
        cursor.execute(
            "SELECT spent_on, description, code, amount FROM expense_items"
            " JOIN expense_categories AS c ON c.id = category_id ORDER BY spent_on"
        )
        for day, shop, code, amount in cursor:
            out.write(f"{day:%Y-%m-%d} {shop}\n    Expenses:{code}    {amount:.2f} EUR\n")
            out.write("    Equity:Spending\n\n")
