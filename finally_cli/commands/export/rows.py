"""A row of each table of the books, as every export has it.

Categories are named by their codes, which never change; everything else by its id. Money is in the
user's currency unless a field says another, and a debt is below zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from finally_cli.model.kinds import (
    Count,
    Day,
    Flag,
    Id,
    Kind,
    Moment,
    Money,
    Month,
    Percent,
    Price,
    Quantity,
    Rate,
)

Times = Annotated[Decimal, Kind("rate")]  # how often, exactly


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCategory:
    code: str
    name: str
    kind: str
    sort_order: Count
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCategory:
    """Of incomes or of expenses."""

    code: str
    name: str
    sort_order: Count
    closed: Day | None
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcategory:
    category: str
    code: str
    name: str
    sort_order: Count
    closed: Day | None
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """The currency is null for the user's own; `kept_by` is quantity, or null for its value."""

    asset: str
    category: str
    ticker: str | None
    currency: str | None
    market_cap: Money | None
    market_cap_source: str | None
    market_cap_synced_at: Moment | None
    sub_target: Percent | None
    kept_by: str | None
    locked: Flag
    closed: Day | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The amount and its currency are null where the asset is in the user's.

    The quantity and its price are null where the value itself was typed.
    """

    month: Month
    asset: str
    asset_id: Id
    value: Money
    quantity: Quantity | None
    price: Price | None
    contribution: Money | None
    amount: Money | None
    currency: str | None
    rate: Rate | None
    carried: Flag
    note: str | None
    import_id: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceOfDay:
    """What one cost, in the shares of that day."""

    date: Day
    asset: str
    asset_id: Id
    price: Price
    currency: str
    source: str | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """So many shares for so many before that day."""

    date: Day
    asset: str
    asset_id: Id
    numerator: Count
    denominator: Count
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    month: Month
    date: Day | None
    category: str
    name: str
    amount: Money
    note: str | None
    import_row_id: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    month: Month
    date: Day | None
    category: str
    subcategory: str | None
    name: str
    amount: Money
    note: str | None
    import_row_id: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One of the first three says how much it is; of debts the beginning is below zero."""

    goal: str
    amount: Money | None
    months_of_spending: Times | None
    times_yearly_spending: Times | None
    from_amount: Money
    due_month: Month | None
    closed: Day | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPart:
    """What counts towards a goal: an asset, or all that is in a category."""

    goal: str
    goal_id: Id
    asset: str | None
    asset_id: Id | None
    category: str | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSet:
    month: Month
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTarget:
    month: Month
    category: str
    target: Percent
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetTarget:
    month: Month
    asset: str
    asset_id: Id
    target: Percent
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    month: Month
    from_currency: str
    to_currency: str
    rate: Rate
    source: str | None
    published_on: Day | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCap:
    month: Month
    asset: str
    asset_id: Id
    market_cap: Money
    source: str
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    income_category: str | None
    expense_category: str | None
    subcategory: str | None
    amount: Money
    note: str | None
    every: str
    day: int | None
    first_month: Month
    last_month: Month | None
    succeeded_by: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringPosting:
    month: Month
    date: Day | None
    recurring_id: Id
    item_id: Id | None
    id: Id
    created_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A closed month, as the first seal of it had it; `facts` is JSON."""

    month: Month
    closed_at: Moment
    closed_by: str
    facts: str
    hash: str
