"""What a ledger is written of, as plain rows: values, incomes, expenses, budgets and rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from finally_cli.model.currency import decimals
from finally_cli.model.exporting.commodity_names import commodity_names


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerAsset:
    """An asset or a debt that has a value in these months; `places`, the most decimals of one.

    `quantity_places` are those of a quantity, None where every value was typed.
    """

    id: str
    name: str
    category: str
    kind: str
    ticker: str | None
    currency: str | None
    closed_on: date | None
    first_month: date
    places: int
    quantity_places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCategory:
    """A category of incomes or expenses that is used in these months, or a subcategory."""

    kind: str
    category: str
    subcategory: str | None
    name: str
    first_month: date
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """An income or an expense; a refund is below zero."""

    day: date
    kind: str
    category: str
    subcategory: str | None
    amount: Decimal
    note: str | None
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerValue:
    """What an asset is worth at the end of a month, in base currency; a debt is below zero.

    `quantity` is in the shares of that day, and `price` in the currency of the asset.
    """

    month: date
    asset_id: str
    total: Decimal
    native_amount: Decimal | None
    currency: str | None
    rate: Decimal | None
    contribution: Decimal | None
    carried: bool
    note: str | None
    id: str
    quantity: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSplit:
    """Of so many shares of an asset there are so many from a day on: numerator for denominator."""

    day: date
    asset_id: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerBudget:
    """What a category may cost in a month, or in the year that begins with it."""

    month: date
    of_year: bool
    category: str
    available: Decimal
    carried: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRate:
    """What one of a currency costs in another at the end of a month."""

    month: date
    from_currency: str
    to_currency: str
    rate: Decimal


@dataclass(frozen=True, kw_only=True)
class LedgerBooks:
    """All that goes into a ledger. `items` and `values` are read anew with each call, in order.

    `last` is the last month that was asked for, if one was. `zero_missing` writes an asset down to
    nothing in a month without a value. `splits` are in the order of their days. With `by_amount`,
    what has a quantity is written as its value alone.
    """

    currency: str
    assets: Sequence[LedgerAsset]
    categories: Sequence[LedgerCategory]
    budgets: Sequence[LedgerBudget]
    rates: Sequence[LedgerRate]
    items: Callable[[], Iterable[LedgerItem]]
    values: Callable[[], Iterable[LedgerValue]]
    last: date | None
    zero_missing: bool
    splits: Sequence[LedgerSplit] = ()
    by_amount: bool = False

    @cached_property
    def places(self) -> int:
        """The decimals that amounts are written with."""
        finest = [asset.places for asset in self.assets]
        finest += [category.places for category in self.categories]
        return max([decimals(self.currency), *finest])

    @property
    def first_month(self) -> date | None:
        """The first month of all; None where there is nothing."""
        months = [asset.first_month for asset in self.assets]
        months += [category.first_month for category in self.categories]
        return min(months, default=None)

    @property
    def currencies(self) -> list[str]:
        """Base currency, and then the others that have a rate."""
        named = {one for rate in self.rates for one in (rate.from_currency, rate.to_currency)}
        return [self.currency, *sorted(named - {self.currency})]

    @cached_property
    def commodities(self) -> dict[str, str]:
        """What the shares of an asset are called, by its id; of those held by quantity."""
        if self.by_amount:
            return {}
        held = [asset for asset in self.assets if asset.quantity_places is not None]
        texts = {asset.id: (asset.ticker, asset.name) for asset in held}
        return commodity_names(texts, self.currencies)

    def amount(self, amount: Decimal) -> str:
        """An amount in base currency: exact, and with as many decimals as the others."""
        text = f"{amount:.{self.places}f}"
        if Decimal(text) != amount:  # of what was left over in months before the first
            text = f"{amount:f}"
        return f"{text} {self.currency}"


def month_end(month: date) -> date:
    """The last day of a month.

    >>> month_end(date(2026, 2, 1))
    datetime.date(2026, 2, 28)
    """
    return date.fromordinal(month_after(month).toordinal() - 1)


def month_after(month: date) -> date:
    """The first day of the month that follows; also of the last one that can be recorded."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
