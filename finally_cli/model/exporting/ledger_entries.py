"""What a ledger holds day by day: items, and how values change.

A ledger carries the last value of an account on for ever. So a closed asset is written down to
nothing, and a month without a value is a gap in which the two cannot agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from finally_cli.model.exporting.ledger_books import (
    LedgerAsset,
    LedgerBooks,
    LedgerItem,
    LedgerValue,
    month_after,
    month_end,
)

NOTHING = Decimal(0)
VALUE, CLOSED, NO_VALUE = "Value", "Closed", "No value"  # why an account changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An account goes from one total to another; `value` where that one is on record."""

    day: date
    asset: LedgerAsset
    before: Decimal
    total: Decimal
    why: str
    value: LedgerValue | None = None


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
        self.standing: dict[str, tuple[Decimal, date]] = {}

    def changes(self, values: Iterable[LedgerValue]) -> Iterator[Change | Gap]:
        """What values of consecutive months do to the accounts, in the order of days."""
        newest: date | None = None
        for month, rows in groupby(values, lambda value: value.month):
            while newest is not None and (newest := month_after(newest)) < month:
                yield from self.without_value(newest, set())
            newest = month
            present = set()
            for value in rows:
                present.add(value.asset_id)
                before, _ = self.standing.get(value.asset_id, (NOTHING, month))
                self.standing[value.asset_id] = value.total, month
                yield Change(
                    day=month_end(month),
                    asset=self.assets[value.asset_id],
                    before=before,
                    total=value.total,
                    why=VALUE,
                    value=value,
                )
            yield from self.without_value(month, present)
        if newest is not None:
            yield from self.closed_after(newest)

    def without_value(self, month: date, present: set[str]) -> Iterator[Change | Gap]:
        """What becomes of the accounts that stand at something, and have no value in a month."""
        for key, asset in self.assets.items():
            total, since = self.standing.get(key, (NOTHING, month))
            if not total or key in present:
                continue
            closed = asset.closed_on is not None and asset.closed_on <= month_end(month)
            if closed or self.zero_missing:
                yield self.write_down(asset, month, CLOSED if closed else NO_VALUE)
            else:
                yield Gap(day=month_end(month), asset=asset, total=total, since=since)

    def closed_after(self, newest: date) -> Iterator[Change]:
        """The closed assets that stand at something after the last month that has values."""
        later = [
            (max(month_after(newest), asset.closed_on.replace(day=1)), key)
            for key, asset in self.assets.items()
            if asset.closed_on is not None and self.standing.get(key, (NOTHING,))[0]
        ]
        for month, key in sorted(later, key=lambda one: one[0]):
            if self.last is None or month <= self.last:
                yield self.write_down(self.assets[key], month, CLOSED)

    def write_down(self, asset: LedgerAsset, month: date, why: str) -> Change:
        """The account stands at nothing from the end of this month on."""
        before, _ = self.standing[asset.id]
        self.standing[asset.id] = NOTHING, month
        return Change(day=month_end(month), asset=asset, before=before, total=NOTHING, why=why)


def value_changes(books: LedgerBooks) -> Iterator[Change | Gap]:
    """How the accounts of assets and debts change, the oldest first."""
    return Accounts(books).changes(books.values())


def ledger_entries(books: LedgerBooks) -> Iterator[LedgerItem | Change | Gap]:
    """All entries by their days; values last on theirs, since they are of the end of it."""
    from heapq import merge

    return merge(books.items(), value_changes(books), key=lambda entry: entry.day)
