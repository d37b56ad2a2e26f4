"""What stands in one column of a file: how many days, amounts, words, and of what form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from finally_cli.model.bank.dates import OrderEvidence, day_readings, exists
from finally_cli.model.bank.numbers import DecimalEvidence, body_values, split_amount
from finally_cli.model.currency import CODES

MOST_WORDS = 40  # different ones that a column of words has
MOST_VALUES = 20_000
FIRST_OF_WORDS = "\u2e80"  # from here on a letter is a word
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")


@dataclass(slots=True)
class ColumnProfile:
    """The cells of one column that are not empty, counted."""

    place: int
    name: str = ""
    filled: int = 0
    days: int = 0
    amounts: int = 0
    currencies: int = 0
    texts: int = 0  # with three letters or more, that are none of these
    accounts: int = 0
    minus: int = 0
    plus: int = 0  # with the sign
    unsigned: int = 0  # above zero, without it
    credits: int = 0  # with CR
    debits: int = 0
    precise: int = 0  # amounts with a decimal mark
    longest: int = 0  # digits of an amount
    symbol: str = ""  # of a currency, that amounts are written with
    order: OrderEvidence = field(default_factory=OrderEvidence)
    decimal: DecimalEvidence = field(default_factory=DecimalEvidence)
    words: dict[str, int] = field(default_factory=dict)  # those that are neither day nor amount
    values: set[str] = field(default_factory=set)
    repeats: bool = False

    def add(self, cell: str) -> None:
        """Count one more cell."""
        text = cell.strip(' "')
        if not text:
            return
        self.filled += 1
        if text in self.values:
            self.repeats = True
        elif len(self.values) < MOST_VALUES:
            self.values.add(text)
        if self.order.add(text):
            self.days += is_day(text)
        if self.add_amount(text):
            return
        if text.upper() in CODES:
            self.currencies += 1
        elif IBAN.fullmatch(text.replace(" ", "")):
            self.accounts += 1
        if len(self.words) <= MOST_WORDS or text in self.words:
            self.words[text] = self.words.get(text, 0) + 1
        letters = sum(3 if letter > FIRST_OF_WORDS else letter.isalpha() for letter in text)
        if letters >= 3 and not is_day(text):
            self.texts += 1

    def add_amount(self, text: str) -> bool:
        """Count a cell that is an amount; whether it is one."""
        written = split_amount(text)
        if written is None or not self.decimal.add(written.body):
            return False
        self.amounts += 1
        digits = re.sub("[^0-9]", "", written.body)
        self.longest = max(self.longest, len(digits))
        self.precise += digits != written.body
        self.symbol = self.symbol or written.currency
        if not digits.strip("0"):
            return True
        self.credits += written.credit == "+"
        self.debits += written.credit == "-"
        self.minus += written.sign == "-"
        self.plus += written.sign == "+"
        self.unsigned += not written.sign and not written.credit
        return True

    @property
    def is_mostly_minus(self) -> bool:
        return self.minus > self.unsigned + self.plus

    @property
    def is_open(self) -> bool:
        """Whether more of it may still decide how its days or amounts are written."""
        return (self.is_days and self.order.is_open) or (self.is_amounts and self.decimal.is_open)

    @property
    def is_days(self) -> bool:
        """Whether most of it are days, or look like one; a word may stand for one to come."""
        return self.days > 0 and self.order.counted * 2 > self.filled

    @property
    def is_amounts(self) -> bool:
        return self.filled > 0 and self.amounts * 10 >= self.filled * 9 and not self.is_plain_days

    @property
    def is_mostly_amounts(self) -> bool:
        """Whether most of it are amounts: enough where its name says that all should be."""
        return self.amounts * 2 > self.filled and not self.is_plain_days

    @property
    def is_plain_days(self) -> bool:
        """Days without a mark between them are numbers as well."""
        return self.days == self.filled > 0 and self.precise == 0

    @property
    def is_currencies(self) -> bool:
        return self.filled > 0 and self.currencies * 10 >= self.filled * 9

    @property
    def is_words(self) -> bool:
        """Whether it has few different values, and none of them an amount."""
        return self.filled > 0 and len(self.words) <= MOST_WORDS and not self.amounts

    @property
    def is_text_of_rows(self) -> bool:
        """Whether every row has words of its own, which say nothing of its state."""
        return self.filled > 3 and not self.repeats

    @property
    def is_text(self) -> bool:
        return self.texts * 2 > self.filled and not self.is_currencies and not self.is_days

    @property
    def is_unique(self) -> bool:
        return self.filled > 0 and not self.repeats


def is_day(text: str) -> bool:
    """Whether a cell is a day that exists, in some order."""
    return any(exists(parts) for parts in day_readings(text).values())


def is_amount(text: str) -> bool:
    """Whether a cell is an amount, with any decimal mark."""
    written = split_amount(text)
    return written is not None and bool(body_values(written.body))
