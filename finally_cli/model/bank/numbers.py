"""Amounts as banks write them, and which mark of a column is its decimal one.

A cell has digits with marks between them, perhaps a sign before or behind, brackets for a minus, a
currency, CR or DR. Which of point and comma stands before the decimals is a question to the whole
column: `1.234` alone does not say.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from finally_cli.model.currency import CODES
from finally_cli.model.text import quote

Decimal_ = Literal[".", ","]
MOST_DECIMALS = 4
LONGEST = 80  # characters of an amount or a day; patterns look at nothing longer
MOST_DIGITS = 20  # before the decimals: numeric(24,4)

MINUS = dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-")
BLANKS = dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008\u200a\u2002\u2003\u3000\t", " ")
QUOTES = dict.fromkeys("\u2019\u2018\u02bc\u00b4`", "'")
UNSEEN = dict.fromkeys(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
ARABIC = {"\u066c": ",", "\u066b": "."}
AS_ASCII = str.maketrans({**MINUS, **BLANKS, **QUOTES, **UNSEEN, "\uff0b": "+"})
AS_POINT = str.maketrans(ARABIC)

FAST = {
    ".": re.compile(r"-?(?:[0-9]{1,20}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5})(?:\.[0-9]{1,4})?"),
    ",": re.compile(r"-?(?:[0-9]{1,20}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5})(?:,[0-9]{1,4})?"),
}
WRITTEN = re.compile(
    r"'?(LEAD)(\(?)(LEAD)([.,]?[0-9][0-9.,' \u066b\u066c]*?) *(LEAD)(\)?)(LEAD)".replace(
        "LEAD", r"(?:[^0-9.,()']|(?<=[^\W\d_])\.)*"
    )
)
WORDS = re.compile(r"[+-]|[^\W\d_]+(?:\.[^\W\d_]+)*\.?|\S")
# With so many digits before each mark: 1,234,567 and 12,34,567; none begins with a zero.
BODIES = {
    ".": re.compile(
        r"(?:([1-9][0-9]{0,2}(?:([, '])[0-9]{3})(?:\2[0-9]{3})*|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"
        r"|[0-9]+)(?:\.([0-9]*))?|\.([0-9]+))"
    ),
    ",": re.compile(
        r"(?:([1-9][0-9]{0,2}(?:([. '])[0-9]{3})(?:\2[0-9]{3})*|[0-9]+)(?:,([0-9]*))?|,([0-9]+))"
    ),
}
WRITTEN_OUT = frozenset(
    "kr kc kč zl zł ft fr sfr rs r us a c ca hk nz s dm lei lv rm rp php bs tl euro euros".split()
)
CREDIT = {"CR": "+", "CR.": "+", "DR": "-", "DR.": "-", "DB": "-"}


class Unreadable(ValueError):
    """What a cell cannot be read as, in words that go on from `line 12: `."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a cell: its digits with their marks, its sign, and what is around them."""

    body: str
    sign: str  # "+", "-" or none
    credit: str  # "+" for CR, "-" for DR, or none
    currency: str  # as written: "€", "CHF", "kr."; or none


def split_amount(cell: str) -> Written | None:
    """The parts of an amount; None for what is none.

    >>> split_amount("CHF 1'234.50-")
    Written(body="1'234.50", sign='-', credit='', currency='CHF')
    >>> split_amount("(12.00)").sign, split_amount("12.00 CR").credit, split_amount("20 %")
    ('-', '+', None)
    """
    found = WRITTEN.fullmatch(as_ascii(cell)) if len(cell) <= LONGEST else None
    if not found or bool(found[2]) != bool(found[6]):
        return None
    sign, credit, currency = "-" if found[2] else "", "", ""
    for word in WORDS.findall(f"{found[1]} {found[3]} {found[5]} {found[7]}"):
        if word in "+-":
            if sign:
                return None
            sign = word
        elif word.upper() in CREDIT:
            if credit:
                return None
            credit = CREDIT[word.upper()]
        elif is_currency(word):
            if currency and not is_symbol(word):  # R$ and US$ are two
                return None
            currency += word
        else:
            return None
    return Written(found[4], sign, credit, currency)


def as_ascii(cell: str) -> str:
    """A cell with ASCII digits, blanks, signs and quotes, and without marks of direction."""
    if cell.isascii():
        return cell.replace("\t", " ").strip()
    text = cell.translate(AS_ASCII)
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
        )
    return text.strip()


def is_symbol(word: str) -> bool:
    return len(word) == 1 and unicodedata.category(word) == "Sc"


def is_currency(word: str) -> bool:
    """Whether it may be one: a symbol, a code, or what people write for it.

    >>> [is_currency(word) for word in ("€", "CHF", "kr.", "item", "%")]
    [True, True, True, False, False]
    """
    plain = word.replace(".", "")
    if not plain.isalpha():
        return is_symbol(word)
    return plain.upper() in CODES or plain.lower() in WRITTEN_OUT or is_foreign(plain)


