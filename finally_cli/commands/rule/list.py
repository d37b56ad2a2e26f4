"""finally rule list."""

from __future__ import annotations

from finally_cli.commands.command import reads
from finally_cli.commands.rule.find import LIST
from finally_cli.commands.rule.row import RuleRow
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database


@reads
def list_(db: Database) -> Result:
    """List the rules in their order, of which the first that fits a bank row decides.

    Examples:
        finally rule list
    """
    rules = db.all(LIST)
    return Result(
        RuleRow,
        [RuleRow.of(rule) for rule in rules],
        "Rules",
        notes=[
            Note(
                "CLOSED",
                f"Rule {rule.position} decides nothing from {format_month(rule.closed_on)} on:"
                f" {rule.asset or rule.path} is closed.",
                f"finally rule edit {rule.position} --category CODE",
            )
            for rule in rules
            if rule.closed_on is not None and rule.closed_on <= current_month(db.user.month_begins)
        ],
        nothing="No rules yet. Add one with: finally rule add WORDS --category CODE",
    )
