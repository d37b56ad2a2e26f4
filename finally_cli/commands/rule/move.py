"""finally rule move."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.rule.arguments import RuleArgument
from finally_cli.commands.rule.find import LIST, find_rule
from finally_cli.commands.rule.row import RuleRow, describe_rule
from finally_cli.commands.rule.terms import RENUMBER
from finally_cli.model.errors import BadUsage
from finally_cli.model.result import Result
from finally_cli.store.database import Database

ToArgument = Annotated[int, typer.Argument(metavar="TO", help="The position that it gets, from 1.")]


@writes
def move(db: Database, rule: RuleArgument, to: ToArgument) -> Result:
    """Move a rule to another position; those between move up or down by one.

    Examples:
        finally rule move 5 1
    """
    db.lock_user()
    rules = db.all(LIST)
    found = find_rule(rules, rule)
    if not 1 <= to <= len(rules):
        raise BadUsage(
            f"there is no position {to}", f"The rules have the positions 1 to {len(rules)}."
        )
    ids = [one.id for one in rules if one.id != found.id]
    ids.insert(to - 1, found.id)
    db.run(RENUMBER, ids=ids)
    moved = find_rule(db.all(LIST), found.id)
    told = f"Now {describe_rule(moved)}; it was rule {found.position}."
    if moved.position == found.position:
        told = f"It was there already: {describe_rule(moved)}."
    return Result(RuleRow, [RuleRow.of(moved)], "Moved", sentences=[told])
