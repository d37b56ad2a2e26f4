"""finally rule export: rules as a file that can be shared."""

from __future__ import annotations

from finally_cli.commands.command import reads
from finally_cli.commands.rule.find import LIST
from finally_cli.commands.rule.row import RuleRow
from finally_cli.model.result import Result
from finally_cli.model.rule_file import write_rules
from finally_cli.store.database import Database


@reads
def export(db: Database) -> Result:
    """Print the rules as TOML, with names and codes, for finally rule import.

    Examples:
        finally rule export
    """
    rules = db.all(LIST)
    printed = {"table": write_rules(rules)} if rules else {}
    return Result(
        RuleRow,
        [RuleRow.of(rule) for rule in rules],
        "",
        printed=printed,
        nothing="No rules yet. Add one with: finally rule add WORDS --category CODE",
    )
