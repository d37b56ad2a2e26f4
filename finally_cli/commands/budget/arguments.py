"""What the commands on budgets take: a whole category, one month or several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.commands.lookup import categories_of
from finally_cli.model.categories import CategoryListed
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Month
from finally_cli.model.month import add_months, format_month, one_or_range
from finally_cli.model.month_begins import current_month
from finally_cli.model.text import quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


def find_budget_category(db: Database, wanted: str, month: date | None = None) -> CategoryListed:
    """The category of expenses, and no subcategory. Raises Conflict where it is closed by then."""
    chosen = categories_of(db, "expense").choose(wanted, None, month)
    if chosen.subcategory is not None:
        raise BadUsage(
            f"{quote(chosen.path)} is a subcategory, and budgets are for whole categories",
            f"Give the category: {chosen.category.code}",
        )
    return chosen.category


def resolve_months(
    db: Database, month: date | None, first: date | None, last: date | None
) -> tuple[date, date]:
    """The first and the last month that are meant: this month, another, or a range."""
    start, end = one_or_range(month, first, last)
    if (start is None) != (end is None):
        raise BadUsage("a range has two ends", "Give --from and --to, or --month.")
    this = current_month(db.user.month_begins)
    return start or this, end or this


def months_in_words(first: date, last: date) -> str:
    """The months in words."""
    if first == last:
        return f"in {format_month(first)}"
    return f"in each month from {format_month(first)} to {format_month(last)}"


def no_budgets(month: date, hint: str) -> NotFound:
    """The refusal of a month that plans nothing."""
    return NotFound(f"there are no budgets in {format_month(month)}", hint, code="NO_BUDGETS")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestPlan:
    month: Month


NEWEST_PLAN = Statement("budget/newest", NewestPlan)


def newest_before(db: Database, month: date) -> date | None:
    """The newest month before it that has budgets."""
    found = db.one(NEWEST_PLAN, month=month)
    return found.month if found else None


def way_to_plan(db: Database, month: date) -> str:
    """The command that gives a month its budgets: from the month before, from one further back, or
    typed."""
    newest = newest_before(db, month)
    if newest is None:
        return f"finally budget set CATEGORY AMOUNT --month {format_month(month)}"
    if newest == add_months(month, -1):
        return f"finally budget roll --month {format_month(month)}"
    return f"finally budget copy --from {format_month(newest)} --month {format_month(month)}"
