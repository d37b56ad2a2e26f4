"""finally report budget: what each category may cost in a month, has cost, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.arguments import MonthOption
from finally_cli.commands.budget.newest import way_to_plan
from finally_cli.commands.budget.stale import find_stale, stale_notes
from finally_cli.commands.report.budget_lines import (
    SUBCATEGORIES,
    BudgetLine,
    DetailLine,
    YearLine,
    category_lines,
    year_line,
)
from finally_cli.commands.report.budget_totals import TOTALS, BudgetTotals, line_sums, total_lines
from finally_cli.commands.wiring import reads
from finally_cli.model.apportioning import rounded
from finally_cli.model.currency import decimals
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Month
from finally_cli.model.month import next_month, share_gone, this_month, today, written
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Note, Sheet
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetMonth:
    month: Month


BUDGET = Statement("report/budget", BudgetLine)
MONTH = Statement("report/budget_month", BudgetMonth)


@reads
def budget(
    db: Database,
    profile: Profile,
    month: MonthOption = None,
    sub: Annotated[bool, typer.Option("--sub", help="Subcategories too.")] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Show only what is over; exit 1 if anything is, for cron."),
    ] = False,
) -> Sheet:
    """Show what each category may cost in a month, has cost, and what is left."""
    of_month = month or default_month(db)
    gone = share_gone(of_month)
    default = profile.budget_policy
    given = {"month": of_month, "month_gone": gone, "default_policy": default}
    rows = db.all(BUDGET, **given, places=decimals(db.user.base_currency))
    totals = db.one(TOTALS, **given)
    assert totals is not None  # sums are always one row
    if not totals.budgets and not totals.items:
        raise no_plan(db, of_month)
    over = [row for row in rows if row.overspent or row.year_overspent]
    if check and not over:
        return Sheet(
            BudgetLine,
            [],
            about={"month": of_month, "currency": db.user.base_currency},
            totals=totals,
            notes=stale_notes(find_stale(db, of_month, default), of_month),
            sentences=[f"No category is over its budget in {written(of_month)}."],
        )
    shown = over if check else rows
    years = [year_line(row) for row in shown if row.year_budget is not None]
    lines = category_lines(shown, db.all(SUBCATEGORIES, month=of_month)) if sub else shown
    under = [] if check else total_lines(totals)
    return Sheet(
        DetailLine if sub else BudgetLine,
        lines,
        budget_title(of_month, gone, db.user.base_currency, check=check),
        about={"month": of_month, "currency": db.user.base_currency, "month_gone": gone},
        totals=totals,
        closing=under,
        sums=line_sums(lines, under),
        notes=budget_notes(db, totals, of_month, default, check=check),
        below=budget_by_subcategory(years, of_month, db.user.base_currency),
        exit_code=1 if check else 0,
    )


def default_month(db: Database) -> date:
    """This month if it has budgets or expenses, else the newest before it that has some; where
    there is none, the next. Raises NotFound where those are of later months alone, or not there.
    """
    found = db.one(MONTH, month=this_month())
    if found is not None and found.month > next_month():
        raise NotFound(
            f"there are no budgets and no expenses up to {written(this_month())}",
            f"The first are those of {written(found.month)}:"
            f" finally report budget --month {written(found.month)}",
            code="NO_BUDGETS",
        )
    if found is None:
        raise NotFound(
            "there are no budgets and no expenses yet",
            "Plan one with: finally budget set CATEGORY AMOUNT, or look around with: finally demo",
            code="NO_BUDGETS",
        )
    return found.month


def no_plan(db: Database, month: date) -> NotFound:
    """The refusal of a month that has nothing to show."""
    return NotFound(
        f"there are no budgets and no expenses in {written(month)}",
        f"Plan it with: {way_to_plan(db, month)}",
        code="NO_BUDGETS",
    )


def budget_by_subcategory(years: list[YearLine], month: date, currency: str) -> list[Sheet]:
    """The budgets of the whole year, in a table of their own."""
    if not years:
        return []
    title = f"Of the whole of {month.year}, spent up to {written(month)} ({currency})"
    return [Sheet(YearLine, years, title, about={"currency": currency})]


def budget_title(month: date, gone: Decimal | None, currency: str, *, check: bool) -> str:
    """What the table shows, and how far the current month has gone."""
    what = "Over budget" if check else "Budget"
    text = f"{what} in {written(month)} ({currency})"
    if gone is None:
        return text
    return f"{text}, day {today().day}: {rounded(gone * 100, Decimal(1))} % of the month is gone"


def budget_notes(
    db: Database, totals: BudgetTotals, month: date, default_policy: str, *, check: bool
) -> list[Note]:
    """What the figures leave out or rest on that has changed, with the command that mends it."""
    if totals.budgets or check:
        return stale_notes(find_stale(db, month, default_policy), month)
    return [
        Note(
            "NO_BUDGETS",
            f"There are no budgets in {written(month)}, and {plural(totals.items, 'expense')}.",
            way_to_plan(db, month),
        )
    ]
