"""A move between budgets by what a person types, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.lookup import find_by_id, refuse_several
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Code, Id, Kind, Money, Month, Remark
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetMove:
    """Money moved from one category's budget of a month to another's."""

    month: Month
    from_category: Code
    from_name: Annotated[str, Kind("text", "From")]
    to_category: Code
    to_name: Annotated[str, Kind("text", "To")]
    amount: Money
    note: Remark | None
    id: Id


MOVES = Statement("budget/moves", BudgetMove)
FIND_MOVE = Statement("budget/find_move", BudgetMove)


def find_move(db: Database, wanted: str) -> BudgetMove:
    """The one move whose id begins so. Raises NotFound when none does, or several."""
    found = find_by_id(db, FIND_MOVE, wanted)
    refuse_several(found, wanted, "moves")
    if not found:
        raise NotFound(
            f"there is no move with the id {quote(wanted)}",
            "The ids stand in: finally budget moves",
            code="MOVE_NOT_FOUND",
        )
    return found[0]


def describe_move(move: BudgetMove, currency: str) -> str:
    """A move in words: `50.00 EUR from Food to Travel in 2026-11`."""
    return (
        f"{format_money(move.amount)} {currency} from {move.from_name} to {move.to_name} in"
        f" {format_month(move.month)}"
    )