def is_foreign(word: str) -> bool:
    """Whether it is a short word of no Latin letters: the dinar, the rial, the rouble."""
    return len(word) <= 4 and all(letter > "\u0370" for letter in word)


def body_values(body: str) -> dict[str, Decimal]:
    """What the digits are, under each decimal mark that they can be read with.

    >>> body_values("1.234"), body_values("12.50")
    ({'.': Decimal('1.234'), ',': Decimal('1234')}, {'.': Decimal('12.50')})
    """
    plain = body.translate(AS_POINT)
    marks = BODIES if plain == body else {".": BODIES["."]}
    values = {}
    for mark, pattern in marks.items():
        if found := pattern.fullmatch(plain):
            whole = re.sub("[^0-9]", "", found[1] or "0")
            decimals = found[3] or found[4] or ""
            values[mark] = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return values


def read_digits(cell: str, body: str, decimal: str | None) -> Decimal:
    """The amount without its sign. Raises Unreadable; never rounds.

    `decimal` None is for a column that has not said which mark it is: then there must be one way
    to read it.
    """
    values = body_values(body)
    if decimal is None:
        if len(set(values.values())) > 1:
            raise Unreadable(f"the amount {quote(cell)} can be read in two ways")
    else:
        values = {mark: value for mark, value in values.items() if mark == decimal}
        if not values and "\u066b" in body:
            values = body_values(body)
    if not values:
        example = {".": "1,234.56", ",": "1.234,56"}.get(decimal or "")
        written = f", which is written as {example} here" if example else ""
        raise Unreadable(f"{quote(cell)} is not an amount{written}")
    value = next(iter(values.values()))
    return checked(cell, value)


def checked(cell: str, value: Decimal) -> Decimal:
    """The amount, if the books can keep it. Raises Unreadable."""
    if -int(value.as_tuple().exponent) > MOST_DECIMALS:
        digits = value.normalize()
        if -int(digits.as_tuple().exponent) > MOST_DECIMALS:
            raise Unreadable(f"the amount {quote(cell)} has more than four decimals")
        value = value.quantize(Decimal("0.0001"))
    if value >= 10**MOST_DIGITS:
        raise Unreadable(f"the amount {quote(cell)} is too large")
    return value


def read_amount(cell: str, decimal: str | None) -> tuple[Decimal, Written]:
    """An amount with its sign, as written, and its parts. Raises Unreadable.

    >>> read_amount("1,183.23-", ".")[0], read_amount("1 234,50", ",")[0]
    (Decimal('-1183.23'), Decimal('1234.50'))
    """
    written = split_amount(cell)
    if written is None:
        raise Unreadable(f"{quote(cell.strip())} is not an amount")
    value = read_digits(cell.strip(), written.body, decimal)
    return (-value if written.sign == "-" and value else value), written


def read_plain(cell: str, decimal: str | None) -> Decimal | None:
    """An amount that is nothing but digits, their marks and a minus; None for all others.

    >>> read_plain("-8,78", ","), read_plain("1,008.78", "."), read_plain("8 78", ",")
    (Decimal('-8.78'), Decimal('1008.78'), None)
    """
    if not decimal or not FAST[decimal].fullmatch(cell):
        return None
    digits = cell.replace(",", "") if decimal == "." else cell.replace(".", "").replace(",", ".")
    return Decimal(digits) or Decimal(0)


class DecimalEvidence:
    """Which decimal mark the cells of a column speak for."""

    def __init__(self) -> None:
        self.only = {".": 0, ",": 0}  # cells that can be read with that mark alone
        self.example = ""  # one that can be read with both, as two amounts
        self.counted = 0

    def add(self, body: str) -> bool:
        """Count the digits of one more cell; whether they are an amount at all."""
        values = body_values(body)
        if not values:
            return False
        self.counted += 1
        if len(values) == 1:
            self.only[next(iter(values))] += 1
        elif len(set(values.values())) > 1 and not self.example:
            self.example = body
        return True

    def merge(self, other: DecimalEvidence) -> None:
        """Count the cells of another column as well."""
        for mark, count in other.only.items():
            self.only[mark] += count
        self.example = self.example or other.example
        self.counted += other.counted

    @property
    def decided(self) -> str | None:
        """The mark; None where both are possible, or each is needed by some cell."""
        said = [mark for mark, count in self.only.items() if count]
        return said[0] if len(said) == 1 else None

    @property
    def is_open(self) -> bool:
        """Whether it matters and nothing decides it."""
        return self.decided is None and bool(self.example or all(self.only.values()))
