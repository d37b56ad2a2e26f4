"""What a column of balances says of an account before the first of its rows, and after the last.

Which row is the first in time depends on whether a file has the newest on top: the days say so, and
within a day the balances, by which of two neighbours they follow. Where a balance stands once a
day, it is that of the day's end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from finally_cli.model.bank.rows import Balance, BankRow

ENOUGH = 5_000  # rows, which show in which order they stand


class RunningBalance:
    """The booked rows of one account, in the order of the file, and what is kept of them."""

    def __init__(self) -> None:
        self.rows = 0
        self.with_balance = 0
        self.ups = 0  # neighbours of which the second is of a later day
        self.downs = 0
        self.chain = Chain()  # of all neighbours
        self.within = Chain()  # of those of one day
        self.days: list[Day] = []  # the first one and the last one, in the order of the file

    def add(self, row: BankRow) -> None:
        """Take one more row."""
        self.rows += 1
        self.with_balance += row.balance is not None
        if not self.days:
            self.days.append(Day(row))
            return
        day = self.days[-1]
        last = day.last
        is_within = last.day == row.day
        if self.rows < ENOUGH:
            self.chain.add(last, row)
            if is_within:
                self.within.add(last, row)
        if is_within:
            day.add(row)
            return
        self.ups += row.day > last.day
        self.downs += row.day < last.day
        if len(self.days) == 2:
            self.days.pop()
        self.days.append(Day(row))

    @property
    def is_newest_first(self) -> bool | None:
        """Whether the file has the newest day on top; None where nothing says so."""
        if bool(self.ups) != bool(self.downs):
            return bool(self.downs)
        said = self.chain.is_newest_first
        return False if said is None and self.rows == 1 else said

    def balances(self) -> Iterator[Balance]:
        """The balance before all rows, and the one after them, as far as they can be known."""
        newest_first = self.is_newest_first
        if newest_first is None or not self.with_balance:
            return
        old, new = (self.days[-1], self.days[0]) if newest_first else (self.days[0], self.days[-1])
        if self.with_balance == self.rows:
            within = self.within.is_newest_first
            within = newest_first if within is None else within
            first = old.last if within else old.first
            last = new.first if within else new.last
            if first.balance is not None and last.balance is not None:
                yield opening(first.line, first.day, first.balance - first.amount)
                yield closing(last.line, last.day, last.balance)
        elif not (self.ups and self.downs):
            if old.balance is not None:
                yield opening(old.line, old.day, old.balance - old.sum)
            if new.balance is not None:
                yield closing(new.line, new.day, new.balance)


class Chain:
    """How many neighbours follow each other, with the older one above and with the newer one."""

    def __init__(self) -> None:
        self.found = [0, 0]

    def add(self, above: BankRow, below: BankRow) -> None:
        if above.balance is not None and below.balance is not None:
            self.found[0] += above.balance + below.amount == below.balance
            self.found[1] += below.balance + above.amount == above.balance

    @property
    def is_newest_first(self) -> bool | None:
        oldest_first, newest_first = self.found
        return None if oldest_first == newest_first else newest_first > oldest_first


class Day:
    """The rows of one day: their sum, and the balance at its end where the file has one."""

    def __init__(self, row: BankRow) -> None:
        self.day = row.day
        self.line = row.line
        self.first = self.last = row
        self.sum = Decimal(0)
        self.balance: Decimal | None = None
        self.add(row)

    def add(self, row: BankRow) -> None:
        self.last = row
        self.sum += row.amount
        if row.balance is not None:
            self.balance, self.line = row.balance, row.line


def opening(line: int, day: date, amount: Decimal) -> Balance:
    return Balance(line=line, kind="opening", day=day - timedelta(days=1), amount=amount)


def closing(line: int, day: date, amount: Decimal) -> Balance:
    return Balance(line=line, kind="closing", day=day, amount=amount)
