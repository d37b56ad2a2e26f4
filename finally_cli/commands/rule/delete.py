"""finally rule delete: what was decided by it stays."""

from __future__ import annotations

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.rule.arguments import RuleArgument
from finally_cli.commands.rule.find import LIST, find_rule
from finally_cli.commands.rule.row import RuleRow, describe_rule
from finally_cli.commands.rule.terms import RENUMBER, RuleId
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

DELETE = Statement("rule/delete", RuleId)


@writes(destroys=True)
def delete(db: Database, terminal: Terminal, rule: RuleArgument) -> Result:
    """Delete a rule; what it has decided stays, and the rules after it move up.

    Examples:
        finally rule delete 4
    """
    rules = db.all(LIST)
    found = find_rule(rules, rule)
    terminal.confirm(f"Delete {describe_rule(found)}?")
    db.run(DELETE, id=found.id)
    db.run(RENUMBER, ids=[one.id for one in rules if one.id != found.id])
    return Result(
        RuleRow,
        [RuleRow.of(found)],
        "Deleted",
        sentences=[f"Deleted {describe_rule(found)}; what it has decided stays."],
    )
