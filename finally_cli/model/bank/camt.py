"""The statements of a CAMT file: CAMT.053, and without proof CAMT.052 and CAMT.054.

A report of the day (052) and a notification (054) give rows, and no balance that could prove them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from finally_cli.model.bank.camt_entry import (
    find_day,
    last_day,
    read_day,
    read_entry,
    read_money,
)
from finally_cli.model.bank.camt_tree import Begin, Element, End, read_elements
from finally_cli.model.bank.ids import ReusedIds
from finally_cli.model.bank.numbers import Unreadable
from finally_cli.model.bank.rows import (
    Balance,
    BankRow,
    Reading,
    Remark,
    Said,
    Section,
    account_key,
    mask_account,
)
from finally_cli.model.errors import BadFile

OPENING = ("OPBD", "PRCD")  # the second where the first is missing
CLOSING = "CLBD"
PIECE = 1 << 20
SEQUENCE = re.compile(rb"<(?:[\w.-]+:)?ElctrncSeqNb\s*>\s*([0-9]{1,18})\s*<")
LONGEST_SEQUENCE = 100  # bytes of a sequence with its tag
Ends = dict[tuple[str | None, date], Decimal]


@dataclass(slots=True)
class Statement:
    """A statement, report or notification, as far as it is read."""

    begin: Begin
    sequence: int | None = None
    is_said: bool = False  # its Section, and its opening balance
    key: str | None = None
    currency: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    balances: list[Element] = field(default_factory=list)
    ids: ReusedIds = field(default_factory=ReusedIds)


def read_camt(file: BinaryIO) -> Reading:
    """What a CAMT file says. Raises BadFile.

    Statements come in the file's order; only where their electronic sequence numbers run otherwise
    are they put in that order, for which the whole file is kept.
    """
    reader = StatementReader()
    if in_sequence(file):
        for event in read_elements(file):
            yield from reader.take(event)
    else:
        yield from sorted_statements(reader, file)
    if not reader.number:
        raise BadFile(
            "the CAMT file holds no statement, report or notification of an account",
            "Download it again, and choose an account and the days.",
            code="FILE_WITHOUT_STATEMENT",
        )


def in_sequence(file: BinaryIO) -> bool:
    """Whether the sequence numbers in the file never fall."""
    file.seek(0)
    held, last = b"", -1
    while piece := file.read(PIECE):
        held += piece
        for found in SEQUENCE.finditer(held):
            if int(found[1]) < last:
                return False
            last = int(found[1])
        held = held[-LONGEST_SEQUENCE:]
    return True


def sorted_statements(reader: StatementReader, file: BinaryIO) -> Iterator[Said]:
    """All statements, those of one account by their sequence where each says one."""
    parts: list[tuple[str | None, int | None, list[Said]]] = []
    said: list[Said] = []
    for event in read_elements(file):
        said += reader.take(event)
        if isinstance(event, End) and reader.last:
            parts.append((reader.last.key, reader.last.sequence, said))
            said = []
    was_sorted = False
    for key in dict.fromkeys(key for key, _, _ in parts):
        own = [(sequence, rows) for one, sequence, rows in parts if one == key]
        numbers = [sequence for sequence, _ in own if sequence is not None]
        if len(numbers) == len(own) and numbers != sorted(numbers):
            own.sort(key=lambda part: part[0] or 0)
            was_sorted = True
        for _, rows in own:
            yield from rows
    if was_sorted:
        yield Remark(
            code="STATEMENTS_SORTED",
            message="The statements in the file were put in the order of their sequence numbers.",
        )


class StatementReader:
    """Says what the parts of statements are."""

    def __init__(self) -> None:
        self.number = 0  # statements so far
        self.now: Statement | None = None
        self.last: Statement | None = None
        self.ends: Ends = {}

    def take(self, event: Begin | End | Element) -> Iterable[Said]:
        """One more part, and what it completes."""
        if isinstance(event, Begin):
            self.number += 1
            self.now = Statement(event)
            return ()
        now = self.now
        if now is None:
            return ()
        if isinstance(event, End):
            self.now, self.last = None, now
            return self.end_statement(now)
        if event.name == "Ntry":
            return self.take_entry(event, now)
        if event.name == "Bal":
            now.balances.append(event)
        elif event.name == "Acct":
            now.key = account_key(event.say("Id/IBAN", "Id/Othr/Id"))
            now.currency = event.say("Ccy")
        elif event.name == "ElctrncSeqNb":
            now.sequence = int(event.text) if re.fullmatch("[0-9]{1,18}", event.text) else None
        elif event.name == "FrToDt":
            now.first_day, now.last_day = days_of(event)
        return ()

    def take_entry(self, entry: Element, now: Statement) -> Iterator[Said]:
        if not now.is_said:
            amount = entry.find("Amt")
            now.currency = now.currency or (amount.currency if amount else None)
            yield from self.say_section(now)
        row = read_entry(entry, now.currency, now.key)
        if isinstance(row, BankRow):
            now.ids.add(row.line, row.bank_id, row.day, row.amount)
        if row is not None:
            yield row

    def say_section(self, now: Statement) -> Iterator[Said]:
        """The account and its opening balance, before the first row."""
        now.is_said = True
        if now.currency is None:
            said = {one.currency for part in now.balances if (one := part.find("Amt"))}
            now.currency = said.pop() if len(said) == 1 else None
        yield Section(
            line=now.begin.line,
            account_key=now.key,
            currency=now.currency,
            first_day=now.first_day,
            last_day=now.last_day,
        )
        for code in OPENING:
            found = [one for one in now.balances if code_of(one) == code]
            if found and now.begin.name == "Stmt":
                yield self.balance_of(found[0], "opening", now)
                break

    def end_statement(self, now: Statement) -> Iterator[Said]:
        if not now.is_said:
            yield from self.say_section(now)
        found = [one for one in now.balances if code_of(one) == CLOSING]
        if found and now.begin.name == "Stmt":
            said = self.balance_of(found[-1], "closing", now)
            if isinstance(said, Balance):
                yield from self.compare(said, now)
            yield said
        yield from now.ids.remarks()

    def balance_of(self, part: Element, kind: str, now: Statement) -> Balance | Remark:
        """A booked balance, or why it is none."""
        try:
            currency, amount = read_money(part)
            day = find_day(part, "Dt")
            if day is None:
                raise Unreadable("it has no day (Dt)")
        except Unreadable as fault:
            return Remark(
                code="BALANCE_NOT_READABLE",
                message=f"The balance in line {part.line} cannot be read: {fault}.",
            )
        if currency != now.currency:
            return Remark(
                code="BALANCE_IN_OTHER_CURRENCY",
                message=f"The balance in line {part.line} is in {currency}, and the account in"
                f" {now.currency}; it is not used.",
            )
        if kind == "opening":
            return Balance(line=part.line, kind="opening", day=day, amount=amount)
        return Balance(line=part.line, kind="closing", day=day, amount=amount)

    def compare(self, said: Balance, now: Statement) -> Iterator[Said]:
        """That two statements of one account end on one day, with different balances."""
        earlier = self.ends.get((now.key, said.day))
        self.ends[now.key, said.day] = said.amount
        if earlier is not None and earlier != said.amount:
            name = f"account {mask_account(now.key)}" if now.key else "the account"
            yield Remark(
                code="BALANCES_OF_ONE_DAY",
                message=f"Two statements of {name} end on {said.day}, with {earlier} and"
                f" {said.amount}: the later one counts.",
            )


def code_of(balance: Element) -> str | None:
    return balance.say("Tp/CdOrPrtry/Cd")


def days_of(span: Element) -> tuple[date | None, date | None]:
    """The first and the last day of a span, where they are days."""
    first, last = span.say("FrDtTm", "FrDt"), span.say("ToDtTm", "ToDt")
    try:
        return (read_day(first) if first else None, last_day(last) if last else None)
    except Unreadable:
        return None, None
