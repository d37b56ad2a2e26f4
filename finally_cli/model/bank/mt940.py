"""The statements of an MT940 file, with the library `mt-940`.

The library reads the amounts and the balances. What it does not keep is read from the fields: the
line of a row, and the day it was booked, since it makes a 30 February the 29th. It is given some
rows at a time, so that a statement of any length is read in the same memory.
"""

from __future__ import annotations

import io
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO, TextIO

from finally_cli.model.bank.mt940_fields import (
    CLOSING,
    DASH,
    OPENING,
    Field,
    ends_in_line,
    read_fields,
)
from finally_cli.model.bank.mt940_row import Line, no_day, read_line, row_of
from finally_cli.model.bank.numbers import Unreadable, checked
from finally_cli.model.bank.rows import (
    BadRow,
    Balance,
    Reading,
    Remark,
    Said,
    Section,
    account_key,
    mask_account,
)
from finally_cli.model.bank.text_file import choose_encoding, cut_off, open_text
from finally_cli.model.errors import BadFile
from finally_cli.model.text import quote

if TYPE_CHECKING:
    from mt940.models import Transactions

MOST_ROWS = 500  # that the library is given at once
BALANCE = re.compile(
    r"[CD]([0-9]{2})([0-9]{2})([0-9]{2})([A-Z]{3})0*[0-9]{1,12}(?:,[0-9]{0,4})?\s*", re.ASCII
)
KINDS = {"": "", "F": "final_", "M": "intermediate_"}
Ends = dict[str | None, Decimal]


@dataclass(frozen=True, slots=True)
class Total:
    """A balance of a statement."""

    field: Field
    day: date
    currency: str
    amount: Decimal


@dataclass(slots=True)
class Statement:
    """One statement, as far as it is read."""

    line: int
    account: str = ""
    key: str | None = None
    opening: Total | None = None
    closing: Total | None = None
    lines: list[Line] = field(default_factory=list)  # that the library has not read yet
    moved: Decimal = Decimal(0)
    has_faults: bool = False
    is_interim: bool = False  # it has what only MT942 has


def read_mt940(file: BinaryIO, encoding: str | None = None) -> Reading:
    """What an MT940 file says, statement by statement. Raises BadFile."""
    name, remark = choose_encoding(file, encoding)
    if remark:
        yield remark
    with open_text(file, name) as text:
        yield from read_statements(text)


def read_statements(text: TextIO) -> Iterator[Said]:
    """As `read_mt940`, of text."""
    ends: Ends = {}  # of each account, where its last statement closed
    now: Statement | None = None
    last: Statement | None = None
    for one in read_fields(text):
        if one.tag in ("20", DASH) and now:
            yield from end_statement(now, ends)
            last, now = now, None
        if one.tag == "20":
            now = Statement(one.line)
        elif now:
            yield from take(now, one, ends)
    if now:
        yield from end_statement(now, ends, is_cut=ends_in_line(text))
        last = now
    if last is None:
        raise cut_off(1, "an MT940 statement begins with :20:")
    if last.closing and last.closing.field.tag == "62M":
        yield Remark(
            code="STATEMENT_GOES_ON",
            message="The file ends with an intermediate balance (62M):"
            " the statement goes on in another file.",
        )


def take(now: Statement, one: Field, ends: Ends) -> Iterator[Said]:
    """One more field of a statement. Raises BadFile."""
    tag = one.tag
    if tag == "61":
        if now.opening is None and now.is_interim:
            raise unfinished(now)
        if now.opening is None:
            raise malformed(one.line, f"the row in line {one.line} stands before a balance (:60F:)")
        if len(now.lines) >= MOST_ROWS:
            yield from read_rows(now)
        line = read_line(one)
        if isinstance(line, BadRow):
            now.has_faults = True
            yield from read_rows(now)
            yield line
        else:
            now.lines.append(line)
        now.closing = None
    elif tag == "86":
        if now.lines and now.closing is None:
            now.lines[-1].words += one.lines
    elif tag in ("25", "25P"):
        now.account = " ".join(one.lines).strip()
    elif tag in OPENING and now.opening is None:
        now.opening = total_of(one)
        yield from begin_statement(now, now.opening, ends)
    elif tag in CLOSING:
        yield from read_rows(now)
        now.closing = Total(one, date.min, "", Decimal(0))  # read when the statement has ended
    elif tag in ("34F", "13D"):
        now.is_interim = True


def begin_statement(now: Statement, opening: Total, ends: Ends) -> Iterator[Said]:
    now.key = own_account(now.account, opening.currency)
    yield Section(line=now.line, account_key=now.key, currency=opening.currency)
    if opening.field.tag != "60M":
        yield Balance(
            line=opening.field.line, kind="opening", day=opening.day, amount=opening.amount
        )
    elif ends.get(now.key, opening.amount) != opening.amount:
        name = f"account {mask_account(now.key)}" if now.key else "the account"
        yield Remark(
            code="BALANCE_DOES_NOT_CARRY_ON",
            message=f"The statement in line {now.line} of {name} begins with {opening.amount},"
            f" and the one before ends with {ends[now.key]}.",
        )


