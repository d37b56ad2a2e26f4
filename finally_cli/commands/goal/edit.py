"""finally goal edit: what a goal is, and what counts towards it."""

from __future__ import annotations

from decimal import Decimal

from finally_cli.commands.command import writes
from finally_cli.commands.goal.arguments import (
    NEVER,
    AmountAnew,
    ByOption,
    FromAmountOption,
    GoalArgument,
    MonthsOfSpending,
    OfOption,
    RenameGoal,
    TimesYearlySpending,
)
from finally_cli.commands.goal.find import GoalListed, find_goal, goal_of_id, in_words
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
from finally_cli.store.statements import NoRows, Statement

EDIT = Statement("goal/edit", NoRows)
DELETE_PARTS = Statement("goal/delete_parts", NoRows)


@writes
def edit(
    db: Database,
    goal: GoalArgument,
    name: RenameGoal = None,
    amount: AmountAnew = None,
    by: ByOption = None,
    of: OfOption = None,
    from_amount: FromAmountOption = None,
    months_of_spending: MonthsOfSpending = None,
    times_yearly_spending: TimesYearlySpending = None,
) -> Result:
    """Change a goal's name, amount, month or beginning, or what counts towards it.

    What is given with --of takes the place of all that counted before.

    Examples:
        finally goal edit "Nest egg" --amount 250000 --by 2030
        finally goal edit "Nest egg" --of cash --of "World fund"
    """
    measure = Measure(amount, months_of_spending, times_yearly_spending)
    refuse_several_measures(measure)
    if not measure.said and not of and all(said is None for said in (name, by, from_amount)):
        raise BadUsage("there is nothing to change", "See: finally goal edit --help")
    before = find_goal(db, goal)
    if not measure.said:
        measure = Measure(before.amount, before.months_of_spending, before.times_yearly_spending)
    parts = find_parts(db, of) if of else None
    begins = beginning_anew(db, before, parts, from_amount)
    currency = db.user.base_currency
    are_debts = before.is_of_debts if parts is None else parts.are_debts
    refuse_more_than_owed(are_debts, measure, begins, currency)
    db.run(
        EDIT,
        id=before.id,
        goal_name=name or before.goal,
        amount=measure.amount,
        months_of_spending=measure.months_of_spending,
        times_yearly_spending=measure.times_yearly_spending,
        from_amount=begins,
        due_month=before.due_month if by is None else None if by == NEVER else by,
    )
    if parts is not None:
        db.run(DELETE_PARTS, id=before.id)
        count_parts(db, before.id, parts)
    row = goal_of_id(db, before.id)
    return Result(
        GoalListed,
        [row],
        "Changed",
        about={"currency": currency},
        sentences=[f"Now {in_words(row, currency)}; it was {in_words(before, currency)}."],
    )


def beginning_anew(
    db: Database, before: GoalListed, parts: Parts | None, typed: Decimal | None
) -> Decimal:
    """Where a goal begins now: as before, unless it was said, or debts have come in or gone."""
    if parts is None:
        parts = Parts([], [], are_debts=before.is_of_debts)
        if typed is None:
            return before.from_amount
    elif typed is None and parts.are_debts == before.is_of_debts:
        return before.from_amount
    return beginning(db, parts, typed)
