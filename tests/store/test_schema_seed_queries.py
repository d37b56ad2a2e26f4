"""The example queries of the document this product implements run as they stand there.

seed.md is that document, unchanged; the statements are taken from its text, and only their `:name`
placeholders are bound. They run as the everyday role, under row security.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from psycopg.sql import SQL

from tests.support.schema_rows import (
    ANNA,
    BERT,
    CASH,
    FOOD,
    MORTGAGE,
    Database,
    act_as,
    built_in,
    giro_of,
    insert,
    settle,
)

SEED = (Path(__file__).parents[1] / "support" / "seed.md").read_text(encoding="utf-8")
JANUARY = {"user_id": ANNA, "year": 2026, "month": 1}


def example(title: str) -> SQL:
    """The statement under that heading, with its `:name` placeholders as psycopg's."""
    found = re.search(rf"^### {re.escape(title)}\n```sql\n(.*?)```", SEED, re.MULTILINE | re.DOTALL)
    assert found is not None
    return SQL(re.sub(r":(\w+)", r"%(\1)s", found[1]))


@pytest.fixture
def household(app: Database) -> Database:
    """Anna has two accounts, a fund and a mortgage in January 2026, and a rich neighbour, Bert."""
    settle(app, BERT)
    row: dict[str, Any] = {"user_id": BERT, "asset_id": giro_of(BERT), "year": 2026, "month": 1}
    insert(app, "asset_inputs", row | {"total": 77777})
    insert(app, "expense_items", expense(77, user_id=BERT))

    settle(app, ANNA)
    etf_stocks = built_in("asset_categories", "ETF_STOCKS")
    for name, category, total in (
        ("Current account", CASH, "1000.10"),
        ("Savings", CASH, "500.20"),
        ("World fund", etf_stocks, "9000.00"),
        ("House loan", MORTGAGE, "-4000.30"),
    ):
        asset_id = built_in("assets", name)
        asset = {"user_id": ANNA, "id": asset_id, "category_id": category, "asset_name": name}
        insert(app, "assets", asset)
        snapshot = {"user_id": ANNA, "asset_id": asset_id, "year": 2026, "total": total}
        insert(app, "asset_inputs", snapshot | {"month": 1})
        insert(app, "asset_inputs", snapshot | {"month": 2, "total": 1})
    return app


def expense(amount: object, **changes: object) -> dict[str, object]:
    return JANUARY | {"category_id": FOOD, "amount": amount} | changes


def test_net_worth_for_a_month(household: Database) -> None:
    net_worth = example("Get User's Net Worth for Month")
    # 1000.10 + 500.20 + 9000.00 - 4000.30
    assert household.execute(net_worth, JANUARY).fetchall() == [(Decimal("6500.00"),)]
    assert household.execute(net_worth, JANUARY | {"month": 2}).fetchall() == [(Decimal(4),)]
    assert household.execute(net_worth, JANUARY | {"month": 3}).fetchall() == [(Decimal(0),)]


def test_net_worth_of_a_neighbour_is_none_of_annas_business(household: Database) -> None:
    net_worth = example("Get User's Net Worth for Month")
    berts = JANUARY | {"user_id": BERT}
    assert household.execute(net_worth, berts).fetchall() == [(Decimal(0),)]
    act_as(household, BERT)
    assert household.execute(net_worth, berts).fetchall() == [(Decimal(77777),)]


def test_allocation_by_category(household: Database) -> None:
    rows = household.execute(example("Get Asset Allocation by Category"), JANUARY).fetchall()
    assert len(rows) == 11  # every built-in category, those without a value too
    assert {name: total for name, total in rows if total is not None} == {
        "Cash": Decimal("1500.30"),  # 1000.10 + 500.20
        "Stock ETFs": Decimal("9000.00"),
        "Mortgage": Decimal("-4000.30"),
    }


class TestTheBudgetRollForward:
    FEBRUARY: ClassVar[dict[str, object]] = {
        "user_id": ANNA,
        "category_id": FOOD,
        "year": 2026,
        "month": 2,
        "prev_year": 2026,
        "prev_month": 1,
    }

    @staticmethod
    def budgets(db: Database, month: int) -> list[tuple[Any, ...]]:
        listed = "SELECT budget_amount, calculated FROM budgets WHERE year = 2026 AND month = %s"
        return db.execute(listed, [month]).fetchall()

    def test_adds_what_was_left_over(self, household: Database) -> None:
        insert(household, "budgets", JANUARY | {"category_id": FOOD, "budget_amount": 400})
        for amount in (250, 30, -20):  # the last is a refund
            insert(household, "expense_items", expense(amount))
        insert(household, "expense_items", expense(1000, month=2))  # not of the month before
        household.execute(example("Budget Roll-Forward"), self.FEBRUARY)
        # 400 + (400 - (250 + 30 - 20)) = 400 + 140
        assert self.budgets(household, 2) == [(Decimal(540), True)]

    def test_takes_away_what_was_overspent(self, household: Database) -> None:
        insert(household, "budgets", JANUARY | {"category_id": FOOD, "budget_amount": 100})
        insert(household, "expense_items", expense(250))
        household.execute(example("Budget Roll-Forward"), self.FEBRUARY)
        # 100 + (100 - 250)
        assert self.budgets(household, 2) == [(Decimal(-50), True)]

    def test_twice_is_once(self, household: Database) -> None:
        insert(household, "budgets", JANUARY | {"category_id": FOOD, "budget_amount": 400})
        household.execute(example("Budget Roll-Forward"), self.FEBRUARY)
        insert(household, "expense_items", expense(99))
        assert household.execute(example("Budget Roll-Forward"), self.FEBRUARY).rowcount == 0
        assert self.budgets(household, 2) == [(Decimal(800), True)]

    def test_leaves_a_typed_budget_alone(self, household: Database) -> None:
        for month, amount in ((1, 400), (2, 333)):
            budget = JANUARY | {"month": month, "category_id": FOOD, "budget_amount": amount}
            insert(household, "budgets", budget)
        household.execute(example("Budget Roll-Forward"), self.FEBRUARY)
        assert self.budgets(household, 2) == [(Decimal(333), False)]

    def test_makes_none_where_there_was_none(self, household: Database) -> None:
        household.execute(example("Budget Roll-Forward"), self.FEBRUARY)
        assert self.budgets(household, 2) == []
