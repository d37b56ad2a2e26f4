"""finally goal add."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import writes
from finally_cli.commands.goal.arguments import (
    NEVER,
    ByOption,
    FromAmountOption,
    GoalAmount,
    MonthsOfSpending,
    NewGoalName,
    OfOption,
    TimesYearlySpending,
)
from finally_cli.commands.goal.find import GoalListed, goal_of_id, in_words
from finally_cli.commands.goal.measure import (
    Measure,
    beginning,
    count_parts,
    refuse_more_than_owed,
    refuse_several_measures,
)
from finally_cli.commands.goal.parts import Parts, find_parts
from finally_cli.model.errors import BadUsage
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalId:
    id: str


ADD = Statement("goal/add", GoalId)


@writes
def add(
    db: Database,
    name: NewGoalName,
    amount: GoalAmount = None,
    by: ByOption = None,
    of: OfOption = None,
    from_amount: FromAmountOption = None,
    months_of_spending: MonthsOfSpending = None,
    times_yearly_spending: TimesYearlySpending = None,
) -> Result:
    """Add what you save for: an amount of net worth, or of some assets, perhaps by a month.

    Of debts alone, it is how much of them is to be paid off. What they were when you began is
    --from, or what is owed now.

    Examples:
        finally goal add "House deposit" 60000 --by 2028-03 --of Savings
        finally goal add "Rainy days" --months-of-spending 6 --of cash
    """
    measure = Measure(amount, months_of_spending, times_yearly_spending)
    refuse_several_measures(measure)
    if not measure.said:
        raise BadUsage(
            "a goal needs an amount",
            "Give AMOUNT, or --months-of-spending or --times-yearly-spending.",
        )
    parts = find_parts(db, of) if of else Parts([], [], are_debts=False)
    begins = beginning(db, parts, from_amount)
    currency = db.user.base_currency
    refuse_more_than_owed(parts.are_debts, measure, begins, currency)
    added = db.one(
        ADD,
        goal_name=name,
        amount=amount,
        months_of_spending=months_of_spending,
        times_yearly_spending=times_yearly_spending,
        from_amount=begins,
        due_month=None if by == NEVER else by,
    )
    assert added is not None  # it was inserted, or a constraint has refused it
    count_parts(db, added.id, parts)
    row = goal_of_id(db, added.id)
    return Result(
        GoalListed,
        [row],
        "Added",
        about={"currency": currency},
        sentences=[f"Added {in_words(row, currency)}."],
    )
