"""One row of an MT940 file: field :61:, with what field :86: says of it.

No row has an id: what stands behind `//` is a reference of the bank's own that several rows may
share, and the customer's reference is the customer's. A row is known by its words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finally_cli.model.bank.mt940_fields import Field
from finally_cli.model.bank.mt940_words import ACCOUNT, Words, read_words
from finally_cli.model.bank.numbers import Unreadable, checked
from finally_cli.model.bank.rows import BadRow, BankRow, Remark, account_key, clean_text
from finally_cli.model.text import quote

if TYPE_CHECKING:
    from mt940.models import Transaction

ROW = re.compile(
    r"([0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})|\s{4})?R?[DC][A-Z]?\s?"
    r"(?=[0-9,]{1,15}(?:[^0-9,]|$))(?:[0-9]+(?:,[0-9]*)?|,[0-9]+)(?:[A-Z].*|$)",
    re.ASCII | re.IGNORECASE,
)
# Zeros before an amount, of which the standard has 15 letters.
ZEROS = re.compile(
    r"([0-9]{6}(?:[0-9]{4}|\s{4})?R?[DC][A-Z]?\s?)0+(?=[0-9])", re.ASCII | re.IGNORECASE
)
NO_REFERENCES = ("NONREF", "EREF", "KREF", "MREF", "PREF", "")


@dataclass(slots=True)
class Line:
    """A field :61: that can be read, with its days, and the lines of its :86:."""

    field: Field
    booked: date
    value_day: date | None  # None where it is no day, as 30 February
    words: list[str]


def read_line(field: Field) -> Line | BadRow:
    """A field :61: as far as its days."""
    field.lines[0] = ZEROS.sub(r"\1", field.lines[0], count=1)
    found = ROW.fullmatch(field.lines[0].rstrip())
    if not found and len(field.lines) > 1:  # broken inside of what has no words
        field.lines[:2] = ["".join(field.lines[:2])]
        found = ROW.fullmatch(field.lines[0].rstrip())
    if not found:
        return BadRow(line=field.line, reason=f"{quote(field.lines[0][:60])} is no row of MT940")
    try:
        booked, value_day = read_days(found)
    except Unreadable as fault:
        return BadRow(line=field.line, reason=str(fault))
    return Line(field, booked, value_day, [])


def read_days(found: re.Match[str]) -> tuple[date, date | None]:
    """The day a row was booked, and its value day if that is one. Raises Unreadable.

    The booked day has no year: it is the one that is nearest to the value day. Where it is not said
    it is the value day, and where that is no day, as 30 February, the last of its month.
    """
    year, month, day = 2000 + int(found[1]), int(found[2]), int(found[3])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise Unreadable(f"there is no day {quote(found[1] + found[2] + found[3])}")
    value_day = calendar_day(year, month, day)
    near = value_day or calendar_day(year, month, monthrange(year, month)[1])
    assert near is not None
    if not found[4]:
        return near, value_day
    entry_month, entry_day = int(found[4]), int(found[5])
    turn = 1 if month - entry_month > 6 else -1 if entry_month - month > 6 else 0
    return calendar_day(year + turn, entry_month, entry_day) or near, value_day


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, if there is one in the years that books have."""
    try:
        return date(year, month, day) if year >= 2000 else None
    except ValueError:
        return None


def row_of(line: Line, transaction: Transaction) -> BankRow | BadRow:
    """A row, of what the library read and of its own words."""
    data = transaction.data
    amount: Decimal = data["amount"].amount
    try:
        checked(str(amount), abs(amount))
    except Unreadable as fault:
        return BadRow(line=line.field.line, reason=str(fault))
    said = read_words(line.words) if line.words else Words("")
    more = line.field.lines[1:]
    account = more[0].strip() if more and ACCOUNT.fullmatch(more[0].strip()) else None
    references = [
        data.get("extra_details"),  # what stands behind a reference of 16 letters
        data.get("customer_reference"),
        data.get("bank_reference"),
    ]
    return BankRow(
        line=line.field.line,
        day=line.booked,
        amount=amount,
        text=clean_text(
            said.text,
            *more[1 if account else 0 :],
            *(one.strip() for one in references if one and says_something(one)),
        ),
        value_day=line.value_day if line.value_day != line.booked else None,
        counter_account=said.counter_account or account_key(account),
    )


def says_something(reference: str) -> bool:
    """Whether it is one: NONREF is none, and EREF says that it stands in :86:."""
    return reference.strip().upper() not in NO_REFERENCES


def no_day(line: Line) -> Remark:
    """That a row's value day is none of the calendar, and which day it has instead."""
    digits = line.field.lines[0]
    said = f"20{digits[:2]}-{digits[2:4]}-{digits[4:6]}"
    return Remark(
        code="DAY_NOT_IN_CALENDAR",
        message=f"The value day in line {line.field.line} is {said}, which is no day;"
        f" the row is of {line.booked}.",
    )
