"""The rows of an OFX file, of version 1 or 2, or a QFX: its statements of accounts and cards.

Of an investment account only what moved its cash at a bank is a row. The sign of its amount says
the direction of a row, whatever its kind (TRNTYPE) is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from finally_cli.model.bank.ids import ReusedIds, as_bank_id
from finally_cli.model.bank.numbers import Unreadable
from finally_cli.model.bank.ofx_tags import (
    Tag,
    counted_statements,
    header_encoding,
    plain,
    read_tags,
)
from finally_cli.model.bank.ofx_values import (
    Leaves,
    correction,
    currency_of,
    find_day,
    read_amount,
    read_day,
    row_text,
)
from finally_cli.model.bank.rows import (
    BadRow,
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
from finally_cli.model.text import quote

STATEMENTS = {"STMTRS", "CCSTMTRS", "INVSTMTRS"}
OWN_ACCOUNTS = {"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"}
OTHER_ACCOUNTS = {"BANKACCTTO", "CCACCTTO"}
ROWS = {"STMTTRN", "STMTTRNP"}  # the second kind is pending, and what is on hold
# What has leaves of its own, whose names may be those of others.
PARTS = {
    *STATEMENTS, *OWN_ACCOUNTS, *OTHER_ACCOUNTS, *ROWS,
    "STATUS", "SONRS", "BANKTRANLIST", "BANKTRANLISTP", "INVTRANLIST", "LEDGERBAL", "AVAILBAL",
    "BALLIST", "BAL", "CURRENCY", "ORIGCURRENCY", "PAYEE", "EXTDPMT", "IMAGEDATA", "INVPOSLIST",
    "SECLISTMSGSRSV1", "INVTRAN",
}  # fmt: skip


@dataclass(slots=True)
class Part:
    """An aggregate that is open, and its leaves so far; of two alike the first counts."""

    name: str
    line: int
    leaves: Leaves = field(default_factory=dict)


@dataclass(slots=True)
class Statement:
    """One account's part of the file."""

    line: int
    ids_count: bool  # its FITIDs only count its rows
    is_said: bool = False  # its Section
    key: str | None = None
    currency: str | None = None
    row_currency: str | None = None  # of its rows, where it names none itself
    first_day: date | None = None
    last_day: date | None = None
    rows: int = 0
    investments: int = 0
    ids: ReusedIds = field(default_factory=ReusedIds)


def read_ofx(file: BinaryIO, encoding: str | None = None) -> Reading:
    """What an OFX file says, in its order. Raises BadFile."""
    name, remark = header_encoding(file, encoding)
    if remark:
        yield remark
    counted = counted_statements(file, name)
    reader = StatementReader(counted)
    for tag in read_tags(file, name):
        yield from reader.take(tag)
    if not reader.number:
        raise no_statement(reader.answer)


