"""finally goal close and reopen: a goal that is looked at no more, and stays on record."""

from __future__ import annotations

from finally_cli.commands.command import writes
from finally_cli.commands.goal.arguments import GoalArgument
from finally_cli.commands.goal.find import GoalNamed, find_goal
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

CLOSE = Statement("goal/close", GoalNamed)


@writes
def close(db: Database, goal: GoalArgument) -> Result:
    """Close a goal, reached or given up: reports leave it out.

    Examples:
        finally goal close "Nest egg"
    """
    found = find_goal(db, goal)
    month = found.closed or this_month()
    rows = db.all(CLOSE, id=found.id, closed_on=month)
    told = f"Closed {quote(found.goal)}."
    if found.closed:
        told = f"It was closed already, in {format_month(found.closed)}: {quote(found.goal)}."
    return Result(GoalNamed, rows, "Closed", about={"month": month}, sentences=[told])


@writes
def reopen(db: Database, goal: GoalArgument) -> Result:
    """Open a closed goal again.

    Examples:
        finally goal reopen "First 100k"
    """
    found = find_goal(db, goal)
    rows = db.all(CLOSE, id=found.id, closed_on=None)
    was = "Opened" if found.closed else "It was open already:"
    return Result(GoalNamed, rows, "Opened", sentences=[f"{was} {quote(found.goal)}."])
