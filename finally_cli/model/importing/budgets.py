"""The budgets of a CSV file: what YNAB exports, or a list of our own."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from finally_cli.model.errors import BadUsage
from finally_cli.model.importing.commodities import DecimalMarks, split_amounts
from finally_cli.model.importing.csv_file import NumberedRecords
from finally_cli.model.importing.line_file import BadLine, Header, LineFile
from finally_cli.model.importing.whole_month import month_of_heading
from finally_cli.model.text import fold_name, quote

KEY = "category"  # the column that every such file has
# What others call a column; YNAB has had several words for each.
ALIASES = {
    "period": "month",
    "budgeted": "budget",
    "assigned": "budget",
    "master category": "group",
    "category group": "group",
}
# What says nothing more of what was planned.
KNOWN = (
    "month", "category", "budget", "group", "sub category", "category group/category", "every",
    "name", "moved", "carried", "activity", "outflows", "available", "category balance", "how",
)  # fmt: skip
FORM = (
    "A file has the columns month,category,budget, as a list of ours or the budget that YNAB"
    " exports."
)
# Groups of YNAB that are no spending: what is to be assigned, and what pays off a card.
NO_SPENDING = frozenset(("inflow", "credit card payments", "internal master category"))


class Planned(NamedTuple):
    """What a line plans, as it was read."""

    line: int
    period: str  # the first day of the month, or the year
    group: str
    category: str
    symbol: str
    number: str
    moved: str  # the part of the number that was moved in, which is no plan; empty for nothing

    @property
    def name(self) -> str:
        """It as a map names it."""
        return f"{self.group}: {self.category}" if self.group else self.category

    @property
    def is_no_spending(self) -> bool:
        return fold_name(self.group) in NO_SPENDING


class BudgetFile(LineFile):
    """A file of budgets; `is_ours` says that it is a list which this program has written, and
    `rolled` counts what in it follows from the months before.

    Raises BadFile for a column that is unknown, missing or there twice.
    """

    def __init__(self, records: NumberedRecords) -> None:
        super().__init__(records)
        header = Header(self.header, FORM, ALIASES)
        for column in ("month", "category", "budget"):
            header.need(column)
        for heading, word in zip(header.headings, header.words, strict=True):
            if word not in KNOWN:
                raise header.unknown(heading, ("month", "category", "budget"))
        self.named = header.places(KNOWN)
        self.is_ours = "how" in self.named
        self.rolled = 0

    def planned(self) -> list[Planned]:
        """Every line that can be read; the others go to `bad`."""
        found: list[Planned] = []
        seen: dict[tuple[str, str], int] = {}
        absent = [""]
        category = self.named.get("sub category", self.named["category"])
        for line, written in self.whole():
            cells = written + absent  # where a column is not there, it is empty
            if self.cell(cells, "how") not in ("", "set"):
                self.rolled += 1
                continue
            try:
                period = self.period(cells)
                symbol, number = one_amount(self.cell(cells, "budget"))
                moved = self.cell(cells, "moved")
                moved = one_amount(moved)[1] if moved else ""
            except BadUsage as error:
                self.bad.append(BadLine(line, error.message))
                continue
            group = self.cell(cells, "group")
            one = Planned(line, period, group, cells[category].strip(), symbol, number, moved)
            first = seen.setdefault((period, fold_name(one.name)), line)
            if not one.category:
                self.bad.append(BadLine(line, "the category is missing"))
            elif first != line:
                reason = f"{quote(one.name)} has a budget for {period[:7]} in line {first} already"
                self.bad.append(BadLine(line, reason))
            else:
                found.append(one)
        return found

    def cell(self, cells: list[str], name: str) -> str:
        """What a column holds; empty where there is none."""
        return cells[self.named.get(name, -1)].strip()

    def period(self, cells: list[str]) -> str:
        """The first day of the month, or the year. Raises BadUsage for what is neither."""
        typed = self.cell(cells, "month")
        if self.cell(cells, "every") == "year":
            if len(typed) == 4 and typed.isdecimal() and 2000 <= int(typed) <= 2100:
                return typed
            raise BadUsage(f"{quote(typed)} is not a year")
        month = month_of_heading(typed)
        if month is None:
            raise BadUsage(f"{quote(typed)} is not a month of a year")
        return month

    def amounts(self, planned: list[Planned]) -> list[tuple[Planned, Decimal]]:
        """What they plan, exactly; what cannot be read goes to `bad`."""
        marks = DecimalMarks((one.symbol, one.number) for one in planned)
        read = []
        for one in planned:
            try:
                amount = marks.read(one.symbol, one.number)
                moved = marks.read(one.symbol, one.moved) if one.moved else Decimal(0)
                read.append((one, amount - moved))
            except BadUsage as error:
                self.bad.append(BadLine(one.line, error.message))
        return read


def one_amount(cell: str) -> tuple[str, str]:
    """The symbol and the number of an amount. Raises BadUsage for what is no single one.

    >>> one_amount("-$84.12"), one_amount("1.234,56€")
    (('$', '-84.12'), ('€', '1.234,56'))
    """
    found = split_amounts(cell)
    if len(found) > 1:
        raise BadUsage(f"{quote(cell)} is not an amount")
    return found[0]
