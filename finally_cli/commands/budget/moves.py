"""finally budget moves: what was moved between budgets."""

from __future__ import annotations

from finally_cli.commands.budget.arguments import find_budget_category
from finally_cli.commands.budget.find import MOVES, BudgetMove
from finally_cli.commands.command import reads
from finally_cli.commands.options import BudgetCategoryOption, FromOption, PeriodOption, ToOption
from finally_cli.model.month import one_or_range
from finally_cli.model.result import Result
from finally_cli.store.database import Database


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
