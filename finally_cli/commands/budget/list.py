"""finally budget list: what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.budget.arguments import find_budget_category
from finally_cli.commands.command import reads
from finally_cli.commands.options import BudgetCategoryOption, FromOption, PeriodOption, ToOption
from finally_cli.model.kinds import Available, Carried, CategoryName, Code, Kind, Money, Moved
from finally_cli.model.month import one_or_range
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetListed:
    """The budget of a month, or of a year: `available` is the plan and what it carries.

    `moved` is the part of `budget` that was moved into it; below zero, out of it.
    """

    period: Annotated[str, Kind("month")]  # or the year
    every: Code
    category: Code
    name: CategoryName
    budget: Money
    moved: Moved | None
    carried: Carried | None
    available: Available
    how: Annotated[str, Kind("text", spare=2)]


LIST = Statement("budget/list", BudgetListed)


@reads(paged=True)
def list_(
    db: Database,
    profile: Profile,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    category: BudgetCategoryOption = None,
) -> Result:
    """List budgets, newest first.

    Examples:
        finally budget list --month 2026-10
        finally budget list --category food --from 2026
    """
    start, end = one_or_range(month, first, last)
    found = find_budget_category(db, category) if category else None
    return Result(
        BudgetListed,
        db.all(
            LIST,
            first=start,
            last=end,
            category_id=found.id if found else None,
            default_policy=profile.budget_policy,
        ),
        f"Budgets ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        nothing="No budgets. Plan one with: finally budget set CATEGORY AMOUNT",
    )
