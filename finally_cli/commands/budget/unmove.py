"""finally budget unmove: a move between budgets taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.budget.find import BudgetMove, describe_move, find_move
from finally_cli.commands.budget.move import MoveId
from finally_cli.commands.command import Terminal, writes
from finally_cli.model.money import format_money
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

UNMOVE = Statement("budget/unmove", MoveId)


@writes(destroys=True)
def unmove(
    db: Database,
    terminal: Terminal,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Ids of finally budget moves, or the beginnings of them.",
            autocompletion=completion.budget_moves,
        ),
    ],
) -> Result:
    """Take back what was moved between budgets: both have again what they had.

    Examples:
        finally budget unmove 0174b8ec
    """
    found = {move.id: move for move in (find_move(db, one) for one in ids)}
    moves = list(found.values())
    currency = db.user.base_currency
    if len(moves) == 1:
        terminal.confirm(f"Take back {describe_move(moves[0], currency)}?")
    else:
        whole = format_money(sum((move.amount for move in moves), Decimal(0)))
        terminal.confirm(f"Take back {len(moves)} moves, {whole} {currency} in all?")
    for move in moves:
        db.all(UNMOVE, id=move.id)
    told = (
        f"Took back {describe_move(moves[0], currency)}."
        if len(moves) == 1
        else f"Took back {len(moves)} moves."
    )
    return Result(BudgetMove, moves, "Taken back", about={"currency": currency}, sentences=[told])
