"""What a whole QIF file says of how it is written: its order of dates, decimal mark, names.

Nothing in a QIF file names them; they are what all of its rows together can be read as.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TextIO

from finally_cli.model.bank.dates import OrderEvidence, likely_readings
from finally_cli.model.bank.numbers import DecimalEvidence, body_values, split_amount
from finally_cli.model.bank.qif_records import ACCOUNT, OF_ROWS, read_records
from finally_cli.model.errors import BadFile
from finally_cli.model.text import quote

LONGEST = 60  # letters of an amount; what has more is none, and takes long to look through
SHORT_YEAR = re.compile(r"(.*[/.\-])([0-9]{2})", re.ASCII)


@dataclass(slots=True)
class Signs:
    """How the file's rows are read."""

    date_order: str | None = None  # None where each date is one day in any order
    decimal: str | None = None
    classes: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)  # that have rows; "" is the unnamed one


def find_signs(text: TextIO, date_order: str | None, decimal: str | None) -> Signs:
    """Read the file once for what decides the rest. Raises BadFile for what nothing decides."""
    signs = Signs(date_order, decimal)
    orders, marks = OrderEvidence(), DecimalEvidence()
    open_date: tuple[int, str] | None = None
    open_amount: tuple[int, str] | None = None
    account = ""
    for record in read_records(text):
        if record.kind == ACCOUNT:
            account = record.first("N") or ""
        elif record.kind == "class":
            signs.classes.add(record.first("N") or "")
        if record.kind not in OF_ROWS:
            continue
        signs.accounts.add(account)
        for number, code, said in record.lines:
            if code == "D":
                orders.add(plain_date(said))
                if orders.example and open_date is None:
                    open_date = (number, said)
            elif code in "TU$" and len(said) <= LONGEST and (written := split_amount(said)):
                marks.add(written.body)
                if open_amount is None and len(set(body_values(written.body).values())) > 1:
                    open_amount = (number, said)
    if date_order is None:
        signs.date_order = orders.decided
        if orders.is_open and open_date:
            raise open_dates(*open_date)
    if decimal is None:
        signs.decimal = marks.decided
        if marks.is_open:
            raise open_amounts(open_amount)
    return signs


def plain_date(said: str) -> str:
    """A date with one mark between its parts, and four digits of its year.

    >>> plain_date("1/ 1'00"), plain_date("12/19/18"), plain_date("2018-12-19")
    ('1/1/2000', '12/19/2018', '2018-12-19')
    """
    text = re.sub(r"\s", "", said)
    mark = next((letter for letter in text if letter in "/.-"), "/")
    text = text.replace("'", mark)
    found = SHORT_YEAR.fullmatch(text)
    if not found or re.match("[0-9]{4}", text, re.ASCII):
        return text
    # An apostrophe stands before a year of this century; without one, 98 is 1998.
    century = "19" if found[2] >= "70" and "'" not in said else "20"
    return f"{found[1]}{century}{found[2]}"


def open_dates(line: int, said: str) -> BadFile:
    readings = likely_readings(plain_date(said))
    days = {
        order: "{:04}-{:02}-{:02}".format(*readings[order])
        for order in ("dmy", "mdy")
        if order in readings
    }
    return BadFile(
        f"the dates of the file can be read in two ways: {quote(said)} in line {line} is"
        f" {' or '.join(days.values())}",
        f"Say which: {' or '.join(f'--dates {order}' for order in days)}",
        code="DATES_AMBIGUOUS",
        details={"line": line, "readings": days},
    )


def open_amounts(found: tuple[int, str] | None) -> BadFile:
    example = f": {quote(found[1])} in line {found[0]}" if found else ""
    return BadFile(
        f"the amounts of the file can be read in two ways{example}",
        "Say what stands before the decimals: --decimal . or --decimal ,",
        code="AMOUNTS_AMBIGUOUS",
        details={"line": found[0]} if found else {},
    )
