"""Bank rows: those that wait, and the one that a person means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from finally_cli.commands.lookup import refuse_several
from finally_cli.model.errors import NotFound
from finally_cli.model.ids import id_range
from finally_cli.model.kinds import Code, Count, Day, Id, Money
from finally_cli.model.money import format_money
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


class BankRow(Protocol):
    """What every statement on bank rows says of one; `amount` is in the account's sense."""

    @property
    def id(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def amount(self) -> Money: ...
    @property
    def currency(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def source_id(self) -> str: ...
    @property
    def base_amount(self) -> Money | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A bank row that waits, with the row of another source that may be its other side.

    `amount` is in the account's sense and currency, `base_amount` in that of the books, or None
    where there is no rate.
    """

    id: Id
    day: Day
    amount: Money
    currency: Code
    text: str
    source: str
    source_id: Code
    bank_category: str | None
    because: str | None
    base_amount: Money | None
    other_id: Id | None
    other_day: Day | None
    other_source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A bank row with all that the bank says of it, and what was decided."""

    id: Id
    day: Day
    value_day: Day | None
    amount: Money
    currency: Code
    text: str
    source: str
    source_id: Code
    file: str
    line: Count
    counter_account: str | None
    bank_category: str | None
    decision: str
    because: str | None
    base_amount: Money | None
    pair_id: Id | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """An entry that came of a bank row; the amount is in the currency of the books."""

    row_id: Id
    noun: str
    id: Id
    name: str
    amount: Money
    note: str | None


LIST = Statement("inbox/list", WaitingRow)
FIND = Statement("inbox/find", FoundRow)
ENTRIES = Statement("inbox/entries", RowEntry)


def find_row(db: Database, wanted: str) -> FoundRow:
    """The one bank row whose id begins so. Raises NotFound when none does, or several."""
    between = id_range(wanted)
    found = (
        db.all(
            FIND, base_currency=db.user.base_currency, first_id=between[0], last_id=between[1]
        )
        if between
        else []
    )  # fmt: skip
    refuse_several(found, wanted, "bank rows")
    if not found:
        raise NotFound(
            f"there is no bank row with the id {quote(wanted)}",
            "The ids stand in: finally inbox",
            code="ROW_NOT_FOUND",
        )
    return found[0]


def find_rows(db: Database, wanted: Sequence[str]) -> list[FoundRow]:
    """The rows whose ids begin so, each once."""
    found = {row.id: row for row in (find_row(db, one) for one in wanted)}
    return list(found.values())


def row_in_words(row: BankRow) -> str:
    """A bank row in words: `-43.90 USD of 2026-11-03, "CINEMA"`."""
    said = f", {quote(row.text)}" if row.text else ""
    return f"{format_money(row.amount)} {row.currency} of {row.day.isoformat()}{said}"