class StatementReader:
    """Puts tags together to rows."""

    def __init__(self, counted: list[bool]) -> None:
        self.counted = counted
        self.number = 0  # statements so far
        self.answer = ""  # of the bank, where it gives no statement
        self.open: list[Part] = []
        self.now: Statement | None = None
        # What a row's own aggregates say, until the row closes.
        self.counter: str | None = None
        self.payee: Leaves = {}
        self.currency: Leaves = {}

    def take(self, tag: Tag) -> Iterable[Said]:
        """One more tag, and what it completes."""
        name = tag.name
        if name in PARTS:
            return self.begin(name, tag.line)
        if name[0] == "/":
            return self.end(name[1:])
        if self.open and tag.text:
            part = self.open[-1]
            if name not in part.leaves and (text := plain(tag.text)):
                part.leaves[name] = text
                if part.name in STATEMENTS and name == "CURDEF" and self.now:
                    self.now.currency = currency_of(text)
        return ()

    def begin(self, name: str, line: int) -> Iterator[Said]:
        if name in ROWS and self.open and self.open[-1].name in ROWS:
            yield from self.close(self.open.pop())  # a row that its bank did not close
        self.open.append(Part(name, line))
        if name in STATEMENTS:
            ids_count = self.number < len(self.counted) and self.counted[self.number]
            self.now = Statement(line, ids_count)
            self.number += 1
        elif name in ROWS:
            self.counter, self.payee, self.currency = None, {}, {}
            yield from self.say_section()

    def end(self, name: str) -> Iterator[Said]:
        if name in PARTS and any(part.name == name for part in self.open):
            part = None
            while part is None or part.name != name:
                part = self.open.pop()
                yield from self.close(part)

    def close(self, part: Part) -> Iterator[Said]:
        name, leaves, now = part.name, part.leaves, self.now
        if name == "STATUS":
            if leaves.get("SEVERITY", "").upper() == "ERROR":
                self.answer = leaves.get("MESSAGE") or f"code {leaves.get('CODE', '?')}"
        elif now is None:
            return
        elif name in ROWS:
            yield self.row_of(part, now)
        elif name in OWN_ACCOUNTS:
            now.key = now.key or account_key(leaves.get("ACCTID"))
        elif name in OTHER_ACCOUNTS:
            self.counter = account_key(leaves.get("ACCTID"))
        elif name == "PAYEE":
            self.payee = leaves
        elif name == "CURRENCY":
            self.currency = leaves
        elif name in ("BANKTRANLIST", "INVTRANLIST"):
            self.set_days(leaves)
        elif name == "INVTRAN":
            now.investments += 1
        elif name == "LEDGERBAL":
            yield from self.balance_of(part)
        elif name in STATEMENTS:
            yield from self.end_statement(now)
            self.now = None

    def set_days(self, leaves: Leaves) -> None:
        if self.now and not self.now.is_said:
            self.now.first_day = find_day(leaves.get("DTSTART"))
            self.now.last_day = find_day(leaves.get("DTEND"))

    def say_section(self) -> Iterator[Said]:
        """The account, before the first of what is its own."""
        now = self.now
        if now is None or now.is_said:
            return
        for part in self.open:
            if part.name in ("BANKTRANLIST", "INVTRANLIST"):
                self.set_days(part.leaves)
        now.is_said = True
        yield Section(
            line=now.line,
            account_key=now.key,
            currency=now.currency,
            first_day=now.first_day,
            last_day=now.last_day,
        )

    def row_of(self, part: Part, now: Statement) -> BankRow | BadRow:
        leaves, line = part.leaves, part.line
        pending = part.name == "STMTTRNP" or leaves.get("TRNTYPE") == "HOLD"
        try:
            if action := leaves.get("CORRECTACTION") or leaves.get("CORRECTFITID"):
                raise Unreadable(correction(action, leaves.get("CORRECTFITID")))
            posted = "DTPOSTED" if "DTPOSTED" in leaves or not pending else "DTTRAN"
            day = read_day(leaves.get(posted), posted)
            amount = read_amount(leaves.get("TRNAMT"), now.currency)
            self.check_currency(now)
        except Unreadable as fault:
            return BadRow(line=line, reason=str(fault))
        now.rows += 1
        bank_id = None if now.ids_count else as_bank_id(leaves.get("FITID"))
        now.ids.add(line, bank_id, day, amount)
        value_day = find_day(leaves.get("DTAVAIL")) or find_day(leaves.get("DTUSER"))
        return BankRow(
            line=line,
            day=day,
            amount=amount,
            text=row_text(leaves, self.payee),
            bank_id=bank_id,
            value_day=value_day if value_day != day else None,
            counter_account=self.counter,
            pending=pending,
        )

    def check_currency(self, now: Statement) -> None:
        """Raises Unreadable if the row's amount is in another currency than the account."""
        said = currency_of(self.currency.get("CURSYM"))
        if said is None:
            return
        own = now.currency or now.row_currency or said
        now.row_currency = own
        if said != own:
            raise Unreadable(f"the amount is in {said}, and the account in {own}")

    def balance_of(self, part: Part) -> Iterator[Said]:
        """The ledger's balance: none where its amount is empty."""
        said = part.leaves.get("BALAMT")
        if said is None or self.now is None:
            return
        yield from self.say_section()
        try:
            day = read_day(part.leaves.get("DTASOF"), "DTASOF")
            amount = read_amount(said, self.now.currency)
        except Unreadable as fault:
            yield Remark(
                code="BALANCE_NOT_READABLE",
                message=f"The balance in line {part.line} cannot be read: {fault}.",
            )
            return
        yield Balance(line=part.line, kind="closing", day=day, amount=amount)

    def end_statement(self, now: Statement) -> Iterator[Said]:
        yield from self.say_section()
        account = f"account {mask_account(now.key)}" if now.key else "the account"
        if now.ids_count and now.rows:
            yield Remark(
                code="IDS_COUNTED",
                message=f"The ids of the rows of {account} only count them, so they are not used.",
            )
        yield from now.ids.remarks()
        if now.investments:
            noun = "transaction" if now.investments == 1 else "transactions"
            yield Remark(
                code="INVESTMENTS_PASSED_OVER",
                message=f"{now.investments} investment {noun} of {account} passed over:"
                " only what moved its cash at the bank is read.",
            )


def no_statement(answer: str) -> BadFile:
    said = f"; the bank answered: {quote(answer)}" if answer else ""
    return BadFile(
        f"the OFX file holds no account's statement{said}",
        "Download it again, and choose an account and the days.",
        code="FILE_WITHOUT_STATEMENT",
    )
