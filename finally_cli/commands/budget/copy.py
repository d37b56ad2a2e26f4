"""finally budget copy: one month's plans for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from finally_cli.commands.budget.arguments import newest_before, no_budgets
from finally_cli.commands.command import writes
from finally_cli.commands.options import month_option
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import CategoryName, Code, Money
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.period import parse_planned
from finally_cli.model.result import Result
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCopied:
    """One category: `kept` is what the month had, where nothing was copied."""

    category: Code
    name: CategoryName
    budget: Money
    copied: bool
    kept: Money | None


COPY = Statement("budget/copy", BudgetCopied)


CopiedMonth = Annotated[
    date | None,
    month_option(
        "--from",
        parse_planned,
        "The month that is copied; else the newest before with budgets.",
        "MONTH",
    ),
]


@writes
def copy(
    db: Database,
    source: CopiedMonth = None,
    target: Annotated[
        date | None, month_option("--to", parse_planned, "The month that it is copied to.", "MONTH")
    ] = None,
    month: Annotated[
        date | None, month_option("--month", parse_planned, "The same as --to.", "MONTH")
    ] = None,
) -> Result:
    """Plan for a month what another planned, where it has no budget yet.

    Examples:
        finally budget copy --from 2026-10 --to 2026-12
    """
    if target and month and target != month:
        raise BadUsage("--to and --month both name the month that gets the budgets", "Give one.")
    month = month or target
    if month is None:
        this = format_month(current_month(db.user.month_begins))
        raise BadUsage(
            "the month that gets the budgets is needed",
            f"Name it: finally budget copy --month {this}",
        )
    source = source or newest_before(db, month)
    if source is None:
        raise NotFound(
            f"there are no budgets before {format_month(month)}",
            f"Plan one with: finally budget set CATEGORY AMOUNT --month {format_month(month)}",
            code="NO_BUDGETS",
        )
    if source == month:
        raise BadUsage("--from and --to are the same month", "Name two different ones.")
    rows = db.all(COPY, source=source, month=month)
    if not rows:
        raise no_budgets(source, "See which months have some with: finally budget list")
    copied = [row for row in rows if row.copied]
    told = [
        f"Copied {plural(len(copied), 'budget')} from {format_month(source)} to"
        f" {format_month(month)},"
        " without what is carried."
    ]
    told += [not_copied_reason(row, month) for row in rows if not row.copied]
    about = {"month": month, "currency": db.user.base_currency}
    return Result(BudgetCopied, rows, "Copied", about=about, sentences=told)


def not_copied_reason(row: BudgetCopied, month: date) -> str:
    """Why one was not copied."""
    if row.kept is None:
        return f"Skipped {row.name}: the category is closed."
    return f"Skipped {row.name}: {format_month(month)} has {format_money(row.kept)} already."
