"""Loading the demo household, all in one transaction: it is there as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from finally_cli.model.errors import Bug
from finally_cli.model.kinds import Count
from finally_cli.model.profile import DEMO_USER
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.model.household import Household
    from finally_cli.store.database import Database

Told = Callable[[int], None]


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


def load(db: Database, household: Household, told: Told = lambda done: None) -> None:
    """Fill the empty books of the household's user. `told` hears how many rows there are so far."""
    last = max(row.month for row in household.snapshots)
    done = 0
    for statement, rows, more in (
        (ADD_ASSETS, household.assets, {"source": SOURCE, "synced_at": last}),
        (ADD_SNAPSHOTS, household.snapshots, {}),
        (ADD_RATES, household.rates, {}),
        (ADD_MARKET_CAPS, household.market_caps, {"source": SOURCE}),
        (ADD_INCOME, household.income, {}),
        (ADD_EXPENSES, household.expenses, {}),
        (ADD_BUDGETS, household.budgets, {}),
        (ADD_YEARLY_BUDGETS, household.yearly_budgets, {}),
        (ADD_POLICIES, household.policies, {}),
        (ADD_RECURRING, household.recurring, {}),
        (ADD_TARGETS, household.targets, {}),
        (ADD_ASSET_TARGETS, household.asset_targets, {}),
    ):
        put(db, statement, rows, **more)
        done += len(rows)
        told(done)
    told(household.count())  # with the set of its targets, which is made along


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
