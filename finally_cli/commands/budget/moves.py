"""finally budget moves: what was moved between budgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.budget.arguments import find_budget_category
from finally_cli.commands.command import reads
from finally_cli.commands.options import BudgetCategoryOption, FromOption, PeriodOption, ToOption
from finally_cli.model.kinds import Code, Id, Kind, Money, Month, Remark
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month, one_or_range
from finally_cli.model.result import Result
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


@reads(paged=True)
def moves(
    db: Database,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    category: BudgetCategoryOption = None,
) -> Result:
    """List what was moved between budgets, newest first.

    Examples:
        finally budget moves --month 2026-10
        finally budget moves --category food --from 2026
    """
    start, end = one_or_range(month, first, last)
    found = find_budget_category(db, category) if category else None
    currency = db.user.base_currency
    return Result(
        BudgetMove,
        db.all(MOVES, first=start, last=end, category_id=found.id if found else None),
        f"Moved between budgets ({currency})",
        about={"currency": currency},
        nothing="Nothing was moved. Move money with: finally budget move AMOUNT FROM TO",
    )


def describe_move(move: BudgetMove, currency: str) -> str:
    """A move in words: `50.00 EUR from Food to Travel in 2026-11`."""
    return (
        f"{format_money(move.amount)} {currency} from {move.from_name} to {move.to_name} in"
        f" {format_month(move.month)}"
    )
