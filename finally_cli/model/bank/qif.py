"""The rows of a QIF file, with the parts and the own accounts that it names.

Lists of categories, classes and securities are passed over, and so is an investment account: what
moves in it is neither income nor expense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO, TextIO

from finally_cli.model.bank.dates import read_day
from finally_cli.model.bank.numbers import Unreadable, read_amount
from finally_cli.model.bank.qif_records import (
    ACCOUNT,
    OF_INVESTMENTS,
    OF_LISTS,
    OF_ROWS,
    Record,
    read_records,
)
from finally_cli.model.bank.qif_signs import LONGEST, Signs, find_signs, plain_date
from finally_cli.model.bank.rows import (
    BadRow,
    BankRow,
    Reading,
    Remark,
    Said,
    Section,
    Split,
    account_key,
    clean_text,
)
from finally_cli.model.bank.text_file import choose_encoding, open_text
from finally_cli.model.text import quote

IN_PARTS = "--Split--"
OPENING = "opening balance"


@dataclass(slots=True)
class Part:
    """A part of a record as it is written."""

    line: int
    category: str
    memo: str | None = None
    amount: str | None = None


def read_qif(
    file: BinaryIO,
    encoding: str | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
) -> Reading:
    """What a QIF file says. Raises BadFile, also where nothing decides how its dates are read.

    It is read twice: only all rows together say the order of dates and the decimal mark.
    """
    name, remark = choose_encoding(file, encoding)
    if remark:
        yield remark
    with open_text(file, name) as text:
        signs = find_signs(text, date_order, decimal)
    with open_text(file, name) as text:
        yield from read_rows(text, signs)


def read_rows(text: TextIO, signs: Signs) -> Iterator[Said]:
    """The accounts and their rows."""
    account = ""
    said: str | None = None  # the account whose Section was given last
    passed = 0
    unknown: dict[str, int] = {}
    for record in read_records(text):
        if record.kind == ACCOUNT:
            account = record.first("N") or ""
        elif record.kind in OF_ROWS:
            if said != account:
                said = account
                # A name is no number: it tells accounts apart only where there are several.
                key = account_key(account) if len(signs.accounts) > 1 else None
                yield Section(line=record.line, account_key=key)
            yield read_record(record, signs, account)
        elif record.kind in OF_INVESTMENTS:
            passed += 1
        elif record.kind not in OF_LISTS:
            unknown.setdefault(record.kind, record.line)
    if passed:
        noun = "record" if passed == 1 else "records"
        yield Remark(
            code="INVESTMENTS_PASSED_OVER",
            message=f"{passed} investment {noun} passed over: neither income nor expense.",
        )
    for kind, line in unknown.items():
        yield Remark(
            code="RECORDS_PASSED_OVER",
            message=f"The records from line {line} on are of a kind that is not known"
            f" ({quote(kind)}) and were passed over.",
        )


def read_record(record: Record, signs: Signs, account: str) -> BankRow | BadRow:
    """A row, of the first line of each code: what follows an S belongs to that part."""
    own, parts = part_record(record)
    try:
        if "D" not in own:
            raise Unreadable("it has no day (D)")
        day = read_day(plain_date(own["D"]), signs.date_order)
        said = own.get("T") or own.get("U")
        if not said:
            raise Unreadable("it has no amount (T)")
        amount = amount_of(said, signs)
        splits = tuple(split_of(part, signs) for part in parts)
        if splits and sum(part.amount for part in splits) != amount:
            total = sum((part.amount for part in splits), Decimal(0))
            raise Unreadable(f"its parts are {total} in all, and it is {amount}")
    except Unreadable as fault:
        return BadRow(line=record.line, reason=str(fault))
    category, transfer = category_of(own.get("L", ""), signs)
    if len(splits) == 1:
        category, transfer = splits[0].category or category, splits[0].transfer_account or transfer
    payee = own.get("P", "")
    is_opening = payee.lower() == OPENING or (transfer is not None and transfer == account)
    number = own.get("N", "")
    return BankRow(
        line=record.line,
        day=day,
        amount=amount,
        text=clean_text(payee, own.get("M"), number if number.strip("0") else None),
        category=None if len(splits) > 1 else category,
        transfer_account=None if is_opening else transfer,
        splits=splits if len(splits) > 1 else (),
        is_opening=is_opening,
    )


def part_record(record: Record) -> tuple[dict[str, str], list[Part]]:
    """A record's own lines by their code, and its parts."""
    own: dict[str, str] = {}
    parts: list[Part] = []
    for line, code, text in record.lines:
        if code == "S":
            parts.append(Part(line, text))
        elif code in "E$%" and not parts:
            if code == "$":  # of a transfer in an account of investments; no part
                continue
            own.setdefault(code, text)
        elif code == "E":
            parts[-1].memo = parts[-1].memo or text
        elif code == "$":
            if parts[-1].amount is not None:
                parts.append(Part(line, parts[-1].category))
            parts[-1].amount = text
        else:
            own.setdefault(code, text)
    return own, parts


def split_of(part: Part, signs: Signs) -> Split:
    """A part. Raises Unreadable."""
    if not part.amount:
        raise Unreadable(f"the part in line {part.line} has no amount ($)")
    category, transfer = category_of(part.category, signs)
    return Split(
        amount=amount_of(part.amount, signs),
        category=category,
        transfer_account=transfer,
        text=clean_text(part.memo),
    )


def amount_of(said: str, signs: Signs) -> Decimal:
    """An amount. Raises Unreadable."""
    if len(said) > LONGEST:
        raise Unreadable(f"{quote(said[:LONGEST])} is not an amount")
    return read_amount(said, signs.decimal)[0]


def category_of(said: str, signs: Signs) -> tuple[str | None, str | None]:
    """A category, or the own account that it is a transfer to; a class behind it is let go."""
    name, slash, behind = said.rpartition("/")
    if slash and (behind in signs.classes or re.match(r"\[.*\]$", name)):
        said = name
    if found := re.fullmatch(r"\[(.*)\]", said):
        return None, found[1].strip() or None
    return (None if said == IN_PARTS else said or None), None
