"""finally recurring post: what is due becomes incomes and expenses, once."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import writes
from finally_cli.commands.options import MonthOption
from finally_cli.commands.recurring.rhythm import last_day_of
from finally_cli.model.kinds import (
    CategoryName,
    Code,
    Count,
    Day,
    Id,
    ItsMonth,
    Money,
    Month,
)
from finally_cli.model.month import format_month, this_month, today
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """An income or an expense that was written because it was due."""

    month: ItsMonth
    date: Day | None
    kind: str
    category: Code
    subcategory: Code | None
    name: CategoryName
    amount: Money
    note: str | None
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Unposted:
    """How much is due in a category and not posted; `closed` says why, if it is."""

    kind: str
    category: Code
    subcategory: Code | None
    name: CategoryName
    closed: Month | None
    items: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDue:
    """How much is due in a closed month, where nothing more is posted."""

    month: Month
    items: Count


POST = Statement("recurring/post", Posted)
UNPOSTED = Statement("recurring/unposted", Unposted)
CLOSED = Statement("recurring/closed", ClosedDue)


@writes(dated=True)
def post(db: Database, month: MonthOption = None) -> Result:
    """Write down what is due, each once.

    That is everything up to today which was not posted, and for what has no day, all of this month.
    With --month it is what is due in that month alone, also on a day of it that is to come.

    Examples:
        finally recurring post
        finally recurring post --month 2026-11 --dry-run
    """
    last = month.replace(day=last_day_of(month)) if month else today()
    rows = db.all(POST, month=month, last=last)
    left = db.all(UNPOSTED, month=month, last=last)
    currency = db.user.base_currency
    return Result(
        Posted,
        rows,
        f"Posted {plural(len(rows), 'item')} ({currency})" if rows else "",
        about={"month": month or this_month(), "currency": currency},
        notes=[
            *closed_category_notes([row for row in left if row.closed]),
            *([] if month else closed_month_notes(db.all(CLOSED, last=last))),
        ],
        nothing="Nothing is due.",
    )


def closed_category_notes(left: list[Unposted]) -> list[Note]:
    """Says what was not posted, for nothing may go into its category."""
    if not left:
        return []
    count = sum(row.items for row in left)
    which = ", ".join(f"{row.name} ({row.items:,})" for row in left)
    message = (
        f"{plural(count, 'item is', 'items are')} not posted, for the category is closed: {which}."
    )
    return [Note("CLOSED", message, "finally recurring list --all")]


def closed_month_notes(left: list[ClosedDue]) -> list[Note]:
    """Says what was not posted, for nothing may go into its month."""
    if not left:
        return []
    count = sum(row.items for row in left)
    months = ", ".join(f"{format_month(row.month)} ({row.items:,})" for row in left)
    return [
        Note(
            "MONTH_CLOSED",
            f"{plural(count, 'item is', 'items are')} not posted, for the month is closed:"
            f" {months}.",
            f"finally close reopen {format_month(left[0].month)} --reason TEXT",
        )
    ]
