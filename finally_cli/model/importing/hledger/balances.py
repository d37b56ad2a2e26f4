"""The balances of assets and liabilities: what `hledger balance -M --historical -O csv` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.commodities import Currencies, DecimalMarks, split_amounts
from finally_cli.model.importing.csv_file import EXPORT_AGAIN
from finally_cli.model.importing.hledger.accounts import ASSETS, LIABILITIES, AccountTypes
from finally_cli.model.importing.hledger.report import TIDY, TOTALS, VALUES, Report
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.importing.values import Columns
from finally_cli.model.importing.whole_month import month_of_heading
from finally_cli.model.text import quote

SUM_NAMES = ("total", "total:", "net", "net:")  # of the row that is the sum of the others


class Cell(NamedTuple):
    """One amount of an account at the end of a month, as it was read."""

    line: int
    account: str
    month: str
    commodity: str
    number: str


class Value(NamedTuple):
    """What an account was worth at the end of a month; what is owed is below zero."""

    line: int
    account: str
    month: str
    currency: str | None  # None for nothing, which is of no currency
    amount: Decimal


class BalanceFile:
    """All of a file, once `read`: its cells, and the accounts whose type nobody knows."""

    def __init__(self, report: Report, types: AccountTypes) -> None:
        self.report = report
        self.types = types
        self.untyped: dict[str, int] = {}
        self.cells: list[Cell] = []
        self.sums: list[Cell] = []
        self.accounts: dict[str, str | None] = {}
        self.is_tidy = set(TIDY) <= set(report.words)
        self.months = {} if self.is_tidy else self.read_header()

    @property
    def lines(self) -> int:
        return self.report.lines

    @property
    def bad(self) -> list[BadLine]:
        return self.report.bad

    @property
    def columns(self) -> Columns:
        """How values are written in it: a debt is below zero."""
        return Columns({}, self.months, tuple(self.report.header), "balance")

    def read_header(self) -> dict[int, str]:
        """The first day of each month, by its column. Raises BadFile for what is no month."""
        months: dict[int, str] = {}
        for place, heading in enumerate(self.report.header):
            if place == 0 or self.report.words[place] in ("commodity", *TOTALS):
                continue
            month = month_of_heading(heading)
            if month is None:
                raise self.report.refusal(f"the column {quote(heading)} is no month of a year")
            if month in months.values():
                raise self.report.refusal(f"the month {month[:7]} has two columns")
            months[place] = month
        if not months:
            raise self.report.refusal("there is no column for a month")
        return months

    def read(self) -> None:
        """Read all of it; what is wrong with a line goes to `bad`. Raises BadFile for a tree."""
        seen: dict[tuple[str, str, str], int] = {}
        for line, written in self.report.whole():
            name = written[0]
            if name[:1].isspace():
                raise refuse_tree()
            account = name.strip()
            is_sum = account.casefold() in SUM_NAMES
            if not is_sum and account not in self.accounts:
                self.accounts[account] = self.types.type_of(account)
                if self.accounts[account] is None:
                    self.untyped[account] = line
            for month, text, commodity in self.amounts(written):
                try:
                    parts = split_amounts(text)
                    if commodity:
                        parts = [(commodity, number) for _, number in parts]
                except BadUsage as error:
                    heading = self.columns.heading_of(month)
                    self.report.bad.append(BadLine(line, error.message, heading))
                    continue
                for symbol, number in parts:
                    cell = Cell(line, account, month, symbol, number)
                    first = seen.setdefault((account, month, symbol), line)
                    if is_sum:
                        self.sums.append(cell)
                    elif first != line:
                        self.report.bad.append(
                            BadLine(line, f"{quote(account)} is in line {first} already")
                        )
                        break
                    else:
                        self.cells.append(cell)

    def amounts(self, written: list[str]) -> Iterator[tuple[str, str, str]]:
        """The month, the text and the commodity of each amount in a line, if it stands apart."""
        words = self.report.words
        commodity = written[words.index("commodity")].strip() if "commodity" in words else ""
        if not self.is_tidy:
            for place, month in self.months.items():
                yield month, written[place], commodity
            return
        month_text = month_of_heading(written[words.index("end_date")])
        if month_text is not None:
            yield month_text, written[words.index("value")], commodity

    def values(self, currencies: Currencies) -> list[Value]:
        """What assets and liabilities were worth; what cannot be read goes to `bad`.

        Raises BadFile, which names them, for commodities that need a price, for a month of an
        account in two currencies, and where the rows do not add up to their sum.
        """
        marks = DecimalMarks((cell.commodity, cell.number) for cell in [*self.cells, *self.sums])
        read = self.read_numbers(self.cells, marks)
        self.check_sums(read, self.read_numbers(self.sums, marks))
        foreign: dict[str, int] = {}
        found: dict[tuple[str, str], Value] = {}
        several: dict[str, int] = {}
        for cell, amount in read:
            if self.accounts[cell.account] not in (ASSETS, LIABILITIES):
                continue
            currency = currencies.find(cell.commodity) if amount else None
            if amount and currency is None:
                foreign[cell.commodity] = foreign.get(cell.commodity, 0) + 1
            earlier = found.get((cell.account, cell.month))
            if earlier is not None and earlier.amount and amount:
                several[cell.account] = several.get(cell.account, 0) + 1
            if earlier is None or amount:
                value = Value(cell.line, cell.account, cell.month, currency, amount)
                found[cell.account, cell.month] = value
        if foreign:
            raise refuse_unpriced(
                f"{', '.join(map(quote, list(foreign)[:10]))} "
                f"{'needs a price' if len(foreign) == 1 else 'need prices'}",
                list(foreign),
                currencies.own,
            )
        if several:
            accounts = ", ".join(map(quote, list(several)[:5]))
            raise refuse_unpriced(
                f"there are several currencies at once in {accounts}", list(several), currencies.own
            )
        return list(found.values())

    def read_numbers(
        self, cells: Iterable[Cell], marks: DecimalMarks
    ) -> list[tuple[Cell, Decimal]]:
        """Cells with their amounts; what cannot be read goes to `bad`."""
        read = []
        for cell in cells:
            try:
                read.append((cell, marks.read(cell.commodity, cell.number)))
            except BadUsage as error:
                heading = self.columns.heading_of(cell.month)
                self.report.bad.append(BadLine(cell.line, error.message, heading))
        return read

    def check_sums(
        self, read: list[tuple[Cell, Decimal]], sums: list[tuple[Cell, Decimal]]
    ) -> None:
        """Raises BadFile where the rows are those of a tree, or do not add up to their sum.

        Each of them may be rounded by itself, where hledger has converted them.
        """
        names = set(self.accounts)
        below = {name for name in names if has_above(name, names)}
        if not sums:
            if is_tree(read, names):
                raise refuse_tree()
            return
        flat = add_up(read)
        slacks = rounding([*read, *sums])
        for cell, total in sums:
            place = cell.month, cell.commodity
            slack = slacks[place]
            if abs(flat.get(place, Decimal(0)) - total) <= slack:
                continue
            tops = add_up([one for one in read if one[0].account not in below])
            if below and abs(tops.get(place, Decimal(0)) - total) <= slack:
                raise refuse_tree()
            raise BadFile(
                f"the rows do not add up to the {quote(cell.account)} of {cell.month[:7]};"
                " nothing was written",
                EXPORT_AGAIN,
                code="SUM_DIFFERS",
            )


def has_above(account: str, names: set[str]) -> bool:
    """Whether an account above it has a row of its own."""
    parts = account.split(":")
    return any(":".join(parts[:length]) in names for length in range(1, len(parts)))


def is_tree(read: list[tuple[Cell, Decimal]], names: set[str]) -> bool:
    """Whether an account is in every month exactly what those below it are together."""
    by_account: dict[str, dict[tuple[str, str], Decimal]] = {}
    for cell, amount in read:
        if amount:
            by_account.setdefault(cell.account, {})[cell.month, cell.commodity] = amount
    for above in names:
        below = [one for one in names if one.startswith(f"{above}:")]
        nearest = [one for one in below if not any(one.startswith(f"{b}:") for b in below)]
        added: dict[tuple[str, str], Decimal] = {}
        for name in nearest:
            for place, amount in by_account.get(name, {}).items():
                added[place] = added.get(place, Decimal(0)) + amount
        summed = {place: amount for place, amount in added.items() if amount}
        if summed and summed == by_account.get(above):
            return True
    return False


def add_up(read: list[tuple[Cell, Decimal]]) -> dict[tuple[str, str], Decimal]:
    """The sum of each month in each commodity."""
    added: dict[tuple[str, str], Decimal] = {}
    for cell, amount in read:
        place = cell.month, cell.commodity
        added[place] = added.get(place, Decimal(0)) + amount
    return added


def rounding(read: list[tuple[Cell, Decimal]]) -> dict[tuple[str, str], Decimal]:
    """How far each month's sum in a commodity may be off: half a last digit for each amount."""
    counts: dict[tuple[str, str], int] = {}
    digits: dict[tuple[str, str], int] = {}
    for cell, amount in read:
        place = cell.month, cell.commodity
        counts[place] = counts.get(place, 0) + 1
        digits[place] = min(digits.get(place, 0), int(amount.as_tuple().exponent))
    return {place: Decimal(count).scaleb(digits[place]) / 2 for place, count in counts.items()}


def refuse_tree() -> BadFile:
    """The refusal of accounts that hold the sums of those below them."""
    return BadFile(
        "the rows are those of a tree, where an account has in it what those below it have;"
        " nothing was written",
        f"Have hledger write each for itself: {VALUES} --flat",
        code="ACCOUNTS_IN_A_TREE",
    )


def refuse_unpriced(message: str, names: list[str], own: str) -> BadFile:
    """The refusal of what has no value in one currency yet."""
    return BadFile(
        f"{message}; nothing was written",
        f"Have hledger value them: {VALUES} --value=end,{own}; or say which currency a symbol is:"
        " --commodity 'NAME=CODE'",
        code="COMMODITY_NEEDS_PRICE",
        details={"names": names},
    )
