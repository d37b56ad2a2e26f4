"""finally goal delete: a goal goes, and what counted towards it stays."""

from __future__ import annotations

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.goal.arguments import GoalArgument
from finally_cli.commands.goal.edit import DELETE_PARTS
from finally_cli.commands.goal.find import GoalNamed, find_goal, in_words
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

DELETE = Statement("goal/delete", GoalNamed)


@writes(destroys=True)
def delete(db: Database, terminal: Terminal, goal: GoalArgument) -> Result:
    """Delete a goal; what counted towards it stays as it is.

    Examples:
        finally goal delete "Nest egg"
    """
    found = find_goal(db, goal)
    terminal.confirm(f"Delete the goal {in_words(found, db.user.base_currency)}?")
    db.run(DELETE_PARTS, id=found.id)
    rows = db.all(DELETE, id=found.id)
    return Result(GoalNamed, rows, "Deleted", sentences=[f"Deleted {quote(found.goal)}."])
