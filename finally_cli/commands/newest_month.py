"""The newest month on record, which an option that takes a month means where it stands alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.commands.report.months import BUDGET_MONTH, LAST_MONTH, BudgetMonth, LastMonth
from finally_cli.model.month import NEWEST, format_month, this_month
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database

NEWEST_ENTRY = Statement("report/newest_entry", LastMonth)

# What the commands of a noun, or one report, are about; all others have values.
NEWEST_OF = {
    "budget": "budgets or expenses",
    "report.budget": "budgets or expenses",
    "expense": "expenses",
    "report.spending": "expenses",
    "income": "incomes",
    "report.cashflow": "incomes or expenses",
}
ENTRIES = {"expenses": "expense", "incomes": "income", "incomes or expenses": None}


def resolve_newest(
    db: Database, schema: str, given: Mapping[str, object], say: Callable[[str], None] | None = None
) -> dict[str, object]:
    """What a command was given, with the month itself where an option stood alone.

    A command that writes has a way to `say` which month that is. Where nothing is on record
    yet, it is this month to write, and none to look at, which the command answers itself.
    """
    kind = NEWEST_OF.get(schema) or NEWEST_OF.get(schema.partition(".")[0], "values")
    month = newest_month(db, kind)
    if say is not None:
        why = f"the newest month with {kind}" if month else f"this month: there are no {kind} yet"
        month = month or this_month()
        say(f"The month is {format_month(month)}, {why}.")
    return {name: month if value == NEWEST else value for name, value in given.items()}


def newest_month(db: Database, kind: str) -> date | None:
    """The newest month with something of a kind, but none that is still to come."""
    this = this_month()
    found: LastMonth | BudgetMonth | None
    if kind in ENTRIES:
        found = db.one(NEWEST_ENTRY, kind=ENTRIES[kind], this_month=this)
    elif kind == "values":
        found = db.one(LAST_MONTH, this_month=this)
    else:
        found = db.one(BUDGET_MONTH, month=this)
    return found.month if found and found.month <= this else None
