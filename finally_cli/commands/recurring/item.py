"""A recurring item: its row, how it is found by note or id, and how it is told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Protocol

from finally_cli.commands.items.kind import amount_in_words
from finally_cli.commands.lookup import refuse_several
from finally_cli.commands.recurring.rhythm import rhythm_in_words
from finally_cli.model.errors import NotFound
from finally_cli.model.ids import id_range
from finally_cli.model.kinds import CategoryName, Code, Id, Kind, Money, Remark, UnseenMonth
from finally_cli.model.month import LAST_YEAR, this_month
from finally_cli.model.text import did_you_mean, fold_name, quote, suggestions
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

LATEST = date(LAST_YEAR, 12, 1)  # the last month of what has no end


FirstMonth = Annotated[date, Kind("month", "From", spare=1)]


LastMonth = Annotated[date, Kind("month", "Until", spare=1)]


DueOn = Annotated[int, Kind("count", "Day", spare=2)]


class RecurringKind(StrEnum):
    """What it becomes when it is posted."""

    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """An income or an expense that comes back; `last_month` is null where it has no end."""

    kind: str
    category: Code
    subcategory: Code | None
    name: CategoryName
    amount: Money
    every: str
    day: DueOn | None
    first_month: FirstMonth
    last_month: LastMonth | None
    note: Remark | None
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringListed:
    """A recurring item with when it is due next, and was neither posted nor skipped."""

    kind: str
    category: Code
    subcategory: Code | None
    name: CategoryName
    amount: Money
    amount_from: UnseenMonth | None
    every: str
    day: DueOn | None
    first_month: FirstMonth
    last_month: LastMonth | None
    next_month: Annotated[date, Kind("month", "Next", unless="next_day", spare=6)] | None
    next_day: Annotated[date, Kind("day", "Next on", spare=5)] | None
    next_amount: Annotated[Decimal, Kind("money", "At", same_as="amount")] | None
    note: Remark | None
    id: Id


LIST_RECURRING = Statement("recurring/list", RecurringListed)


class RecurringText(Protocol):
    """What the words on a recurring item need of it."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def every(self) -> str: ...
    @property
    def day(self) -> int | None: ...
    @property
    def first_month(self) -> date: ...
    @property
    def last_month(self) -> date | None: ...


def find_recurring(db: Database, wanted: str) -> RecurringListed:
    """The one with that note, else the one whose id begins so.

    Raises NotFound when none does, or several.
    """
    rows = db.all(LIST_RECURRING, month=this_month(), include_ended=True)
    found = match_recurring(rows, wanted)
    see_all = "finally recurring list --all"
    refuse_several(found, wanted, "recurring items", f"Type its id, or more of it: {see_all}")
    if not found:
        close = did_you_mean(suggestions(wanted, [row.note for row in rows if row.note]))
        raise NotFound(
            f"there is no recurring item with the id or the note {quote(wanted)}",
            f"{close}See them all with: {see_all}",
            code="RECURRING_NOT_FOUND",
        )
    return found[0]


def match_recurring(rows: list[RecurringListed], wanted: str) -> list[RecurringListed]:
    """Those with that note, in any case; else those whose id begins so."""
    word = fold_name(wanted.strip())
    named = [row for row in rows if word and fold_name((row.note or "").strip()) == word]
    if named:
        return named
    between = id_range(wanted)
    return [row for row in rows if between and between[0] <= row.id <= between[1]]


def describe_recurring(row: RecurringText, currency: str) -> str:
    """In words: `1,200.00 USD for Rent every month from 2026-01 until 2026-12`."""
    money = amount_in_words(row.kind, row.amount, currency, row.name)
    return f"{money} {rhythm_in_words(row.every, row.day, row.first_month, row.last_month)}"
