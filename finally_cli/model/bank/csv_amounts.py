"""The amount of a row of a bank's CSV file, in the account's sense, from one column or several.

What came in is above zero. Where a column of words says which way the money went, a word that the
layout does not know is refused, and never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from finally_cli.model.bank.layout import Layout
from finally_cli.model.bank.numbers import Unreadable, read_amount, read_plain
from finally_cli.model.errors import BadFile
from finally_cli.model.text import fold_name, quote

SYMBOLS = {
    "€": "EUR", "£": "GBP", "kč": "CZK", "zł": "PLN", "ft": "HUF", "₹": "INR", "r$": "BRL",
    "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD",
    "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₩": "KRW", "₫": "VND", "฿": "THB",
}  # fmt: skip
Cells = list[str]


class AmountReader:
    """Reads amounts by a layout; `place` finds the place of a column in a row."""

    def __init__(self, layout: Layout, place: Callable[[str | int | None], int | None]) -> None:
        columns = layout.columns
        self.decimal = layout.decimal
        self.sign = layout.sign
        self.out_has_minus = layout.out_has_minus
        self.in_has_minus = layout.in_has_minus
        self.balance_is_debt = layout.balance_is_debt
        self.amount = place(columns.amount)
        self.money_in = place(columns.money_in)
        self.money_out = place(columns.money_out)
        self.flag = place(columns.flag)
        self.fee = place(columns.fee)
        self.balance = place(columns.balance)
        self.by_word = {fold_name(word): 1 for word in layout.words.money_in}
        self.by_word |= {fold_name(word): -1 for word in layout.words.money_out}
        self.has_currency_column = columns.currency is not None
        self.currency = ""  # that amounts are written with
        self.currency_line = 0
        self.unsigned_out = 0  # the first line of money out without a minus, and of one with it
        self.signed_out = 0

    def read(self, line: int, cells: Cells) -> Decimal | None:
        """A row's amount; None where all of its cells are empty. Raises Unreadable."""
        if self.amount is None:
            amount = self.read_in_or_out(line, cells)
        elif self.flag is None:
            amount = self.read_signed(line, cells[self.amount].strip())
        else:
            amount = self.read_by_word(line, cells[self.amount].strip(), cells[self.flag])
        if self.fee is not None and amount is not None and cells[self.fee].strip():
            amount -= abs(self.read_as_written(line, cells[self.fee])[0])
        return amount

    def read_balance(self, line: int, cells: Cells) -> Decimal | None:
        """A row's balance; None where it has none. Raises Unreadable."""
        if self.balance is None:
            return None
        cell = cells[self.balance].strip()
        if not cell:
            return None
        value = read_plain(cell, self.decimal)
        if value is None:
            value, written = read_amount(cell, self.decimal)
            if written.credit:
                return value if written.credit == "+" else -abs(value)
        return -value if self.balance_is_debt and value else value

    def read_signed(self, line: int, cell: str) -> Decimal | None:
        """An amount whose sign says which way it went, by the layout's convention."""
        if not cell:
            return None
        value = read_plain(cell, self.decimal)
        if value is not None:
            if self.sign == "as-is" or not value:
                return value
            return -value if self.sign == "spending-positive" else -abs(value)
        value, sign, credit = self.read_as_written(line, cell)
        if credit:
            return abs(value) if credit == "+" else -abs(value)
        if self.sign == "plus-is-in":
            return value if sign == "+" else -abs(value)
        return -value if self.sign == "spending-positive" else value

    def read_by_word(self, line: int, cell: str, word: str) -> Decimal | None:
        """An amount whose way a word says; a sign that says otherwise is refused."""
        if not cell:
            return None
        way = self.by_word.get(fold_name(word.strip()))
        if way is None:
            raise Unreadable(
                f"{quote(word.strip())} says neither that the amount {quote(cell)} came in nor that"
                " it went out"
            )
        value = read_plain(cell, self.decimal)
        if value is None:
            value = self.read_as_written(line, cell)[0]
        if way > 0:
            if value < 0:
                raise Unreadable(
                    f"the amount {quote(cell)} is below zero, and {quote(word)} says it came in"
                )
            return value
        if value > 0:
            self.unsigned_out = self.unsigned_out or line
        elif value < 0:
            self.signed_out = self.signed_out or line
        if self.unsigned_out and self.signed_out:
            other = min(self.unsigned_out, self.signed_out)
            which = "has a minus" if line == self.signed_out or value < 0 else "has no minus"
            raise Unreadable(
                f"the amount {quote(cell)}, which went out, {which}, unlike that of line {other}"
            )
        return -abs(value) if value else value

    def read_in_or_out(self, line: int, cells: Cells) -> Decimal | None:
        """An amount that stands in one of two columns."""
        came = self.read_one_way(line, self.money_in, cells)
        went = self.read_one_way(line, self.money_out, cells)
        if came and went:
            raise Unreadable("there is an amount that came in, and one that went out")
        if came and self.in_has_minus:
            return -came
        if went:
            return went if self.out_has_minus else -went
        return came if came is not None else went

    def read_one_way(self, line: int, place: int | None, cells: Cells) -> Decimal | None:
        if place is None:
            return None
        cell = cells[place].strip()
        if not cell or cell in ("-", "--"):
            return None
        value = read_plain(cell, self.decimal)
        return self.read_as_written(line, cell)[0] if value is None else value

    def read_as_written(self, line: int, cell: str) -> tuple[Decimal, str, str]:
        """An amount with its sign, the sign as written, and that of CR or DR."""
        value, written = read_amount(cell, self.decimal)
        if written.currency and not self.has_currency_column:
            self.keep_currency(line, written.currency)
        return value, written.sign, written.credit

    def keep_currency(self, line: int, currency: str) -> None:
        """Remember what amounts are in. Raises BadFile at a second currency."""
        if not self.currency:
            self.currency, self.currency_line = currency, line
        elif code_of(currency) != code_of(self.currency):
            raise BadFile(
                f"the file has amounts in {quote(self.currency)} (line {self.currency_line}) and in"
                f" {quote(currency)} (line {line}), and no column says which",
                "Import a file for each currency.",
                code="TWO_CURRENCIES",
            )


def code_of(currency: str) -> str | None:
    """Three capitals for a currency as a file writes it; None where it may be several.

    >>> code_of("€"), code_of("chf"), code_of("$"), code_of("kr.")
    ('EUR', 'CHF', None, None)
    """
    word = currency.strip(" .")
    if len(word) == 3 and word.isascii() and word.isalpha():
        return word.upper()
    return SYMBOLS.get(word.lower())
