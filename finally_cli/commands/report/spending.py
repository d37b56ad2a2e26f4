"""finally report spending: what each category has cost, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, MonthsOption, ToOption
from finally_cli.commands.report.cashflow import (
    covered_months,
    empty_month_notes,
    entries_of,
    fill_months,
)
from finally_cli.commands.report.waiting import waiting_notes
from finally_cli.model.kinds import CategoryName, Change, Code, Growth, Money, Series, UnseenMoney
from finally_cli.model.month import each_month, format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

DEFAULT_MONTHS = 6  # months


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """One category: an amount for each month, and the last whole month against the average."""

    category: Code | None
    name: CategoryName
    amounts: Series
    total: UnseenMoney
    average: Money | None
    change: Change | None
    change_pct: Growth | None


SPENDING = Statement("report/spending", Spending)


@reads
def spending(
    db: Database,
    months: MonthsOption = None,
    first: FromOption = None,
    last: ToOption = None,
) -> Result:
    """Show what each category has cost, month by month.

    Examples:
        finally report spending --months 6
    """
    covered = covered_months(
        db, None, months or DEFAULT_MONTHS, first, last, counted=months is not None
    )
    start, end = covered.first, covered.last
    entries = entries_of(db, start, end)
    now = current_month(db.user.month_begins)
    lines = db.all(SPENDING, first=start, last=end, entries=entries, this_month=now)
    whole = [line for line in lines if line.category is None]
    currency = db.user.base_currency
    return Result(
        Spending,
        [line for line in lines if line.category is not None],
        f"Spending by category ({currency})",
        about={"months": each_month(start, end), "currency": currency},
        totals=whole[0] if whole else None,
        closing=whole,
        notes=[
            *spending_notes(db, start, end, entries, whole),
            *waiting_notes(db, covered.could_begin, covered.could_end),
        ],
        nothing="Nothing was spent in these months.",
    )


def spending_notes(
    db: Database, start: date, end: date, entries: str, whole: list[Spending]
) -> list[Note]:
    """Which months are not in the average, and why."""
    found, now = [], current_month(db.user.month_begins)
    if end >= now:
        found.append(
            Note(
                "PARTIAL_MONTH",
                f"{format_month(now)} is not over and left out of the average; the change is"
                " that of the last whole month.",
            )
        )
    if any(not amount for line in whole for amount in line.amounts):
        found += empty_month_notes(fill_months(db, start, end, entries))
    return found
