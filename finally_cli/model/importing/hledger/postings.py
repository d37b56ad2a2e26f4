"""The postings of a journal that are income or expenses: what `hledger print -O csv` writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from finally_cli.model.currency import CODES
from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.commodities import Currencies, DecimalMarks
from finally_cli.model.importing.csv_file import EXPORT_AGAIN
from finally_cli.model.importing.hledger.accounts import (
    EXPENSES,
    INCOME,
    AccountTypes,
    plain_account,
)
from finally_cli.model.importing.hledger.report import ITEMS, Report
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.month import parse_day
from finally_cli.model.text import LONGEST_NOTE, plural, quote

# In a posting's comment, the day that it counts on: date:2026-02-05, or [2026-02-05].
DAY = r"(?:(?P<year>[0-9]{4})[-/.])?(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
DATED = rf"(?:^|[\s,])date:\s*{DAY}"
BRACKETED = rf"\[{DAY}[=\]]"


class Posting(NamedTuple):
    """One posting to income or expenses, as it was read."""

    line: int
    day: str
    account: str
    type: str
    commodity: str
    number: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """What came in, or went out; a refund is below zero."""

    line: int
    day: str
    account: str
    type: str
    amount: Decimal
    note: str | None


class PostingFile:
    """All of a file, once `read`: its postings, and the accounts whose type nobody knows."""

    def __init__(self, report: Report, types: AccountTypes) -> None:
        self.report = report
        self.types = types
        self.postings: list[Posting] = []
        self.untyped: dict[str, int] = {}
        self.numbers: list[tuple[str, str]] = []
        self.last: list[tuple[bool, str, str]] = []  # of the last transaction
        self.transactions = 0

    @property
    def lines(self) -> int:
        return self.report.lines

    @property
    def bad(self) -> list[BadLine]:
        return self.report.bad

    def read(self) -> None:
        """Read all of it; what is wrong with a line goes to `bad`."""
        place = {word: at for at, word in enumerate(self.report.words)}
        index, date, account = place["txnidx"], place["date"], place["account"]
        amount, commodity = place["amount"], place["commodity"]
        words, comment = place["description"], place["posting-comment"]
        typed: dict[str, str | None] = {}
        before = None
        for line, cells in self.report.whole():
            if cells[index] != before:
                before, self.last = cells[index], []
                self.transactions += 1
            written = cells[account]
            symbol, number = cells[commodity].strip().strip('"'), cells[amount].strip()
            self.last.append((not written.strip().startswith("("), symbol, number))
            name = plain_account(written)
            if name not in typed:
                typed[name] = self.types.type_of(name)
            kind = typed[name]
            if kind is None:
                self.untyped.setdefault(name, line)
            elif kind in (INCOME, EXPENSES):
                try:
                    if not number:
                        raise BadUsage("the amount is missing")
                    day = counted_day(cells[date], cells[comment])
                except BadUsage as error:
                    self.report.bad.append(BadLine(line, error.message))
                    continue
                note = joined_note(cells[words], cells[comment])
                self.postings.append(Posting(line, day, name, kind, symbol, number, note))
                self.numbers.append((symbol, number))

    def items(self, currencies: Currencies) -> list[Item]:
        """What the postings are in the books' own currency; what cannot be read goes to `bad`.

        Raises BadFile, which names them, for commodities that are not of that currency.
        """
        foreign: dict[str, int] = {}
        for posting in self.postings:
            if currencies.find(posting.commodity) != currencies.own:
                foreign[posting.commodity] = foreign.get(posting.commodity, 0) + 1
        if foreign:
            raise refuse_foreign(foreign, currencies.own)
        marks = DecimalMarks(self.numbers)
        found = []
        for line, day, account, kind, commodity, number, note in self.postings:
            try:
                amount = marks.read(commodity, number)
            except BadUsage as error:
                more = "; hledger rounds with --round=hard" if "decimals" in error.message else ""
                self.report.bad.append(BadLine(line, f"{error.message}{more}"))
                continue
            amount = -amount if kind == INCOME else amount
            found.append(Item(line, day, account, kind, amount, note))
        return found

    def rest(self) -> tuple[str, Decimal] | None:
        """What the last transaction lacks to be whole, with its commodity, where it lacks any.

        Transactions of several commodities do not add up by themselves, and tell nothing.
        """
        real = [(commodity, number) for is_real, commodity, number in self.last if is_real]
        if len({commodity for commodity, _ in real}) != 1:
            return None
        marks = DecimalMarks([*self.numbers, *real])
        try:
            left = sum((marks.read(*one) for one in real), Decimal(0))
        except BadUsage:
            return None
        return (real[0][0], left) if left else None

    def is_cut(self) -> bool:
        """Whether it ends within a line, or in one posting alone, which no transaction does."""
        if self.report.records.is_open:
            return True
        return self.rest() is not None and sum(is_real for is_real, _, _ in self.last) == 1


def counted_day(date: str, comment: str) -> str:
    """The day that a posting counts on: its own, if its comment has one, or its transaction's.

    >>> counted_day("2026-01-31", "late, date:2026-02-01"), counted_day("2026-01-31", "[2/3]")
    ('2026-02-01', '2026-02-03')
    >>> counted_day("2026-01-31", "[1.5 kg] update:2/3")
    '2026-01-31'
    """
    day = parse_day(date).isoformat()
    if found := re.search(DATED, comment) or re.search(BRACKETED, comment):
        own = f"{found['year'] or day[:4]}-{found['month']:0>2}-{found['day']:0>2}"
        return parse_day(own).isoformat()
    return day


def joined_note(description: str, comment: str) -> str | None:
    """The words of a transaction and of its posting, cut where they are longer than a note."""
    said = "; ".join(" ".join(part.split()) for part in (description, comment) if part.strip())
    return (said if len(said) <= LONGEST_NOTE else f"{said[: LONGEST_NOTE - 1]}…") or None


def refuse_foreign(foreign: dict[str, int], own: str) -> BadFile:
    """The refusal of commodities that are no money of the books' own currency."""
    named = ", ".join(quote(name) for name in list(foreign)[:10])
    more = f" and {len(foreign) - 10} more" if len(foreign) > 10 else ""
    symbol = next((name for name in foreign if name.upper() not in CODES), None)
    says = (
        f"; or, if {quote(symbol)} is {own}, say so: --commodity '{symbol}={own}'" if symbol else ""
    )
    count = sum(foreign.values())
    return BadFile(
        f"{plural(count, 'posting')} of income and expenses {'is' if count == 1 else 'are'} in"
        f" {named}{more}, and not in {own}; nothing was written",
        f"Have hledger convert them: {ITEMS} -X {own}{says}",
        code="COMMODITY_NEEDS_PRICE",
        details={"commodities": foreign},
    )


def refuse_cut() -> BadFile:
    """The refusal of a file that ends in the middle of a transaction."""
    return BadFile(
        "the file ends in the middle of a transaction; nothing was written",
        f"{EXPORT_AGAIN} If it is whole, end its last line with a line break.",
        code="FILE_CUT",
    )
