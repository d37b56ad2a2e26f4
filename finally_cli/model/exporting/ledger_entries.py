"""What a ledger holds day by day: items, and how values change.

A ledger carries the last value of an account on for ever. So a closed asset is written down to
nothing, and a month without a value is a gap in which the two cannot agree. What is kept by
quantity is shares of a commodity, which splits make more or fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from finally_cli.model.exporting.holding import (
    NOTHING,
    Holding,
    cost_of_change,
    holding_of,
    units_between,
)
from finally_cli.model.exporting.ledger_books import (
    LedgerAsset,
    LedgerBooks,
    LedgerItem,
    LedgerSplit,
    LedgerValue,
    month_after,
    month_end,
)

VALUE, CLOSED, NO_VALUE = "Value", "Closed", "No value"  # why an account changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An account goes from one holding to another; `value` where that one is on record."""

    day: date
    asset: LedgerAsset
    before: Holding
    after: Holding
    why: str
    value: LedgerValue | None = None

    @property
    def is_of_shares(self) -> bool:
        """Whether there are shares, or were."""
        return bool(self.before.units or self.after.units)

    @property
    def is_of_amount(self) -> bool:
        """Whether there is an amount, or was; of nothing, too, where there are no shares."""
        return bool(self.before.amount or self.after.amount) or not self.is_of_shares

    @property
    def came(self) -> Decimal:
        """How many shares came, below zero where they went."""
        return units_between(self.before, self.after)

    @property
    def cost(self) -> Decimal:
        """What the shares that came cost, below zero what those that went brought."""
        put_in = self.value.contribution if self.value else None
        return cost_of_change(self.before, self.after, put_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Of the shares in an account there are more or fewer from a day on, worth the same."""

    day: date
    asset: LedgerAsset
    before: Holding
    after: Holding
    split: LedgerSplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An asset has no value at the end of a month, and the ledger carries on that of `since`."""

    day: date
    asset: LedgerAsset
    total: Decimal
    since: date


class Accounts:
    """What each asset stands at in the ledger, month after month."""

    def __init__(self, books: LedgerBooks) -> None:
        self.assets = {asset.id: asset for asset in books.assets}
        self.last, self.zero_missing = books.last, books.zero_missing
        self.by_amount = books.by_amount
        self.splits = list(reversed(books.splits))
        self.standing: dict[str, Holding] = {}

    def changes(self, values: Iterable[LedgerValue]) -> Iterator[Change | Split | Gap]:
        """What values of consecutive months do to the accounts, in the order of days."""
        newest: date | None = None
        for month, rows in groupby(values, lambda value: value.month):
            while newest is not None and (newest := month_after(newest)) < month:
                yield from self.without_value(newest, set())
            newest = month
            present = set()
            yield from self.split_up_to(month_end(month))
            for value in rows:
                present.add(value.asset_id)
                yield self.go_to(value.asset_id, month, self.holding_of(value, month), VALUE, value)
            yield from self.without_value(month, present)
        if newest is not None:
            yield from self.closed_after(newest)

    def holding_of(self, value: LedgerValue, month: date) -> Holding:
        """What a value says, as shares or as an amount."""
        if self.by_amount:
            return Holding(total=value.total, since=month)
        return holding_of(value, month)

    def split_up_to(self, day: date) -> Iterator[Split]:
        """What the splits up to a day, that were not yet counted, do to the accounts."""
        while self.splits and self.splits[-1].day <= day:
            split = self.splits.pop()
            before = self.standing.get(split.asset_id, Holding())
            # Shares of the end of a month are those after the splits in it.
            if not before.units or before.since is None or split.day <= month_end(before.since):
                continue
            after = before.split(split.numerator, split.denominator)
            self.standing[split.asset_id] = after
            yield Split(
                day=split.day,
                asset=self.assets[split.asset_id],
                before=before,
                after=after,
                split=split,
            )

    def without_value(self, month: date, present: set[str]) -> Iterator[Change | Split | Gap]:
        """What becomes of the accounts that stand at something, and have no value in a month."""
        yield from self.split_up_to(month_end(month))
        for key, asset in self.assets.items():
            standing = self.standing.get(key, Holding())
            if not standing.total or standing.since is None or key in present:
                continue
            closed = asset.closed_on is not None and asset.closed_on <= month_end(month)
            if closed or self.zero_missing:
                yield self.write_down(key, month, CLOSED if closed else NO_VALUE)
            else:
                yield Gap(
                    day=month_end(month), asset=asset, total=standing.total, since=standing.since
                )

    def closed_after(self, newest: date) -> Iterator[Change | Split]:
        """The closed assets that stand at something after the last month that has values.

        Splits come before what they are before, and those after all of it as well.
        """
        later = [
            (max(month_after(newest), asset.closed_on.replace(day=1)), key)
            for key, asset in self.assets.items()
            if asset.closed_on is not None and self.standing.get(key, Holding()).total
        ]
        for month, key in sorted(later, key=lambda one: one[0]):
            if self.last is None or month <= self.last:
                yield from self.split_up_to(month_end(month))
                yield self.write_down(key, month, CLOSED)
        yield from self.split_up_to(month_end(self.last) if self.last else date.max)

    def write_down(self, key: str, month: date, why: str) -> Change:
        """The account stands at nothing from the end of this month on."""
        return self.go_to(key, month, Holding(total=NOTHING, since=month), why)

    def go_to(
        self, key: str, month: date, after: Holding, why: str, value: LedgerValue | None = None
    ) -> Change:
        """The account stands at something else from the end of this month on."""
        before = self.standing.get(key, Holding())
        self.standing[key] = after
        return Change(
            day=month_end(month),
            asset=self.assets[key],
            before=before,
            after=after,
            why=why,
            value=value,
        )


def value_changes(books: LedgerBooks) -> Iterator[Change | Split | Gap]:
    """How the accounts of assets and debts change, the oldest first."""
    return Accounts(books).changes(books.values())


def ledger_entries(books: LedgerBooks) -> Iterator[LedgerItem | Change | Split | Gap]:
    """All entries by their days; values last on theirs, since they are of the end of it."""
    from heapq import merge

    return merge(books.items(), value_changes(books), key=lambda entry: entry.day)
