"""finally budget delete: a plan taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.budget.arguments import (
    find_budget_category,
    months_in_words,
    resolve_months,
)
from finally_cli.commands.budget.find import MOVES, describe_move
from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.options import (
    BudgetCategory,
    PlanFromOption,
    PlanPeriodOption,
    PlanToOption,
)
from finally_cli.model.categories import CategoryListed
from finally_cli.model.errors import BadUsage, Conflict, NotFound
from finally_cli.model.kinds import Money
from finally_cli.model.period import is_year
from finally_cli.model.result import Result
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetDeleted:
    period: str
    category: str
    budget: Money


DELETE = Statement("budget/delete", BudgetDeleted)
DELETE_YEAR = Statement("budget/delete_year", BudgetDeleted)


@writes(destroys=True)
def delete(
    db: Database,
    terminal: Terminal,
    category: BudgetCategory,
    month: PlanPeriodOption = None,
    first: PlanFromOption = None,
    last: PlanToOption = None,
    yearly: Annotated[
        bool, typer.Option("--yearly", help="That of the whole year of the month instead.")
    ] = False,
) -> Result:
    """Delete a category's budget of a month, of several, or of a year.

    Examples:
        finally budget delete food --month 2026-10
    """
    start, end = resolve_months(db, month, first, last)
    if yearly and first is not None and not is_year(start, end):
        raise BadUsage("--yearly is for one year, and not for a range", "Name it with --month.")
    found = find_budget_category(db, category)
    when = f"in all of {start.year}" if yearly else months_in_words(start, end)
    if not yearly:
        refuse_moves(db, found, start, end)
    terminal.confirm(f"Delete the budget of {found.name} {when}?")
    if yearly:
        rows = db.all(DELETE_YEAR, category_id=found.id, year=start.year)
    else:
        rows = db.all(DELETE, category_id=found.id, first=start, last=end)
    if not rows:
        raise NotFound(
            f"{found.name} has no budget {when}",
            f"See them with: finally budget list --category {found.code}",
            code="BUDGET_NOT_FOUND",
        )
    return Result(
        BudgetDeleted,
        rows,
        "Deleted",
        about={"currency": db.user.base_currency},
        sentences=[f"Deleted {plural(len(rows), 'budget')} of {found.name}, {when}."],
    )


def refuse_moves(db: Database, category: CategoryListed, first: date, last: date) -> None:
    """Raises Conflict where money was moved out of a budget, or into it: the other rests on it."""
    moves = db.all(MOVES, first=first, last=last, category_id=category.id)
    if not moves:
        return
    others = f", and {len(moves) - 1} more" if len(moves) > 1 else ""
    moved = describe_move(moves[0], db.user.base_currency)
    raise Conflict(
        f"the budget is needed: {moved} was moved{others}",
        f"Take that back first: finally budget unmove {' '.join(move.id[:8] for move in moves)}",
        code="BUDGET_HAS_MOVES",
    )
