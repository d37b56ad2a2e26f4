"""One record of a bank's CSV file as a row, by its layout: its day, amount, words, and the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from finally_cli.model.bank.csv_amounts import AmountReader
from finally_cli.model.bank.csv_header import Header, place_of
from finally_cli.model.bank.dates import day_readings, read_day, without_accents
from finally_cli.model.bank.header_words import BALANCE_ROWS, NEVER_BOOKED, TOTALS, says_pending
from finally_cli.model.bank.layout import Column, Layout, clean_name
from finally_cli.model.bank.numbers import Unreadable
from finally_cli.model.bank.rows import BankRow, account_key, clean_text
from finally_cli.model.text import fold_name, plural, quote

MOST_DAYS = 50_000  # and accounts, that are remembered as they are written
Cells = list[str]


class NoRow(Exception):
    """The record is none of the account's rows: a sum, a remark, a failed payment, a blank line.

    `more` is text that belongs to the row above, if that goes on.
    """

    def __init__(self, more: str = "") -> None:
        super().__init__()
        self.more = more


class PendingUndated(Exception):
    """The record is a pending row that has no day yet."""

    def __init__(self, amount: Decimal) -> None:
        super().__init__()
        self.amount = amount


class RowParser:
    """Reads records by a layout, in a file whose header has been found."""

    def __init__(self, layout: Layout, header: Header) -> None:
        columns, words = layout.columns, layout.words
        self.layout = layout
        self.header = header
        self.width = header.width
        self.amounts = AmountReader(layout, self.place)
        self.day = [place_of(header, column) or 0 for column in columns.day]
        self.text = [place_of(header, column) or 0 for column in columns.text]
        self.category = [place_of(header, column) or 0 for column in columns.category]
        self.value_day = self.place(columns.value_day)
        self.id = self.place(columns.id)
        self.counter_account = self.place(columns.counter_account)
        self.account = self.place(columns.account)
        self.currency = self.place(columns.currency)
        self.state = self.place(columns.state)
        self.last_used = max(self.place(column) or 0 for column in columns.used())
        found = (self.amounts.amount, self.amounts.money_in, self.amounts.money_out)
        self.least_width = max(self.day[0], *(place or 0 for place in found)) + 1
        self.booked = {fold_name(word) for word in words.booked}
        self.pending = {fold_name(word) for word in words.pending}
        self.skipped = {fold_name(word) for word in words.skipped}
        self.states: dict[str, str] = {}
        self.opening = tuple(fold_name(word) for word in words.opening)
        self.days: dict[str, date] = {}
        self.accounts: dict[str, str | None] = {}
        self.newest: date | None = None  # of the rows so far

    def place(self, column: Column | None) -> int | None:
        """The place of a column in a record, from 0."""
        return place_of(self.header, column)

    def read(self, line: int, cells: Cells) -> BankRow:
        """One record as a row. Raises Unreadable, NoRow and PendingUndated."""
        fault = ""
        if len(cells) != self.width:
            fault = self.fit(cells)
        day = self.days.get(cells[self.day[0]]) or self.read_day(cells)
        if day is None:
            return self.read_undated(line, cells, fault)
        if fault:
            raise Unreadable(fault)
        state = "booked" if self.state is None else self.state_of(cells[self.state])
        if state == "skipped" or self.names_balance(cells):
            raise NoRow
        amount = self.amounts.read(line, cells)
        balance = self.amounts.read_balance(line, cells)
        if amount is None:
            if balance is None and not (self.layout.details or self.names_total(cells)):
                raise Unreadable("there is no amount")
            raise NoRow
        if self.newest is None or day > self.newest:
            self.newest = day
        return self.bank_row(line, cells, day, amount, balance, state == "pending")

    def bank_row(
        self,
        line: int,
        cells: Cells,
        day: date,
        amount: Decimal,
        balance: Decimal | None = None,
        pending: bool = True,
    ) -> BankRow:
        """A row of that day and amount, with what else its cells say."""
        bank_id = category = value_day = counter = None
        is_opening = False
        if self.id is not None:
            bank_id = cells[self.id].strip()[:255] or None
        if self.category:
            named = [cells[place].strip() for place in self.category]
            category = ":".join(filter(None, named))[:255] or None
        if self.value_day is not None:
            value_day = self.value_day_of(cells[self.value_day])
        if self.counter_account is not None:
            counter = self.account_of(cells[self.counter_account])
        said = [cells[place] for place in self.text]
        if self.opening:
            is_opening = any(fold_name(text.strip()).startswith(self.opening) for text in said)
        return BankRow(
            line=line,
            day=day,
            amount=amount,
            text=clean_text(*said),
            bank_id=bank_id,
            value_day=None if value_day == day else value_day,
            balance=balance,
            counter_account=counter,
            category=category,
            pending=pending,
            is_opening=is_opening,
        )

    def account_of(self, cell: str) -> str | None:
        """An account's number, remembered: a file has few in many rows."""
        if cell not in self.accounts:
            if len(self.accounts) > MOST_DAYS:
                self.accounts.clear()
            self.accounts[cell] = account_key(cell)
        return self.accounts[cell]

    def fit(self, cells: Cells) -> str:
        """Make a record as wide as the others; what is wrong with its width, or nothing."""
        count = len(cells)
        if not self.width and self.day[0] < count and day_readings(cells[self.day[0]]):
            self.width = max(count, self.last_used + 1)
        width = self.width or self.last_used + 1
        cells += [""] * (width - count)
        if not self.width or count == width:
            return ""
        if count > width:
            is_spare = not "".join(cells[width:]).strip()
        else:
            is_spare = self.layout.short_rows and count >= self.least_width
        return "" if is_spare else f"has {plural(count, 'cell')} where others have {width}"

    def read_day(self, cells: Cells) -> date | None:
        """The day of a row; None where there is nothing like a date. Raises Unreadable."""
        for place in self.day:
            cell = cells[place]
            if cell.strip() and day_readings(cell):
                day = read_day(cell, self.layout.dates)
                if place == self.day[0]:
                    if len(self.days) > MOST_DAYS:
                        self.days.clear()
                    self.days[cell] = day
                return day
        return None

    def value_day_of(self, cell: str) -> date | None:
        """The day from which it bears interest; None where it is no day, such as 30 February."""
        day = self.days.get(cell)
        if day is None and cell.strip():
            try:
                day = self.days[cell] = read_day(cell, self.layout.dates)
            except Unreadable:
                return None
        return day

    def state_of(self, cell: str) -> str:
        """Whether a row is booked, pending or skipped. Raises Unreadable."""
        if cell not in self.states:
            word = fold_name(cell.strip())
            if word in self.booked:
                state = "booked"
            elif word in self.pending:
                state = "pending"
            elif word in self.skipped or without_accents(word) in NEVER_BOOKED:
                state = "skipped"
            elif says_pending(word):  # as any bank may say it, unless this one means otherwise
                state = "pending"
            elif self.booked:
                raise Unreadable(f"{quote(cell.strip())} does not say whether the row is booked")
            else:
                state = "booked"
            if len(self.states) > MOST_DAYS:
                self.states.clear()
            self.states[cell] = state
        return self.states[cell]

    def read_undated(self, line: int, cells: Cells, fault: str) -> BankRow:
        """A record without a day. Raises Unreadable where it has an amount all the same."""
        try:
            amount = self.amounts.read(line, cells)
        except Unreadable:
            amount = None
        state = "" if self.state is None else self.state_of(cells[self.state])
        if amount is None or state == "skipped":
            raise NoRow("" if amount else clean_text(*[cells[place] for place in self.text]))
        if state == "pending" and not fault:
            if self.newest is None:
                raise PendingUndated(amount)
            return self.bank_row(line, cells, self.newest, amount)
        if self.names_total(cells):
            raise NoRow
        cell = cells[self.day[0]].strip()
        raise Unreadable(fault or (f"{quote(cell)} is not a date" if cell else "there is no date"))

    def names_total(self, cells: Cells) -> bool:
        """Whether a record is a sum or a balance of the rows, and no row."""
        first = next((cell for cell in cells if cell.strip()), "")
        texts = [first, *(cells[place] for place in self.text)]
        return any(f"{fold_name(clean_name(text))} ".startswith(TOTALS) for text in texts)

    def names_balance(self, cells: Cells) -> bool:
        """Whether a row with a day says a balance in the place of an amount."""
        return not BALANCE_ROWS.isdisjoint(map(str.casefold, map(str.strip, cells)))
