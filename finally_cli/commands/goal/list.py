"""finally goal list: goals as they were asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.goal.find import LIST, GoalListed
from finally_cli.model.result import Result
from finally_cli.store.database import Database


@reads
def list_(
    db: Database,
    all_: Annotated[bool, typer.Option("--all", help="Also those that are closed.")] = False,
) -> Result:
    """List your goals, the next one to be reached first.

    How far each is: finally report goals.

    Examples:
        finally goal list
    """
    currency = db.user.base_currency
    return Result(
        GoalListed,
        db.all(LIST, include_closed=all_),
        f"Goals ({currency})",
        about={"currency": currency},
        nothing="No goals. Add one with: finally goal add NAME AMOUNT",
    )
