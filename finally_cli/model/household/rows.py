"""What a household is made of: the rows that the demo loads, named like the columns."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Something owned or owed. `currency` is None for the household's own."""

    asset: str
    category: str
    ticker: str | None = None
    currency: str | None = None
    market_cap: Decimal | None = None
    sub_target_pct: Decimal | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What an asset was worth at the end of a month; `total` is negative for a debt.

    `contribution` is what of it was put in, at cost; None where that is not on record.
    """

    asset: str
    month: date
    total: Decimal
    native_amount: Decimal | None = None
    currency: str | None = None
    rate: Decimal | None = None
    contribution: Decimal | None = None
    note: str | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """One `from_currency` costs so many `to_currency`."""

    from_currency: str
    to_currency: str
    month: date
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCap:
    """What a whole company was worth at the end of a month."""

    asset: str
    month: date
    market_cap: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """Money that came in."""

    category: str
    month: date
    amount: Decimal
    description: str
    received_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """Money that went out; negative when it came back."""

    category: str
    subcategory: str | None
    month: date
    amount: Decimal
    description: str
    spent_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a category may cost in a month; `calculated` when it was rolled forward, by a policy."""

    category: str
    month: date
    budget_amount: Decimal
    calculated: bool = False
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyBudget:
    """What a category may cost in a whole year."""

    category: str
    year: int
    budget_amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a category's budgets are rolled forward."""

    category: str
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringItem:
    """What comes back `every` month, quarter or year: an income or an expense."""

    income: str | None = None
    expense: str | None = None
    subcategory: str | None = None
    amount: Decimal
    description: str
    every: str
    first_month: date
    last_month: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The share of all assets that a category should have: 0.25 is 25 %."""

    category: str
    target_pct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetTarget:
    """The share of its category that an asset should have."""

    asset: str
    target_pct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What went from cash into an asset, at cost; negative when it came back.

    Not loaded: it is in the asset's next snapshot, as its contribution.
    """

    asset: str
    month: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Ten years of one household."""

    assets: tuple[Asset, ...]
    snapshots: tuple[Snapshot, ...]
    rates: tuple[ExchangeRate, ...]
    market_caps: tuple[MarketCap, ...]
    income: tuple[Income, ...]
    expenses: tuple[Expense, ...]
    budgets: tuple[Budget, ...]
    yearly_budgets: tuple[YearlyBudget, ...]
    policies: tuple[Policy, ...]
    recurring: tuple[RecurringItem, ...]
    targets: tuple[Target, ...]
    asset_targets: tuple[AssetTarget, ...]
    purchases: tuple[Purchase, ...]

    def count(self) -> int:
        """How many rows there are once it is loaded: each of these, and the set of its targets."""
        return 1 + sum(
            len(rows)
            for rows in (
                self.assets, self.snapshots, self.rates, self.market_caps,
                self.income, self.expenses, self.budgets, self.yearly_budgets, self.policies,
                self.recurring, self.targets, self.asset_targets,
            )
        )  # fmt: skip
