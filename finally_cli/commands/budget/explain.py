"""finally budget explain: how a figure came to be, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finally_cli.commands.budget.arguments import find_budget_category
from finally_cli.commands.budget.find import MOVES, BudgetMove
from finally_cli.commands.budget.stale import find_stale, roll_again_command
from finally_cli.commands.command import reads
from finally_cli.commands.options import BudgetCategory, MonthOption
from finally_cli.model.categories import CategoryListed
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Code, Flag, Left, Money, Month, UnseenMoney
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
    before_moved: Money | None
    before_spent: Money | None
    budget: Money
    moved: Money
    carried: Money
    carries: Flag
    available: Money
    spent: Money
    left_over: Money
    now: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedMonth:
    """One month of the chain; `because` is the sum that gave what is available.

    `budget` is with what was `moved`. `bound` is floor or cap, where one stopped what is carried.
    """

    month: Month
    how: str
    because: str
    budget: UnseenMoney
    moved: UnseenMoney
    carried: UnseenMoney
    bound: Code | None
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
        explained(db, steps, found),
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


def explained(
    db: Database, steps: list[BudgetStep], category: CategoryListed
) -> list[ExplainedMonth]:
    """The months with their sums in words, and with where money was moved from and to."""
    moves = db.all(MOVES, first=steps[0].month, last=steps[-1].month, category_id=category.id)
    return [
        step_in_words(step, [move for move in moves if move.month == step.month], category.code)
        for step in steps
    ]


def step_in_words(step: BudgetStep, moves: list[BudgetMove], category: str) -> ExplainedMonth:
    """A month with its sum in words."""
    return ExplainedMonth(
        month=step.month,
        how=step.how,
        because=sum_in_words(step) + moves_in_words(moves, category),
        budget=step.budget,
        moved=step.moved,
        carried=step.carried,
        bound=bound_of(step),
        available=step.available,
        spent=step.spent,
        left_over=step.left_over,
    )


def sum_in_words(step: BudgetStep) -> str:
    """The sum behind what is available without what is moved in the month itself; where it was
    rolled from others, which a note tells."""
    plan = step.budget - step.moved
    if step.before is None or step.before_moved is None or step.before_spent is None:
        return f"the beginning, {format_money(plan)}" if step.moved else "the beginning"
    left = f"{format_money(step.before)} − {format_money(step.before_spent)}"
    if step.how == "adjust":
        base = step.before - step.before_moved
        is_its_sum = step.available - step.moved == base + step.before - step.before_spent
        return f"{format_money(base)} + ({left})" if is_its_sum else "rolled from other figures"
    if not step.carries:
        return f"{format_money(plan)} again"
    bound = bound_of(step)
    if bound is None:
        return f"{format_money(plan)} + ({left})"
    return f"{format_money(plan)} + {format_money(step.carried)} ({bound}, for {left})"


def bound_of(step: BudgetStep) -> str | None:
    """Whether a floor or a cap stopped what a month takes over from the one before."""
    if not step.carries or step.before is None or step.before_spent is None:
        return None
    left = step.before - step.before_spent
    if left == step.carried:
        return None
    return "floor" if left < step.carried else "cap"


def moves_in_words(moves: list[BudgetMove], category: str) -> str:
    """What was moved into a category and out of it, by the other one: ` + 50.00 from Food`."""
    others: dict[str, Decimal] = {}
    for move in reversed(moves):  # oldest first
        inward = move.to_category == category
        other = move.from_name if inward else move.to_name
        others[other] = others.get(other, Decimal(0)) + (move.amount if inward else -move.amount)
    return "".join(
        f" + {format_money(net)} from {other}" if net > 0 else f" − {format_money(-net)} to {other}"
        for other, net in others.items()
        if net
    )
