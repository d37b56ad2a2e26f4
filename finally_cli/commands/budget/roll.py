"""finally budget roll: the budgets of months made from those of the months before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.budget.arguments import no_budgets, resolve_months, way_to_plan
from finally_cli.commands.budget.set import beside_plan
from finally_cli.commands.budget.stale import find_stale, stale_notes
from finally_cli.commands.command import writes
from finally_cli.commands.options import PlanFromOption, PlanPeriodOption, PlanToOption
from finally_cli.model.kinds import (
    Available,
    Carried,
    CategoryName,
    Code,
    Flag,
    Money,
    Month,
    UnseenMoney,
    UnseenMonth,
)
from finally_cli.model.money import format_money
from finally_cli.model.month import add_months, each_month, format_month
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledYear:
    """A category's budget of a year, planned again, or not because the category is closed."""

    year: int
    category: Code
    name: CategoryName
    budget: Money
    rolled: Flag


ROLL_YEAR = Statement("budget/roll_year", RolledYear)


def roll_year(db: Database, year: int) -> list[RolledYear]:
    """Plan for a year what the one before planned; one that is there already stays."""
    return db.all(ROLL_YEAR, year=year)


def year_notes(rows: list[RolledYear]) -> list[Note]:
    """What the year has now: the plan again, whatever was left of the year before."""
    return [
        Note(
            "YEAR_ROLLED",
            f"{row.name} has {format_money(row.budget)} for all of {row.year}, as before.",
        )
        if row.rolled
        else Note("CATEGORY_CLOSED", f"{row.name} is closed, and gets no budget of {row.year}.")
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """One category: what the month before makes of it, and whether that was written."""

    month: UnseenMonth
    category: Code
    name: CategoryName
    policy: str
    before: Money
    spent: Money
    budget: Money
    carried: Carried
    available: Available
    rolled: Flag
    why: Code | None
    kept: Money | None
    kept_moved: UnseenMoney | None
    kept_carried: UnseenMoney | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledInRange(Rolled):
    """A rolled budget, where there are several months to tell apart."""

    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledAgain:
    """A budget that was rolled before, and comes out differently now."""

    category: Code
    previous: Money
    available: Money


ROLL = Statement("budget/roll", Rolled)
REROLL = Statement("budget/reroll", RolledAgain)


@writes
def roll(
    db: Database,
    profile: Profile,
    month: PlanPeriodOption = None,
    first: PlanFromOption = None,
    last: PlanToOption = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Work out anew what was rolled before, and nothing else; what you set stays.",
        ),
    ] = False,
) -> Result:
    """Make a month's budgets from those of the month before.

    Of several months one after the other. Into January it brings the budgets of the year, too.

    Examples:
        finally budget roll
        finally budget roll --month 2026-10 --again
    """
    start, end = resolve_months(db, month, first, last)
    default = profile.budget_policy
    rows: list[Rolled] = []
    renewed: list[tuple[date, RolledAgain]] = []
    years: list[RolledYear] = []
    for of_month in each_month(start, end):
        given = {"month": of_month, "default_policy": default}
        if again:
            renewed += [(of_month, row) for row in db.all(REROLL, **given)]
        elif of_month.month == 1:
            years += roll_year(db, of_month.year)
        rows += db.all(ROLL, **given, makes=not again)
    if not rows and not years:
        raise no_budgets(
            add_months(start, -1), f"Plan {format_month(start)} with: {way_to_plan(db, start)}"
        )
    is_range = start != end
    after = add_months(end, 1)
    return Result(
        RolledInRange if is_range else Rolled,
        rows,
        roll_title(start, end, db.user.base_currency),
        about={"month": end, "currency": db.user.base_currency},
        notes=[
            *rerolled_notes(renewed, is_range=is_range),
            *skipped_notes(
                rows, {(when, row.category) for when, row in renewed}, is_range=is_range
            ),
            *year_notes(years),
            *stale_notes(find_stale(db, after, default), after),
        ],
        nothing=f"No month's budget to roll: {format_month(add_months(start, -1))} has none.",
    )


def roll_title(first: date, last: date, currency: str) -> str:
    """What the table shows."""
    if first == last:
        return (
            f"Budgets of {format_month(first)}, rolled from {format_month(add_months(first, -1))}"
            f" ({currency})"
        )
    return (
        f"Budgets from {format_month(first)} to {format_month(last)}, rolled one after another"
        f" ({currency})"
    )


def rerolled_notes(renewed: list[tuple[date, RolledAgain]], *, is_range: bool) -> list[Note]:
    """What was worked out anew."""
    return [
        Note(
            "ROLLED_AGAIN",
            f"{row.category} has {format_money(row.available)}"
            f"{f' in {format_month(when)}' if is_range else ''}"
            f" now; it was {format_money(row.previous)}.",
        )
        for when, row in renewed
    ]


def skipped_notes(
    rows: list[Rolled], renewed: set[tuple[date, str]], *, is_range: bool
) -> list[Note]:
    """What was left as it is, and why."""
    notes = []
    same = [
        row.name for row in rows if row.why == "same" and (row.month, row.category) not in renewed
    ]
    if same:
        names = ", ".join(dict.fromkeys(same))
        notes.append(Note("ROLLED_BEFORE", f"Rolled before, and the same: {names}."))
    for row in rows:
        who = f"{row.name} in {format_month(row.month)}" if is_range else row.name
        if row.why == "set":
            notes.append(Note("SET_BY_HAND", set_by_hand_notes(row, who)))
        elif row.why == "closed":
            notes.append(Note("CATEGORY_CLOSED", f"{row.name} is closed, and gets no budget."))
        elif row.why == "missing":
            notes.append(
                Note(
                    "NOT_ROLLED",
                    f"{who} was not rolled before, and gets no budget.",
                    f"finally budget roll --month {format_month(row.month)}",
                )
            )
        elif row.why == "differs" and row.kept is not None:
            notes.append(
                Note(
                    "DIFFERS",
                    f"{who} stays at {format_money(row.kept)}, as it was rolled before; now it"
                    " would be"
                    f" {format_money(row.available)}.",
                    f"finally budget roll --month {format_month(row.month)} --again",
                )
            )
    return notes


def set_by_hand_notes(row: Rolled, who: str) -> str:
    """Why a plan stays, and what is available with what it carries."""
    assert row.kept is not None  # it is there
    moved, carried = row.kept_moved or Decimal(0), row.kept_carried or Decimal(0)
    plan = row.kept - moved - carried
    beside = beside_plan(moved, carried)
    if not beside:
        return f"{who} stays at {format_money(plan)}, which you set."
    return (
        f"{who} stays at {format_money(plan)}, which you set; with {beside},"
        f" {format_money(row.kept)} is available."
    )
