"""finally budget move: money moved from one category's budget of a month to another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.budget.arguments import find_budget_category, no_budgets, way_to_plan
from finally_cli.commands.budget.set import SET
from finally_cli.commands.command import writes
from finally_cli.commands.options import NoteOption, PlanMonthOption
from finally_cli.commands.report.budget import BUDGET, BudgetLine
from finally_cli.model.categories import CategoryListed
from finally_cli.model.errors import BadUsage, NotFound, Refused
from finally_cli.model.kinds import Code, Id, Left, Money, Month, Remark
from finally_cli.model.mills import in_mills
from finally_cli.model.money import AMOUNT_IS_ZERO, format_exact, format_money, parse_money
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveId:
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetMoved:
    """A move, and what both categories have since: `..._available`, and that less what is spent."""

    month: Month
    from_category: Code
    from_name: str
    from_available: Money
    from_left: Left
    to_category: Code
    to_name: str
    to_available: Money
    to_left: Left
    amount: Money
    note: Remark | None
    id: Id


MOVE = Statement("budget/move", MoveId)


def parse_moved(text: str) -> Decimal:
    """How much is moved: an amount of money above zero."""
    amount = parse_money(text)
    if not amount:
        raise BadUsage("nothing would be moved", "Give more than zero.", code=AMOUNT_IS_ZERO)
    if amount < 0:
        raise BadUsage(
            f"what is moved is above zero, and {quote(text)} is not",
            "To move it the other way, name the two categories the other way round.",
        )
    return amount


@writes
def move(
    db: Database,
    profile: Profile,
    amount: Annotated[
        Decimal, typer.Argument(parser=in_mills(parse_moved), metavar="AMOUNT", help="How much.")
    ],
    source: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help="The category whose budget it comes out of.",
            autocompletion=completion.expense_categories,
        ),
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TO",
            help="The category whose budget it goes into.",
            autocompletion=completion.expense_categories,
        ),
    ],
    month: PlanMonthOption = None,
    note: NoteOption = None,
) -> Result:
    """Move money from one category's budget of a month to another's.

    It is of that month alone: the plans of the months after it stay as they are. What is really
    left over is carried on.

    Examples:
        finally budget move 50 food utility --month 2026-10
    """
    of_month = month or current_month(db.user.month_begins)
    given = find_budget_category(db, source)
    taken = find_budget_category(db, target, of_month)
    if given.id == taken.id:
        raise BadUsage(f"both categories are {given.name}", "Name two different ones.")
    before = month_budgets(db, profile, of_month)
    refuse_missing(db, before, given, of_month)
    refuse_too_much(db, before[given.code], taken, amount, of_month)
    is_new = before[taken.code].budget is None
    if is_new:
        refuse_yearly(before[taken.code], of_month)
        db.all(SET, category_id=taken.id, first=of_month, last=of_month, amount=Decimal(0))
    added = db.all(
        MOVE,
        month=of_month,
        from_category_id=given.id,
        to_category_id=taken.id,
        amount=amount,
        note=note,
    )
    after = month_budgets(db, profile, of_month)
    row = moved_row(after[given.code], after[taken.code], of_month, amount, note, added[0].id)
    notes = overspent_notes(after[given.code], of_month)
    told = move_in_words(row, db.user.base_currency, is_new=is_new)
    return Result(
        BudgetMoved,
        [row],
        "Moved",
        about={"currency": db.user.base_currency},
        notes=notes,
        sentences=[told, *(note.message for note in notes)],
    )


def month_budgets(db: Database, profile: Profile, month: date) -> dict[str, BudgetLine]:
    """Every category's budget of a month as the report has it, by code."""
    rows = db.all(
        BUDGET, month=month, month_gone=None, default_policy=profile.budget_policy, places=4
    )
    return {row.category: row for row in rows}


def refuse_missing(
    db: Database, budgets: dict[str, BudgetLine], given: CategoryListed, month: date
) -> None:
    """Raises NotFound where the category has no budget that something could come out of."""
    line = budgets.get(given.code)
    if line and line.budget is not None:
        return
    if all(row.budget is None for row in budgets.values()):
        raise no_budgets(month, f"Plan it with: {way_to_plan(db, month)}")
    when = format_month(month)
    only = f", only one for all of {month.year}" if line and line.year_budget is not None else ""
    raise NotFound(
        f"{given.name} has no budget in {when} that money could come out of{only}",
        f"See which categories have one with: finally budget list --month {when}",
        code="BUDGET_NOT_FOUND",
    )


def refuse_too_much(
    db: Database, line: BudgetLine, taken: CategoryListed, amount: Decimal, month: date
) -> None:
    """Raises Refused where more is moved than is there: the budget, and what it carries."""
    assert line.available is not None
    if amount <= line.available:
        return
    currency, when = db.user.base_currency, format_month(month)
    most = format_exact(line.available)
    raise Refused(
        f"{line.name} has {format_money(line.available)} {currency} in {when}, and"
        f" {format_money(amount)} cannot be moved out of it",
        f"Move all of it with: finally budget move {most} {line.category} {taken.code}"
        f" --month {when}"
        if line.available > 0
        else f"See how that came to be with: finally budget explain {line.category} --month {when}",
        code="BUDGET_TOO_SMALL",
    )


def refuse_yearly(line: BudgetLine, month: date) -> None:
    """Raises Refused where the category is planned by the year: a month beside it is a decision."""
    if line.year_budget is None:
        return
    when = format_month(month)
    raise Refused(
        f"{line.name} has no budget in {when}: it is planned for all of {month.year}, at"
        f" {format_money(line.year_budget)}",
        f"Plan its month too, and move then: finally budget set {line.category} 0 --month {when}",
        code="BUDGET_BY_THE_YEAR",
    )


def moved_row(
    given: BudgetLine, taken: BudgetLine, month: date, amount: Decimal, note: str | None, move: str
) -> BudgetMoved:
    """What both have, now that it is moved."""
    assert given.available is not None and given.left_over is not None
    assert taken.available is not None and taken.left_over is not None
    return BudgetMoved(
        month=month,
        from_category=given.category,
        from_name=given.name,
        from_available=given.available,
        from_left=given.left_over,
        to_category=taken.category,
        to_name=taken.name,
        to_available=taken.available,
        to_left=taken.left_over,
        amount=amount,
        note=note,
        id=move,
    )


def move_in_words(row: BudgetMoved, currency: str, *, is_new: bool) -> str:
    """The move, and what each has since."""
    new = ", which had no budget there," if is_new else ""
    return (
        f"Moved {format_money(row.amount)} {currency} from {row.from_name} to {row.to_name}{new}"
        f" in {format_month(row.month)} ({row.id[:8]}): {row.from_name} has"
        f" {format_money(row.from_available)} now, and {row.to_name}"
        f" {format_money(row.to_available)}."
    )


def overspent_notes(line: BudgetLine, month: date) -> list[Note]:
    """Says so where less is there now than was spent already."""
    assert line.available is not None and line.left_over is not None
    if line.left_over >= 0:
        return []
    message = (
        f"{line.name} is over its budget in {format_month(month)} now:"
        f" {format_money(line.spent)} were spent of {format_money(line.available)}."
    )
    return [Note("OVERSPENT", message)]
