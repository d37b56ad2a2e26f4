"""finally report budget: what each category may cost in a month, has cost, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.budget.arguments import way_to_plan
from finally_cli.commands.budget.stale import find_stale, stale_notes
from finally_cli.commands.command import reads
from finally_cli.commands.options import MonthOption
from finally_cli.commands.report.months import budget_month
from finally_cli.commands.report.waiting import waiting_hint, waiting_notes
from finally_cli.model.currency import decimals
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import (
    Available,
    Carried,
    CategoryName,
    Code,
    Count,
    Flag,
    Left,
    Money,
    Moved,
    Pace,
    Part,
    UnseenMoney,
    UnseenShare,
)  # fmt: skip
from finally_cli.model.month import add_months, format_month
from finally_cli.model.month_begins import current_month, day_of_month, first_day, month_elapsed
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result, Sum
from finally_cli.model.rounding import round_to
from finally_cli.model.text import plural
from finally_cli.store.database import CurrentUser, Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTotals:
    """The whole month: what is left and used is of what was `budgeted`, and not of the rest."""

    budget: Money
    carried: Money
    available: Available
    spent: Money
    budgeted: Money
    by_the_year: Money
    unbudgeted: Money
    left_over: Left
    used_pct: Part | None
    pace: Pace | None
    budgets: Count
    items: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentLine:
    """A line of what was spent without a plan, or altogether."""

    name: str
    spent: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The line of all budgets together."""

    name: str
    budget: Money
    carried: Carried
    available: Available
    spent: Money
    left_over: Left
    used_pct: Part | None
    pace: Pace | None


TotalLine = SpentLine | Whole
TOTALS = Statement("report/budget_totals", BudgetTotals)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One category in a month; null where nothing was planned. Fractions: `used_pct` 1 is all.

    `moved` is the part of `budget` that was moved into it; below zero, out of it.
    """

    category: Code
    name: CategoryName
    budget: Money | None
    moved: Moved | None
    carried: Carried | None
    available: Available | None
    spent: Money
    left_over: Left | None
    used_pct: Part | None
    pace: Pace | None
    overspent: Flag
    year_budget: UnseenMoney | None
    year_spent: UnseenMoney | None
    year_left: UnseenMoney | None
    year_used_pct: UnseenShare | None
    year_overspent: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLine(BudgetLine):
    """A budget line or a part of one: `subcategory` is null for the whole category, and empty for
    what of it is in none."""

    subcategory: Code | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubcategoryLine:
    category: Code
    subcategory: Code | None
    name: CategoryName
    spent: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One category's budget of a whole year, as people see it under the table."""

    name: CategoryName
    budget: Money
    spent: Money
    left_over: Left
    used_pct: Part | None


SUBCATEGORIES = Statement("report/budget_subcategories", SubcategoryLine)


BUDGET = Statement("report/budget", BudgetLine)


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
) -> Result:
    """Show what each category may cost in a month, has cost, and what is left.

    Examples:
        finally report budget --month last --sub
    """
    of_month = month or budget_month(db)
    begins = db.user.month_begins
    gone = month_elapsed(of_month, begins)
    default = profile.budget_policy
    given = {"month": of_month, "month_gone": gone, "default_policy": default}
    rows = db.all(BUDGET, **given, places=decimals(db.user.base_currency))
    totals = db.one(TOTALS, **given)
    assert totals is not None  # sums are always one row
    if not totals.budgets and not totals.items:
        raise no_plan(db, of_month)
    over = [row for row in rows if row.overspent or row.year_overspent]
    until = of_month if month else max(of_month, current_month(begins))
    waiting = waiting_notes(db, first_read(rows, of_month), until)
    if check and not over:
        return Result(
            BudgetLine,
            [],
            about={"month": of_month, "currency": db.user.base_currency},
            totals=totals,
            notes=[*stale_notes(find_stale(db, of_month, default), of_month), *waiting],
            sentences=[f"No category is over its budget in {format_month(of_month)}."],
        )
    shown = over if check else rows
    years = [year_line(row) for row in shown if row.year_budget is not None]
    lines = category_lines(shown, db.all(SUBCATEGORIES, month=of_month)) if sub else shown
    under = [] if check else total_lines(totals)
    return Result(
        DetailLine if sub else BudgetLine,
        lines,
        budget_title(of_month, gone, db.user, check=check),
        about={"month": of_month, "currency": db.user.base_currency, "month_gone": gone},
        totals=totals,
        closing=under,
        sums=line_sums(lines, under),
        notes=[*budget_notes(db, totals, of_month, default, check=check), *waiting],
        below=budget_by_subcategory(years, of_month, db.user.base_currency),
        exit_code=1 if check else 0,
    )


def no_plan(db: Database, month: date) -> NotFound:
    """The refusal of a month that has nothing to show."""
    return NotFound(
        f"there are no budgets and no expenses in {format_month(month)}",
        waiting_hint(db, month, month) or f"Plan it with: {way_to_plan(db, month)}",
        code="NO_BUDGETS",
    )


