"""Loading the demo household, all in one transaction: it is there as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from finally_cli.model.errors import Bug
from finally_cli.model.kinds import Count
from finally_cli.model.profile import DEMO_USER
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.model.household import Household
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How much there is, and how much of it is no longer as it was loaded."""

    found: Count
    changed: Count


ADD_USER = Statement("demo/add_user", Opened)
ADD_ASSETS = Statement("demo/add_assets", NoRows)
ADD_SNAPSHOTS = Statement("demo/add_snapshots", NoRows)
ADD_RATES = Statement("demo/add_rates", NoRows)
ADD_MARKET_CAPS = Statement("demo/add_market_caps", NoRows)
ADD_INCOME = Statement("demo/add_income", NoRows)
ADD_EXPENSES = Statement("demo/add_expenses", NoRows)
ADD_BUDGETS = Statement("demo/add_budgets", NoRows)
ADD_YEARLY_BUDGETS = Statement("demo/add_yearly_budgets", NoRows)
ADD_POLICIES = Statement("demo/add_policies", NoRows)
ADD_RECURRING = Statement("demo/add_recurring", NoRows)
ADD_TARGETS = Statement("demo/add_targets", NoRows)
ADD_ASSET_TARGETS = Statement("demo/add_asset_targets", NoRows)
FIND_CHANGES = Statement("demo/find_changes", Changes)

NAME, CURRENCY = "Demo household", "USD"
SOURCE = "the demo: shares outstanding in 2010 times the month's price"


def open_books(anybody: Database) -> bool:
    """Make the household's user; whether it was missing.

    Of two that do so at once, one waits until the other has loaded all or nothing.
    """
    given = {"email": DEMO_USER, "display_name": NAME, "currency": CURRENCY}
    return anybody.one(ADD_USER, **given) is not None


def load(db: Database, household: Household) -> None:
    """Fill the empty books of the household's user."""
    last = max(row.month for row in household.snapshots)
    put(db, ADD_ASSETS, household.assets, source=SOURCE, synced_at=last)
    put(db, ADD_SNAPSHOTS, household.snapshots)
    put(db, ADD_RATES, household.rates)
    put(db, ADD_MARKET_CAPS, household.market_caps, source=SOURCE)
    put(db, ADD_INCOME, household.income)
    put(db, ADD_EXPENSES, household.expenses)
    put(db, ADD_BUDGETS, household.budgets)
    put(db, ADD_YEARLY_BUDGETS, household.yearly_budgets)
    put(db, ADD_POLICIES, household.policies)
    put(db, ADD_RECURRING, household.recurring)
    put(db, ADD_TARGETS, household.targets)
    put(db, ADD_ASSET_TARGETS, household.asset_targets)


def put(db: Database, statement: Statement[NoRows], rows: Sequence[object], **more: object) -> None:
    """Add rows in one round trip: each field of theirs is a parameter, a list of all its values."""
    names = [field.name for field in fields(rows[0])]  # type: ignore[arg-type]
    columns = {name: [getattr(row, name) for row in rows] for name in names}
    if db.run(statement, **columns, **more) != len(rows):
        raise Bug(f"{statement.name} did not add every row")


def is_changed(db: Database, household: Household) -> bool:
    """Whether anybody has added, edited or deleted something since the household was loaded."""
    found = db.one(FIND_CHANGES)
    return found is None or found.changed > 0 or found.found != household.count() + 1
