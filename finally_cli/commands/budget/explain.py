"""finally budget explain: how a figure came to be, month by month."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.budget.arguments import find_budget_category
from finally_cli.commands.budget.stale import find_stale, roll_again_command
from finally_cli.commands.command import reads
from finally_cli.commands.options import BudgetCategory, MonthOption
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Flag, Left, Money, Month, UnseenMoney
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetStep:
    """One month as the books hold it, and what it was made of."""

    month: Month
    how: str
    before: Money | None
    before_spent: Money | None
    budget: Money
    carried: Money
    carries: Flag
    available: Money
    spent: Money
    left_over: Money
    now: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedMonth:
    """One month of the chain; `because` is the sum that gave what is available."""

    month: Month
    how: str
    because: str
    budget: UnseenMoney
    carried: UnseenMoney
    available: Money
    spent: Money
    left_over: Left


EXPLAIN = Statement("budget/explain", BudgetStep)


@reads
def explain(
    db: Database, profile: Profile, category: BudgetCategory, month: MonthOption = None
) -> Result:
    """Show how a category's budget came to be, month by month.

    Examples:
        finally budget explain food --month 2026-10
    """
    found = find_budget_category(db, category)
    of_month = month or current_month(db.user.month_begins)
    default = profile.budget_policy
    steps = db.all(EXPLAIN, category_id=found.id, month=of_month, default_policy=default)
    if not steps or steps[-1].month != of_month:
        raise NotFound(
            f"{found.name} has no budget in {format_month(of_month)}",
            f"See its budgets with: finally budget list --category {found.code}",
            code="BUDGET_NOT_FOUND",
        )
    currency = db.user.base_currency
    return Result(
        ExplainedMonth,
        [step_in_words(step) for step in steps],
        f"How the budget of {found.name} in {format_month(of_month)} came to be ({currency})",
        about={"month": of_month, "category": found.code, "currency": currency},
        notes=[
            Note(
                "DIFFERS",
                f"{format_month(of_month)} was rolled to {format_money(row.available)}; now it"
                " would be"
                f" {format_money(row.now)}, since what came before has changed.",
                roll_again_command(row.first, row.last),
            )
            for row in find_stale(db, of_month, default)
            if row.category == found.code
        ],
    )


def step_in_words(step: BudgetStep) -> ExplainedMonth:
    """A month with its sum in words."""
    return ExplainedMonth(
        month=step.month,
        how=step.how,
        because=sum_in_words(step),
        budget=step.budget,
        carried=step.carried,
        available=step.available,
        spent=step.spent,
        left_over=step.left_over,
    )


def sum_in_words(step: BudgetStep) -> str:
    """The sum behind what is available; where it was rolled from others, which a note tells."""
    if step.before is None or step.before_spent is None:
        return "the beginning"
    left = f"({format_money(step.before)} − {format_money(step.before_spent)})"
    if step.how == "adjust":
        is_its_sum = step.available == 2 * step.before - step.before_spent
        return (
            f"{format_money(step.before)} + {left}" if is_its_sum else "rolled from other figures"
        )
    return (
        f"{format_money(step.budget)} + {left}"
        if step.carries
        else f"{format_money(step.budget)} again"
    )
