"""finally budget set: what a category may cost, in some months or in a year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.budget.arguments import (
    find_budget_category,
    months_in_words,
    resolve_months,
)
from finally_cli.commands.budget.list import LIST
from finally_cli.commands.command import writes
from finally_cli.commands.options import (
    BudgetCategory,
    PlanFromOption,
    PlanPeriodOption,
    PlanToOption,
)
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import Carried, CategoryName, Code, Money, Month, Moved
from finally_cli.model.mills import in_mills
from finally_cli.model.money import format_money, parse_money
from finally_cli.model.month import format_month
from finally_cli.model.period import is_year
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import and_list, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSet:
    """The plan of one month, what is moved in it, and what it carries from the month before."""

    month: Month
    category: Code
    name: CategoryName
    budget: Money
    moved: Moved
    carried: Carried
    previous_budget: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSet:
    """The plan of a whole year."""

    year: int
    category: Code
    name: CategoryName
    budget: Money
    previous_budget: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMonth:
    """The plan of one month, and the one in whose place it is."""

    month: Month
    category: Code
    name: CategoryName
    budget: Money
    previous_budget: Money | None


SET = Statement("budget/set", PlannedMonth)
SET_YEAR = Statement("budget/set_year", YearSet)


def parse_plan(text: str) -> Decimal:
    """What something may cost: an amount of money that is not below zero."""
    amount = parse_money(text)
    if amount < 0:
        raise BadUsage(f"a budget cannot be negative, as {quote(text)} is", "Write 0 for nothing.")
    return amount


@writes
def set_(
    db: Database,
    profile: Profile,
    category: BudgetCategory,
    amount: Annotated[
        Decimal | None,
        typer.Argument(
            parser=in_mills(parse_plan), metavar="[AMOUNT]", help="What it may cost in a month."
        ),
    ] = None,
    month: PlanPeriodOption = None,
    first: PlanFromOption = None,
    last: PlanToOption = None,
    yearly: Annotated[
        Decimal | None,
        typer.Option(
            "--yearly",
            parser=in_mills(parse_plan),
            metavar="AMOUNT",
            help="What it may cost in the whole year of that month.",
        ),
    ] = None,
) -> Result:
    """Plan what a category may cost in a month, in several, or in a year.

    Examples:
        finally budget set food 600 --from 2026-11 --to 2027-03
        finally budget set insurance --yearly 1200
    """
    start, end = resolve_months(db, month, first, last)
    if amount is None and yearly is None:
        raise BadUsage(
            "an amount is needed", "Give what it may cost in a month, or --yearly AMOUNT."
        )
    if yearly is not None and first is not None and not is_year(start, end):
        raise BadUsage(
            "--yearly is for one year, and not for a range of months",
            "Name the year by one of its months, with --month.",
        )
    found = find_budget_category(db, category, end)
    currency = db.user.base_currency
    years: list[YearSet] = []
    months: list[BudgetSet] = []
    if yearly is not None:
        years = db.all(SET_YEAR, category_id=found.id, year=start.year, amount=yearly)
    if amount is not None:
        planned = db.all(SET, category_id=found.id, first=start, last=end, amount=amount)
        months = carried_amounts(db, planned, found.id, profile.budget_policy)
    told = [year_summary(row, currency) for row in years]
    if months:
        told.insert(0, months_summary(months, currency, months_in_words(start, end)))
    about = {"currency": currency}
    if not months:
        return Result(YearSet, years, "Planned", about=about, sentences=told)
    if years:
        about["yearly_budget"] = years[0].budget  # type: ignore[assignment]  # written as money
    return Result(BudgetSet, months, "Planned", about=about, sentences=told)


def carried_amounts(
    db: Database, planned: list[PlannedMonth], category_id: str, default_policy: str
) -> list[BudgetSet]:
    """The months with what each carries, now that all of them are planned."""
    listed = db.all(
        LIST,
        first=planned[0].month,
        last=planned[-1].month,
        category_id=category_id,
        default_policy=default_policy,
    )
    found = {row.period: row for row in listed}
    return [
        BudgetSet(
            month=row.month,
            category=row.category,
            name=row.name,
            budget=row.budget,
            moved=found[format_month(row.month)].moved or Decimal(0),
            carried=found[format_month(row.month)].carried or Decimal(0),
            previous_budget=row.previous_budget,
        )
        for row in planned
    ]


def beside_plan(moved: Decimal, carried: Decimal) -> str:
    """What a month has beside its plan: `50.00 moved in and 20.00 carried`."""
    way = "in" if moved > 0 else "out"
    parts = [f"{format_money(abs(moved))} moved {way}"] if moved else []
    parts += [f"{format_money(carried)} carried"] if carried else []
    return and_list(parts) if parts else ""


def months_summary(rows: list[BudgetSet], currency: str, when: str) -> str:
    """The months in words, with what was planned before."""
    row = rows[0]
    text = f"Planned {format_money(row.budget)} {currency} for {row.name} {when}"
    beside = beside_plan(row.moved, row.carried)
    if len(rows) == 1 and beside:
        total = row.budget + row.moved + row.carried
        text += f"; with {beside}, {format_money(total)} is available"
    before = {one.previous_budget for one in rows} - {None}
    if not before:
        return f"{text}."
    if before == {row.budget}:
        return f"{text}, as it was."
    return (
        f"{text}; it was {' or '.join(sorted(format_money(b) for b in before if b is not None))}."
    )


def year_summary(row: YearSet, currency: str) -> str:
    """The year in words."""
    text = f"Planned {format_money(row.budget)} {currency} for {row.name} in all of {row.year}"
    if row.previous_budget is None:
        return f"{text}."
    if row.previous_budget == row.budget:
        return f"{text}, as it was."
    return f"{text}; it was {format_money(row.previous_budget)}."
