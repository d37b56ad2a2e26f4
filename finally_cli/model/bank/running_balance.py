"""What a column of balances says of an account before the first of its rows, and after the last.

Which row is the first in time depends on whether a file has the newest on top: the balances say so,
by which of two neighbours they follow, and else the days. Where a balance stands once a day, it is
that of the day's end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from finally_cli.model.bank.rows import Balance, BankRow


class RunningBalance:
    """The booked rows of one account, in the order of the file, and what is kept of them."""

    def __init__(self) -> None:
        self.first: BankRow | None = None
        self.last: BankRow | None = None
        self.rows = 0
        self.with_balance = 0
        self.oldest_first = 0  # neighbours that follow each other in this way
        self.newest_first = 0
        self.ups = 0  # neighbours of which the second is of a later day
        self.downs = 0
        self.days: list[Day] = []  # the first one and the last one, in the order of the file

    def add(self, row: BankRow) -> None:
        """Take one more row."""
        last = self.last
        self.rows += 1
        if row.balance is not None:
            self.with_balance += 1
        if last is None:
            self.first = row
        else:
            self.ups += row.day > last.day
            self.downs += row.day < last.day
            if row.balance is not None and last.balance is not None:
                self.oldest_first += last.balance + row.amount == row.balance
                self.newest_first += row.balance + last.amount == last.balance
        self.last = row
        if self.days and self.days[-1].day == row.day:
            self.days[-1].add(row)
        else:
            if len(self.days) == 2:
                self.days.pop()
            self.days.append(Day(row))

    @property
    def is_newest_first(self) -> bool | None:
        """Whether the file has the newest row on top; None where nothing says so."""
        if self.oldest_first != self.newest_first:
            return self.newest_first > self.oldest_first
        if bool(self.ups) != bool(self.downs):
            return bool(self.downs)
        return False if self.rows == 1 else None

    def balances(self) -> Iterator[Balance]:
        """The balance before all rows, and the one after them, as far as they can be known."""
        newest_first = self.is_newest_first
        if self.first is None or self.last is None or not self.with_balance:
            return
        if self.with_balance == self.rows:
            if newest_first is None:
                return
            old, new = (self.last, self.first) if newest_first else (self.first, self.last)
            if old.balance is not None and new.balance is not None:
                yield opening(old.line, old.day, old.balance - old.amount)
                yield closing(new.line, new.day, new.balance)
        elif not (self.ups and self.downs):
            old_day, new_day = self.days[0], self.days[-1]
            if self.downs:
                old_day, new_day = new_day, old_day
            if old_day.balance is not None:
                yield opening(old_day.line, old_day.day, old_day.balance - old_day.sum)
            if new_day.balance is not None:
                yield closing(new_day.line, new_day.day, new_day.balance)


class Day:
    """The rows of one day: their sum, and the balance at its end where the file has one."""

    def __init__(self, row: BankRow) -> None:
        self.day = row.day
        self.line = row.line
        self.sum = Decimal(0)
        self.balance: Decimal | None = None
        self.add(row)

    def add(self, row: BankRow) -> None:
        self.sum += row.amount
        if row.balance is not None:
            self.balance, self.line = row.balance, row.line


def opening(line: int, day: date, amount: Decimal) -> Balance:
    return Balance(line=line, kind="opening", day=day - timedelta(days=1), amount=amount)


def closing(line: int, day: date, amount: Decimal) -> Balance:
    return Balance(line=line, kind="closing", day=day, amount=amount)
