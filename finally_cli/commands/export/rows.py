"""A row of each table of the books, as every export has it.

Categories are named by their codes, which never change; everything else by its id. Money is in the
user's currency unless a field says another, and a debt is below zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from finally_cli.model.kinds import Count, Day, Flag, Id, Kind, Moment, Money, Month, Percent, Rate

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
    """The currency is null for the user's own."""

    asset: str
    category: str
    ticker: str | None
    currency: str | None
    market_cap: Money | None
    market_cap_source: str | None
    market_cap_synced_at: Moment | None
    sub_target: Percent | None
    locked: Flag
    closed: Day | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """The amount and its currency are null where the asset is in the user's."""

    month: Month
    asset: str
    asset_id: Id
    value: Money
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
class Budget:
    month: Month
    category: str
    amount: Money
    calculated: Flag
    policy: str | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyBudget:
    year: int
    category: str
    amount: Money
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPolicy:
    category: str
    policy: str
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
class Source:
    source: str
    currency: str
    account: str | None
    asset: str | None
    asset_id: Id | None
    has_ids: Flag | None
    layout: str | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    position: Count
    pattern: str
    is_regex: Flag
    least_amount: Money | None
    most_amount: Money | None
    direction: str | None
    source: str | None
    source_id: Id | None
    action: str
    income_category: str | None
    expense_category: str | None
    subcategory: str | None
    asset: str | None
    asset_id: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """Of a bank. Its balances are in its source's currency."""

    source: str
    source_id: Id
    file: str
    file_hash: str
    format: str
    words_from: Id | None
    rows_read: Count
    first_day: Day | None
    last_day: Day | None
    opening: Money | None
    opening_on: Day | None
    closing: Money | None
    closing_on: Day | None
    follows: Flag | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """In its source's currency: minus is out. What was contributed is in the user's."""

    source: str
    source_id: Id
    import_id: Id
    line: Count
    date: Day
    value_date: Day | None
    amount: Money
    text: str
    bank_id: str | None
    counter_account: str | None
    balance: Money | None
    bank_category: str | None
    key: Id
    occurrence: Count
    decision: str
    decided_by: str | None
    because: str | None
    asset: str | None
    asset_id: Id | None
    contributed: Money | None
    pair_id: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment
