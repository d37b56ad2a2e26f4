"""What a bank's CSV file says, by its layout: rows, whose they are, balances, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from finally_cli.model.bank.csv_amounts import code_of
from finally_cli.model.bank.csv_fields import Cells, NoRow, PendingUndated, RowParser
from finally_cli.model.bank.csv_header import Header, find_header
from finally_cli.model.bank.csv_records import Records
from finally_cli.model.bank.dates import day_readings, read_day
from finally_cli.model.bank.layout import Layout, clean_name
from finally_cli.model.bank.numbers import Unreadable, read_amount
from finally_cli.model.bank.rows import (
    BadRow,
    Balance,
    BankRow,
    Reading,
    Remark,
    Said,
    Section,
    clean_text,
)
from finally_cli.model.bank.running_balance import RunningBalance
from finally_cli.model.month import today
from finally_cli.model.text import fold_name, plural

NAMED = 3  # lines that a remark names, of those that were passed over
Key = tuple[str | None, str | None]  # an account's number, a currency


def read_csv(file: BinaryIO, layout: Layout) -> Reading:
    """What a file says, by its layout; the file must be one that can be gone back in.

    Where it has a column of balances, those before its first row and after its last one come at
    the end. Raises BadFile: at once for a file that does not fit the layout (LAYOUT_DIFFERS) or
    whose encoding is open (LAYOUT_UNDECIDED), and while it is read where it is no text
    (BAD_ENCODING), ends within quotes (BAD_QUOTES), or has two currencies that no column tells
    apart (TWO_CURRENCIES).
    """
    header = find_header(file, layout)
    return FileReader(file, layout, header).read()


class FileReader:
    """One pass over one file."""

    def __init__(self, file: BinaryIO, layout: Layout, header: Header) -> None:
        self.layout = layout
        self.header = header
        self.records = Records(file, header.encoding, header.delimiter, layout.quote)
        self.parser = RowParser(layout, header)
        self.key: Key | None = None  # of the section that was said last
        self.fixed_currency: str | None = layout.currency or None
        self.running: dict[Key, RunningBalance] = {}
        self.undated: list[tuple[int, Cells, Decimal]] = []  # pending rows above any day
        self.held: tuple[Key, BankRow] | None = None  # until its text is seen to have no more
        self.passed: list[int] = []  # the first lines that were passed over
        self.passed_over = 0
        self.last_day: date | None = None
        self.has_balances = layout.columns.balance is not None

    def read(self) -> Reading:
        """All that the file says, in its order."""
        first = self.header.line or self.layout.skip
        read, two_lines = self.parser.read, self.layout.two_lines
        line, width, given = 0, 0, True
        for line, cells in self.records:
            if line <= first:
                continue
            width = len(cells) if cells else 0
            try:
                if cells is None:
                    raise Unreadable("has a quote in the middle of a cell")
                row = read(line, cells)
            except NoRow as no_row:
                given = False
                self.pass_over(line, no_row.more)
            except PendingUndated as pending:
                self.undated.append((line, cells or [], pending.amount))
            except Unreadable as problem:
                given = True
                yield from self.release()
                yield BadRow(line=line, reason=str(problem))
            else:
                given = True
                if self.held or self.undated:
                    yield from self.release()
                if self.undated:
                    yield from self.give_undated(row.day)
                key = self.key_of(cells)
                if two_lines:
                    self.held = key, row
                elif key == self.key:
                    self.keep(key, row)
                    yield row
                else:
                    yield from self.give(key, row)
        yield from self.release()
        yield from self.give_undated(self.last_day or today())
        if self.records.is_open:
            yield from self.open_end(line, width, given)
        yield from self.finish()

    def key_of(self, cells: Cells) -> Key:
        """Whose a row is: by its columns, as far as the file has them."""
        parser = self.parser
        account = None if parser.account is None else parser.account_of(cells[parser.account])
        if parser.currency is not None:
            return account, code_of(cells[parser.currency].strip()) or self.fixed_currency
        if self.fixed_currency is None and parser.amounts.currency:
            self.fixed_currency = code_of(parser.amounts.currency)
        return account, self.fixed_currency

    def give(self, key: Key, row: BankRow) -> Iterator[Said]:
        """A row, below the section that it is of."""
        if key != self.key:
            yield from self.begin(key, row.line)
        self.keep(key, row)
        yield row

    def keep(self, key: Key, row: BankRow) -> None:
        """What the end needs to know of a row."""
        self.last_day = row.day
        if self.has_balances and not row.pending:
            self.running[key].add(row)

    def begin(self, key: Key, line: int) -> Iterator[Said]:
        """A section, of another account or currency than the rows before."""
        self.key = key
        self.running.setdefault(key, RunningBalance())
        yield Section(line=line, account_key=key[0], currency=key[1])

    def release(self) -> Iterator[Said]:
        """The row that waited for more of its text."""
        if self.held:
            (key, row), self.held = self.held, None
            yield from self.give(key, row)

    def give_undated(self, day: date) -> Iterator[Said]:
        """The pending rows that have no day, by the day of the row that follows them."""
        for line, cells, amount in self.undated:
            row = self.parser.bank_row(line, cells, day, amount)
            yield from self.give(self.key_of(cells), row)
        self.undated.clear()

    def pass_over(self, line: int, more: str) -> None:
        """Leave a record out; where rows go over two lines, its words are of the row above."""
        if self.held and more and self.layout.two_lines:
            key, row = self.held
            self.held = key, replace(row, text=clean_text(row.text, more))
            return
        self.passed_over += 1
        if len(self.passed) < NAMED:
            self.passed.append(line)

    def open_end(self, line: int, width: int, given: bool) -> Iterator[Said]:
        """What a last line without an end says: a row that was cut off, or may have been."""
        is_whole = width >= (self.parser.width or width + 1)
        if (not given and not is_whole) or line == self.header.line:
            yield BadRow(line=line, reason="the file is cut off in the middle of it")
        elif given and width <= self.parser.last_used + 1 and not self.ends_in_quote():
            yield Remark(
                code="NO_LINE_END",
                message=f"Line {line} ends without a line end: if the file was cut off there, its"
                " last cell is not whole.",
            )

    def ends_in_quote(self) -> bool:
        return bool(self.layout.quote) and self.records.last_line.endswith(self.layout.quote)

    def finish(self) -> Iterator[Said]:
        """Balances, and what was left out."""
        if not self.running:
            yield from self.begin((None, self.fixed_currency), self.header.line + 1)
        for key, running in self.running.items():
            balances = list(running.balances())
            if not balances and len(self.running) == 1:
                balances = list(self.stated_balance())
            if balances and key != self.key:
                yield from self.begin(key, balances[0].line)
            yield from balances
        if self.passed_over:
            named = ", ".join(map(str, self.passed)) + (" …" if self.passed_over > NAMED else "")
            lines = plural(self.passed_over, "line")
            message = f"{lines} without a booked row passed over: {named}."
            yield Remark(code="LINES_PASSED_OVER", message=message)

    def stated_balance(self) -> Iterator[Balance]:
        """The balance that stands above the header, at the end of the newest day."""
        words = fold_name(self.layout.closing)
        newest = self.parser.newest
        if not words or newest is None:
            return
        for line, cells in self.header.before:
            if not fold_name(clean_name(cells[0])).startswith(words):
                continue
            day, amount = newest, None
            for cell in " ".join(cells[:1]).split() + cells[1:]:
                if day_readings(cell):
                    day = read_day(cell, self.layout.dates)
                elif amount is None and cell.strip():
                    try:
                        amount = read_amount(cell, self.layout.decimal)[0]
                    except Unreadable:
                        continue
            if amount is not None:
                debt = self.layout.balance_is_debt
                amount = -amount if debt else amount
                yield Balance(line=line, kind="closing", day=day, amount=amount)
                return