def first_read(rows: Sequence[BudgetLine], month: date) -> date:
    """The first month whose expenses count: January's for a year's budget; what is carried is of
    the month before."""
    january = month.replace(month=1) if any(row.year_budget is not None for row in rows) else month
    return min(january, add_months(month, -1) if any(row.carried for row in rows) else month)


def year_line(row: BudgetLine) -> YearLine:
    """The budget of the year of one category."""
    assert row.year_budget is not None and row.year_spent is not None
    assert row.year_left is not None
    return YearLine(
        name=row.name,
        budget=row.year_budget,
        spent=row.year_spent,
        left_over=row.year_left,
        used_pct=row.year_used_pct,
    )


def category_lines(
    rows: Sequence[BudgetLine], parts: Sequence[SubcategoryLine]
) -> list[DetailLine]:
    """Each category, and under it its subcategories, if anything is in one."""
    lines: list[DetailLine] = []
    for row in rows:
        whole = {field.name: getattr(row, field.name) for field in fields(row)}
        lines.append(DetailLine(**whole, subcategory=None))
        own = [part for part in parts if part.category == row.category]
        if any(part.subcategory for part in own):
            lines += map(subcategory_line, own)
    return lines


def subcategory_line(part: SubcategoryLine) -> DetailLine:
    """What was spent in one subcategory, which has no budget of its own."""
    return DetailLine(
        category=part.category,
        subcategory=part.subcategory or "",
        name=part.name,
        budget=None,
        moved=None,
        carried=None,
        available=None,
        spent=part.spent,
        left_over=None,
        used_pct=None,
        pace=None,
        overspent=False,
        year_budget=None,
        year_spent=None,
        year_left=None,
        year_used_pct=None,
        year_overspent=False,
    )


def total_lines(totals: BudgetTotals) -> list[TotalLine]:
    """The lines under the rule: all budgets together, and what was spent beside them."""
    budgets = Whole(
        name="Budgeted" if totals.by_the_year or totals.unbudgeted else "Total",
        budget=totals.budget,
        carried=totals.carried,
        available=totals.available,
        spent=totals.budgeted,
        left_over=totals.left_over,
        used_pct=totals.used_pct,
        pace=totals.pace,
    )
    beside = {"Budgeted by the year": totals.by_the_year, "Unbudgeted": totals.unbudgeted}
    others = [SpentLine(name=name, spent=spent) for name, spent in beside.items() if spent]
    return [budgets, *others, *([SpentLine(name="Total", spent=totals.spent)] if others else [])]


def budget_title(month: date, gone: Decimal | None, user: CurrentUser, *, check: bool) -> str:
    """What the table shows, and how far the current month has gone."""
    what = "Over budget" if check else "Budget"
    text = f"{what} in {format_month(month)} ({user.base_currency})"
    if gone is None:
        return text
    day = f"day {day_of_month(user.month_begins)}"
    if user.month_begins > 1:
        day += f" since {first_day(month, user.month_begins).isoformat()}"
    return f"{text}, {day}: {round_to(gone * 100, Decimal(1))} % of the month is gone"


def line_sums(rows: Sequence[BudgetLine], lines: Sequence[TotalLine]) -> list[Sum]:
    """What each line under the rule is the sum of, and each category that is opened."""
    parts = [row for row in rows if isinstance(row, DetailLine) and row.subcategory is not None]
    wholes = [row for row in rows if row not in parts]
    planned = [row for row in wholes if row.budget is not None]
    by_the_year = [row for row in wholes if row.budget is None and row.year_budget is not None]
    rest = [row for row in wholes if row.budget is None and row.year_budget is None]
    of_line = {"Budgeted by the year": by_the_year, "Unbudgeted": rest}
    found = [Sum(line, of_line.get(line.name, planned)) for line in lines]
    if len(lines) > 1:
        found[-1] = Sum(lines[-1], lines[:-1])
    for row in wholes:
        own = [part for part in parts if part.category == row.category]
        found += [Sum(row, own)] if own else []
    return found


def budget_notes(
    db: Database, totals: BudgetTotals, month: date, default_policy: str, *, check: bool
) -> list[Note]:
    """What the figures leave out or rest on that has changed, with the command that mends it."""
    if totals.budgets or check:
        return stale_notes(find_stale(db, month, default_policy), month)
    return [
        Note(
            "NO_BUDGETS",
            f"There are no budgets in {format_month(month)}, and"
            f" {plural(totals.items, 'expense')}.",
            way_to_plan(db, month),
        )
    ]


def budget_by_subcategory(years: list[YearLine], month: date, currency: str) -> list[Result]:
    """The budgets of the whole year, in a table of their own."""
    if not years:
        return []
    title = f"Of the whole of {month.year}, spent up to {format_month(month)} ({currency})"
    return [Result(YearLine, years, title, about={"currency": currency})]