def end_statement(now: Statement, ends: Ends, is_cut: bool = False) -> Iterator[Said]:
    """The rest of a statement, if it has its closing balance. Raises BadFile.

    `is_cut` says that the file's last line has no end: then its balance may lack digits, and it
    must follow.
    """
    if now.opening is None or now.closing is None:
        raise unfinished(now)
    one = now.closing.field
    if is_cut and not BALANCE.fullmatch(one.lines[0]):
        raise cut_off(one.line, "its closing balance is not complete")
    end = total_of(one)
    if is_cut and not now.has_faults and now.opening.amount + now.moved != end.amount:
        raise cut_off(
            one.line,
            f"its closing balance is {end.amount},"
            f" and its rows give {now.opening.amount + now.moved}",
        )
    ends[now.key] = end.amount
    if one.tag != "62M":
        yield Balance(line=one.line, kind="closing", day=end.day, amount=end.amount)


def read_rows(now: Statement) -> Iterator[Said]:
    """The rows that wait. Raises BadFile where the library cannot read them."""
    if not now.lines or now.opening is None:
        return
    parsed = parse(
        now.opening.field, *(":61:" + line.field.lines[0].rstrip() for line in now.lines)
    )
    if len(parsed.transactions) != len(now.lines):
        raise malformed(now.line, f"not all rows of the statement in line {now.line} can be read")
    for line, transaction in zip(now.lines, parsed.transactions, strict=True):
        said = row_of(line, transaction)
        if isinstance(said, BadRow):
            now.has_faults = True
        else:
            now.moved += said.amount
            if line.value_day is None:
                yield no_day(line)
        yield said
    now.lines = []
    # They point at the statement and it at them, and a command runs without a collector.
    parsed.transactions.clear()


def parse(balance: Field, *rows: str) -> Transactions:
    """A balance, and rows of its statement, as the library reads them. Raises BadFile."""
    import mt940

    # The library reads 16 letters of an amount, with its zeros, and lets go of what is behind.
    shortened = re.sub(r"(?<=[A-Z]{3})0+(?=[0-9])", "", balance.lines[0])
    text = "\n".join([":20:-", f":{balance.tag}:{shortened}", *rows, ""])
    # As a file: a text that is the name of a file would be read from there.
    source = io.StringIO(text)
    try:
        (statement,) = mt940.parse_statements(source, options=mt940.Options.all())
    except (RuntimeError, ValueError, ArithmeticError):
        raise malformed(
            balance.line, f"the statement of the balance in line {balance.line} cannot be read"
        ) from None
    return statement


def total_of(one: Field) -> Total:
    """A balance, as the library reads it. Raises BadFile."""
    found = BALANCE.fullmatch(one.lines[0])
    if found is None or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31:
        raise bad_balance(one)
    year, month = 2000 + int(found[1]), int(found[2])
    day = date(year, month, min(int(found[3]), monthrange(year, month)[1]))  # banks have a 30th
    kind = "opening" if one.tag.startswith("60") else "closing"
    balance = parse(one).data.get(f"{KINDS[one.tag[2:]]}{kind}_balance")
    try:
        amount = checked(one.lines[0], abs(balance.amount.amount)) if balance else None
    except Unreadable:
        amount = None
    if amount is None or balance is None:
        raise bad_balance(one)
    return Total(one, day, found[4], amount if balance.status == "C" else -amount)


def own_account(said: str, currency: str) -> str | None:
    """The account's number, without the currency that some banks write behind it."""
    if len(said) > 8 and said.upper().endswith(currency) and said[-4] in " 0123456789":
        said = said[:-3]
    return account_key(said)


def unfinished(now: Statement) -> BadFile:
    """What is the matter with a statement that has not both balances."""
    if now.opening is None and now.is_interim:
        return BadFile(
            f"the message in line {now.line} is no statement: it has no balances (MT942)",
            "Download the statement, MT940, at the bank: what is booked is only there.",
            code="FILE_NOT_READABLE",
            details={"line": now.line},
        )
    missing = "opening balance (:60F:)" if now.opening is None else "closing balance (:62F:)"
    return cut_off(now.line, f"the statement that begins there has no {missing}")


def bad_balance(one: Field) -> BadFile:
    return malformed(
        one.line,
        f"the balance in line {one.line} cannot be read: {quote(one.lines[0][:40])}",
    )


def malformed(line: int, message: str) -> BadFile:
    return BadFile(
        message,
        "Download it again at the bank.",
        code="FILE_MALFORMED",
        details={"line": line},
    )
